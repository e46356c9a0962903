"""What a benchmark is: peers and their versions, bars, and figures with their spread.

A module that is one has a ``BENCHMARK``, and ends with ``sys.exit(main(BENCHMARK))``: that prints
every figure beside its bar, and returns 1 where one is missed or could not be measured. What is
compared with a peer is run in turns with it, in one process (:func:`alternating`), and a figure is
the median of the ratios of the rounds; its spread are the least and the greatest of them.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

Clock = Callable[[], float]
Task = Callable[[], object]


@dataclass(frozen=True)
class Bar:
    """What is measured, in a unit, and the number that it is to reach or not to exceed."""

    what: str
    number: float
    unit: str = "×"
    least: bool = False  # whether more is better

    def keeps(self, value: float) -> bool:
        """Say whether a value is on the right side; what is no number is on neither."""
        return value >= self.number if self.least else value <= self.number

    def __str__(self) -> str:
        return f"{'≥' if self.least else '≤'} {shown(self.number)} {self.unit}"


@dataclass(frozen=True)
class Figure:
    """What was measured for a bar: a value a round, and what a reader should know beside it.

    No values mean that it was not measured; then the note says why.
    """

    bar: Bar
    values: tuple[float, ...]
    note: str = ""

    @property
    def value(self) -> float:
        """The median of the rounds, not a number where there was none."""
        return statistics.median(self.values) if self.values else float("nan")

    @property
    def is_kept(self) -> bool:
        """Whether the bar was kept; what was not measured keeps none."""
        return self.bar.keeps(self.value)

    @property
    def text(self) -> str:
        """The value with its unit and spread."""
        if not self.values:
            return "not measured"
        spread = f" ({shown(min(self.values))} to {shown(max(self.values))})"
        return f"{shown(self.value)} {self.bar.unit}{spread if len(self.values) > 1 else ''}"

    def line(self) -> str:
        """Return the line of a terminal."""
        word = "kept" if self.is_kept else "MISSED"
        note = f"; {self.note}" if self.note else ""
        return f"{self.bar.what}: {self.text}, bar {self.bar}: {word}{note}"


@dataclass(frozen=True)
class Benchmark:
    """A module that measures: what, against whom, with which bars.

    ``peers`` are names with the distribution that has a version, "" for what the standard library
    or this benchmark itself brings. A benchmark without a peer says why in ``alone``.
    """

    what: str
    bars: Mapping[str, Bar]
    figures: Callable[[argparse.Namespace], Iterable[Figure]]
    peers: Mapping[str, str] = field(default_factory=dict)
    alone: str = ""
    options: Callable[[argparse.ArgumentParser], None] | None = None

    @property
    def versions(self) -> list[str]:
        """The peers with their versions."""
        return [
            f"{name} {installed(package)}" if package else name
            for name, package in self.peers.items()
        ]


def shown(value: float) -> str:
    """Return a number with three digits, or all in front of the point."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def installed(package: str) -> str:
    """Return the version of a package, or that there is none."""
    with suppress(PackageNotFoundError):
        return version(package)
    return "(not installed)"


def unmeasured(bar: Bar, why: str) -> Figure:
    """Return the figure of what could not be measured."""
    return Figure(bar, (), why)


def timed(task: Task, clock: Clock = time.perf_counter) -> float:
    """Return the seconds of a task."""
    start = clock()
    task()
    return clock() - start


def alternating(
    tasks: Mapping[str, Task], rounds: int, clock: Clock = time.perf_counter
) -> dict[str, list[float]]:
    """Return the seconds of each task in each round; every second round goes backwards.

    One run of each before the first round warms up what is made once.
    """
    for task in tasks.values():
        task()
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(rounds):
        for name in list(tasks)[:: 1 if number % 2 == 0 else -1]:
            times[name].append(timed(tasks[name], clock))
    return times


def ratios(numerators: Sequence[float], denominators: Sequence[float]) -> tuple[float, ...]:
    """Return the quotient of each round."""
    return tuple(a / b for a, b in zip(numerators, denominators, strict=True))


def machine() -> str:
    """Return what this was measured on."""
    model = platform.processor() or platform.machine()
    with suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line.split(":")[1].strip() for line in lines if "model name" in line)
    return f"Python {platform.python_version()}, {model}"


def complete(benchmark: Benchmark, options: argparse.Namespace) -> Iterator[Figure]:
    """Yield what is measured, then each bar of which nothing was."""
    seen: set[str] = set()
    for figure in benchmark.figures(options):
        seen.add(figure.bar.what)
        yield figure
    for bar in benchmark.bars.values():
        if bar.what not in seen:
            yield unmeasured(bar, "nothing was said of it")


def main(benchmark: Benchmark, words: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 where a bar is missed.

    ``--quick`` is a trial of the benchmark itself, at sizes of which no bar says anything: it
    returns 0 wherever it came to its end.
    """
    parser = argparse.ArgumentParser(description=benchmark.what)
    parser.add_argument("--quick", action="store_true", help="a trial at small sizes")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    if benchmark.options is not None:
        benchmark.options(parser)
    options = parser.parse_args(words)
    print(f"{benchmark.what}\n{machine()}; {', '.join(benchmark.versions) or benchmark.alone}")
    found = []
    for figure in complete(benchmark, options):
        print(figure.line(), flush=True)
        found.append(figure)
    if options.json:
        data = {"versions": benchmark.versions, "figures": [_plain(each) for each in found]}
        options.json.write_text(json.dumps(data), encoding="utf-8")
    return 0 if options.quick or all(each.is_kept for each in found) else 1


def _plain(figure: Figure) -> dict[str, Any]:
    return {
        "what": figure.bar.what,
        "text": figure.text,
        "bar": str(figure.bar),
        "kept": figure.is_kept,
        "note": figure.note,
    }
