"""Decisions: a claim, an answer and instances in; a verdict with its reason out.

First every instance of the small scope in order of size, so that a counterexample found
there is the smallest there is; then an independent sample, which bounds what it does not
find; then Hypothesis, whose cases are cleverer and not independent; then the proof of an
identity; last a search through far more instances than could be decided exactly. Whatever
decides an answer is decided exactly; floats search and illustrate.
"""

from __future__ import annotations

import random
import re
import statistics
import time
from dataclasses import dataclass, replace

import numpy as np
from hypothesis import errors

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.identity import Proof, prove
from referee.deciding.search import Screen, Search
from referee.deciding.shrink import Suspects, shrink
from referee.deciding.shrink_by_hypothesis import shrink_by_hypothesis, smaller
from referee.deciding.trial import Effort, Refuted, Trial, decide_at
from referee.language.comparison import Comparison, Truth
from referee.language.reading import parse
from referee.language.tree import FormulaError, Node
from referee.numerics import arrays
from referee.strategies.families import Instance, say_shape, size_of
from referee.strategies.tokens import from_token

BESIDE_PROOF = 1 / 16  # of a search is left where an identity is proved
LARGE = 20  # instances with large integers, tried where an identity test fails
_NO_MEMORY = re.compile("allocate memory|(cannot|failed to) map ")
ENOUGH = 20  # instances decided, not vacuously, before a claim is said to hold


@dataclass(frozen=True)
class Witness:
    """An instance with its comparison: what a report shows of it."""

    instance: Instance
    comparison: Comparison


@dataclass(frozen=True)
class Decision:
    """A verdict, its reason, and everything that was counted on the way.

    ``fault`` says of an error whose it is: the "sheet"'s, which cannot be read, or the "run"'s.
    """

    claim: Claim
    answer: Answer
    verdict: str
    reason: str
    trial: Trial | None = None
    smallest: Witness | None = None
    worst: Witness | None = None
    proof: Proof | None = None
    seconds: float = 0.0
    fault: str = ""

    @property
    def expected(self) -> bool:
        """Whether the verdict is the one the sheet expects (held, where it expects none)."""
        if self.verdict == "unanswered":
            return self.answer.expect in {None, "unanswered"}
        return self.verdict == (self.answer.expect or "held")


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
    decision = _decide(claim, answer, seed, effort or Effort(), memory or Memory())
    return replace(decision, seconds=time.perf_counter() - start)


def _decide(claim: Claim, answer: Answer, seed: int, effort: Effort, memory: Memory) -> Decision:
    if answer.problem:
        return Decision(claim, answer, "error", answer.problem, fault="sheet")
    if answer.text is None:
        return Decision(claim, answer, "unanswered", answer.because or "no answer was given")
    try:
        formula = parse(answer.text, dict.fromkeys(claim.names))
    except FormulaError as error:
        reason = f"{answer.sheet}.toml: {claim.id}: {error}"
        return Decision(claim, answer, "error", reason, fault="sheet")
    key = (claim.id, formula.root, seed, effort)
    known = memory.decisions.get(key)
    if known is not None and known.trial is not None and known.claim is claim:
        return replace(known, answer=answer, trial=replace(known.trial, formula=formula))
    trial = Trial(claim, formula, seed, effort)
    decision = _conclude(claim, answer, trial, _run(claim, trial))
    if decision.verdict != "error":  # a fault of the run may not come again
        memory.keep(key, decision)
    return decision


def _run(claim: Claim, trial: Trial) -> tuple[str, str] | None:
    """Run the property; return a verdict and reason where the run itself went wrong."""
    try:
        if trial.begin():
            claim.test(answer=trial)
    except Refuted:
        return None
    except (errors.FailedHealthCheck, errors.Unsatisfiable, errors.DeadlineExceeded) as error:
        return "inconclusive", f"{type(error).__name__}: {_first_line(error)}"
    except Exception as error:  # noqa: BLE001 - any fault becomes a row, never a lost claim
        if trial.exhausted or is_exhaustion(error):
            return "error", f"MemoryError: {_first_line(error)}"
        return "error", f"{type(error).__name__}: {_first_line(error)}"
    return None


def is_exhaustion(error: BaseException) -> bool:
    """Say whether memory that ran out is behind an exception, at any remove.

    Of a SystemError it is: C code that loses a MemoryError on its way ends in one. A library
    that cannot be loaded for it, and torch, say so in words.
    """
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        found = waiting.pop()
        if found is None or any(found is other for other in seen):
            continue
        if isinstance(found, (MemoryError, SystemError)) or _NO_MEMORY.search(str(found)):
            return True
        seen.append(found)
        waiting += [found.__cause__, found.__context__]
        waiting += found.exceptions if isinstance(found, BaseExceptionGroup) else ()
    return False


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0][:300]


def _conclude(
    claim: Claim, answer: Answer, trial: Trial, trouble: tuple[str, str] | None
) -> Decision:
    if trouble and trial.counterexample is None:
        fault = "run" if trouble[0] == "error" else ""
        return Decision(claim, answer, *trouble, trial=trial, fault=fault)
    proof = _prove(claim, trial)
    _search(claim, trial, proved=proof is not None and proof.holds)
    smallest = _witness(claim, trial, _shrunk(claim, trial))
    if smallest is not None and smallest.comparison.truth is not Truth.FALSE:
        reason = f"the counterexample {smallest.instance.token} does not replay"
        return Decision(claim, answer, "error", reason, trial=trial, fault="run")
    worst = _witness(claim, trial, trial.tightest[1] if trial.tightest else None)
    verdict, reason = _verdict(trial, smallest, proof)
    return Decision(claim, answer, verdict, reason, trial, smallest, worst, proof)


def _prove(claim: Claim, trial: Trial) -> Proof | None:
    """Try to prove what no instance refuted; what the proof refutes becomes a counterexample."""
    survived = trial.counterexample is None and not trial.undecided and trial.ill_typed is None
    if not survived or not trial.effort.proof:
        return None
    rng = random.Random(f"proof {trial.name}")
    proof = prove(claim.decide, trial, trial.family, rng, most=trial.effort.proof)
    if proof.fails_at is not None:
        for _ in range(LARGE):
            p = trial.family.sample_large(proof.fails_at, rng)
            if trial.compare(claim.decide, p).truth is Truth.FALSE:
                trial.counterexample, trial.found_by = p, "identity test"
                break
    return proof


def _search(claim: Claim, trial: Trial, *, proved: bool) -> None:
    """Search for what no instance refuted; of what is refuted, look for the worst violation.

    Beside a proof a short sweep is left, for the distribution of the margins.
    """
    if not trial.effort.search or trial.ill_typed is not None:
        return

    def truth_at(p: Instance) -> Truth:
        return trial.compare(claim.decide, p).truth

    search = Search(Screen(claim, trial, trial.effort.device), truth_at, trial.fits, trial.name)
    if trial.counterexample is not None:
        if trial.slacks:
            search.run_briefly()
    else:
        trial.counterexample = search.run(trial.effort.search * (BESIDE_PROOF if proved else 1))
        trial.found_by = "search" if trial.counterexample is not None else ""
    trial.sweep = search.sweep


def _shrunk(claim: Claim, trial: Trial) -> Instance | None:
    """Return the counterexample, shrunk unless it is the smallest there is."""
    found = trial.counterexample
    if found is None or trial.found_by == "small scope":
        return found

    def fails(p: Instance) -> bool:
        return trial.fits(p.shape) and decide_at(claim.decide, trial, p).truth is Truth.FALSE

    smallest = shrink(found, fails, _suspects(claim, trial))
    if size_of(smallest) <= trial.scope_size + 1:
        return smallest  # what is smaller than the small scope was decided
    return smaller(smallest, shrink_by_hypothesis(found, fails))


def _suspects(claim: Claim, trial: Trial) -> Suspects | None:
    """Return a screen for the shrinker, where the search has shown that there is one."""
    if trial.sweep is None or trial.sweep.reason or trial.ill_typed is not None:
        return None
    return Screen(claim, trial, trial.effort.device).suspects()


def _witness(claim: Claim, trial: Trial, p: Instance | None) -> Witness | None:
    """Decide an instance again, rebuilt from its token: what a certificate promises."""
    if p is None:
        return None
    again = from_token(p.token)
    return Witness(again, decide_at(claim.decide, trial, again))


def _verdict(trial: Trial, smallest: Witness | None, proof: Proof | None) -> tuple[str, str]:
    if trial.ill_typed:
        shape, why = trial.ill_typed
        false_at = say_shape(smallest.instance.shape) if smallest else ""
        also = f"; where it fits it is false, at {false_at}" if smallest else ""
        return "ill-typed", f"at {say_shape(shape)}: {why}{also}"
    if smallest is not None:
        return "refuted", _how_refuted(trial)
    counted = trial.decided - trial.vacuous
    if trial.undecided:
        why = f"; {trial.doubt}" if trial.doubt else " at 4096 bits"
        return "inconclusive", f"{trial.undecided} instances stayed undecided{why}"
    if counted < ENOUGH:
        return "inconclusive", f"only {counted} instances were decided; {ENOUGH} are needed"
    if proof is not None and proof.fails_at is not None:
        return "inconclusive", f"true of all {counted} instances decided, but {proof.reason}"
    return "held", f"true of all {counted} instances decided"


def _how_refuted(trial: Trial) -> str:
    if trial.found_by != "small scope":
        return f"false at an instance that the {trial.found_by} found, shrunk"
    before = trial.in_scope - 1
    if before and trial.undecided:
        return "false at an instance; no smaller one is known to be false"
    checked = {0: "there is none smaller", 1: "the one smaller instance holds"}
    also = checked.get(before, f"all {before} smaller ones hold")
    return f"false at the smallest instance of all; {also}"


def float64_slack(claim: Claim, trial: Trial, p: Instance) -> float | None:
    """Return the slack at an instance as float64 arithmetic sees it: shown, never decisive."""
    try:
        with np.errstate(all="ignore"):
            return claim.decide(p.cast(arrays.float64), trial).slack
    except Exception:  # noqa: BLE001 - a float that overflows or cannot be compared shows nothing
        return None


def median(slacks: list[float]) -> float | None:
    """Return the median slack, None where nothing was measured."""
    return statistics.median(slacks) if slacks else None
