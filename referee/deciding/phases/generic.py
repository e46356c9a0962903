"""Generic matrices: a second way to an identity for every size, which confirms the first."""

from __future__ import annotations

from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.every_size import EverySize
from referee.deciding.findings import Findings
from referee.deciding.generic import Generic, at_generic_matrices


class GenericMatrices:
    """The phase that runs what was run on letters on numbers of one large shape.

    An instance at which it differs is a counterexample; where a proof was found that is a fault of
    the run, which :mod:`referee.deciding.verdict` says.
    """

    name = "generic matrices"

    def run(self, case: Case, known: Findings, books: Books) -> Generic | None:
        """Decide the claim at generic matrices; None where it was not translated into letters."""
        every = known.evidence(EverySize)
        if every is None or every.traced is None:
            return None
        rng = case.random("generic matrices")
        found = at_generic_matrices(case.claim.decide, case.answer, case.family, every.traced, rng)
        if found.at is not None:
            books.is_false(found.at)
        return found
