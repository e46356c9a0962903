"""Scalar factors: where a part of a formula, as a polynomial in one quantity, is 0.

A quantity is a name or what is made of names by anything but arithmetic, as norm(w). A formula
in which a quantity is compared, or stands in a factor, changes its sign at rational numbers
that are found here exactly, by factoring. Everything else between two of them is alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import islice, pairwise
from math import isfinite
from typing import Any

from flint import fmpq, fmpq_poly

from referee.language.tree import LEAVES, Node, constant
from referee.language.vocabulary import FUNCTIONS, operation
from referee.language.vocabulary.relations import SYMBOLS
from referee.strategies.roots import Radical, radicals

ValueOf = Callable[[Node], fmpq | None]  # the value of a quantity, None where it is no rational
Ratio = tuple[fmpq_poly, fmpq_poly]  # a rational function
ARITHMETIC = frozenset({"+", "-", "*", "/", "neg", "**"})
MOST_DEGREE = 128
MOST_BITS = 4_096
MOST_PARTS = 60  # of a formula that are factored for one quantity
NEAR = fmpq(1, 1000)  # what lies next to a number
PLAIN = frozenset(map(fmpq, (-2, -1, 0, 1, 2)))  # instances take these values anyway
ROOTS = {entry.squared: name for name, entry in FUNCTIONS.items() if entry.squared}
X, ONE = fmpq_poly([0, 1]), fmpq_poly([1])


def quantities(root: Node) -> list[Node]:
    """Return the names and the opaque parts of a formula, each once, as they come."""
    return list(dict.fromkeys(_quantities(root)))


def _quantities(node: Node) -> Iterator[Node]:
    if node.kind == "number" or node.free:
        return
    if node.kind not in LEAVES and operation(node.kind).takes_sizes:
        return
    if node.kind == "name":
        yield node
        return
    if is_opaque(node):
        yield _root(node) or node
    for arg in node.args:
        yield from _quantities(arg)


def _root(node: Node) -> Node | None:
    """Return what a part is the square of under a name of its own, as norm(w)², else None."""
    base = ROOTS.get(node.kind)
    return None if base is None else Node(base, node.args)


def is_opaque(node: Node) -> bool:
    """Say whether a part of a formula is taken as a whole: a number that is no arithmetic."""
    if node.kind in {*LEAVES, *ARITHMETIC, *SYMBOLS, "T"}:
        return False
    return not (operation(node.kind).lazy or operation(node.kind).is_statement)


def numbers(root: Node) -> set[fmpq]:
    """Return the numbers that stand in a formula, exponents and the plainest ones left out."""
    found = {fmpq(x.numerator, x.denominator) for x in _numbers(root)} - PLAIN
    return {x for x in found if x.height_bits() <= MOST_BITS}  # a token holds no giants


def _numbers(node: Node) -> Iterator[Fraction]:
    found = constant(node)
    if found is not None:
        yield found
        return
    if node.kind not in LEAVES and operation(node.kind).takes_sizes:
        return
    for arg in () if node.free else node.args[:1] if node.kind == "**" else node.args:
        yield from _numbers(arg)


def zeros(root: Node, quantity: Node, value_of: ValueOf) -> set[fmpq]:
    """Return where parts of a formula vanish as polynomials in one quantity.

    The other quantities have their values. A root that is not rational is rounded.
    """
    return {x for f in _polynomials(root, quantity, value_of) for x in _zeros(f)}


def irrational_zeros(root: Node, quantity: Node, value_of: ValueOf) -> list[Radical]:
    """Return where parts of a formula vanish at numbers that are not rational, each once.

    They are roots of quadratic factors, and k-th roots of a number about another one.
    """
    found: dict[Radical, None] = {}
    for polynomial in _polynomials(root, quantity, value_of):
        for factor, _ in polynomial.numer().factor()[1]:
            found |= dict.fromkeys(radicals(fmpq_poly(factor)))
    return list(found)


def _polynomials(root: Node, quantity: Node, value_of: ValueOf) -> Iterator[fmpq_poly]:
    """Yield parts of a formula as polynomials in one quantity, each once."""
    ratios = Ratios(quantity, value_of)
    known = (ratios.of(part) for part in parts(root))
    polynomials = {str(f): f for ratio in known for f in ratio or () if f.degree() > 0}
    yield from islice(polynomials.values(), MOST_PARTS)


def parts(root: Node) -> Iterator[Node]:
    """Yield what is compared, multiplied, divided by or handed to a function.

    Where a sum vanishes that stands for itself nothing happens.
    """
    for node in root.parts():
        if node.kind in SYMBOLS:
            yield node
        elif node.kind not in {*LEAVES, "+", "-", "neg", "T"}:
            yield from (arg for arg in node.args if not arg.free)


def _zeros(polynomial: fmpq_poly) -> Iterator[fmpq]:
    for factor, _ in polynomial.numer().factor()[1]:
        if factor.degree() == 1:
            yield fmpq(-factor[0], factor[1])
        elif factor.degree() <= MOST_DEGREE // 4:
            roots: Any = factor.complex_roots()
            for root, _ in roots:
                rounded = float(root.real.mid())
                if root.imag == 0 and isfinite(rounded):
                    near = Fraction(rounded).limit_denominator(1_000)
                    yield fmpq(near.numerator, near.denominator)


class Ratios:
    """The parts of a formula as rational functions of one quantity, each computed once."""

    def __init__(self, quantity: Node, value_of: ValueOf) -> None:
        self.value_of = value_of
        self.known: dict[Node, Ratio | None] = {quantity: (X, ONE)}
        self.quantity = quantity

    def of(self, node: Node) -> Ratio | None:
        """Return a part as a rational function, None where it is none."""
        if node not in self.known:
            self.known[node] = _within(self._found(node))
        return self.known[node]

    def _found(self, node: Node) -> Ratio | None:
        if node.kind == "number":
            number: Any = node.value
            return fmpq_poly([fmpq(number.numerator, number.denominator)]), ONE
        if _root(node) == self.quantity:
            return X * X, ONE
        if node.kind in {"name", "index"} or is_opaque(node):
            value = None if node.free or self.quantity in node.walk() else self.value_of(node)
            return None if value is None else (fmpq_poly([value]), ONE)
        if node.kind == "**":
            return _power(self.of(node.args[0]), constant(node.args[1]))
        if node.kind not in {*ARITHMETIC, *SYMBOLS}:
            return None
        args = [self.of(arg) for arg in node.args]
        known = [arg for arg in args if arg is not None]
        return _combined(node.kind, known) if len(known) == len(args) else None


def _combined(kind: str, args: list[Ratio]) -> Ratio | None:
    (a, b), (c, d) = args[0], args[-1]
    if kind == "neg":
        return -a, b
    if kind == "*":
        return a * c, b * d
    if kind == "/":
        return None if c.degree() < 0 else (a * d, b * c)
    return (a * d + c * b if kind == "+" else a * d - c * b), b * d


def _power(base: Ratio | None, exponent: Fraction | None) -> Ratio | None:
    if base is None or exponent is None or exponent.denominator != 1:
        return None
    k, (a, b) = int(exponent), base
    if abs(k) * max(a.degree(), b.degree(), 1) > MOST_DEGREE:
        return None
    if k < 0:
        return None if a.degree() < 0 else (b**-k, a**-k)
    return a**k, b**k


def _within(ratio: Ratio | None) -> Ratio | None:
    """Return a rational function unless its degree or its numbers are beyond what is factored."""
    for polynomial in ratio or ():
        bits = max((int(c.p).bit_length() + int(c.q).bit_length() for c in polynomial), default=0)
        if polynomial.degree() > MOST_DEGREE or bits > MOST_BITS:
            return None
    return ratio


def between(marks: set[fmpq]) -> list[fmpq]:
    """Return marked numbers, one number between any two neighbours, then what lies next to them.

    A polynomial has one sign between two neighbouring zeros, so that the numbers between them
    and beyond them show every sign that it takes.
    """
    ordered = sorted(marks)
    inner = [simplest(low, high) for low, high in pairwise(ordered)]
    outer = [ordered[0] - 1, ordered[-1] + 1] if ordered else []
    near = [x + step for x in ordered for step in (NEAR, -NEAR, 1, -1)]
    found = dict.fromkeys((*ordered, *inner, *outer, *near))
    return [x for x in found if x != 0] + [fmpq(0)]  # it is drawn anyway


def simplest(low: fmpq, high: fmpq) -> fmpq:
    """Return the simplest rational number strictly between two: of the least denominator."""
    if low < 0 < high:
        return fmpq(0)
    if high <= 0:
        return -simplest(-high, -low)
    base = int(low.floor())
    if base + 1 < high:
        return fmpq(base + 1)
    inverse = 1 / (high - base)
    if low == base:
        return base + fmpq(1, int(inverse.floor()) + 1)
    return base + 1 / simplest(inverse, 1 / (low - base))


def values_of_interest(root: Node, value_of: ValueOf) -> Mapping[Node, list[fmpq]]:
    """Return for each quantity of a formula the numbers at which something may change, by interest.

    First come the quantities with zeros besides 0, and all that is next to them; then the names
    that numbers of the formula are tried for.
    """
    known, every = numbers(root), quantities(root)
    found = {quantity: zeros(root, quantity, value_of) for quantity in every}
    interesting = {q: between(marks | {fmpq(0)}) for q, marks in found.items() if marks - {fmpq(0)}}
    tried = [x for number in sorted(known) for x in (number, number + 1, number - 1)]
    plain = {q: tried for q in every if q.kind == "name" and q not in interesting and tried}
    return interesting | plain
