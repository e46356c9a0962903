"""Bounds and rates that are true: how far they are from the reference's, and from the trivial one.

Everything is compared exactly. An answer is *tight* where it is nowhere worse than one of the
reference's; *worthless* where it is nowhere better than the trivial answer, or stays the same
where the reference's grows; *loose* where the ratio to the reference's grows along a limit; else
*of the same order*.
"""

from __future__ import annotations

from collections.abc import Sequence

from referee.deciding.case import Case
from referee.deciding.strength.asked import Bound
from referee.deciding.strength.growth import grows, is_one, largest
from referee.deciding.strength.measures import Measures, Value, number
from referee.deciding.strength.words import LOOSE, SAME_ORDER, TIGHT, WORTHLESS, Climb, Strength
from referee.language.evaluation import value_of
from referee.language.reading import parse
from referee.language.tree import Formula


def strength_of_bound(
    case: Case, asks: Bound, references: Sequence[Formula], also: Sequence[Formula]
) -> Strength | None:
    """Return how much a true answer says, None where there is nothing to hold it against.

    One of ``also`` is as good as the reference's, but nothing is measured by it.
    """
    measures, measured_by = Measures(case, asks), references or also
    return (
        _tight(measures, [*references, *also])
        or _trivial(measures)
        or _constant(measures, measured_by)
        or _measured(measures, measured_by)
    )


def _tight(measures: Measures, references: Sequence[Formula]) -> Strength | None:
    """Say that an answer is nowhere worse than one of the reference's, where it is."""
    looked_at, own = measures.everywhere, measures.case.answer
    for reference in references:
        value = _of(reference)
        if not any(measures.weaker(own, value, p) for p in looked_at):
            return Strength(TIGHT, "nowhere worse than {against}", reference.text, len(looked_at))
    return None


def _trivial(measures: Measures) -> Strength | None:
    """Say that an answer is nowhere better than the trivial one, where it is.

    What stays nearly the same is better than what grows from some size on, whatever it is: it must
    be better at the family's own instances.
    """
    trivial = measures.asks.trivial
    if trivial is None:
        return None
    if callable(trivial):
        value, name = trivial, (trivial.__doc__ or "").strip().partition("\n")[0]
    else:
        names = dict.fromkeys(measures.case.family.by_name)
        value, name = _of(parse(trivial, names)), trivial
    looked_at = measures.instances if measures.stays else measures.everywhere
    if any(measures.weaker(value, measures.case.answer, p) for p in looked_at):
        return None
    says = "never above {against}" if measures.asks.largest else "never below {against}"
    return Strength(WORTHLESS, says, name, len(looked_at))


def _constant(measures: Measures, references: Sequence[Formula]) -> Strength | None:
    """Say that an answer is one number where all of the reference's grow, where it is."""
    if not references or not all(is_one(measures.along(limit)) for limit in measures.ladders):
        return None
    for limit, (way, *_) in measures.ladders.items():
        values = [[number(_of(r), p) for p in way] for r in references]
        pairs = [(_of(r), p) for r in references for p in way]
        better = any(measures.weaker(value, measures.case.answer, p) for value, p in pairs)
        if not better and all(map(grows, values)):
            says = f"the same number however large {limit} is, where {{against}} grows"
            return Strength(WORTHLESS, says, references[0].text, len(way))
    return None


def _measured(measures: Measures, references: Sequence[Formula]) -> Strength | None:
    """Compare an answer with the reference that it is nearest to, along all limits."""
    found = [(r, tuple(measures.climbs(_of(r)))) for r in references]
    for reference, climbs in found:
        if not any(climb.grows for climb in climbs):
            return _bounded(measures, reference, climbs)
    return _growing(measures, *found[0]) if found else None


def _growing(measures: Measures, reference: Formula, climbs: tuple[Climb, ...]) -> Strength:
    limit, rungs = next((climb.limit, climb.rungs) for climb in climbs if climb.grows)
    first, last = rungs[0], rungs[-1]
    says = (
        f"{{first}} times {{against}} at {limit} = {first.size},"
        f" {{last}} times at {limit} = {last.size}, and growing"
    )
    numbers = {"first": first.ratio, "last": last.ratio}
    return Strength(LOOSE, says, reference.text, len(measures.everywhere), climbs, numbers)


def _bounded(measures: Measures, reference: Formula, climbs: tuple[Climb, ...]) -> Strength:
    ratios = [ratio for p in measures.everywhere for ratio in measures.ratios(p, _of(reference))]
    known = [ratio for ratio in ratios if ratio is not None]
    says = "at most {largest} times {against}" if known else "somewhere worse than {against}"
    numbers = {"largest": largest(known)} if known else {}
    return Strength(SAME_ORDER, says, reference.text, len(measures.everywhere), climbs, numbers)


def _of(formula: Formula) -> Value:
    return lambda p: value_of(formula, p)
