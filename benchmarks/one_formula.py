"""One formula on the command line: the time by the clock, cold and where a process is warm.

``python -m benchmarks.one_formula [--rounds N]``. All statements of ``ask_statements`` are asked in
turn, by ``referee ask`` without and with a process that is warm (``referee warm start``), each in a
process of its own, alternating; of the rounds the least counts, since whatever else runs only
adds. The peer is SymPy in a process of its own, which simplifies tr(AB) - tr(BA); Python itself,
which does nothing, stands below. Cold and warm have to say the same. What is judged before anybody
asks (``FIRST`` of :mod:`referee.commands.warm`) is none of the statements.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from benchmarks.ask_statements import STATEMENTS, Told
from benchmarks.measuring import Bar, Benchmark, Figure, main

ROUNDS = 3
BARS = {
    "cold": Bar("one formula from the command line, the median statement, cold", 1.0, "s"),
    "warm": Bar("one formula from the command line, the median statement, warm", 0.06, "s"),
    "alike": Bar("statements of which cold and warm do not say the same", 0, "statements"),
}
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"  # what is installed is compiled once
SYMPY = """
from sympy import MatrixSymbol, Trace, simplify, symbols
n = symbols("n", integer=True, positive=True)
A, B = MatrixSymbol("A", n, n), MatrixSymbol("B", n, n)
print(simplify(Trace(A * B) - Trace(B * A)))
"""
PEERS = {
    "SymPy, one trace": ["-c", SYMPY],
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


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Ask all statements cold and warm in turn, and peers."""
    rounds = 1 if options.quick else options.rounds
    statements = STATEMENTS[::20] if options.quick else STATEMENTS
    with warm() as variables:
        ways = {"cold": {**variables, "REFEREE_COLD": "1"}, "warm": variables}
        rows = {told.text: both(told, rounds, ways) for told in statements}
        peers = {
            name: statistics.median(timed(command, variables)[0] for _ in range(5 * rounds))
            for name, command in PEERS.items()
        }
    note = "; ".join(f"{name} {seconds:.2f} s" for name, seconds in peers.items())
    for way in ways:
        times = tuple(row[way][0] for row in rows.values())
        yield Figure(BARS[way], times, f"{len(rows)} statements, the least of {rounds}; {note}")
    other = [text for text, row in rows.items() if row["cold"][1] != row["warm"][1]]
    yield Figure(BARS["alike"], (float(len(other)),), "; ".join(other))


def with_rounds(parser: argparse.ArgumentParser) -> None:
    """Add how often each statement is asked."""
    parser.add_argument("--rounds", type=int, default=ROUNDS)


BENCHMARK = Benchmark(
    "One formula on the command line, cold and warm",
    BARS,
    figures,
    peers={"SymPy": "sympy", "Python alone": ""},
    options=with_rounds,
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
