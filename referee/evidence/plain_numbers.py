"""Numbers as plain data: text that is exact where the number is, floats that are finite."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from flint import arb, fmpq

from referee.numerics import scalars
from referee.numerics.algebraic import Algebraic
from referee.numerics.exponential_sums import ExponentialFraction, ExponentialSum
from referee.numerics.gaussian import Gaussian
from referee.numerics.logarithms import Logarithmic, Monomial
from referee.numerics.precision import precision
from referee.numerics.root_expressions import RootExpression
from referee.numerics.surds import Surd
from referee.numerics.trigonometric import Trigonometric, TrigonometricFraction

LONGEST = 40  # signs of an exact number that is written out
LONGEST_SUM = 120  # signs of a sum of exponentials
Waves = Trigonometric | TrigonometricFraction
Exact = (
    Surd | Algebraic | RootExpression | ExponentialSum | ExponentialFraction | Waves | Logarithmic
)
BITS = (64, 256, 1024, 4096)  # for the decimals of what is beyond a float


def entries(array: Any) -> list[list[str]]:
    """Return a (rows, columns) array as text, exact where the number is exact."""
    return [[spell(number) for number in row] for row in array]


def spell(number: Any) -> str:
    """Return a number as text: exact, followed by a decimal where that helps."""
    if isinstance(number, ExponentialSum):
        return _with_decimal(number, _spell_sum(number), LONGEST_SUM)
    if isinstance(number, Surd):
        return _with_decimal(number, _spell_roots(number), LONGEST)
    if isinstance(number, Algebraic | RootExpression | ExponentialFraction | Waves | Logarithmic):
        # One of roots has no text where that is long.
        text = _text(number) if isinstance(number, RootExpression) else _plain(number)
        return "0" if text == "0" else _with_decimal(number, text, LONGEST_SUM)
    text = str(number)
    if len(text) <= LONGEST:
        return text
    if isinstance(number, Gaussian):
        return f"≈ {complex(number):.6g}"
    return f"≈ {_decimal(number, 6)}"


def _text(number: RootExpression) -> str:
    return "0" if number.sign() == 0 else number.text


def _with_decimal(number: Exact, exact: str, longest: int) -> str:
    return f"{exact if len(exact) <= longest else ''} ≈ {_decimal(number, 4)}".strip()


def _decimal(number: Any, digits: int) -> str:
    """Return a number to some digits, also one beyond the range of a float."""
    rounded = scalars.to_float(number)
    if math.isfinite(rounded) and (rounded != 0 or number == 0):
        return f"{rounded:.{digits}g}"
    for bits in BITS:
        with precision(bits):
            ball = number.ball() if isinstance(number, Exact) else arb(number)
        if ball.rel_accuracy_bits() > 4 * digits:
            return str(ball.str(digits, radius=False))
    return f"{rounded:.{digits}g}"


def _spell_sum(number: ExponentialSum) -> str:
    return _joined((c, "" if e == 0 else f"e^({_plain(e)})") for e, c in reversed(number.terms))


def _plain(number: Any) -> str:
    """Return an exact number as text, without a decimal."""
    if isinstance(number, Surd):
        return _spell_roots(number)
    if isinstance(number, ExponentialSum):
        return _spell_sum(number)
    if isinstance(number, ExponentialFraction):
        below = "·".join(
            f"({_spell_sum(f)})" + (f"^{k}" if k > 1 else "") for f, k in number.bottom.items()
        )
        return f"({_plain(number.top)})/{below}"
    return _waves_and_logs(number)


def _waves_and_logs(number: Any) -> str:
    """Return sines and logarithms as text, and other numbers as they are."""
    if isinstance(number, TrigonometricFraction):
        return f"({_plain(number.top)})/({_plain(number.bottom)})"
    if isinstance(number, Trigonometric):
        return _joined(_sines(number))
    if isinstance(number, Logarithmic):
        return _joined((c, _logs(monomial)) for monomial, c in number.terms.items())
    return str(number)


def _sines(number: Trigonometric) -> Iterator[tuple[Any, str]]:
    for angle, pair in number.terms.items():
        for name, c in zip(("cos", "sin"), pair, strict=True):
            if scalars.sign(c) != 0:
                yield c, "" if angle == 0 else f"{name}({angle})"


def _logs(monomial: Monomial) -> str:
    return "·".join(
        f"{'' if isinstance(of, Logarithmic) else 'log'}({_plain(of)})"
        + ("" if power == 1 else f"^({power})")
        for of, power in monomial
    )


def _spell_roots(number: Surd) -> str:
    return _joined((c, "" if r == 1 else f"√{r}") for r, c in number.terms)


def _joined(terms: Iterable[tuple[Any, str]]) -> str:
    """Return a sum as text, from its coefficients and what they are multiplied with."""
    text = ""
    for coefficient, factor in terms:
        sign = "−" if scalars.sign(coefficient) == -1 else "+"
        size = abs(coefficient)
        shown = str(size) if isinstance(size, fmpq) else f"({_plain(size)})"
        body = factor if factor and size == 1 else f"{shown}{factor}"
        text += f" {sign} {body}" if text else f"{'−' if sign == '−' else ''}{body}"
    return text


def finite(number: float | None) -> float | None:
    """Return a float as JSON has it: None for none, and for one that is not finite."""
    return None if number is None or not math.isfinite(number) else float(number)
