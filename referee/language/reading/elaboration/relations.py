"""Relations, memberships and properties of typed parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from referee.language.reading.elaboration.candidates import (
    ANY_SIZE,
    Candidate,
    Candidates,
    Context,
    SetOf,
    combined,
    has,
    resized,
)
from referee.language.reading.elaboration.products import transposed
from referee.language.tree import Node
from referee.language.vocabulary import SCALAR, TRUTH

Rule = Callable[[Context, Candidate, int], Candidates]
_KINDS = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_DEFINITE = {
    "succ": ("positive_definite", False), "succeq": ("positive_semidefinite", False),
    "prec": ("positive_definite", True), "preceq": ("positive_semidefinite", True),
}  # fmt: skip
_ZERO = Node("number", value=Fraction(0))


_ORDERS = frozenset(("<", "<=", ">", ">="))


def _is_definite(context: Context, a: Candidate, b: Candidate) -> bool:
    """Say whether a relation is between a square matrix and 0, outside of Python."""
    if context.evidence.python or context.evidence.numpy:
        return False
    return ANY_SIZE in {a.type, b.type} and (a.is_square or b.is_square)


def same_size(
    context: Context, kind: str, a: Candidate, b: Candidate, at: int, *, spread: bool = False
) -> Candidates:
    """Return a sum or relation of two parts; a 0 or 1 takes the size of the other one.

    A number is ``spread`` over the entries of an array beside it, where code says so.
    """
    if a.type == ANY_SIZE and b.type == ANY_SIZE:
        return []
    if kind in _ORDERS and _is_definite(context, a, b):
        return []  # of a matrix it may be its entries or its eigenvalues
    if a.type == ANY_SIZE:
        found = [(each, b) for each in resized(context, a, b.type)]
    elif b.type == ANY_SIZE:
        found = [(a, each) for each in resized(context, b, a.type)]
    elif kind in {"+", "-"} and (spread or context.evidence.numpy) and a.type != b.type:
        found = _spread(context, a, b, at)
    else:
        found = [(a, b)]
    made = [context.made(kind, pair, at) for pair in found]
    return [each for each in made if each is not None]


def _spread(
    context: Context, a: Candidate, b: Candidate, at: int
) -> list[tuple[Candidate, Candidate]]:
    """Return an array and a number as arrays of one size, which NumPy makes of them."""
    if SCALAR not in (a.type, b.type):
        return []
    size = b.size if a.type == SCALAR else a.size
    ones = Candidate(Node("ones", tuple(context.dimension(k, at) for k in size), at=at), size)
    pair = [context.made("*", (x, ones), at) if x.type == SCALAR else x for x in (a, b)]
    return [(pair[0], pair[1])] if pair[0] is not None and pair[1] is not None else []


def related(context: Context, sign: str, a: Candidate, b: Candidate, at: int) -> Candidates:
    """Return what a relation between two parts may be."""
    if sign in {"in", "notin"}:
        inside = _member(context, a, b, at)
        if sign == "in":
            return inside
        return [Candidate(Node("not", (each.node,), at=at), TRUTH) for each in inside]
    if sign == "sums":
        total = context.made("sum", (a,), at)
        return [] if total is None else same_size(context, "==", total, b, at)
    if sign in _DEFINITE:
        return _definite(context, sign, a, b, at)
    both_truths = a.type == b.type == TRUTH
    if both_truths and sign == "=":
        made = context.made("iff", (a, b), at)
        return [] if made is None else [made]
    return same_size(context, _KINDS[sign], a, b, at)


def _member(context: Context, a: Candidate, b: Candidate, at: int) -> Candidates:
    """Read ``w in span(X)``: the set is typed as the matrix that it is made of."""
    if not isinstance(b.type, SetOf):
        return []
    matrix = Candidate(b.node.args[0], b.size)
    kind = {"span": "in_span", "conv": "in_hull", "columns": "is_column"}[b.node.kind]
    made = context.made(kind, (a, matrix), at)
    return [] if made is None else [made]


def _definite(context: Context, sign: str, a: Candidate, b: Candidate, at: int) -> Candidates:
    kind, turned = _DEFINITE[sign]
    if turned:
        a, b = b, a
    if a.type == ANY_SIZE or (a.node == _ZERO and b.is_array):
        subject = Candidate(Node("neg", (b.node,), at=at), b.type)
    elif b.type == ANY_SIZE:
        subject = a
    else:
        difference = context.made("-", (a, b), at)
        if difference is None:
            return []
        subject = difference
    if subject.type == SCALAR or not subject.is_square:
        return []
    made = context.made(kind, (subject,), at)
    return [] if made is None else [made]


def compared(
    context: Context, terms: list[Candidates], signs: tuple[str, ...], at: int
) -> Candidates:
    """Return a chain of relations: each between two neighbours, all of them."""
    if len(terms) == 2:
        return combined(terms, lambda a, b: related(context, signs[0], a, b, a.node.at))

    def all_of(*parts: Candidate) -> Candidates:
        so_far: list[tuple[Node, ...]] = [()]
        for sign, a, b in zip(signs, parts, parts[1:], strict=False):
            pairs = related(context, sign, a, b, a.node.at)
            so_far = [(*before, each.node) for before in so_far for each in pairs]
        return [Candidate(Node("and", nodes, at=at), TRUTH) for nodes in so_far]

    return combined(terms, all_of)


_SIGNS = {"positive": ">", "negative": "<", "nonnegative": ">=", "nonpositive": "<=",
          "zero": "=", "nonzero": "!="}  # fmt: skip


def has_property(context: Context, kind: str, a: Candidate, at: int) -> Candidates:
    """Return a property that a part has in words."""
    if kind in _SIGNS:
        return _signed(context, kind, a, at)
    if kind in _BY_RULE:
        return _BY_RULE[kind](context, a, at)
    made = context.made(kind, (a,), at) if has(kind) else None
    return [] if made is None or not a.is_array else [made]


def zero_like(a: Candidate) -> Candidate:
    """Return a zero to hold something against."""
    return Candidate(_ZERO, SCALAR if a.type == SCALAR else ANY_SIZE)


def _signed(context: Context, kind: str, a: Candidate, at: int) -> Candidates:
    """Read "is positive"; of a matrix it may be its entries or its eigenvalues."""
    if a.is_square and kind not in {"zero", "nonzero"}:
        return []
    return related(context, _SIGNS[kind], a, zero_like(a), at)


def _of_rank(axis: int) -> Rule:
    def rule(context: Context, a: Candidate, at: int) -> Candidates:
        rank = context.made("rank", (a,), at) if a.is_array else None
        number = Candidate(context.dimension(a.size[axis], at), SCALAR)
        return [] if rank is None else same_size(context, "==", rank, number, at)

    return rule


def _of_square(rule: Rule) -> Rule:
    return lambda context, a, at: rule(context, a, at) if a.is_square else []


def _independent(context: Context, a: Candidate, at: int) -> Candidates:
    if not isinstance(a.type, SetOf):
        return []
    return _of_rank(1)(context, Candidate(a.node.args[0], a.size), at)


def _idempotent(context: Context, a: Candidate, at: int) -> Candidates:
    square = context.made("@", (a, a), at)
    return [] if square is None else same_size(context, "==", square, a, at)


def _singular(context: Context, a: Candidate, at: int) -> Candidates:
    found = has_property(context, "invertible", a, at)
    return [Candidate(Node("not", (each.node,), at=at), TRUTH) for each in found]


def _normal(context: Context, a: Candidate, at: int) -> Candidates:
    return _equal_products(context, (a, transposed(a)), (transposed(a), a), at)


def _orthogonal(context: Context, a: Candidate, at: int) -> Candidates:
    eye = Candidate(Node("eye", (context.dimension(a.size[0], at),), at=at), a.type)
    left = context.made("@", (transposed(a), a), at)
    return [] if left is None else same_size(context, "==", left, eye, at)


def _skew(context: Context, a: Candidate, at: int) -> Candidates:
    opposite = Candidate(Node("neg", (a.node,), at=at), a.type)
    return same_size(context, "==", transposed(a), opposite, at)


def _nilpotent(context: Context, a: Candidate, at: int) -> Candidates:
    """Return Aⁿ = 0: if a power of an n×n matrix vanishes, the n-th does."""
    n = context.dimension(a.size[0], at)
    power = context.made("**", (a, Candidate(n, SCALAR)), at)
    zeros = Candidate(Node("zeros", (n, n), at=at), a.type)
    return [] if power is None else same_size(context, "==", power, zeros, at)


def _projection(context: Context, a: Candidate, at: int) -> Candidates:
    symmetric = context.made("symmetric", (a,), at)
    if symmetric is None:
        return []
    return [
        Candidate(Node("and", (each.node, symmetric.node), at=at), TRUTH)
        for each in _idempotent(context, a, at)
    ]


_BY_RULE: Mapping[str, Rule] = {
    "independent": _independent,
    "full rank": _of_square(_of_rank(1)),
    "full column rank": _of_rank(1),
    "full row rank": _of_rank(0),
    "idempotent": _of_square(_idempotent),
    "skew_symmetric": _of_square(_skew),
    "nilpotent": _of_square(_nilpotent),
    "orthogonal_projection": _of_square(_projection),
    "singular": _singular,
    "normal": _of_square(_normal),
    "orthogonal": _of_square(_orthogonal),
}


def _equal_products(
    context: Context,
    left: tuple[Candidate, Candidate],
    right: tuple[Candidate, Candidate],
    at: int,
) -> Candidates:
    a, b = context.made("@", left, at), context.made("@", right, at)
    return [] if a is None or b is None else same_size(context, "==", a, b, at)
