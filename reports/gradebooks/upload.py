"""What a platform imports, and what is to be known of it before it is uploaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from referee.reports.grades import Course, Grade, Gradebook, Student, is_open, total
from referee.reports.text import one_line

Pages = Mapping[str, str]  # everybody's page of feedback, by the id of the student


@dataclass(frozen=True)
class Upload:
    """A file for a platform, and lines that say what is in it and what is not."""

    content: str | bytes
    lines: tuple[str, ...] = ()


Uploading = Callable[[Course, Sequence[Student], Pages], Upload | None]


@dataclass(frozen=True)
class Column:
    """A column of points: its title, and the part that it is about, None for all of them."""

    title: str
    part: str | None = None

    def points(self, student: Student) -> tuple[float, float]:
        """Return the points given in this column and the most there are."""
        return total([grade for grade in student["grades"] if self.holds(grade)])

    def holds(self, grade: Grade) -> bool:
        """Say whether a grade belongs to this column."""
        return self.part is None or grade["part"] == self.part


def columns(course: Course, students: Sequence[Student]) -> list[Column]:
    """Return the columns that are asked for: one, or one for each part that was asked."""
    wanted = asked(course)
    title = wanted["column"] or own_title(course)
    if wanted["by"] == "total":
        return [Column(title)]
    there = dict.fromkeys(grade["part"] for student in students for grade in student["grades"])
    parts = [*(part for part in course["parts"] if part in there), *there]
    return [Column(f"{title} {part}".strip(), part) for part in dict.fromkeys(parts)]


def asked(course: Course) -> Gradebook:
    """Return what a platform's gradebook is to get: by itself one column, whichever fits."""
    return course.get("gradebook") or {"column": "", "by": "total"}


def own_title(course: Course) -> str:
    """Return what the assignment is called here: as its file says, or as the corpus."""
    assignment = course.get("assignment")
    return one_line((assignment["title"] if assignment else "") or course["title"], 200)


def is_graded(student: Student) -> bool:
    """Say whether there are points to upload: a sheet was handed in, and could be read."""
    return not student.get("absent", False) and not student["refused"]


def number(points: float) -> str:
    """Return points as platforms read them: a decimal point, two places at most."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def people(course: Course, students: Sequence[Student]) -> list[str]:
    """Return a line for every reason why somebody's points are not simply there."""
    roster = course.get("roster")
    rows = range(len(roster["rows"])) if roster else None
    absent = [s for s in students if s.get("absent", False)]
    handed = [s for s in students if not s.get("absent", False)]
    return [
        *_line([s for s in handed if rows is not None and s.get("place") not in rows],
               "not on the roster, and in no file that is filled in"),
        *_line(absent, "handed in nothing: what the roster has stays as it is"),
        *_line([s for s in handed if s["refused"]],
               "sheet not read: what the roster has stays as it is"),
        *_line([s for s in handed if not s["refused"] and any(map(is_open, s["grades"]))],
               "answers to be looked at, which count 0 until then"),
        *_line([s for s in handed if s.get("late", False)], "late; no points are taken off"),
    ]  # fmt: skip


def _line(students: Sequence[Student], what: str) -> list[str]:
    return [f"{len(students):,} {what}: {named(students)}"] if students else []


def named(students: Sequence[Student]) -> str:
    """Return everybody's name in one line."""
    return "; ".join(one_line(student["name"], 100) for student in students)
