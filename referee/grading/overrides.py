"""Overrides: what an instructor decided of answers, in a TOML file, whatever grading found.

An entry is about a student's answers to a question, or about one answer whoever gave it: by its
text, or by the id that the queue gives it. An entry whose points are "?" is one of the queue that
nobody has decided yet.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from referee.deciding.claim import Claim
from referee.grading.questions import NoQuestion, one

OPEN = "?"  # points that nobody has given yet
KEYS = ("student", "answer", "id", "question", "points", "reason")
LONGEST_REASON = 500
MOST_ENTRIES = 10_000
HIGHEST = 1e6  # points of a question that is not asked


class OverrideError(ValueError):
    """An override that cannot be applied; the message names the file and the entry."""


@dataclass(frozen=True)
class Override:
    """Points for a student's answers to a question, or for an answer by text or id, and why."""

    question: str
    points: float
    reason: str
    student: str = ""
    answer: str = ""
    id: str = ""
    where: str = ""

    @property
    def target(self) -> tuple[str, str, str]:
        """What the entry is about, for whoever compares two of them."""
        if self.student:
            return self.question, "student", self.student.strip().casefold()
        return self.question, "id" if self.id else "answer", self.id or plain(self.answer)


@dataclass(frozen=True)
class Overrides:
    """The decided entries of a file, those on what is not asked, how many are not decided."""

    entries: tuple[Override, ...] = ()
    aside: tuple[Override, ...] = ()
    undecided: int = 0


def plain(text: str) -> str:
    """Return a text as answers are compared: blanks do not count."""
    return " ".join(text.split())


def read(
    path: Path, claims: Mapping[str, Claim], most: Mapping[str, float], *, own: bool = True
) -> Overrides:
    """Read a file; ``most`` are the points of what was asked, by claim. Raises OverrideError.

    Only an instructor's ``own`` file has to be about what was asked: what was kept of another
    assignment is set aside.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OverrideError(f"{path}: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise OverrideError(f"{path}: not TOML: {error}") from None
    entries = tables.pop("override", [])
    if tables:
        raise OverrideError(f"{path}: {next(iter(tables))!r}: entries begin with [[override]]")
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise OverrideError(f"{path}: entries begin with [[override]], in two brackets")
    if len(entries) > MOST_ENTRIES:
        raise OverrideError(f"{path}: {len(entries):,} entries; {MOST_ENTRIES:,} are the most")
    found = []
    for number, entry in enumerate(entries, start=1):
        where = f"{path}: entry {number}"
        if entry.get("points") != OPEN:
            found.append(_entry(entry, where, claims, most))
    check(found)
    aside = tuple(each for each in found if each.question not in most)
    if aside and own:
        raise OverrideError(f"{aside[0].where} was not asked")
    asked = tuple(each for each in found if each.question in most)
    return Overrides(asked, aside, len(entries) - len(found))


def check(entries: Sequence[Override]) -> None:
    """Raise OverrideError where two entries are about the same and give different points."""
    seen: dict[tuple[str, str, str], Override] = {}
    for each in entries:
        before = seen.setdefault(each.target, each)
        if before.points != each.points:
            raise contradiction(before, each)


def contradiction(one: Override, other: Override) -> OverrideError:
    """Return what to raise where two entries decide the same differently."""
    where = other.where.rpartition(": ")[2]
    return OverrideError(
        f"{one.where} and {where} contradict: {one.points:g} and {other.points:g} points"
        f" for the same answers to {one.question}; leave one"
    )


def _entry(
    entry: Mapping[str, Any], where: str, claims: Mapping[str, Claim], most: Mapping[str, float]
) -> Override:
    unknown = next((key for key in entry if key not in KEYS), None)
    if unknown is not None:
        raise OverrideError(f"{where}: unknown key {unknown!r}; the keys are {', '.join(KEYS)}")
    texts = {key: _text(entry, key, where) for key in KEYS if key != "points"}
    who = [key for key in ("student", "answer", "id") if texts[key].strip()]
    if not who or (len(who) > 1 and "student" in who):
        raise OverrideError(f"{where}: a student is needed, or an answer or its id, and not both")
    question = _question(texts["question"], where, claims)
    points = entry.get("points")
    where = f"{where} ({question})"
    if isinstance(points, bool) or not isinstance(points, (int, float)):
        raise OverrideError(f"{where}: points = {points!r}; a number is needed")
    highest = most.get(question, HIGHEST)
    if not 0 <= points <= highest:
        raise OverrideError(
            f"{where}: points = {points:g}; from 0 to {highest:g}, the most there are"
        )
    if not texts["reason"].strip():
        raise OverrideError(f"{where}: a reason is needed; students read it")
    return Override(
        question,
        float(points),
        plain(texts["reason"])[:LONGEST_REASON],
        texts["student"],
        texts["answer"],
        texts["id"],
        where,
    )


def _text(entry: Mapping[str, Any], key: str, where: str) -> str:
    found = entry.get(key, "")
    if not isinstance(found, str):
        raise OverrideError(f"{where}: {key}: text between quotes is needed")
    return found


def _question(name: str, where: str, claims: Mapping[str, Claim]) -> str:
    if not name.strip():
        raise OverrideError(f"{where}: which question? question = an id is needed")
    try:
        return one(name, claims).id
    except NoQuestion as error:
        raise OverrideError(f"{where}: {error}") from None
