"""Certificates as plain data: strings, lists and maps, as the checker of proofs lays them out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from flint import fmpq_mpoly

from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.certificates import Certificate, Claim, Cofactor
from referee.numerics.free_algebra.coefficients import Coefficient, RationalFunction
from referee.numerics.free_algebra.letters import Word
from referee.numerics.free_algebra.orders import letters_of
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.free_algebra.traces import Traces

Data: TypeAlias = dict[str, Any]
Scalar: TypeAlias = list[Any]


def encode(certificate: Certificate, *sides: Polynomial) -> Data:
    """Return a certificate as plain data, with the sides of its claim where they are given.

    Raises ValueError where two letters print alike.
    """
    return _Writing(certificate, sides).data()


class _Writing:
    def __init__(self, certificate: Certificate, sides: Sequence[Polynomial]) -> None:
        self.certificate, self.sides = certificate, sides
        self.divisors: list[Scalar] = []
        for c in coefficients(certificate):
            self._divided(c)
        for side in sides:
            for c in side.terms.values():
                self._divided(c)

    def data(self) -> Data:
        """Return everything; the divisors are known from here on."""
        certificate = self.certificate
        sides = [self._polynomial(side)["terms"] for side in self.sides]
        return {
            "letters": _letters(certificate, self.sides),
            "claim": self._claim(certificate.claim),
            "axioms": [self._statement(axiom) for axiom in certificate.axioms],
            "lemmas": [
                {
                    **self._statement(lemma.statement),
                    "cofactors": self._cofactors(lemma.cofactors),
                    "right": self._polynomial(lemma.right)["terms"],
                    "transposed": lemma.transposed,
                }
                for lemma in certificate.lemmas
            ],
            "citation": certificate.citation,
            "cofactors": self._cofactors(certificate.cofactors),
            "nonzero": self.divisors,
            **({"sides": sides} if sides else {}),
        }

    def _statement(self, axiom: Axiom) -> Data:
        return {"label": axiom.label, "origin": axiom.origin, **self._polynomial(axiom.polynomial)}

    def _cofactors(self, cofactors: Iterable[Cofactor]) -> list[Any]:
        return [
            [self._coefficient(c.coefficient), _word(c.left), c.axiom, _word(c.right)]
            for c in cofactors
        ]

    def _claim(self, claim: Claim) -> Data:
        if isinstance(claim, Traces):
            return {"traces": [[self._coefficient(c), _word(w)] for w, c in claim.terms.items()]}
        return self._polynomial(claim)

    def _polynomial(self, polynomial: Polynomial) -> Data:
        terms = [[self._coefficient(c), _word(w)] for w, c in polynomial.terms.items()]
        return {"rows": polynomial.rows, "columns": polynomial.columns, "terms": terms}

    def _coefficient(self, c: Coefficient) -> list[Any]:
        numerator, powers = self._divided(c)
        return [numerator, [powers.get(i, 0) for i in range(len(self.divisors))]]

    def _divided(self, c: Coefficient) -> tuple[Scalar, Mapping[int, int]]:
        """Return a numerator, and powers of the divisors by their places."""
        if not isinstance(c, RationalFunction):
            return [[str(c), []]], {}
        number, factors = c.denominator.factor()
        powers: dict[int, int] = {}
        for divisor, power in factors:
            scalar = _scalar(divisor, c.names)
            if scalar not in self.divisors:
                self.divisors.append(scalar)
            powers[self.divisors.index(scalar)] = int(power)
        return _scalar(c.numerator / number, c.names), powers


def coefficients(certificate: Certificate) -> Iterable[Coefficient]:
    """Yield every coefficient: the claim's, the statements', the cofactors'."""
    yield from certificate.claim.terms.values()
    for statement in certificate.statements:
        yield from statement.polynomial.terms.values()
    for lemma in certificate.lemmas:
        yield from lemma.right.terms.values()
    for cofactor in _all_cofactors(certificate):
        yield cofactor.coefficient


def _all_cofactors(certificate: Certificate) -> Iterable[Cofactor]:
    yield from certificate.cofactors
    for lemma in certificate.lemmas:
        yield from lemma.cofactors


def _scalar(polynomial: fmpq_mpoly, names: Sequence[str]) -> Scalar:
    """Return a polynomial in indeterminates as numbers and powers, the names in order."""
    return [
        [str(c), [[name, int(e)] for name, e in zip(names, powers, strict=True) if e]]
        for powers, c in polynomial.terms()
    ]


def _word(word: Word) -> list[str]:
    return [str(letter) for letter in word]


def _letters(certificate: Certificate, sides: Sequence[Polynomial]) -> dict[str, list[str]]:
    words = [*certificate.claim.terms, *(word for side in sides for word in side.terms)]
    words += [word for axiom in certificate.statements for word in axiom.polynomial.terms]
    words += [word for lemma in certificate.lemmas for word in lemma.right.terms]
    words += [word for c in _all_cofactors(certificate) for word in (c.left, c.right)]
    letters = sorted(letters_of(words))
    named = {str(a): [a.rows, a.columns, str(a.T)] for a in letters}
    if len(named) < len(letters):
        raise ValueError("two letters print alike")
    return named
