"""The figures of power and hypotheses over a run, and their lines in a terminal."""

from __future__ import annotations

from typing import Any, cast

import pytest
from jsonschema import ValidationError
from published_schemas import validator
from report_records import bare, record, run, witness

from referee.evidence.schema import Finding, Mutation, Record
from referee.reports.page import render
from referee.reports.power import Figures, figures, lines
from referee.reports.summary import terminal_lines


def mutation(generated: int, refuted: int, equivalent: int, survived: int) -> Mutation:
    return {
        "generated": generated,
        "refuted": refuted,
        "equivalent": equivalent,
        "inconclusive": generated - refuted - equivalent - survived,
        "survived": survived,
        "survivors": [f"n + {k}" for k in range(survived)],
        "distinct": [],
    }


def hypothesis(verdict: str, **more: Any) -> Finding:
    found = {
        "name": "full rank",
        "says": "X has full column rank",
        "family": "matrices(full_rank=False)",
        "verdict": verdict,
        "instances": 160,
        "reason": "",
        "counterexample": witness() if verdict == "needed" else None,
        **more,
    }
    return cast("Finding", found)


def studied(*verdicts: str, sums: tuple[int, int, int, int] = (10, 7, 1, 1)) -> Record:
    evidence = {"mutation": mutation(*sums), "hypotheses": [hypothesis(v) for v in verdicts]}
    return record(sheet="reference", evidence=evidence)


def test_a_studied_record_keeps_the_schema() -> None:
    check = validator("record")
    check.validate(studied("needed", "not needed", "proved not needed", "undecided"))
    check.validate(record(evidence={"mutation": None}))
    with pytest.raises(ValidationError):
        check.validate(studied("perhaps"))
    with pytest.raises(ValidationError):
        check.validate(record(evidence={"mutation": {"generated": 1}}))


def test_figures_are_sums_over_the_studied_records() -> None:
    rows = [studied("needed", "needed"), record(), bare(), studied("not needed", sums=(5, 5, 0, 0))]
    found = figures(rows)
    assert found == Figures(
        2, 15, 12, 1, 1,
        {"needed": 2, "not needed": 1, "proved not needed": 0, "undecided": 0},
    )  # fmt: skip
    assert found.inconclusive == 1


def test_nothing_studied_has_no_figures_and_no_line() -> None:
    assert figures([record(), bare()]) is None
    assert list(lines([record(), bare()])) == []
    assert figures([record(evidence={"mutation": None})]) is None


def test_the_terminal_says_them_in_two_lines() -> None:
    shown = terminal_lines([studied("needed", sums=(1200, 1100, 60, 30))], run())
    assert "1,200 mutants: 1,100 refuted, 60 equivalent, 30 survived, 10 inconclusive" in shown
    assert "hypotheses: 1 needed, 0 not needed, 0 proved not needed, 0 undecided" in shown
    assert not any("mutants:" in line for line in terminal_lines([record()], run()))


def test_the_first_screen_shows_the_figures_where_there_are_some() -> None:
    shown = render([studied("needed"), studied("not needed", sums=(1200, 1100, 60, 30))], run())
    assert "of 1,210 formulas a single change away refuted, 61 the same after all" in shown
    assert "of 2 hypotheses needed" in shown
    assert "formulas a single change away refuted" not in render([record()], run())
