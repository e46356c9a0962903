"""Asking from Python: ``ask`` for an answer, ``assert_holds`` for a test suite."""

from __future__ import annotations

import threading

from referee.api.answer import Answer
from referee.asking.apart import Question, asked_here
from referee.deciding.limits import Limits


def ask(
    statement: str,
    *,
    where: str = "",
    seconds: float | None = None,
    strict: bool = False,
    seed: int = 0,
) -> Answer:
    """Return what the referee says of a statement, as in ``ask("tr(A B) = tr(B A)")``.

    ``where`` declares the names, as in "A, B in R^(n x n)"; they may also be declared in the
    statement, and what is not declared is inferred unless ``strict``. ``seconds`` are searched
    for a counterexample beyond what is usual; 20 s later it ends at the latest, in the main thread
    of a process, where there are timers. ``seed`` fixes all draws. What cannot be read, or not be
    decided, is an answer too. Raises ValueError for seconds that are none.
    """
    problem = Limits(seconds).problem("seconds", "megabytes")
    if problem:
        raise ValueError(problem)
    question = Question(statement, where, strict, seed, seconds)
    timed = threading.current_thread() is threading.main_thread()
    return Answer(asked_here(question, question.within(kill=False) if timed else Limits()))


def assert_holds(
    statement: str,
    *,
    where: str = "",
    proved: bool = False,
    seconds: float | None = None,
    strict: bool = False,
    seed: int = 0,
) -> None:
    """Raise AssertionError, with the counterexample, unless a statement holds.

    With ``proved`` it has to be proved for every size, and evidence is not enough. Other options
    are those of :func:`ask`. Raises ValueError for a statement that cannot be read: that is a
    fault of the test.
    """
    __tracebackhide__ = True
    answer = ask(statement, where=where, seconds=seconds, strict=strict, seed=seed)
    if answer.verdict == "not read":
        raise ValueError(f"{statement}: {answer.reason}")
    if not answer.holds or (proved and answer.verdict != "proved"):
        wanted = "proved" if proved else "held"
        raise AssertionError(f"{statement}\nis {answer.verdict}, not {wanted}:\n{answer}")
