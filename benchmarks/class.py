"""Time the grading of synthetic classes: 100, 300 and 1,000 sheets, and again from the cache.

Run ``python -m benchmarks.class`` (``--quick`` for 20, 40 and 80 sheets and fewer instances).
Each class starts with the decisions of none, in a process of its own whose memory is
measured together with its workers'. The bars are those of a laptop with two cores that
does nothing else: the time of 1,000 sheets, their peak memory, the second run.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.synthetic_class import SyntheticClass
from referee.deciding.corpora import claims_of

ROOT = Path(__file__).resolve().parents[1]
SIZES, QUICK = (100, 300, 1_000), (20, 40, 80)
MOST_MINUTES, MOST_GIGABYTES, MOST_SECONDS_AGAIN = 5, 1.5, 20
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


def main() -> None:
    """Print a line for each class and for each second run, then the bars."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    more = ["--examples", "10", "--proof", "2"] if options.quick else []
    sizes = QUICK if options.quick else SIZES
    made = SyntheticClass(claims_of("referee.claims"))
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            sheets, out = Path(folder) / f"sheets-{size}", Path(folder) / f"out-{size}"
            made.write(sheets, size)
            first = measured(sheets, out, *more)
            again = measured(sheets, out, *more)
            print(f"{size:,} sheets: {first.distinct}")
            for name, run in (("first", first), ("again", again)):
                took = f"{run.seconds:.1f} s ({run.processor:.1f} s of processor)"
                print(f"  {name}: {took}, peak {run.gigabytes:.2f} GB", flush=True)
    if not options.quick:
        good = (
            first.seconds < 60 * MOST_MINUTES
            and first.gigabytes < MOST_GIGABYTES
            and again.seconds < MOST_SECONDS_AGAIN
        )
        bars = f"{MOST_MINUTES} min, {MOST_GIGABYTES} GB, {MOST_SECONDS_AGAIN} s again"
        print(f"bars for 1,000 sheets ({bars}): {'kept' if good else 'NOT kept'}")


if __name__ == "__main__":
    main()
