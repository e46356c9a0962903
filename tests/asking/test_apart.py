"""A statement that is judged apart: whatever becomes of the process, there is an answer."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from referee.asking import apart
from referee.asking.apart import Question, asked_apart, asked_here
from referee.asking.judging import Judged
from referee.deciding.limits import Limits

SHORT = Limits(seconds=0.2, megabytes=200)
NARROW = Limits(seconds=60, megabytes=200)  # its memory ends long before its time, anywhere
# A process is forked to be killed; where there is no fork a statement is judged in this one.
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")


def judged_by(monkeypatch: pytest.MonkeyPatch, judge: Callable[[], Judged]) -> None:
    monkeypatch.setattr(apart, "judge", lambda *_, **__: judge())


def for_ever() -> Judged:
    while True:
        pass


def never_back() -> Judged:
    """Compute where no exception strikes: one call that does not come back to Python."""
    return Judged("held", str(pow(7, 10**9)), "")


def without_end() -> Judged:
    rows = [[0]]
    while True:
        rows.append(rows[-1] * 2)


def aborted() -> Judged:
    os.abort()


def killed() -> Judged:
    os.kill(os.getpid(), 9)
    raise AssertionError("unreachable")


def raised() -> Judged:
    raise LookupError("a fault\nand its second line")


@forks
@pytest.mark.parametrize(
    ("judge", "limits", "reason"),
    [
        (for_ever, SHORT, "not decided in 0.2 s of computing"),
        (never_back, SHORT, "not decided in 0.2 s of computing"),
        (without_end, NARROW, "not decided in 200 MB of memory"),
        (aborted, NARROW, "the process that judged it ended with SIGABRT"),
        (
            killed,
            NARROW,
            "the system ended the process that judged it, for want of memory as it seems",
        ),
        (raised, NARROW, "a fault of the referee's own: LookupError: a fault"),
    ],
)
def test_what_ends_the_process_is_said(
    monkeypatch: pytest.MonkeyPatch, judge: Callable[[], Judged], limits: Limits, reason: str
) -> None:
    judged_by(monkeypatch, judge)
    found = asked_apart(Question("x = x", "x in R"), limits)
    assert (found["verdict"], found["reason"]) == ("inconclusive", reason)
    assert (found["statement"], found["where"], found["record"]) == ("x = x", "x in R", None)


def test_a_limit_is_said_where_nothing_forks(monkeypatch: pytest.MonkeyPatch) -> None:
    judged_by(monkeypatch, for_ever)
    found = asked_here(Question("x = x"), Limits(0.1, kill=False))
    assert found["reason"] == "not decided in 0.1 s of computing"


@forks
def test_a_statement_that_no_text_should_be_comes_back_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    statement = "\udc80 \x00 \n \u202e λ"
    judged_by(monkeypatch, lambda: Judged("not read", statement, "why"))
    assert asked_apart(Question(statement), NARROW)["statement"] == statement


@forks
def test_an_answer_is_the_same_wherever_it_is_judged() -> None:
    question = Question("tr(A B) = tr(A) tr(B)", "A, B in R^(n x n)")
    here, there = asked_here(question), asked_apart(question)
    for each in (here, there):
        each["seconds"] = 0
        assert each["record"] is not None
        each["record"]["seconds"] = 0
    assert here == there
    assert here["counterexample"] is not None
    assert here["counterexample"]["shape"] == {"n": 2}


@pytest.mark.parametrize("bars", [r"\|", r"\Vert", "||", "‖", ","])
def test_a_divergence_is_of_what_its_bars_part(bars: str) -> None:
    found = asked_here(Question(rf"\mathrm{{KL}}(p {bars} p) = 0", "p probability vector in R^n"))
    assert found["verdict"] == "held"
