"""Proofs at every size: time, rules and steps of each fact about matrices that is known here.

``python -m benchmarks.proof``: medians of five runs of the proof alone; then what the proof that a
person reads, its chains of equalities and its check cost; statements about traces and determinants
as answers write them; and the answers of the reference in the second way, at generic matrices. The
bars: 20 ms for each identity that was measured before this was written, a second for each other one
and all that is made of it, 100 ms for the second way where it says something, and what is false
stays open. No peer can be installed for Python; operator_gb (SageMath), NCAlgebra
(Mathematica) and GBNP (GAP) do the same.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from benchmarks.matrix_facts import FALSE, MEASURED, TRUE, Fact, Matrices
from benchmarks.statements import answers_of_the_reference, first_way, second_way, statements
from referee.deciding.case import Case
from referee.evidence.proof_check import fault
from referee.numerics.free_algebra.derivations import explained
from referee.numerics.free_algebra.encoding import encode
from referee.numerics.free_algebra.orders import ORDERS
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.free_algebra.proofs import Open, Proved, prove
from referee.numerics.free_algebra.uniqueness import prove_readably, reading

SLOWEST_MEASURED, SLOWEST, SLOWEST_SECOND, ROUNDS = 0.020, 1.0, 0.100, 5
T = TypeVar("T")


def timed(action: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds of an action, and what it returned."""
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def stated(fact: Fact) -> tuple[Polynomial, Polynomial, Matrices]:
    """Return the two sides of a fact and what is known of its letters."""
    m = Matrices()
    left, right = fact(m)
    return left, right, m


def true(name: str) -> bool:
    """Print a line for a fact that holds; say whether it kept its bars."""
    left, right, m = stated(TRUE[name])
    runs = [timed(lambda: prove(left - right, m.axioms)) for _ in range(ROUNDS)]
    seconds, found = statistics.median(run[0] for run in runs), runs[0][1]
    shortly, short = timed(lambda: prove_readably(left, right, m))
    if isinstance(found, Open) or isinstance(short, Open):
        print(f"{name:56} NOT proved")
        return False
    telling, _ = timed(lambda: explained(short.certificate, left, right))
    checking, said = timed(lambda: fault(encode(short.certificate)))
    row = f"{found.rules:5} {found.steps:6} {len(found.certificate.cofactors):6}"
    length = reading(short.certificate)
    more = f"{length:7} {1e3 * shortly:7.1f} {1e3 * telling:7.1f} {1e3 * checking:7.1f}"
    print(f"{name:56} {1e3 * seconds:6.1f} {row} {more}", flush=True)
    bar = SLOWEST_MEASURED if name in MEASURED else SLOWEST
    return said == "" and seconds < bar and shortly + telling + checking < SLOWEST


def false(name: str) -> bool:
    """Print a line for what does not hold; say whether it stayed open in time."""
    left, right, m = stated(FALSE[name])
    seconds, found = timed(lambda: prove(left - right, m.axioms))
    said = "PROVED" if isinstance(found, Proved) else found.reason
    print(f"{name:56} {1e3 * seconds:6.1f} {found.rules:5} {found.steps:6}  {said}", flush=True)
    return isinstance(found, Open) and seconds < SLOWEST


def stated_by_answers(case: Case, *, holds: bool) -> bool:
    """Print a line for a statement about numbers; say whether it is proved as it should be."""
    runs = [timed(lambda: first_way(case)) for _ in range(ROUNDS)]
    seconds, found = statistics.median(run[0] for run in runs), runs[0][1]
    said = "proved" if found.holds else found.reason
    text = case.formula.text
    print(f"{text:56} {1e3 * seconds:6.1f} {found.rules:5} {found.steps:6}  {said}", flush=True)
    return found.holds == holds and seconds < SLOWEST


def by_generic_matrices(case: Case) -> bool:
    """Print a line for an answer that generic matrices confirm; say whether nothing is amiss."""
    first = first_way(case)
    runs = [timed(lambda: second_way(case, first)) for _ in range(ROUNDS)]
    seconds, found = statistics.median(run[0] for run in runs), runs[0][1]
    if found is None or found.reason:
        return True
    said = found.says.removeprefix("proved for every size by generic matrices ")
    print(f"{case.claim.id:56} {1e3 * seconds:6.1f} {found.degree:6}  {said}", flush=True)
    return found.holds == first.holds and seconds < SLOWEST_SECOND


def orders() -> None:
    """Print what each order on words costs on all the facts together."""
    for order in ORDERS:
        took, rules, steps, proved = 0.0, 0, 0, 0
        for fact in TRUE.values():
            left, right, m = stated(fact)
            run = partial(prove, left - right, m.axioms, order=order)
            seconds, found = timed(run)
            took, rules, steps = took + seconds, rules + found.rules, steps + found.steps
            proved += isinstance(found, Proved)
        print(f"{order:14} {proved} proved, {1e3 * took:.0f} ms, {rules} rules, {steps} steps")


def main() -> int:
    """Print all tables; exit 1 where a bar is missed."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(f"{'fact':56} {'ms':>6} rules  steps cofact. to read      ms   chain   check")
    kept = [true(name) for name in TRUE]
    print(f"\n{'what is false':56} {'ms':>6} rules  steps  the search ended with")
    kept += [false(name) for name in FALSE]
    print(f"\n{'statements about traces and determinants':56} {'ms':>6} rules  steps")
    kept += [stated_by_answers(case, holds=True) for case in statements(true=True)]
    print(f"\n{'false ones':56} {'ms':>6} rules  steps")
    kept += [stated_by_answers(case, holds=False) for case in statements(true=False)]
    print(f"\n{'answers of the reference at generic matrices':56} {'ms':>6} degree")
    kept += [by_generic_matrices(case) for case in answers_of_the_reference()]
    print("\norder on words, over all facts that hold")
    orders()
    bars = f"{1e3 * SLOWEST_MEASURED:.0f} ms and {SLOWEST:.0f} s, all true proved, all false open"
    print(f"\nbars ({bars}): {'kept' if all(kept) else 'NOT kept'}")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
