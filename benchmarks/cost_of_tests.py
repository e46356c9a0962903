"""What the tests cost, file by file, in seconds of computing with all processes that they start.

Each file is run alone, one after another, so that what else runs here changes little: processor
time is counted, not time. ``--before FILE`` holds the numbers against those of an earlier run,
which ``--json FILE`` wrote. Run: ``python -m benchmarks.cost_of_tests [PATH ...]``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHOWN = 40  # files, the most expensive ones first


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the test files below some paths."""
    for path in paths:
        yield from sorted(path.rglob("test_*.py")) if path.is_dir() else [path]


def cost(path: Path) -> tuple[float, bool]:
    """Return the processor seconds of a file's tests, and whether they pass."""
    words = [sys.executable, "-m", "pytest", str(path), "-n", "0", "-q", "-p", "no:cacheprovider"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL) as running:  # noqa: S603
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, running.returncode in {0, 5}


def measured(paths: Sequence[Path]) -> tuple[dict[str, float], list[str]]:
    """Return the cost of every file by its name, and the files whose tests fail."""
    costs, failed = dict[str, float](), list[str]()
    for path in files(paths):
        name = str(path.resolve().relative_to(ROOT))
        costs[name], passed = cost(path)
        failed += [] if passed else [name]
        sys.stderr.write(f"{costs[name]:8.1f} s  {name}{'' if passed else '  FAILED'}\n")
    return costs, failed


def table(costs: Mapping[str, float], before: Mapping[str, float]) -> Iterator[str]:
    """Yield the lines of what is shown: seconds, those of before, the file."""
    for name in sorted(costs, key=lambda each: -costs[each])[:SHOWN]:
        earlier = f"{before[name]:8.1f}" if name in before else " " * 8
        yield f"{costs[name]:8.1f} {earlier}  {name}"
    both = costs.keys() & before.keys()
    earlier = f"{sum(before[name] for name in both):8.1f}" if both else " " * 8
    yield f"{sum(costs.values()):8.1f} {earlier}  all {len(costs)} files"


def main() -> int:
    """Measure and print; fail if tests do."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path, default=[ROOT / "tests"])
    parser.add_argument("--json", type=Path, help="where the numbers are written")
    parser.add_argument("--before", type=Path, help="numbers of an earlier run")
    options = parser.parse_args()
    before = json.loads(options.before.read_text("utf-8")) if options.before else {}
    costs, failed = measured(options.paths)
    if options.json:
        options.json.write_text(json.dumps(costs, indent=1), encoding="utf-8")
    sys.stdout.write("\n".join(table(costs, before)) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
