"""Exceptional points: where a part of an answer vanishes, and the answer is another one."""

from __future__ import annotations

from itertools import islice

from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.findings import EXCEPTIONS, Findings, Misfit
from referee.deciding.grounds import Grounds
from referee.deciding.moving import moved_where_they_vanish
from referee.language.comparison import Truth
from referee.language.exceptions import exceptional
from referee.strategies.families import Instance, size_of

MOST = 24  # instances that are made for one part
FURTHER = 8  # beside one that is false: the smallest of them is shown


class Exceptions:
    """The phase that decides instances where what a rank, a magnitude or a quotient is of is 0.

    It looks there whatever is proved: a proof holds where nothing jumps.
    """

    name = EXCEPTIONS

    def run(self, case: Case, known: Findings, books: Books) -> None:
        """Decide instances at which parts of the answer vanish, and keep the smallest false one."""
        if known.counterexample is not None or known.evidence(Misfit) is not None:
            return
        grounds = Grounds(case, known)
        most = MOST // case.effort.part
        for parts in exceptional(case.formula.root, case.family.shapes[0]):
            if books.is_spent:
                return
            false: list[Instance] = []
            for p in islice(moved_where_they_vanish(case, parts, grounds), most):
                if books.compare_if_decided(p) is Truth.FALSE:
                    false.append(p)
                if len(false) >= FURTHER or books.is_spent:
                    break
            if false:
                books.counterexample = min(false, key=size_of)
                return
