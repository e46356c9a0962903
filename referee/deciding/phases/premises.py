"""Premises: instances that meet a condition are made, where it is an equation or nearly missed."""

from __future__ import annotations

from collections.abc import Iterator

from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.findings import PREMISES, Findings, Misfit
from referee.deciding.grounds import Grounds
from referee.deciding.moving import MOST_THAT_MEET, draws_beside, moved_onto_premises
from referee.deciding.verdict import ENOUGH
from referee.language.comparison import Truth
from referee.strategies.families import Instance, size_of

MOST = 60  # instances that are made
MORE = 120  # where few are known that say something
TURNS = 3  # in which instances are moved where few are known: what one misses another finds
FURTHER = 16  # beside one that is false: the smallest of them is shown


def _is_equation_alone(case: Case) -> bool:
    """Say whether an equation without premises is asked: there is nothing to move onto."""
    return case.effort.settled and case.formula.root.kind == "=="


class Premises:
    """The phase that decides instances on the equations and at the borders of a condition.

    It is for what rests on a premise: an answer that is a condition, a claim that has its own.
    """

    name = PREMISES

    def run(self, case: Case, known: Findings, books: Books) -> None:
        """Decide instances that are moved onto a premise, and keep the smallest false one."""
        rests = (case.claim.size is None and not _is_equation_alone(case)) or known.vacuous
        if not rests or known.counterexample is not None or known.evidence(Misfit) is not None:
            return
        few = known.distinct < 2 * ENOUGH
        most = MORE if few else MOST // case.effort.part
        most = 3 * most + MOST_THAT_MEET if draws_beside(case) else most
        false: list[Instance] = []
        for number, p in enumerate(_moved(case, Grounds(case, known), few=few), 1):
            if books.compare_if_decided(p) is Truth.FALSE:
                most = number + FURTHER if not false else most
                false.append(p)
            if number >= most or books.is_spent:
                break
        if false:
            books.counterexample = min(false, key=size_of)


def _moved(case: Case, grounds: Grounds, *, few: bool) -> Iterator[Instance]:
    """Yield instances moved onto premises, in several turns where few are known; each once."""
    seen: set[str] = set()
    for turn in range(TURNS if few else 1):
        for p in moved_onto_premises(case, grounds, few=few, turn=turn):
            if p.token not in seen:
                seen.add(p.token)
                yield p
