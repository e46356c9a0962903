"""Faults that are not the answer's: of a property, of the corpus, of the machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from geometry_homework import Graded, build, grade, write

RIGHT = "b @ b.T @ a / norm(b)**2"
FAULTY = '''
"""A claim whose property comes to grief, by the answer."""

from typing import Any

from geometry.families import vectors
from referee.deciding.claim import Answering, claim, given
from referee.language.comparison import equal
from referee.strategies.families import Instance


@claim("3-faulty", states="{answer}", blank="a number", size="1 1", names="d", given="-")
@given(p=vectors())
def test_faulty(p: Instance, answer: Answering) -> Any:
    value = answer(p)
    number = int(value[0, 0])
    if number == 13:
        raise OSError("the disk is full")
    if number == 14:
        return True
    if number == 15:
        return p.nothing
    return equal(value, 12 + 0 * value)
'''
BROKEN = '''
"""A claim that breaks the process it runs in when its memory runs out."""

from geometry.families import vectors
from referee.deciding.claim import Answering, claim, given
from referee.language.comparison import Comparison, equal
from referee.strategies.families import Instance

BROKEN = []


@claim("3-broken", states="{answer}", blank="a number", size="1 1", names="d", given="-")
@given(p=vectors())
def test_broken(p: Instance, answer: Answering) -> Comparison:
    value = answer(p)
    if BROKEN:
        raise RuntimeError("this process is broken")
    if int(value[0, 0]) == 11:
        BROKEN.append(1)
        bytearray(2 * 10**9)
    return equal(value, 12 + 0 * value)
'''
FAULTS = {
    "raises": (13, "OSError: the disk is full"),
    "returns": (14, "TypeError: test_faulty returned a bool; a property returns a comparison"),
    "lacks": (15, "AttributeError: "),
}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    place = tmp_path_factory.mktemp("faults")
    corpus = build(place)
    (corpus / "faulty.py").write_text(FAULTY, encoding="utf-8")
    sheets = {name: {"3-faulty": str(n), "2-projection": RIGHT} for name, (n, _) in FAULTS.items()}
    sheets |= {"good": {"3-faulty": "12"}, "unreadable": {"3-faulty": "12 +"}}
    return grade(write(place / "sheets", sheets), place / "out", "--corpus", corpus)


def test_a_fault_of_the_run_leaves_the_class_ungraded(faulty: Graded) -> None:
    assert faulty.code == 1
    assert "2 of 5 sheets graded" in faulty.out


@pytest.mark.parametrize("student", FAULTS)
def test_a_fault_of_the_run_is_to_be_looked_at_and_not_the_answers(
    faulty: Graded, student: str
) -> None:
    assert faulty.rows[student]["status"] == "to be looked at"
    assert faulty.rows[student]["2-projection"] == "4"
    assert "This is not the answer&#39;s fault" in faulty.text(f"feedback/{student}.html")
    (test,) = [t for t in faulty.results(student)["tests"] if t["name"].startswith("3-faulty")]
    assert "to be looked at" in test["tags"]
    assert f"error: {FAULTS[student][1]}" in test["output"]
    assert "This is not the answer's fault" in test["output"]


@pytest.mark.parametrize(("student", "says"), [("good", "held"), ("unreadable", "error")])
def test_a_fault_of_the_sheet_is_graded(faulty: Graded, student: str, says: str) -> None:
    assert faulty.rows[student]["status"] == "graded"
    page = faulty.text(f"feedback/{student}.html")
    assert "not the answer&#39;s fault" not in page
    (test,) = [t for t in faulty.results(student)["tests"] if t["name"].startswith("3-faulty")]
    assert test["extra_data"]["verdict"] == says
    assert test["tags"] == ["3"]


def test_a_fault_is_asked_again_by_the_next_run(faulty: Graded) -> None:
    verdicts = {d["record"]["verdict"] for d in faulty.decisions}
    assert verdicts == {"held"}


def test_a_worker_whose_memory_ran_out_decides_nothing_else(tmp_path: Path) -> None:
    """Six answers on one worker, the second of which leaves the worker broken."""
    corpus = build(tmp_path)
    (corpus / "broken.py").write_text(BROKEN, encoding="utf-8")
    sheets = write(tmp_path / "s", {f"s{n}": {"3-broken": str(n)} for n in range(10, 16)})
    found = grade(sheets, tmp_path / "out", "--corpus", corpus, "--megabytes", 300)
    tests = [found.results(f"s{n}")["tests"] for n in range(10, 16)]
    verdicts = [t["extra_data"]["verdict"] for ts in tests for t in ts if "broken" in t["name"]]
    assert verdicts == ["refuted", "inconclusive", "held", "refuted", "refuted", "refuted"]
    assert "6 of 6 decided" in found.err
    assert "5 failed, 4 passed" in found.text("run/pytest.txt")
