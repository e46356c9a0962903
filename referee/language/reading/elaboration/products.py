"""Products, quotients and powers of typed parts: which of them a sign may mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from referee.language.reading.elaboration.candidates import (
    ANY_SIZE,
    Candidate,
    Candidates,
    Context,
    combined,
    resized,
)
from referee.language.tree import FormulaError, Node, constant, too_large
from referee.language.vocabulary import FUNCTIONS, SCALAR

# Products that a sign names; where it has two they are both meant.
_NAMED: Mapping[str, tuple[str, ...]] = {
    "otimes": ("kron",),
    "oplus": ("blkdiag", "kron_sum"),
    "cross": ("cross",),
}
_ONE = Node("number", value=Fraction(1))


def transposed(a: Candidate, at: int | None = None) -> Candidate:
    """Return the transpose of a reading; of a row that was stood up it is that row."""
    rows, columns = a.size
    if a.node.kind == "T" and a.node.args[0].kind == "row":
        return Candidate(a.node.args[0], (columns, rows))
    return Candidate(Node("T", (a.node,), at=a.node.at if at is None else at), (columns, rows))


def multiplied(context: Context, sign: str, a: Candidate, b: Candidate, at: int) -> Candidates:
    """Return what a sign between two factors, or none, may mean at their sizes."""
    if isinstance(a.type, str) or isinstance(b.type, str):
        return []
    if SCALAR in {a.type, b.type}:
        return _only(context.made("@" if sign == "@" else "*", (a, b), at))
    if sign in {"odot", ".*"} or (sign == "*" and context.convention.entrywise):
        return _only(context.made("*", (a, b), at))
    if sign == "times" and a.type == b.type == (3, 1):
        sign = "cross"
    if sign in _NAMED:
        named = [context.made(kind, (a, b), at) for kind in _NAMED[sign]]
        return _only(*named, *([_outer(context, a, b, at)] if sign == "otimes" else []))
    matrix = context.made("@", (a, b), at)
    if matrix is None and a.is_column and _dots(context, sign, a, b):
        matrix = context.made("@", (transposed(a), b), at)
    return _only(matrix)


def _dots(context: Context, sign: str, a: Candidate, b: Candidate) -> bool:
    """Say whether a sign between a column and something makes their inner product."""
    if sign == "cdot":
        return a.type == b.type
    return sign == "@" and context.evidence.python and a.size[0] == b.size[0]


def _outer(context: Context, a: Candidate, b: Candidate, at: int) -> Candidate | None:
    if not (a.is_column and b.is_column):
        return None
    return context.made("@", (a, transposed(b)), at)


def _only(*found: Candidate | None) -> Candidates:
    return [each for each in found if each is not None]


def chain(context: Context, factors: Sequence[Candidates], signs: Sequence[str]) -> Candidates:
    """Return the products of factors in a row: from the left, or as brackets can be set."""
    so_far = factors[0]
    for sign, factor in zip(signs, factors[1:], strict=True):
        so_far = combined(
            (so_far, factor), lambda a, b, s=sign: multiplied(context, s, a, b, a.node.at)
        )
    if so_far or len(factors) < 3 or len(factors) > 24:
        return so_far
    return _bracketed(context, factors, signs)


def _bracketed(context: Context, factors: Sequence[Candidates], signs: Sequence[str]) -> Candidates:
    """Return the products of a row by any brackets, one for each type: they are all the same."""
    spans: dict[tuple[int, int], Candidates] = {(k, k + 1): list(f) for k, f in enumerate(factors)}
    for length in range(2, len(factors) + 1):
        for start in range(len(factors) - length + 1):
            end = start + length
            found: dict[object, Candidate] = {}
            for cut in range(end - 1, start, -1):
                sign = signs[cut - 1]
                for each in combined(
                    (spans[start, cut], spans[cut, end]),
                    lambda a, b, s=sign: multiplied(context, s, a, b, a.node.at),
                ):
                    found.setdefault(each.type, each)
            spans[start, end] = list(found.values())
    return spans[0, len(factors)]


def divided(context: Context, sign: str, a: Candidate, b: Candidate, at: int) -> Candidates:
    """Return what a quotient of two readings may be."""
    if a.type == ANY_SIZE:
        spread = b.is_array and (context.evidence.python or sign == "./")
        above = resized(context, a, b.type) if spread else []
        return [each for r in above for each in divided(context, sign, r, b, at)]
    if not b.is_array:
        return _only(context.made("/", (a, b), at))
    if sign == "./" and a.type == SCALAR:
        return _only(_spread(context, a, b, at))
    by_entries = context.convention.entrywise or (not b.is_square and not context.evidence.matlab)
    if sign == "./" or by_entries:
        return _only(context.made("/", (a, b), at))
    return _only(_by_inverse(context, a, b, at) if b.is_square else None)


def _spread(context: Context, a: Candidate, b: Candidate, at: int) -> Candidate | None:
    """Return a number divided by each entry."""
    sizes = tuple(context.dimension(each, at) for each in b.size)
    ones = Candidate(Node("ones", sizes, at=at), b.type)
    above = ones if a.node == _ONE else context.made("*", (a, ones), at)
    return None if above is None else context.made("/", (above, b), at)


def _by_inverse(context: Context, a: Candidate, b: Candidate, at: int) -> Candidate | None:
    inverse = context.made("inv", (b,), b.node.at)
    return None if inverse is None else context.made("@", (a, inverse), at)


def solved(context: Context, a: Candidate, b: Candidate, at: int) -> Candidates:
    r"""Return A\\b: what A takes to b."""
    if a.type == SCALAR:
        return _only(context.made("/", (b, a), at))
    inverse = context.made("inv", (a,), a.node.at)
    return _only(None if inverse is None else context.made("@", (inverse, b), at))


def raised(context: Context, sign: str, a: Candidate, b: Candidate, at: int) -> Candidates:
    """Return what a power may be: of a number, of a matrix, or entry by entry in code."""
    exponent = constant(b.node)
    why = too_large(a.node, b.node)
    if why:
        raise FormulaError(why, b.node.at)
    if a.type == SCALAR or b.type != SCALAR:
        return _only(_of_number(context, sign, a, b, at))
    if sign == ".^" or (sign == "**" and (context.evidence.numpy or not a.is_square)):
        return _only(_by_entries(context, a, exponent, at))
    if exponent is None or exponent >= 0 or exponent.denominator != 1:
        return _only(context.made("**", (a, b), at))
    return _only(_inverse_power(context, a, -exponent, at))


def _of_number(
    context: Context, sign: str, a: Candidate, b: Candidate, at: int
) -> Candidate | None:
    """Return a power of a number: a squared norm by its word, a^-1 as a quotient."""
    exponent = constant(b.node)
    if exponent == -1 and sign != "**":
        return context.made("/", (Candidate(_ONE, SCALAR), a), at)
    squared = FUNCTIONS[a.node.kind].squared if a.node.kind in FUNCTIONS else ""
    if exponent == 2 and squared:
        return Candidate(Node(squared, a.node.args, at=a.node.at), SCALAR)
    return context.made("**", (a, b), at)


def _inverse_power(context: Context, a: Candidate, k: Fraction, at: int) -> Candidate | None:
    inverse = context.made("inv", (a,), at)
    if inverse is None or k == 1:
        return inverse
    return context.made("**", (inverse, Candidate(Node("number", value=k, at=at), SCALAR)), at)


def _by_entries(
    context: Context, a: Candidate, exponent: Fraction | None, at: int
) -> Candidate | None:
    """Return a power of each entry, as a product: there is no other word for it."""
    if exponent == Fraction(1, 2):
        return context.made("sqrt", (a,), at)
    if exponent is None or exponent.denominator != 1 or not 1 <= abs(exponent) <= 8:
        return None
    found: Candidate | None = a
    for _ in range(abs(int(exponent)) - 1):
        found = None if found is None else context.made("*", (found, a), at)
    if exponent < 0 and found is not None:
        return _spread(context, Candidate(_ONE, SCALAR), found, at)
    return found
