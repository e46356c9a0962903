"""Decisions: a claim, an answer and instances in; a verdict with its reason out.

An answer that can be read is a case. The phases (``phases``) look at it one after the other;
their findings amount to a verdict (``verdict``); a counterexample is shrunk, rebuilt from its
token and decided again (``witness``). An answer that can be read in several ways is decided in
each: where they do not come to one verdict it is *ambiguous*, and nobody guesses. Whatever
decides an answer is decided exactly; floats search and illustrate.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from referee.deciding import phases
from referee.deciding.answer import CANONICAL, Answer
from referee.deciding.case import Case
from referee.deciding.claim import Claim
from referee.deciding.effort import Effort
from referee.deciding.every_size import EverySize
from referee.deciding.findings import Findings
from referee.deciding.identity import Proof
from referee.deciding.search.sweep import Sweep
from referee.deciding.verdict import verdict_of, with_witnesses
from referee.deciding.watching import tell
from referee.deciding.witness import Witness, witnesses
from referee.language.normal_form import normal_form
from referee.language.reading import (
    DoesNotFit,
    Refusal,
    Scope,
    parse,
    read,
    refusal_of,
    scope_of,
)
from referee.language.reading.refusal import marked
from referee.language.reading.result import UNKNOWN_NAME
from referee.language.tree import Formula, FormulaError, Node
from referee.language.writing.notations import written
from referee.language.writing.writer import NotWritten
from referee.numerics.work import measured

AMBIGUOUS = "ambiguous"  # the verdict where an answer's readings have different ones


@dataclass(frozen=True)
class Decision:
    """A verdict, its reason, and everything that was found on the way.

    ``case`` is None where there was nothing to decide. ``readings`` are the decisions of the ways
    in which an answer can be read, where there are several. ``fault`` says of an error whose it is:
    the "sheet"'s, which cannot be read, or the "run"'s; ``refusal`` says where an answer that is no
    formula stops being one, and what could stand there.
    """

    claim: Claim
    answer: Answer
    verdict: str
    reason: str
    case: Case | None = None
    findings: Findings = field(default_factory=Findings)
    smallest: Witness | None = None
    worst: Witness | None = None
    seconds: float = 0.0
    fault: str = ""
    readings: tuple[Decision, ...] = ()
    refusal: Refusal | None = None

    @property
    def expected(self) -> bool:
        """Whether the verdict is the one the sheet expects (held, where it expects none)."""
        if self.verdict == "unanswered":
            return self.answer.expect in {None, "unanswered"}
        return self.verdict == (self.answer.expect or "held")

    @property
    def proof(self) -> Proof | None:
        """What is known of an identity, None where no proof was tried."""
        return self.findings.evidence(Proof)

    @property
    def every_size(self) -> EverySize | None:
        """What is known of a proof at every size, None where none was tried."""
        return self.findings.evidence(EverySize)

    @property
    def sweep(self) -> Sweep | None:
        """What a search saw, None where there was none."""
        return self.findings.evidence(Sweep)


class Memory:
    """The last decisions of a process: a formula that several sheets give is decided once.

    A decision depends on the formula's tree, the seed and the effort alone, so that what is
    remembered is what would be decided again.
    """

    def __init__(self, most: int = 64) -> None:
        self.most = most
        self.exhausted = False  # whether memory ran out once: what lives on may be broken
        self.decisions: dict[tuple[str, Node, int, Effort], Decision] = {}

    def keep(self, key: tuple[str, Node, int, Effort], decision: Decision) -> None:
        """Remember a decision; forget the oldest where there are too many."""
        self.decisions[key] = decision
        if len(self.decisions) > self.most:
            del self.decisions[next(iter(self.decisions))]


def decide(
    claim: Claim,
    answer: Answer,
    *,
    seed: int = 0,
    effort: Effort | None = None,
    memory: Memory | None = None,
) -> Decision:
    """Decide one answer to one claim over the claim's whole family.

    ``seed`` fixes the independent sample; Hypothesis's cases follow its own settings.
    """
    start = time.perf_counter()
    decision = _read(claim, answer, seed, effort or Effort(), memory or Memory())
    return replace(decision, seconds=time.perf_counter() - start)


def _read(claim: Claim, answer: Answer, seed: int, effort: Effort, memory: Memory) -> Decision:
    """Make a case of what can be read, and decide it; an answer that is no case has its row."""
    if answer.problem:
        return Decision(claim, answer, "error", answer.problem, fault="sheet")
    if answer.text is None:
        return Decision(claim, answer, "unanswered", answer.because or "no answer was given")
    try:
        formulas = readings(claim, answer)
    except FormulaError as error:
        reason = f"{answer.where or f'{answer.sheet}.toml'}: {claim.id}: {error}"
        why = refused(claim, answer, error)
        return Decision(claim, answer, "error", reason, fault="sheet", refusal=why)
    cases = (Case(claim, formula, seed, effort) for formula in formulas)
    return _joined([_remembered(answer, case, memory) for case in cases])


def readings(claim: Claim, answer: Answer) -> tuple[Formula, ...]:
    """Return the formulas that an answer's text can stand for. Raises FormulaError for none."""
    text = answer.text or ""
    if answer.notation == CANONICAL:
        return (parse(text, dict.fromkeys(claim.names)),)
    scope = _scope(claim, answer)
    try:
        return read(text, scope).formulas
    except DoesNotFit:
        if found := _ill_typed(text, scope):
            return found
        raise
    except FormulaError as error:
        raise _with_foreign(error, answer) from None


def _with_foreign(error: FormulaError, answer: Answer) -> FormulaError:
    """Return an error that says what an unknown name stands for in other questions of its sheet."""
    text = answer.text or ""
    if error.at is None or not error.message.startswith(UNKNOWN_NAME):
        return error
    word = text[slice(*marked(text, error.at))]
    name = dict(answer.foreign).get(word)
    if name is None:
        return error
    said = f"{error.message}; in this sheet {word} is {name}, which is no name of this question"
    return FormulaError(said, error.at, text)


def refused(claim: Claim, answer: Answer, error: FormulaError) -> Refusal:
    """Return why an answer's text is no formula, from what :func:`readings` has raised for it."""
    return refusal_of(error, answer.text or "", _scope(claim, answer))


def _scope(claim: Claim, answer: Answer) -> Scope:
    notation = "" if answer.notation == CANONICAL else answer.notation
    return scope_of(claim, notation=notation, aliases=dict(answer.names))


def _ill_typed(text: str, scope: Scope) -> tuple[Formula, ...]:
    """Return what a text that fits nowhere says, where all sizes being one leaves no doubt."""
    try:
        found = read(text, replace(scope, even=True)).formulas
    except FormulaError:
        return ()
    return found if len(found) == 1 else ()


def _joined(decisions: Sequence[Decision]) -> Decision:
    """Return what the decisions of an answer's readings, one or more, amount to.

    A fault of the run in one of them is one of the whole.
    """
    first = decisions[0]
    if len(decisions) == 1:
        return first
    fault = next((each for each in decisions if each.verdict == "error"), None)
    if fault is not None:
        return replace(fault, readings=tuple(decisions))
    if len({each.verdict for each in decisions}) == 1:
        return replace(first, reason=_alike(decisions), readings=tuple(decisions))
    return replace(
        first,
        verdict=AMBIGUOUS,
        reason=_unlike(decisions),
        case=None,
        findings=Findings(),
        smallest=None,
        worst=None,
        readings=tuple(decisions),
    )


SPELLED = (CANONICAL, "unicode", "matlab", "latex")  # the notations that may have one reading


def spelled(decision: Decision) -> str:
    """Return a reading as text that is read in no other way, in the first notation that has one.

    Raises ValueError where nothing was read.
    """
    if decision.case is None:
        raise ValueError("nothing was read")
    claim, formula = decision.claim, decision.case.formula
    texts = [_written(formula, claim, notation) for notation in SPELLED]
    return next((text for text in texts if text and _means(text, claim, formula)), texts[0])


def _written(formula: Formula, claim: Claim, notation: str) -> str:
    try:
        return written(formula, claim.family, notation)
    except NotWritten:
        return ""


def _means(text: str, claim: Claim, formula: Formula) -> bool:
    """Say whether a text is read as a formula and as no other."""
    try:
        found = readings(claim, Answer("", claim.id, text))
    except FormulaError:
        return False
    return {normal_form(each, claim.family) for each in found} == {
        normal_form(formula, claim.family)
    }


def _alike(decisions: Sequence[Decision]) -> str:
    ways = " or as ".join(spelled(each) for each in decisions)
    reason, verdict = decisions[0].reason, decisions[0].verdict
    return f"{reason}; it can be read as {ways}, and is {verdict} either way"


def _unlike(decisions: Sequence[Decision]) -> str:
    told = "; ".join(f"as {spelled(each)} it is {each.verdict}" for each in decisions)
    return f"it can be read in {len(decisions)} ways: {told}. Write the one that is meant"


def _remembered(answer: Answer, case: Case, memory: Memory) -> Decision:
    """Decide a case, unless a sheet before has given the same formula."""
    key = (case.claim.id, case.formula.root, case.seed, case.effort)
    known = memory.decisions.get(key)
    if known is not None and known.claim is case.claim:
        return replace(known, answer=answer, case=case)
    decision = _decided(answer, case)
    memory.exhausted |= decision.findings.exhausted
    if decision.verdict != "error":  # a fault of the run may not come again
        memory.keep(key, decision)
    return decision


def _decided(answer: Answer, case: Case) -> Decision:
    """Run the phases, conclude from what they found, and show it at instances."""
    with measured():
        return _looked_at(answer, case)


def _looked_at(answer: Answer, case: Case) -> Decision:
    known = Findings()
    for phase in phases.in_turn(case.effort):
        known = known.plus(phases.learned(phase, case, known))
        tell(phase.name, case, known)
        if phases.is_settled(case.effort, known):
            break
    verdict, reason = verdict_of(known)
    if verdict == "held":
        reason = "; ".join([reason, *case.effort.less])
    shown = witnesses(case, known)
    verdict, reason = with_witnesses(verdict, reason, shown)
    fault = "run" if verdict == "error" else ""
    return Decision(
        case.claim,
        answer,
        verdict,
        reason,
        case,
        known,
        shown.smallest,
        shown.worst,
        fault=fault,
    )
