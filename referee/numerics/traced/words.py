"""Words whose 1×1 factors stand in one order: numbers commute and are their own transposes."""

from __future__ import annotations

from referee.numerics.free_algebra.coefficients import Coefficient
from referee.numerics.free_algebra.letters import Letter, Word, loops, transpose
from referee.numerics.free_algebra.polynomials import Polynomial

Parts = tuple[Word, list[Word], Word]


def parts_of(word: Word, rows: str) -> Parts:
    """Return what leads to the vertex "1" first, the 1×1 factors, and what leads away at last."""
    ends = [i + 1 for i, letter in enumerate(word) if letter.columns == "1"]
    ends = [0, *ends] if rows == "1" else ends
    if not ends:
        return word, [], ()
    return word[: ends[0]], loops(word[ends[0] : ends[-1]]), word[ends[-1] :]


def in_order(polynomial: Polynomial) -> Polynomial:
    """Return a polynomial with the 1×1 factors of every word in one order."""
    if not any(_passes_one(word) for word in polynomial.terms):
        return polynomial
    terms: dict[Word, Coefficient] = {}
    for word, c in polynomial.terms.items():
        before, factors, after = parts_of(word, polynomial.rows)
        turned = sorted(min((loop, transpose(loop)), key=_plainest) for loop in factors)
        ordered = (*before, *(letter for loop in turned for letter in loop), *after)
        terms[ordered] = terms[ordered] + c if ordered in terms else c
    return Polynomial(polynomial.rows, polynomial.columns, terms)


def _passes_one(word: Word) -> bool:
    return any(letter.rows == "1" for letter in word)


def _plainest(word: Word) -> tuple[int, list[str]]:
    return sum(letter.transposed for letter in word), [letter.name for letter in word]


def ending_in(word: Word, rows: str, letter: Letter) -> tuple[Word, list[Word]] | None:
    """Return what stands before a column's letter at the end, and 1×1 factors that stand nowhere.

    The word is a column that is linear in the letter; None where it cannot stand at the end.
    """
    before, factors, after = parts_of(word, rows)
    if before[-1:] == (letter,) and not after:
        return before[:-1], factors
    for place, loop in enumerate(factors):
        others = factors[:place] + factors[place + 1 :]
        for turned in (loop, transpose(loop)):
            if turned[-1:] == (letter,) and not after:
                return (*before, *(each for other in others for each in other), *turned[:-1]), []
    return None
