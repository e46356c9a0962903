"""Sums, products, quotients, powers and the transpose."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from referee.language.comparison import IllTyped
from referee.language.vocabulary.operation import (
    ATOM,
    SCALAR,
    Changes,
    Notation,
    Operation,
    Type,
    on_arrays,
    spell,
)
from referee.language.vocabulary.sizes import array, entrywise, same, transposed
from referee.numerics import arrays, linalg, matrix_functions, scalars
from referee.numerics.array_series import ArraySeries
from referee.numerics.arrays import Array
from referee.numerics.exponential_sums import ExponentialSum
from referee.numerics.precision import NotComputed, in_balls
from referee.numerics.scalars import Undefined
from referee.numerics.series import Series
from referee.numerics.surds import Surd

MOST_BITS = 20_000
MOST_BITS_OF_A_NUMBER = 200_000
MOST_FACTORS = 64  # of a power of a number that is a sum of roots or exponentials
LARGEST_EXPONENT = 10**12


def _scaled(symbol: str, *, only_right: bool = False) -> Callable[[Type, Type], Type]:
    """Type ``*`` and ``/``: a scalar scales, equal sizes go entry by entry."""

    def typed(left: Type, right: Type) -> Type:
        a, b = array(left, symbol), array(right, symbol)
        if b in {SCALAR, a}:
            return a
        if a == SCALAR and not only_right:
            return b
        hint = "; a matrix product is written @" if symbol == "*" else ": the sizes differ"
        raise IllTyped(f"{spell(a)} {symbol} {spell(b)}{hint}")

    return typed


def _product(left: Type, right: Type) -> Type:
    a, b = array(left, "@"), array(right, "@")
    if a[1] != b[0]:
        raise IllTyped(
            f"{spell(a)} @ {spell(b)}: rows of length {a[1]} on the left do not meet columns of"
            f" length {b[0]} on the right"
        )
    return a[0], b[1]


def _power(left: Type, right: Type) -> Type:
    a, b = array(left, "**"), array(right, "**")
    if b != SCALAR or a[0] != a[1]:
        raise IllTyped(f"{spell(a)} ** {spell(b)}; a power is of a number or a square matrix")
    return a


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
    if arrays.is_traced(a):
        return linalg.matrix_power(a, b)
    if not arrays.is_exact(a):
        return a**b if a.shape[-1] == 1 else _power_of_floats(a, b)
    if not arrays.is_exact(b) and b[0, 0].is_integer():
        b = arrays.exact([[int(b[0, 0])]])  # series of floats are raised as those of rationals are
    exponent = b[0, 0]
    if not linalg.is_rational(b) or exponent.q != 1:
        if a.shape[-1] != 1:
            return _fractional_power(a, exponent)
        return arrays.elementwise(lambda x: scalars.real_power(x, exponent), a)
    k = int(exponent.p)
    if a.size == 1 and isinstance(a.flat[0], ExponentialSum):
        exact = scalars.exact_power(a.flat[0], exponent)
        if exact is not None:  # however large k is: (e^r)^k is e^(rk)
            return arrays.scalar(exact).reshape(a.shape)
    return _repeated_product(a, k)


def _fractional_power(a: Array, exponent: Any) -> Array:
    """Return the principal power of a matrix; raises NotComputed for an irrational exponent."""
    if not isinstance(exponent, scalars.RATIONAL):
        raise NotComputed("an irrational power of a matrix")
    return matrix_functions.powm(a, fmpq(exponent))


def _power_of_floats(a: Array, b: Array) -> Array:
    powers = {float(k) for k in b.reshape(-1)} if not isinstance(b, ArraySeries) else set()
    if len(powers) == 1 and not min(powers).is_integer():
        near = Fraction(min(powers)).limit_denominator(1000)
        return matrix_functions.powm(a, fmpq(near.numerator, near.denominator))
    return linalg.matrix_power(a, b)


def _integer_power(number: fmpq, k: int) -> fmpq:
    if k < 0 and number == 0:
        raise Undefined("a division by zero")
    return number**k


def _power_of_number(number: fmpq, k: int) -> Any:
    """Return a rational number to a whole power: a ball where the exact one has too many bits."""
    bits = 0 if abs(number) in {0, 1} else abs(k) * number.height_bits()
    if bits <= MOST_BITS_OF_A_NUMBER:
        return _integer_power(number, k)
    if abs(k) > LARGEST_EXPONENT:
        raise NotComputed(f"a power beyond ±{LARGEST_EXPONENT:,}")
    in_balls("a power of a number that is too large")
    return arb(number) ** k


def _is_plain(number: Any) -> bool:
    """Say whether a number is rational or a float, or a series of such."""
    if isinstance(number, Series):
        return _is_plain(number.value) and _is_plain(number.slope)
    return isinstance(number, (*scalars.RATIONAL, float))


def _repeated_product(a: Array, k: int) -> Array:
    """Return an exact a^k by multiplying; raises NotComputed for a giant."""
    height = max(scalars.height_bits(x) for x in a.flat)
    if a.size == 1 and isinstance(a.flat[0], fmpq):
        return arrays.scalar(_power_of_number(a.flat[0], k)).reshape(a.shape)
    if a.size == 1 and isinstance(a.flat[0], Surd) and abs(k) * height <= MOST_BITS:
        return arrays.scalar(a.flat[0] ** k).reshape(a.shape)
    # A power of what is no rational number may have as many terms as it has factors.
    plain = all(map(_is_plain, a.flat))
    if (abs(k) > MOST_FACTORS and not plain) or abs(k) * height > MOST_BITS:
        raise NotComputed(f"the power {k} of a number of {height} bits")
    base = linalg.inv(a) if k < 0 else a
    result, left = None, abs(k)
    while left:
        if left % 2:
            result = base if result is None else result @ base
        base, left = (base @ base, left // 2) if left > 1 else (base, 0)
    return arrays.eye(a.shape[-1], a) if result is None else result


def _scaled_in_lean(left: Type, right: Type) -> Notation:
    """Write ``*`` in Lean: of numbers, of a number and a matrix, or entry by entry (Hadamard)."""
    if SCALAR not in {left, right}:
        return Notation("{0} ⊙ {1}", 8, (ATOM, ATOM))
    if left == right:
        return Notation("{0} * {1}", 6, (6, 7))
    if left == SCALAR:
        return Notation("{0} • {1}", 7, (8, 7))
    return Notation("{1} • {0}", 7, (7, 8))


def _divided_in_lean(left: Type, right: Type) -> Notation:
    """Write ``/`` in Lean, where no matrix is divided: by a number, or entry by entry."""
    if left == right == SCALAR:
        return Notation("{0} / {1}", 6, (6, 7))
    if right == SCALAR:
        return Notation("{1}⁻¹ • {0}", 7, (7, ATOM))
    return Notation("(Matrix.of fun i j => {0} i j / {1} i j)", ATOM, (ATOM, ATOM))


def _multiplied_in_lean(left: Type, right: Type) -> Notation:
    """Write ``@`` in Lean, where a product of a row and a column is a matrix still."""
    if SCALAR in {left, right}:
        return _scaled_in_lean(left, right)
    if left[0] == right[1] == 1:
        return Notation("({0} * {1}) 0 0", ATOM - 1, (6, 7))
    return Notation("{0} * {1}", 6, (6, 7))


def _raised_in_numpy(base: Type, _: Type) -> Notation:
    """Write ``**`` in NumPy, where it raises the entries of a matrix and not the matrix."""
    if base == SCALAR:
        return Notation("{0}**{1}", 8, (9, 7))
    return Notation("np.linalg.matrix_power({0}, {1})")


OPERATORS: Mapping[str, Operation] = {
    "+": Operation(
        "the sum of two arrays of one size",
        2,
        same("+"),
        operator.add,
        Notation("{0} + {1}", 3, (3, 3)),
        Notation("{0} + {1}", 5, (5, 6)),
        fold=operator.add,
        commutes=True,
        transposes_inside=True,
        changes=Changes(to=("-",)),
        written={
            "matlab": Notation("{0} + {1}", 5, (5, 6)),
            "unicode": Notation("{0} + {1}", 3, (3, 4)),
            "lean": Notation("{0} + {1}", 5, (5, 6)),
        },
    ),
    "-": Operation(
        "the difference of two arrays of one size",
        2,
        same("-"),
        operator.sub,
        Notation("{0} - {1}", 3, (3, 4)),
        Notation("{0} - {1}", 5, (5, 6)),
        fold=operator.sub,
        transposes_inside=True,
        changes=Changes(to=("+",), swapped=True),
        written={
            "matlab": Notation("{0} - {1}", 5, (5, 6)),
            "unicode": Notation("{0} − {1}", 3, (3, 4)),
            "lean": Notation("{0} - {1}", 5, (5, 6)),
        },
    ),
    "*": Operation(
        "the product with a number, or of two arrays of one size entry by entry",
        2,
        _scaled("*"),
        operator.mul,
        Notation("{0} {1}", 5, (4, 5)),
        Notation("{0} * {1}", 6, (6, 7)),
        fold=operator.mul,
        commutes=True,
        transposes_inside=True,
        changes=Changes(to=("/", "@")),
        written={
            "matlab": on_arrays(
                Notation("{0} .* {1}", 6, (6, 7)), Notation("{0} * {1}", 6, (6, 7))
            ),
            "unicode": on_arrays(Notation("{0} ⊙ {1}", 4, (7, 7)), Notation("{0}·{1}", 6, (5, 7))),
            "lean": _scaled_in_lean,
        },
    ),
    "/": Operation(
        "the quotient by a number, or of two arrays of one size entry by entry",
        2,
        _scaled("/", only_right=True),
        divide,
        Notation(r"\frac{{{0}}}{{{1}}}", 8),
        Notation("{0} / {1}", 6, (6, 7)),
        fold=operator.truediv,
        transposes_inside=True,
        changes=Changes(to=("*",), swapped=True),
        written={
            "matlab": on_arrays(
                Notation("{0} ./ {1}", 6, (6, 7)), Notation("{0} / {1}", 6, (6, 7))
            ),
            "unicode": on_arrays(Notation("{0} ⊘ {1}", 4, (7, 7)), Notation("{0}/{1}", 4, (5, 7))),
            "lean": _divided_in_lean,
        },
    ),
    "@": Operation(
        "the product of two matrices",
        2,
        _product,
        operator.matmul,
        Notation("{0} {1}", 5, (4, 5)),
        Notation("{0} @ {1}", 6, (6, 7)),
        changes=Changes(to=("*",), swapped=True),
        written={
            "matlab": Notation("{0} * {1}", 6, (6, 7)),
            "unicode": Notation("{0} {1}", 6, (5, 7)),
            "lean": _multiplied_in_lean,
        },
    ),
    "**": Operation(
        "the power of a number or a square matrix",
        2,
        _power,
        power,
        # A fraction binds less: raised, it looks as if its numerator alone were.
        Notation("{0}^{{{1}}}", 7, (9, 0)),
        # The sign of an exponent binds looser than the power and needs no parentheses.
        Notation("{0}**{1}", 8, (9, 7)),
        fold=operator.pow,
        changes=Changes(to=("*",), swapped=True, signed=(1,)),
        written={
            "numpy": _raised_in_numpy,
            "matlab": Notation("{0}^{1}", 8, (9, 9)),
            "unicode": Notation("{0}^{1}", 8, (9, 9)),
            "lean": Notation("{0} ^ {1}", 8, (10, 10)),
        },
    ),
    "neg": Operation(
        "the opposite",
        1,
        entrywise,
        operator.neg,
        Notation("-{0}", 4, (4,)),
        Notation("-{0}", 7, (7,)),
        fold=operator.neg,
        transposes_inside=True,
        written={
            "matlab": Notation("-{0}", 7, (7,)),
            "unicode": Notation("−{0}", 5, (4,)),
            "lean": Notation("-{0}", 6, (8,)),
        },
    ),
    "T": Operation(
        "the transpose",
        1,
        transposed,
        lambda a: a.mT,
        Notation(r"{0}^{{\top}}", 7, (9,)),
        # A number binds less: its dot would read as a decimal's.
        Notation("{0}.T", ATOM, (ATOM,)),
        written={
            "matlab": Notation("{0}.'", ATOM, (ATOM,)),
            "unicode": Notation("{0}ᵀ", 8, (9,)),
            "lean": on_arrays(Notation("{0}ᵀ", ATOM, (ATOM,)), Notation("{0}", ATOM, (ATOM,))),
        },
    ),
}
