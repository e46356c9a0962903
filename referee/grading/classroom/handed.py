"""What somebody handed in: the files of one attempt, and which of several attempts counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from referee.grading.classroom.download import File
from referee.grading.classroom.people import Person

FILE, TEXT, NOTE = "file", "text", "note"


@dataclass(frozen=True)
class Part:
    """A file of an attempt, with the name that it was handed in under.

    ``kind`` is ``FILE``, ``TEXT`` for what was typed into the platform's box, or ``NOTE`` for what
    the platform wrote itself. ``text`` is what was typed, where it is not the file as a whole.
    """

    file: File
    name: str
    kind: str = FILE
    text: str | None = None


@dataclass(frozen=True)
class Handed:
    """An attempt: whose it is (of a group several), its files, and its order among attempts.

    ``attempt`` is the platform's number of it, None where there is none; ``plain`` asks for every
    file to be one that is graded, as in a flat folder.
    """

    who: tuple[Person, ...]
    parts: tuple[Part, ...]
    order: tuple[str, ...] = ()
    attempt: int | None = None
    late: bool = False
    plain: bool = False
    problems: tuple[str, ...] = field(default=())


def latest(every: Iterable[Handed]) -> list[Handed]:
    """Return everybody's latest attempt, files of one attempt together, in the order they came."""
    attempts: dict[tuple[object, ...], dict[tuple[str, ...], Handed]] = {}
    for number, handed in enumerate(every):
        # What is plain is never another's: two sheets of one name are two sheets.
        key = (number,) if handed.plain else tuple(person.key for person in handed.who)
        mine = attempts.setdefault(key, {})
        before = mine.get(handed.order)
        mine[handed.order] = handed if before is None else _together(before, handed)
    return [_last(mine) for mine in attempts.values()]


def _together(one: Handed, more: Handed) -> Handed:
    return replace(
        one,
        who=tuple(map(_better, one.who, more.who)),
        parts=(*one.parts, *more.parts),
        late=one.late or more.late,
        attempt=max((n for n in (one.attempt, more.attempt) if n is not None), default=None),
        problems=(*one.problems, *more.problems),
    )


def _better(one: Person, other: Person) -> Person:
    """Return what two files know of somebody, whose name the id alone may stand for."""
    told = one if one.name not in one.ids.values() else other
    return Person(told.name, {**one.ids, **other.ids})


def _last(mine: dict[tuple[str, ...], Handed]) -> Handed:
    order = sorted(mine)
    last = mine[order[-1]]
    several = len(order) > 1 and last.attempt is None
    return replace(last, attempt=len(order)) if several else last
