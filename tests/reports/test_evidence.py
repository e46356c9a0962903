"""Evidence is graded right, and its bounds follow from independent samples alone."""

from __future__ import annotations

from typing import Any

import pytest
from report_records import bare, record

from referee.evidence.schema import Record
from referee.reports import evidence

PROVED = {"proved": True, "up_to": 6, "shapes": 36, "degree": 9, "bits": 50}


def sweep(**distributions: tuple[int, int]) -> dict[str, Any]:
    return {
        "batched": True,
        "reason": "",
        "distributions": {
            name: {"instances": size, "violations": violations, "open": 0}
            for name, (size, violations) in distributions.items()
        },
        "suspected": 0,
        "false_finds": 0,
        "climbed": 0,
    }


OPEN = sweep()
OPEN["distributions"] = {"sparse": {"instances": 100, "violations": 0, "open": 1}}


@pytest.mark.parametrize(
    ("row", "grade"),
    [
        (record(evidence={"identity": PROVED, "independent_sample": 9}), "proved"),
        (record(evidence={"identity": {"proved": False, "reason": ""}}), "tried"),
        (record(), "bounded"),
        (record(evidence={"sweep": sweep(sparse=(100, 0))}), "bounded"),
        (record(evidence={"sweep": sweep(sparse=(100, 1))}), "tried"),
        (record(evidence={"sweep": OPEN}), "tried"),
        (record("refuted"), "smallest"),
        (record("refuted", evidence={"found_by": "Hypothesis"}), "counterexample"),
        (record("ill-typed", counterexample={"token": None, "smallest": None}), "none"),
        (record("inconclusive"), "none"),
        (bare(), "none"),
    ],
)
def test_grades(row: Record, grade: str) -> None:
    assert evidence.grade(row) == grade
    assert grade in evidence.GRADES


def test_a_share_is_what_its_formula_says() -> None:
    # With p = 1 − 0.01^(1/N) the chance of N instances without a violation is 1 %.
    assert (1 - evidence.share(150)) ** 150 == pytest.approx(0.01)


def test_bounds_are_of_each_distribution_the_best_first() -> None:
    row = record(evidence={"independent_sample": 150, "sweep": sweep(a=(10**6, 0), b=(9, 2))})
    assert evidence.bounds(row) == (
        "at most 0.00047 % of a; 3.1 % of the family’s own instances are false, at 99 % confidence"
    )
    alike = record(evidence={"sweep": sweep(a=(900, 0), b=(900, 0))})
    assert (
        evidence.bounds(alike)
        == "at most 0.52 % of a and b instances are false, at 99 % confidence"
    )
    assert evidence.bound(row) == evidence.share(10**6)
    assert evidence.bounds(record("refuted")) == ""
    assert evidence.bound(record(evidence={"hypothesis": 100})) is None


def test_a_sweep_in_words() -> None:
    none = {"batched": False, "reason": "an exponential"}
    assert evidence.swept(record(evidence={"sweep": sweep() | none})) == "none: an exponential"
    single = sweep(a=(9, 0), b=(3, 0)) | none
    said = evidence.swept(record(evidence={"sweep": single}))
    assert said == "12 instances decided one by one: an exponential"
    assert evidence.swept(record(evidence={"sweep": None})) == ""
    assert evidence.swept(record(evidence={"sweep": sweep(a=(9, 0))})) == ""
    found = sweep(a=(9, 0)) | {"suspected": 1, "false_finds": 1}
    assert evidence.swept(record(evidence={"sweep": found})).startswith("1 suspicion of")
    screened = sweep(a=(9, 0)) | {"arithmetic": "torch"}
    assert evidence.swept(record(evidence={"sweep": screened})) == "screened with torch"
    both = evidence.swept(record(evidence={"sweep": found | screened | {"suspected": 1}}))
    assert both == "screened with torch, 1 suspicion of floating point, 0 false alarms"


def test_what_floating_point_looked_at_is_told_apart() -> None:
    swept = record(evidence={"sweep": sweep(a=(9, 0), b=(1, 0))})
    assert evidence.screened(swept) == 10
    assert "floating point" in evidence.margins(swept)
    assert evidence.screened(bare()) == 0
    single = record(evidence={"sweep": sweep(a=(9, 0)) | {"batched": False, "reason": "a branch"}})
    assert evidence.screened(single) == 0
    assert evidence.margins(single) == "Margins"
    assert evidence.margins(bare()) == "Margins"


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("needed", "needed"),
        ("not needed", "not needed: an identity"),
        ("proved not needed", "proved not needed: an identity"),
        ("undecided", "undecided: an identity"),
    ],
)
def test_hypotheses(verdict: str, words: str) -> None:
    each = {"name": "r", "says": "", "verdict": verdict, "instances": 7, "reason": "an identity",
            "counterexample": None, "family": "f"}  # fmt: skip
    [(says, known, counterexample)] = evidence.hypotheses(record(evidence={"hypotheses": [each]}))
    assert (says, known, counterexample) == ("r", words, None)
    assert list(evidence.hypotheses(record())) == []
    [(_, known, _)] = evidence.hypotheses(record(evidence={"hypotheses": [each | {"reason": ""}]}))
    if verdict == "not needed":
        assert known == "not needed: holds on 7 instances without it"


def test_single_changes() -> None:
    found = {"generated": 3, "refuted": 3, "equivalent": 0, "survived": 0, "survivors": []}
    assert evidence.mutation(record(evidence={"mutation": found})) == "3 of 3 refuted"
    silent = {**found, "generated": 4, "inconclusive": 1}
    words = "3 of 4 refuted, 1 says nothing"
    assert evidence.mutation(record(evidence={"mutation": silent})) == words
    assert evidence.survivors(record(evidence={"mutation": found})) == []
    assert evidence.mutation(record(evidence={"mutation": None})) == ""
    assert evidence.mutation(bare()) == ""
