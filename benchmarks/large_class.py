"""What is written of a class of 100,000: sizes, processor time and memory, format by format.

``python -m benchmarks.large_class`` makes up students whose answers are shared as in a class: two
thirds right, a few wrong ones common and many rare. Formats with a file for each student are
measured on the first 1,000. A page is to be no larger than a browser opens with ease.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast
from unittest import mock

from benchmarks.made_up import records
from benchmarks.measuring import Bar, Benchmark, Figure, main
from referee.reports import formats
from referee.reports.formats import FORMATS, PerStudent
from referee.reports.grades import Course, Grade, Student

STUDENTS, FIRST, QUESTIONS, WRONG = 100_000, 1_000, 8, 2_000
BARS = {
    "memory": Bar("peak memory", 1.0, "GB"),
    "page": Bar("size of the largest page", 5.0, "MB"),
}
UNIT = 1 if sys.platform == "darwin" else 1024
MADE_UP = {record["verdict"]: record for record in records()[:2]}
COURSE = cast(
    "Course",
    {
        "title": "A large class",
        "parts": {f"{part}.1": f"Part {part}" for part in range(QUESTIONS)},
        "start": 0.0,
        "stop": 1.0,
        "visibility": "visible",
        "leaderboard": False,
        "version": "v",
        "limits": "60 s",
        "roster": None,
    },
)


def students(number: int) -> list[Student]:
    """Return students; the same answer to a question is the same grade."""
    draw = random.Random(0)
    pool = [[_grade(question, form) for form in range(WRONG)] for question in range(QUESTIONS)]
    return [
        cast(
            "Student",
            {
                "name": f"Student {at:06}",
                "id": f"student-{at:06}",
                "file": f"student-{at:06}.toml",
                "command": "",
                "problems": [],
                "refused": False,
                "grades": [answers[_form(draw)] for answers in pool],
            },
        )
        for at in range(number)
    ]


def _form(draw: random.Random) -> int:
    """Return which answer somebody gives: 0 is right."""
    return 0 if draw.random() < 2 / 3 else min(int(draw.paretovariate(0.5)), WRONG - 1)


def _grade(question: int, form: int) -> Grade:
    record: dict[str, Any] = MADE_UP["refuted" if form else "held"] | {"label": "", "sheet": ""}
    record |= {
        "claim": f"{question}.1-E{question}",
        "part": f"{question}.1",
        "answer": f"{form} * x",
    }
    return cast(
        "Grade",
        {
            "claim": record["claim"],
            "part": record["part"],
            "form": [record["answer"]],
            "verdict": record["verdict"],
            "fault": "",
            "points": {"given": 0.0 if form else 2.0, "most": 2.0},
            "credit": None,
            "records": [record],
        },
    )


def measured(name: str, every: Sequence[Student], out: Path) -> tuple[float, list[float]]:
    """Return the seconds of processor that a format takes, and the megabytes of its files."""
    start, form = time.process_time(), FORMATS[name]
    with mock.patch.object(formats, "FORMATS", {name: form}):
        paths = formats.publish(COURSE, every, out).paths
    return time.process_time() - start, [path.stat().st_size / 1e6 for path in paths]


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Print a line for each format; yield what the process took, and the largest page."""
    every, largest = students(FIRST if options.quick else options.students), 0.0
    with tempfile.TemporaryDirectory() as folder:
        for name, form in FORMATS.items():
            some = every[:FIRST] if isinstance(form, PerStudent) else every
            seconds, sizes = measured(name, some, Path(folder) / name)
            print(f"{name:20} {len(some):7,} students: {len(sizes):5,} files, ", end="")
            print(f"{sum(sizes):7.1f} MB, {seconds:6.1f} s of processor", flush=True)
            largest = max([largest, *(size for size in sizes if name in {"class", "students"})])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / 1e9
    yield Figure(BARS["memory"], (peak,), f"{len(every):,} students")
    yield Figure(BARS["page"], (largest,))


def with_students(parser: argparse.ArgumentParser) -> None:
    """Add how many students there are."""
    parser.add_argument("--students", type=int, default=STUDENTS)


BENCHMARK = Benchmark(
    "What is written of a class of 100,000",
    BARS,
    figures,
    alone="no other grader writes these formats",
    options=with_students,
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
