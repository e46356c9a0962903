"""Asking: the time from the start of the process to a verdict, and what peers say of the same.

``python -m benchmarks.ask [STATEMENTS.toml ...]``. Times are the processor's, start-up included,
and medians of five runs. The peers are SymPy with symbols for matrices, which are simplified; SymPy
with explicit matrices of symbols, 1×1 and 2×2; and Hypothesis with NumPy, hand-written draws and a
tolerance. A peer decides rightly where it says *true* of what is true and *false* of what is false;
what it cannot express, or does not decide in 5 s, is open. The bars: every verdict within 1.5 s,
none of the referee's wrong, nine in ten of its decided, and no peer with more.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks.ask_peers import Says, by_explicit_matrices, by_floats, by_symbols
from benchmarks.ask_statements import STATEMENTS, Told, in_toml
from referee import ask
from referee.deciding.limits import Limits, OverTime, held

ROUNDS = 5
SLOWEST = 1.5
DECIDED = 0.9
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


PEERS: dict[str, Callable[[Told], bool | None]] = {
    "referee ask": by_referee,
    "SymPy, symbols": by_symbols,
    "SymPy, explicit": by_explicit_matrices,
    "Hypothesis, NumPy": by_floats,
}


def judged(says: Says, statements: Sequence[Told]) -> tuple[Counter[str], list[float], list[str]]:
    """Return how often a peer is right, wrong or leaves it open, its times, and what was wrong."""
    counts, times, wrong = Counter[str](), list[float](), list[str]()
    for told in statements:
        start, said = time.process_time(), None
        with suppress(OverTime), held(Limits(PATIENCE, kill=False)):
            said = says(told)
        times.append(time.process_time() - start)
        word = "open" if said is None else "right" if said is told.truth else "wrong"
        counts[word] += 1
        wrong += [told.text] if word == "wrong" else []
    return counts, times, wrong


def show_times() -> float:
    """Print how long typical statements take, and return the longest median."""
    found = []
    for statement in (*TYPICAL, *DEAR):
        found.append(statistics.median(processor(statement) for _ in range(ROUNDS)))
        print(f"{found[-1]:6.2f} s  {statement}")
    return max(found)


def trouble(statements: Sequence[Told]) -> Iterable[str]:
    """Print what everybody says, and yield each bar that is missed."""
    right = {}
    for name, says in PEERS.items():
        counts, times, wrong = judged(says, statements)
        right[name] = counts["right"]
        print(
            f"{name:18} {counts['right']:3} right {counts['wrong']:3} wrong {counts['open']:3} open"
            f"  median {statistics.median(times) * 1000:6.0f} ms, longest {max(times):5.2f} s"
        )
        for text in wrong:
            print(f"{'':18} wrong: {text}")
        if name == "referee ask":
            yield from [f"wrong of {text}" for text in wrong]
            if counts["right"] < DECIDED * len(statements):
                yield f"{counts['right']} of {len(statements)} decided"
    own = right.pop("referee ask")
    yield from [
        f"{name} decides {number} rightly" for name, number in right.items() if number > own
    ]


def main(files: Sequence[str]) -> int:
    """Print times and verdicts; return 1 where a bar is missed."""
    more = [told for file in files for told in in_toml(Path(file))]
    statements = [*STATEMENTS, *more]
    longest = show_times()
    missed = [f"{longest:.2f} s for a verdict"] if longest > SLOWEST else []
    missed += trouble(statements)
    for line in missed:
        print(f"missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
