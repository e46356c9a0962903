"""Eigenvalues, singular values and what is said by them, under the names that people have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from referee.language.reading.elaboration.candidates import Candidate, Candidates, Context
from referee.language.reading.elaboration.relations import has_property, same_size
from referee.language.reading.grammar.surface import Surface
from referee.language.tree import FormulaError, Node
from referee.language.vocabulary import FUNCTIONS, SCALAR

Call = Callable[[Context, Sequence[Candidate], int], Candidates]
# Of a matrix; of a vector these are what they always are, but for the nuclear norm.
_MATRIX_NORMS: Mapping[str | None, str] = {
    "2": "norm_2", "op": "norm_2", "spec": "norm_2", "*": "norm_nuclear", "nuc": "norm_nuclear",
    "ast": "norm_nuclear", "star": "norm_nuclear", "tr": "norm_nuclear",
}  # fmt: skip
_BY_INDEX = {
    "ascending_eigenvalues": ("lambda_min", "lambda_max"),
    "singular_values": ("sigma_max", "sigma_min"),
}
EIG = "eigenvalues with eigenvectors are not read; write eigvalsh(A), or eigenvalues(A)"
SVD = "a decomposition is not read; write np.linalg.svd(A, compute_uv=False)"


def matrix_norm(context: Context, order: str | None, a: Candidate, at: int) -> Candidate | None:
    """Return the norm of a matrix that an order says; None for one that is not by its spectrum."""
    kind = _MATRIX_NORMS.get(order)
    if kind is None or (kind == "norm_2" and 1 in a.size):
        return None
    return context.made(kind, (a,), at)


def is_spectrum(base: Candidate) -> bool:
    """Say whether an array, or one number, is a spectrum in its order."""
    return base.node.kind in _BY_INDEX


def picked(context: Context, base: Candidate, index: Node, *, back: bool) -> Candidate | None:
    """Return the first or the last of what code makes of a spectrum, under its name.

    ``back`` says that it was counted from the end: of one alone nothing else tells.
    """
    first, last = _BY_INDEX.get(base.node.kind, ("", ""))
    is_last = index == context.dimension(base.size[0], index.at)
    kind = last if is_last and (back or index.value != 1) else first if index.value == 1 else ""
    return Candidate(Node(kind, base.node.args, at=index.at), SCALAR) if kind else None


def from_the_last(context: Context, base: Candidate, at: int) -> Candidate | None:
    """Return a column in the reverse order; all eigenvalues have a name in either order."""
    kind = {"ascending_eigenvalues": "eigenvalues", "eigenvalues": "ascending_eigenvalues"}.get(
        base.node.kind
    )
    if kind is not None:
        return Candidate(Node(kind, base.node.args, at=at), base.type)
    return context.made("flip", (base,), at)


def _eig(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read MATLAB's eig, in increasing order; NumPy's returns eigenvectors too."""
    if context.evidence.numpy:
        raise FormulaError(EIG, at)
    return _of("ascending_eigenvalues")(context, args[:1], at)


def _of(function: str) -> Call:
    def read(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
        made = context.made(function, args, at) if len(args) == FUNCTIONS[function].arity else None
        return [] if made is None else [made]

    return read


def values_alone(surface: Surface) -> Surface:
    """Return svd(A, compute_uv=False) as svd of the matrix; refuses a decomposition."""
    matrix, *others = surface.args
    names = {(each.value, str(each.args[0].value).lower()) for each in others if each.args}
    if ("compute_uv", "false") not in names:
        raise FormulaError(SVD, surface.at)
    return Surface("call", (matrix,), "singular_values", surface.at, surface.end)


def _property(kind: str) -> Call:
    def read(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
        return has_property(context, kind, args[0], at) if len(args) == 1 else []

    return read


def _commute(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    if len(args) != 2 or not (args[0].is_square and args[0].type == args[1].type):
        return []
    left, right = context.made("@", args, at), context.made("@", args[::-1], at)
    return [] if left is None or right is None else same_size(context, "==", left, right, at)


def _in_null_space(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    product = context.made("@", args[::-1], at) if len(args) == 2 else None
    if product is None:
        return []
    zeros = Node("zeros", tuple(context.dimension(k, at) for k in product.size), at=at)
    return same_size(context, "==", product, Candidate(zeros, product.type), at)


CALLS: Mapping[str, Call] = {
    "eig": _eig,
    "commute": _commute,
    "in_null_space": _in_null_space,
    **{
        kind: _property(kind)
        for kind in ("orthogonal", "idempotent", "normal", "nilpotent", "skew_symmetric",
                     "orthogonal_projection")
    },
}  # fmt: skip
