"""Rewriting by axioms as they stand: a product that is said to be shorter is replaced."""

from __future__ import annotations

from collections.abc import Iterable

from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.coefficients import Coefficient, RationalFunction
from referee.numerics.free_algebra.letters import Word
from referee.numerics.free_algebra.polynomials import Polynomial

Shorter = tuple[Word, Word | None, Coefficient]


def rewritten(A: Polynomial, axioms: Iterable[Axiom]) -> Polynomial:
    """Return a matrix in which no product stands that an axiom says is 0, or a shorter one."""
    rules = [rule for axiom in axioms if (rule := _rule(axiom.polynomial)) is not None]
    todo, terms = [*A.terms.items()], dict[Word, Coefficient]()
    while todo:
        word, c = todo.pop()
        found = _replaced(word, rules)
        if found is None:
            terms[word] = terms[word] + c if word in terms else c
        elif found[0] is not None:
            todo.append((found[0], found[1] * c))
    return Polynomial(A.rows, A.columns, terms)


def _rule(zero: Polynomial) -> Shorter | None:
    """Return the longer of two products that are equal, the other one and its coefficient."""
    words = sorted(zero.terms, key=len)
    if any(isinstance(c, RationalFunction) for c in zero.terms.values()):
        return None
    if len(words) == 1 and words[0]:
        return words[0], None, zero.terms[words[0]]
    if len(words) != 2 or len(words[0]) == len(words[1]):
        return None
    short, long = words
    return long, short, -zero.terms[short] / zero.terms[long]


def _replaced(word: Word, rules: Iterable[Shorter]) -> tuple[Word | None, Coefficient] | None:
    """Return a word with one product replaced, None for the word where it is 0; None for none."""
    for long, short, c in rules:
        for start in range(len(word) - len(long) + 1):
            if word[start : start + len(long)] == long:
                if short is None:
                    return None, c
                return word[:start] + short + word[start + len(long) :], c
    return None
