"""Formulas that can be read and would take all memory or all day: they are decided or left open.

A child process decides them; its memory is measured there.
"""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest
from processes import python

Found = dict[str, Any]
ALLOWED = 200  # MB above the memory of a process that has decided an ordinary answer

BOUND, GRADIENT = "1.1-E3-bound", "1.2-E5-gradient"
PARTICULAR, SOLUTION = "1.2-E11-particular", "1.2-E12a-whole-solution"
COMPLEX, LOSS = "1.2-E8-gram-complex", "1.2-E4-loss"
NINES = "9" * 40

# name: (claim, formula, verdicts that are right)
HOSTILE: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "exponentials": (GRADIENT, "exp(exp(exp(exp(9)))) * w", ("inconclusive",)),
    "fifty-exponentials": (GRADIENT, "exp(" * 50 + "n" + ")" * 50 + " * w", ("inconclusive",)),
    "vanishing": (GRADIENT, "exp(-exp(exp(exp(9)))) * w", ("inconclusive", "refuted")),
    "exponential-of-a-power": (BOUND, f"exp(-{NINES}**64)", ("refuted", "inconclusive")),
    "next-to-one": (GRADIENT, f"exp(1 / {NINES}) * w", ("refuted",)),
    "next-to-zero": (BOUND, f"exp(exp(-{NINES})) - 1", ("refuted", "inconclusive")),
    "powers-of-a-name": (GRADIENT, "((((n**64)**64)**64)**64) * w", ("refuted", "inconclusive")),
    "powers-of-two": (GRADIENT, "((((2**64)**64)**64)**64) * w", ("refuted", "inconclusive")),
    "power-of-itself": (GRADIENT, "n**(n**n) * w", ("refuted",)),
    "power-of-a-power-of-itself": (GRADIENT, "n**(n**64) * w", ("refuted",)),
    "large-product": (BOUND, "*".join([f"{NINES}**64"] * 30), ("held", "inconclusive")),
    "powers-of-time": (
        PARTICULAR, "((((t + 3)**64)**64)**64) * X @ y", ("refuted", "inconclusive"),
    ),
    "exponential-of-powers-of-time": (
        PARTICULAR, "exp((((t + 3)**64)**64)**64) * X @ y", ("refuted", "inconclusive"),
    ),
    "time-to-the-time": (PARTICULAR, "t**t**t**t * X @ y", ("refuted", "inconclusive")),
    "powers-of-a-solution": (
        SOLUTION, "(((1 + w_H.T @ w_H)**64)**64)**64 * w_H", ("refuted", "inconclusive"),
    ),
    "power-of-a-sum": (
        BOUND, "(exp(t) + exp(t*t) + exp(t*t*t) + exp(t**4) + 1)**64", ("refuted", "inconclusive"),
    ),
    "power-of-a-power-of-a-sum": (
        BOUND, "((exp(t) + exp(t*t) + 1)**64)**64", ("refuted", "inconclusive"),
    ),
    "sum-of-roots": (
        BOUND, "(exp(t) + exp(t/3) + exp(t/5) + exp(t/7) + exp(t/11))**64",
        ("refuted", "inconclusive"),
    ),
    "powers-of-complex-numbers": (COMPLEX, "((X @ X.T)**64)**64", ("refuted", "inconclusive",
        "ill-typed")),
    "norms-of-complex-numbers": (
        COMPLEX, "((norm(X)**64)**64) * X @ X.T", ("refuted", "inconclusive", "ill-typed"),
    ),
    "roots": (GRADIENT, "sqrt(" * 55 + "n" + ")" * 55 + " * w", ("refuted",)),
    "inverses": (GRADIENT, "inv(" * 55 + "1 + w.T @ w" + ")" * 55 + " * w", ("refuted",)),
    "root-of-a-negative-number": (GRADIENT, "sqrt(-1) * w", ("refuted",)),
}  # fmt: skip

CHILD = """
import json, resource, sys
from hypothesis import Phase, Verbosity, settings

settings.register_profile(
    "child", database=None, deadline=None, max_examples=3,
    phases=[Phase.generate], verbosity=Verbosity.quiet,
)
settings.load_profile("child")
from referee.deciding import claim
from referee.deciding.decision import decide
from referee.deciding.effort import Effort
from referee.evidence.record import from_decision
from referee.deciding.answer import Answer

UNIT = 1 if sys.platform == "darwin" else 1024
claims = claim.load("referee.claims")


def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / 1e6


def found(name, text):
    effort = Effort(scope=12, sample=12)
    return from_decision(decide(claims[name], Answer("s", name, text), effort=effort))


found("1.2-E5-gradient", "X @ (X.T @ w - y) / n")
found("1.1-E3-bound", "exp(-2 * lambda_min * t / n) * E_0")
before = megabytes()
for name, (claim_id, text, _) in json.load(sys.stdin).items():
    print(name, file=sys.stderr, flush=True)
    record = found(claim_id, text)
    line = {"name": name, "more": megabytes() - before, "bytes": len(json.dumps(record))}
    print(json.dumps(line | {k: record[k] for k in ("verdict", "reason", "counterexample")}))
"""


@pytest.fixture(scope="module")
def found() -> dict[str, Found]:
    try:
        done = python("-c", CHILD, given=json.dumps(HOSTILE))
    except subprocess.TimeoutExpired as late:
        at = (late.stderr or b"?").decode().split()[-1]
        pytest.fail(f"the formula {at!r} does not come to an end")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(x) for x in done.stdout.splitlines() if x.startswith('{"name"')]
    return {line["name"]: line for line in lines}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_decided_or_left_open_in_bounded_memory(found: dict[str, Found], name: str) -> None:
    line = found[name]
    assert line["verdict"] in HOSTILE[name][2], line["reason"]
    assert line["reason"].isprintable()
    assert line["more"] < ALLOWED
    assert line["bytes"] < 200_000


@pytest.mark.parametrize("name", ["powers-of-two", "power-of-a-power-of-a-sum", "powers-of-time"])
def test_what_is_too_large_to_compute_is_not_called_false(
    found: dict[str, Found], name: str
) -> None:
    line = found[name]
    if line["verdict"] == "inconclusive":
        assert "not computed: " in line["reason"]
    else:
        assert line["counterexample"]["smallest"]["note"] == ""


def test_an_answer_without_a_value_is_false_where_it_has_none(found: dict[str, Found]) -> None:
    note = found["root-of-a-negative-number"]["counterexample"]["smallest"]["note"]
    assert note == "the answer has no value: the square root of a negative number"
