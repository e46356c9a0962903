"""The numbers that stand in an answer: they, and what lies next to them, are values too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.findings import NUMBERS, Findings
from referee.deciding.identity import Proof
from referee.deciding.irrational import irrational
from referee.deciding.marked import marked
from referee.deciding.whole_zeros import at_whole_zeros
from referee.language.comparison import Truth
from referee.strategies.families import Instance

MOST = 144  # instances
MOST_WHOLE = 24  # at zeros in whole numbers
MOST_IRRATIONAL = 144  # beside them, at roots
FIRST_ROOTS = 12  # that are asked for whatever the other numbers took


class Numbers:
    """The phase that decides instances at the constants and the zeros of an answer.

    What is proved for all numbers is passed over.
    """

    name = NUMBERS

    def run(self, case: Case, known: Findings, books: Books) -> None:
        """Decide instances whose fields take marked values, up to the first false one."""
        proof = known.evidence(Proof)
        if known.counterexample is not None or (proof is not None and proof.holds):
            return
        shapes = [shape for shape in case.family.shapes if known.fits(case, shape)]
        rational = islice(marked(case, shapes), MOST // case.effort.part)
        whole = islice(at_whole_zeros(case, shapes), MOST_WHOLE)
        if _is_refuted((rational, whole), books):
            return
        at_roots = islice(irrational(case, shapes), MOST_IRRATIONAL // case.effort.part)
        for count, p in enumerate(at_roots):
            if books.is_spent and count >= FIRST_ROOTS:
                return
            # What is open at roots is no more open than at the numbers nobody looks at.
            if books.compare_if_decided(p, simple=True) is Truth.FALSE:
                return


def _is_refuted(rows: Iterable[Iterator[Instance]], books: Books) -> bool:
    """Decide instances as far as the work goes, and say whether one of them is false."""
    for row in rows:
        for p in row:
            if books.is_spent:
                break
            if books.is_false(p):
                return True
    return False
