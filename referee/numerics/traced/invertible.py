"""Which matrices are invertible for every instance, and which field says so."""

from __future__ import annotations

from collections.abc import Container

from flint import fmpq

from referee.numerics.free_algebra.coefficients import Coefficient, is_positive
from referee.numerics.free_algebra.letters import Word, transpose
from referee.numerics.free_algebra.polynomials import Polynomial


class Invertible:
    """Square matrices that fields guarantee to be invertible, and what follows at once.

    Their multiples, transposes and products are; so is cI + ΣCᵀC with c > 0.
    """

    def __init__(self, positive: Container[str]) -> None:
        self._positive = positive
        self._known: list[tuple[Polynomial, str]] = []
        self._semidefinite: set[Word] = set()

    def add(self, A: Polynomial, origin: str) -> None:
        """Say that a field guarantees an inverse."""
        self._known.append((A, origin))

    def add_semidefinite(self, A: Polynomial) -> None:
        """Say that a field guarantees that a letter is positive semidefinite."""
        self._semidefinite.update(A.terms)

    def is_semidefinite(self, A: Polynomial) -> bool:
        """Say whether a matrix is a sum of products CᵀC and CᵀPC with positive numbers."""
        return bool(A.terms) and all(
            is_positive(c, self._positive) and (_is_gram(word) or self._is_congruent(word))
            for word, c in A.terms.items()
        )

    def _is_congruent(self, word: Word) -> bool:
        half, odd = divmod(len(word), 2)
        middle = {word[half : half + 1], transpose(word[half : half + 1])}
        ends = word[:half] == transpose(word[half + 1 :])
        return bool(odd and ends and middle & self._semidefinite)

    def guarantor(self, A: Polynomial) -> str | None:
        """Return which field says that a matrix is invertible, None where none does."""
        for B, origin in self._known:
            if _proportional(A, B) or _proportional(A, B.T):
                return origin
        factors = self._factored(A)
        if factors is not None:
            return ", ".join(dict.fromkeys(factors))
        return "" if self._is_definite(A) else None

    def _factored(self, A: Polynomial) -> list[str] | None:
        """Return the fields that say of the factors of one product that they are invertible."""
        rest = next(iter(A.terms)) if len(A.terms) == 1 else ()
        if not rest or not is_nonzero(A.terms[rest], self._positive):
            return None
        words = [
            (each, origin)
            for B, origin in self._known
            if len(B.terms) == 1
            for each in (*B.terms, *B.T.terms)
        ]
        found: list[str] = []
        while rest:
            step = next(((w, o) for w, o in words if w == rest[: len(w)]), None)
            if step is None:
                return None
            rest = rest[len(step[0]) :]
            found.append(step[1])
        return found

    def _is_definite(self, A: Polynomial) -> bool:
        """Say whether a matrix is a positive multiple of I and of products CᵀC, summed."""
        return () in A.terms and all(
            is_positive(c, self._positive) and _is_gram(word) for word, c in A.terms.items()
        )


def is_nonzero(c: Coefficient, positive: Container[str]) -> bool:
    """Say whether a coefficient, or its opposite, is positive where some indeterminates are."""
    return is_positive(c, positive) or is_positive(-c, positive)


def _proportional(A: Polynomial, B: Polynomial) -> bool:
    """Say whether one polynomial is a rational multiple of the other."""
    if A.terms.keys() != B.terms.keys() or A.rows != B.rows:
        return False
    word = next(iter(A.terms))
    factor = A.terms[word] / B.terms[word]
    return isinstance(factor, fmpq) and B * factor == A


def _is_gram(word: Word) -> bool:
    half, odd = divmod(len(word), 2)
    return not odd and word[:half] == transpose(word[half:])
