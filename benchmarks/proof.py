"""Proofs at every size: time, rules and steps of each fact about matrices that is known here.

``python -m benchmarks.proof``: medians of five runs, in seconds of the processor, of the proof
alone; then what the proof that a person reads, its chains of equalities and its check cost;
statements about traces and determinants as answers write them; and the answers of the reference in
the second way, at generic matrices. What is false has to stay open. No peer can be installed for
Python; operator_gb (SageMath), NCAlgebra (Mathematica) and GBNP (GAP) do the same.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from benchmarks.matrix_facts import FALSE, MEASURED, TRUE, Fact, Matrices
from benchmarks.measuring import Bar, Benchmark, Figure, main
from benchmarks.statements import answers_of_the_reference, first_way, second_way, statements
from referee.deciding.case import Case
from referee.evidence.proof_check import fault
from referee.numerics.free_algebra.derivations import explained
from referee.numerics.free_algebra.encoding import encode
from referee.numerics.free_algebra.orders import ORDERS
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.free_algebra.proofs import Open, Proved, prove
from referee.numerics.free_algebra.uniqueness import prove_readably, reading

ROUNDS = 5
BARS = {
    "known": Bar("time to prove an identity that other provers were measured at", 20, "ms"),
    "proof": Bar("time to prove any other one, or to leave what is false open", 1_000, "ms"),
    "all": Bar("time for a proof to read, its chain and its check together", 1_000, "ms"),
    "second": Bar("time to prove an answer at generic matrices", 100, "ms"),
    "amiss": Bar("true statements that are not proved, or false ones that are", 0, "statements"),
}
T = TypeVar("T")


@dataclass(frozen=True)
class Taken:
    """What was amiss with a statement, and milliseconds by the name of their bar."""

    name: str
    amiss: bool = False
    times: Mapping[str, float] = field(default_factory=dict)


def timed(action: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds of an action, and what it returned."""
    start = time.process_time()
    result = action()
    return time.process_time() - start, result


def stated(fact: Fact) -> tuple[Polynomial, Polynomial, Matrices]:
    """Return the two sides of a fact and what is known of its letters."""
    m = Matrices()
    left, right = fact(m)
    return left, right, m


def true(name: str) -> Taken:
    """Print a line for a fact that holds."""
    left, right, m = stated(TRUE[name])
    runs = [timed(lambda: prove(left - right, m.axioms)) for _ in range(ROUNDS)]
    seconds, found = statistics.median(run[0] for run in runs), runs[0][1]
    shortly, short = timed(lambda: prove_readably(left, right, m))
    if isinstance(found, Open) or isinstance(short, Open):
        print(f"{name:56} NOT proved")
        return Taken(name, amiss=True)
    telling, _ = timed(lambda: explained(short.certificate, left, right))
    checking, said = timed(lambda: fault(encode(short.certificate)))
    row = f"{found.rules:5} {found.steps:6} {len(found.certificate.cofactors):6}"
    length = reading(short.certificate)
    more = f"{length:7} {1e3 * shortly:7.1f} {1e3 * telling:7.1f} {1e3 * checking:7.1f}"
    print(f"{name:56} {1e3 * seconds:6.1f} {row} {more}", flush=True)
    times = {"known" if name in MEASURED else "proof": 1e3 * seconds}
    return Taken(name, said != "", times | {"all": 1e3 * (shortly + telling + checking)})


def false(name: str) -> Taken:
    """Print a line for what does not hold."""
    left, right, m = stated(FALSE[name])
    seconds, found = timed(lambda: prove(left - right, m.axioms))
    said = "PROVED" if isinstance(found, Proved) else found.reason
    print(f"{name:56} {1e3 * seconds:6.1f} {found.rules:5} {found.steps:6}  {said}", flush=True)
    return Taken(name, isinstance(found, Proved), {"proof": 1e3 * seconds})


def stated_by_answers(case: Case, *, holds: bool) -> Taken:
    """Print a line for a statement about numbers, which is to be proved where it holds."""
    runs = [timed(lambda: first_way(case)) for _ in range(ROUNDS)]
    seconds, found = statistics.median(run[0] for run in runs), runs[0][1]
    said = "proved" if found.holds else found.reason
    text = case.formula.text
    print(f"{text:56} {1e3 * seconds:6.1f} {found.rules:5} {found.steps:6}  {said}", flush=True)
    return Taken(text, found.holds != holds, {"proof": 1e3 * seconds})


def by_generic_matrices(case: Case) -> Taken:
    """Print a line for an answer that generic matrices confirm."""
    first = first_way(case)
    runs = [timed(lambda: second_way(case, first)) for _ in range(ROUNDS)]
    seconds, found = statistics.median(run[0] for run in runs), runs[0][1]
    if found is None or found.reason:
        return Taken(case.claim.id)
    said = found.says.removeprefix("proved for every size by generic matrices ")
    print(f"{case.claim.id:56} {1e3 * seconds:6.1f} {found.degree:6}  {said}", flush=True)
    return Taken(case.claim.id, found.holds != first.holds, {"second": 1e3 * seconds})


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


def all_taken(every: int) -> Iterator[Taken]:
    """Print all tables, of one in so many statements each."""
    print(f"{'fact':56} {'ms':>6} rules  steps cofact. to read      ms   chain   check")
    yield from map(true, list(TRUE)[::every])
    print(f"\n{'what is false':56} {'ms':>6} rules  steps  the search ended with")
    yield from map(false, list(FALSE)[::every])
    for holds, title in ((True, "statements about traces and determinants"), (False, "false ones")):
        print(f"\n{title:56} {'ms':>6} rules  steps")
        for case in list(statements(true=holds))[::every]:
            yield stated_by_answers(case, holds=holds)
    print(f"\n{'answers of the reference at generic matrices':56} {'ms':>6} degree")
    yield from map(by_generic_matrices, list(answers_of_the_reference())[::every])


def longest(found: Iterable[Taken]) -> Iterator[Figure]:
    """Yield the longest time of each kind."""
    for name in ("known", "proof", "all", "second"):
        times = {each.name: each.times[name] for each in found if name in each.times}
        if times:
            slowest = max(times, key=lambda each: times[each])
            yield Figure(BARS[name], (times[slowest],), f"the longest of {len(times)}: {slowest}")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Prove everything that is known here."""
    found = list(all_taken(25 if options.quick else 1))
    if not options.quick:
        print("\norder on words, over all facts that hold")
        orders()
    yield from longest(found)
    amiss = [each.name for each in found if each.amiss]
    yield Figure(BARS["amiss"], (float(len(amiss)),), "; ".join(amiss))


BENCHMARK = Benchmark(
    "Proofs at every size",
    BARS,
    figures,
    alone="operator_gb, NCAlgebra and GBNP need SageMath, Mathematica and GAP",
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
