"""Three ways to a smaller instance: coherent deletion, screened candidates, Hypothesis."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from small_claims import claim_of

from referee.deciding.search.screen import Screen
from referee.deciding.shrink.by_hypothesis import MOST, PATIENCE, shrink_by_hypothesis
from referee.deciding.shrink.candidates import deletions
from referee.deciding.shrink.steps import Suspects, shrink
from referee.language.comparison import Comparison, Truth, less
from referee.numerics import linalg
from referee.strategies.families import Family, Instance, Shape, named
from referee.strategies.integer_vectors import Denominator, within
from referee.strategies.least_squares import least_squares
from referee.strategies.tokens import from_token

MODELS = named("nonlinear_models")
SQUARE = named("least_squares", square=True)


def numbered(family: Family, **shape: int) -> Instance:
    """Return the instance whose integers are 1, 2, 3, ... within their bounds, over 1."""
    bounds = family.layout(shape).bounds
    wanted = [0 if isinstance(b, Denominator) else i for i, b in enumerate(bounds, 1)]
    return family.build(
        shape, [i if within(i, b) else b[0] or 0 for i, b in zip(wanted, bounds, strict=True)]
    )


def test_an_index_is_deleted_from_all_arrays_at_once() -> None:
    p = numbered(MODELS, d=3, n=2)
    shapes = {tuple(shape.values()) for shape, _ in deletions(p)}
    assert shapes == {(2, 2), (3, 1)}
    for shape, integers in deletions(p):
        q = MODELS.build(shape, integers)
        rows = [i for i in range(3) if shape["d"] == 3 or p.w[i, 0] in q.w]
        columns = [j for j in range(2) if shape["n"] == 2 or p.y[j, 0] in q.y]
        assert (p.X[rows][:, columns] == q.X).all()
        assert (p.A[rows][:, columns] == q.A).all()


def test_where_dimensions_go_together_an_index_is_deleted_from_all() -> None:
    found = list(deletions(numbered(SQUARE, d=3, n=3)))
    # A square X of full rank also has a shape with fewer samples among its larger ones.
    assert all(shape["d"] == shape["n"] == 2 for shape, _ in found)
    assert len(found) >= 3


def test_what_is_deleted_keeps_to_the_family() -> None:
    for name in ("least_squares", "matrices", "spectral_least_squares", "generalised_inverses"):
        family = named(name)
        for shape, integers in deletions(numbered(family, d=4, n=3)):
            bounds = family.layout(shape).bounds
            assert all(map(within, integers, bounds))
            assert linalg.rank(family.build(shape, integers).X)[0, 0] == shape["n"]


def large(p: Instance) -> bool:
    return any(abs(x) > 4 for x in p.y.flat)


def never_asked(_: Instance) -> bool:
    raise AssertionError


def everything(_: Shape, lists: Sequence[Sequence[int]]) -> list[bool]:
    return [True] * len(lists)


@pytest.mark.parametrize("suspects", [None, everything], ids=["exact", "screened"])
def test_a_large_instance_becomes_one_a_person_would_write(suspects: Suspects | None) -> None:
    p = numbered(named("least_squares"), d=8, n=6)
    found = shrink(p, large, suspects)
    assert found.shape == {"d": 1, "n": 1}
    assert abs(int(found.y[0, 0])) == 5
    assert (int(found.X[0, 0]), int(found.w[0, 0])) == (1, 0)


def test_nothing_is_decided_twice() -> None:
    asked: list[str] = []

    def recorded(p: Instance) -> bool:
        asked.append(p.token)
        return large(p)

    shrink(numbered(named("least_squares"), d=4, n=3), recorded)
    held = [token for token in asked if not large(from_token(token))]
    assert len(held) == len(set(held)) > 20


@pytest.mark.parametrize("size", [2**62, 2**63, 2**70])
def test_integers_beyond_machine_integers_are_shrunk_as_they_are(size: int) -> None:
    def beyond(p: Instance, _: object) -> Comparison:
        return less(p.y, p.number([[size]] * len(p.y)))

    claim = claim_of(least_squares(), beyond)
    screen = Screen(claim, lambda q: q.y).suspects()
    assert screen is not None
    p = claim.family.build({"d": 1, "n": 1}, [5 * size, 0, 0, 0, -3 * size, 1])
    for suspects in (None, screen):
        found = shrink(p, lambda q: beyond(q, None).truth is Truth.FALSE, suspects)
        assert found.y.tolist() == [[size]]


def test_no_candidate_is_decided_that_is_not_suspect() -> None:
    asked: list[str] = []

    def fails(p: Instance) -> bool:
        asked.append(p.token)
        return True

    p = numbered(MODELS, d=2, n=2)
    found = shrink(p, fails, lambda _, lists: [False] * len(lists))
    assert found.token == p.token
    assert asked == []


def test_hypothesis_shrinks_from_the_same_instance() -> None:
    p = named("least_squares").build({"d": 3, "n": 2}, [6, 7, 0, 1, *[0] * 13])
    found = shrink_by_hypothesis(p, large)
    assert large(found)
    assert found.shape == {"d": 1, "n": 1}
    assert abs(int(found.y[0, 0])) == 5


def test_hypothesis_is_not_asked_about_many_integers() -> None:
    p = numbered(named("least_squares"), d=8, n=6)
    assert len(p.integers) > MOST
    assert shrink_by_hypothesis(p, never_asked) is p


def test_hypothesis_returns_the_instance_where_nothing_is_smaller() -> None:
    p = numbered(named("matrices"), d=1, n=1)
    assert shrink_by_hypothesis(p, lambda q: q.token == p.token).token == p.token


def test_an_instance_that_does_not_fail_comes_back_as_it_was() -> None:
    p = numbered(named("matrices"), d=2, n=1)
    assert shrink_by_hypothesis(p, lambda _: False) is p


def test_hypothesis_is_asked_no_longer_than_it_finds_something() -> None:
    p = numbered(named("least_squares"), d=1, n=1)
    asked: list[str] = []

    def fails(q: Instance) -> bool:
        asked.append(q.token)
        return q.token == p.token

    assert shrink_by_hypothesis(p, fails).token == p.token
    assert 1 < len(asked) <= PATIENCE + 1


def test_two_integers_that_hang_together_are_moved_together() -> None:
    p = numbered(named("least_squares"), d=1, n=1)

    def fails(q: Instance) -> bool:
        y, w = int(q.integers[0]), int(q.integers[2])
        return q.shape == p.shape and y == w + 4

    start = p.family.build(p.shape, [9, 0, 5, 0, *[0] * (len(p.integers) - 4)])
    found = shrink(start, fails)
    assert found.integers.tolist()[:3] in ([4, 0, 0], [3, 0, -1])
