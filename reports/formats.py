"""The formats that a class is written in: an entry each, and where their files go."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from referee.reports import class_page, ctrf, feedback, gradebook, gradescope, junit, queue
from referee.reports.disclosure import as_shown, when_shown
from referee.reports.grades import Course, Student
from referee.reports.log import write_atomically


@dataclass(frozen=True)
class PerStudent:
    """A format with a file for each student: ``{id}`` in the path, and what writes one."""

    path: str
    start: Callable[[Course], Callable[[Student], str]]


@dataclass(frozen=True)
class PerClass:
    """A format with one file for the class."""

    path: str
    render: Callable[[Course, Sequence[Student]], str]


WRITTEN = "run/written.json"  # the files of the last class in a folder
FORMATS: Mapping[str, PerStudent | PerClass] = {
    "gradebook": PerClass("gradebook.csv", gradebook.render),
    "queue": PerClass("queue.toml", queue.skeleton),
    "class": PerClass("class.html", class_page.render),
    "feedback": PerStudent(class_page.FEEDBACK, when_shown(feedback.pages)),
    "gradescope": PerStudent("gradescope/{id}.json", as_shown(gradescope.results)),
    "junit": PerStudent("junit/{id}.xml", junit.suite),
    "ctrf": PerStudent("ctrf/{id}.json", ctrf.report),
}


def publish(course: Course, students: Sequence[Student], out: Path) -> list[Path]:
    """Write a class in every format and return the paths; a file that is right is left alone.

    What an earlier call wrote about students that are no longer there is removed.
    """
    paths = []
    for form in FORMATS.values():
        for path, text in _files(form, course, students):
            paths.append(out / path)
            _write(paths[-1], text)
    _remove_stale(out, {path.relative_to(out).as_posix() for path in paths})
    return paths


def _remove_stale(out: Path, written: set[str]) -> None:
    """Remove students' files that are in the list of those written and not among the latest."""
    listed = out / WRITTEN
    try:
        before = json.loads(listed.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        before = []
    for name in before if isinstance(before, list) else ():
        if isinstance(name, str) and name not in written and _is_students(name):
            (out / name).unlink(missing_ok=True)
    _write(listed, json.dumps(sorted(written), indent=0) + "\n")


def _is_students(name: str) -> bool:
    """Say whether a name is one of a student's file: the list is a file that anyone may edit."""
    forms = (form.path for form in FORMATS.values() if isinstance(form, PerStudent))
    return any(re.fullmatch(re.escape(p).replace(r"\{id\}", r"[\w.-]+"), name) for p in forms)


def _files(
    form: PerStudent | PerClass, course: Course, students: Sequence[Student]
) -> Iterator[tuple[str, str]]:
    if isinstance(form, PerClass):
        yield form.path, form.render(course, students)
        return
    write = form.start(course)
    for student in students:
        yield form.path.format(id=student["id"]), write(student)


def _write(path: Path, text: str) -> None:
    content = text.encode("utf-8", "replace")
    if path.is_file() and not path.is_symlink() and path.read_bytes() == content:
        return
    write_atomically(path, content.decode("utf-8"))
