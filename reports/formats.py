"""The formats that a class is written in: an entry each, and where their files go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reports import class_page, ctrf, feedback, gradebook, gradescope, junit
from reports.grades import Course, Student
from reports.log import write_atomically


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


FORMATS: Mapping[str, PerStudent | PerClass] = {
    "gradebook": PerClass("gradebook.csv", gradebook.render),
    "class": PerClass("class.html", class_page.render),
    "feedback": PerStudent(class_page.FEEDBACK, feedback.pages),
    "gradescope": PerStudent("gradescope/{id}.json", gradescope.results),
    "junit": PerStudent("junit/{id}.xml", junit.suite),
    "ctrf": PerStudent("ctrf/{id}.json", ctrf.report),
}


def publish(course: Course, students: Sequence[Student], out: Path) -> list[Path]:
    """Write a class in every format and return the paths; a file that is right is left alone."""
    paths = []
    for form in FORMATS.values():
        for path, text in _files(form, course, students):
            paths.append(out / path)
            _write(paths[-1], text)
    return paths


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
