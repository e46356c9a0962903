"""Proof at every size: a claim followed from the axioms of its family, sizes as names."""

from __future__ import annotations

from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.every_size import EverySize, limits_of, prove_for_every_size
from referee.deciding.findings import Findings, Misfit


class ProofAtEverySize:
    """The phase that proves what nothing refuted, for all sizes at once.

    It decides no instance. That others refute what it proves is a fault of the run, which
    :mod:`referee.deciding.verdict` says.
    """

    name = "proof at every size"

    def run(self, case: Case, known: Findings, books: Books) -> EverySize | None:
        """Try to prove the claim; None where no proof was asked for, or there is no case for it."""
        del books
        refuted = known.counterexample is not None
        if not case.effort.proof or refuted or known.evidence(Misfit) is not None:
            return None
        limits = limits_of(case.effort.proof)
        return prove_for_every_size(case.claim.decide, case.answer, case.family, limits)
