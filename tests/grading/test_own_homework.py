"""docs/own-homework.md: the corpus that it describes, built from its text and graded."""

from __future__ import annotations

import json
import tomllib
from importlib import import_module
from itertools import islice
from pathlib import Path

import pytest
from geometry_homework import DOCUMENT, Graded, build, command, grade
from processes import python
from value_coverage import missing, own, sampled, searched

from referee.strategies import families

CLAIMS = ("1-parallelogram", "2-projection", "2-equality")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("homework"))


@pytest.fixture(scope="module")
def reference(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    out = tmp_path_factory.mktemp("graded")
    return grade(corpus / "sheets" / "reference.toml", out, "--corpus", corpus)


def test_every_file_that_the_document_lists_is_in_it(corpus: Path) -> None:
    listed = DOCUMENT.read_text(encoding="utf-8").partition("```\ngeometry/\n")[2]
    names = {line.split()[0] for line in listed.partition("```")[0].splitlines()} - {"sheets/"}
    assert names == {path.name for path in corpus.rglob("*.*")}


def test_the_reference_earns_every_point(reference: Graded) -> None:
    assert reference.code == 0, reference.err
    row = reference.rows["reference"]
    assert [row[claim] for claim in CLAIMS] == ["2", "4", "2"]
    assert (row["total"], row["out of"], row["status"]) == ("8", "8", "graded")


def test_pytest_decides_every_sheet_of_it(corpus: Path, tmp_path: Path) -> None:
    few = ("-p", "no:cacheprovider", "--claims-examples=5", "--claims-proof=2")
    words = (*few, f"--claims-corpus={corpus}", f"--claims-report={tmp_path}")
    done = python("-m", "pytest", *words, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    lines = (tmp_path / "records.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert len(records) == 9
    assert {r["verdict"] for r in records if r["sheet"] == "mutants"} == {"refuted"}


def test_its_template_is_a_sheet_that_answers_nothing(corpus: Path) -> None:
    done = command("sheet", "--verbose", "--corpus", corpus)
    tables = tomllib.loads(done.stdout)
    assert [name for name in tables if name != "sheet"] == list(CLAIMS)
    assert all(tables[name] == {"answer": ""} for name in CLAIMS)
    assert "b (d×1): a vector that is not 0" in done.stdout


NAMES = '    names="a b d",\n'
CONDITION = "from referee.deciding.strength.asked import Condition\n"
AS_PEOPLE_WRITE = {
    "sheets/reference.toml": (
        ('"2 * norm(a)**2 + 2 * norm(b)**2"', r"'2 \lVert a \rVert^2 + 2 \lVert b \rVert^2'"),
        ('"b @ b.T @ a / norm(b)**2"', '"b (bᵀa) / ‖b‖²"'),
    ),
    "sheets/rubric.toml": (('where = "d == 1"', 'where = "d = 1"'),),
    "projections.py": (
        (NAMES, NAMES + '    asks=Condition((r"a^{\\top} b",), exact=True),\n'),
        ("from referee.language.comp", f"{CONDITION}from referee.language.comp"),
    ),
}  # fmt: skip


def rewritten(corpus: Path, path: str, *changes: tuple[str, str]) -> None:
    """Replace the last place of each text in a file of a corpus."""
    text = (corpus / path).read_text(encoding="utf-8")
    for old, new in changes:
        before, found, after = text.rpartition(old)
        assert found, old
        text = before + new + after
    (corpus / path).write_text(text, encoding="utf-8")


def test_its_formulas_may_be_written_as_people_write_them(tmp_path: Path) -> None:
    corpus = build(tmp_path / "other")
    for path, changes in AS_PEOPLE_WRITE.items():
        rewritten(corpus, path, *changes)
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "ana.toml").write_text('"2-projection" = "a"\n', encoding="utf-8")
    reference = (corpus / "sheets" / "reference.toml").read_bytes()
    (tmp_path / "sheets" / "reference.toml").write_bytes(reference)
    done = grade(tmp_path / "sheets", tmp_path / "out", "--corpus", corpus)
    assert done.code == 0, done.err
    assert done.rows["reference"]["total"] == "8"
    assert done.rows["ana"]["total"] == "1"
    given = [d["record"].get("credit") for d in done.decisions]
    (credit,) = filter(None, given)
    assert (credit["case"], credit["share"]) == ("d == 1", 0.25)


@pytest.mark.parametrize(
    ("path", "change", "says"),
    [
        (
            "sheets/rubric.toml",
            ('where = "d == 1"', 'where = "1/2d = 1"'),
            "where = '1/2d = 1': this can be read as 1 / 2 * d == 1 or 1 / (2 * d) == 1; write the",
        ),
        (
            "sheets/rubric.toml",
            ('where = "d == 1"', 'where = "d = "'),
            "2-projection: where = 'd = ': column 4: the formula ends too early",
        ),
        (
            "projections.py",
            (NAMES, NAMES + '    asks=Condition(("1/2d",)),\n'),
            "2-equality: '1/2d': this can be read as 1 / 2 * d or 1 / (2 * d)",
        ),
    ],
)
def test_what_could_be_two_formulas_is_refused_in_one_line(
    tmp_path: Path, path: str, change: tuple[str, str], says: str
) -> None:
    corpus = build(tmp_path / "other")
    rewritten(corpus, path, change)
    if path.endswith(".py"):
        rewritten(corpus, path, AS_PEOPLE_WRITE[path][1])
    done = grade(corpus / "sheets" / "reference.toml", tmp_path / "out", "--corpus", corpus)
    assert done.code == 2
    assert says in done.err
    assert done.err.count("\n") == 1


def test_its_fields_have_values_of_every_kind(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(corpus.parent)
    monkeypatch.setattr(families, "FAMILIES", dict(families.FAMILIES))
    vectors = import_module("geometry.families").vectors
    family = families.family_of(vectors())
    assert [f.name for f in own(family)] == ["a", "b"]
    assert not missing(family, sampled(family))
    assert not missing(family, searched(family))
    assert all(p.b.any() for p in islice(sampled(family), 100))


def test_a_folder_that_is_no_corpus_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "__init__.py").write_text("", encoding="utf-8")
    done = command("sheet", "--corpus", tmp_path / "empty")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "its __init__.py needs TITLE and PARTS" in done.stderr
