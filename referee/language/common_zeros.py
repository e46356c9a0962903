"""Where two parts of a formula vanish at once, as polynomials in two names.

The resultant of two polynomials in x and y has for roots all x of common zeros (and maybe others),
which is why every pair of roots is tried in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx, fmpq_poly

from referee.language.factors import ARITHMETIC, ValueOf, is_opaque, parts
from referee.language.tree import Node, constant
from referee.language.vocabulary.relations import SYMBOLS
from referee.numerics import scalars
from referee.numerics.precision import OutOfReach
from referee.strategies.roots import Radical, radicals

Number = Radical | fmpq
Point = tuple[Number, Number]
Names = Mapping[Node, Any]  # and their letters
MOST_DEGREE = 6  # of a polynomial
MOST_POLYNOMIALS = 5
MOST_POINTS = 64  # pairs of roots that are tried for two polynomials
LETTERS = ("x", "y", "z")
_RING = fmpq_mpoly_ctx.get(LETTERS, Ordering.lex)
_X, _Y, _ = _RING.gens()


def common_zeros(root: Node, one: Node, other: Node, value_of: ValueOf) -> Iterator[Point]:
    """Yield common zeros of two parts of a formula in two names that are not both rational.

    The other names have their values. Numbers are rational or of :class:`Radical`'s kind.
    """
    known = (_polynomial(part, {one: _X, other: _Y}, value_of) for part in parts(root))
    distinct = {str(f): f for f in known if f is not None and f.total_degree() > 0}
    for f, g in combinations(islice(distinct.values(), MOST_POLYNOMIALS), 2):
        yield from _common(f, g)


def _common(f: fmpq_mpoly, g: fmpq_mpoly) -> Iterator[Point]:
    xs = _roots(_univariate(f.resultant(g, "y"), 0))
    ys = _roots(_univariate(f.resultant(g, "x"), 1))
    for point in islice(product(xs, ys), MOST_POINTS):
        if any(isinstance(number, Radical) for number in point) and all(
            _vanishes(h, point) for h in (f, g)
        ):
            yield point


def _univariate(f: fmpq_mpoly, place: int) -> fmpq_poly:
    found = fmpq_poly([])
    for exponents, coefficient in f.terms():
        found += coefficient * fmpq_poly([0, 1]) ** int(exponents[place])
    return found


def _roots(f: fmpq_poly) -> Sequence[Number]:
    """Return the roots that are rational or of Radical's kind."""
    if f.degree() < 1:
        return ()
    found: list[Number] = []
    for factor, _ in f.numer().factor()[1]:
        if factor.degree() == 1:
            found.append(fmpq(-factor[0], factor[1]))
        else:
            found += radicals(fmpq_poly(factor))
    return found


def _vanishes(f: fmpq_mpoly, point: Point) -> bool:
    """Say whether a polynomial is certainly 0 at a point."""
    values = [number.value if isinstance(number, Radical) else number for number in point]
    total: Any = fmpq(0)
    try:
        for (a, b, *_), coefficient in f.terms():
            total = total + coefficient * values[0] ** int(a) * values[1] ** int(b)
        return scalars.vanishes(total) is True
    except (OutOfReach, ArithmeticError):
        return False


def polynomial_in(node: Node, names: Sequence[Node], value_of: ValueOf) -> fmpq_mpoly | None:
    """Return a part of a formula as a polynomial in up to three names, None where it is none."""
    found: fmpq_mpoly | None = _polynomial(
        node, dict(zip(names, _RING.gens(), strict=False)), value_of
    )
    return found


def _polynomial(node: Node, names: Names, value_of: ValueOf) -> Any:
    """Return a part as a polynomial in names, None where it is none, or one too large."""
    found = _leaf(node, names, value_of) if _is_leaf(node) else _made(node, names, value_of)
    return None if found is None or found.total_degree() > MOST_DEGREE else found


def _is_leaf(node: Node) -> bool:
    return node.kind == "name" or constant(node) is not None or is_opaque(node) or bool(node.free)


def _leaf(node: Node, names: Names, value_of: ValueOf) -> Any:
    if node in names:
        return names[node]
    number = constant(node)
    if number is not None:
        return _RING.constant(fmpq(number.numerator, number.denominator))
    inside = node.free or any(name in node.walk() for name in names)
    value = None if inside else value_of(node)
    return None if value is None else _RING.constant(value)


def _made(node: Node, names: Names, value_of: ValueOf) -> Any:
    if node.kind not in {*ARITHMETIC, *SYMBOLS}:
        return None
    first = _polynomial(node.args[0], names, value_of)
    if first is None or node.kind == "neg":
        return None if first is None else -first
    if node.kind == "**":
        return _power(first, constant(node.args[1]))
    second = _polynomial(node.args[-1], names, value_of)
    return None if second is None else _STEPS.get(node.kind, lambda a, b: a - b)(first, second)


def _power(base: Any, exponent: Any) -> Any:
    whole = exponent is not None and exponent.denominator == 1 and 0 <= exponent <= MOST_DEGREE
    return base ** int(exponent) if whole else None


def _over(top: Any, below: Any) -> Any:
    if not below.is_constant() or below == 0:
        return None
    return top / below.leading_coefficient()


_STEPS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "*": lambda a, b: a * b,
    "/": _over,
}
