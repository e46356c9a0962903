"""Constructed instances: of any size, for what is right at all small ones and wrong of large."""

from __future__ import annotations

from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.findings import CONSTRUCTION, Findings
from referee.language.comparison import Truth


class Constructed:
    """The phase that decides a family's constructed instances in order, if nothing refuted.

    They need no shrinking: the first false one is the smallest of them. One at which the answer
    is a giant that is not computed says nothing.
    """

    name = CONSTRUCTION

    def run(self, case: Case, known: Findings, books: Books) -> None:
        """Decide the constructed instances, up to and including the first false one."""
        if known.counterexample is not None:
            return
        for p in case.family.constructions():
            if known.fits(case, p.shape) and books.compare_if_decided(p) is Truth.FALSE:
                return
