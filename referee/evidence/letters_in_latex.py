r"""Polynomials in letters as LaTeX: letters and products by the names that a claim offers.

A product that is a field, as I_{d×n} diag(σ) is Σ, is written by the field's symbol; an inverse
is set from the matrix it belongs to, (X^{\top} X)^{-1}. No name stands there that only we use.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import lcm

from flint import fmpq, fmpq_mpoly

from referee.numerics.free_algebra.axioms import Part
from referee.numerics.free_algebra.coefficients import Coefficient, RationalFunction
from referee.numerics.free_algebra.letters import Letter, Word, transpose
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.traced.tracing import FRESH, Letters
from referee.strategies.families import Family

ANY = ("z", "k", "q", "r")  # symbols for a column that may be any, the first that is free
TENSOR, HADAMARD = r" \otimes ", r" \odot "
RAISED = re.compile(r"\^|'")
ONES, FIRST = re.compile(r"1_(\w+)"), re.compile(r"I_(\w+)×(\w+)")


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a product as it is written: its LaTeX, and the letters that it stands for.

    ``inverse`` is the LaTeX of the matrix that it inverts, "" for another factor.
    """

    latex: str
    word: Word
    inverse: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a product that is marked: from which letter to which, and by which command."""

    start: int
    end: int
    command: str


class Notation:
    """How the letters of a tracing are written.

    ``named`` are products that have a symbol, and ``preferred`` those of them whose symbol people
    expect; ``anything`` are the letters that stand for any column; ``written`` are the factors that
    were written so far.
    """

    def __init__(
        self,
        family: Family,
        tracing: Letters,
        named: Mapping[Word, str],
        anything: Sequence[str] = (),
        preferred: Container[Word] = (),
    ) -> None:
        self.anything, self._preferred = anything, preferred
        self.family, self.tracing = family, tracing
        self.named = {w: n for word, n in named.items() for w, n in _both(word, n).items()}
        self._numbers = {str(c): word for word, c in tracing.presentation.numbers.items()}
        self._made = dict(_made(tracing))
        self.written: dict[Word, None] = {}

    def polynomial(self, of: Polynomial) -> str:
        """Return a sum of products."""
        return self.sum([(self.term(w, of.rows), c) for w, c in of.terms.items()])

    def sum(self, terms: Iterable[tuple[str, Coefficient]]) -> str:
        """Return a sum of products that are written already; "" stands for the number 1."""
        text = ""
        for product, c in terms:
            minus = _is_negative(c)
            size = self.number(-c if minus else c)
            if size == "1" and product:
                size = ""
            elif product and _is_sum(size):
                size = _bracketed(size)
            sign = (" - " if minus else " + ") if text else "-" * minus
            text += sign + " ".join(filter(None, (size, product)))
        return text or "0"

    def term(self, word: Word, rows: str, marks: Sequence[Mark] = ()) -> str:
        """Return a product with parts of it marked. The number 1 is "" unless it is marked."""
        if not word:
            unit = "" if rows == "1" else "I"
            return _marked(unit or "1", [mark.command for mark in marks]) if marks else unit
        cuts = sorted({0, len(word), *(end for mark in marks for end in (mark.start, mark.end))})
        parts = []
        for start, end in pairwise(cuts):
            inside = [m.command for m in marks if m.start <= start and end <= m.end]
            parts.append(_marked(self.product(word[start:end]), inside))
        return " ".join(parts)

    def product(self, word: Word) -> str:
        """Return a product by juxtaposition, powers collected."""
        factors = self.factors(word)
        self.written |= dict.fromkeys(factor.word for factor in factors)
        runs = [(factor, len([*run])) for factor, run in groupby(factors)]
        return " ".join(_power(factor, count) for factor, count in runs)

    def factors(self, word: Word) -> list[Factor]:
        """Return the factors of a product, as few as symbols allow; their words make the word."""
        best: list[tuple[tuple[int, int], list[Factor]]] = [((0, 0), [])]
        for end in range(1, len(word) + 1):
            ways = []
            for start in range(end):
                factor = self._factor(word[start:end])
                if factor is not None:
                    (cost, rare), before = best[start]
                    worth = (cost + self._cost(factor), rare + self._unexpected(factor))
                    ways.append((worth, [*before, factor]))
            best.append(min(ways, key=lambda way: way[0]))
        return best[-1][1]

    def _factor(self, word: Word) -> Factor | None:
        if word in self.named:
            return Factor(self.named[word], word)
        return self.letter(word[0]) if len(word) == 1 else None

    def _cost(self, factor: Factor) -> int:
        """Return how much a reader minds a factor: three times as much what no field is called."""
        own = len(factor.word) == 1 and factor.word not in self.named
        return 3 if own and self.is_ours(factor.word[0]) else 1

    def is_ours(self, letter: Letter) -> bool:
        """Say whether a letter is no field and was made of none."""
        return letter.name not in self.family.by_name and letter.name not in self._made

    def _unexpected(self, factor: Factor) -> int:
        words = (factor.word, transpose(factor.word))
        return factor.word in self.named and not any(word in self._preferred for word in words)

    def letter(self, letter: Letter) -> Factor:
        """Return a letter as it is written."""
        latex, inverse = self._plain(letter.name)
        if letter.transposed:
            latex, inverse = raised(latex, r"\top"), ""
        return Factor(latex, (letter,), inverse)

    def _plain(self, name: str) -> tuple[str, str]:
        """Return the LaTeX of a letter, and that of the matrix which it inverts."""
        if name in self.family.by_name:
            return _atom(self.family.by_name[name].latex) or rf"\mathrm{{{name}}}", ""
        if name in self._made:
            mark, base = self._made[name]
            matrix = self._base(base)
            if mark == "⁻¹":
                return raised(matrix, "-1"), matrix
            return raised(matrix, r"\dagger"), ""
        if name in self.tracing.layouts.columns:
            column = self.product(self.tracing.layouts.columns[name])
            return rf"\operatorname{{diag}}({column})", ""
        return self._function(name) or self.layout(name), ""

    def _function(self, name: str) -> str:
        """Return a letter that is a function of others, or stands in a Kronecker product."""
        kronecker = self.tracing.kronecker
        if name in kronecker.places:
            at = kronecker.places[name]
            units = [rf"I_{{{_size(each)}}}" if each else "" for each in (at.before, at.after)]
            parts = (units[0], self.letter(at.base).latex, units[1])
            return f"({TENSOR.join(filter(None, parts))})"
        for size, letter in kronecker.columns.items():
            if letter.name == name:
                return rf"\operatorname{{vec}}(I_{{{_size((size,))}}})"
        return self._of_matrices(name)

    def _of_matrices(self, name: str) -> str:
        """Return a letter that is a function of matrices, "" for another."""
        made = self.tracing.functions
        if name in made.entrywise:
            return f"({HADAMARD.join(map(self._base, made.entrywise[name]))})"
        if name in made.adjugates:
            return rf"\operatorname{{adj}}({self.polynomial(made.adjugates[name])})"
        if name in made.exponentials:
            return rf"e^{{{self.polynomial(made.exponentials[name])}}}"
        if name in made.roots:
            return raised(self._base(made.roots[name]), "1/2")
        if name in made.blocks:
            sizes, place = made.blocks[name]
            return rf"E_{{{place + 1}}}^{{({', '.join(sizes)})}}"
        return ""

    def _base(self, matrix: Polynomial) -> str:
        """Return a matrix as something that is raised to a power."""
        words = [*matrix.terms]
        alone = len(words) == 1 and len(words[0]) == 1 and matrix.terms[words[0]] == 1
        latex = self.polynomial(matrix)
        return latex if alone else _bracketed(latex)

    def layout(self, name: str) -> str:
        """Return a letter that is known by where its entries are, or that may be any."""
        if name.startswith(FRESH):
            return self.any_column(name)
        if found := ONES.fullmatch(name):
            return rf"\mathbf{{1}}_{{{found[1]}}}"
        if found := FIRST.fullmatch(name):
            return rf"I_{{{found[1]} \times {found[2]}}}"
        return rf"\mathrm{{{re.sub('[^A-Za-z0-9]', '', name)}}}"

    def any_column(self, name: str) -> str:
        """Return a symbol that no field has, for a column that may be any."""
        taken = {field.latex for field in self.family.fields}
        free = [symbol for symbol in ANY if symbol not in taken] or [r"\xi"]
        place = self.anything.index(name) if name in self.anything else 0
        return free[0] if len(self.anything) < 2 else f"{free[0]}_{{{place + 1}}}"

    def number(self, c: Coefficient) -> str:
        """Return a coefficient: a fraction of polynomials in sizes, times and 1×1 products."""
        if not isinstance(c, RationalFunction):
            return _rational(c)
        parts = (c.numerator, c.denominator)
        scale = lcm(*(int(fmpq(each).q) for part in parts for each in part.coeffs()))
        above = self._scalar(c.numerator * scale, c.names)
        below = self._scalar(c.denominator * scale, c.names)
        return above if below == "1" else rf"\frac{{{above}}}{{{below}}}"

    def _scalar(self, of: fmpq_mpoly, names: Sequence[str]) -> str:
        terms = ((self._monomial(powers, names), c) for powers, c in of.terms())
        return self.sum(terms)

    def _monomial(self, powers: Sequence[int], names: Sequence[str]) -> str:
        factors = ((self._name(n), int(e)) for n, e in zip(names, powers, strict=True) if e)
        return " ".join(n if e == 1 else raised(n, str(e)) for n, e in factors)

    def _name(self, name: str) -> str:
        """Return an indeterminate: a size, a field that is a number, a 1×1 product or a trace."""
        if name in self._numbers:
            product = self.product(self._numbers[name])
            return rf"\operatorname{{tr}}({product})" if name.startswith("tr(") else product
        field = self.family.by_name.get(name)
        return _atom(field.latex) if field else name

    def words(self, parts: Iterable[Part]) -> str:
        r"""Return text and matrices as a text in which \( and \) enclose LaTeX."""
        text = "".join(self._part(part) for part in parts)
        return text.replace(r"\)" + " = " + r"\(", " = ")

    def _part(self, part: Part) -> str:
        if isinstance(part, str):
            return part
        if isinstance(part, tuple):
            return rf"\({''.join(map(self._multiplied, part))}\)"
        return rf"\({self.polynomial(part)}\)"

    def _multiplied(self, matrix: Polynomial) -> str:
        words = [*matrix.terms]
        alone = len(words) == 1 and matrix.terms[words[0]] == 1 and len(self.factors(words[0])) == 1
        latex = self.polynomial(matrix)
        return latex if alone else f"({latex})"


def _size(factors: Iterable[str]) -> str:
    return " ".join(factors).replace("·", " ")


def _marked(latex: str, commands: Iterable[str]) -> str:
    for command in commands:
        latex = f"{command}{{{latex}}}"
    return latex


def _both(word: Word, latex: str) -> dict[Word, str]:
    turned = transpose(word)
    return {word: latex} if turned == word else {word: latex, turned: raised(latex, r"\top")}


def _made(tracing: Letters) -> Iterator[tuple[str, tuple[str, Polynomial]]]:
    """Yield the letters that were made of matrices: the mark, and the matrix."""
    for (mark, A), G in tracing.presentation.made.items():
        (((letter,), c),) = G.terms.items()
        if not letter.transposed:
            yield letter.name, (mark, A * c)


def raised(latex: str, exponent: str) -> str:
    """Return something raised to an exponent; what has one already is put in brackets."""
    alone = not RAISED.search(_outside(latex)) and not latex.startswith(r"\frac")
    base = latex if alone else _bracketed(latex)
    return f"{base}^{{{exponent}}}"


def _power(factor: Factor, count: int) -> str:
    if count == 1:
        return factor.latex
    if factor.inverse:
        return raised(factor.inverse, f"-{count}")
    return raised(factor.latex, str(count))


def _bracketed(latex: str) -> str:
    return rf"\left({latex}\right)" if r"\frac" in latex else f"({latex})"


def _atom(latex: str) -> str:
    return _bracketed(latex) if _is_sum(latex) or r"\cdots" in latex else latex


def _is_sum(latex: str) -> bool:
    return bool(re.search(r"(?<!^)[+-]", _outside(latex)))


def _outside(latex: str) -> str:
    """Return what stands in no brackets and braces."""
    depth, text = 0, ""
    for sign in latex:
        depth += (sign in "({") - (sign in ")}")
        text += sign if depth == 0 and sign not in ")}" else ""
    return text


def _is_negative(c: Coefficient) -> bool:
    return bool((c.numerator.leading_coefficient() if isinstance(c, RationalFunction) else c) < 0)


def _rational(c: fmpq) -> str:
    minus = "-" * bool(c < 0)
    above, below = abs(int(c.p)), int(c.q)
    return f"{minus}{above}" if below == 1 else rf"{minus}\frac{{{above}}}{{{below}}}"
