"""Grades: what every report of a class reads, and the sums that all of them show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from referee.evidence.schema import Credit, Points, Reading, Record, Verdict
from referee.reports import mistakes, unread, wording
from referee.reports.text import one_line

RIGHT, NEARLY, WRONG = "right", "nearly right", "wrong"
EMPTY = "saying nothing"
FAULTS = ("ambiguous", "inconclusive", "crashed", "missing")
NOT_DECIDED = "This is not the answer's fault: it was not decided, and somebody has to look at it."


class Override(TypedDict):
    """What an instructor decided of a grade: ``before`` are the points that grading gave."""

    before: float
    reason: str


class Reference(TypedDict):
    """The reference's answer to a question, for students who may see it."""

    answer: str
    latex: str


class Grade(TypedDict):
    """What became of the answers to one claim, and the points for them.

    ``form`` is of each answer, the same for answers that are one; ``fault`` says whose fault an
    error is ("sheet" or "run", else empty); of ``records`` the worst one counts. ``override`` is
    the instructor's word, which ``points`` follow; ``decided`` are the forms that an instructor
    has decided. ``reference`` are the answers that students may see.
    """

    claim: str
    part: str
    form: list[str]
    verdict: Verdict
    fault: str
    points: Points
    credit: Credit | None
    records: list[Record]
    override: NotRequired[Override]
    decided: NotRequired[list[str]]
    reference: NotRequired[list[Reference]]


class Student(TypedDict):
    """Somebody's sheet: its grades, what was wrong with it, and the command that grades it.

    ``id`` is a safe name of a file; ``refused`` says that the sheet could not be read. ``ids``
    are a course platform's names of the student, by their kind ("canvas", "login", "email", …);
    ``place`` is the row of the roster, ``attempt`` the platform's number of the one graded.
    ``absent`` is who stands in the roster and handed in nothing.
    """

    name: str
    id: str
    file: str
    command: str
    problems: list[str]
    refused: bool
    grades: list[Grade]
    ids: NotRequired[Mapping[str, str]]
    place: NotRequired[int | None]
    attempt: NotRequired[int | None]
    late: NotRequired[bool]
    absent: NotRequired[bool]


class Roster(TypedDict):
    """A roster as it was read: the platform that wrote it ("" for none), its head, its rows."""

    platform: str
    head: list[str]
    rows: list[list[str]]


class Assignment(TypedDict):
    """What was asked, for the reports: ``due`` as written, "" where there is no date.

    Students see what ``show`` lists ("points", "counterexample", "slip", "reference"), not before
    ``after``, an ISO time, "" for at once; ``shown`` says whether that has come, ``with_due``
    whether it is the time that it is due.
    """

    title: str
    due: str
    show: list[str]
    after: str
    shown: bool
    with_due: bool


class Gradebook(TypedDict):
    """What a platform's gradebook gets: the column, "" for whichever fits; "total" or "part"."""

    column: str
    by: str


class Course(TypedDict):
    """What the reports of a class say of it as a whole; times are in seconds since 1970.

    ``references`` are the right answers as LaTeX, for the instructor's page alone.
    """

    title: str
    parts: Mapping[str, str]
    start: float
    stop: float
    visibility: str
    leaderboard: bool
    version: str
    limits: str
    roster: NotRequired[Roster | None]
    assignment: NotRequired[Assignment | None]
    gradebook: NotRequired[Gradebook]
    references: NotRequired[Mapping[str, Sequence[str]]]


def is_open(grade: Grade) -> bool:
    """Whether somebody has to look at a grade: its answer was read, and nobody decided it."""
    if "override" in grade:
        return False
    settled = all(map(is_never_true, grade["records"]))
    return (grade["verdict"] in FAULTS and not settled) or is_faultless(grade)


def undecided(grade: Grade) -> list[Record]:
    """Return the answers of a grade that no instructor has decided."""
    decided = grade.get("decided", ())
    if "override" in grade and not decided:
        return []
    pairs = zip(grade["form"], grade["records"], strict=True)
    return [record for form, record in pairs if form not in decided]


def is_never_true(record: Record) -> bool:
    """Whether nothing was decided of a condition because it is never true: it says nothing."""
    return record["verdict"] == "inconclusive" and "strength" in record


def is_faultless(about: Grade | Record) -> bool:
    """Whether a grade or a record came to grief through no fault of the answer's."""
    return about["verdict"] == "missing" or about.get("fault") == "run"


def unsettled(students: Sequence[Student]) -> list[str]:
    """Name what somebody should look at: sheets not read, answers that were not decided."""
    return [s["name"] for s in students if s["refused"] or any(map(is_open, s["grades"]))]


def said_of(name: str, grade: Grade, record: Record) -> str:
    """Return the line of a student's problems that tells of a record."""
    return f"{name}: {grade['claim']}: {record['verdict']}: {record['reason']}"


def of_the_sheet(student: Student) -> list[str]:
    """Return what is wrong with a sheet as such: what was decided of an answer is no part of it.

    That an answer is no formula is: it says nothing of what is right.
    """
    told = tuple(f"{student['name']}: {grade['claim']}: " for grade in student["grades"])
    unread = {
        said_of(student["name"], grade, record)
        for grade in student["grades"]
        for record in grade["records"]
        if record.get("fault") == "sheet"
    }
    return [line for line in student["problems"] if line in unread or not line.startswith(told)]


def pointed(students: Sequence[Student]) -> dict[str, list[str]]:
    """Return what a terminal shows below the line of an answer that is no formula, by that line."""
    return {
        said_of(student["name"], grade, record): unread.below(record)
        for student in students
        for grade in student["grades"]
        for record in grade["records"]
        if "unread" in record
    }


def outcome(grade: Grade) -> str:
    """Return what became of an answer: right, nearly right, wrong, or its verdict.

    Where an instructor decided, the points tell.
    """
    if "override" in grade:
        given, most = grade["points"]["given"], grade["points"]["most"]
        return RIGHT if given == most else NEARLY if given else WRONG
    if grade["verdict"] == "held":
        points = grade["points"]
        if points["given"] == points["most"]:
            return RIGHT
        return NEARLY if points["given"] else EMPTY
    if grade["credit"]:
        return NEARLY
    if grade["verdict"] == "inconclusive" and not is_open(grade):
        return EMPTY
    return WRONG if grade["verdict"] in {"refuted", "ill-typed"} else str(grade["verdict"])


def verdict_says(grade: Grade) -> str:
    """Say in a line why a grade's verdict is what it is, or what a true answer lacks."""
    record = next(r for r in grade["records"] if r["verdict"] == grade["verdict"])
    held = grade["verdict"] == "held"
    return (wording.strength(record) if held else "") or record["reason"]


def total(grades: Sequence[Grade]) -> tuple[float, float]:
    """Return the points given and the most there are."""
    given = sum(grade["points"]["given"] for grade in grades)
    most = sum(grade["points"]["most"] for grade in grades)
    return round(given, 2), round(most, 2)


def by_part(student: Student, course: Course) -> dict[str, list[Grade]]:
    """Return the grades of a student by part, in the order of the course."""
    found: dict[str, list[Grade]] = {part: [] for part in course["parts"]}
    for grade in student["grades"]:
        found.setdefault(grade["part"], []).append(grade)
    return {part: grades for part, grades in found.items() if grades}


def percent(given: float, most: float) -> float:
    """Return points as a percentage, 0 of nothing."""
    return round(100 * given / most, 1) if most else 0.0


def status(student: Student) -> str:
    """Say in a few words whether a student is graded, or what stands in the way."""
    if student.get("absent", False):
        return "handed in nothing"
    if student["refused"]:
        return "not read"
    return "to be looked at" if any(map(is_open, student["grades"])) else "graded"


def explained(grade: Grade, *, points: bool = True) -> str:
    """Explain a grade in plain text: what was answered, the verdict, the counterexample.

    Without ``points`` no number of them is told.
    """
    lines: list[str] = []
    if len(grade["records"]) > 1:
        lines.append(f"{len(grade['records'])} answers stand here; the worst of them counts")
    for record in grade["records"]:
        if record["answer"] is not None:
            lines.append(f"answer: {one_line(record['answer'], 500)}")
        lines.append(f"{record['verdict']}: {one_line(wording.gist(record['reason']), 500)}")
        if "strength" in record:
            lines.append(one_line(wording.strength(record), 500))
        lines += unread.below(record)
        lines += [_reading(reading) for reading in record.get("readings", ())]
        lines += [NOT_DECIDED] if is_faultless(record) else _instance(record)
        if said := mistakes.sentence(record):
            lines.append(one_line(said, 500))
    if "override" in grade:
        lines.append(overruled(grade["override"], points=points))
    elif grade["credit"]:
        lines.append(f"partial credit: {one_line(grade['credit']['says'], 300)}")
    for reference in grade.get("reference", ()):
        lines.append(f"reference: {one_line(reference['answer'], 500)}")
    return "\n".join(lines) + "\n"


def overruled(override: Override, *, points: bool = True) -> str:
    """Say that an instructor decided a grade, why, and how many points it had before."""
    said = f"decided by the instructor: {one_line(override['reason'], 300)}"
    return f"{said} (before: {override['before']:g} points)" if points else said


def _reading(reading: Reading) -> str:
    """Say of one of several readings what becomes of it."""
    return f"read as {one_line(reading['answer'], 300)}: {reading['verdict']}"


def _instance(record: Record) -> list[str]:
    found = record["counterexample"]
    witness = found and found["smallest"]
    if not witness:
        return []
    arrays = witness.get("values", {}).items()
    values = [f"{name} = {_matrix(array['entries'])}" for name, array in arrays]
    lines = [f"at {wording.shape(witness['shape'])}: {', '.join(values)}"]
    left, right = witness.get("lhs"), witness.get("rhs")
    if left is not None and right is not None:
        lines.append(f"left side: {_matrix(left)}; right side: {_matrix(right)}")
    if witness.get("note"):
        lines.append(one_line(witness["note"], 300))
    return lines


def _matrix(entries: Sequence[Sequence[str]]) -> str:
    if [len(row) for row in entries] == [1]:
        return entries[0][0]
    return f"[{'; '.join(' '.join(row) for row in entries)}]"
