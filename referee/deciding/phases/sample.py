"""The independent sample, which bounds how often the claim is false where it finds nothing."""

from __future__ import annotations

from itertools import islice

from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.findings import SAMPLE, Findings
from referee.strategies.families import Family


class Sample:
    """The phase that decides independent, identically distributed instances.

    Beside a counterexample a few are decided for the worst violation, and how many are false.
    """

    name = SAMPLE

    def run(self, case: Case, known: Findings, books: Books) -> None:
        """Decide instances drawn independently; the seed and the family fix which."""
        if not known.fits_somewhere(case):
            return
        beside, drawn = case.effort.beside, case.drawn("sample", Family.sample)
        for p in islice(drawn, case.effort.sample):
            if books.is_spent:
                return
            if known.counterexample is not None or books.counterexample is not None:
                beside -= 1
                if case.effort.stop or beside < 0:
                    return
            if known.fits(case, p.shape):
                books.compare(p)
