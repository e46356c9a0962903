"""The items of a run with their families, and what drawing a family takes.

An item takes what it takes where its family has been drawn, and more where it is the first of its
family in a process: instances and what was built of them are kept for the next ones.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import settings

from referee.deciding import drawn_once
from referee.deciding.answer import Answer
from referee.deciding.claim import Claim, load
from referee.deciding.corpora import OWN
from referee.grading.marking import graded
from referee.running import profiles
from referee.running.families_first import Scheduling
from referee.running.session import Asked, Selection

SEED = 201
ROUNDS = 3


@dataclass(frozen=True)
class Item:
    """An item of a run, what it shares with others, and the seconds that it takes."""

    name: str
    family: str
    seconds: float


def of_times(times: Sequence[tuple[str, float]]) -> list[Item]:
    """Return the items of a run by their names and seconds."""
    scheduling = Scheduling(load())
    return [Item(name, scheduling.family_of(name), seconds) for name, seconds in times]


def references() -> Iterator[tuple[Claim, Answer]]:
    """Yield the answers of the corpus's own reference."""
    claims = load()
    selection = Selection.of(Asked(OWN, ("reference",), (), Path()), claims)
    for claim in claims.values():
        yield from ((claim, answer) for answer in selection.answers(claim.id))


def drawing(every: int = 1, rounds: int = ROUNDS) -> Mapping[str, float]:
    """Return what drawing takes, in seconds of the processor, for one in so many families.

    It is measured at an answer of the reference: what it takes in a process that has drawn nothing,
    less what it takes once more, after it has been decided once.
    """
    profiles.seed(SEED)
    profiles.register()
    settings.load_profile(profiles.DEFAULT)
    chosen = {claim.family.name: (claim, answer) for claim, answer in references()}
    return {family: _drawing(*chosen[family], rounds) for family in sorted(chosen)[::every]}


def _drawing(claim: Claim, answer: Answer, rounds: int) -> float:
    _seconds(claim, answer)
    extra = []
    for _ in range(rounds):
        drawn_once.forget()
        first, again = _seconds(claim, answer), _seconds(claim, answer)
        extra.append(first - again)
    return max(0.0, statistics.median(extra))


def _seconds(claim: Claim, answer: Answer) -> float:
    start = time.process_time()
    graded(claim, answer, seed=SEED)
    return time.process_time() - start


def without_drawing(items: Sequence[Item], drawn: Mapping[str, float]) -> list[Item]:
    """Return the items as they are where their family is drawn: the first of each had to draw."""
    seen: set[str] = set()
    found = []
    for item in items:
        extra = 0.0 if item.family in seen else drawn.get(item.family, 0.0)
        seen.add(item.family)
        found.append(replace(item, seconds=max(0.0, item.seconds - extra)))
    return found
