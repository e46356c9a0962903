"""What a verdict says it looked at."""

from __future__ import annotations

import pytest
from flint import fmpq
from small_claims import claim_of, decided

from referee.deciding.scope import NOWHERE, Looking, Scope, decimal_exponent, say
from referee.evidence.record import from_decision
from referee.language.comparison import equal
from referee.strategies.homogeneous import homogeneous_functions
from referee.strategies.least_squares import least_squares
from referee.strategies.matrices import matrices

WIDE = Scope(612, {"d": (1, 32), "n": (1, 21)}, fmpq(1, 10**12), fmpq(10**12), fractions=True)
SQUARED = claim_of(least_squares(), lambda p, a: equal(p.w.mT @ p.w, a(p)), names="X w n d")


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (WIDE, "true of all 612 instances: d to 32, n to 21, entries from 10⁻¹² to 10¹²"),
        (
            Scope(612, {"d": (1, 4)}, fmpq(1), fmpq(25)),
            (
                "sizes up to 4 only, whole numbers only: true of all 612 instances: d to 4,"
                " entries from 1 to 10"
            ),
        ),
        (Scope(612, {"d": (3, 3)}), "true of all 612 instances"),
        (Scope(612, {"d": (1, 9)}), "true of all 612 instances: d to 9"),
    ],
)
def test_what_instances_never_went_beyond_comes_first(scope: Scope, words: str) -> None:
    assert say(scope, 612) == words


def test_scopes_of_phases_are_joined() -> None:
    small = Scope(3, {"d": (2, 3), "m": (5, 5)}, fmpq(1, 2), fmpq(3), fractions=True)
    found = small + WIDE + NOWHERE
    assert found.instances == 615
    assert found.sizes == {"d": (1, 32), "n": (1, 21), "m": (5, 5)}
    assert (found.least, found.greatest) == (fmpq(1, 10**12), fmpq(10**12))
    assert NOWHERE + NOWHERE == NOWHERE


@pytest.mark.parametrize(
    ("number", "exponent"),
    [
        (fmpq(1), 0),
        (fmpq(9), 0),
        (fmpq(10), 1),
        (fmpq(99, 10), 0),
        (fmpq(1, 10), -1),
        (fmpq(11, 100), -1),
        (fmpq(1, 11), -2),
        (fmpq(10**12), 12),
        (fmpq(10**12 - 1), 11),
    ],
)
def test_decimal_exponents_are_exact(number: fmpq, exponent: int) -> None:
    assert decimal_exponent(number) == exponent


def test_entries_and_sizes_of_what_the_answer_may_use_are_looked_at() -> None:
    looking = Looking(SQUARED.family, SQUARED.names)
    bounds = SQUARED.family.layout({"d": 2, "n": 1}).bounds
    p = SQUARED.family.build({"d": 2, "n": 1}, [7, 0, 0, -1000, *[0] * (len(bounds) - 4)])
    looking.at(p)  # nothing of it is built
    assert looking.scope() == Scope(1, {"d": (2, 2), "n": (1, 1)})
    assert (p.w.tolist(), p.y.tolist()) == ([[0], [-1000]], [[7]])  # the answer may not use y
    looking.at(p)
    assert looking.scope() == Scope(
        2, {"d": (2, 2), "n": (1, 1)}, fmpq(1000), fmpq(1000), fractions=False
    )


def test_a_hold_says_its_scope_and_the_record_holds_it() -> None:
    found = decided(SQUARED, "w.T @ w")
    assert found.verdict == "held"
    scope = found.findings.scope
    assert scope.instances == found.findings.decided
    largest = scope.sizes["d"][1]
    assert largest > 8
    assert f"true of all {found.findings.counted} instances: d to {largest}, n to " in found.reason
    assert "proved for every n and d" in found.reason
    record = from_decision(found)["evidence"]["scope"]
    assert record["sizes"] == {name: list(sizes) for name, sizes in scope.sizes.items()}
    assert record["magnitudes"] == list(scope.magnitudes or ())
    assert record["fractions"] is scope.fractions


def test_what_holds_so_far_is_counted_where_an_answer_is_refuted_too() -> None:
    found = decided(SQUARED, "w.T @ w + 1 - 1/(n*n)")
    assert found.verdict == "refuted"
    assert from_decision(found)["evidence"]["scope"]["instances"] == found.findings.decided


def test_arrays_that_are_no_numbers_are_passed_over() -> None:
    claim = claim_of(homogeneous_functions(), lambda p, a: equal(p.f_x, a(p)), names="f_x x L d")
    found = decided(claim, "f_x")
    assert found.findings.scope.sizes["d"][0] == 1
    assert found.findings.scope.sizes["d"][1] > 8
    assert found.findings.scope.fractions
    counted = claim_of(matrices(), lambda p, a: equal(p.n, a(p)))
    assert decided(counted, "n").findings.scope.magnitudes is None
