"""Normal forms: one key for all ways to write a formula.

Equal keys mean equal formulas: the same value wherever one of them has one, the same type
at every shape. Sums and products are sorted where they commute, chains of ``@`` are
flattened, transposes pushed inwards, rational constants, signs and scalars pulled out of
products, ``a > b`` turned round. Nothing is cancelled: what has no value keeps having none.
``and``, ``or`` and ``implies`` keep their order, since they look no further than they must.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import wraps
from math import prod
from types import MappingProxyType
from typing import Any, TypeVar

from referee.language.tree import LEAVES, Formula, Node, constant
from referee.language.vocabulary import BINDERS, OPERATORS, operation
from referee.strategies.families import Family

Term = tuple[Fraction, str]  # a rational coefficient and the key of what it multiplies
Product = tuple[Fraction, list[str]]  # a coefficient and the keys of its factors

ONE = Fraction(1)


def normal_form(formula: Formula, family: Family) -> str:
    """Return the key of a formula over a family's names; equal keys, equal formulas."""
    normaliser = _Normaliser(family)
    if any(_counts_with_statements(node) for node in formula.root.walk()):
        # Ill-typed, and -(-(a < b)) must not become a < b.
        return f"(as-written {formula.root})"
    return normaliser.key(_with_plain_indices(formula.root))


def _with_plain_indices(node: Node, known: Mapping[str, str] = MappingProxyType({})) -> Node:
    """Return a formula whose indices are #1, #2, ... by how deep they are bound."""
    if node.kind == "index":
        return Node("index", value=known.get(str(node.value), str(node.value)), at=node.at)
    if node.kind in BINDERS and BINDERS[node.kind].binds_leaf:
        index, *bounds, body = node.args
        inner = {**known, str(index.value): f"#{len(known) + 1}"}
        args = (
            _with_plain_indices(index, inner),
            *(_with_plain_indices(each, known) for each in bounds),
            _with_plain_indices(body, inner),
        )
        return Node(node.kind, args, at=node.at)
    if not node.args:
        return node
    return Node(node.kind, tuple(_with_plain_indices(a, known) for a in node.args), at=node.at)


def _counts_with_statements(node: Node) -> bool:
    is_arithmetic = node.kind in OPERATORS and not _is_statement(node)
    return is_arithmetic and any(_is_statement(arg) for arg in node.args)


def _is_statement(node: Node) -> bool:
    return node.kind not in LEAVES and operation(node.kind).is_statement


R = TypeVar("R")


def _once(method: Callable[[_Normaliser, Node], R]) -> Callable[[_Normaliser, Node], R]:
    """Compute a method once for each node: without that, time doubles with every level."""

    @wraps(method)
    def remembered(self: _Normaliser, node: Node) -> R:
        # Hashing a node walks it; its identity is enough, as long as it is kept alive.
        at = (method.__name__, id(node))
        if at not in self.known:
            self.known[at] = (node, method(self, node))
        value: R = self.known[at][1]
        return value

    return remembered


class _Normaliser:
    def __init__(self, family: Family) -> None:
        self.family = family
        self.known: dict[tuple[str, int], tuple[Node, Any]] = {}

    @_once
    def key(self, node: Node) -> str:
        """Return the key of any node: a sum of sorted terms."""
        terms = sorted(self.terms(node), key=lambda term: (term[1], term[0]))
        spelt = [_spelt(term) for term in terms]
        return spelt[0] if len(spelt) == 1 else f"(+ {' '.join(spelt)})"

    @_once
    def terms(self, node: Node) -> list[Term]:
        """Return the terms of a sum; anything else is a sum of one."""
        if node.kind in {"+", "-"} and constant(node) is None:
            left, right = node.args
            sign = Fraction(1 if node.kind == "+" else -1)
            return self.terms(left) + [(sign * c, k) for c, k in self.terms(right)]
        if node.kind == "T":
            inside = self.transposed(node.args[0])
            if inside.kind != "T":
                return self.terms(inside)
        scaled = self._scaled_sum(node)
        if scaled is not None:
            return scaled
        coefficient, factors = self.product(node)
        return [(coefficient, _joined("*", sorted(factors)))]

    def _scaled_sum(self, node: Node) -> list[Term] | None:
        """Return the terms of a constant times a sum, None for anything else."""
        if node.kind == "neg" and constant(node) is None:
            return [(-c, k) for c, k in self.terms(node.args[0])]
        if node.kind == "*":
            for factor, other in (node.args, node.args[::-1]):
                c = constant(factor)
                if c is not None and constant(other) is None:
                    return [(c * each, k) for each, k in self.terms(other)]
        if node.kind == "/":
            divisor = constant(node.args[1])
            if divisor and constant(node) is None:
                return [(c / divisor, k) for c, k in self.terms(node.args[0])]
        return None

    @_once
    def product(self, node: Node) -> Product:
        """Return the coefficient and the factors of a product; anything else is one factor."""
        value = constant(node)
        if value is not None:
            return value, []
        if node.kind == "*":
            return self._times(*(self.content(arg) for arg in node.args))
        if node.kind == "/" and self.is_scalar(node.args[1]):
            (c, factors), (d, divisors) = (self.content(arg) for arg in node.args)
            if d:
                return c / d, factors + [f"(inv-of {key})" for key in divisors]
        if node.kind == "@":
            return self._chain(node)
        if node.kind == "**" and constant(node.args[1]) == -1 and self.is_scalar(node.args[0]):
            return self.product(Node("/", (Node("number", value=ONE), node.args[0]), at=node.at))
        return ONE, [self.atom(node)]

    @staticmethod
    def _times(left: Product, right: Product) -> Product:
        return left[0] * right[0], left[1] + right[1]

    @_once
    def content(self, node: Node) -> Product:
        """Return a node as a product; of a sum, the coefficient of its first term is one."""
        inner = self.unwrapped(node)
        if inner.kind == "neg" and constant(inner) is None:
            c, factors = self.content(inner.args[0])
            return -c, factors
        terms = sorted(self.terms(node), key=lambda term: (term[1], term[0]))
        if len(terms) == 1:
            return self.product(inner) if inner.kind in {"*", "/", "@"} else _single(terms[0])
        lead = terms[0][0] or ONE
        divided = [(c / lead, k) for c, k in terms]
        spelt = [_spelt(term) for term in divided]
        return lead, [f"(+ {' '.join(spelt)})"]

    def _chain(self, node: Node) -> Product:
        """Return a chain of matrix products, constants and scalars in front of it."""
        coefficient, scalars, links = self._parted(node)
        return coefficient, [*scalars, _joined("@", links)]

    @_once
    def _parted(self, node: Node) -> tuple[Fraction, list[str], list[str]]:
        """Return the constant, the scalar factors and the links of a matrix."""
        inner = self.unwrapped(node)
        if inner.kind == "@":
            parts = [self._link(arg) for arg in self.links(inner)]
            scalars = [key for _, in_front, _ in parts for key in in_front]
            return (
                prod((c for c, _, _ in parts), start=ONE),
                scalars,
                [k for _, _, rest in parts for k in rest],
            )
        if inner.kind == "neg":
            c, scalars, rest = self._parted(inner.args[0])
            return -c, scalars, rest
        scaled = self._scaled_matrix(inner)
        if scaled is not None:
            return scaled
        c, factors = self.content(node)
        return c, [], [_joined("*", sorted(factors))]

    def _link(self, node: Node) -> tuple[Fraction, list[str], list[str]]:
        """Return the parts of one link: a number stays where it is, for it has a shape there."""
        if constant(node) is not None or self.is_scalar(node):
            return ONE, [], [self.key(node)]
        return self._parted(node)

    def _scaled_matrix(self, node: Node) -> tuple[Fraction, list[str], list[str]] | None:
        """Return the parts of a scalar times a matrix, None for anything else."""
        if node.kind == "*":
            for factor, other in (node.args, node.args[::-1]):
                if self.is_scalar(factor):
                    c, factors = self.content(factor)
                    d, scalars, rest = self._parted(other)
                    return c * d, factors + scalars, rest
        if node.kind == "/" and self.is_scalar(node.args[1]):
            c, divisors = self.content(node.args[1])
            if c:
                d, scalars, rest = self._parted(node.args[0])
                return d / c, [*scalars, *(f"(inv-of {key})" for key in divisors)], rest
        return None

    def atom(self, node: Node) -> str:
        """Return the key of what is no sum and no product."""
        if node.kind in LEAVES:
            return str(node.value)
        keys = [self.key(arg) for arg in node.args]
        entry = operation(node.kind)
        if entry.turned:
            return f"({entry.turned} {' '.join(reversed(keys))})"
        return f"({node.kind} {' '.join(sorted(keys) if entry.commutes else keys)})"

    @_once
    def is_scalar(self, node: Node) -> bool:
        """Say whether a node is a number at every shape, not only at some."""
        if node.kind in {"number", "index"}:
            return True
        if node.kind == "name":
            field = self.family.by_name[str(node.value)]
            return field.rows == field.columns == "1"
        entry = operation(node.kind)
        kept = entry.keeps_scalars and all(self.is_scalar(arg) for arg in node.args)
        return entry.is_scalar or kept

    @_once
    def links(self, node: Node) -> list[Node]:
        """Return the operands of a chain of matrix products, from the left."""
        node = self.unwrapped(node)
        if node.kind != "@":
            return [node]
        return [link for arg in node.args for link in self.links(arg)]

    @_once
    def unwrapped(self, node: Node) -> Node:
        """Return a node with a transpose on top of it pushed inwards."""
        return self.transposed(node.args[0]) if node.kind == "T" else node

    @_once
    def transposed(self, node: Node) -> Node:
        """Return the transpose of a node, without a transpose on top where that can be."""
        if self.is_scalar(node):
            return node
        if node.kind == "T":
            return self.unwrapped(node.args[0])
        if node.kind == "@":
            left, right = node.args
            return Node("@", (self.transposed(right), self.transposed(left)), at=node.at)
        if node.kind not in LEAVES and operation(node.kind).transposes_inside:
            return Node(node.kind, tuple(map(self.transposed, node.args)), at=node.at)
        return Node("T", (node,), at=node.at)


def _spelt(term: Term) -> str:
    # In hexadecimal: Python refuses to write long numbers in decimal.
    coefficient, key = term
    top, bottom = coefficient.numerator, coefficient.denominator
    return key if coefficient == ONE else f"{top:x}/{bottom:x}*{key}"


def _single(term: Term) -> Product:
    return term[0], [] if term[1] == "1" else [term[1]]


def _joined(symbol: str, keys: list[str]) -> str:
    if not keys:
        return "1"
    return keys[0] if len(keys) == 1 else f"({symbol} {' '.join(keys)})"
