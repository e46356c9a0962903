"""Planted claims: false on a small subset of the instances only, each in another place."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from referee.deciding.claim import REGISTRY, Answering, Claim, claim, given
from referee.language.comparison import Comparison, all_of, at_most, equal, implies, less, negation
from referee.language.vocabulary import diagonal_matrix, symmetric
from referee.numerics import arrays, linalg
from referee.numerics.arrays import Array
from referee.strategies.families import Instance
from referee.strategies.least_squares import nonlinear_models

Statement = Callable[[Instance], Comparison]


def _zero(array: Array) -> Comparison:
    return equal(array, 0 * array)


def _some(array: Array) -> Comparison:
    return negation(_zero(array))


def _all_nonzero(array: Array) -> Comparison:
    return less(0 * linalg.total(array), linalg.extremum(arrays.absolute(array), -1))


def _column(a: Array, j: int) -> Array:
    return a[..., :, j : j + 1]


def _entry(v: Array, i: int) -> Array:
    return v[..., i : i + 1, :]


def _only(p: Instance, **sizes: int) -> Array:
    """Return 1 at shapes of at least these sizes, 0 elsewhere, for every instance."""
    here = all(p.shape[dim] >= size for dim, size in sizes.items())
    return int(here) + 0 * linalg.total(p.X)


def _never(p: Instance, sizes: Mapping[str, int], condition: Comparison) -> Comparison:
    """State that a condition never holds at shapes of at least these sizes."""
    return implies(_some(_only(p, **sizes)), negation(condition))


def _square(p: Instance) -> Comparison:
    return _some(int(p.shape["d"] == p.shape["n"] >= 2) + 0 * linalg.total(p.X))


def _pair(p: Instance, relation: Callable[[Array, Array], Comparison]) -> Comparison:
    """State that the first two columns, both nonzero in two rows or more, are not so related."""
    first, second = _column(p.X, 0), _column(p.X, min(1, p.shape["n"] - 1))
    both = all_of(_some(_only(p, d=2, n=2)), _all_nonzero(first), _all_nonzero(second))
    return implies(both, lambda: negation(relation(first, second)))


def _parallel(a: Array, b: Array) -> Comparison:
    return equal(linalg.norm_squared(a) * linalg.norm_squared(b), (a.mT @ b) * (a.mT @ b))


def _in_squares(p: Instance, condition: Callable[[Array], Comparison]) -> Comparison:
    """State of square matrices, d ≥ 2, with a nonzero off-diagonal that they are not so."""
    X = p.X if p.shape["d"] == p.shape["n"] else p.X.mT @ p.X
    return implies(
        _square(p), lambda: implies(_some(linalg.off_diagonal(X)), negation(condition(X)))
    )


def _determinant(p: Instance, size: int) -> Array:
    if p.shape["d"] == p.shape["n"] == size:
        return linalg.det(p.X)
    # Never small: other shapes are not meant.
    return 1 + linalg.norm_squared(p.X) * (1 + linalg.norm_squared(p.X))


SUBTLE: Mapping[str, Statement] = {
    "n = 5": lambda p: _zero(linalg.total(p.X) * int(p.shape["n"] == 5)),
    "d = 4": lambda p: _zero(linalg.total(p.X) * int(p.shape["d"] == 4)),
    "two parallel columns": lambda p: _pair(p, _parallel),
    "two equal columns": lambda p: _pair(p, equal),
    "orthogonal columns": lambda p: _pair(p, lambda a, b: _zero(a.mT @ b)),
    "columns of one length": lambda p: _pair(
        p, lambda a, b: equal(linalg.norm_squared(a), linalg.norm_squared(b))
    ),
    "symmetric": lambda p: _in_squares(p, symmetric),
    "antisymmetric": lambda p: _in_squares(p, lambda X: equal(X, -X.mT)),
    "X·1 = 0": lambda p: implies(
        _some(p.X), lambda: _never(p, {"n": 2}, _zero(p.X @ arrays.like([[1]] * p.shape["n"], p.X)))
    ),
    "nilpotent": lambda p: _in_squares(p, lambda X: _zero(X @ X)),
    "orthogonal matrix": lambda p: _in_squares(p, lambda X: diagonal_matrix(X.mT @ X)),
    "singular": lambda p: implies(_all_nonzero(p.X), lambda: _some(_determinant(p, 2))),
    "condition above 1e4": lambda p: at_most(
        linalg.norm_squared(p.X), 10**4 * arrays.absolute(_determinant(p, 2)) + _singular(p)
    ),
    "interpolation": lambda p: implies(
        all_of(_all_nonzero(p.w), _all_nonzero(p.y)), lambda: _some(p.X.mT @ p.w - p.y)
    ),
    "w orthogonal to the data": lambda p: implies(
        all_of(_all_nonzero(p.w), _some(p.X)),
        lambda: _never(p, {"d": 2, "n": 2}, _zero(p.X.mT @ p.w)),
    ),
    "large entry": lambda p: at_most(linalg.norm_inf(p.X), 10**5 + 0 * linalg.total(p.X)),
}


def _singular(p: Instance) -> Array:
    """Return something huge where the 2×2 determinant vanishes: that is no condition number."""
    return arrays.is_zero(_determinant(p, 2)) * linalg.norm_squared(p.X)


def _kinks(p: Instance) -> Comparison:
    """State that w never lies on the kinks of four neurons or more with nonzero weights."""
    z = p.A.mT @ p.w
    on_kinks = linalg.total(arrays.is_zero(z))
    few = less(on_kinks, 4 + 0 * on_kinks)
    return implies(all_of(_all_nonzero(p.A), _all_nonzero(p.w)), lambda: few)


def _critical(p: Instance) -> Comparison:
    """State that the gradient of a loss that is not 0 never vanishes where X is not 0."""
    residual = p.X.mT @ p.w - p.y
    ready = all_of(_all_nonzero(p.X), _some(residual), _some(_only(p, d=2, n=2)))
    return implies(ready, lambda: _some(p.X @ residual))


RARE: Mapping[str, Statement] = {
    "ill-conditioned X": lambda p: at_most(
        linalg.norm_squared(p.X) * linalg.norm(p.X),
        10**5 * arrays.absolute(_determinant(p, 3)) + arrays.is_zero(_determinant(p, 3))
        * linalg.norm_squared(p.X) * linalg.norm_squared(p.X),
    ),
    "four kinks at once": _kinks,
    "a critical point": _critical,
    "n ≥ 7 only": lambda p: implies(
        all_of(_some(_only(p, n=7)), _all_nonzero(p.y)),
        lambda: _some(_entry(p.y, 0) - _entry(p.y, p.shape["n"] - 1)),
    ),
    "entries above 2²⁰": lambda p: implies(
        _some(_only(p, d=2, n=2)),
        lambda: at_most(
            linalg.extremum(arrays.absolute(p.X), -1), 2**20 + 0 * linalg.total(p.X)
        ),
    ),
    "equality attained": lambda p: implies(
        all_of(_all_nonzero(p.w), _all_nonzero(_column(p.X, 0)), _some(_only(p, d=3))),
        lambda: less(
            (p.w.mT @ _column(p.X, 0)) * (p.w.mT @ _column(p.X, 0)),
            linalg.norm_squared(p.w) * linalg.norm_squared(_column(p.X, 0)),
        ),
    ),
}  # fmt: skip


def planted(name: str, statement: Statement) -> Claim:
    """Return a planted claim over least-squares models; the registry forgets it at once."""

    def test_planted(p: Instance, answer: Answering) -> Comparison:
        del answer
        return statement(p)

    register = claim(name, states="{answer}", blank="nothing", size="1 1", names="n d")
    try:
        register(given(p=nonlinear_models())(test_planted))
        return REGISTRY[name]
    finally:
        REGISTRY.pop(name, None)
