"""Asking: the time from the start of the process to a verdict, and what peers say of the same.

``python -m benchmarks.ask [--statements FILE.toml ...]``. Times are the processor's, start-up
included, and medians of five runs. The peers are SymPy with symbols for matrices, which are
simplified; SymPy with explicit matrices of symbols, 1×1 and 2×2; and Hypothesis with NumPy,
hand-written draws and a tolerance. A peer decides rightly where it says *true* of what is true and
*false* of what is false; what it cannot express, or does not decide in 5 s, is open. Everybody is
asked about a statement before anybody about the next one.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks.ask_peers import Says, by_explicit_matrices, by_floats, by_symbols
from benchmarks.ask_statements import STATEMENTS, Told, in_toml
from benchmarks.measuring import Bar, Benchmark, Figure, main
from referee import ask
from referee.deciding.limits import Limits, OverTime, held

ROUNDS = 5
BARS = {
    "time": Bar("processor from the start of the process to a verdict, the longest", 1.5, "s"),
    "wrong": Bar("wrong verdicts", 0, "statements"),
    "decided": Bar("decided rightly", 90, "%", least=True),
    "peers": Bar("decided rightly, over the best peer", 1.0, least=True),
}
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"  # what is installed is compiled once
PATIENCE = 5  # seconds for anybody's verdict
TYPICAL = (
    "nothing that is read",
    "tr(AB) = tr(A) tr(B) where A, B in R^(n x n)",
    "tr(AB) = tr(BA) where A, B in R^(n x n)",
    "Q^T Q = I where Q in R^(n x n) orthogonal",
    "|x^T y| <= ||x|| ||y|| where x, y in R^n",
    "∇_x logsumexp(x) = softmax(x) where x in R^n",
)
DEAR = (  # whose numbers grow without end: what they cost is counted, and bounded
    "hessian(log(sum(exp(x))), x) is positive semidefinite where x in R^n",
    "lim_{t -> 0} (X^T X + t I)^-1 X^T = X^+ where X in R^(n x d), t > 0",
    "det(expm(A)) > 0 where A in R^(n x n)",
    "KL(softmax(x), softmax(y)) >= 0 where x, y in R^n",
)


def processor(statement: str) -> float:
    """Return the seconds of the processor that ``referee ask`` takes, in a process of its own."""
    before = os.times()
    words = [sys.executable, "-m", "referee", "ask", statement]
    own = {name: value for name, value in os.environ.items() if name != UNCOMPILED}
    # The linter warns of commands from outside; this one is put together in the lines above.
    subprocess.run(words, capture_output=True, check=False, env=own)  # noqa: S603
    after = os.times()
    return (
        after.children_user - before.children_user + after.children_system - before.children_system
    )


def by_referee(told: Told) -> bool | None:
    """Return what the referee says of a statement, None where it leaves it open."""
    verdict = ask(told.text, where=told.where).verdict
    return {"proved": True, "held": True, "refuted": False}.get(verdict)


OWN = "referee ask"
PEERS: dict[str, Callable[[Told], bool | None]] = {
    OWN: by_referee,
    "SymPy, symbols": by_symbols,
    "SymPy, explicit": by_explicit_matrices,
    "Hypothesis, NumPy": by_floats,
}


def judged(says: Says, told: Told) -> tuple[str, float]:
    """Return whether a peer is right, wrong or leaves a statement open, and the seconds."""
    start, said = time.process_time(), None
    with suppress(OverTime), held(Limits(PATIENCE, kill=False)):
        said = says(told)
    word = "open" if said is None else "right" if said is told.truth else "wrong"
    return word, time.process_time() - start


def times(options: argparse.Namespace) -> Iterator[Figure]:
    """Measure how long typical statements take, and dear ones."""
    found: dict[str, tuple[float, ...]] = {}
    for statement in TYPICAL[:2] if options.quick else (*TYPICAL, *DEAR):
        rounds = 1 if options.quick else ROUNDS
        found[statement] = tuple(processor(statement) for _ in range(rounds))
        print(f"{statistics.median(found[statement]):6.2f} s  {statement}", flush=True)
    longest = max(found, key=lambda statement: statistics.median(found[statement]))
    yield Figure(BARS["time"], found[longest], longest)


def verdicts(statements: Sequence[Told]) -> Iterator[Figure]:
    """Ask everybody about every statement, and show what each says."""
    said = [{name: judged(says, told) for name, says in PEERS.items()} for told in statements]
    right, wrong = {}, list[str]()
    for name in PEERS:
        words = Counter(each[name][0] for each in said)
        spent = [each[name][1] for each in said]
        right[name] = words["right"]
        missed = [
            told.text
            for told, each in zip(statements, said, strict=True)
            if each[name][0] == "wrong"
        ]
        print(
            f"{name:18} {words['right']:3} right {words['wrong']:3} wrong {words['open']:3} open"
            f"  median {1e3 * statistics.median(spent):6.0f} ms, longest {max(spent):5.2f} s"
        )
        for text in missed:
            print(f"{'':18} wrong: {text}")
        wrong = missed if name == OWN else wrong
    own = right.pop(OWN)
    yield Figure(BARS["wrong"], (float(len(wrong)),), "; ".join(wrong))
    yield Figure(BARS["decided"], (100 * own / len(statements),), f"{own} of {len(statements)}")
    best = max(right, key=lambda name: right[name])
    note = ", ".join(f"{name} {number}" for name, number in right.items())
    yield Figure(BARS["peers"], (own / max(1, right[best]),), note)


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Measure times, then verdicts."""
    more = [told for file in options.statements for told in in_toml(file)]
    statements = [*STATEMENTS, *more]
    yield from times(options)
    yield from verdicts(statements[::10] if options.quick else statements)


def with_statements(parser: argparse.ArgumentParser) -> None:
    """Add more statements."""
    parser.add_argument("--statements", type=Path, nargs="*", default=[], metavar="FILE.toml")


BENCHMARK = Benchmark(
    "Asking: from a statement to a verdict",
    BARS,
    figures,
    peers={"SymPy": "sympy", "Hypothesis": "hypothesis", "NumPy": "numpy"},
    options=with_statements,
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
