"""Kinds of matrix and vector: what defines them always holds, hard members are met, small first."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from flint import fmpq
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from kind_equations import EQUATIONS, Says, idempotent, normal, orthogonal, rank, same, symmetric

from referee.numerics import arrays, linalg
from referee.strategies.draws import ByRandom
from referee.strategies.integer_vectors import REGIMES, Bounds
from referee.strategies.kinds.every import KINDS, kind_of_name, kinds_at
from referee.strategies.kinds.kind import Kind
from referee.strategies.kinds.members import integers_of_regime
from referee.strategies.kinds.orthogonal import householder_vectors, reflections
from referee.strategies.kinds.ranks import RankParts
from referee.strategies.rationals import EXACT, Alone, numerators_over

SHAPES = [(1, 1), (2, 2), (3, 3), (4, 4), (3, 2), (2, 3), (1, 3), (2, 1), (4, 1)]
ALL = [*KINDS, "rank 2"]


def members(name: str, rows: int, columns: int, regime: str, count: int) -> Iterator[np.ndarray]:
    kind, draws = kind_of_name(name), ByRandom(random.Random(f"{name} {rows} {columns}"))
    for _ in range(count):
        ints = integers_of_regime(kind.bounds(rows, columns), regime, draws)
        yield kind.member(EXACT, np.array(ints, dtype=object), rows, columns)


def simplest(kind: Kind, rows: int, columns: int) -> np.ndarray:
    ints = [max(0, low or 0) for low, _ in kind.bounds(rows, columns)]
    found: np.ndarray = kind.member(EXACT, np.array(ints, dtype=object), rows, columns)
    return found


def shapes_of(name: str) -> list[tuple[int, int]]:
    return [shape for shape in SHAPES if not kind_of_name(name).lacks(*shape)]


# ------------------------------------------------------------------------------- soundness


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("regime", REGIMES)
def test_what_defines_a_kind_holds_of_every_member(name: str, regime: str) -> None:
    assert shapes_of(name)
    for rows, columns in shapes_of(name):
        for found in members(name, rows, columns, regime, 6 if rows > 3 else 12):
            assert found.shape == (rows, columns)
            assert EQUATIONS[name](found), found


@pytest.mark.parametrize("name", ALL)
def test_batches_are_what_their_rows_are(name: str) -> None:
    kind, draws = kind_of_name(name), ByRandom(random.Random(name))
    for rows, columns in shapes_of(name):
        bounds = kind.bounds(rows, columns)
        lists = [integers_of_regime(bounds, "structured", draws) for _ in range(5)]
        ints = np.array(lists, dtype=np.int64).reshape(5, len(bounds))
        batch = kind.member(Alone(arrays.float64), ints, rows, columns)
        exact = [kind.member(EXACT, np.array(i, dtype=object), rows, columns) for i in lists]
        assert np.allclose(batch, [arrays.float64(each) for each in exact], atol=1e-6)


@pytest.mark.parametrize("name", ALL)
def test_ways_from_free_numbers_lead_to_members(name: str) -> None:
    kind, rng = kind_of_name(name), random.Random(name)
    if kind.narrow.get("negative") or name in {"graph Laplacian", "positive definite"}:
        return  # where signs are bounded the values of a way are dense and more
    if name in {"positive semidefinite", "close eigenvalues", "close singular values"}:
        return

    def source(rows: int, columns: int) -> np.ndarray:
        return arrays.exact(
            [[rng.choice([-3, 1, 2, 5, 7]) for _ in range(columns)] for _ in range(rows)]
        )

    for rows, columns in shapes_of(name):
        for way in kind.ways(rows, columns):
            found = way(EXACT, source)
            assert found.shape == (rows, columns)
            assert EQUATIONS[name](found), found


@pytest.mark.parametrize("name", ALL)
def test_axes_name_rows_and_columns_that_there_are(name: str) -> None:
    kind = kind_of_name(name)
    for rows, columns in shapes_of(name):
        axes = kind.axes(rows, columns)
        assert len(axes) in {0, len(kind.bounds(rows, columns))}
        for places in axes:
            assert all(0 <= i < (rows, columns)[axis] for axis, i in places)


# ----------------------------------------------------------------------------------- reach

HARD: list[tuple[str, str, Callable[[np.ndarray], bool]]] = [
    ("idempotent", "oblique", lambda a: not symmetric(a)),
    (
        "idempotent",
        "oblique, of an image that is no graph",
        lambda a: a[0, 0] == 0 and not symmetric(a),
    ),
    *((("idempotent", f"of rank {k}", lambda a, k=k: rank(a) == k)) for k in range(4)),
    *((("projection", f"of rank {k}", lambda a, k=k: rank(a) == k)) for k in range(4)),
    (
        "projection",
        "onto (1, 1, 0), which has no rational unit vector",
        lambda a: a[0, 1] == fmpq(1, 2),
    ),
    ("involution", "not symmetric", lambda a: not symmetric(a)),
    ("reflection", "not diagonal", lambda a: a[0, 1] != 0),
    ("normal", "not symmetric", lambda a: not symmetric(a)),
    ("normal", "neither symmetric nor skew", lambda a: not symmetric(a) and not same(a, -a.T)),
    ("nilpotent", "of rank 2", lambda a: rank(a) == 2),
    ("nilpotent", "not triangular", lambda a: bool(a[0, 1] != 0 and a[1, 0] != 0)),
    ("orthogonal", "a rotation", lambda a: linalg.det(a)[0, 0] == 1 and not symmetric(a)),
    ("orthogonal", "a reflection", lambda a: linalg.det(a)[0, 0] == -1),
    ("permutation", "a cycle", lambda a: not symmetric(a)),
    ("positive semidefinite", "singular and not 0", lambda a: 0 < rank(a) < 3),
    ("positive semidefinite", "fractions", lambda a: any(x.q > 1 for x in a.flat)),
    ("stochastic", "positive", lambda a: bool(np.all(a > 0))),
    ("stochastic", "a zero", lambda a: bool(np.any(a == 0)) and a[0, 0] < 1),
    ("repeated eigenvalues", "not diagonalisable", lambda a: bool(a[0, 1] != 0)),
    ("graph Laplacian", "a path", lambda a: rank(a) == 2 and bool(np.any(a == 0))),
    ("Toeplitz", "not symmetric", lambda a: not symmetric(a)),
    ("upper triangular", "singular", lambda a: rank(a) < 3),
    ("symmetric", "indefinite", lambda a: a[0, 0] > 0 > a[1, 1]),
    ("zero column", "the last", lambda a: not np.any(a[:, 2]) and rank(a) == 2),
    ("parallel columns", "not 0", lambda a: rank(a) == 2 and bool(np.all(np.any(a != 0, axis=0)))),
    ("close eigenvalues", "not triangular", lambda a: bool(a[1, 0] != 0)),
    ("repeated singular values", "not orthogonal", lambda a: rank(a) == 3 and not orthogonal(a)),
]


@pytest.mark.parametrize(("name", "what", "hard"), HARD, ids=[f"{n}: {w}" for n, w, _ in HARD])
def test_hard_members_are_met(name: str, what: str, hard: Says) -> None:
    assert any(map(hard, members(name, 3, 3, "structured", 200))), what


@pytest.mark.parametrize(
    ("name", "hard"),
    [
        ("unit vector", lambda a: bool(np.all(a != 0))),
        ("nonnegative unit vector", lambda a: bool(np.all(a > 0))),
        ("probability vector", lambda a: bool(np.all(a > 0))),
        ("coordinate vector", lambda a: a[2, 0] == 1),
    ],
)
def test_hard_vectors_are_met(name: str, hard: Says) -> None:
    assert any(map(hard, members(name, 3, 1, "structured", 100)))


def test_every_matrix_of_a_kind_comes_from_some_integers() -> None:
    wanted = arrays.exact([[0, 0], [fmpq(-3, 2), 1]])  # image and kernel on the axes or off them
    kind = KINDS["idempotent"]
    space = _integers(kind, 2, 2, most=3)
    found = find(space, lambda a: same(a, wanted), settings=FAR)
    assert same(found, wanted)


# ------------------------------------------------------------------------------- shrinking

FAR = settings(
    max_examples=20_000,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


def _integers(kind: Kind, rows: int, columns: int, most: int = 9) -> st.SearchStrategy[np.ndarray]:
    def of(each: Bounds) -> st.SearchStrategy[int]:
        low, high = each
        return st.integers(-most if low is None else low, most if high is None else high)

    drawn = st.tuples(*map(of, kind.bounds(rows, columns)))
    return drawn.map(lambda i: kind.member(EXACT, np.array(i, dtype=object), rows, columns))


@pytest.mark.parametrize(
    ("name", "shape", "condition", "smallest"),
    [
        ("symmetric", (2, 2), lambda a: linalg.det(a)[0, 0] < 0, [[0, 1], [1, 0]]),
        ("skew", (2, 2), lambda a: bool(a.any()), [[0, -1], [1, 0]]),
        ("normal", (2, 2), lambda a: not symmetric(a), [[0, -1], [1, 0]]),
        ("idempotent", (2, 2), lambda a: not symmetric(a), [[1, 0], [1, 0]]),
        ("involution", (2, 2), lambda a: not symmetric(a), [[-1, 0], [-2, 1]]),
        ("nilpotent", (2, 2), lambda a: bool(a.any()), [[0, 1], [0, 0]]),
        ("projection", (2, 2), lambda a: a[0, 1] > 0, [[fmpq(1, 2)] * 2] * 2),
        ("stochastic", (2, 2), lambda a: a[0, 0] == 0, [[0, 1], [0, 1]]),
        ("positive definite", (2, 2), lambda a: a[0, 1] != 0, [[1, 1], [1, 2]]),
        ("unit vector", (2, 1), lambda a: a[0, 0] < 0, [[-1], [0]]),
        ("probability vector", (2, 1), lambda a: a[0, 0] < 1, [[0], [1]]),
        ("coordinate vector", (3, 1), lambda a: a[0, 0] == 0, [[0], [1], [0]]),
        ("rank one", (2, 2), lambda a: not symmetric(a), [[0, 1], [0, 0]]),
        ("graph Laplacian", (2, 2), lambda a: bool(a.any()), [[1, -1], [-1, 1]]),
    ],
)
def test_what_is_false_of_a_kind_shrinks_to_what_a_person_would_write(
    name: str, shape: tuple[int, int], condition: Says, smallest: list[list[fmpq]]
) -> None:
    found = find(_integers(KINDS[name], *shape), condition, settings=FAR)
    assert found.tolist() == smallest


ZERO = {"identity": np.eye(3, dtype=np.int64), "zero": np.zeros((3, 3), dtype=np.int64)}
ONE = {"orthogonal", "permutation", "reflection", "involution", "invertible", "positive definite"}
ONE |= {"full column rank", "full row rank", "stochastic"}
FIRST = {
    "rank one",
    "unit vector",
    "nonnegative unit vector",
    "probability vector",
    "coordinate vector",
}
OTHERS = {"Vandermonde", "ones", "close eigenvalues", "close singular values", "rank 2"}


@pytest.mark.parametrize("name", sorted({*ALL} - OTHERS))
def test_the_simplest_member_is_zero_or_the_identity_or_its_first_column(name: str) -> None:
    rows, columns = (3, 1) if not kind_of_name(name).lacks(3, 1) and name in FIRST else (3, 3)
    found = simplest(kind_of_name(name), rows, columns)
    if name in FIRST:
        assert found[0, 0] == 1
        assert np.count_nonzero(found) == 1
    else:
        assert same(found, ZERO["identity" if name in ONE else "zero"])


# -------------------------------------------------------------------- names, shapes, inverses


@pytest.mark.parametrize("name", ["hermitian", "", "rank", "rank x", "SYMMETRIC\n", "x" * 500])
def test_a_kind_without_a_construction_is_one_line(name: str) -> None:
    with pytest.raises(ValueError, match="no construction") as error:
        kind_of_name(name)
    assert len(str(error.value).splitlines()) == 1
    assert len(str(error.value)) < 1_000


@pytest.mark.parametrize(
    ("name", "shape", "why"),
    [
        ("symmetric", (2, 3), "there is no 2×3 symmetric matrix: it needs as many rows as columns"),
        (
            "full column rank",
            (2, 3),
            "there is no 2×3 matrix of full column rank: it needs no more columns than rows",
        ),
        (
            "rank 3",
            (2, 4),
            "there is no 2×4 matrix of rank 3: it needs 3 rows and columns at least",
        ),
        ("unit vector", (2, 2), "there is no 2×2 vector of length 1: it needs one column"),
        (
            "repeated eigenvalues",
            (1, 1),
            "there is no 1×1 matrix with a repeated eigenvalue: it needs two rows at least",
        ),
    ],
)
def test_a_shape_that_a_kind_does_not_have_is_one_line(
    name: str, shape: tuple[int, int], why: str
) -> None:
    with pytest.raises(ValueError, match="there is no") as error:
        kind_of_name(name).member(EXACT, np.array([], dtype=object), *shape)
    assert str(error.value) == why


def test_every_kind_is_drawn_at_some_shape() -> None:
    drawn = {kind.name for shape in SHAPES for kind in kinds_at(*shape)}
    assert {*KINDS} <= drawn
    assert {"rank 2", "rank 3"} <= drawn


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (4, 2), (2, 4), (3, 1), (1, 3)])
def test_integers_of_a_rank_are_found_again(shape: tuple[int, int]) -> None:
    for size in range(1, min(shape) + 1):
        parts = RankParts(*shape, size)
        for name in ("sparse", "spread"):
            for a in _built(parts, name):
                ints = parts.integers_of(a)
                assert ints is not None
                assert same(parts.build(EXACT, np.array(ints, dtype=object)), a)
                assert size == min(shape) or RankParts(*shape, size + 1).integers_of(a) is None
        assert parts.integers_of(arrays.exact(np.zeros(shape, dtype=np.int64))) is None


def _built(parts: RankParts, regime: str) -> Iterator[np.ndarray]:
    draws = ByRandom(random.Random(5))
    for _ in range(20):
        yield parts.build(
            EXACT, np.array(integers_of_regime(parts.bounds, regime, draws), dtype=object)
        )


def test_integers_of_orthogonal_matrices_are_found_again() -> None:
    for size in (1, 2, 3, 4):
        for a in members("orthogonal", size, size, "structured", 20):
            ints = householder_vectors(a)
            assert ints is not None
            assert same(reflections(EXACT, EXACT.number(ints), size), a)
    assert householder_vectors(arrays.exact([[1, 1], [0, 1]])) is None


def test_numerators_are_over_the_least_denominator() -> None:
    assert numerators_over(arrays.exact([[fmpq(1, 2), fmpq(-2, 3)]])) == [3, -4, 5]


def test_equations_tell_members_from_others() -> None:
    a = arrays.exact([[1, 2], [3, 4]])
    assert not idempotent(a)
    assert not normal(a)
    outside = {n for n in ALL if not kind_of_name(n).lacks(2, 2) and EQUATIONS[n](a)}
    assert outside == {"invertible", "full column rank", "full row rank", "rank 2"}
