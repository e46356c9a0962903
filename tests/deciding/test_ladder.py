"""The ladder: what is false at large sizes only is found, and shrunk to the first such size."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from small_claims import answer, claim_of

import referee.strategies.least_squares
import referee.strategies.networks
from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.cost import cost_of
from referee.deciding.decision import Decision, decide
from referee.deciding.effort import Effort
from referee.deciding.findings import Finding, Findings, Misfit
from referee.deciding.phases import ladder
from referee.deciding.phases.ladder import Climbed, Ladder
from referee.deciding.phases.types import Types
from referee.deciding.shrink.steps import shrink
from referee.language.comparison import Comparison, at_most, equal
from referee.language.reading import parse
from referee.numerics import arrays, linalg
from referee.numerics.precision import NotComputed
from referee.strategies.families import Family, Instance, family
from referee.strategies.fields import derived, size, vector
from referee.strategies.shapes import Shapes

ONLY = Effort(scope=20, sample=0, proof=0, search=0)


@family
def long_vectors(*, reach: int = 32) -> Family:
    """Vectors of any length."""
    fields = (vector("a", "d", "any vector"), size("d", "the dimension"))
    return Family("long_vectors", Shapes({"d": 1}, reach=reach), fields)


def _length(p: Instance, given: Any) -> Comparison:
    return at_most(linalg.norm_1(p.a), given(p))


LENGTHS = claim_of(long_vectors(), _length, names="a d")
SIZES = claim_of(
    referee.strategies.least_squares.least_squares(),
    lambda p, given: equal(p.X.mT @ p.w, given(p)),
    size="n 1",
    names="X w y n d",
)
DEPTHS = claim_of(
    referee.strategies.networks.relu_networks(),
    lambda p, given: equal(arrays.scalar(1), given(p)),
    names="H m d",
)


def decided(claim: Any, text: str, effort: Effort = ONLY, seed: int = 0) -> Decision:
    return decide(claim, answer(text), effort=effort, seed=seed)


def vanishing(name: str, last: int) -> str:
    return "*".join(f"({name}-{k})" for k in range(1, last + 1))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("last", [4, 7, 11, 19, 31])
def test_what_is_false_beyond_a_size_is_refuted_at_the_first_size(last: int, seed: int) -> None:
    found = decided(SIZES, f"X.T @ w + X.T @ w * {vanishing('d', last)}", seed=seed)
    assert found.verdict == "refuted"
    assert found.findings.found_by == "ladder"
    assert found.smallest is not None
    assert dict(found.smallest.instance.shape) == {"d": last + 1, "n": 1}
    assert sum(abs(int(i)) for i in found.smallest.instance.integers) <= 3


@pytest.mark.parametrize(("name", "last"), [("H", 3), ("H", 6), ("m", 5), ("d", 4)])
def test_deep_and_wide_networks_are_climbed_to(name: str, last: int) -> None:
    found = decided(DEPTHS, f"1 + {vanishing(name, last)}")
    assert found.verdict == "refuted"
    assert found.smallest is not None
    shape = found.smallest.instance.shape
    assert shape[name] == last + 1
    assert all(k <= 2 for dim, k in shape.items() if dim not in {name, "k"})


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("square", "size_"), [(4, 5), (9, 10), (25, 26)])
def test_a_constant_is_no_bound_on_what_grows(square: int, size_: int, seed: int) -> None:
    found = decided(LENGTHS, f"norm(a) * sqrt({square})", seed=seed)
    assert found.verdict == "refuted"
    assert found.smallest is not None
    assert found.smallest.instance.shape == {"d": size_}


def test_a_bound_that_grows_as_it_should_is_held_and_the_sizes_are_evidence() -> None:
    found = decided(LENGTHS, "norm(a) * sqrt(d)")
    assert found.verdict == "held"
    climbed = found.findings.evidence(Climbed)
    assert climbed == Climbed(({"d": 8}, {"d": 12}, {"d": 20}, {"d": 32}))
    assert found.findings.of("ladder").decided == 12


def test_nothing_is_climbed_where_it_is_not_asked_for_or_not_reached() -> None:
    without = decided(LENGTHS, "norm(a) * sqrt(4)", Effort(20, 0, ladder=0, proof=0, search=0))
    assert without.verdict == "held"
    near = claim_of(long_vectors(reach=8), _length, names="a d")
    assert decided(near, "norm(a) * sqrt(9)").verdict == "held"
    bounded = claim_of(long_vectors(), _length, names="a d", reach=8)
    assert decided(bounded, "norm(a) * sqrt(9)").verdict == "held"
    assert decided(bounded, "norm(a) * sqrt(4)").verdict == "refuted"


def test_the_budget_is_counted_and_ends_the_way_up(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = decided(SIZES, "X.T @ w").findings.evidence(Climbed)
    again = decided(SIZES, "X.T @ w").findings.evidence(Climbed)
    assert whole == again
    monkeypatch.setattr(ladder, "BUDGET", 20_000)
    less = decided(SIZES, "X.T @ w").findings.evidence(Climbed)
    assert whole is not None
    assert less is not None
    assert {"d": 8, "n": 8} in less.shapes
    assert {"d": 32, "n": 32} in whole.shapes
    assert {"d": 32, "n": 32} not in less.shapes


def test_larger_formulas_and_larger_numbers_cost_more() -> None:
    p = LENGTHS.family.build({"d": 4}, [1, 2, 3, 4, 0])
    q = LENGTHS.family.build({"d": 4}, [10**50, 2, 3, 4, 0])
    short, long = (parse(t, dict.fromkeys(["a", "d"])) for t in ("norm(a)", "norm(a) + d * 2"))
    assert (p.a + q.a).any()
    assert cost_of(short, p) < cost_of(long, p) < cost_of(long, q)


def test_an_answer_is_typed_at_the_rungs() -> None:
    case = Case(SIZES, parse("w", {"w": None}))
    misfit = Types().run(case, Findings(), Books(case))
    assert isinstance(misfit, Misfit)
    case = Case(LENGTHS, parse("norm(a)", dict.fromkeys(["a", "d"])))
    assert Types().run(case, Findings(), Books(case)) is None


def test_an_answer_that_fits_at_no_rung_climbs_nothing() -> None:
    case = Case(SIZES, parse("y", {"y": None}), effort=ONLY)
    misfit = Findings((Finding("types", evidence=Misfit({"d": 2, "n": 1}, "why")),))
    unfit = Case(LENGTHS, parse("a", {"a": None}), effort=ONLY)
    assert Ladder().run(unfit, misfit, Books(unfit)) == Climbed()
    assert Ladder().run(case, misfit, Books(case)) is not None


def test_what_stays_undecided_for_its_size_counts_for_nothing() -> None:
    def open_at_large_sizes(p: Instance, given: Any) -> Comparison:
        if p.shape["d"] > 12:
            raise NotComputed("too large")
        return _length(p, given)

    claim = claim_of(long_vectors(), open_at_large_sizes, names="a d")
    case = Case(claim, parse("norm(a) * sqrt(d)", dict.fromkeys(["a", "d"])), effort=ONLY)
    books = Books(case)
    assert Ladder().run(case, Findings(), books) == Climbed(({"d": 8}, {"d": 12}))
    assert books.tally().undecided == 0
    assert books.tally().decided == 6


def test_shrinking_deletes_many_indices_at_once() -> None:
    asked: list[int] = []

    def fails(p: Instance) -> bool:
        asked.append(p.shape["d"])
        return p.shape["d"] >= 7

    large = LENGTHS.family.build({"d": 500}, [*[1] * 500, 0])
    assert shrink(large, fails).shape == {"d": 7}
    assert len(asked) < 250


def test_what_an_index_holds_goes_with_it() -> None:
    family_ = LENGTHS.family
    integers = np.zeros(41, dtype=int)
    integers[[3, 17, 38]] = 5, 1, 2
    p = family_.build({"d": 40}, integers.tolist())
    smaller = shrink(p, lambda q: bool((q.a == 5).any() and (q.a == 2).any()))
    assert smaller.a.flatten().tolist() == [5, 2]


def test_a_field_that_is_derived_at_large_sizes_is_exact() -> None:
    doubled = derived("m", "d 1", "m", "twice a", lambda p: p.a + p.a)
    whole = Family("doubled", Shapes({"d": 1}, reach=32), (*LENGTHS.family.fields, doubled))
    p = whole.build({"d": 700}, [*range(700), 0])
    assert p.m[699, 0] == 1398
