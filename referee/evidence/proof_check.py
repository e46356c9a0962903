"""A checker of proofs that shares no code with the prover: it expands a certificate, and compares.

A certificate is plain data (strings, lists, maps), laid out as follows. A polynomial in sizes and
times is a list of ``[number, [[name, exponent], …]]``; a coefficient is such a polynomial with one
exponent for each of the divisors ``nonzero`` that it is divided by; a word is a list of letters.

- ``letters``: name → ``[rows, columns, name of the transpose]``; sizes are names
- ``nonzero``: polynomials in sizes and times that the proof divides by
- ``axioms``: ``rows``, ``columns``, ``terms`` as ``[coefficient, word]``, ``label``, ``origin``
- ``claim``: ``rows``, ``columns`` and ``terms``, the polynomial that is said to be zero; or
  ``traces``, a sum of traces of words, where the trace of the empty word is the number 1
- ``cofactors``: ``[coefficient, left word, place of the axiom, right word]``
- ``sides``, where they are told: the terms of the two sides whose difference the claim is
- ``lemmas``: statements like axioms, each with ``cofactors`` of its own, by which it follows from
  the axioms and the lemmas before it; their places are counted on from those of the axioms

The claim is proved if it is the sum of the products left · axiom · right; in a sum of traces words
count up to rotation and transposition, and the trace of an identity is its size.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any, TypeAlias

Monomial: TypeAlias = tuple[tuple[str, int], ...]
Scalar: TypeAlias = dict[Monomial, Fraction]
Divided: TypeAlias = tuple[Scalar, tuple[int, ...]]
Word: TypeAlias = tuple[str, ...]
MOST = 100  # an exponent above this was not written by a proof


class Wrong(Exception):
    """What is wrong with a certificate, in a line."""


def fault(certificate: Any) -> str:
    """Return "" for a certificate that proves its claim, else a line that says what is wrong."""
    try:
        _Check(certificate).run()
    except Wrong as wrong:
        return str(wrong)
    except (
        KeyError,
        IndexError,
        TypeError,
        ValueError,
        AttributeError,
        ZeroDivisionError,
    ) as error:
        return f"the certificate is malformed: {type(error).__name__} {error}"
    return ""


def chain_fault(certificate: Any, steps: Any) -> str:
    """Return "" for a chain from one side to the other, each cofactor one step, else what is wrong.

    ``steps`` are the places of the cofactors; that they sum to left − right is for ``fault``.
    """
    try:
        complete = sorted(steps) == [*range(len(certificate["cofactors"]))]
        told = [*map(type, steps)] == [int] * len(steps) and len(certificate["sides"]) == 2
    except (KeyError, TypeError):
        complete = told = False
    return "" if complete and told else "the steps are not the cofactors of two sides, each once"


class _Check:
    def __init__(self, data: Any) -> None:
        self.letters, self.claim, self.lemmas = data["letters"], data["claim"], data["lemmas"]
        self.cofactors, self.sides = data["cofactors"], data.get("sides")
        self.known = [*data["axioms"]]
        self.divisors = [_scalar(divisor) for divisor in data["nonzero"]]
        self.traced = False
        self.total: defaultdict[Word, list[Divided]] = defaultdict(list)

    def run(self) -> None:
        """Raise Wrong where sizes do not meet or a sum is another than what it is said to be."""
        if not all(self.divisors):
            raise Wrong("it divides by 0")
        for name, (rows, columns, transpose) in self.letters.items():
            if self.letters[transpose] != [columns, rows, name]:
                raise Wrong(f"{transpose} is no transpose of {name}")
        for statement in (*self.known, *self.lemmas):
            for _, word in statement["terms"]:
                self._path(word, statement["rows"], statement["columns"], statement["label"])
        for lemma in self.lemmas:
            self._follows(lemma, lemma["cofactors"], lemma["label"])
            self.known.append(lemma)
        self._follows(self.claim, self.cofactors, "the claim")
        if self.sides is not None:
            self._differ(*self.sides)

    def _differ(self, left: Any, right: Any) -> None:
        """Raise Wrong where the claim is not left − right."""
        self.total.clear()
        for terms, sign in ((left, Fraction(1)), (right, Fraction(-1))):
            for c, word in terms:
                self._path(word, self.claim["rows"], self.claim["columns"], "a side")
                self._add(_product(self._divided(c), self._number(sign)), tuple(word), "1")
        self._subtract(self.claim)
        if any(map(self._sum, self.total.values())):
            raise Wrong("the claim is not the difference of its sides")

    def _number(self, number: Fraction) -> Divided:
        return {(): number}, (0,) * len(self.divisors)

    def _follows(self, claim: Any, cofactors: Any, name: str) -> None:
        self.traced = "traces" in claim
        self.total.clear()
        for coefficient, left, place, right in cofactors:
            if type(place) is not int or place < 0:
                raise Wrong(f"{place!r} is no place of an axiom")
            rows, columns = self._expand(coefficient, left, self.known[place], right)
            shape = (rows, rows) if self.traced else (claim["rows"], claim["columns"])
            if (rows, columns) != shape:
                raise Wrong(f"a product is {rows}×{columns} and not {shape[0]}×{shape[1]}")
        self._subtract(claim)
        for word, parts in self.total.items():
            if self._sum(parts):
                raise Wrong(f"the cofactors do not sum to {name} at {' '.join(word) or 'I'}")

    def _expand(self, coefficient: Any, left: Any, axiom: Any, right: Any) -> tuple[str, str]:
        """Add a product to the total; return its rows and columns."""
        rows: str = self.letters[left[0]][0] if left else axiom["rows"]
        columns: str = self.letters[right[-1]][1] if right else axiom["columns"]
        self._path(left, rows, axiom["rows"], "a left factor")
        self._path(right, axiom["columns"], columns, "a right factor")
        factor = self._divided(coefficient)
        for c, word in axiom["terms"]:
            product = _product(factor, self._divided(c))
            self._add(product, (*left, *word, *right), rows)
        return rows, columns

    def _subtract(self, claim: Any) -> None:
        for c, word in claim["traces"] if self.traced else claim["terms"]:
            if not self.traced:
                self._path(word, claim["rows"], claim["columns"], "the claim")
            elif word:
                end = self.letters[word[0]][0]
                self._path(word, end, end, "a trace")
            minus = _product(self._divided(c), self._number(Fraction(-1)))
            self._add(minus, tuple(word), "1")

    def _add(self, number: Divided, word: Word, vertex: str) -> None:
        if self.traced and not word and vertex != "1":
            number = _times(number[0], _size(vertex)), number[1]
        self.total[self._class(word) if self.traced else word].append(number)

    def _path(self, word: Any, rows: str, columns: str, where: str) -> None:
        at = rows
        for name in word:
            if self.letters[name][0] != at:
                raise Wrong(f"sizes do not meet at {name} in {where}")
            at = self.letters[name][1]
        if at != columns:
            raise Wrong(f"{' '.join(word) or 'I'} in {where} ends at {at} and not at {columns}")

    def _class(self, word: Word) -> Word:
        """Return the first of the rotations of a word and of its transpose."""
        turned = tuple(self.letters[name][2] for name in reversed(word))
        return min((w[i:] + w[:i] for w in (word, turned) for i in range(len(w))), default=())

    def _divided(self, coefficient: Any) -> Divided:
        scalar, exponents = coefficient
        if len(exponents) != len(self.divisors):
            raise Wrong("a coefficient says not by which divisors it is divided")
        return _scalar(scalar), tuple(map(_exponent, exponents))

    def _sum(self, parts: list[Divided]) -> Scalar:
        """Return a sum, multiplied by the divisors; it is zero where the sum is."""
        most = [max(powers) for powers in zip(*(exponents for _, exponents in parts), strict=True)]
        total: Scalar = {}
        for scalar, exponents in parts:
            missing = [m - e for m, e in zip(most, exponents, strict=True)]
            multiplied = scalar
            for divisor, power in zip(self.divisors, missing, strict=True):
                for _ in range(power):
                    multiplied = _times(multiplied, divisor)
            total = _plus(total, multiplied)
        return total


def _exponent(number: Any) -> int:
    if type(number) is not int or not 0 <= number <= MOST:
        raise Wrong(f"{number!r} is no exponent")
    return number


def _size(vertex: str) -> Scalar:
    """Return a size as a polynomial: a name, a number, m·n of others, or (m+n)."""
    total: Scalar = {(): Fraction(1)}
    for factor in _cut(vertex, "·"):
        terms = _cut(factor[1:-1], "+") if factor.startswith("(") else [factor]
        added: Scalar = {}
        for term in terms:
            if len(terms) > 1:
                part = _size(term)
            elif term.isdigit():
                part = {(): Fraction(int(term))}
            else:
                part = {((term, 1),): Fraction(1)}
            for monomial, number in part.items():
                added[monomial] = added.get(monomial, Fraction(0)) + number
        total = _times(total, added)
    return total


def _cut(text: str, sign: str) -> list[str]:
    """Return what stands between signs that no brackets enclose."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == sign and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _scalar(data: Any) -> Scalar:
    total: Scalar = {}
    for number, powers in data:
        names = [name for name, _ in powers]
        if names != sorted(set(names)) or not isinstance(number, str):
            raise Wrong(f"{data!r} is no polynomial")
        monomial = tuple((name, _exponent(power)) for name, power in powers)
        total = _plus(total, {monomial: Fraction(number)})
    return total


def _plus(one: Scalar, other: Scalar) -> Scalar:
    total = {m: one.get(m, Fraction(0)) + other.get(m, Fraction(0)) for m in {**one, **other}}
    return {monomial: number for monomial, number in total.items() if number}


def _times(one: Scalar, other: Scalar) -> Scalar:
    total: Scalar = {}
    for m, a in one.items():
        for k, b in other.items():
            powers: defaultdict[str, int] = defaultdict(int)
            for name, power in (*m, *k):
                powers[name] += power
            total = _plus(total, {tuple(sorted(powers.items())): a * b})
    return total


def _product(one: Divided, other: Divided) -> Divided:
    exponents = tuple(a + b for a, b in zip(one[1], other[1], strict=True))
    return _times(one[0], other[0]), exponents
