"""Functions under the names that people give them, on typed parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from referee.language.reading.elaboration.candidates import (
    Candidate,
    Candidates,
    Context,
    has,
)
from referee.language.reading.elaboration.cases import extreme
from referee.language.reading.elaboration.products import divided, multiplied, solved, transposed
from referee.language.tree import Node, constant
from referee.language.vocabulary import SCALAR, TRUTH

# What a function of numbers is of a square matrix, for whoever writes no code.
OF_MATRICES: Mapping[str, str] = {"exp": "expm", "sqrt": "sqrtm"}
Call = Callable[[Context, Sequence[Candidate], int], Candidates]


def _only(*found: Candidate | None) -> Candidates:
    return [each for each in found if each is not None]


def transpose(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read a transpose; a number by a name of its own has none that anybody writes."""
    if len(args) != 1:
        return []
    (a,) = args
    if a.size == (0, 0):
        return []
    if a.type == SCALAR and not context.evidence.python and not _has_arrays(context, a):
        return []
    return [transposed(a, at)]


def _has_arrays(context: Context, a: Candidate) -> bool:
    names = {str(node.value) for node in a.node.walk() if node.kind == "name"}
    fields = [context.scope.field(name) for name in names if name in context.scope.names]
    return any({each.rows, each.columns} != {"1"} for each in fields)


def prime(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read a prime: a transpose, in MATLAB of the conjugate."""
    return adjoint(context, args, at) if context.evidence.matlab else transpose(context, args, at)


def numpy_inner(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read NumPy's inner: of vectors aᵀb, of matrices ABᵀ."""
    if len(args) != 2 or (args[0].is_column and args[1].is_column) or SCALAR in {
        args[0].type, args[1].type
    }:  # fmt: skip
        return inner(context, args, at)
    return _only(context.made("@", (args[0], transposed(args[1])), at))


def bar(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read a bar above a name: the conjugate where numbers are complex, else another name."""
    return _only(context.made("conj", args, at)) if _is_complex(context) else []


def _itself(_: Context, args: Sequence[Candidate], _at: int) -> Candidates:
    return [args[0]] if len(args) == 1 else []


def _logical(kind: str) -> Call:
    def read(_: Context, args: Sequence[Candidate], at: int) -> Candidates:
        enough = len(args) == 1 if kind == "not" else len(args) > 1
        if not enough or any(each.type != TRUTH for each in args):
            return []
        return [Candidate(Node(kind, tuple(each.node for each in args), at=at), TRUTH)]

    return read


def extremum(function: str) -> Call:
    """Return max or min: of the entries of one array, of several numbers, of each two entries."""

    def read(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
        if len(args) == 1:
            by_columns = context.evidence.matlab and min(args[0].size) > 1
            fits = args[0].is_array and not by_columns
            return _only(context.made(function, args, at)) if fits else []
        if len(args) == 2 and any(each.is_array for each in args):
            return _of_each(function, context, args, at)
        if any(each.type != SCALAR for each in args) or not has("vstack"):
            return []
        stack = Node("vstack", tuple(each.node for each in args), at=at)
        return _only(context.made(function, (Candidate(stack, (len(args), 1)),), at))

    return read


def _between(function: str) -> Call:
    """Return np.maximum or np.minimum: of one array as max, of two for each entry."""

    def read(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
        if len(args) != 2:
            return extremum(function)(context, args, at)
        return _of_each(function, context, args, at)

    return read


def _of_each(function: str, context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    u, v = args
    if isinstance(u.type, str) or isinstance(v.type, str):
        return []
    for first, second in ((u, v), (v, u)) if function == "max" else ():
        if constant(first.node) == 0:
            return _only(context.made("relu", (second,), at))
    return extreme(context, u, v, 1 if function == "max" else -1, at)


def _log_add_exp(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read log(exp(a) + exp(b)); where a is 0 it is softplus(b)."""
    if len(args) != 2:
        return []
    one, other = args
    for first, second in ((one, other), (other, one)):
        if constant(first.node) == 0:
            return _only(context.made("softplus", (second,), at))
    parts = [context.made("exp", (each,), at) for each in args]
    total = context.made("+", _only(*parts), at)
    return [] if total is None else _only(context.made("log", (total,), at))


def _log_of(function: str) -> Call:
    """Return the logarithm of a function."""

    def read(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
        inner = context.made(function, args, at)
        return [] if inner is None else _only(context.made("log", (inner,), at))

    return read


def _cross_entropy_of_logits(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read torch's cross entropy, whose first argument are logits and the second the truth."""
    if len(args) != 2:
        return []
    inner = context.made("softmax", args[:1], at)
    return [] if inner is None else _only(context.made("cross_entropy", (args[1], inner), at))


def _entropy(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read the entropy of one column, of two the divergence of the first from the second."""
    return _only(context.made("entropy" if len(args) == 1 else "kl", args, at))


def adjoint(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read a conjugate transpose: the transpose where numbers are real."""
    found = transpose(context, args, at)
    if not _is_complex(context):
        return found
    return [transposed(made, at) for made in _only(context.made("conj", args, at))]


def dagger(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read †: the pseudo-inverse; over complex numbers it may be the adjoint."""
    found = _only(context.made("pinv", args, at))
    return [*found, *adjoint(context, args, at)] if _is_complex(context) else found


def _is_complex(context: Context) -> bool:
    return context.scope.is_complex


def dot(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read the function dot: of two vectors their inner product, of matrices their product."""
    if len(args) != 2:
        return []
    a, b = args
    beside = b.is_column or context.evidence.python or context.evidence.numpy
    if a.is_column and beside and a.size[0] == b.size[0]:
        return _only(context.made("@", (transposed(a), b), at))
    if not context.evidence.numpy and SCALAR not in {a.type, b.type}:
        return []  # of matrices it is a product in NumPy alone
    return _only(context.made("*" if SCALAR in {a.type, b.type} else "@", args, at))


def _vdot(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    columns = len(args) == 2 and args[0].is_column and args[1].is_column
    return dot(context, args, at) if columns else []


def inner(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read ⟨a, b⟩: of vectors aᵀb, of matrices tr(AᵀB); over complex numbers with aᴴ."""
    if len(args) != 2 or args[0].type != args[1].type:
        return []
    a, b = args
    if a.type == SCALAR:
        return _only(context.made("*", args, at))
    left = context.made("conj", (a,), at) if _is_complex(context) else a
    made = None if left is None else context.made("@", (transposed(left, at), b), at)
    if made is None or a.is_column:
        return _only(made)
    return _only(context.made("trace", (made,), at))


def outer(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read the outer product of two columns, abᵀ."""
    if len(args) != 2 or not all(each.is_column for each in args):
        return []
    return _only(context.made("@", (args[0], transposed(args[1])), at))


def mean(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read the mean of all entries."""
    if len(args) != 1 or not args[0].is_array:
        return []
    if context.evidence.matlab and min(args[0].size) > 1:
        return []
    if has("mean"):
        return _only(context.made("mean", args, at))
    total = context.made("sum", args, at)
    count: Candidate | None = None
    for size in args[0].size:
        each = Candidate(context.dimension(size, at), SCALAR)
        if size != 1:
            count = each if count is None else context.made("*", (count, each), at)
    if total is None or count is None:
        return _only(args[0])
    return _only(context.made("/", (total, count), at))


def trace(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read a trace; of a number it is the number, which nobody means."""
    return _only(context.made("trace", args, at)) if len(args) == 1 else []


def total(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read a sum of all entries, but for MATLAB's sums of columns."""
    if len(args) == 1 and context.evidence.matlab and min(args[0].size) > 1:
        return []
    of_all = len(args) == 1 and args[0].is_array
    return _only(context.made("sum", args, at)) if of_all else []


def norm(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    """Read a norm: the root of the sum of squares; of a matrix MATLAB means the spectral one."""
    if len(args) != 1:
        return []
    spectral = context.evidence.matlab and min(args[0].size) > 1
    return _only(context.made("norm_2" if spectral else "norm", args, at))


def entries(function: str) -> Call:
    """Return a function of each entry; in mathematics that of a square matrix is another one."""

    def read(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
        if len(args) != 1:
            return []
        evidence = context.evidence
        code = evidence.python or evidence.numpy or context.scope.notation == "matlab"
        each = context.made(function, args, at)
        if not args[0].is_square or code or function == "abs":
            return _only(each)
        if function not in OF_MATRICES:
            return []  # it may be the matrix logarithm, sine, ..., for which there is no word
        # A prime may be MATLAB's, whose functions are of each entry, or anybody's.
        of_matrix = context.made(OF_MATRICES[function], args, at)
        return _only(of_matrix, each if evidence.matlab else None)

    return read


def simple(function: str) -> Call:
    """Return a function of the vocabulary as it is."""

    def read(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
        return _only(context.made(function, args, at)) if has(function) else []

    return read


def operator(kind: str) -> Call:
    """Return an operator that is called as a function."""

    def read(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
        return _only(context.made(kind, args, at)) if len(args) == 2 else []

    return read


def _solve(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    return solved(context, args[0], args[1], at) if len(args) == 2 else []


def _divide(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    return divided(context, "./", args[0], args[1], at) if len(args) == 2 else []


def _matmul(context: Context, args: Sequence[Candidate], at: int) -> Candidates:
    return multiplied(context, "@", args[0], args[1], at) if len(args) == 2 else []


def _negative(_: Context, args: Sequence[Candidate], at: int) -> Candidates:
    return [Candidate(Node("neg", (args[0].node,), at=at), args[0].type)] if len(args) == 1 else []


CALLS: Mapping[str, Call] = {
    "maximum": _between("max"), "minimum": _between("min"),
    "transpose": transpose, "prime": prime, "adjoint": adjoint, "numpy inner": numpy_inner,
    "max": extremum("max"), "min": extremum("min"), "bar": bar,
    "item": _itself, "logical and": _logical("and"), "logical or": _logical("or"),
    "logical not": _logical("not"), "isequal": operator("=="), "dagger": dagger, "dot": dot,
    "vdot": _vdot,
    "inner": inner,
    "outer": outer, "mean": mean, "trace": trace, "sum": total, "norm": norm,
    "linalg norm": norm,
    **{each: entries(each) for each in (
        "exp", "sqrt", "abs", "log", "log2", "log10", "log1p", "expm1", "sin", "cos", "tan",
        "sinh", "cosh", "tanh",
    )},
    "logaddexp": _log_add_exp, "log softmax": _log_of("softmax"), "log sigmoid": _log_of("sigmoid"),
    "numpy cross_entropy": _cross_entropy_of_logits, "entropy": _entropy,
    "entrywise": operator("*"), "add": operator("+"), "subtract": operator("-"),
    "divide": _divide, "solve": _solve, "matmul": _matmul, "negative": _negative,
}  # fmt: skip
