"""Reading formulas: the time for each and how many are read rightly, against two peers.

``python -m benchmarks.reading``: medians of five runs in turns, in seconds of the processor. The
peers read LaTeX and know no sizes: SymPy's ``parse_latex`` with lark, and latex2sympy2-extended,
the reader of Math-Verify. A reading is right where the peer's expression has the products in the
order, the transposes and the norms that were written; what is commuting scalars of matrices is
wrong. A peer that refuses a formula is not timed at it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any

from benchmarks.measuring import Bar, Benchmark, Figure, main, unmeasured
from referee.deciding.claim import load
from referee.deciding.faults import Raised, attempted
from referee.language.reading import Scope, read, scope_of

ROUNDS = 5
BARS = {
    "time": Bar("time to read the slowest formula", 10, "ms"),
    "ambiguous": Bar("formulas with several readings", 0, "formulas"),
    "peers": Bar("time of the faster peer over ours, each formula it reads", 1.0, least=True),
}
# A formula, a claim whose names it is over, and what a right reading by a peer has in its text.
FORMULAS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (r"\frac{1}{n} X (X^{T} w - y)", "1.2-E5-gradient", ("T",)),
    (r"(X^T X)^{-1} y", "1.3-E19-limit-coefficients", ("T",)),
    (r"\lVert X^T w - y\rVert^2", "1.2-E4-loss", ("orm",)),
    (r"X (X^T X)^{-1} y", "1.3-E20-limit", ("T",)),
    (r"e^{-2 t}", "1.1-E3-bound", ("exp(-2*t)",)),
    (r"\frac{2 m}{H}", "2.2-E27-bound", ("2*m/H",)),
    (r"\left(\frac{2 m}{H}\right)^{H}", "2.2-E27-bound", ("(2*m/H)**H",)),
    (r"2^{M}", "2.2-E27-bound", ("2**M",)),
    (r"\operatorname{rank}(X)", "1.2-A7-first-columns", ("ank",)),
    (r"X^{\top} X", "1.1-A1-linear-kernel", ("T",)),
    (r"\frac{1}{n} \sum_{i=1}^{n} x_i (x_i^{T} w - y_i)", "1.2-E5-gradient", ("T", "Sum")),
    (r"X^{\dagger}", "1.3-A7-identity", ("dagger", "pinv")),
)
Peer = Callable[[str], Any]


def peers() -> dict[str, Peer]:
    """Return the peers that are installed, as functions of LaTeX."""
    found: dict[str, Peer] = {}
    with suppress(ImportError):
        parse_latex = import_module("sympy.parsing.latex").parse_latex
        import_module("lark")
        found["SymPy, lark"] = lambda text: parse_latex(text, backend="lark")
    with suppress(ImportError):
        found["latex2sympy2-extended"] = import_module("latex2sympy2_extended").latex2sympy
    return found


def turns(actions: Sequence[Callable[[], object]]) -> list[float]:
    """Return the median seconds of actions, a run of each in turn."""
    runs: list[list[float]] = [[] for _ in actions]
    for _ in range(ROUNDS):
        for action, times in zip(actions, runs, strict=True):
            start = time.process_time()
            action()
            times.append(time.process_time() - start)
    return [statistics.median(times) for times in runs]


def reads(peer: Peer, text: str, marks: tuple[str, ...]) -> str:
    """Return a word on what a peer makes of a formula; "right", or "wrong", where it reads it."""
    # A peer raises what it likes, AttributeError and RecursionError among it: each is a refusal.
    answered = attempted(lambda: str(peer(text)))
    if isinstance(answered, Raised):
        return f"refused ({type(answered.error).__name__})"
    found = answered
    right = any(mark in found.replace(" ", "") for mark in marks) and "Ambig" not in found
    return "right" if right else f"wrong: {found[:40]}"


def line(
    text: str, scope: Scope, marks: tuple[str, ...], others: dict[str, Peer]
) -> tuple[float, float]:
    """Print a formula's times; return ours in seconds, and the faster peer's over it."""
    words = {name: reads(peer, text, marks) for name, peer in others.items()}
    able = [name for name, word in words.items() if not word.startswith("refused")]
    ours, *theirs = turns(
        [partial(read, text, scope), *(partial(others[name], text) for name in able)]
    )
    times = dict(zip(able, theirs, strict=True))
    cells = [f"{1e3 * times[n]:7.2f} ms {w}" if n in times else w for n, w in words.items()]
    print(f"{text:52} {1e3 * ours:7.2f} ms  |  {'  |  '.join(cells)}")
    return ours, min(theirs) / ours if theirs else float("inf")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Read all formulas."""
    others, claims = peers(), load()
    print(f"{'formula':52} ours  |  {'  |  '.join(others)}")
    chosen = FORMULAS[:3] if options.quick else FORMULAS
    scopes = {text: scope_of(claims[name]) for text, name, _ in chosen}
    rows = [line(text, scopes[text], marks, others) for text, _, marks in chosen]
    yield Figure(BARS["time"], (max(1e3 * ours for ours, _ in rows),), f"{len(rows)} formulas")
    several = [text for text, scope in scopes.items() if read(text, scope).is_ambiguous]
    yield Figure(BARS["ambiguous"], (float(len(several)),), "; ".join(several))
    missing = sorted(set(BENCHMARK.peers) - set(others))
    if missing:
        yield unmeasured(BARS["peers"], f"{', '.join(missing)}: not installed")
    else:
        yield Figure(BARS["peers"], (min(ratio for _, ratio in rows),), "the least of all formulas")


BENCHMARK = Benchmark(
    "Reading formulas in LaTeX",
    BARS,
    figures,
    peers={"SymPy, lark": "sympy", "latex2sympy2-extended": "latex2sympy2-extended"},
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
