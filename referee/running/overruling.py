"""Overrides held against a class: whom and which answers they are about, and what is kept."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from referee.deciding.answer import Answer
from referee.grading.overrides import Override, OverrideError, Overrides, contradiction, plain
from referee.grading.submissions import Submission
from referee.reports.queue import answer_id
from referee.reports.text import toml_string

HEAD = """\
# What an instructor decided. Every run applies it; what is decided in queue.toml, or in a file that
# --overrides names, is added here. Take an entry out, and what grading found counts again.
"""
MOST_NAMED = 4  # answers or students in a line
Key = tuple[str, str, str]  # a question, "student" or "form", and whose or which


@dataclass(frozen=True)
class File:
    """The entries of a file, and whether the students that it names have to be there."""

    path: Path
    overrides: Overrides
    strict: bool = True


@dataclass(frozen=True)
class Word:
    """The instructor's word on a class.

    ``told`` are lines on entries that match nothing, ``all`` is everything that is kept.
    """

    found: Mapping[Key, Override] = field(default_factory=dict)
    told: Sequence[str] = ()
    all: Sequence[Override] = ()

    def on_form(self, claim: str, form: str) -> Override | None:
        """Return what was decided of an answer, whoever gave it."""
        return self.found.get((claim, "form", form)) if form else None

    def on_student(self, claim: str, student: str) -> Override | None:
        """Return what was decided of a student's answers to a question."""
        return self.found.get((claim, "student", student))


@dataclass(frozen=True)
class Class:
    """A class whose students and answers are found by what people call them.

    ``form_of`` returns what answers that are one have in common, empty for what is no answer.
    """

    submissions: Sequence[Submission]
    form_of: Callable[[Answer], str]

    @cached_property
    def _names(self) -> Mapping[str, list[str]]:
        """The ids of students by everything that they go by."""
        found: dict[str, list[str]] = {}
        for each in self.submissions:
            for name in {_folded(n) for n in (each.name, each.id, *each.ids.values())}:
                found.setdefault(name, []).append(each.id)
        return found

    @cached_property
    def _texts(self) -> Mapping[str, Mapping[str, set[str]]]:
        """The forms of answers by question and text."""
        found: dict[str, dict[str, set[str]]] = {}
        for submission in self.submissions:
            for claim, answers in submission.answers.items():
                for answer in answers:
                    form = self.form_of(answer)
                    if form:
                        texts = found.setdefault(claim, {})
                        texts.setdefault(plain(answer.text or ""), set()).add(form)
        return found

    def word(self, files: Sequence[File]) -> Word:
        """Return what files decide; of two files the later one counts.

        Raises OverrideError for an answer or a student that could be several, for a student whom
        nobody knows, and for two entries of a file that decide the same differently.
        """
        found: dict[Key, Override] = {}
        unmatched: dict[Key, Override] = {}
        for file in files:
            here: dict[Key, Override] = {}
            for entry in file.overrides.entries:
                key = self._key(entry, strict=file.strict)
                if key is None:
                    unmatched[entry.target] = entry
                    continue
                before = here.setdefault(key, entry)
                if before.points != entry.points:
                    raise contradiction(before, entry)
            found |= here
        told = [f"{each.where}: {_nothing(each)}" for each in unmatched.values()]
        aside = {each.target: each for file in files for each in file.overrides.aside}
        return Word(found, told, (*found.values(), *unmatched.values(), *aside.values()))

    def _key(self, entry: Override, *, strict: bool) -> Key | None:
        if entry.student:
            student = self._student(entry, strict=strict)
            return (entry.question, "student", student) if student else None
        form = self._form(entry)
        return (entry.question, "form", form) if form else None

    def _student(self, entry: Override, *, strict: bool) -> str | None:
        name = _folded(entry.student)
        found = self._names.get(name, [])
        if len(found) > 1:
            ids = ", ".join(found[:MOST_NAMED])
            raise OverrideError(
                f"{entry.where}: student = {entry.student!r} may be {ids}; write one of these"
            )
        if not found and strict:
            close = difflib.get_close_matches(name[:100], list(self._names), n=1, cutoff=0.5)
            hint = f"; did you mean {self._names[close[0]][0]}?" if close else ""
            raise OverrideError(f"{entry.where}: no student {entry.student[:80]!r}{hint}")
        return found[0] if found else None

    def _form(self, entry: Override) -> str | None:
        texts = self._texts.get(entry.question, {})
        there = {form for forms in texts.values() for form in forms}
        if entry.id:
            ids = {answer_id(entry.question, form): form for form in there}
            return ids.get(entry.id)
        found = texts.get(plain(entry.answer), set())
        if not found:
            own = self.form_of(Answer("", entry.question, entry.answer))
            found = {own} & there
        if len(found) > 1:
            named = sorted(answer_id(entry.question, form) for form in found)
            listed = ", ".join(named[:MOST_NAMED])
            raise OverrideError(
                f"{entry.where}: this text is several answers, in other notations or with other"
                f" names; write id = one of {listed}"
            )
        return next(iter(found), None)


def _nothing(entry: Override) -> str:
    if entry.student:
        return f"no student {entry.student[:80]!r} here; nothing is changed by it"
    what = f"an answer with the id {entry.id[:40]}" if entry.id else "this answer"
    return f"nobody gave {what}; nothing is changed by it"


def _folded(name: str) -> str:
    return plain(unicodedata.normalize("NFKC", name)).casefold()


def written(word: Word) -> str:
    """Return what is kept as a file of overrides."""
    entries = sorted(word.all, key=lambda each: each.target)
    return "\n".join([HEAD, *map(_entry, entries)])


def _entry(each: Override) -> str:
    texts = {"question": each.question, "student": each.student, "answer": each.answer}
    texts |= {"id": each.id}
    lines = [f"{key} = {toml_string(text)}" for key, text in texts.items() if text]
    points = [f"points = {each.points!r}", f"reason = {toml_string(each.reason)}"]
    return "\n".join(["[[override]]", *lines, *points, ""])
