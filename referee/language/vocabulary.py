"""The operators and functions of the formula language: one entry each.

An entry says how shapes combine, how values are computed in any arithmetic, and how it is
set in LaTeX. A new function is a new entry here and nothing else.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from referee.language import comparison
from referee.language.comparison import Comparison, IllTyped, fact
from referee.numerics import arrays, linalg, scalars, subdifferential
from referee.numerics.arrays import Array
from referee.numerics.batches import where
from referee.numerics.exponential_sums import ExponentialSum
from referee.numerics.precision import NotComputed
from referee.numerics.scalars import Undefined
from referee.numerics.surds import Surd

Size = tuple[int, int]
TRUTH = "truth"  # the type of a comparison, where an array has its size
Type = Size | str
SCALAR: Size = (1, 1)
MOST_BITS = 20_000
MOST_CORNERS = 12


@dataclass(frozen=True)
class Operation:
    """One operator or function.

    ``typed`` maps the types of the arguments to the result's (raising IllTyped), ``value``
    computes it, ``latex`` is a template with {0}, {1}, ... ``binds`` is its precedence in
    LaTeX (higher binds tighter), ``fold`` its value on constants.
    """

    arity: int
    typed: Callable[..., Type]
    value: Callable[..., Any]
    latex: str
    binds: int = 9
    takes_sizes: bool = False
    fold: Callable[..., Fraction] | None = None


def spell(type_: Type) -> str:
    """Return a type as text: ``2×1`` or ``a statement``."""
    return "a statement" if isinstance(type_, str) else f"{type_[0]}×{type_[1]}"


def _array(type_: Type, role: str) -> Size:
    if isinstance(type_, str):
        raise IllTyped(f"{role} of a statement; it takes a number or a matrix")
    return type_


def _same(symbol: str) -> Callable[[Type, Type], Type]:
    def typed(left: Type, right: Type) -> Type:
        a, b = _array(left, symbol), _array(right, symbol)
        if a != b:
            raise IllTyped(f"{spell(a)} {symbol} {spell(b)}: the sizes differ")
        return a

    return typed


def _scaled(symbol: str, *, only_right: bool = False) -> Callable[[Type, Type], Type]:
    """Type ``*`` and ``/``: a scalar scales, equal sizes go entry by entry."""

    def typed(left: Type, right: Type) -> Type:
        a, b = _array(left, symbol), _array(right, symbol)
        if b in {SCALAR, a}:
            return a
        if a == SCALAR and not only_right:
            return b
        hint = "; a matrix product is written @" if symbol == "*" else ": the sizes differ"
        raise IllTyped(f"{spell(a)} {symbol} {spell(b)}{hint}")

    return typed


def _product(left: Type, right: Type) -> Type:
    a, b = _array(left, "@"), _array(right, "@")
    if a[1] != b[0]:
        raise IllTyped(
            f"{spell(a)} @ {spell(b)}: rows of length {a[1]} on the left do not meet columns of"
            f" length {b[0]} on the right"
        )
    return a[0], b[1]


def _power(left: Type, right: Type) -> Type:
    a, b = _array(left, "**"), _array(right, "**")
    if b != SCALAR or a[0] != a[1]:
        raise IllTyped(f"{spell(a)} ** {spell(b)}; a power is of a number or a square matrix")
    return a


def _transposed(arg: Type) -> Type:
    a = _array(arg, ".T")
    return a[1], a[0]


def _entrywise(arg: Type) -> Type:
    return _array(arg, "a function")


def _to_scalar(arg: Type) -> Type:
    _array(arg, "a function")
    return SCALAR


def _square(arg: Type) -> Type:
    a = _array(arg, "a function")
    if a[0] != a[1]:
        raise IllTyped(f"a square matrix is needed, not {spell(a)}")
    return a


def _square_to_scalar(arg: Type) -> Type:
    _square(arg)
    return SCALAR


def _diagonal_of(arg: Type) -> Type:
    a = _array(arg, "diag")
    return min(a), 1


def _compared(symbol: str) -> Callable[[Type, Type], Type]:
    def typed(left: Type, right: Type) -> Type:
        _same(symbol)(left, right)
        return TRUTH

    return typed


def _statements(*args: Type) -> Type:
    for arg in args:
        if arg != TRUTH:
            raise IllTyped(f"a statement is needed, not {spell(arg)}")
    return TRUTH


def _predicate(*args: Type) -> Type:
    for arg in args:
        _array(arg, "a property")
    return TRUTH


def _rows_agree(left: Type, right: Type) -> Type:
    a, b = _array(left, "in_span"), _array(right, "in_span")
    if a[0] != b[0]:
        raise IllTyped(f"a vector in R^{a[0]} and the columns of {spell(b)}")
    return TRUTH


def _is_column(left: Type, right: Type) -> Type:
    a = _array(left, "is_column")
    if a[1] != 1:
        raise IllTyped(f"a vector is needed, not {spell(a)}")
    return _rows_agree(left, right)


def _point_and_columns(left: Type, right: Type) -> Type:
    a = _array(left, "in_hull")
    if a[1] != 1:
        raise IllTyped(f"a vector is needed, not {spell(a)}")
    return _rows_agree(left, right)


def _supported(left: Type, right: Type) -> Type:
    _same("min_on_support")(left, right)
    return SCALAR


def divide(a: Array, b: Array) -> Array:
    """Divide by a scalar or entry by entry; raises Undefined for a zero divisor."""
    if arrays.is_exact(b) and any(scalars.is_zero(x) for x in b.flat):
        raise Undefined("a division by zero")  # a ball over 0 would be a ball that is no number
    try:
        return a / b
    except ZeroDivisionError:
        raise Undefined("a division by zero") from None


def power(a: Array, b: Array) -> Array:
    """Raise a number or square matrix to a scalar power, exactly for integer exponents.

    Raises NotComputed for a matrix to a power that is no integer.
    """
    if not arrays.is_exact(a):
        return a**b if a.shape[-1] == 1 else linalg.matrix_power(a, b)
    exponent = b[0, 0]
    if not linalg.is_rational(b) or exponent.q != 1:
        if a.shape[-1] != 1:
            raise NotComputed("a fractional power of a matrix")
        return arrays.elementwise(lambda x: scalars.real_power(x, exponent), a)
    k = int(exponent.p)
    if a.size == 1 and isinstance(a.flat[0], ExponentialSum):
        exact = scalars.exact_power(a.flat[0], exponent)
        if exact is not None:  # however large k is: (e^r)^k is e^(rk)
            return arrays.scalar(exact).reshape(a.shape)
    return _repeated_product(a, k)


def _repeated_product(a: Array, k: int) -> Array:
    """Return an exact a^k by multiplying; raises NotComputed for a giant."""
    height = max(scalars.height_bits(x) for x in a.flat)
    if abs(k) > 64 or abs(k) * height > MOST_BITS:
        raise NotComputed(f"the power {k} of a number of {height} bits")
    if a.size == 1 and isinstance(a.flat[0], Surd):
        return arrays.scalar(a.flat[0] ** k).reshape(a.shape)
    base = linalg.inv(a) if k < 0 else a
    result = arrays.eye(a.shape[-1], a)
    for _ in range(abs(k)):
        result = result @ base
    return result


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


def in_span(v: Array, a: Array) -> Comparison:
    """Decide whether every column of v lies in the column span of a (rational)."""
    return comparison.equal(v, a @ (linalg.pinv(a) @ v))


def in_hull(v: Array, a: Array) -> Comparison:
    """Decide whether the vector v is a convex combination of the columns of a.

    Raises NotComputed for numbers that are not rational, and beyond MOST_CORNERS columns.
    """
    if not (arrays.is_exact(v) and linalg.is_rational(v) and linalg.is_rational(a)):
        raise NotComputed("a convex hull of numbers that are not rational")
    if max(a.shape) > MOST_CORNERS:
        raise NotComputed(f"a convex hull of more than {MOST_CORNERS} points or coordinates")
    return fact(subdifferential.in_hull(v, a), "in the convex hull")


def is_column(v: Array, a: Array) -> Comparison:
    """Decide whether the vector v is one of the columns of a."""
    return comparison.any_of(*(comparison.equal(v, a[..., j : j + 1]) for j in range(a.shape[-1])))


def symmetric(a: Array) -> Comparison:
    """Decide whether a is symmetric; a matrix that is not square is not."""
    if a.shape[-1] != a.shape[-2]:
        return fact(False, "symmetric")
    return comparison.equal(a, a.mT)


def invertible(a: Array) -> Comparison:
    """Decide whether a square matrix is invertible."""
    if arrays.is_batch(a):
        return fact(linalg.rank(a) == a.shape[-1], "invertible")
    return comparison.negation(comparison.equal(linalg.det(a), 0 * linalg.det(a)))


def positive_definite(a: Array) -> Comparison:
    """Decide whether a rational matrix is symmetric and positive definite."""
    return _by_inertia(a, {1}, "positive definite")


def positive_semidefinite(a: Array) -> Comparison:
    """Decide whether a rational matrix is symmetric and positive semidefinite."""
    return _by_inertia(a, {0, 1}, "positive semidefinite")


def _by_inertia(a: Array, signs: set[int], relation: str) -> Comparison:
    if arrays.is_exact(a) and not linalg.is_rational(a):
        raise NotComputed("the inertia of a matrix that is not rational")
    if arrays.is_batch(a):
        return comparison.all_of(symmetric(a), fact(linalg.inertia_within(a, signs), relation))
    if not (a == a.mT).all():
        return fact(False, relation)
    return fact(all(scalars.sign(x) in signs for x in linalg.inertia_pivots(a)), relation)


def diagonal_matrix(a: Array) -> Comparison:
    """Decide whether every off-diagonal entry is zero."""
    return comparison.equal(linalg.off_diagonal(a), 0 * a)


def _both_ways(left: Comparison, right: Comparison) -> Comparison:
    return comparison.iff(left, right)


OPERATORS: Mapping[str, Operation] = {
    "+": Operation(2, _same("+"), operator.add, "{0} + {1}", 3, fold=operator.add),
    "-": Operation(2, _same("-"), operator.sub, "{0} - {1}", 3, fold=operator.sub),
    "*": Operation(2, _scaled("*"), operator.mul, r"{0} {1}", 5, fold=operator.mul),
    "/": Operation(
        2, _scaled("/", only_right=True), divide, r"\frac{{{0}}}{{{1}}}", 8, fold=operator.truediv
    ),
    "@": Operation(2, _product, operator.matmul, r"{0} {1}", 5),
    "**": Operation(2, _power, power, "{0}^{{{1}}}", 7, fold=operator.pow),
    "neg": Operation(1, _entrywise, operator.neg, "-{0}", 4, fold=operator.neg),
    "T": Operation(1, _transposed, lambda a: a.mT, r"{0}^{{\top}}", 7),
    "==": Operation(2, _compared("="), comparison.equal, "{0} = {1}", 2),
    "!=": Operation(
        2,
        _compared("≠"),
        lambda a, b: comparison.negation(comparison.equal(a, b)),
        r"{0} \neq {1}",
        2,
    ),
    "<": Operation(2, _compared("<"), comparison.less, "{0} < {1}", 2),
    "<=": Operation(2, _compared("≤"), comparison.at_most, r"{0} \le {1}", 2),
    ">": Operation(2, _compared(">"), lambda a, b: comparison.less(b, a), "{0} > {1}", 2),
    ">=": Operation(2, _compared("≥"), lambda a, b: comparison.at_most(b, a), r"{0} \ge {1}", 2),
    "and": Operation(2, _statements, comparison.all_of, r"{0} \text{{ and }} {1}", 1),
    "or": Operation(2, _statements, comparison.any_of, r"{0} \text{{ or }} {1}", 1),
    "not": Operation(1, _statements, comparison.negation, r"\text{{not }} {0}", 1),
}
LITERALS: Mapping[str, bool] = {"true": True, "false": False}
FUNCTIONS: Mapping[str, Operation] = {
    "inv": Operation(1, _square, linalg.inv, "{0}^{{-1}}", 7),
    "pinv": Operation(1, _transposed, linalg.pinv, r"{0}^{{\dagger}}", 7),
    "rank": Operation(1, _to_scalar, linalg.rank, r"\operatorname{{rank}}({0})"),
    "det": Operation(1, _square_to_scalar, linalg.det, r"\det({0})"),
    "trace": Operation(1, _square_to_scalar, linalg.trace, r"\operatorname{{tr}}({0})"),
    "sum": Operation(1, _to_scalar, linalg.total, r"\operatorname{{sum}}({0})"),
    "min": Operation(1, _to_scalar, lambda a: linalg.extremum(a, -1), r"\min({0})"),
    "max": Operation(1, _to_scalar, lambda a: linalg.extremum(a, 1), r"\max({0})"),
    "min_on_support": Operation(
        2, _supported, min_on_support, r"\min\{{({0})_i : ({1})_i \neq 0\}}"
    ),
    "norm": Operation(1, _to_scalar, linalg.norm, r"\lVert {0} \rVert"),
    "norm_squared": Operation(1, _to_scalar, linalg.norm_squared, r"\lVert {0} \rVert^2"),
    "norm_1": Operation(1, _to_scalar, linalg.norm_1, r"\lVert {0} \rVert_1"),
    "norm_inf": Operation(1, _to_scalar, linalg.norm_inf, r"\lVert {0} \rVert_\infty"),
    "exp": Operation(1, _entrywise, arrays.exp, r"\exp\left({0}\right)"),
    "sqrt": Operation(1, _entrywise, arrays.sqrt, r"\sqrt{{{0}}}"),
    "abs": Operation(1, _entrywise, arrays.absolute, r"\lvert {0} \rvert"),
    "conj": Operation(1, _entrywise, arrays.conjugate, r"\overline{{{0}}}"),
    "diag": Operation(1, _diagonal_of, linalg.diagonal, r"\operatorname{{diag}}({0})"),
    "eye": Operation(1, _to_scalar, lambda k: k, "I_{{{0}}}", takes_sizes=True),
    "zeros": Operation(2, _to_scalar, lambda k: k, r"0_{{{0} \times {1}}}", takes_sizes=True),
    "ones": Operation(
        2, _to_scalar, lambda k: k, r"\mathbf{{1}}_{{{0} \times {1}}}", takes_sizes=True
    ),
    "in_span": Operation(2, _rows_agree, in_span, r"{0} \in \operatorname{{col}}({1})", 2),
    "in_hull": Operation(
        2,
        _point_and_columns,
        in_hull,
        r"{0} \in \operatorname{{conv}}\{{\text{{columns of }} {1}\}}",
        2,
    ),
    "is_column": Operation(2, _is_column, is_column, r"{0} \in \{{\text{{columns of }} {1}\}}", 2),
    "symmetric": Operation(1, _predicate, symmetric, r"{0} \text{{ is symmetric}}", 2),
    "invertible": Operation(
        1,
        lambda a: _predicate(_square(a)),
        invertible,
        r"{0} \text{{ is invertible}}",
        2,
    ),
    "positive_definite": Operation(
        1, lambda a: _predicate(_square(a)), positive_definite, r"{0} \succ 0", 2
    ),
    "positive_semidefinite": Operation(
        1, lambda a: _predicate(_square(a)), positive_semidefinite, r"{0} \succeq 0", 2
    ),
    "diagonal": Operation(1, _predicate, diagonal_matrix, r"{0} \text{{ is diagonal}}", 2),
    "implies": Operation(2, _statements, comparison.implies, r"{0} \Rightarrow {1}", 1),
    "iff": Operation(2, _statements, _both_ways, r"{0} \Leftrightarrow {1}", 1),
}
SIZED: Mapping[str, Callable[..., np.ndarray]] = {
    "eye": lambda k: np.eye(k, dtype=np.int64),
    "zeros": lambda r, c: np.zeros((r, c), dtype=np.int64),
    "ones": lambda r, c: np.ones((r, c), dtype=np.int64),
}


def operation(kind: str) -> Operation:
    """Return the entry of an operator or function."""
    return OPERATORS[kind] if kind in OPERATORS else FUNCTIONS[kind]
