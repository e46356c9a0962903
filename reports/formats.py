"""The formats that a class is written in: an entry each, and where their files go."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from referee.reports import class_page, ctrf, feedback, gradebook, gradescope, junit, queue
from referee.reports.disclosure import as_shown, when_shown
from referee.reports.gradebooks import blackboard, canvas, comments, moodle, prairielearn, workbook
from referee.reports.gradebooks.upload import Uploading, people
from referee.reports.grades import Course, Student
from referee.reports.log import write_atomically


@dataclass(frozen=True)
class PerStudent:
    """A format with a file for each student: ``{id}`` in the path, and what writes one."""

    path: str
    start: Callable[[Course], Callable[[Student], str]]


@dataclass(frozen=True)
class PerClass:
    """A format with one file for the class, which may come piece by piece."""

    path: str
    render: Callable[[Course, Sequence[Student]], str | bytes | Iterator[str]]


@dataclass(frozen=True)
class PerPage:
    """A format with a file for so many students at a time; ``{id}`` in the path is its number."""

    path: str
    render: Callable[[Course, Sequence[Student]], Iterator[str]]


@dataclass(frozen=True)
class ForPlatform:
    """A format with one file that a platform imports, where there is what it takes to write it."""

    path: str
    render: Uploading


@dataclass(frozen=True)
class Published:
    """What was written of a class, and lines on what platforms import."""

    paths: list[Path]
    lines: list[str]


Format = PerStudent | PerClass | PerPage | ForPlatform
WRITTEN = "run/written.json"  # the files of the last class in a folder
NOTES = "upload/notes.txt"
FEEDBACK = "feedback"
FORMATS: Mapping[str, Format] = {
    "gradebook": PerClass("gradebook.csv", gradebook.render),
    "queue": PerClass("queue.toml", queue.skeleton),
    "workbook": PerClass("gradebook.xlsx", workbook.render),
    "class": PerClass("class.html", class_page.render),
    "students": PerPage(class_page.STUDENTS, class_page.pages_of_students),
    FEEDBACK: PerStudent(class_page.FEEDBACK, when_shown(feedback.pages)),
    "comments": PerStudent("comments/{id}.txt", comments.texts),
    "gradescope": PerStudent("gradescope/{id}.json", as_shown(gradescope.results)),
    "junit": PerStudent("junit/{id}.xml", as_shown(junit.suite)),
    "ctrf": PerStudent("ctrf/{id}.json", as_shown(ctrf.report)),
    "prairielearn": PerStudent("prairielearn/{id}.json", as_shown(prairielearn.results)),
    # Behind feedback, whose pages they hold.
    "canvas": ForPlatform("upload/canvas.csv", canvas.upload),
    "moodle": ForPlatform("upload/moodle.csv", moodle.worksheet),
    "moodle-feedback": ForPlatform("upload/moodle-feedback.zip", moodle.feedback),
    "blackboard": ForPlatform("upload/blackboard.xls", blackboard.whole),
    "blackboard-column": ForPlatform("upload/blackboard-column.xls", blackboard.columnwise),
    "prairielearn-scores": ForPlatform("upload/prairielearn.csv", prairielearn.scores),
}


class _Pages(Mapping[str, str]):
    """Pages of feedback by the ids of students, as they were written: read when asked for.

    All of a large class at once would be gigabytes.
    """

    def __init__(self, out: Path, ids: Iterable[str]) -> None:
        self.out, self.ids = out, dict.fromkeys(ids)

    def __getitem__(self, student: str) -> str:
        if student not in self.ids:
            raise KeyError(student)
        path = self.out / class_page.FEEDBACK.format(id=student)
        return path.read_bytes().decode("utf-8")

    def __contains__(self, student: object) -> bool:
        return student in self.ids

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)


@dataclass
class _Class:
    """A class on its way to files: what is written so far."""

    course: Course
    students: Sequence[Student]
    pages: Mapping[str, str]
    lines: list[str] = field(default_factory=list)

    def files(self, form: Format) -> Iterator[tuple[str, str | bytes | Iterator[str]]]:
        """Yield the files of a format with their paths."""
        if isinstance(form, PerStudent):
            write = form.start(self.course)
            for student in self.students:
                yield form.path.format(id=student["id"]), write(student)
        elif isinstance(form, PerPage):
            for number, text in enumerate(form.render(self.course, self.students), start=1):
                yield form.path.format(id=number), text
        elif isinstance(form, PerClass):
            yield form.path, form.render(self.course, self.students)
        else:
            found = form.render(self.course, self.students, self.pages)
            if found is not None:
                self.lines += [f"{form.path}: {line}" for line in found.lines]
                yield form.path, found.content

    def notes(self) -> Iterator[tuple[str, str]]:
        """Yield the notes on what is uploaded, and who is not in it, where there is something."""
        if self.lines:
            told = [*self.lines, *people(self.course, self.students)]
            yield NOTES, "\n".join([*told, ""])


def publish(course: Course, students: Sequence[Student], out: Path) -> Published:
    """Write a class in every format; a file that is right is left alone.

    What an earlier call wrote and this one does not is removed.
    """
    pages = _Pages(out, (student["id"] for student in students))
    paths, every = list[Path](), _Class(course, students, pages)
    for form in FORMATS.values():
        for path, content in every.files(form):
            paths.append(out / path)
            _write(paths[-1], content)
    for path, content in every.notes():
        paths.append(out / path)
        _write(paths[-1], content)
    _remove_stale(out, {path.relative_to(out).as_posix() for path in paths})
    return Published(paths, every.lines)


def _remove_stale(out: Path, written: set[str]) -> None:
    """Remove files that are in the list of those written and not among the latest."""
    listed = out / WRITTEN
    try:
        before = json.loads(listed.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        before = []
    for name in before if isinstance(before, list) else ():
        if isinstance(name, str) and name not in written and _is_ours(name):
            (out / name).unlink(missing_ok=True)
    _write(listed, json.dumps(sorted(written), indent=0) + "\n")


def _is_ours(name: str) -> bool:
    """Say whether a name is one of a file of ours: the list is a file that anyone may edit."""
    forms = [*(form.path for form in FORMATS.values()), NOTES]
    return any(re.fullmatch(re.escape(p).replace(r"\{id\}", r"[\w.-]+"), name) for p in forms)


def _write(path: Path, content: str | bytes | Iterator[str]) -> None:
    if not isinstance(content, (str, bytes)):
        pieces = (piece.encode("utf-8", "replace") for piece in content)
        write_atomically(path, pieces, unless_same=True)
        return
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    if path.is_file() and not path.is_symlink() and path.read_bytes() == raw:
        return
    write_atomically(path, raw)
