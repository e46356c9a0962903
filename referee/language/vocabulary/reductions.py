"""What one number says of all entries: sums, extrema and norms."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from referee.language.vocabulary.operation import (
    SCALAR,
    Changes,
    Notation,
    Operation,
    Type,
    on_columns,
    on_matrices,
)
from referee.language.vocabulary.sizes import same, to_scalar
from referee.numerics import arrays, linalg, scalars
from referee.numerics.arrays import Array
from referee.numerics.batches import where
from referee.numerics.precision import NotComputed
from referee.numerics.scalars import Undefined


def _supported(left: Type, right: Type) -> Type:
    same("min_on_support")(left, right)
    return SCALAR


def min_on_support(values: Array, weights: Array) -> Array:
    """Return the smallest entry of ``values`` where ``weights`` is not zero, (1, 1)."""
    if arrays.is_batch(values):
        return linalg.extremum(where(weights != 0, values, math.inf), -1)
    vanishing = [scalars.vanishes(w) for w in weights.flat]
    if None in vanishing:
        raise NotComputed("a support that is not certain")
    kept = [v for v, zero in zip(values.flat, vanishing, strict=True) if not zero]
    if not kept:
        raise Undefined("a minimum over nothing")
    return linalg.extremum(np.array(kept, dtype=object).reshape(-1, 1), -1)


def mean(a: Array) -> Array:
    """Return the mean of all entries, (1, 1)."""
    rows, columns = a.shape[-2:]
    if arrays.is_traced(a):  # sizes that are names are numbers as matrices alone
        return linalg.total(a) / (arrays.like([[rows]], a) * arrays.like([[columns]], a))
    return linalg.total(a) / (rows * columns)


FUNCTIONS: Mapping[str, Operation] = {
    "sum": Operation(
        "the sum of all entries",
        1,
        to_scalar,
        linalg.total,
        Notation(r"\operatorname{{sum}}({0})"),
        ignores_transpose=True,
        written={
            "numpy": Notation("np.sum({0})"),
            "matlab": on_matrices(Notation("sum({0}, 'all')"), Notation("sum({0})")),
            "lean": Notation("(∑ i, ∑ j, {0} i j)", 10, (10,)),
        },
    ),
    "mean": Operation(
        "the sum of all entries over their number",
        1,
        to_scalar,
        mean,
        Notation(r"\operatorname{{mean}}({0})"),
        ignores_transpose=True,
        changes=Changes(to=("sum",), offered=False),
        written={
            "numpy": Notation("np.mean({0})"),
            "matlab": on_matrices(Notation("mean({0}, 'all')"), Notation("mean({0})")),
        },
    ),
    "min": Operation(
        "the smallest entry",
        1,
        to_scalar,
        lambda a: linalg.extremum(a, -1),
        Notation(r"\min({0})"),
        ignores_transpose=True,
        written={
            "numpy": Notation("np.min({0})"),
            "matlab": on_matrices(Notation("min({0}, [], 'all')"), Notation("min({0})")),
            "lean": Notation("(⨅ i, ⨅ j, {0} i j)", 10, (10,)),
        },
    ),
    "max": Operation(
        "the largest entry",
        1,
        to_scalar,
        lambda a: linalg.extremum(a, 1),
        Notation(r"\max({0})"),
        ignores_transpose=True,
        written={
            "numpy": Notation("np.max({0})"),
            "matlab": on_matrices(Notation("max({0}, [], 'all')"), Notation("max({0})")),
            "lean": Notation("(⨆ i, ⨆ j, {0} i j)", 10, (10,)),
        },
    ),
    "min_on_support": Operation(
        "the smallest entry of the first where the second is not zero",
        2,
        _supported,
        min_on_support,
        Notation(r"\min\{{({0})_i : ({1})_i \neq 0\}}"),
        written={
            "numpy": Notation("np.min({0}[{1} != 0])", 10, (10, 5)),
            "unicode": Notation("min{{({0})ᵢ : ({1})ᵢ ≠ 0}}"),
        },
    ),
    "norm": Operation(
        "the root of the sum of the squares of all entries",
        1,
        to_scalar,
        linalg.norm,
        Notation(r"\lVert {0} \rVert"),
        bends=True,
        definite=True,
        ignores_transpose=True,
        squared="norm_squared",
        written={
            "numpy": Notation("np.linalg.norm({0})"),
            "matlab": on_matrices(Notation("norm({0}, 'fro')"), Notation("norm({0})")),
            "unicode": on_matrices(Notation("‖{0}‖_F"), Notation("‖{0}‖")),
            "lean": Notation("Real.sqrt (∑ i, ∑ j, {0} i j ^ 2)", 9, (10,)),
        },
    ),
    "norm_squared": Operation(
        "the sum of the squares of all entries",
        1,
        to_scalar,
        linalg.norm_squared,
        Notation(r"\lVert {0} \rVert^2", 7),
        ignores_transpose=True,
        definite=True,
        written={
            "numpy": Notation("np.linalg.norm({0})**2", 8),
            "matlab": on_matrices(Notation("norm({0}, 'fro')^2", 8), Notation("norm({0})^2", 8)),
            "unicode": on_matrices(Notation("‖{0}‖_F²", 8), Notation("‖{0}‖²", 8)),
            "lean": Notation("(∑ i, ∑ j, {0} i j ^ 2)", 10, (10,)),
        },
    ),
    "norm_1": Operation(
        "the sum of the magnitudes of all entries",
        1,
        to_scalar,
        linalg.norm_1,
        Notation(r"\lVert {0} \rVert_1"),
        bends=True,
        definite=True,
        ignores_transpose=True,
        written={
            "numpy": on_columns(
                Notation("np.linalg.norm({0}, 1)"), Notation("np.linalg.norm(np.ravel({0}), 1)")
            ),
            "matlab": on_matrices(
                Notation("norm(reshape({0}, [], 1), 1)"), Notation("norm({0}, 1)")
            ),
            "unicode": on_matrices(Notation("norm_1({0})"), Notation("‖{0}‖₁")),
            "lean": Notation("(∑ i, ∑ j, |{0} i j|)", 10, (10,)),
        },
    ),
    "norm_inf": Operation(
        "the largest magnitude of an entry",
        1,
        to_scalar,
        linalg.norm_inf,
        Notation(r"\lVert {0} \rVert_\infty"),
        bends=True,
        definite=True,
        ignores_transpose=True,
        written={
            "numpy": on_columns(
                Notation("np.linalg.norm({0}, np.inf)"),
                Notation("np.linalg.norm(np.ravel({0}), np.inf)"),
            ),
            "matlab": on_matrices(
                Notation("norm(reshape({0}, [], 1), Inf)"), Notation("norm({0}, Inf)")
            ),
            "unicode": on_matrices(Notation("norm_inf({0})"), Notation("‖{0}‖_∞")),
            "lean": Notation("(⨆ i, ⨆ j, |{0} i j|)", 10, (10,)),
        },
    ),
}
