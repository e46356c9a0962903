"""Sums of products read back from their LaTeX: what a line of a derivation says, to compare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import mul

from flint import fmpq

from referee.numerics.free_algebra.coefficients import Coefficient, indeterminate
from referee.numerics.free_algebra.letters import Word
from referee.numerics.free_algebra.polynomials import Polynomial

MARKED = re.compile(r"\\(?:underline|overline)\{")
POWER = re.compile(r"(.+)\^\{(-?)(\d+)\}")
FRACTION = re.compile(r"\\frac\{([^{}]*)\}\{([^{}]*)\}")
NUMBERS = re.compile(r"[a-z0-9 ]+")


def unmarked(latex: str) -> str:
    """Return LaTeX without its marks."""
    while found := MARKED.search(latex):
        depth, end = 1, found.end()
        while depth:
            depth += (latex[end] == "{") - (latex[end] == "}")
            end += 1
        latex = latex[: found.start()] + latex[found.end() : end - 1] + latex[end:]
    return latex


def read(latex: str, shape: tuple[str, str], words: Mapping[str, Word]) -> Polynomial:
    """Return the matrix that a sum says, by what each factor stands for."""
    terms: dict[Word, Coefficient] = {}
    sign = fmpq(1)
    for part in re.split(r"(?:^|(?<= ))([+-])(?= )|^(-)", unmarked(latex)):
        if part in {"+", "-"}:
            sign = fmpq(-1 if part == "-" else 1)
        elif part and part.strip():
            word, c = _term(part.strip(), words)
            terms[word] = terms.get(word, fmpq(0)) + c * sign
    return Polynomial(*shape, terms)


def _term(latex: str, words: Mapping[str, Word]) -> tuple[Word, Coefficient]:
    word: Word = ()
    number: Coefficient = fmpq(1)
    for factor in _factors(latex):
        if factor in words or POWER.fullmatch(factor):
            word += _factor(factor, words)
        else:
            number = number * _number(factor)
    return word, number


def _factors(latex: str) -> Iterator[str]:
    """Yield what stands between blanks outside brackets."""
    depth, text = 0, ""
    for sign in latex:
        depth += (sign in "({") - (sign in ")}")
        if sign == " " and not depth:
            yield text
            text = ""
        else:
            text += sign
    yield text


def _factor(latex: str, words: Mapping[str, Word]) -> Word:
    if latex in words:
        return words[latex]
    found = POWER.fullmatch(latex)
    assert found, latex
    base = f"{found[1]}^{{-1}}" if found[2] else found[1]
    inner = base[1:-1] if base not in words else base
    return words[inner] * int(found[3])


def _number(latex: str) -> Coefficient:
    if latex == "I":
        return fmpq(1)
    found = FRACTION.fullmatch(latex)
    if found:
        return _monomial(found[1].split()) / _monomial(found[2].split())
    return _monomial([latex])


def _monomial(factors: Sequence[str]) -> Coefficient:
    one: Coefficient = fmpq(1)
    return reduce(mul, (fmpq(int(f)) if f.isdigit() else indeterminate(f) for f in factors), one)
