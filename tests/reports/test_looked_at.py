"""What the page says that a verdict looked at."""

from __future__ import annotations

from typing import Any

import pytest
from report_records import record
from report_records import run as run_of

from referee.evidence.schema import Record
from referee.reports import wording
from referee.reports.page import render

SCOPE = {
    "instances": 612,
    "sizes": {"d": [1, 32], "n": [1, 21], "m": [3, 3]},
    "magnitudes": [-12, 12],
    "fractions": True,
}
SIZES = {"names": ["n", "d"], "up_to": 64, "shapes": 2, "indeterminate": False}


def with_evidence(**more: Any) -> Record:
    plain = record("held")
    return record("held", evidence={**plain["evidence"], **more})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "d = 1 to 32, n = 1 to 21, m = 3, entries from 10⁻¹² to 10¹²"),
        (
            {"magnitudes": [0, 1], "fractions": False, "sizes": {"d": [1, 4]}},
            "d = 1 to 4, whole numbers from 1 to 10",
        ),
        ({"magnitudes": None, "sizes": {"d": [1, 4]}}, "d = 1 to 4"),
        ({"instances": 0}, ""),
    ],
)
def test_a_scope_in_words(change: dict[str, Any], words: str) -> None:
    assert wording.scope(with_evidence(scope={**SCOPE, **change})) == words


def test_a_record_without_a_scope_says_nothing() -> None:
    assert wording.scope(record("held")) == wording.sizes(record("held")) == ""
    assert wording.sizes(with_evidence(sizes=None)) == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "n and d up to 64, 2 larger shapes tried"),
        ({"shapes": 0, "names": ["n"]}, "n up to 64"),
        ({"indeterminate": True}, "an identity also with n and d as indeterminates"),
        ({"up_to": 0}, ""),
    ],
)
def test_sizes_in_the_answer_in_words(change: dict[str, Any], words: str) -> None:
    assert wording.sizes(with_evidence(sizes={**SIZES, **change})) == words


def test_the_page_shows_what_was_looked_at() -> None:
    page = render([with_evidence(scope=SCOPE, sizes=SIZES)], run_of())
    assert "<dt>Looked at</dt>" in page
    assert "10⁻¹² to 10¹²" in page
    assert "<dt>Sizes in the answer</dt>" in page
    assert "Looked at" not in render([record("held")], run_of())
