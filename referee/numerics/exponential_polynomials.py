"""Polynomials times exponentials of polynomials, in letters: what expectations and integrals take.

A number Σ cᵢ·x^aᵢ·exp(qᵢ(x)) in the letters x of whatever is random or integrated over; the
coefficients are exact numbers of any kind, or balls. First-order series stand outside: a
derivative's are series of such sums. A formula of the language is evaluated at letters as it is
at numbers; what is no such sum (a quotient, a root, an order) is refused by its name. A sum
without letters is the plain number that it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import count
from typing import Any

from flint import arb, fmpq, fmpz

from referee.numerics.precision import NotComputed
from referee.numerics.series import Series

Letter = int
Monomial = tuple[tuple[Letter, int], ...]  # letters with their powers, in order
Exponent = tuple[tuple[Monomial, Any], ...]  # a polynomial without a constant, in order
Key = tuple[Monomial, Exponent]

MOST_TERMS = 5_000
MOST_PAIRS = 50_000  # of terms that are multiplied with one another
MOST_DEGREE = 120
_PLAIN = (int, fmpz, fmpq)
_letters = count()


class ExponentialPolynomial:
    """A sum of terms, each a coefficient by its powers of letters and its exponential's exponent.

    Build one with :func:`letter` or :func:`polynomial`; what has no letter left is a plain number.
    """

    __slots__ = ("terms",)
    __array_ufunc__ = None  # a float of NumPy's leaves a product with one to it

    def __init__(self, terms: Mapping[Key, Any]) -> None:
        self.terms = terms

    def __add__(self, other: Any) -> Any:
        if isinstance(other, Series):
            return NotImplemented
        return polynomial([*self.terms.items(), *terms_of(other)])

    __radd__ = __add__

    def __neg__(self) -> Any:
        return ExponentialPolynomial({key: -c for key, c in self.terms.items()})

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, Series):
            return NotImplemented
        return self + (-other)

    def __rsub__(self, other: Any) -> Any:
        if isinstance(other, Series):
            return NotImplemented
        return (-self) + other

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Series):
            return NotImplemented
        more = terms_of(other)
        if len(self.terms) * len(more) > MOST_PAIRS:
            raise NotComputed(
                f"a product of polynomials of {len(self.terms)} and {len(more)} terms"
            )
        return polynomial(
            [(_joined(one, two), c * k) for one, c in self.terms.items() for two, k in more]
        )

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, Series):
            return NotImplemented
        return self * reciprocal(other)

    def __rtruediv__(self, other: Any) -> Any:
        if isinstance(other, Series):
            return NotImplemented
        return reciprocal(self) * other

    def __pow__(self, exponent: Any) -> Any:
        if not isinstance(exponent, int):
            raise NotComputed(f"the power {exponent} of {NAMED}")
        if abs(exponent) * self.degree > MOST_DEGREE:
            raise NotComputed(f"a polynomial of a degree beyond {MOST_DEGREE}")
        base = reciprocal(self) if exponent < 0 else self
        power: Any = fmpq(1)
        for digit in f"{abs(exponent):b}":
            power = power * power
            power = base * power if digit == "1" else power
        return power

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ExponentialPolynomial) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(frozenset(self.terms))

    def _refuse(self, *_: Any) -> Any:
        raise NotComputed(f"an order or a magnitude of {NAMED}")

    __lt__ = __le__ = __gt__ = __ge__ = __abs__ = __float__ = _refuse

    def __repr__(self) -> str:
        return f"<{len(self.terms)} terms in letters>"

    @property
    def degree(self) -> int:
        """The largest degree of a monomial, 0 where there are exponentials alone."""
        return max(sum(power for _, power in monomial) for monomial, _ in self.terms)

    def conjugate(self) -> ExponentialPolynomial:
        """Return itself: letters are real."""
        return self


NAMED = "what is random or integrated over"


def letter() -> ExponentialPolynomial:
    """Return a letter that no other number has."""
    return ExponentialPolynomial({(((next(_letters), 1),), ()): fmpq(1)})


def letter_of(number: ExponentialPolynomial) -> Letter:
    """Return the letter that a number is."""
    ((((found, _),), _),) = number.terms
    return found


def at_letters(f: Callable[[Any], Any], letters: Any) -> Any:
    """Return a function at arrays of letters. Raises NotComputed where it is no such sum there.

    What asks flint for a ball of a letter gets a TypeError.
    """
    try:
        return f(letters)
    except TypeError:
        raise NotComputed(f"a function of {NAMED} that is no polynomial") from None


def polynomial(terms: Iterable[tuple[Key, Any]]) -> Any:
    """Return a sum of terms, equal ones put together; without letters the number that it is."""
    found: dict[Key, Any] = {}
    for key, coefficient in terms:
        total = found[key] + coefficient if key in found else coefficient
        found[key] = total
    found = {key: c for key, c in found.items() if not _is_zero(c)}
    if len(found) > MOST_TERMS:
        raise NotComputed(f"a polynomial of more than {MOST_TERMS:,} terms")
    if not found:
        return fmpq(0)
    return found[_ONE] if found.keys() == {_ONE} else ExponentialPolynomial(found)


_ONE: Key = ((), ())


def exponential_of(number: ExponentialPolynomial, constant: Any) -> Any:
    """Return exp of a polynomial, given exp of its ``constant`` part.

    Raises NotComputed for an exponential of exponentials, and for one of balls, which nobody can
    put together with another.
    """
    exponent = [(monomial, c) for (monomial, _), c in number.terms.items() if monomial]
    if any(inside for _, inside in number.terms):
        raise NotComputed(f"an exponential of an exponential of {NAMED}")
    if any(isinstance(c, arb) for _, c in exponent):
        raise NotComputed(f"an exponential of {NAMED} times what has no exact form")
    return ExponentialPolynomial({((), tuple(sorted(exponent, key=_by_letters))): constant})


def constant_of(number: ExponentialPolynomial) -> Any:
    """Return the part of a number that has no letter."""
    return number.terms.get(_ONE, fmpq(0))


def reciprocal(number: Any) -> Any:
    """Return one over a number; raises NotComputed where that is no such sum."""
    if not isinstance(number, ExponentialPolynomial):
        return 1 / (fmpq(number) if isinstance(number, _PLAIN) else number)
    ((monomial, exponent), c), *more = number.terms.items()
    if more or monomial:
        raise NotComputed(f"a quotient by {NAMED}: it is no polynomial")
    turned = tuple((each, -k) for each, k in exponent)
    return ExponentialPolynomial({((), turned): reciprocal(c)})


def terms_of(number: Any) -> list[tuple[Key, Any]]:
    """Return the terms of a number: none of 0, of another without letters the only one."""
    if isinstance(number, ExponentialPolynomial):
        return list(number.terms.items())
    if _is_zero(number):
        return []
    return [(_ONE, fmpq(number) if isinstance(number, int) else number)]


def _is_zero(number: Any) -> bool:
    return isinstance(number, _PLAIN) and number == 0


def _joined(one: Key, two: Key) -> Key:
    """Return the key of a product."""
    return _times(one[0], two[0]), _plus(one[1], two[1])


def _times(one: Monomial, two: Monomial) -> Monomial:
    if not (one and two):
        return one or two
    powers = dict(one)
    for each, power in two:
        powers[each] = powers.get(each, 0) + power
    if sum(powers.values()) > MOST_DEGREE:
        raise NotComputed(f"a polynomial of a degree beyond {MOST_DEGREE}")
    return tuple(sorted(powers.items()))


def _plus(one: Exponent, two: Exponent) -> Exponent:
    if not (one and two):
        return one or two
    found = dict(one)
    for monomial, c in two:
        found[monomial] = found.get(monomial, fmpq(0)) + c
    kept = [(monomial, c) for monomial, c in found.items() if c != 0]
    return tuple(sorted(kept, key=_by_letters))


def _by_letters(term: tuple[Monomial, Any]) -> Monomial:
    return term[0]
