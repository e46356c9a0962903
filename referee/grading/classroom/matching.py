"""Everybody's place on the roster: by the platform's id, any other id, the name, in this order.

A name that two people have is no proof of who somebody is: nothing is guessed, and a line says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from referee.grading.classroom.people import (
    Person,
    folded,
    numbers_in,
    squeezed,
    without_notes,
    without_numbers,
    words,
)
from referee.grading.classroom.roster import Entry, Roster

NUMBERS = frozenset({"canvas", "moodle"})  # the platform's own, which no two people share
Keys = Callable[[Person], Iterable[object]]


@dataclass
class Matched:
    """Who is who: the entry of each person by the number of the person, and lines on the others.

    ``doubtful`` are the entries whose name somebody has that it may or may not be.
    """

    entries: dict[int, Entry] = field(default_factory=dict)
    problems: dict[int, str] = field(default_factory=dict)
    doubtful: set[int] = field(default_factory=set)


def matched(people: Sequence[Person], roster: Roster) -> Matched:
    """Find people on a roster."""
    found = Matched()
    numbered = {kind for entry in roster.entries for kind in entry.who.ids} & NUMBERS
    ways = (_same_ids, _same_ids), (_names_as_ids, _any_ids), (_names, _names), (_squeezed,) * 2
    for keys, listed in ways:
        left = [
            number
            for number, person in enumerate(people)
            if number not in found.entries
            and number not in found.problems
            # Whom the platform's own roster does not number is not on it, whatever the name is.
            and (keys is _same_ids or not numbered & set(person.ids))
        ]
        _by({number: set(keys(people[number])) for number in left}, listed, roster, found)
    return found


def _by(
    wanted_keys: Mapping[int, set[object]], listed: Keys, roster: Roster, found: Matched
) -> None:
    """Match by one kind of key what it tells apart on both sides."""
    taken = {entry.place for entry in found.entries.values()}
    entries: dict[object, list[Entry]] = defaultdict(list)
    for entry in roster.entries:
        for key in set(listed(entry.who)):
            entries[key].append(entry)
    candidates = {number: _candidates(keys, entries) for number, keys in wanted_keys.items()}
    wanted = Counter(place for found_ in candidates.values() for place in found_)
    for number, places in candidates.items():
        free = [entry for place, entry in places.items() if place not in taken]
        if len(free) == 1 and wanted[free[0].place] == 1 and len(places) == 1:
            found.entries[number] = free[0]
        elif places:
            found.problems[number] = _doubt(list(places.values()), taken)
            found.doubtful |= {entry.place for entry in free}


def _candidates(keys: set[object], entries: Mapping[object, list[Entry]]) -> dict[int, Entry]:
    return {entry.place: entry for key in keys for entry in entries.get(key, ())}


def _doubt(entries: Sequence[Entry], taken: set[int]) -> str:
    if len(entries) > 1:
        rows = " and ".join(str(entry.place + 1) for entry in entries[:4])
        return f"rows {rows} of the roster go by this name; no id says which one it is"
    if entries[0].place in taken:
        return "who goes by this name on the roster has handed in another submission"
    return "two submissions go by this name, and the roster has it once; no id says whose it is"


def _same_ids(person: Person) -> Iterable[object]:
    return [(kind, folded(value)) for kind, value in person.ids.items()]


def _any_ids(person: Person) -> Iterable[object]:
    """Return ids whatever they are called, of an address also what stands before the sign."""
    said = [folded(value) for value in person.ids.values()]
    return [*said, *(text.partition("@")[0] for text in said if "@" in text)]


def _names_as_ids(person: Person) -> Iterable[object]:
    """Return ids, and a name that may be one, as a folder's may."""
    name = folded(person.name)
    before = [name.partition("@")[0]] if "@" in name else []
    return [*_any_ids(person), name, *before, *numbers_in(person.name)]


def _names(person: Person) -> Iterable[object]:
    said = (without_notes(person.name), without_numbers(person.name))
    known = {words(person.name), *(each for each in map(words, said) if len(each) > 1)}
    return [each for each in known if each]


def _squeezed(person: Person) -> Iterable[object]:
    return squeezed(person.name) | squeezed(without_notes(person.name))
