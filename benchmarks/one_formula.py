"""One formula on the command line: the time by the clock, cold and where a process is warm.

``python -m benchmarks.one_formula [ROUNDS]``. All statements of ``ask_statements`` are asked in
turn, by ``referee ask`` without and with a process that is warm (``referee warm start``), each in a
process of its own, alternating; of the rounds the least counts, since whatever else runs only
adds. The peer is SymPy in a process of its own, which simplifies tr(AB) - tr(BA); Python itself,
which does nothing, stands below. The bars: a median of 1.0 s cold and 60 ms warm, on an idle
machine; and both say the same. What is judged before anybody asks (``FIRST`` of
:mod:`referee.commands.warm`) is none of the statements.
"""

from __future__ import annotations

import importlib.metadata
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from benchmarks.ask_statements import STATEMENTS, Told

ROUNDS = 3
BARS = {"cold": 1.0, "warm": 0.06}  # seconds, for the median
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"  # what is installed is compiled once
SYMPY = """
from sympy import MatrixSymbol, Trace, simplify, symbols
n = symbols("n", integer=True, positive=True)
A, B = MatrixSymbol("A", n, n), MatrixSymbol("B", n, n)
print(simplify(Trace(A * B) - Trace(B * A)))
"""
PEERS = {
    f"SymPy {importlib.metadata.version('sympy')}, one trace": ["-c", SYMPY],
    "Python alone": ["-c", "pass"],
}
Row = tuple[float, tuple[int, bytes, bytes]]  # seconds, and what was said


def timed(words: Sequence[str], variables: Mapping[str, str]) -> Row:
    """Return the seconds that Python takes with some words, and its status and output."""
    start = time.perf_counter()
    # The linter warns of commands from outside; this one is put together in this file.
    done = subprocess.run(  # noqa: S603
        [sys.executable, *words], capture_output=True, check=False, env=variables
    )
    return time.perf_counter() - start, (done.returncode, done.stdout, done.stderr)


@contextmanager
def warm() -> Iterator[Mapping[str, str]]:
    """Keep a process warm; yields the variables under which it is found."""
    own = {name: value for name, value in os.environ.items() if name != UNCOMPILED}
    with tempfile.TemporaryDirectory(prefix="warm") as runtime:
        variables = own | {"XDG_RUNTIME_DIR": runtime, "REFEREE_COLD": ""}
        _, (status, _, says) = timed(["-m", "referee", "warm", "start"], variables)
        if status:
            raise SystemExit(says.decode())
        try:
            yield variables
        finally:
            timed(["-m", "referee", "warm", "stop"], variables)


def both(told: Told, rounds: int, ways: Mapping[str, Mapping[str, str]]) -> dict[str, Row]:
    """Return the least time and the output of a statement, each way."""
    found: dict[str, Row] = {}
    for _ in range(rounds):
        for way, variables in ways.items():
            row = timed(["-m", "referee", "ask", "--where", told.where, told.text], variables)
            found[way] = min(found.get(way, row), row)
    return found


def shown(name: str, times: Sequence[float], bar: float | None = None) -> float:
    """Print a row of times, and return their median."""
    median = statistics.median(times)
    against = "" if bar is None else f"   bar {bar * 1000:5.0f} ms   {median / bar:5.2f} of it"
    print(
        f"{name:24} median {median * 1000:6.0f} ms"
        f"   from {min(times) * 1000:5.0f} to {max(times) * 1000:6.0f} ms{against}"
    )
    return median


def main(words: Sequence[str]) -> int:
    """Print times; return 1 where a bar is missed."""
    rounds = int(words[0]) if words else ROUNDS
    with warm() as variables:
        ways = {"cold": {**variables, "REFEREE_COLD": "1"}, "warm": variables}
        rows = [(told.text, both(told, rounds, ways)) for told in STATEMENTS]
        peers = {
            name: [timed(command, variables)[0] for _ in range(5 * rounds)]
            for name, command in PEERS.items()
        }
    medians = {way: shown(way, [row[way][0] for _, row in rows], bar) for way, bar in BARS.items()}
    for name, times in peers.items():
        shown(name, times)
    ratio, load = medians["cold"] / medians["warm"], os.getloadavg()[0]
    print(f"cold is {ratio:.1f} times warm; {len(rows)} statements; load of the machine {load:.1f}")
    missed = [f"{text}: not said alike" for text, row in rows if row["cold"][1] != row["warm"][1]]
    missed += [
        f"{way}: {medians[way] * 1000:.0f} ms" for way, bar in BARS.items() if medians[way] > bar
    ]
    for line in missed:
        print(f"missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
