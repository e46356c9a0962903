"""Reading formulas: the time for each and how many are read rightly, against two peers.

``python -m benchmarks.reading``: medians of five runs. The peers read LaTeX and know no sizes:
SymPy's ``parse_latex`` with lark, and latex2sympy2-extended, the reader of Math-Verify. A reading
is right where the peer's expression has the products in the order, the transposes and the norms
that were written; what is commuting scalars of matrices is wrong. The bars: a median under 1 ms
over the corpus of ``tests/reading``, 10 ms for each formula here, and faster than both peers on
each formula that one of them reads at all.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

from referee.deciding.claim import load
from referee.language.reading import Scope, read, scope_of

ROUNDS = 5
SLOWEST = 0.010
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


def median(action: Callable[[], object]) -> float:
    """Return the median seconds of a few runs of an action."""
    runs = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        runs.append(time.perf_counter() - start)
    return statistics.median(runs)


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


def attempt(peer: Peer, text: str, marks: tuple[str, ...]) -> tuple[float | None, str]:
    """Return how long a peer takes, None where it refuses, and a word on what it made of it."""
    try:
        found = str(peer(text))
        seconds = median(lambda: peer(text))
    # A peer raises what it likes, AttributeError and RecursionError among it: each is a refusal.
    except Exception as error:  # noqa: BLE001
        return None, f"refused ({type(error).__name__})"
    right = any(mark in found.replace(" ", "") for mark in marks) and "Ambig" not in found
    return seconds, "right" if right else f"wrong: {found[:40]}"


def line(text: str, scope: Scope, marks: tuple[str, ...], others: dict[str, Peer]) -> bool:
    """Print a formula's times; say whether the bars were kept."""
    ours = median(lambda: read(text, scope))
    cells = [f"{ours * 1e3:7.2f} ms"]
    kept = ours <= SLOWEST and not read(text, scope).is_ambiguous
    for peer in others.values():
        seconds, word = attempt(peer, text, marks)
        kept &= seconds is None or ours < seconds
        cells.append(f"{'' if seconds is None else f'{seconds * 1e3:7.2f} ms '}{word}")
    print(f"{text:52} {'  |  '.join(cells)}{'' if kept else '   too slow'}")
    return kept


def main() -> int:
    """Print the times of all formulas; return 1 where a bar was missed."""
    others, claims = peers(), load()
    for missing in sorted({"SymPy, lark", "latex2sympy2-extended"} - set(others)):
        print(f"{missing} is not installed: pip install sympy lark latex2sympy2-extended")
    print(f"{'formula':52} ours  |  {'  |  '.join(others)}")
    kept = [line(text, scope_of(claims[name]), marks, others) for text, name, marks in FORMULAS]
    print(f"{sum(kept)} of {len(kept)} kept the bars")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
