"""Eigenvalues, and what is said by them: the largest, the inertia, det(t I − A)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from referee.language.comparison import IllTyped
from referee.language.vocabulary.operation import (
    SCALAR,
    Changes,
    Notation,
    Operation,
    Type,
    spell,
)
from referee.language.vocabulary.sizes import array, square, square_to_scalar, to_scalar
from referee.numerics import arrays, linalg, products, spectra
from referee.numerics.arrays import Array
from referee.numerics.scalars import Undefined
from referee.numerics.traced.index_sums import Index


def spectrum(arg: Type) -> Type:
    """Type a column with an entry for each row of a square matrix."""
    square(arg)
    return array(arg, "eigenvalues")[0], 1


def one_of_spectrum(arg: Type, _: Type) -> Type:
    """Type one of what a square matrix has as many of as rows."""
    return square_to_scalar(arg)


def _at_number(arg: Type, at: Type) -> Type:
    square(arg)
    if array(at, "charpoly") != SCALAR:
        raise IllTyped(f"a characteristic polynomial at {spell(at)}; it is of a number")
    return SCALAR


def one_of(values: Array, i: Index, what: str) -> Array:
    """Return the i-th of a column, counted from 1. Raises Undefined beyond its end."""
    k, count = int(i), values.shape[-2]
    if not 1 <= k <= count:
        raise Undefined(f"{what} {k} of a matrix with {count}")
    return values[..., k - 1 : k, :]


def eigenvalue(a: Array, i: Index) -> Array:
    """Return the i-th largest eigenvalue, (..., 1, 1)."""
    return one_of(spectra.eigenvalues(a), i, "eigenvalue")


def signature(a: Array) -> Array:
    """Return how many eigenvalues are positive less how many are negative, (..., 1, 1)."""
    positive, negative = spectra.indices_of_inertia(a)
    return positive - negative


def charpoly(a: Array, t: Array) -> Array:
    """Return det(t·I − A), (..., 1, 1)."""
    size = a.shape[-1]
    return linalg.det(t * arrays.eye(size, a) - a)


def nullity(a: Array) -> Array:
    """Return the dimension of the null space, (..., 1, 1)."""
    return a.shape[-1] - linalg.rank(a)


def of_spectrum(
    says: str,
    value: Callable[[Array], Array],
    latex: str,
    *,
    to: tuple[str, ...] = (),
    written: Mapping[str, Notation] | None = None,
    bends: bool = False,
    definite: bool = False,
    any_size: bool = False,
) -> Operation:
    """Return a number that a matrix has by its spectrum; none is exchanged but for those named."""
    return Operation(
        says,
        1,
        to_scalar if any_size else square_to_scalar,
        value,
        Notation(latex),
        ignores_transpose=True,
        bends=bends,
        definite=definite,
        changes=Changes(to=to, offered=False),
        written=written or {},
    )


FUNCTIONS: Mapping[str, Operation] = {
    "eigenvalues": Operation(
        "the eigenvalues, all of them real, as a column in decreasing order",
        1,
        spectrum,
        spectra.eigenvalues,
        Notation(r"\operatorname{{eigenvalues}}({0})"),
        ignores_transpose=True,
        changes=Changes(to=("singular_values",), offered=False),
        written={"numpy": Notation("np.linalg.eigvalsh({0})[::-1].reshape(-1, 1)")},
    ),
    "ascending_eigenvalues": Operation(
        "the eigenvalues, all of them real, as a column in increasing order",
        1,
        spectrum,
        lambda a: products.flipped(spectra.eigenvalues(a)),
        Notation(r"\operatorname{{eigvalsh}}({0})"),
        ignores_transpose=True,
        changes=Changes(to=("eigenvalues",), offered=False),
        written={
            "numpy": Notation("np.linalg.eigvalsh({0}).reshape(-1, 1)"),
            "matlab": Notation("eig({0})"),
        },
    ),
    "eigenvalue": Operation(
        "one of the eigenvalues, all of them real: the largest has index 1",
        2,
        one_of_spectrum,
        eigenvalue,
        Notation(r"\lambda_{{{1}}}({0})"),
        indices=(1,),
        changes=Changes(to=("singular_value",), offered=False),
        written={"unicode": Notation("λ_{{{1}}}({0})")},
    ),
    "lambda_max": of_spectrum(
        "the largest eigenvalue of a square matrix whose eigenvalues are real",
        lambda a: spectra.eigenvalues(a)[..., :1, :],
        r"\lambda_{{\max}}({0})",
        to=("lambda_min", "sigma_max"),
        bends=True,
        written={
            "numpy": Notation("np.linalg.eigvalsh({0})[-1]"),
            "unicode": Notation("λ_max({0})"),
        },
    ),
    "lambda_min": of_spectrum(
        "the smallest eigenvalue of a square matrix whose eigenvalues are real",
        lambda a: spectra.eigenvalues(a)[..., -1:, :],
        r"\lambda_{{\min}}({0})",
        to=("lambda_max", "sigma_min"),
        bends=True,
        written={
            "numpy": Notation("np.linalg.eigvalsh({0})[0]"),
            "unicode": Notation("λ_min({0})"),
        },
    ),
    "spectral_radius": of_spectrum(
        "the largest magnitude of an eigenvalue of a square matrix, real or not",
        spectra.spectral_radius,
        r"\rho({0})",
        to=("norm_2", "lambda_max"),
        bends=True,
        written={"unicode": Notation("ρ({0})")},
    ),
    "positive_index": of_spectrum(
        "how many eigenvalues of a symmetric matrix are positive",
        lambda a: spectra.indices_of_inertia(a)[0],
        r"\operatorname{{positive\_index}}({0})",
        to=("negative_index",),
    ),
    "negative_index": of_spectrum(
        "how many eigenvalues of a symmetric matrix are negative",
        lambda a: spectra.indices_of_inertia(a)[1],
        r"\operatorname{{negative\_index}}({0})",
        to=("positive_index",),
    ),
    "signature": of_spectrum(
        "the number of positive eigenvalues less that of negative ones",
        signature,
        r"\operatorname{{signature}}({0})",
        to=("positive_index",),
    ),
    "charpoly": Operation(
        "the characteristic polynomial of a square matrix at a number, det(t I − A)",
        2,
        _at_number,
        charpoly,
        Notation(r"\operatorname{{charpoly}}({0}, {1})"),
        changes=Changes(offered=False),
    ),
    "nullity": Operation(
        "the dimension of the null space of a matrix",
        1,
        to_scalar,
        nullity,
        Notation(r"\operatorname{{nullity}}({0})"),
        jumps=True,
        changes=Changes(to=("rank",), transposed=True, offered=False),
    ),
}
