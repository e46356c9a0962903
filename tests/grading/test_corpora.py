"""Corpora that are none, or that another package hides: one line each."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
from geometry_homework import build, command, grade, write
from processes import ROOT, python

from referee.deciding.corpora import CorpusError, claims_of, folder_of, located

HEAD = 'TITLE = "A homework"\nPARTS = {"1": "Lengths"}\n'


def package(place: Path, name: str, init: str = HEAD, **modules: str) -> Path:
    folder = place / name
    folder.mkdir()
    (folder / "__init__.py").write_text(init, encoding="utf-8")
    for module, text in modules.items():
        (folder / f"{module}.py").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))


@pytest.mark.parametrize("name", ["", ".", "..", "./nope", ".geo", "a b", "../x/y", "no.where"])
def test_what_is_no_corpus_is_one_line(name: str) -> None:
    with pytest.raises(CorpusError, match=r"no corpus: a folder with __init__\.py") as caught:
        located(name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["claims", "harness", "numerics", "reports", "strategies"])
def test_a_folder_may_have_the_name_of_a_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = package(tmp_path, name)
    monkeypatch.delitem(sys.modules, name, raising=False)
    assert located(str(folder)) == name
    assert folder_of(name) == folder


@pytest.mark.parametrize("name", ["numpy", "referee", "json"])
def test_a_folder_that_an_imported_package_hides_is_refused(tmp_path: Path, name: str) -> None:
    folder = package(tmp_path, name)
    with pytest.raises(CorpusError, match=f"another package called {name}; rename"):
        located(str(folder))


def test_the_projects_own_corpus_is_found_anywhere() -> None:
    assert located("referee.claims") == located(str(ROOT / "claims")) == "referee.claims"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = (", "wrong.py, line 1: "),
        ("import nothing_of_that_name", "wrong.py, line 1: No module named"),
        ("x = 1\nx / 0", "wrong.py, line 2: ZeroDivisionError: division by zero"),
        ("", "a corpus without claims"),
    ],
)
def test_a_module_that_cannot_be_imported_is_one_line(
    tmp_path: Path, request: pytest.FixtureRequest, text: str, says: str
) -> None:
    name = f"homework_{abs(hash(request.node.name))}"
    found = located(str(package(tmp_path, name, wrong=text)))
    with pytest.raises(CorpusError) as caught:
        claims_of(found)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("init", ["x = (", "TITLE = 3\nPARTS = {}\n", "", "raise OSError('no')"])
def test_a_package_without_title_and_parts_is_one_line(
    tmp_path: Path, request: pytest.FixtureRequest, init: str
) -> None:
    folder = package(tmp_path, f"homework_{abs(hash(request.node.name))}", init)
    with pytest.raises(CorpusError, match="no corpus: ") as caught:
        located(str(folder))
    assert "\n" not in str(caught.value)


def test_a_corpus_is_graded_wherever_it_lies_and_wherever_one_is(tmp_path: Path) -> None:
    (tmp_path / "a [b]").mkdir()
    (tmp_path / "geometry").mkdir()
    corpus = build(tmp_path / "a [b]")
    sheets = write(tmp_path / "s", {"ana": {"2-projection": "b @ b.T @ a / norm(b)**2"}})
    found = grade(sheets, tmp_path / "out", "--corpus", corpus)
    assert found.code == 0, found.err
    assert found.rows["ana"]["total"] == "4"


def test_what_a_report_says_to_replay_works_in_any_folder(tmp_path: Path) -> None:
    (tmp_path / "a [b]").mkdir()
    corpus = build(tmp_path / "a [b]")
    sheets = write(tmp_path / "s", {"ana": {"2-projection": "b @ a.T @ a / norm(b)**2"}})
    first = decided(tmp_path, f"--claims-corpus={corpus}", f"--sheet={sheets / 'ana.toml'}")
    (record,) = [r for r in first if r["claim"] == "2-projection"]
    (tmp_path / "elsewhere").mkdir()
    words = shlex.split(record["replay"])
    assert words[:3] == ["python", "-m", "pytest"]
    (again,) = decided(tmp_path / "elsewhere", *words[3:])
    for each in (record, again):
        del each["seconds"]
    assert again == record


def decided(folder: Path, *words: str) -> list[dict[str, Any]]:
    """Run pytest in a folder and return the records of the report it writes there."""
    few = ("-p", "no:cacheprovider", "--claims-proof=2")
    done = python("-m", "pytest", *few, *words, cwd=folder)
    log = folder / "claims-report" / "records.jsonl"
    assert log.is_file(), done.stdout + done.stderr
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


START = """
import os

if "PYTEST_XDIST_WORKER" in os.environ:
    {fault}
"""


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("open('of-a-relative-name.txt')", "families.py, line"),
        ("import nothing_of_that_name", "No module named 'nothing_of_that_name'"),
        ("raise SystemExit(3)", "a worker did not start"),
        ("os._exit(7)", "a worker did not start"),
        ("eval('(')", "families.py, line"),
    ],
)
def test_what_only_a_worker_meets_at_its_start_ends_the_run(
    tmp_path: Path, fault: str, says: str
) -> None:
    corpus = build(tmp_path)
    with (corpus / "families.py").open("a", encoding="utf-8") as stream:
        stream.write(START.format(fault=fault))
    sheets = write(tmp_path / "s", {"ana": {"2-projection": "b @ b.T @ a / norm(b)**2"}})
    found = grade(sheets, tmp_path / "out", "--corpus", corpus)
    assert found.code == 2
    (line,) = [x for x in found.err.splitlines() if x.startswith("referee: ")]
    assert "a worker did not start: " in line
    assert says in line
    log = (tmp_path / "out" / "run" / "pytest.txt").read_text(encoding="utf-8")
    assert log.count("replacing crashed worker") <= 1


def test_an_autograder_holds_the_corpus_that_was_named_last(tmp_path: Path) -> None:
    corpus, out = build(tmp_path), tmp_path / "zip"
    assert command("autograder", "--out", out, "--corpus", corpus).returncode == 0
    copy = out / "corpus" / "geometry"
    (copy / "old.py").write_text("", encoding="utf-8")
    with (corpus / "families.py").open("a", encoding="utf-8") as stream:
        stream.write("# newer\n")
    assert command("autograder", "--out", out, "--corpus", corpus).returncode == 0
    assert (copy / "families.py").read_text(encoding="utf-8").endswith("# newer\n")
    assert not (copy / "old.py").exists()
    names = {path.name for path in out.iterdir()}
    assert names == {"setup.sh", "run_autograder", "settings.json", "referee", "corpus"}


def test_an_autograder_is_not_written_into_what_it_copies(tmp_path: Path) -> None:
    corpus = build(tmp_path)
    done = command("autograder", "--out", corpus / "zip", "--corpus", corpus)
    assert done.returncode == 2
    assert f"choose a folder outside of {corpus}" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (corpus / "zip").exists()


def test_an_autograder_replaces_nothing_of_somebody_elses(tmp_path: Path) -> None:
    (tmp_path / "zip" / "referee").mkdir(parents=True)
    done = command("autograder", "--out", tmp_path / "zip", "--corpus", build(tmp_path))
    assert done.returncode == 2
    assert "not written by this command; choose another folder" in done.stderr
    assert [path.name for path in (tmp_path / "zip").iterdir()] == ["referee"]
