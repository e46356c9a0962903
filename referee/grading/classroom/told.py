"""Lines on a class as a whole: how it is packed, what is nobody's, who is not on the roster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from referee.grading.classroom.download import Download
from referee.grading.classroom.handed import Handed
from referee.grading.classroom.layouts import flat
from referee.grading.classroom.layouts.table import Sorted
from referee.grading.classroom.matching import Matched
from referee.grading.classroom.people import Person
from referee.grading.classroom.roster import Roster
from referee.grading.reading import printable

MOST_PROBLEMS = 20  # that are listed of one sheet, and of a download
MOST_NAMED = 5  # students in one line


def of_packing(place: Path, found: Download, packed: Sorted) -> Iterator[str]:
    """Yield lines on how a download is packed, and on what of it is nobody's."""
    if packed.layout is not flat.LAYOUT:
        yield f"{place}: layout: {packed.layout.title}"
    lines = [f"{place.name}: {printable(problem, 300)}" for problem in found.problems]
    yield from shortened(place.name, lines)
    if packed.nobodys:
        what = "file is" if len(packed.nobodys) == 1 else "files are"
        yield f"{place.name}: {len(packed.nobodys):,} {what} nobody's: {_some(packed.nobodys)}"


def of_roster(
    people: Sequence[tuple[Person, Handed]], who_is: Matched, known: Roster | None
) -> Iterator[str]:
    """Yield lines on who is not on the roster, or cannot be found there."""
    if known is None:
        return
    yield from shortened("roster", list(known.problems))
    for number, why in who_is.problems.items():
        yield f"{printable(people[number][0].name)}: {why}"
    outside = [
        who.name
        for number, (who, _) in enumerate(people)
        if number not in who_is.entries and number not in who_is.problems
    ]
    if outside:
        one = len(outside) == 1
        what = "submission is by somebody" if one else "submissions are by people"
        yield f"{len(outside):,} {what} not on the roster: {_some(outside)}"


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(printable(name) for name in names[:MOST_NAMED])
    return f"{shown} and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else shown


def shortened(name: str, problems: list[str]) -> list[str]:
    """Return the problems of a sheet, the first ones where there are many."""
    more = len(problems) - MOST_PROBLEMS
    return [*problems[:MOST_PROBLEMS], f"{name}: {more} more problems"] if more > 0 else problems
