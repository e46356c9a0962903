"""The template of a sheet, and the log of decisions that outlives a run."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from report_records import record

import referee.claims
from referee.deciding import claim as corpus
from referee.deciding.claim import Claim
from referee.deciding.corpora import corpus_version
from referee.grading.sheet import read
from referee.grading.template import self_check, template
from referee.language.reading import parse, scope_of
from referee.language.reading.example import example
from referee.language.types import type_of
from referee.running.cache import Decisions

CLAIMS = corpus.load("referee.claims")
TEMPLATE = template(referee.claims.TITLE, referee.claims.PARTS, CLAIMS, verbose=True)
RECORD = record("refuted")


def test_the_template_is_a_sheet_with_every_claim_unanswered(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(TEMPLATE, encoding="utf-8")
    found = read(path, CLAIMS).answers
    assert [answer.claim for answer in found] == list(CLAIMS)
    assert all(a.text is None and not a.problem and a.expect is None for a in found)
    assert set(tomllib.loads(TEMPLATE)) == {"sheet", *CLAIMS}


@pytest.mark.parametrize(
    ("file", "package", "command"),
    [
        ("mine.toml", "referee.claims", "python -m pytest --sheet=mine.toml"),
        ("a b;c.toml", "referee.claims", "python -m pytest '--sheet=a b;c.toml'"),
        ("m.toml", "geometry", "referee grade m.toml --corpus geometry --out graded"),
        ("-x.toml", "geometry", "referee grade ./-x.toml --corpus geometry --out graded"),
    ],
)
def test_a_sheet_says_how_it_is_graded(file: str, package: str, command: str) -> None:
    assert self_check(file, package) == command
    sheet = template(referee.claims.TITLE, referee.claims.PARTS, CLAIMS, package)
    assert f"#   {self_check('mine.toml', package)}\n" in sheet


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=list(CLAIMS))
def test_an_example_fits_the_blank_and_answers_no_question(claim: Claim) -> None:
    formula = parse(example(scope_of(claim)), dict.fromkeys(claim.names))
    for shape in claim.family.shapes:
        assert type_of(formula, claim.family, shape) == claim.type_at(shape)
    assert f"# Notation: {example(scope_of(claim))}\n" in TEMPLATE


def test_every_name_stands_with_its_shape() -> None:
    assert "#   X (d×n): the data matrix; sample x_i is its i-th column\n" in TEMPLATE
    assert all(len(line) <= 130 for line in TEMPLATE.splitlines())


def test_decisions_come_back_for_their_version_only(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    Decisions(path, "one").add(("claim", "form"), RECORD)
    assert Decisions(path, "one").get(("claim", "form")) == RECORD
    assert Decisions(path, "one").get(("claim", "another form")) is None
    assert Decisions(path, "two").get(("claim", "form")) is None


@pytest.mark.parametrize("verdict", ["crashed", "missing", "error"])
def test_what_may_not_come_again_is_not_kept(tmp_path: Path, verdict: str) -> None:
    path = tmp_path / "decisions.jsonl"
    Decisions(path, "one").add(("claim", "form"), record(verdict))
    assert not path.exists()


def test_a_torn_line_costs_one_decision_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    kept = Decisions(path, "one")
    for form in ("first", "second", "third"):
        kept.add(("claim", form), RECORD)
    path.write_bytes(path.read_bytes()[:-20])
    found = Decisions(path, "one")
    assert list(found.found) == [("claim", "first"), ("claim", "second")]
    found.add(("claim", "third"), RECORD)
    assert len(Decisions(path, "one").found) == 3


def test_lines_of_something_else_are_no_decisions(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text('nonsense\n[]\n{}\n{"version": "one"}\n' + "[" * 9_999 + "\n", "utf-8")
    assert Decisions(path, "one").found == {}


@pytest.mark.parametrize("at", ["NaN", "Infinity", "-1", "1e300", '"soon"', "1" * 400, "null"])
def test_a_decision_of_no_time_is_none(tmp_path: Path, at: str) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text(entry(RECORD, at) + entry(RECORD, "5"), encoding="utf-8")
    found = Decisions(path, "one")
    assert found.times == [5]
    assert found.get(("c", "f")) == RECORD


def entry(found: Any, at: str = "5") -> str:
    line = {"version": "one", "claim": "c", "form": "f", "record": found, "at": "AT"}
    return json.dumps(line).replace('"AT"', at) + "\n"


@pytest.mark.parametrize(
    "change", [{"verdict": "perhaps"}, {"instances": "many"}, {"remark": 1}, {"margin": None}]
)
def test_a_record_that_is_none_is_no_decision(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text(entry(dict(RECORD) | change), encoding="utf-8")
    assert Decisions(path, "one").found == {}
    path.write_text(entry(RECORD), encoding="utf-8")
    assert Decisions(path, "one").found == {("c", "f"): RECORD}


def test_bytes_of_something_else_cost_one_line(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    Decisions(path, "one").add(("claim", "form"), RECORD)
    path.write_bytes(b"\xff\xfe\x00\n" + path.read_bytes())
    assert Decisions(path, "one").get(("claim", "form")) == RECORD


def test_a_version_changes_with_the_sources_and_the_settings(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n", encoding="utf-8")
    before = corpus_version([tmp_path], "settings")
    assert corpus_version([tmp_path], "settings") == before
    assert corpus_version([tmp_path], "others") != before
    (tmp_path / "a.py").write_text("x = 2\n", encoding="utf-8")
    changed = corpus_version([tmp_path], "settings")
    assert changed != before
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "b.py").write_text("x = 3\n", encoding="utf-8")
    assert corpus_version([tmp_path], "settings") != changed
