"""The identity test: a proof for all shapes up to a size, or a point at which the sides differ."""

from __future__ import annotations

from dataclasses import replace

from referee.deciding.almost import exceptional_part
from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.findings import Findings, Misfit
from referee.deciding.identity import LARGE, Proof, prove


class IdentityTest:
    """The phase that proves what nothing refuted and nothing left open."""

    name = "identity test"

    def run(self, case: Case, known: Findings, books: Books) -> Proof | None:
        """Try to prove an identity; where that fails, decide instances with large integers."""
        survived = known.counterexample is None and not known.undecided
        if not case.effort.proof or not survived or known.evidence(Misfit) is not None:
            return None
        rng = case.random("proof")
        proof = prove(case.claim.decide, case.answer, case.family, rng, most=case.effort.proof)
        if proof.holds and (part := exceptional_part(case, known)):
            return replace(proof, reason=f"it is shown only where {part} keeps its rank")
        if proof.fails_at is not None:
            for _ in range(LARGE):
                if books.is_false(case.family.sample_large(proof.fails_at, rng)):
                    break
        return proof
