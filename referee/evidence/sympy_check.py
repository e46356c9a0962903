"""Proofs at every size checked with SymPy alone: what a script that verifies elsewhere is made of.

Imports SymPy and the standard library, nothing of this package: the script is this file and data.
An identity is a map of plain data: ``letters``, a ``certificate`` as
:mod:`referee.evidence.proof_check` lays it out, the two sides ``left`` and ``right`` of its
equation, ``made`` (letters that are inverses, pseudo-inverses or diagonal matrices), ``numbers``
(words that are numbers) and ``points``, sizes with the matrices of the other letters.

In the free algebra a letter is a symbol that does not commute, a size or a number one that does.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from sympy import (
    Add,
    Integer,
    Matrix,
    Mul,
    Rational,
    Symbol,
    cancel,
    diag,
    expand,
    eye,
    zeros,
)

NUMBER = re.compile(r"-?[0-9]{1,1000}(/[0-9]{1,1000})?")
MOST = 100  # an exponent above this was not written by a proof
MALFORMED = (KeyError, IndexError, TypeError, ValueError, AttributeError, ArithmeticError)


class Wrong(Exception):
    """What is wrong with an identity, in a line."""


def number(text: Any) -> Any:
    """Return a rational number from its digits, which are read and never evaluated."""
    if not isinstance(text, str) or not NUMBER.fullmatch(text):
        raise Wrong(f"{str(text)[:40]!r} is no rational number")
    found = Fraction(text)
    return Rational(found.numerator, found.denominator)


def exponent(found: Any) -> int:
    """Return an exponent of a polynomial or a divisor."""
    if type(found) is not int or not 0 <= found <= MOST:
        raise Wrong(f"{str(found)[:40]!r} is no exponent")
    return found


def scalar(terms: Any, values: Any) -> Any:
    """Return a polynomial in sizes and numbers, with ``values`` for their names."""
    return Add(
        *(
            number(c) * Mul(*(values[name] ** exponent(power) for name, power in powers))
            for c, powers in terms
        )
    )


class Symbols(dict[str, Any]):
    """A symbol for each name, made when it is met; names stay data and are no code."""

    def __init__(self, mark: str, *, commute: bool) -> None:
        self.mark, self.commute = mark, commute

    def __missing__(self, name: str) -> Any:
        self[name] = Symbol(f"{self.mark}{len(self)}", commutative=self.commute)
        return self[name]


class Algebra:
    """The free algebra of an identity's letters over rational functions of its numbers."""

    def __init__(self, letters: Any) -> None:
        self.letters = letters
        self.sizes, self.symbols = Symbols("s", commute=True), Symbols("a", commute=False)

    def word(self, word: Sequence[str], rows: str, columns: str) -> Any:
        """Return a product of letters whose sizes meet from ``rows`` to ``columns``."""
        at = rows
        for name in word:
            if self.letters[name][0] != at:
                raise Wrong(f"sizes do not meet at {name}")
            at = self.letters[name][1]
        if at != columns:
            raise Wrong(f"a product ends at {at} and not at {columns}")
        return Mul(*(self.symbols[name] for name in word))

    def coefficient(self, data: Any, nonzero: Any) -> Any:
        """Return a quotient: a polynomial over powers of the divisors."""
        terms, powers = data
        if len(powers) != len(nonzero):
            raise Wrong("a coefficient says not by which divisors it is divided")
        below = (scalar(d, self.sizes) ** exponent(e) for d, e in zip(nonzero, powers, strict=True))
        return scalar(terms, self.sizes) / Mul(*below)

    def polynomial(self, data: Any, nonzero: Any) -> Any:
        """Return a polynomial of shape ``(rows, columns)``."""
        return Add(
            *(
                self.coefficient(c, nonzero) * self.word(word, data["rows"], data["columns"])
                for c, word in data["terms"]
            )
        )

    def combination(self, cofactors: Any, known: Any, shape: Any, nonzero: Any) -> Any:
        """Return Σ coefficient · left · axiom · right, each of one shape."""
        total = []
        for c, left, place, right in cofactors:
            if type(place) is not int or not 0 <= place < len(known):
                raise Wrong(f"{str(place)[:40]!r} is no place of an axiom")
            axiom = known[place]
            before = self.word(left, shape[0], axiom["rows"])
            after = self.word(right, axiom["columns"], shape[1])
            middle = self.polynomial(axiom, nonzero)
            total.append(self.coefficient(c, nonzero) * before * middle * after)
        return Add(*total)


def is_zero(expression: Any) -> bool:
    """Say whether a polynomial in symbols that do not commute is zero, word by word."""
    words: defaultdict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for term in Add.make_args(expand(expression)):
        factors, word = term.args_cnc()
        words[tuple(word)].append(Mul(*factors))
    return all(cancel(Add(*each)) == 0 for each in words.values())


def check_certificate(identity: Any) -> None:
    """Raise Wrong unless left − right is the sum of the cofactors' products in the free algebra."""
    data = identity["certificate"]
    algebra, nonzero = Algebra(identity["letters"]), data["nonzero"]
    for name, ends in data["letters"].items():
        if identity["letters"].get(name) != ends:
            raise Wrong(f"the claim has no letter {name} of these sizes")
    if any(is_zero(scalar(divisor, algebra.sizes)) for divisor in nonzero):
        raise Wrong("it divides by 0")
    known = [*data["axioms"]]
    for lemma in data["lemmas"]:
        shape = (lemma["rows"], lemma["columns"])
        found = algebra.combination(lemma["cofactors"], known, shape, nonzero)
        if not is_zero(algebra.polynomial(lemma, nonzero) - found):
            raise Wrong(f"the cofactors do not sum to {lemma['label']}")
        known.append(lemma)
    claim, left, right = data["claim"], identity["left"], identity["right"]
    shape = (left["rows"], left["columns"])
    sides = [algebra.polynomial(side, identity["nonzero"]) for side in (left, right)]
    if {shape, (right["rows"], right["columns"]), (claim["rows"], claim["columns"])} != {shape}:
        raise Wrong("its sides are of different shapes")
    if not is_zero(sides[0] - sides[1] - algebra.polynomial(claim, nonzero)):
        raise Wrong("the certificate is of another equation")
    if not is_zero(
        sides[0] - sides[1] - algebra.combination(data["cofactors"], known, shape, nonzero)
    ):
        raise Wrong("the cofactors do not sum to left − right")


class Point:
    """Explicit sizes, with an explicit rational matrix for every letter."""

    def __init__(self, identity: Any, point: Any) -> None:
        self.letters, self.nonzero = identity["letters"], identity["nonzero"]
        self.sizes = {"1": Integer(1)} | {name: Integer(s) for name, s in point["sizes"].items()}
        self.values = dict(self.sizes)
        self.values |= {name: number(c) for name, c in point["numbers"].items()}
        self.matrices: dict[str, Any] = {}
        for name, rows in point["letters"].items():
            self._add(name, Matrix([[number(c) for c in row] for row in rows]))
        self._make([*identity["made"]], [*identity["numbers"]])

    def _add(self, name: str, matrix: Any) -> None:
        rows, columns, transpose = self.letters[name]
        if matrix.shape != (self.sizes[rows], self.sizes[columns]):
            raise Wrong(f"{name} is not {rows}×{columns} at explicit sizes")
        self.matrices |= {name: matrix, transpose: matrix.T}
        if name == transpose and matrix != matrix.T:
            raise Wrong(f"{name} is not symmetric at explicit sizes")

    def _make(self, made: list[Any], numbers: list[Any]) -> None:
        """Make letters and numbers of others, each when those that it is made of are there."""
        while made or numbers:
            waiting: tuple[list[Any], list[Any]] = ([], [])
            for each in made:
                try:
                    self._add(each["name"], self._made(each))
                except KeyError:
                    waiting[0].append(each)
            for name, word in numbers:
                try:
                    self.values[name] = self._product(word).trace()
                except KeyError:
                    waiting[1].append([name, word])
            if (len(made), len(numbers)) == (len(waiting[0]), len(waiting[1])):
                raise Wrong("a letter is made of none that is known")
            made, numbers = waiting

    def _made(self, each: Any) -> Any:
        of, kind = self.at(each["of"], self.nonzero), each["kind"]
        if kind == "diagonal":
            return diag(*of)
        found = of.inv() if kind == "inverse" else of.pinv()
        return found / self.coefficient(each["scale"], self.nonzero)

    def _product(self, word: Sequence[str]) -> Any:
        found = self.matrices[word[0]]
        for name in word[1:]:
            found = found * self.matrices[name]
        return found

    def coefficient(self, data: Any, nonzero: Any) -> Any:
        """Return a coefficient's value."""
        below = (
            scalar(d, self.values) ** exponent(e) for d, e in zip(nonzero, data[1], strict=True)
        )
        return scalar(data[0], self.values) / Mul(*below)

    def at(self, data: Any, nonzero: Any) -> Any:
        """Return the matrix that a polynomial is here."""
        shape = self.sizes[data["rows"]], self.sizes[data["columns"]]
        total = zeros(*shape)
        for c, word in data["terms"]:
            total += self.coefficient(c, nonzero) * (self._product(word) if word else eye(shape[0]))
        return total


def check_points(identity: Any) -> None:
    """Raise Wrong unless the axioms and the identity hold at the explicit matrices."""
    data = identity["certificate"]
    for point in identity["points"]:
        here = Point(identity, point)
        for axiom in data["axioms"]:
            if any(here.at(axiom, data["nonzero"])):
                raise Wrong(f"at explicit sizes an axiom is false: {axiom['label']}")
        sides = [here.at(identity[side], identity["nonzero"]) for side in ("left", "right")]
        if sides[0] != sides[1]:
            raise Wrong("at explicit sizes the identity is false")


def checked(identity: Any) -> str:
    """Return what is wrong with an identity, "" for nothing."""
    try:
        if identity["fault"]:
            return str(identity["fault"])
        check_certificate(identity)
        check_points(identity)
    except Wrong as wrong:
        return str(wrong)
    except (*MALFORMED, RecursionError) as error:
        return f"malformed: {type(error).__name__} {error}"
    return ""


def plain(text: str) -> str:
    """Return text that a terminal shows as it is, on one line."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def lines(identities: Iterable[Any]) -> Iterator[tuple[bool, str]]:
    """Yield for each identity whether it is confirmed, and a line that says so."""
    for identity in identities:
        wrong = checked(identity)
        where = ", ".join(
            " ".join(f"{name}={size}" for name, size in point["sizes"].items())
            for point in ([] if wrong else identity["points"])
        )
        at = f" and at {where}" if where else "; at no explicit sizes"
        says = f"FAILED: {wrong}" if wrong else f"ok: in the free algebra{at}"
        yield not wrong, plain(f"{identity['name']}: {says}")


def main(texts: Sequence[str]) -> int:
    """Check identities, each the text of its data; return 0 where all are confirmed."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    confirmed = 0
    for good, line in lines(map(json.loads, texts)):
        confirmed += good
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{confirmed} of {len(texts)} identities confirmed\n")
    return 0 if confirmed == len(texts) else 1
