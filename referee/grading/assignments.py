"""Assignments: which questions were asked, for how many points, until when, and what is shown.

An assignment is a list of questions, or a TOML file. What is not asked is not graded. Points go to
questions and parts by name, or to all of them together; shares for what is nearly right are those
of a rubric.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from referee.deciding.claim import Claim
from referee.grading.questions import NoQuestion, chosen
from referee.grading.rubric import (
    HEAD,
    Rubric,
    RubricError,
    apportioned,
    from_tables,
    number_in,
    table_of,
)
from referee.grading.rubric import read as read_rubric
from referee.grading.submissions import Submission

POINTS, COUNTEREXAMPLE, SLIP, REFERENCE = "points", "counterexample", "slip", "reference"
SHOWABLE = (POINTS, COUNTEREXAMPLE, SLIP, REFERENCE)
SHOWN = (POINTS, COUNTEREXAMPLE, SLIP)  # where an assignment says nothing of it
DUE, NOW = "due", "now"
CREDIT = tuple(key for key in HEAD if key != "points")
KEYS = ("title", "questions", "points", "due", "show", "after", "rubric", "credit")
LONGEST = 200  # characters of a title
MOST_NAMED = 4  # questions in a line
_END_OF_DAY = time(23, 59, 59)


class AssignmentError(ValueError):
    """An assignment that cannot be used; the message names the file and the key."""


@dataclass(frozen=True)
class Assignment:
    """What was asked: claims by id, in the order of the corpus.

    ``questions`` is the list as a command line names it, empty for all. ``points`` are those of all
    together, or of groups of questions, ``credit`` replaces a rubric's shares. Students see what
    ``show`` lists ``after`` a time, at once where there is none.
    """

    claims: Mapping[str, Claim]
    questions: str = ""
    title: str = ""
    due: datetime | None = None
    due_as_written: str = ""
    show: tuple[str, ...] = SHOWN
    after: datetime | None = None
    rubric: Path | None = None
    points: float | Mapping[str, float] | None = None
    credit: Mapping[str, Any] = field(default_factory=dict)
    file: Path | None = None

    def is_shown(self, now: datetime) -> bool:
        """Whether students see at a time what became of their answers."""
        return self.after is None or now >= self.after

    def is_late(self, at: datetime | None) -> bool:
        """Whether a time is past the due one; a time without a zone is one of the due one's."""
        if self.due is None or at is None:
            return False
        return (at if at.tzinfo else at.replace(tzinfo=self.due.tzinfo)) > self.due

    @property
    def is_reference_shown(self) -> bool:
        """Whether students are to see the reference's answers."""
        return REFERENCE in self.show

    @property
    def is_shown_when_due(self) -> bool:
        """Whether the date that it is due is the one from which on students see it."""
        return self.after is not None and self.after == self.due


def all_of(claims: Mapping[str, Claim]) -> Assignment:
    """Return the assignment of every question."""
    return Assignment(claims)


def of_questions(text: str, claims: Mapping[str, Claim]) -> Assignment:
    """Return the assignment of a list of questions. Raises AssignmentError."""
    try:
        return Assignment(chosen(text, claims), text)
    except NoQuestion as error:
        raise AssignmentError(f"--questions: {error}") from None


def read(path: Path, claims: Mapping[str, Claim]) -> Assignment:
    """Read the file of an assignment. Raises AssignmentError."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        return _Reader(path, tables, claims).assignment()
    except OSError as error:
        raise AssignmentError(f"{path}: {error.strerror or error}") from None
    except RecursionError:
        raise AssignmentError(f"{path}: nested too deeply") from None
    except ValueError as error:
        raise AssignmentError(f"{path}: {error}") from None


class _Reader:
    """The keys of an assignment, checked; what is wrong is a ValueError of one line."""

    def __init__(self, path: Path, tables: Mapping[str, Any], claims: Mapping[str, Claim]) -> None:
        self.path, self.all = path, claims
        self.keys = table_of(tables, "an assignment", KEYS)

    def assignment(self) -> Assignment:
        questions = self._questions()
        claims = chosen(questions, self.all) if questions else self.all
        due = self._time("due")
        return Assignment(
            claims,
            questions,
            self._text("title"),
            due,
            str(self.keys.get("due", "")),
            self._show(),
            self._after(due),
            self._rubric(),
            self._points(claims),
            self._credit(claims),
            self.path,
        )

    def _text(self, key: str) -> str:
        found = self.keys.get(key, "")
        if not isinstance(found, str) or not found.isprintable() or len(found) > LONGEST:
            raise AssignmentError(f"{key}: one line of text between quotes is needed")
        return found

    def _questions(self) -> str:
        found = self.keys.get("questions", "")
        listed = [found] if isinstance(found, str) else found
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            raise AssignmentError(
                'questions: a list is needed, as in questions = ["1.2-E5", "2.2"]'
            )
        if "questions" in self.keys and not any(each.strip(" ,") for each in listed):
            raise AssignmentError("questions: the list is empty; leave it out to ask all of them")
        return ",".join(listed)

    def _show(self) -> tuple[str, ...]:
        found = self.keys.get("show", list(SHOWN))
        if not isinstance(found, list):
            raise AssignmentError(f"show: a list is needed, of {', '.join(SHOWABLE)}")
        for each in found:
            if each not in SHOWABLE:
                raise AssignmentError(f"show: {each!r}; what can be shown is {', '.join(SHOWABLE)}")
        return tuple(each for each in SHOWABLE if each in found)

    def _time(self, key: str) -> datetime | None:
        """Return a time with its zone: the computer's where none is written, a day's at its end."""
        found = self.keys.get(key)
        if found is None:
            return None
        if isinstance(found, date) and not isinstance(found, datetime):
            found = datetime.combine(found, _END_OF_DAY)
        if not isinstance(found, datetime):
            example = f"{key} = 2027-02-01T18:00:00+01:00"
            raise AssignmentError(
                f"{key}: a date or a time without quotes is needed, as in {example}"
            )
        try:
            zoned = found if found.tzinfo else found.astimezone()
            zoned.astimezone(UTC)  # a time that no calendar has in UTC is none to compare with
        except (OverflowError, OSError, ValueError):
            raise AssignmentError(f"{key} = {found}: no calendar goes so far") from None
        return zoned

    def _after(self, due: datetime | None) -> datetime | None:
        found = self.keys.get("after", NOW)
        if found == NOW:
            return None
        if found == DUE:
            if due is None:
                raise AssignmentError('after = "due": there is no due; write when it is due')
            return due
        if isinstance(found, str):
            raise AssignmentError(f'after = {found!r}: a date without quotes, "{DUE}" or "{NOW}"')
        return self._time("after")

    def _rubric(self) -> Path | None:
        name = self._text("rubric")
        return self.path.parent / name if name else None

    def _points(self, claims: Mapping[str, Claim]) -> float | Mapping[str, float] | None:
        found = self.keys.get("points")
        if found is None:
            return None
        if not isinstance(found, dict):
            return _positive(number_in(self.keys, "points", "an assignment", 0.0))
        taken: dict[str, str] = {}
        for name in found:
            for each in chosen(name, claims):
                if each in taken:
                    raise AssignmentError(
                        f"points: {each} gets points by {taken[each]} and by {name}"
                    )
                taken[each] = name
        return {name: number_in(found, name, "points", 0.0) for name in found}

    def _credit(self, claims: Mapping[str, Claim]) -> Mapping[str, Any]:
        found = table_of(self.keys.get("credit", {}), "credit", CREDIT)
        try:
            from_tables(claims, {"rubric": found})
        except RubricError as error:
            raise AssignmentError(str(error).replace("[rubric]", "credit")) from None
        return found


def _positive(points: float) -> float:
    if not points:
        raise AssignmentError("points = 0: something has to be worth something")
    return points


def marked(path: Path, assignment: Assignment, claims: Mapping[str, Claim]) -> Rubric:
    """Read a rubric and return the terms of what was asked. Raises RubricError."""
    found = read_rubric(path, claims, head=assignment.credit)
    terms = {name: found.terms[name] for name in assignment.claims}
    for name, most in _groups(assignment).items():
        inside = chosen(name, assignment.claims) if name else assignment.claims
        weights = [terms[each].points for each in inside]
        if most and not sum(weights):
            raise RubricError(f"{path}: {name or 'what is asked'} is worth nothing to share out")
        for each, points in zip(inside, apportioned(most, weights), strict=True):
            terms[each] = replace(terms[each], points=points)
    altered = assignment.points is not None or bool(assignment.credit)
    own = json.dumps([assignment.points, dict(assignment.credit)]) if altered else ""
    return Rubric(terms, found.text + own, altered)


def _groups(assignment: Assignment) -> Mapping[str, float]:
    """Return the points of groups of questions; the group of all goes by no name."""
    points = assignment.points
    if points is None:
        return {}
    return points if isinstance(points, Mapping) else {"": points}


def restricted(submission: Submission, assignment: Assignment) -> Submission:
    """Return a submission without the answers that nobody asked for, and a line that says so.

    Who handed in after it was due is late, whatever else says so.
    """
    stray = [
        claim
        for claim, answers in submission.answers.items()
        if claim not in assignment.claims and any(a.text is not None or a.problem for a in answers)
    ]
    late = submission.late or assignment.is_late(submission.at)
    asked = {k: v for k, v in submission.answers.items() if k in assignment.claims}
    if not stray:
        return replace(submission, answers=asked, late=late)
    named = ", ".join(stray[:MOST_NAMED])
    more = f" and {len(stray) - MOST_NAMED} more" if len(stray) > MOST_NAMED else ""
    what = "a question that was" if len(stray) == 1 else "questions that were"
    line = f"{submission.name}: not graded: answers to {what} not asked: {named}{more}"
    problems = [*submission.problems, line]
    return replace(submission, answers=asked, late=late, problems=problems)
