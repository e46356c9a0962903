"""The machinery of families: tokens, enumeration, batches, arithmetics and shrinking."""

from __future__ import annotations

import random
import weakref
from collections import Counter
from collections.abc import Callable
from itertools import islice, product
from typing import Any

import hypothesis
import numpy as np
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from torch_oracle import FLOATS

import referee.strategies.complex_matrices
import referee.strategies.least_squares
import referee.strategies.matrices
import referee.strategies.spectral_least_squares
from referee.numerics import arrays, linalg
from referee.numerics.batches import to_numpy
from referee.numerics.gaussian import Gaussian
from referee.strategies.families import FAMILIES, Family, Instance, named, size_of
from referee.strategies.integer_vectors import (
    REGIMES,
    WEIGHT,
    Bounds,
    Denominator,
    vectors_of_size,
    within,
)
from referee.strategies.tokens import from_token, read_family

# torch builds its rules for forward mode with a function that it deprecates itself.
pytestmark = pytest.mark.filterwarnings("ignore:.torch.jit.script:DeprecationWarning")
Array = Any
properties = settings(deadline=None, database=None, max_examples=30)
MODULES = tuple(
    f"referee.strategies.{name}" for name in ("complex_matrices", "least_squares", "matrices")
)
ALL = [
    *(named(base) for base, make in FAMILIES.items() if make.__module__ in MODULES),
    named("matrices", full_rank=False, tall=False),
    named("square_matrices_with_svd", distinct=True),
    named("least_squares", full_rank=False, extra="w+v+h+D+C+C_n+t+v0"),
    named("feasible_points", norm="feasible"),
    named("spectral_least_squares", full_rank=False, extra="t+v0"),
    named("spectral_least_squares", extra="t+C+D+v0+C_n"),
    named("spectral_least_squares", unit=True),
]
every = pytest.mark.parametrize("family", ALL, ids=[f.name for f in ALL])


def same(left: Array, right: Array) -> bool:
    return left.shape == right.shape and bool((left == right).all())


# ------------------------------------------------------------------------------- tokens


@every
@given(data=st.data())
@properties
def test_a_token_rebuilds_its_instance(family: Family, data: st.DataObject) -> None:
    p = data.draw(family.instances())
    again = from_token(p.token)
    assert again.token == p.token
    assert again.family.name == family.name
    assert again.shape == p.shape
    for field in family.fields:
        assert same(getattr(again, field.name), getattr(p, field.name))


@pytest.mark.parametrize(
    ("token", "why"),
    [
        ("", "not a token"),
        ("matrices", "not a token"),
        ("matrices d=1 n=1", "not a token"),
        ("matrices d=1 n=1: 0 x", "not a token"),
        ("matrices d=1 n=1: 0 0\n", "not a token"),
        ("matrices d=1 n=1: 0 0.5", "not a token"),
        ("matrices d=1 n=1:  0 0", "not a token"),
        ("matrices d=10000 n=1: 0 0", "not a token"),
        ("matrices d=-1 n=1: 0 0", "not a token"),
        (f"{'m' * 300} d=1 n=1: 0 0", "not a known family"),
        ("matrices d.=1 n=1: 0 0", "not a token"),
        ("matrices d=1 n=1: 0 ٣", "not a token"),
        ("matrices(full_rank=1) d=1 n=1: 0 0", "no such option"),
        ("matrices(full_rank=%2D) d=1 n=1: 0 0", "no such option"),
        ("matrices d=1 n=1: 0 " + "9" * 5000, "not a token"),
        ("matrixes d=1 n=1: 0 0", "not a known family"),
        ("os.system d=1 n=1: 0 0", "not a known family"),
        ("matrices(d=1 n=1: 0 0", "not a known family"),
        ("matrices(full=True) d=1 n=1: 0 0", "no such option"),
        ("least_squares(extra=nothing) d=1 n=1: 0 0", "no such option"),
        ("least_squares(extra=True) d=1 n=1: 0 0", "no such option"),
        ("matrices(full_rank=maybe) d=1 n=1: 0 0", "no such option"),
        ("feasible_points(norm=least) d=1 n=1: 0 0 0 0 0", "no such option"),
        ("matrices d=1 n=2: 0 0 0 0 0", "no shape"),
        ("matrices d=9 n=1: 0 0", "built from 12 integers"),
        ("matrices d=1001 n=1: 0 0", "no shape"),
        ("matrices n=1 d=1: 0 0", "no shape"),
        ("matrices d=1 n=1 deficiency=0: 0 0", "no shape"),
        ("matrices d=1 d=1 n=1 n=2: 0 0", "no shape"),
        ("matrices d=1 n=1:", "built from 2 integers, not 0"),
        ("matrices d=1 n=1: 0", "built from 2 integers, not 1"),
        ("matrices d=1 n=1: 0 0 0", "built from 2 integers, not 3"),
        ("matrices d=1 n=1: 0 -1", "out of its bounds"),
        ("matrices d=2 n=2: 0 0 0 0 2 0 0 0", "out of its bounds"),
        ("feasible_points d=1 n=1: 0 0 3 0 0 0 0", "out of its bounds"),
    ],
)
def test_a_bad_token_is_refused_with_its_reason(token: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        from_token(token)


def test_a_token_of_large_integers_is_rebuilt() -> None:
    large = 10**3999
    p = from_token(f"matrices d=1 n=1: {large} 0")
    assert p.X[0, 0] == large + 1
    assert from_token(p.token).X[0, 0] == large + 1


def test_a_family_is_read_back_from_its_name() -> None:
    for family in ALL:
        again = read_family(family.name)
        assert again.name == family.name
        assert again.shapes == family.shapes
        assert [f.name for f in again.fields] == [f.name for f in family.fields]


def test_a_strategy_takes_keyword_options_only() -> None:
    make: Any = referee.strategies.matrices.matrices
    with pytest.raises(TypeError, match="keyword"):
        make(False)


def test_unknown_fields_are_refused_and_say_which_family() -> None:
    p = named("matrices").build({"d": 1, "n": 1}, [0, 0])
    with pytest.raises(AttributeError, match="matrices has no field 'Y'"):
        _ = p.Y


@pytest.mark.parametrize("integers", [[0], [0, 0, 0], 5, [[0], [0]]])
def test_building_from_a_wrong_number_of_integers_is_refused(integers: Any) -> None:
    with pytest.raises(ValueError, match="built from 2 integers"):
        named("matrices").build({"d": 1, "n": 1}, integers)


# -------------------------------------------------------------------------- enumeration


@pytest.mark.parametrize("size", range(5))
@pytest.mark.parametrize(
    "bounds",
    [
        [],
        [(None, None)],
        [(0, None), (None, None)],
        [(0, 2), (0, 0), (None, None)],
        [(None, None), (0, None), (0, 1)],
    ],
)
def test_vectors_of_a_size_are_all_there_are_once_each(size: int, bounds: list[Bounds]) -> None:
    found = list(vectors_of_size(size, bounds))
    box = product(range(-size, size + 1), repeat=len(bounds))
    wanted = {v for v in box if sum(map(abs, v)) == size and all(map(within, v, bounds))}
    assert len(found) == len(wanted)
    assert set(found) == wanted


@every
def test_instances_come_in_order_once_each(family: Family) -> None:
    found = list(islice(family.in_order(), 300))
    sizes = [size_of(p) for p in found]
    assert sizes == sorted(sizes)
    assert sizes[0] == 0
    assert len({p.token for p in found}) == len(found)
    for p in found:
        assert all(map(within, (int(i) for i in p.integers), family.layout(p.shape).bounds))


@pytest.mark.parametrize(
    "family",
    [named("matrices"), named("matrices", full_rank=False, tall=False), named("feasible_points")],
    ids=lambda f: f.name,
)
def test_no_small_instance_is_missing(family: Family) -> None:
    most, least = 2, sum(family.shapes[0].values())
    wanted: Counter[int] = Counter()
    for shape in family.shapes:
        growth = sum(shape.values()) - least
        bounds = family.layout(shape).bounds
        if growth > most:
            continue
        for level in range(growth, most + 1):
            spare = level - growth
            # Integers of size at most 2: nothing, one ±1, one ±2, or two ±1.
            wanted[level] += count_of_size(bounds, spare)
    found: Counter[int] = Counter()
    for p in family.in_order():
        if size_of(p) > most:
            break
        found[size_of(p)] += 1
    assert found == wanted


def count_of_size(bounds: Any, size: int) -> int:
    """Count vectors of a size by a generating function instead of listing them."""
    ways = [1] + [0] * size
    for bound in bounds:
        weight = WEIGHT if isinstance(bound, Denominator) else 1
        each = [
            sum(within(i, bound) for i in {k // weight, -(k // weight)}) if k % weight == 0 else 0
            for k in range(size + 1)
        ]
        ways = [sum(ways[a] * each[k - a] for a in range(k + 1)) for k in range(size + 1)]
    return ways[size]


def test_the_first_instances_are_those_a_person_would_try() -> None:
    first = [p.X.tolist() for p in islice(named("matrices").in_order(), 7)]
    assert first[:4] == [[[1]], [[2]], [[-1]], [[1], [0]]]
    assert first[4:] == [[[3]], [[-2]], [[fmpq(1, 2)]]]


# ---------------------------------------------------------------- batches and arithmetics

# These choose between constructions with the first of their integers.
ONE_AT_A_TIME = {"complex_matrices_with_svd"}
BATCHED = [f for f in ALL if f.name.partition("(")[0] not in ONE_AT_A_TIME]
batched = pytest.mark.parametrize("family", BATCHED, ids=[f.name for f in BATCHED])


def integers_of(family: Family, shape: Any, rng: random.Random, count: int) -> list[list[int]]:
    bounds = family.layout(shape).bounds
    return [
        [rng.randint(0 if low == 0 else -2, 2 if high is None else high) for low, high in bounds]
        for _ in range(count)
    ]


def largest(family: Family) -> Any:
    return next(s for s in reversed(family.shapes) if max(s.values()) <= 3)


def as_numpy(array: Array) -> np.ndarray:
    return to_numpy(array)


def close(left: Array, right: Array) -> bool:
    """Compare floats: matrix products may be summed in another order in a batch."""
    one, other = as_numpy(left), as_numpy(right)
    return one.shape == other.shape and bool(np.allclose(one, other, rtol=1e-9, atol=1e-9))


@batched
def test_an_exact_batch_is_its_instances_one_by_one(family: Family) -> None:
    shape = largest(family)
    rows = integers_of(family, shape, random.Random(3), 6)
    batch = family.build(shape, np.array(rows, dtype=object).reshape(2, 3, -1))
    singles = [family.build(shape, row) for row in rows]
    for field in family.fields:
        whole = getattr(batch, field.name)
        for index, single in zip(np.ndindex(2, 3), singles, strict=True):
            part = whole if whole.ndim == 2 else whole[index]
            assert same(part, getattr(single, field.name)), field.name


@batched
@pytest.mark.parametrize("number", FLOATS)
def test_a_batch_of_floats_is_its_instances_one_by_one(family: Family, number: Any) -> None:
    shape = largest(family)
    rows = integers_of(family, shape, random.Random(4), 6)
    batch = family.build(shape, np.array(rows).reshape(2, 3, -1), number)
    singles = [family.build(shape, row, number) for row in rows]
    for field in family.fields:
        if "full_rank=False" in family.name and field.name in {"P", "c"}:
            continue  # the rank of floats is a matter of taste
        whole = getattr(batch, field.name)
        for index, single in zip(np.ndindex(2, 3), singles, strict=True):
            part = whole if whole.ndim == 2 else whole[index]
            assert close(part, getattr(single, field.name)), field.name


REAL = [f for f in ALL if not f.name.startswith("complex")]


@pytest.mark.parametrize("family", REAL, ids=[f.name for f in REAL])
@pytest.mark.parametrize("number", FLOATS)
def test_an_instance_cast_to_floats_is_the_exact_one_rounded(family: Family, number: Any) -> None:
    for p in islice(family.in_order(), 0, 40, 4):
        q = p.cast(number)
        assert type(getattr(q, family.fields[0].name)) is type(number([[1]]))
        for field in family.fields:
            found, exact = getattr(q, field.name), getattr(p, field.name)
            assert close(found, arrays.float64(exact)), field.name


def test_replacing_an_array_moves_everything_derived_from_it() -> None:
    p = named("least_squares").build({"d": 1, "n": 1}, [3, 0, 5, 0, 1, 1])
    q = p.replace(X=arrays.exact([[7]]))
    assert q.X[0, 0] == 7
    assert q.H[0, 0] == 49
    assert q.u[0, 0] == 7 * 5
    assert same(q.y, p.y)
    assert q.token == p.token
    assert p.H[0, 0] != 49


def test_an_array_is_built_once() -> None:
    p = named("matrices").build({"d": 1, "n": 1}, [0, 0])
    assert p.X is p.X


# ---------------------------------------------------------------------------- sampling


@every
def test_a_sample_is_fixed_by_its_random_numbers(family: Family) -> None:
    one, other = random.Random(5), random.Random(5)
    assert [family.sample(one).token for _ in range(20)] == [
        family.sample(other).token for _ in range(20)
    ]


@every
def test_samples_keep_their_bounds_and_use_all_shapes(family: Family) -> None:
    rng = random.Random(6)
    seen = set()
    for _ in range(100 * len(family.shapes)):
        p = family.sample(rng)
        seen.add(tuple(p.shape.values()))
        assert all(map(within, (int(i) for i in p.integers), family.layout(p.shape).bounds))
    assert seen >= {tuple(s.values()) for s in family.shapes}
    assert any(max(sizes) > 8 for sizes in seen)


@pytest.mark.parametrize("regime", REGIMES)
def test_raw_zero_is_the_simplest_instance_in_every_regime(regime: str) -> None:
    family = named("least_squares")
    for shape in family.shapes:
        zeros = [0] * len(family.layout(shape).bounds)
        assert not any(family.from_raw(shape, zeros, regime).integers)


# --------------------------------------------------------------------------- shrinking


def smallest(
    strategy: st.SearchStrategy[Instance], condition: Callable[[Instance], bool]
) -> Instance:
    """Return the smallest instance that Hypothesis finds, by the same steps every time."""
    quiet = settings(
        deadline=None, database=None, max_examples=2000, verbosity=hypothesis.Verbosity.quiet
    )
    return hypothesis.find(strategy, condition, settings=quiet, random=random.Random(0))


matrices = referee.strategies.matrices.matrices
squares = referee.strategies.matrices.square_matrices_with_svd
least_squares = referee.strategies.least_squares.least_squares
spectral = referee.strategies.spectral_least_squares.spectral_least_squares


def symmetric(a: np.ndarray) -> bool:
    return bool((a == a.mT).all())


def test_a_matrix_of_full_rank_shrinks_to_one() -> None:
    assert smallest(matrices(), lambda _: True).X.tolist() == [[1]]


def test_a_tall_matrix_shrinks_to_a_unit_vector() -> None:
    p = smallest(matrices(), lambda p: p.shape["d"] > p.shape["n"])
    assert p.X.tolist() == [[1], [0]]


def test_a_wide_matrix_shrinks_to_a_unit_row() -> None:
    p = smallest(matrices(tall=False), lambda p: p.shape["d"] < p.shape["n"])
    assert p.X.tolist() == [[1, 0]]


def test_a_singular_matrix_shrinks_to_zero() -> None:
    p = smallest(matrices(full_rank=False), lambda p: linalg.rank(p.X)[0, 0] < p.shape["n"])
    assert p.X.tolist() == [[0]]


def test_a_matrix_that_is_not_diagonal_shrinks_to_one_entry_beside_the_identity() -> None:
    p = smallest(matrices(square=True), lambda p: bool(linalg.off_diagonal(p.X).any()))
    assert p.shape == {"d": 2, "n": 2}
    assert sorted(abs(x) for x in p.X.flat) in ([0, 0, 1, 1], [0, 1, 1, 1])


def test_an_orthogonal_matrix_shrinks_to_one_and_its_mirror_image_to_minus_one() -> None:
    orthogonal = referee.strategies.matrices.orthogonal_matrices()
    assert smallest(orthogonal, lambda _: True).U.tolist() == [[1]]
    assert smallest(orthogonal, lambda p: linalg.det(p.U)[0, 0] < 0).U.tolist() == [[-1]]


def test_targets_that_are_not_zero_shrink_to_one() -> None:
    p = smallest(least_squares(), lambda p: bool(p.y.any()))
    assert (p.X.tolist(), p.y.tolist(), p.w.tolist()) == ([[1]], [[1]], [[0]])


def test_a_residual_shrinks_to_the_smallest_one() -> None:
    p = smallest(least_squares(), lambda p: bool((p.X.mT @ p.w != p.y).any()))
    assert p.X.tolist() == [[1]]
    assert {tuple(p.y.flat), tuple(p.w.flat)} == {(fmpq(0),), (fmpq(1),)}


def test_a_moving_flow_shrinks_to_one_second_on_the_line() -> None:
    p = smallest(spectral(), lambda p: bool(p.w_t.any()))
    assert (p.X.tolist(), p.y.tolist(), p.t.tolist()) == ([[1]], [[1]], [[1]])


def test_a_start_in_the_span_shrinks_to_a_multiple_of_the_unit() -> None:
    p = smallest(spectral(extra="t+v0"), lambda p: bool(p.v0.any()))
    assert p.X.tolist() == [[1]]
    assert p.v0.tolist() in ([[1]], [[-1]])


def test_a_matrix_that_is_not_symmetric_shrinks_to_two_by_two() -> None:
    p = smallest(squares(), lambda p: not symmetric(p.A))
    assert p.shape == {"d": 2}
    assert all(abs(x) <= 1 for x in p.A.flat)


def test_complex_data_shrinks_to_the_unit() -> None:
    p = smallest(
        referee.strategies.complex_matrices.complex_matrices_with_svd(),
        lambda p: any(getattr(x, "im", 0) != 0 for x in p.X.flat),
    )
    assert p.X.shape == (1, 1)
    assert p.X[0, 0] in {Gaussian(fmpq(0), fmpq(s)) for s in (1, -1)}


def test_the_layouts_of_large_shapes_are_forgotten_and_made_again_alike() -> None:
    family = named("least_squares")
    shapes = [{"d": d, "n": n} for d in range(24, 33) for n in range(20, 25)]
    bounds = [family.layout(shape).bounds for shape in shapes]
    first, small = (
        weakref.ref(family.layout(shapes[0])),
        weakref.ref(family.layout({"d": 2, "n": 1})),
    )
    assert bounds == [family.layout(shape).bounds for shape in shapes]
    assert first() is None
    assert small() is not None
