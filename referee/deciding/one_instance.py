"""One instance: a property decided there, exactly or with as many bits as it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from referee.deciding.claim import Property
from referee.language.comparison import Comparison, Truth
from referee.language.evaluation import AnswerUndefined
from referee.numerics.precision import CAP_BITS, NotComputed, OutOfReach, until_certain, watched
from referee.numerics.work import TooMuchWork
from referee.strategies.families import Instance


def decide_at(decide: Property, answer: Callable[[Instance], object], p: Instance) -> Comparison:
    """Decide a property at one instance, doubling the precision of balls while it is open.

    An answer that has no value at the instance is false there; one whose value may exist
    and is not computed stays undecided.
    """
    passes = iter([p])
    hopeless = False

    def once() -> Comparison:
        nonlocal hopeless
        # Later passes start from a fresh instance: the first one caches balls of 64 bits.
        at = next(passes, None) or p.cast(p.number)
        try:
            found = decide(at, answer)
        except AnswerUndefined as error:
            return Comparison(Truth.FALSE, "is defined", note=f"the answer has no value: {error}")
        except OutOfReach as error:
            hopeless = isinstance(error, (NotComputed, TooMuchWork))
            return Comparison(Truth.UNDECIDED, "is computed", note=f"not computed: {error}")
        if not hasattr(found, "truth"):
            what = type(found).__name__
            raise TypeError(f"{decide.__name__} returned a {what}; a property returns a comparison")
        return found

    with watched() as steps:
        found = until_certain(once, lambda c: hopeless or c.truth is not Truth.UNDECIDED)
    return _named(found, steps) if found.truth is Truth.UNDECIDED and not found.note else found


def _named(found: Comparison, steps: Iterable[str]) -> Comparison:
    """Return an undecided comparison with the steps that left exact numbers for balls."""
    why = ", ".join(steps)
    return replace(found, note=f"a tie at {CAP_BITS} bits, by balls for {why}") if why else found
