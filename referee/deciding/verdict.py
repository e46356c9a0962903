"""From evidence to a verdict and its reason: nothing is decided here, and nothing drawn."""

from __future__ import annotations

from collections.abc import Iterator

from referee.deciding.every_size import EverySize
from referee.deciding.findings import CONSTRUCTION, SMALL_SCOPE, Findings, Misfit
from referee.deciding.generic import Generic
from referee.deciding.identity import Proof
from referee.deciding.scope import say
from referee.deciding.sizes import SizesTried
from referee.deciding.witness import Witnesses
from referee.strategies.families import say_shape

ENOUGH = 20  # distinct instances decided, not vacuously, before a claim is said to hold


def verdict_of(known: Findings) -> tuple[str, str]:
    """Return the verdict that findings amount to, and its reason."""
    trouble, misfit = known.trouble, known.evidence(Misfit)
    if trouble is not None:
        return trouble.verdict, trouble.reason
    if misfit is not None:
        return "ill-typed", f"at {say_shape(misfit.shape)}: {misfit.why}"
    contradiction = _contradiction(known)
    if contradiction:
        return "error", contradiction
    if known.counterexample is not None:
        return "refuted", _how_refuted(known)
    return _unrefuted(known, known.evidence(Proof))


def _contradiction(known: Findings) -> str:
    """Say that a claim is proved and false at once, which is a fault of the run; "" otherwise."""
    every, proof = known.evidence(EverySize), known.evidence(Proof)
    if every is None or not every.holds:
        return ""
    if known.counterexample is not None:
        return f"{every.says}, and {_how_refuted(known)}: one of them is wrong"
    if proof is not None and proof.fails_at is not None:
        return f"{every.says}, but {proof.reason}: one of them is wrong"
    return ""


def _how_refuted(known: Findings) -> str:
    if known.found_by == CONSTRUCTION:
        return "false at an instance whose count is known by construction"
    if known.found_by != SMALL_SCOPE:
        return f"false at an instance that the {known.found_by} found, shrunk"
    before = known.in_scope - 1
    if before and known.undecided:
        return "false at an instance; no smaller one is known to be false"
    checked = {0: "there is none smaller", 1: "the one smaller instance holds"}
    also = checked.get(before, f"all {before} smaller ones hold")
    return f"false at the smallest instance of all; {also}"


def _unrefuted(known: Findings, proof: Proof | None) -> tuple[str, str]:
    every = known.evidence(EverySize)
    proved = every is not None and every.holds and known.counted >= ENOUGH
    if known.undecided and not proved:
        why = f"; {known.doubt}" if known.doubt else " at 4096 bits"
        return "inconclusive", f"{known.undecided} instances stayed undecided{why}"
    if known.counted < ENOUGH:
        return "inconclusive", f"only {known.counted} instances were decided; {ENOUGH} are needed"
    if known.vacuous and known.distinct < ENOUGH:
        why = f"only {known.distinct} of {known.counted} instances decided are distinct"
        return "inconclusive", f"{why}; {ENOUGH} are needed"
    if proof is not None and proof.fails_at is not None:
        why = f"true of all {known.counted} instances decided, but {proof.reason}"
        return "inconclusive", why
    return "held", "; ".join([say(known.scope, known.counted), *_beyond(known, proof)])


def _beyond(known: Findings, proof: Proof | None) -> Iterator[str]:
    """Say what is known beyond the instances: premises, a proof, the sizes in the answer."""
    if known.costly:
        yield _left_out(known)
    if known.undecided:
        yield f"{known.undecided} others stayed undecided"
    if known.met.instances < known.decided:
        yield known.met.says
    every = known.evidence(EverySize)
    if every is not None and every.holds:
        yield every.says
    elif (generic := known.evidence(Generic)) is not None and generic.holds:
        yield generic.says
    elif proof is not None and proof.holds:
        yield f"proved as an identity for all shapes up to {proof.up_to}"
    sizes = known.evidence(SizesTried)
    if sizes is not None and sizes.up_to:
        yield sizes.says


def _left_out(known: Findings) -> str:
    """Say from which size on instances were left out, since one took too many operations."""
    least = min(max(shape.values(), default=1) for shape in known.costly)
    return f"sizes from {least} on were left out where one took too many operations"


def with_witnesses(verdict: str, reason: str, shown: Witnesses) -> tuple[str, str]:
    """Return a verdict and its reason once the counterexample is shrunk and decided again."""
    if shown.trouble is not None:
        return shown.trouble.verdict, shown.trouble.reason
    if verdict == "ill-typed" and shown.smallest is not None:
        also = f"where it fits it is false, at {say_shape(shown.smallest.instance.shape)}"
        return verdict, f"{reason}; {also}"
    return verdict, reason
