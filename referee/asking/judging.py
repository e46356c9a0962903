"""Judging: a sentence in, a verdict with its evidence out."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from referee.asking.claims import claim_of
from referee.asking.lines import spelled
from referee.asking.needed import Needed, needed
from referee.asking.problems import NotRead
from referee.asking.reading import read_statement
from referee.asking.roots import AtRoot, fails_at_root
from referee.asking.sides import sides_at
from referee.asking.solved import solutions_that_hold
from referee.asking.statement import Statement, under_premises
from referee.deciding.answer import CANONICAL, Answer
from referee.deciding.decision import Decision, decide
from referee.deciding.effort import Effort
from referee.deciding.generic import Generic
from referee.deciding.irrational import real_names
from referee.evidence.record import from_decision
from referee.evidence.schema import Record
from referee.language.spelling import to_text
from referee.language.tree import FormulaError, Node
from referee.numerics.arrays import Array
from referee.strategies.families import Family
from referee.strategies.functions import family_in_words, is_function

PROVED, HELD, REFUTED, AMBIGUOUS = "proved", "held", "refuted", "ambiguous"
SEARCHLESS = "; not searched, as was asked for"  # nobody asked: a statement is searched on demand
ONE = " for every one"  # of a family without sizes, whose shape is called so
RATIONAL_ALONE = "; at rational "  # what a note on numbers begins with
ALL = 1_000  # instances of a family that has no more: all of them are decided
INCONCLUSIVE, VACUOUS, NOT_READ = "inconclusive", "vacuous", "not read"
QUICK = Effort(
    scope=250, sample=50, ladder=1, search=0.0, beside=0, stop=True, settled=True, part=6,
    device="numpy", work=500_000, each=50_000,
)  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """A statement with its verdict.

    ``verdict`` is proved (for every size), held, refuted, ambiguous, inconclusive, vacuous or
    not read; ``reason`` is one line. ``declared`` and ``inferred`` are lines of set mathematics,
    ``assumed`` says what has to exist. ``counterexample`` has exact arrays by name, in the order of
    the declarations, and ``sizes`` their dimensions; ``sides`` are what was compared there, each as
    text with its exact value. ``misfit`` says whether declared sizes rule out what is not read.
    ``needed`` are hypotheses without which it fails. ``record`` is the
    decision's as data, None where nothing was decided; ``readings`` are those of an ambiguous one.
    """

    verdict: str
    text: str
    reason: str
    declared: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    record: Record | None = None
    counterexample: Mapping[str, Array] | None = None
    sides: tuple[tuple[str, Array], tuple[str, Array]] | None = None
    needed: tuple[Needed, ...] = ()
    sizes: Mapping[str, int] = field(default_factory=dict)
    relation: str = ""
    readings: tuple[Judged, ...] = ()
    at: int | None = None
    misfit: str = ""
    statement: Statement | None = field(default=None, repr=False, compare=False)
    decision: Decision | None = field(default=None, repr=False, compare=False)


def judge(
    statement: str,
    *,
    where: str = "",
    section: str | Sequence[str] = "",
    seconds: float | None = None,
    strict: bool = False,
    seed: int = 0,
) -> Judged:
    """Judge a statement with its declarations.

    ``where`` are more declarations, ``section`` those of a whole section, one text or several in
    their order, for the names that the statement does not declare itself; ``seconds`` of search
    beyond what is usual look for a counterexample; ``strict`` refuses to infer what is not
    declared. ``seed`` fixes what is drawn.
    What is not read is said in the verdict; nothing is raised for it.
    """
    try:
        read = read_statement(statement, where, section)
    except NotRead as error:
        told = error.told(statement, where)
        return Judged(NOT_READ, statement, told, at=error.at, misfit=error.misfit)
    if strict and read.inferred:
        return Judged(NOT_READ, statement, f"not declared: {'; '.join(read.inferred)}")
    effort = (
        QUICK
        if seconds is None
        else replace(Effort(), search=seconds, settled=True, device="numpy")
    )
    return _judged(statement, read, effort, seed)


def _judged(text: str, read: Statement, effort: Effort, seed: int) -> Judged:
    known = Judged(VACUOUS, text, read.empty, read.declared, read.inferred, read.assumed,
                   statement=read)  # fmt: skip
    if read.empty:
        return known
    found = [_decided(known, read, root, effort, seed) for root in read.claims]
    first = found[0]
    if len(found) == 1 or len({each.verdict for each in found}) == 1:
        return replace(first, readings=tuple(found) if len(found) > 1 else ())
    told = "; ".join(f"as {_said(each)} it is {each.verdict}" for each in found)
    return replace(
        known,
        verdict=AMBIGUOUS,
        reason=f"it can be read in {len(found)} ways: {told}. Write the one that is meant",
        readings=tuple(found),
    )


def _said(judged: Judged) -> str:
    if judged.decision is None or judged.decision.case is None:
        return judged.text
    return to_text(_claim_in(judged.decision.case.formula.root, judged.statement))


def _claim_in(root: Node, read: Statement | None) -> Node:
    return root.args[1] if read is not None and read.premises else root


def _decided(known: Judged, read: Statement, root: Node, effort: Effort, seed: int) -> Judged:
    claim = claim_of(read, root, seed)
    answer = Answer("ask", claim.id, to_text(under_premises(root, read.premises)),
                    notation=CANONICAL)  # fmt: skip
    few = few_instances(claim.family)
    if few is not None:
        effort = replace(effort, scope=few, sample=0, search=0.0)
    try:
        decision = decide(claim, answer, seed=seed, effort=effort)
    except FormulaError as error:
        return replace(known, verdict=NOT_READ, reason=str(error))
    record = from_decision(decision)
    record["replay"] = shlex.join(["referee", "ask", known.text])
    verdict, reason = _verdict_of(decision, few)
    if verdict in {HELD, INCONCLUSIVE} and decision.findings.trouble is None:
        count = solutions_that_hold(read, root, claim.family)
        if count is not None:
            numbers = "the one number" if count == 1 else f"all {count} numbers"
            verdict, reason = PROVED, f"true of {numbers} for which the conditions hold"
    if verdict == HELD:
        reason += _over_functions(read)
    found = replace(known, verdict=verdict, reason=reason, record=record, decision=decision)
    rooted = fails_at_root(read, root) if verdict == HELD else None
    if rooted is not None:
        return _refuted_at_root(found, root, rooted)
    if verdict in {PROVED, HELD}:
        return replace(found, needed=tuple(needed(read, root, claim.family)))
    if decision.smallest is None:
        return found
    p = decision.smallest.instance
    arrays = {spec.name: getattr(p, spec.name) for spec in read.specs}
    shape = {dim: size for dim, size in p.shape.items() if dim != "one"}
    sides, relation = sides_at(root, p, read.family)
    return replace(found, counterexample=arrays, sides=sides, relation=relation, sizes=shape)


def _refuted_at_root(known: Judged, root: Node, rooted: AtRoot) -> Judged:
    """Return a refutation at an irrational number: the record is of rational ones alone."""
    sides, relation = sides_at(root, rooted.p, rooted.p.family)
    sizes = {dim: size for dim, size in rooted.p.shape.items() if dim != "one"}
    return replace(
        known,
        verdict=REFUTED,
        reason=f"false at an irrational number; {known.reason.partition(RATIONAL_ALONE)[0]}",
        record=None,
        decision=None,
        counterexample=rooted.arrays,
        sides=sides,
        relation=relation,
        sizes=sizes,
    )


def few_instances(family: Family) -> int | None:
    """Return how many instances a family has, None for more than are all decided."""
    if family.finite_level is None:
        return None
    count = sum(1 for _ in islice(family.in_order(), ALL + 1))
    return count if count <= ALL else None


def _verdict_of(decision: Decision, few: int | None) -> tuple[str, str]:
    """Return the verdict on a statement: what is proved is more than what held.

    ``few`` is how many instances there are, where all of them were decided.
    """
    found, reason = decision.verdict, decision.reason.replace(SEARCHLESS, "")
    known = decision.findings
    if found == "ill-typed":
        return NOT_READ, reason
    if found not in {"held", "inconclusive"}:
        return (INCONCLUSIVE if found == "error" else found), reason
    if known.decided and not known.counted:
        every = few is not None and not known.undecided
        looked = f"all {few}" if every else f"{known.decided}, of rational numbers,"
        proved = "it follows, but " if _is_proved(decision) else ""
        return VACUOUS, f"{proved}no instance meets the conditions: {looked} were looked at"
    if few is not None and known.counted and not known.undecided:
        return PROVED, "true of the one instance" if few == 1 else f"true of all {few} instances"
    # What is proved may have few instances, as A = B ⇒ B = A, and some that stay undecided.
    if _is_proved(decision) and known.counted:
        return PROVED, _proved(decision, reason)
    return found, reason.replace(ONE, "") + _rational_alone(decision)


def _is_proved(decision: Decision) -> bool:
    every, generic = decision.every_size, decision.findings.evidence(Generic)
    return bool((every and every.holds) or (generic and generic.holds))


def _over_functions(read: Statement) -> str:
    """Say over which functions a statement held that is about functions."""
    over = [spec for spec in read.specs if is_function(spec.kind)]
    said = dict.fromkeys(f"{spelled(s.name)} is a sum of {family_in_words(s.kind)}" for s in over)
    return "".join(f"; {each}" for each in said)


def _rational_alone(decision: Decision) -> str:
    """Say at which numbers a statement was looked at, where it may fail at others."""
    if decision.verdict != "held" or decision.case is None:
        return ""
    strict = {"!=", "<", ">", "not"}
    root = decision.case.formula.root
    claim = root.args[1] if root.kind == "implies" else root
    if not any(node.kind in strict for node in claim.walk()):
        return ""
    names = real_names(decision.case.formula.root, decision.case.family)
    if names:
        alone = f"{', '.join(names)} and at roots, other numbers were not looked at"
        return f"{RATIONAL_ALONE}{alone}"
    return f"{RATIONAL_ALONE}numbers, others were not looked at"


def _proved(decision: Decision, reason: str) -> str:
    """Say what is proved, and in how many steps."""
    every = decision.every_size
    if every is None or not every.holds:
        return reason.replace(ONE, "")
    steps = f", in {every.steps} step{'s' * (every.steps != 1)}" if every.steps else ""
    says = every.says.replace(ONE, "")
    return f"{says}{steps}; {decision.findings.counted} instances agree"


__all__ = ["Judged", "Needed", "judge"]
