"""Generic matrices: a second way to an identity for every size, which confirms the first."""

from __future__ import annotations

from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.every_size import EverySize
from referee.deciding.findings import Findings
from referee.deciding.generic import Generic, at_generic_matrices


class GenericMatrices:
    """The phase that runs what was run on letters on numbers of one large shape.

    That it differs where a proof was found is a fault of the run (:mod:`referee.deciding.verdict`).
    """

    name = "generic matrices"

    def run(self, case: Case, known: Findings, books: Books) -> Generic | None:
        """Decide the claim at generic matrices; None where it was not translated into letters."""
        del books
        every = known.evidence(EverySize)
        if every is None or every.traced is None:
            return None
        rng = case.random("generic matrices")
        return at_generic_matrices(case.claim.decide, case.answer, case.family, every.traced, rng)
