"""The small scope: the smallest instances, one by one in the order of their size."""

from __future__ import annotations

from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.drawn_once import smallest
from referee.deciding.findings import SMALL_SCOPE, Findings


class SmallScope:
    """The phase that exhausts the small scope: its counterexample needs no shrinking."""

    name = SMALL_SCOPE

    def run(self, case: Case, known: Findings, books: Books) -> None:
        """Decide the smallest instances in order, up to and including the first false one."""
        for p in smallest(case.family, case.effort.scope):
            if books.is_spent or (known.fits(case, p.shape) and books.is_false(p)):
                return
