"""Names as they are shown and as files are called, each one student's alone."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from referee.grading.classroom.people import Person
from referee.grading.reading import printable

_LONGEST_ID = 60


def told_apart(people: Sequence[Person]) -> list[str]:
    """Return everybody's name as shown, with an id where two people have one name."""
    same = Counter(_folded(who.name) for who in people)
    return [
        printable(f"{who.name} ({next(iter(who.ids.values()))})")
        if same[_folded(who.name)] > 1 and who.ids
        else printable(who.name)
        for who in people
    ]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def unique(name: str, taken: Counter[str]) -> tuple[str, bool]:
    """Return a file name that is safe and no other submission's, and whether names collide.

    ``taken`` counts the names that were given before.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^A-Za-z0-9_.-]+", "-", plain).strip("-.")[:_LONGEST_ID] or "sheet"
    same = taken[f"/{_folded(name)}"] > 0
    taken[f"/{_folded(name)}"] += 1
    found, number = safe, 1
    while taken[found.casefold()]:
        number += 1
        found = f"{safe}-{number}"
    taken[found.casefold()] += 1
    return found, same
