"""Formulas in Lean, with the names that Mathlib has for them, vectors as matrices of one column."""

from __future__ import annotations

from fractions import Fraction

from referee.language.vocabulary.operation import ATOM, Piece
from referee.language.writing.writer import Writer


class LeanWriter(Writer):
    """Formulas in Lean 4 over the real numbers; sizes are natural numbers."""

    key = "lean"
    calls = brackets = False

    def name(self, name: str) -> str:
        """Return a name; a size is a real number where it stands among numbers."""
        return f"({name} : ℝ)" if name in self.shape else name

    def number(self, value: Fraction) -> Piece:
        """Return a number, which Lean takes without parentheses everywhere."""
        return super().number(value)[0], ATOM
