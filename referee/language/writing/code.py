"""Formulas as code: NumPy and MATLAB, grouped exactly as the formula is."""

from __future__ import annotations

from referee.language.vocabulary import Notation, Operation
from referee.language.vocabulary.operation import Chosen
from referee.language.writing.writer import Writer


class NumpyWriter(Writer):
    """Formulas in Python with NumPy as np, vectors as arrays of one column."""

    key = "numpy"

    def among(self, entry: Operation) -> Notation | Chosen | None:
        """Return the notation of an operation: operators are Python's own."""
        return entry.written.get(self.key, entry.text)


class MatlabWriter(Writer):
    """Formulas in MATLAB, in which a power is grouped from the left and ' conjugates."""

    key = "matlab"
