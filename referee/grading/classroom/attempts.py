"""Attempts by the names of folders and zips: ``jane_attempt_2``, ``jane_2017-01-30-15-30-10``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERED = re.compile(
    r"(?:(?P<who>.+?)[ _-]+)?(?:attempt|version|submission|try)[ _-]?(?P<number>\d{1,6})",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:(?P<who>.+?)[ _-]+)?"
    r"(?P<time>\d{4}-\d\d-\d\d(?:[ T_-]+\d\d?[-.:_]?\d\d(?:[-.:_]?\d\d)?)?|\d{14})"
    r"(?:[ _-]?(?:UTC|Z))?"
)


@dataclass(frozen=True)
class Attempt:
    """Whose attempt a name is of ("" where it does not say), its order, the number it has."""

    who: str
    order: tuple[str, ...]
    number: int | None = None


def attempt_of(name: str) -> Attempt | None:
    """Return the attempt that a folder or a zip without its ending is called by, if it is."""
    numbered = _NUMBERED.fullmatch(name)
    if numbered:
        number = int(numbered["number"])
        return Attempt(numbered["who"] or "", (f"{number:06}",), number)
    dated = _DATED.fullmatch(name)
    if dated is None:
        return None
    return Attempt(dated["who"] or "", tuple(f"{each:>06}" for each in _digits(dated["time"])))


def _digits(time: str) -> list[str]:
    """Return the numbers of a date and a time; of a time without signs it is one number."""
    return re.findall(r"\d+", time) if "-" in time else [time[:8], time[8:]]
