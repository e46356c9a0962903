"""Hypothesis: instances that are bred from one another, towards a violation."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

import hypothesis
from hypothesis import errors
from hypothesis.internal import constants_ast
from hypothesis.internal.conjecture import providers

from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.claim import Property
from referee.deciding.faults import Inconclusive, first_line
from referee.deciding.findings import HYPOTHESIS, Findings
from referee.language.comparison import Truth
from referee.strategies.families import Instance

NO_EVIDENCE = (errors.FailedHealthCheck, errors.Unsatisfiable, errors.DeadlineExceeded)


CONSTANTS = "_get_local_constants"  # of Hypothesis's, where it has that


@contextmanager
def same_in_every_process() -> Iterator[None]:
    """Keep Hypothesis from drawing constants that stand in the modules of a process.

    Which modules are imported hangs on what the process did before, and which are local on how a
    package is installed: neither may change a record. Hypothesis has no setting for it.
    """
    before = getattr(providers, CONSTANTS, None)
    if before is None:
        yield
        return
    nothing = constants_ast.Constants()
    setattr(providers, CONSTANTS, lambda: nothing)
    providers.CONSTANTS_CACHE.cache.clear()
    try:
        yield
    finally:
        setattr(providers, CONSTANTS, before)
        providers.CONSTANTS_CACHE.cache.clear()


class Refuted(AssertionError):
    """An instance at which the claim is false."""


class Drawn:
    """The phase that runs the claim's own test, with its settings, for what nothing refuted."""

    name = HYPOTHESIS

    def run(self, case: Case, known: Findings, books: Books) -> None:
        """Decide what Hypothesis draws, and shrinks where it finds a counterexample."""
        if known.counterexample is not None or not known.fits_somewhere(case):
            return
        try:
            with same_in_every_process():
                case.claim.test(answer=Judge(case, known, books))
        except Refuted:
            return
        except NO_EVIDENCE as error:
            raise Inconclusive(f"{type(error).__name__}: {first_line(error)}") from error


class Judge:
    """What the claim's test receives as its answer: it decides every instance that is drawn."""

    def __init__(self, case: Case, known: Findings, books: Books) -> None:
        self.case, self.known, self.books = case, known, books

    def judge(self, _: Property, p: Instance) -> None:
        """Decide one instance that Hypothesis drew; raises Refuted for it to shrink."""
        if self.books.is_spent or not self.known.fits(self.case, p.shape):
            return
        comparison = self.books.compare(p)
        if comparison.truth is Truth.FALSE:
            self.books.counterexample = p  # the last one is the one it was shrunk to
            raise Refuted(p.token)
        if comparison.slack is not None and math.isfinite(comparison.slack):
            hypothesis.target(-comparison.slack, label="violation")
