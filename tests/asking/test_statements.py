"""Statements over the whole vocabulary, each beside a neighbour that is false."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from flint import fmpq

from referee.asking.judging import judge
from referee.numerics.gaussian import Gaussian

PAIRS = tomllib.loads(Path(__file__).with_name("statements.toml").read_text("utf-8"))["statement"]
LARGEST_SIZE, LARGEST_NUMBER = 3, 4  # of what a person would write down


@pytest.mark.parametrize("pair", PAIRS, ids=[each["text"] for each in PAIRS])
def test_what_is_true_is_proved_or_held(pair: dict[str, str]) -> None:
    found = judge(pair["text"], where=pair.get("where", ""))
    assert found.verdict in {"proved", "held"}, found.reason


@pytest.mark.parametrize("pair", PAIRS, ids=[each["false"] for each in PAIRS])
def test_its_false_neighbour_is_refuted_by_what_a_person_would_write(pair: dict[str, str]) -> None:
    found = judge(pair["false"], where=pair.get("false_where", pair.get("where", "")))
    assert found.verdict == "refuted", found.reason
    assert found.counterexample is not None
    assert max(found.sizes.values(), default=1) <= LARGEST_SIZE
    numbers = [
        part for array in found.counterexample.values() for x in array.flat for part in parts(x)
    ]
    assert all(abs(x.p) <= LARGEST_NUMBER and x.q <= LARGEST_NUMBER for x in numbers)


def parts(number: Any) -> tuple[fmpq, ...]:
    """Return the rationals that a number is made of."""
    if isinstance(number, Gaussian):
        return fmpq(number.re), fmpq(number.im)
    return (fmpq(number),)
