"""Time the grading of synthetic classes: 100, 300 and 1,000 sheets, and again from the cache.

Run ``python -m benchmarks.class`` (``--quick`` for 1 and 2 sheets of one claim in thirty).
Each class starts with the decisions of none, in a process of its own whose memory is
measured together with its workers'. The bars are those of a laptop with two cores that
does nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import Bar, Benchmark, Figure, main
from benchmarks.synthetic_class import SyntheticClass
from referee.deciding.corpora import claims_of

ROOT = Path(__file__).resolve().parents[1]
SIZES, QUICK = (100, 300, 1_000), (1, 2)
BARS = {
    "each": Bar("processor for a distinct answer of a class of 1,000", 300, "ms"),
    "books": Bar("processor of a class over the time of its decisions alone", 1.5),
    "memory": Bar("peak memory of a class of 1,000", 1.5, "GB"),
    "again": Bar("time to grade a class of 1,000 again", 20, "s"),
}
UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Measured:
    """One grading run: what it said, and what it took."""

    said: str
    seconds: float
    processor: float
    gigabytes: float

    @property
    def distinct(self) -> str:
        """The line about distinct answers."""
        return next(line for line in self.said.splitlines() if "distinct answers" in line)

    @property
    def number(self) -> int:
        """How many distinct answers there are."""
        found = re.search(r"([0-9,]+) distinct answers", self.distinct)
        if found is None:
            raise RuntimeError(self.said)
        return int(found[1].replace(",", ""))


def measured(sheets: Path, out: Path, *more: str) -> Measured:
    """Grade a folder and measure it. ``ru_maxrss`` is the largest process's, not the sum."""
    command = [sys.executable, "-m", "referee", "grade", str(sheets), "--out", str(out), "-n", "2"]
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    # The linter warns of commands from outside; this one is put together in the line above.
    process = subprocess.Popen(  # noqa: S603
        [*command, *more], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    peak, said = watched(process)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(said, time.perf_counter() - start, processor, peak)


def watched(process: subprocess.Popen[str]) -> tuple[float, str]:
    """Return the largest sum of the resident memory of a process and its children, and its words.

    Read from /proc whenever the process says something, which it does 20 times a run, and
    at least the kernel's own peak of the largest one.
    """
    peak, said = 0, ""
    if process.stderr is not None:
        for line in process.stderr:
            said += line
            peak = max(peak, _resident(process.pid))
    process.wait()
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * UNIT
    return max(peak, largest) / 1e9, said


def _resident(pid: int) -> int:
    """Return the bytes of memory that a process and its children hold; 0 without /proc."""
    total, folder = 0, Path(f"/proc/{pid}")
    try:
        pages = int((folder / "statm").read_text(encoding="ascii").split()[1])
        total = pages * os.sysconf("SC_PAGE_SIZE")
        for task in (folder / "task").iterdir():
            children = (task / "children").read_text(encoding="ascii").split()
            total += sum(_resident(int(child)) for child in children)
    except (OSError, IndexError):
        return total
    return total


def graded(made: SyntheticClass, size: int, folder: Path, more: Sequence[str]) -> list[Measured]:
    """Grade a class with the decisions of none, then again with its own; say what both took."""
    sheets, out = folder / f"sheets-{size}", folder / f"out-{size}"
    made.write(sheets, size)
    runs = [measured(sheets, out, *more) for _ in range(2)]
    print(f"{size:,} sheets: {runs[0].distinct}")
    for name, run in zip(("first", "again"), runs, strict=True):
        took = f"{run.seconds:.1f} s ({run.processor:.1f} s of processor)"
        print(f"  {name}: {took}, peak {run.gigabytes:.2f} GB", flush=True)
    return runs


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Grade classes that grow; the bars are about the largest."""
    more = ("--examples", "10", "--proof", "2") if options.quick else ()
    claims = list(claims_of("referee.claims").items())
    made = SyntheticClass(dict(claims[:: 30 if options.quick else 1]))
    with tempfile.TemporaryDirectory() as folder:
        for size in QUICK if options.quick else SIZES:
            first, again = graded(made, size, Path(folder), more)
        decided = alone(Path(folder) / f"out-{size}")
    note = f"{size:,} sheets: {first.distinct.strip()}"
    yield Figure(BARS["each"], (1000 * first.processor / first.number,), note)
    yield Figure(BARS["books"], (first.processor / decided,), f"decisions {decided:.1f} s")
    yield Figure(BARS["memory"], (first.gigabytes,))
    yield Figure(BARS["again"], (again.seconds,))


def alone(out: Path) -> float:
    """Return the seconds that the decisions of a class took, as its cache says."""
    lines = (out / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    return sum(float(json.loads(line)["record"]["seconds"]) for line in lines)


BENCHMARK = Benchmark(
    "Grading synthetic classes, and again from the cache",
    BARS,
    figures,
    alone="no other grader decides formulas; beside it, its decisions alone",
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
