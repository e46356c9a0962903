"""JUnit XML: a test suite a student, a test case a claim, in the elements that all readers know.

Continuous integration shows it to students: it tells what they may see, and before the time at
which they see something every case is skipped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from referee.reports.disclosure import POINTS, is_withheld, problems_shown, shown_from, shows
from referee.reports.grades import EMPTY, Course, Grade, Student, explained, outcome, verdict_says
from referee.reports.text import one_line, visible

MOST_TEXT = 8_000
# Wrong answers fail; what says nothing of the answer, or cannot be read, is an error.
_ELEMENTS = {"held": "", "refuted": "failure", "ill-typed": "failure", "unanswered": "skipped"}


def suite(course: Course) -> Callable[[Student], str]:
    """Return what writes the test suite of a student."""
    cases, hidden = dict[int, str](), is_withheld(course)

    def write(student: Student) -> str:
        found = []
        for grade in student["grades"]:
            if id(grade) not in cases:
                cases[id(grade)] = _withheld(course, grade) if hidden else _case(course, grade)
            found.append(cases[id(grade)])
        return _document(course, student, found)

    return write


def _document(course: Course, student: Student, cases: list[str]) -> str:
    withheld = is_withheld(course)
    kinds = Counter("skipped" if withheld else _element(grade) for grade in student["grades"])
    counts = {
        "tests": len(cases),
        "failures": kinds["failure"],
        "errors": kinds["error"],
        "skipped": kinds["skipped"],
        "time": f"{sum(_seconds(grade) for grade in student['grades']):.3f}",
        "timestamp": datetime.fromtimestamp(course["start"], UTC).strftime("%Y-%m-%dT%H:%M:%S"),
    }
    attributes = " ".join(f"{k}={_quoted(str(v))}" for k, v in counts.items())
    problems = "".join(f"{line}\n" for line in problems_shown(course, student))
    out = f"<system-out>{_text(problems)}</system-out>\n" if problems else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n'
        f"<testsuite name={_quoted(student['name'])} {attributes}>\n"
        f"{''.join(cases)}{out}</testsuite>\n</testsuites>\n"
    )


def _element(grade: Grade) -> str:
    return "failure" if outcome(grade) == EMPTY else _ELEMENTS.get(grade["verdict"], "error")


def _withheld(course: Course, grade: Grade) -> str:
    told = f"message={_quoted(shown_from(course))}"
    return f"{_head(grade)}><skipped {told}/></testcase>\n"


def _head(grade: Grade) -> str:
    return (
        f"<testcase classname={_quoted(grade['part'] or 'claims')} name={_quoted(grade['claim'])}"
        f' time="{_seconds(grade):.3f}"'
    )


def _case(course: Course, grade: Grade) -> str:
    head = _head(grade)
    element = _element(grade)
    if not element:
        return f"{head}/>\n"
    reason = verdict_says(grade)
    told = f"type={_quoted(grade['verdict'])} message={_quoted(one_line(reason, 300))}"
    text = _text(explained(grade, points=shows(course, POINTS)))
    return f"{head}><{element} {told}>{text}</{element}></testcase>\n"


def _seconds(grade: Grade) -> float:
    return sum(float(record["seconds"]) for record in grade["records"])


def _quoted(text: str) -> str:
    return quoteattr(visible(text))


def _text(text: str) -> str:
    return escape(visible(text)[:MOST_TEXT])
