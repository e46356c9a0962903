"""Singular values and the norms that are made of them."""

from __future__ import annotations

from collections.abc import Mapping

from referee.language.comparison import IllTyped
from referee.language.vocabulary.arithmetic import divide
from referee.language.vocabulary.operation import (
    SCALAR,
    Changes,
    Notation,
    Operation,
    Type,
    on_matrices,
    spell,
)
from referee.language.vocabulary.sizes import array, to_scalar
from referee.language.vocabulary.spectra import of_spectrum, one_of
from referee.numerics import arrays, scalars, spectra
from referee.numerics.arrays import Array
from referee.numerics.precision import OutOfReach
from referee.numerics.scalars import Undefined
from referee.numerics.traced.index_sums import Index


def _singular_values(arg: Type) -> Type:
    rows, columns = array(arg, "singular_values")
    return min(rows, columns), 1


def _one_of(arg: Type, _: Type) -> Type:
    array(arg, "singular_value")
    return SCALAR


def _of_order(arg: Type, order: Type) -> Type:
    array(arg, "norm_schatten")
    if array(order, "norm_schatten") != SCALAR:
        raise IllTyped(f"a norm of order {spell(order)}; its order is a number")
    return SCALAR


def singular_value(a: Array, i: Index) -> Array:
    """Return the i-th largest singular value, (..., 1, 1)."""
    return one_of(spectra.singular_values(a), i, "singular value")


def cond(a: Array) -> Array:
    """Return σ_max/σ_min, (..., 1, 1).

    Raises Undefined where σ_min is 0, OutOfReach where balls leave that open.
    """
    values = spectra.singular_values(a)
    largest, smallest = values[..., :1, :], values[..., -1:, :]
    if arrays.is_exact(a):
        signs = {scalars.sign(x) for x in smallest.flat}
        if 0 in signs:
            raise Undefined("the condition number of a matrix without full rank")
        if None in signs:
            raise OutOfReach("a condition number")
    return divide(largest, smallest)


_BY_NAME = Notation("norm_2({0})")
FUNCTIONS: Mapping[str, Operation] = {
    "singular_values": Operation(
        "the singular values of a matrix, as a column in decreasing order",
        1,
        _singular_values,
        spectra.singular_values,
        Notation(r"\operatorname{{svdvals}}({0})"),
        ignores_transpose=True,
        definite=True,
        changes=Changes(to=("diag",), offered=False),
        written={
            "numpy": Notation("np.linalg.svd({0}, compute_uv=False).reshape(-1, 1)"),
            "matlab": Notation("svd({0})"),
        },
    ),
    "singular_value": Operation(
        "one of the singular values of a matrix: the largest has index 1",
        2,
        _one_of,
        singular_value,
        Notation(r"\sigma_{{{1}}}({0})"),
        indices=(1,),
        changes=Changes(offered=False),
        written={"unicode": Notation("σ_{{{1}}}({0})")},
    ),
    "sigma_max": of_spectrum(
        "the largest singular value of a matrix",
        spectra.norm_2,
        r"\sigma_{{\max}}({0})",
        to=("sigma_min", "norm"),
        bends=True,
        definite=True,
        any_size=True,
        written={
            "unicode": Notation("σ_max({0})"),
            "numpy": Notation("np.linalg.svd({0}, compute_uv=False)[0]"),
        },
    ),
    "sigma_min": of_spectrum(
        "the smallest of the singular values, as many as the smaller size, of a matrix",
        lambda a: spectra.singular_values(a)[..., -1:, :],
        r"\sigma_{{\min}}({0})",
        to=("sigma_max",),
        bends=True,
        any_size=True,
        written={
            "unicode": Notation("σ_min({0})"),
            "numpy": Notation("np.linalg.svd({0}, compute_uv=False)[-1]"),
        },
    ),
    "norm_2": Operation(
        "the spectral norm of a matrix, its largest singular value",
        1,
        to_scalar,
        spectra.norm_2,
        Notation(r"\lVert {0} \rVert_2"),
        bends=True,
        definite=True,
        ignores_transpose=True,
        changes=Changes(to=("norm", "norm_nuclear"), offered=False),
        written={
            "numpy": on_matrices(Notation("np.linalg.norm({0}, 2)"), _BY_NAME),
            "matlab": on_matrices(Notation("norm({0}, 2)"), _BY_NAME),
            "unicode": on_matrices(Notation("‖{0}‖₂"), _BY_NAME),
        },
    ),
    "norm_nuclear": of_spectrum(
        "the nuclear norm of a matrix, the sum of its singular values",
        spectra.nuclear_norm,
        r"\lVert {0} \rVert_{{*}}",
        to=("norm", "norm_2"),
        bends=True,
        definite=True,
        any_size=True,
        written={
            "numpy": Notation("np.linalg.norm({0}, 'nuc')"),
            "unicode": Notation("‖{0}‖_*"),
        },
    ),
    "norm_schatten": Operation(
        "the Schatten norm of a matrix, that of its singular values of an order from 1",
        2,
        _of_order,
        spectra.schatten_norm,
        Notation(r"\lVert {0} \rVert_{{S_{{{1}}}}}"),
        bends=True,
        changes=Changes(offered=False),
    ),
    "cond": of_spectrum(
        "the condition number of a matrix, its largest singular value over its smallest",
        cond,
        r"\kappa({0})",
        any_size=True,
        written={
            "numpy": Notation("np.linalg.cond({0})"),
            "matlab": Notation("cond({0})"),
            "unicode": Notation("κ({0})"),
        },
    ),
}
