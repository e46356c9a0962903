"""The items of a run by what they take: from its records, and what drawing a family takes.

An item takes what it takes where its family has been drawn, and more where it is the first of its
family in a process: instances and what was built of them are kept for the next ones.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import settings

from referee.deciding import drawn_once
from referee.deciding.answer import Answer
from referee.deciding.claim import Claim, load
from referee.deciding.corpora import OWN
from referee.grading.marking import graded
from referee.reports import log
from referee.running import profiles
from referee.running.session import Asked, Selection

SEED = 201
ROUNDS = 3


@dataclass(frozen=True)
class Item:
    """An answer to a claim, with its family and the seconds that it took."""

    claim: str
    answer: str
    family: str
    seconds: float


def answers() -> Iterator[tuple[Claim, Answer]]:
    """Yield the answers of the corpus's own sheets in the order of a run."""
    claims = load()
    selection = Selection.of(Asked(OWN, (), (), Path()), claims)
    for module in sorted({claim.test.__module__ for claim in claims.values()}):
        for claim in claims.values():
            if claim.test.__module__ == module:
                yield from ((claim, answer) for answer in selection.answers(claim.id))


def of_records(path: Path) -> list[Item]:
    """Return the items of a run, in its order, with the seconds of its records."""
    rows = {(row["claim"], row["sheet"], row["label"]): row for row in log.read(path)}
    return [
        Item(claim.id, answer.id, claim.family.name, row["seconds"] or 0.0)
        for claim, answer in answers()
        if (row := rows.get((claim.id, answer.sheet, answer.label))) is not None
    ]


def drawing(every: int = 1) -> Mapping[str, float]:
    """Return what drawing takes, in seconds of the processor, for one in so many families.

    It is measured at an answer of the reference: what it takes in a process that has drawn nothing,
    less what it takes once more, after it has been decided once.
    """
    profiles.seed(SEED)
    profiles.register()
    settings.load_profile(profiles.DEFAULT)
    chosen = {
        claim.family.name: (claim, answer)
        for claim, answer in answers()
        if answer.sheet == "reference"
    }
    return {family: _drawing(*chosen[family]) for family in sorted(chosen)[::every]}


def _drawing(claim: Claim, answer: Answer) -> float:
    _seconds(claim, answer)
    extra = []
    for _ in range(ROUNDS):
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
        left = max(0.0, item.seconds - extra)
        found.append(Item(item.claim, item.answer, item.family, left))
    return found
