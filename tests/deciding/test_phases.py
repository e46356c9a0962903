"""The phases of a decision: one interface, one list, findings that never change, faults as rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import FrozenInstanceError, dataclass, fields
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

import hypothesis.core
import jsonschema
import pytest
from small_claims import answer, claim_of, decided, examples

import referee.reports
from referee.deciding import phases, witness
from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.claim import Answering, Claim
from referee.deciding.decision import Decision, Memory, decide
from referee.deciding.effort import Effort
from referee.deciding.findings import Finding, Findings, Misfit, Tally
from referee.deciding.identity import Proof
from referee.deciding.limits import OverTime
from referee.deciding.phases.small_scope import SmallScope
from referee.deciding.phases.types import Types
from referee.deciding.search.sweep import Counts, Sweep
from referee.deciding.witness import Witness, Witnesses
from referee.evidence.record import from_decision
from referee.language.comparison import Comparison, equal, less
from referee.language.reading import parse
from referee.strategies.families import Instance
from referee.strategies.least_squares import least_squares
from referee.strategies.matrices import matrices

SCHEMA = json.loads((Path(referee.reports.__file__).parent / "record.schema.json").read_text())
VALID = jsonschema.Draft202012Validator(SCHEMA)
NAMES = [phase.name for phase in phases.PHASES]


@pytest.fixture(autouse=True)
def seeded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Hypothesis draw the same in every decision, as ``--hypothesis-seed`` does."""
    monkeypatch.setattr(hypothesis.core, "global_force_seed", 7)


def doubled(p: Instance, given_answer: Answering) -> Comparison:
    """Compare n + n with the answer."""
    return equal(p.n + p.n, given_answer(p))


def small(p: Instance, given_answer: Answering) -> Comparison:
    return less(p.y[:1], given_answer(p))


DOUBLED = claim_of(matrices(), doubled)
SMALL = claim_of(least_squares(), small)  # at "10", false beyond the small scope only


def broken(*_: object) -> NoReturn:
    raise RuntimeError("a fault of the referee\nand more lines")


@dataclass(frozen=True)
class Broken:
    """A phase that decides some instances and then raises."""

    name: str
    error: BaseException
    before: int = 3

    def run(self, case: Case, known: Findings, books: Books) -> None:
        del known
        for p in islice(case.family.in_order(), self.before):
            books.compare(p)
        raise self.error


FAULT = RuntimeError("a fault of the referee\nand more lines")


def with_broken(name: str, error: BaseException = FAULT) -> list[phases.Phase]:
    return [Broken(name, error) if p.name == name else p for p in phases.PHASES]


def evidence(found: Finding) -> tuple[object, ...]:
    """Return what a finding says, instances by their tokens."""
    said = [getattr(found.tally, f.name) for f in fields(Tally)]
    plain = [value.token if isinstance(value, Instance) else value for value in said]
    return (found.phase, *map(repr, plain), repr(found.evidence))


def case_of(claim: Claim, text: str, effort: Effort | None = None) -> Case:
    return Case(claim, parse(text, dict.fromkeys(claim.names)), 0, effort or Effort())


# ------------------------------------------------------------------------------- faults


@pytest.mark.parametrize("name", NAMES)
def test_a_phase_that_raises_is_an_error_with_all_that_was_found_before(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = decided(DOUBLED, "2 * n", search=0.1)
    assert [f.phase for f in whole.findings.found] == NAMES
    monkeypatch.setattr(phases, "PHASES", with_broken(name))
    found = decided(DOUBLED, "2 * n", search=0.1)
    assert (found.verdict, found.fault) == ("error", "run")
    assert found.reason == "RuntimeError: a fault of the referee"
    *before, last = found.findings.found
    assert [f.phase for f in found.findings.found] == NAMES[: NAMES.index(name) + 1]
    kept = whole.findings.found[: len(before)]
    assert [evidence(f) for f in before] == [evidence(f) for f in kept]
    assert (last.tally.asked, last.tally.decided) == (3, 3)
    row = from_decision(found)
    VALID.validate(row)
    assert row["instances"] == sum(f.tally.decided for f in kept) + 3
    assert (row["evidence"]["identity"] is not None) == (
        NAMES.index(name) > NAMES.index("identity test")
    )


def test_what_was_decided_before_the_property_failed_is_counted() -> None:
    seen: list[Instance] = []

    def breaks(p: Instance, given_answer: Answering) -> Comparison:
        seen.append(p)
        return doubled(p, given_answer) if len(seen) < 8 else broken()

    found = decided(claim_of(matrices(), breaks), "2 * n")
    assert (found.verdict, found.fault) == ("error", "run")
    assert (found.findings.decided, found.findings.in_scope) == (7, 8)


@pytest.mark.parametrize("name", ["Hypothesis", "identity test", "search"])
def test_a_counterexample_found_before_a_fault_refutes(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = decided(SMALL, "10", sample=150, search=0.1)
    assert whole.findings.found_by == "independent sample"
    monkeypatch.setattr(phases, "PHASES", with_broken(name))
    found = decided(SMALL, "10", sample=150, search=0.1)
    assert (found.verdict, found.reason, found.fault) == ("refuted", whole.reason, "")
    assert [f.phase for f in found.findings.found] == NAMES
    assert found.smallest is not None
    assert found.smallest.instance.y.tolist() == [[10]]


def test_a_counterexample_found_in_the_phase_that_fails_refutes() -> None:
    seen: list[Instance] = []

    def breaks(p: Instance, given_answer: Answering) -> Comparison:
        seen.append(p)
        return broken() if len(seen) == 30 else doubled(p, given_answer)

    found = decided(claim_of(matrices(), breaks), "n ** 2")
    assert len(seen) > 30
    assert found.verdict == "refuted"
    assert found.findings.of("independent sample").asked + found.findings.in_scope == 30


@pytest.mark.parametrize("step", ["shrink", "shrink_by_hypothesis", "from_token", "_suspects"])
def test_a_fault_in_shrinking_or_at_a_witness_is_an_error_with_what_was_found(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = decided(SMALL, "10", sample=150, search=0.1)
    monkeypatch.setattr(witness, step, broken)
    monkeypatch.setattr(witness, "size_of", lambda _: 10**9)  # Hypothesis shrinks as well
    found = decided(SMALL, "10", sample=150, search=0.1)
    assert (found.verdict, found.fault) == ("error", "run")
    assert found.reason == "RuntimeError: a fault of the referee"
    assert [evidence(f) for f in found.findings.found] == [
        evidence(f) for f in whole.findings.found
    ]
    row = from_decision(found)
    VALID.validate(row)
    assert row["evidence"]["found_by"] == "independent sample"
    assert row["instances"] == whole.findings.decided


def test_a_counterexample_that_does_not_replay_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = next(p for p in DOUBLED.family.in_order() if p.shape["n"] == 2)  # 2n = n² there
    monkeypatch.setattr(witness, "from_token", lambda _: other)
    found = decided(DOUBLED, "n ** 2")
    assert (found.verdict, found.fault) == ("error", "run")
    assert found.reason == f"the counterexample {other.token} does not replay"


@pytest.mark.parametrize("name", NAMES)
def test_memory_that_runs_out_in_any_phase_is_named_and_noted(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phases, "PHASES", with_broken(name, MemoryError()))
    memory = Memory()
    with examples(DOUBLED, 5):
        found = decide(DOUBLED, answer("2 * n"), effort=Effort(search=0.1), memory=memory)
    assert found.verdict == "error"
    assert found.reason.startswith("MemoryError")
    assert memory.exhausted
    assert memory.decisions == {}


def test_memory_that_ran_out_beside_a_counterexample_is_noted_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(phases, "PHASES", with_broken("independent sample", MemoryError()))
    memory = Memory()
    found = decide(DOUBLED, answer("n ** 2"), effort=Effort(search=0), memory=memory)
    assert found.verdict == "refuted"
    assert memory.exhausted


@pytest.mark.parametrize("name", NAMES)
def test_time_that_is_spent_interrupts_every_phase(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phases, "PHASES", with_broken(name, OverTime()))
    with pytest.raises(OverTime):
        decided(DOUBLED, "2 * n", search=0.1)


def test_time_that_is_spent_interrupts_shrinking(monkeypatch: pytest.MonkeyPatch) -> None:
    def spent(*_: object) -> NoReturn:
        raise OverTime

    monkeypatch.setattr(witness, "shrink", spent)
    with pytest.raises(OverTime):
        decided(SMALL, "10", sample=150)


# ----------------------------------------------------------------------------- one list


@dataclass(frozen=True)
class Largest:
    """Evidence of a phase made for a test: the largest instance that was looked at."""

    token: str


class AtLargeShapes:
    """A phase made for a test: one instance of each shape, the largest last."""

    name = "tour of the shapes"

    def run(self, case: Case, known: Findings, books: Books) -> Largest:
        del known
        for shape in case.family.shapes:
            p = case.family.build(shape, [1] * len(case.family.layout(shape).bounds))
            books.compare(p)
        return Largest(p.token)


def added(monkeypatch: pytest.MonkeyPatch, *first: phases.Phase) -> None:
    monkeypatch.setattr(phases, "PHASES", [*first, AtLargeShapes()])


def test_a_phase_in_the_list_runs_and_its_evidence_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = decided(DOUBLED, "2 * n")
    added(monkeypatch, *phases.PHASES)
    found = decided(DOUBLED, "2 * n")
    shapes = len(DOUBLED.family.shapes)
    assert found.verdict == "held"
    assert found.findings.of("tour of the shapes").decided == shapes
    assert found.findings.decided == whole.findings.decided + shapes
    largest = found.findings.evidence(Largest)
    assert largest is not None
    assert largest.token.startswith(DOUBLED.family.name)


def test_a_counterexample_of_a_new_phase_refutes_in_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    added(monkeypatch, Types())
    found = decided(DOUBLED, "n ** 2")
    assert found.verdict == "refuted"
    assert found.findings.found_by == "tour of the shapes"
    assert found.reason == "false at an instance that the tour of the shapes found, shrunk"


def test_a_phase_out_of_the_list_does_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phases, "PHASES", [Types(), SmallScope()])
    found = decided(DOUBLED, "2 * n", scope=30)
    assert found.verdict == "held"
    assert found.findings.decided == found.findings.in_scope == 30
    assert found.findings.independent == found.findings.drawn == 0


def test_every_phase_has_a_file_and_a_name_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert len({type(phase).__module__ for phase in phases.PHASES}) == len(NAMES)


# -------------------------------------------------------------------- one writer, no more


def frozen_things() -> Sequence[object]:
    found = decided(SMALL, "10", sample=150, search=0.1)
    p = found.smallest
    assert p is not None
    return [
        *(found, found.case, found.findings, *found.findings.found, p, found.sweep),
        *(each.tally for each in found.findings.found),
        *(Effort(), Misfit({"n": 1}, "why"), Proof(), Sweep(), Counts(), Witnesses()),
    ]


def test_cases_and_findings_are_frozen() -> None:
    things: Sequence[Any] = frozen_things()
    assert {Case, Decision, Finding, Findings, Tally, Sweep, Witness} <= set(map(type, things))
    for thing in things:
        for each in fields(thing):
            with pytest.raises(FrozenInstanceError):
                setattr(thing, each.name, None)


def test_a_phase_leaves_what_was_known_as_it_was() -> None:
    case, known = case_of(DOUBLED, "2 * n", Effort(scope=10, sample=10, search=0.1)), Findings()
    for phase in phases.PHASES:
        before = [evidence(f) for f in known.found]
        with examples(DOUBLED, 3):
            more = known.plus(phases.learned(phase, case, known))
        assert [evidence(f) for f in known.found] == before
        known = more
    assert [f.phase for f in known.found] == NAMES


def test_what_books_count_later_changes_no_tally() -> None:
    case = case_of(DOUBLED, "2 * n")
    first, second = islice(case.family.in_order(), 2)
    books = Books(case)
    books.compare(first)
    tally = books.tally()
    books.compare(second)
    assert (tally.asked, len(tally.slacks)) == (1, 1)
    assert (books.tally().asked, len(books.tally().slacks)) == (2, 2)


def test_random_numbers_of_a_case_repeat_and_differ_by_purpose_seed_and_formula() -> None:
    def drawn(case: Case, purpose: str = "") -> float:
        return case.random(purpose).random()

    case = case_of(DOUBLED, "2 * n")
    numbers = [drawn(case, purpose) for purpose in ("", "a", "b")]
    others = [drawn(Case(DOUBLED, case.formula, 1)), drawn(case_of(DOUBLED, "n + n"))]
    assert numbers == [drawn(case, purpose) for purpose in ("", "a", "b")]
    assert len({*numbers, *others}) == 5
