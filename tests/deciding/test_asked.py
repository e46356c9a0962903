"""What a claim may ask for: a declaration that does not fit is one clear line."""

from __future__ import annotations

from typing import Any

import pytest
from small_claims import answer, claim_of, decided, one_line

from referee.deciding.strength.asked import Asked, Bound, Condition
from referee.deciding.strength.judgement import strength_of
from referee.language.comparison import at_most, implies, less, zeros_like
from referee.numerics.arrays import Array
from referee.strategies.families import Instance
from referee.strategies.kinks import exponents
from referee.strategies.least_squares import least_squares
from referee.strategies.region_counts import networks


def trace_bound(p: Instance, given: Any) -> Any:
    return at_most(p.n, given(p))


def half(p: Instance) -> Array:
    """Half of what there is."""
    return p.n / 2


def silent(p: Instance) -> Array:
    return p.n


def vector(p: Instance) -> Array:
    """Return something else."""
    return p.y


def broken(p: Instance) -> Array:
    """Return nothing."""
    raise ValueError(f"no such\n{p}")


def asked(asks: Asked, size: str | None = "1 1", family: Any = None) -> str:
    """Return why a declaration is refused; empty where it is not."""
    try:
        claim_of(least_squares() if family is None else family, trace_bound, size=size, asks=asks)
    except ValueError as error:
        return str(error).partition(": ")[2]
    return ""


@pytest.mark.parametrize(
    ("asks", "size", "says"),
    [
        (Bound(), None, "it asks for a bound, but a statement goes there; a bound is a number"),
        (Bound(), "n 1", "it asks for a bound, but a matrix goes there; a bound is a number"),
        (Condition(), "1 1", "it asks for a condition, but a value goes there"),
        (Bound("n == 1"), "1 1", "'n == 1' is a statement, and not a number"),
        (Bound("X"), "1 1", "'X' is 4×4, and not a number"),
        (Bound("foo"), "1 1", "'foo': column 1: unknown name 'foo'; the names here are y, w"),
        (Bound("1 +"), "1 1", "'1 +': "),
        (Bound(also=("n < d",)), "1 1", "'n < d' is a statement, and not a number"),
        (Condition(about=("X @ X",)), None, ""),
        (Condition(about=("X.T @@ X",)), None, "'X.T @@ X': "),
        (Condition(also=("X.T @ X",)), None, "'X.T @ X' is 1×1, and not a statement"),
        (Bound(along="m"), "1 1", "least_squares has no limit 'm'; it has d, n"),
        (Bound(along="n m d"), "1 1", "least_squares has no limit 'm'; it has d, n"),
        (Bound(along="X"), "1 1", "least_squares has no limit 'X'; it has d, n"),
        (Bound(silent), "1 1", "the function of the trivial answer has no docstring"),
        (Bound(broken), "1 1", "the function of the trivial answer fails: no such"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_in_a_line(asks: Asked, size: str | None, says: str) -> None:
    found = asked(asks, size)
    assert found.startswith(says) if says else not found
    assert one_line(found) or not found


def test_a_function_of_another_shape_is_no_number() -> None:
    assert asked(Bound(vector)) == "the function of the trivial answer gives no number: (4, 1)"
    assert asked(Bound(lambda p: p.n), "1 1").startswith("the function of the trivial answer")


@pytest.mark.parametrize("along", ["", "n", "d", "n d", "n n"])
def test_what_a_family_has_is_accepted(along: str) -> None:
    assert asked(Bound("0", along=along)) == asked(Bound(half, along=along)) == ""


def test_a_family_without_limits_says_so() -> None:
    says = "has no limit 'd'; it has m, H"
    assert asked(Bound(along="d"), family=networks(inputs="1")).endswith(says)
    assert "has no limit 'n'" in asked(Bound(along="n"), family=exponents())


def judged(claim_asks: Asked, text: str, references: tuple[str, ...] = (), **more: Any) -> Any:
    claim = claim_of(
        least_squares(extra=""), more.pop("decide", trace_bound), asks=claim_asks, **more
    )
    decision = decided(claim, text)
    assert decision.verdict in {"held", "inconclusive"}, decision.reason
    return strength_of(decision, references)


def test_a_function_may_be_what_is_trivial() -> None:
    def twice(p: Instance) -> Array:
        """Twice the samples."""
        return 2 * p.n

    found = judged(Bound(twice), "3 * n")
    assert (found.word, found.says, found.against) == (
        "worthless", "never below {against}", "Twice the samples.",
    )  # fmt: skip
    assert judged(Bound(twice), "n + 1/2") is None  # better, and nothing else to hold it against


def test_without_a_reference_only_what_is_trivial_tells() -> None:
    assert judged(Bound(), "n") is None
    assert judged(Bound(also=("n",)), "n * 1").word == "tight"
    assert judged(Bound(also=("n",), along="n"), "n + n**2").word == "loose"


def test_of_several_references_the_nearest_counts() -> None:
    asks = Bound(along="n d")
    assert judged(asks, "n * d", ("n", "n * d")).word == "tight"
    assert judged(asks, "2 * n * d", ("n", "n * d")).word == "of the same order"
    assert judged(asks, "2 * n * d", ("n",)).word == "loose"


def test_a_reference_that_vanishes_is_no_measure() -> None:
    found = judged(Bound(along="n"), "n", ("n - 1",), decide=lambda p, a: less(p.n - 1, a(p)))
    assert found.word == "of the same order"


def positive(p: Instance, given: Any) -> Any:
    return implies(given(p), lambda: less(zeros_like(p.n), p.n))


def test_conditions_are_compared_where_they_are_true() -> None:
    def word(text: str, reference: str) -> str:
        found = judged(Condition(), text, (reference,), size=None, names="X y n d", decide=positive)
        return str(found.word)

    assert word("n >= 1", "n <= d or d < n") == "tight"
    assert word("n == d", "1 == 1") == "of the same order"
    assert word("d == 1", "1 == 1") == "loose"
    assert word("1 == 2", "1 == 1") == "worthless"


def test_an_answer_of_a_claim_that_asks_for_nothing_is_not_judged() -> None:
    claim = claim_of(least_squares(), trace_bound)
    assert strength_of(decided(claim, "n"), ("n",)) is None
    assert answer("n").text == "n"
