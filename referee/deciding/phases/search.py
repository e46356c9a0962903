"""The search: through far more instances than could be decided exactly."""

from __future__ import annotations

from functools import partial

from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.findings import Findings, Misfit
from referee.deciding.identity import Proof
from referee.deciding.search.in_batches import Search
from referee.deciding.search.screen import Screen
from referee.deciding.search.sweep import Sweep
from referee.language.comparison import Truth
from referee.strategies.families import Instance

BESIDE_PROOF = 1 / 16  # of a search is left where an identity is proved


class Searched:
    """The phase that searches; of what is refuted it looks for the worst violation.

    Beside a proof a short sweep is left, for the distribution of the margins.
    """

    name = "search"

    def run(self, case: Case, known: Findings, books: Books) -> Sweep | None:
        """Search for what no instance refuted; have what floats suspect decided exactly."""
        effort = case.effort
        if not effort.search or known.evidence(Misfit) is not None:
            return None

        def truth_at(p: Instance) -> Truth:
            return books.compare(p).truth

        screen = Screen(case.claim, case.answer, effort.screening)
        search = Search(screen, truth_at, partial(known.fits, case), case.name, case.seed)
        if known.counterexample is None:
            proof = known.evidence(Proof)
            proved = proof is not None and proof.holds
            search.run(effort.search * (BESIDE_PROOF if proved else 1))
        elif known.slacks and not effort.stop:
            search.run_briefly()
        return search.sweep
