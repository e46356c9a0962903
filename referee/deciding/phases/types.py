"""Types: whether the answer fits its blank at every shape of the family."""

from __future__ import annotations

from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.findings import Findings, Misfit


class Types:
    """The phase that types the answer; no instance is decided."""

    name = "types"

    def run(self, case: Case, known: Findings, books: Books) -> Misfit | None:
        """Return the smallest shape at which the answer does not fit, None where it always does."""
        del known, books
        rungs = (shape for way in case.family.extent.ladder() for shape in way)
        for shape in (*case.family.shapes, *rungs):
            why = case.misfit(shape)
            if why:
                return Misfit(shape, why)
        return None
