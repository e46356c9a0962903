"""What families reach: every rational matrix of a rank, every rational orthogonal matrix, ..."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Mapping
from math import lcm
from typing import Any

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.numerics import arrays, linalg
from referee.strategies.families import Family, Instance, named
from referee.strategies.integer_vectors import within

Array = Any
properties = settings(deadline=None, database=None, max_examples=80)
rationals = st.builds(fmpq, st.integers(-6, 6), st.integers(1, 4))


def rectangle(rows: int, columns: int) -> st.SearchStrategy[np.ndarray]:
    entries = st.lists(rationals, min_size=rows * columns, max_size=rows * columns)
    return entries.map(lambda found: arrays.exact(found).reshape(rows, columns))


@st.composite
def rational_matrices(draw: st.DrawFn) -> np.ndarray:
    """Return a rational matrix of any shape up to 4×4 and any rank, from no family's parts."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    inner = draw(st.integers(0, min(rows, columns)))
    if inner == 0:
        return arrays.exact(np.zeros((rows, columns), dtype=int))
    product: np.ndarray = draw(rectangle(rows, inner)) @ draw(rectangle(inner, columns))
    return product


def swaps_to(wanted: list[int], size: int) -> list[int]:
    """Return how far each place reaches ahead for its row, so that ``wanted`` come first."""
    order, steps = list(range(size)), []
    for place, row in enumerate(wanted):
        there = order.index(row)
        order[place], order[there] = order[there], order[place]
        steps.append(there - place)
    return steps


def eliminate(x: np.ndarray) -> tuple[list[int], list[int], np.ndarray, np.ndarray]:
    """Return pivot rows and columns in order, and the factors L and M of the elimination.

    Columns stay in their order unless one of them has no pivot left.
    """
    work, rows, columns = x.copy(), list(range(x.shape[0])), list(range(x.shape[1]))
    step = 0
    while step < min(x.shape) and work[step:, step:].any():
        column = next(j for j in range(step, x.shape[1]) if work[step:, j].any())
        row = next(i for i in range(step, x.shape[0]) if work[i, column] != 0)
        work[[step, row]], rows[step], rows[row] = work[[row, step]], rows[row], rows[step]
        work[:, [step, column]] = work[:, [column, step]]
        columns[step], columns[column] = columns[column], columns[step]
        for i in range(step + 1, x.shape[0]):
            work[i, step] = work[i, step] / work[step, step]
            work[i, step + 1 :] -= work[i, step] * work[step, step + 1 :]
        step += 1
    lower, upper = work[:, :step].copy(), work[:step].copy()
    for i, j in np.ndindex(*lower.shape):
        if i <= j:
            lower[i, j] = fmpq(int(i == j))
    for i, j in np.ndindex(*upper.shape):
        if i > j:
            upper[i, j] = fmpq(0)
    return rows[:step], columns[:step], lower, upper


def common(numbers: list[fmpq]) -> int:
    return lcm(*(int(x.q) for x in numbers))


def scaled(numbers: list[fmpq], by: int) -> list[int]:
    return [int((x * by).p) for x in numbers]


def decompose(x: np.ndarray) -> tuple[dict[str, int], list[int]]:
    """Return the shape and the integers from which the family builds exactly ``x``."""
    (d, n), (rows, columns, lower, upper) = x.shape, eliminate(x)
    rank = len(rows)
    shape = {"d": d, "n": n, "deficiency": min(d, n) - rank}
    if rank == 0:
        return shape, []
    below = [lower[i, j] for i in range(d) for j in range(min(i, rank))]
    diagonal = [upper[i, i] for i in range(rank)]
    above = [upper[j, i] for i in range(n) for j in range(min(i, rank))]
    q_upper, q_lower = common(diagonal + above), common(below)
    codes = [k - (k > 0) for k in scaled(diagonal, q_upper)]
    ints = scaled(below, q_lower) + codes + scaled(above, q_upper)
    ints += swaps_to(rows, d) if d > 1 else []
    ints += swaps_to(columns, n) if n > rank else []
    return shape, ints + [q_upper - 1] + ([q_lower - 1] if below else [])


EVERY_RANK = named("matrices", full_rank=False, tall=False)


@given(rational_matrices())
@properties
def test_every_rational_matrix_of_every_rank_is_reached(x: np.ndarray) -> None:
    shape, ints = decompose(x)
    p = EVERY_RANK.build(shape, ints)
    assert all(map(within, ints, EVERY_RANK.layout(shape).bounds))
    assert (x == p.X).all()


@given(rational_matrices())
@properties
def test_every_rational_matrix_of_full_rank_is_reached_by_the_full_rank_family(
    x: np.ndarray,
) -> None:
    shape, ints = decompose(x)
    if shape.pop("deficiency") == 0:
        family = named("matrices", tall=False)
        assert all(map(within, ints, family.layout(shape).bounds))
        assert (x == family.build(shape, ints).X).all()


@pytest.mark.parametrize(
    "x",
    [
        [[0, 1], [1, 0]],
        [[0, 0, 5]],
        [[0], [0], [-7]],
        [[0, 0], [0, 3]],
        [[1, 2, 3], [2, 4, 6], [0, 0, 1]],
        [[0, 0, 1], [0, 0, 2], [1, 0, 0]],
        [[0, 1, 0, 0], [0, 0, 0, 1]],
    ],
)
def test_matrices_that_need_exchanges_are_reached(x: list[list[int]]) -> None:
    matrix = arrays.exact(x)
    shape, ints = decompose(matrix)
    assert (matrix == EVERY_RANK.build(shape, ints).X).all()


def test_the_leading_identity_is_what_zeros_build() -> None:
    for shape in EVERY_RANK.shapes:
        zeros = [0] * len(EVERY_RANK.layout(shape).bounds)
        rank = min(shape["d"], shape["n"]) - shape["deficiency"]
        wanted = np.eye(shape["d"], shape["n"], dtype=int) * (np.arange(shape["n"]) < rank)
        assert (arrays.exact(wanted) == EVERY_RANK.build(shape, zeros).X).all()


def cayley(skew: np.ndarray, signs: list[int]) -> np.ndarray:
    """Return (I − K)(I + K)⁻¹ with the signs of some columns changed: rational, orthogonal."""
    one = arrays.exact(np.eye(len(skew), dtype=int))
    rotated: np.ndarray = (one - skew) @ linalg.inv(one + skew) @ arrays.exact(np.diag(signs))
    return rotated


@st.composite
def rational_orthogonal(draw: st.DrawFn) -> np.ndarray:
    size = draw(st.integers(1, 4))
    a = draw(rectangle(size, size))
    signs = draw(st.lists(st.sampled_from([1, -1]), min_size=size, max_size=size))
    order = draw(st.permutations(range(size)))
    return cayley(a - a.T, signs)[:, list(order)]


def reflect(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    found: np.ndarray = u - v @ (v.T @ u) * 2 / (v.T @ v)[0, 0]
    return found


def mirrors(u: np.ndarray) -> list[int]:
    """Return integer vectors whose reflections multiply to u (Cartan-Dieudonné).

    Each reflection sends a column to its unit vector and leaves the columns before alone.
    """
    size, ints = len(u), []
    work = u.copy()
    for k in range(size):
        unit = arrays.exact(np.eye(size, dtype=int)[:, k : k + 1])
        v = work[:, k : k + 1] - unit
        ints += scaled(list(v.flat), common(list(v.flat)))
        work = reflect(work, v) if v.any() else work
    return ints


@given(rational_orthogonal())
@properties
def test_every_rational_orthogonal_matrix_is_reached(u: np.ndarray) -> None:
    family = named("orthogonal_matrices")
    assert (u == family.build({"d": len(u)}, mirrors(u)).U).all()


@given(st.lists(st.builds(fmpq, st.integers(0, 9), st.integers(1, 9)), min_size=1, max_size=4))
@properties
def test_every_list_of_rational_singular_values_is_reached(values: list[fmpq]) -> None:
    sigma = sorted(values, reverse=True)
    q = common(sigma)
    scaled_ = [*scaled(sigma, q), 0]
    steps = [x - y for x, y in itertools.pairwise(scaled_)]
    shape = {"d": len(sigma), "n": len(sigma)}
    positive = sigma[-1] > 0
    family = named("matrices_with_singular_values", full_rank=positive)
    steps[-1] -= int(positive)
    slots = family.layout(shape)
    ints = [0] * len(slots.bounds)
    ints[slots.slots["sigma"]] = [0, *steps, q - 1]  # no root
    assert list(family.build(shape, ints).sigma.flat) == sigma


@given(rational_orthogonal(), st.lists(st.integers(0, 5), min_size=4, max_size=4))
@properties
def test_every_decomposition_of_a_square_matrix_is_reached(v: np.ndarray, steps: list[int]) -> None:
    size = len(v)
    if size > 3:
        return
    family = named("square_matrices_with_svd")
    layout = family.layout({"d": size})
    reached = []
    for kind in range(layout.bounds[layout.slots["V"].start][1] or 0):
        ints = [0] * len(layout.bounds)
        ints[layout.slots["sigma"]] = [0, *steps[:size], 0]
        ints[layout.slots["V"]] = [kind, *mirrors(v)]
        reached.append(family.build({"d": size}, ints).V)
    assert any((found == v).all() for found in reached)


def drawn(family: Family, count: int = 800) -> list[Instance]:
    rng = random.Random(1)
    return [family.sample(rng) for _ in range(count)]


def reaches(family: Family, condition: Callable[[Instance], bool], times: int = 3) -> bool:
    return sum(condition(p) for p in drawn(family)) >= times


def repeated(p: Instance) -> bool:
    values = list(p.sigma.flat)
    return len(set(values)) < len(values)


def ill_conditioned(p: Instance) -> bool:
    """Say whether the condition number exceeds 10⁸, from a lower bound that is rational.

    ‖X‖_F² ≤ n·σ_max² and ‖X⁺‖_F² ≤ n/σ_min².
    """
    bound = linalg.norm_squared(p.X)[0, 0] * linalg.norm_squared(linalg.pinv(p.X))[0, 0]
    return bool(bound > p.shape["n"] ** 2 * 10**16)


def normal(a: np.ndarray) -> bool:
    return bool((a @ a.T == a.T @ a).all())


def symmetric(a: np.ndarray) -> bool:
    return bool((a == a.T).all())


def semidefinite(a: np.ndarray) -> bool:
    return symmetric(a) and all(x >= 0 for x in linalg.inertia_pivots(a))


def least(p: Instance) -> bool:
    return bool((p.w == p.w_star).all())


def feasible(p: Instance) -> bool:
    return bool((p.X.mT @ p.w == p.y).all())


REACHED: Mapping[str, tuple[str, dict[str, Any], Callable[[Instance], bool]]] = {
    "condition numbers beyond 1e8": ("matrices", {}, ill_conditioned),
    "known condition numbers beyond 1e8": (
        "matrices_with_singular_values",
        {},
        lambda p: p.sigma[0, 0] > 10**8 * p.sigma[-1, 0],
    ),
    "square data": ("matrices", {}, lambda p: p.shape["n"] == p.shape["d"] > 1),
    "one sample": ("matrices", {}, lambda p: p.shape["n"] == 1 < p.shape["d"]),
    "more samples than parameters": (
        "matrices",
        {"tall": False},
        lambda p: p.shape["n"] > p.shape["d"],
    ),
    "a lost rank": (
        "least_squares",
        {"full_rank": False},
        lambda p: 0 < linalg.rank(p.X)[0, 0] < min(p.X.shape),
    ),
    "no rank at all": ("least_squares", {"full_rank": False}, lambda p: not p.X.any()),
    "a solvable system of lost rank": (
        "least_squares",
        {"full_rank": False},
        lambda p: (
            p.shape["deficiency"] > 0 and p.y.any() and not linalg.off_span(p.y, p.X.mT).any()
        ),
    ),
    "repeated singular values": (
        "matrices_with_singular_values",
        {},
        lambda p: p.shape["n"] > 1 and repeated(p),
    ),
    "distinct singular values": (
        "matrices_with_singular_values",
        {},
        lambda p: p.shape["n"] > 2 and not repeated(p),
    ),
    "vanishing singular values": (
        "matrices_with_singular_values",
        {"full_rank": False},
        lambda p: p.sigma[-1, 0] == 0 < p.sigma[0, 0],
    ),
    "a start at zero": (
        "spectral_least_squares",
        {"extra": "t+v0"},
        lambda p: not p.v0.any(),
    ),
    "a start in the span of the data": (
        "spectral_least_squares",
        {"extra": "t+v0"},
        lambda p: (
            p.v0.any() and p.shape["n"] < p.shape["d"] and not linalg.off_span(p.v0, p.X).any()
        ),
    ),
    "a start outside the span of the data": (
        "spectral_least_squares",
        {"extra": "t+v0"},
        lambda p: bool(linalg.off_span(p.v0, p.X).any()),
    ),
    "time zero": ("spectral_least_squares", {}, lambda p: p.t[0, 0] == 0),
    "times that are no integers": ("spectral_least_squares", {}, lambda p: p.t[0, 0].q > 1),
    "late times": ("spectral_least_squares", {}, lambda p: p.t[0, 0] > 1000),
    "a loose bound on the spectrum": (
        "spectral_least_squares",
        {},
        lambda p: p.lambda_0[0, 0] < p.lambda_min[0, 0],
    ),
    "the tight bound on the spectrum": (
        "spectral_least_squares",
        {},
        lambda p: p.lambda_0[0, 0] == p.lambda_min[0, 0],
    ),
    "an initial error of norm one": (
        "spectral_least_squares",
        {"unit": True},
        lambda p: linalg.norm_squared(p.y)[0, 0] == 1,
    ),
    "the least solution": (
        "feasible_points",
        {},
        lambda p: p.shape["n"] < p.shape["d"] and least(p),
    ),
    "a longer solution": ("feasible_points", {}, lambda p: feasible(p) and not least(p)),
    "a point that is no solution": ("feasible_points", {}, lambda p: not feasible(p)),
    "a longer solution where all are feasible": (
        "feasible_points",
        {"norm": "feasible"},
        lambda p: not least(p),
    ),
    "symmetric matrices": (
        "square_matrices_with_svd",
        {},
        lambda p: symmetric(p.A) and not semidefinite(p.A),
    ),
    "semidefinite matrices": (
        "square_matrices_with_svd",
        {},
        lambda p: p.shape["d"] > 1 and p.A.any() and semidefinite(p.A),
    ),
    "normal matrices that are not symmetric": (
        "square_matrices_with_svd",
        {},
        lambda p: normal(p.A) and not symmetric(p.A),
    ),
    "matrices that are not normal": ("square_matrices_with_svd", {}, lambda p: not normal(p.A)),
    "a generalised inverse that is not symmetric": (
        "generalised_inverses",
        {},
        lambda p: not symmetric(p.G),
    ),
    "a generalised inverse that is the least one": (
        "generalised_inverses",
        {},
        lambda p: bool((linalg.pinv(p.X @ p.X.mT) == p.G).all()),
    ),
    "data that is not real": (
        "complex_matrices_with_svd",
        {},
        lambda p: any(getattr(x, "im", 0) != 0 for x in p.X.flat),
    ),
    "a model that is not linear": ("nonlinear_models", {}, lambda p: p.A.any() and p.w.any()),
}


@pytest.mark.parametrize("what", REACHED)
def test_independent_samples_reach(what: str) -> None:
    base, options, condition = REACHED[what]
    assert reaches(named(base, **options), condition)
