"""The points of a sheet, as far as a rubric marks it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from referee.evidence.schema import Points, Record


class Earned(NamedTuple):
    """Points given, the most there are, and how many answers a question has at most."""

    given: float
    most: float
    answers: int


def earned(records: Iterable[Record]) -> Earned | None:
    """Return the points of sheets, None where no rubric marks them.

    Of several answers of a sheet to a claim the worst counts, as in a class.
    """
    found: dict[tuple[str, str], list[Points]] = {}
    for record in records:
        if record.get("points"):
            found.setdefault((record["sheet"], record["claim"]), []).append(record["points"])
    if not found:
        return None
    given = sum(min(each["given"] for each in points) for points in found.values())
    most = sum(points[0]["most"] for points in found.values())
    return Earned(round(given, 2), round(most, 2), max(map(len, found.values())))
