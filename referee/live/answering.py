"""A question answered, piece by piece: what is read, then the verdict as far as it is known.

All of this runs in a process apart, which may be killed. What is said is HTML of the reports'
templates, ready to be shown: whoever passes it on looks at nothing that somebody typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, TypedDict

from referee.asking.apart import Question, asked_here
from referee.asking.problems import NotRead
from referee.asking.reading import read_statement
from referee.deciding.answer import Answer
from referee.deciding.case import Case
from referee.deciding.claim import Claim
from referee.deciding.decision import Decision, readings, refused
from referee.deciding.effort import Effort
from referee.deciding.findings import Findings
from referee.deciding.limits import Clock, Limits, OverTime, held
from referee.deciding.verdict import verdict_of
from referee.deciding.watching import watched
from referee.deciding.witness import Witness
from referee.evidence.record import from_decision
from referee.evidence.schema import Unread
from referee.evidence.unread import from_refusal
from referee.grading.marking import graded
from referee.language.latex import to_latex
from referee.language.tree import Formula, FormulaError
from referee.live.corpus import Corpus
from referee.live.wanted import Wanted
from referee.reports import live

SHEET = "live"  # what the sheet of a typed answer is called
READING = Limits(2, 500)
# A page asks for no more than a verdict: one counterexample is enough.
WARM = Wanted("", "", "x^T x >= 0 where x in R^n")  # which nobody asked
EFFORT = Effort(stop=True, beside=0)


Kind = Literal["read", "unread", "empty", "waits", "so far", "done", "ended"]


class Said(TypedDict):
    """A piece of an answer: what kind it is, the verdict so far, and HTML that shows it."""

    kind: Kind
    verdict: str
    html: str


Say = Callable[[Said], None]
Go = Callable[[], None]  # waits until deciding may begin


def answer(wanted: Wanted, corpus: Corpus, say: Say, go: Go) -> None:
    """Say what is read of a text, wait, and say what is known of it until it is decided."""
    kind = "claim" if wanted.claim else "statement"
    if not wanted.text.strip():
        say({"kind": "empty", "verdict": "", "html": ""})
        return
    ANSWERING[kind](wanted, corpus, say, go)


def warm(corpus: Corpus) -> None:
    """Decide something and tell of a claim, so that all that this imports and reads is there."""
    answer(WARM, corpus, lambda _: None, lambda: None)
    for name in [*corpus.claims][:1]:
        live.about(corpus.about(name))


def ready() -> None:
    """Read something, so that what comes next is read in no more time than reading takes."""
    _read_statement(WARM)


# ------------------------------------------------------------------ an answer to a claim


def _to_claim(wanted: Wanted, corpus: Corpus, say: Say, go: Go) -> None:
    claim = corpus.asked(wanted.claim)
    given = Answer(SHEET, claim.id, wanted.text, notation=wanted.notation)
    found = _in_time(lambda: _read_answer(claim, given))
    say(found)
    if found["kind"] != "read":
        return
    go()
    with _told(say):
        record = graded(claim, given, seed=corpus.seed, effort=EFFORT, limits=corpus.limits)
    unweighed = corpus.students and corpus.claims[wanted.claim].asks is not None
    html = live.decided(record, unweighed=unweighed)
    say({"kind": "done", "verdict": record["verdict"], "html": html})


def _read_answer(claim: Claim, given: Answer) -> Said:
    try:
        formulas = readings(claim, given)
    except FormulaError as error:
        unread = from_refusal(refused(claim, given, error))
        return _unread(live.unread(given.text or "", str(error), unread))
    shown = [to_latex(each, claim.family) for each in formulas]
    return {"kind": "read", "verdict": "", "html": live.read(claim.states, shown)}


# ------------------------------------------------------------------ a statement of one's own


def _of_ones_own(wanted: Wanted, corpus: Corpus, say: Say, go: Go) -> None:
    found = _in_time(lambda: _read_statement(wanted))
    say(found)
    if found["kind"] != "read":
        return
    go()
    with _told(say):
        asked = asked_here(Question(wanted.text, wanted.where, seed=corpus.seed), corpus.limits)
    say({"kind": "done", "verdict": asked["verdict"], "html": live.judged(asked)})


def _read_statement(wanted: Wanted) -> Said:
    try:
        found = read_statement(wanted.text, wanted.where)
    except NotRead as error:
        says = error.told(wanted.text, wanted.where)
        return _unread(live.unread(wanted.text, says, _placed(wanted, error)))
    shown = [to_latex(Formula("", root), found.family) for root in found.claims]
    listed = {"Declared": found.declared, "Inferred": found.inferred, "Assumed": found.assumed}
    return {"kind": "read", "verdict": "", "html": live.read("{answer}", shown, listed)}


def _placed(wanted: Wanted, error: NotRead) -> Unread:
    """Return why a statement is not read, with its place where that is in the statement itself."""
    at, end = error.at, len(wanted.text)
    place = None if at is None or at > end else [at, min(at + 1, end)]
    return {"says": error.message, "place": place, "nearest": "", "example": "", "names": []}


ANSWERING: Mapping[str, Callable[[Wanted, Corpus, Say, Go], None]] = {
    "claim": _to_claim,
    "statement": _of_ones_own,
}


def _in_time(read: Callable[[], Said]) -> Said:
    """Return what is read within the limits of reading, or that it takes more."""
    clock = Clock()
    try:
        with held(READING) as clock:
            return read()
    except (OverTime, MemoryError, RecursionError):
        took = f"{READING.seconds:g} s of computing" if clock.spent else "the memory it may have"
        says = f"reading it took more than {took}; write it shorter, or with more brackets"
        return _unread(live.said(says))


def _unread(html: str) -> Said:
    return {"kind": "unread", "verdict": "not read", "html": html}


# ------------------------------------------------------------------ what is known so far


@contextmanager
def _told(say: Say) -> Iterator[None]:
    """Say what is known as each phase of the decisions inside ends."""
    with watched(_Progress(say).ended):
        yield


@dataclass
class _Progress:
    """The phases that have ended, of one reading; what is known of another begins anew."""

    say: Say
    of: Case | None = None
    done: list[live.Done] = field(default_factory=list)

    def ended(self, phase: str, case: Case, known: Findings) -> None:
        """Take note of a phase, and say what is known since it has ended, if that is more."""
        if self.of is not case:
            self.of, self.done = case, []
        verdict, reason = verdict_of(known)
        decided = known.of(phase).decided
        if not decided and (self.done or verdict == "inconclusive"):
            return  # nothing is known that was not before
        self.done.append({"name": phase, "instances": decided})
        decision = Decision(
            case.claim, _written(case), verdict, reason, case, known, _smallest(case, known)
        )
        html = live.so_far(from_decision(decision), self.done)
        self.say({"kind": "so far", "verdict": verdict, "html": html})


def _written(case: Case) -> Answer:
    return Answer(SHEET, case.claim.id, case.formula.text)


def _smallest(case: Case, known: Findings) -> Witness | None:
    """Return the counterexample as it was found, before it is made smaller."""
    found = known.counterexample
    return None if found is None else Witness(found, case.compared_at(found))
