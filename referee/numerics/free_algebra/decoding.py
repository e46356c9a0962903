"""Certificates read back from plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from flint import fmpq

from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.certificates import Certificate, Claim, Cofactor, Lemma
from referee.numerics.free_algebra.coefficients import Coefficient, indeterminate
from referee.numerics.free_algebra.letters import Letter, Word
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.free_algebra.traces import Traces

Data: TypeAlias = dict[str, Any]
Scalar: TypeAlias = list[Any]


def decode(data: Data) -> Certificate:
    """Return a certificate from what ``encode`` made of one. Raises KeyError, ValueError."""
    return _Reading(data).certificate()


class _Reading:
    def __init__(self, data: Data) -> None:
        self.data = data
        self.divisors = [_number(divisor) for divisor in data["nonzero"]]
        self.letters = {
            name: _letter(name, rows, columns, transpose)
            for name, (rows, columns, transpose) in data["letters"].items()
        }

    def certificate(self) -> Certificate:
        """Return everything."""
        axioms = tuple(map(self._statement, self.data["axioms"]))
        cofactors = self._cofactors(self.data["cofactors"])
        lemmas = tuple(map(self._lemma, self.data["lemmas"]))
        citation: str = self.data["citation"]
        return Certificate(self._claim(self.data["claim"]), axioms, cofactors, lemmas, citation)

    def _lemma(self, data: Data) -> Lemma:
        right = self._polynomial({**data, "terms": data["right"]})
        cofactors = self._cofactors(data["cofactors"])
        return Lemma(self._statement(data), cofactors, right, data["transposed"])

    def _statement(self, data: Data) -> Axiom:
        return Axiom(self._polynomial(data), data["label"], data["origin"])

    def _cofactors(self, data: Iterable[Any]) -> tuple[Cofactor, ...]:
        return tuple(
            Cofactor(self._coefficient(c), self._word(left), axiom, self._word(right))
            for c, left, axiom, right in data
        )

    def _claim(self, data: Data) -> Claim:
        if "traces" in data:
            return Traces({self._word(word): self._coefficient(c) for c, word in data["traces"]})
        return self._polynomial(data)

    def _polynomial(self, data: Data) -> Polynomial:
        terms = {self._word(word): self._coefficient(c) for c, word in data["terms"]}
        return Polynomial(data["rows"], data["columns"], terms)

    def _word(self, names: Sequence[str]) -> Word:
        return tuple(self.letters[name] for name in names)

    def _coefficient(self, data: Sequence[Any]) -> Coefficient:
        number, powers = _number(data[0]), data[1]
        for divisor, power in zip(self.divisors, powers, strict=True):
            for _ in range(power):
                number = number / divisor
        return number


def _letter(name: str, rows: str, columns: str, transpose: str) -> Letter:
    """Return a letter from its printed name: a transpose is printed with the mark of one."""
    if name == transpose:
        return Letter(name, rows, columns, symmetric=True)
    if name == f"{transpose}ᵀ":
        return Letter(transpose, columns, rows).T
    return Letter(name, rows, columns)


def _number(scalar: Scalar) -> Coefficient:
    total: Coefficient = fmpq(0)
    for text, powers in scalar:
        numerator, _, denominator = text.partition("/")
        term: Coefficient = fmpq(int(numerator), int(denominator or 1))
        for name, exponent in powers:
            for _ in range(exponent):
                term = term * indeterminate(name)
        total = total + term
    return total
