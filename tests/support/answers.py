"""Answers to statements as ``referee ask`` says them, made for tests."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, cast

from report_records import record

from referee.evidence.answer_schema import Asked, Instance, Value

HOSTILE = (
    "</script><img src=x onerror=alert(1)>\"'`$(touch x)`\\input{x}%#{}\x1b[31m\u202ex\n'''\"\"\""
)


def value(name: str, rows: list[list[str]], **fields: Any) -> Value:
    """Return a rational array, entries as text."""
    found = {
        "name": name,
        "shown": name,
        "latex": "",
        "numpy": "",
        "entries": rows,
        "fractions": rows,
    }
    return cast("Value", found | ({"floats": _floats(rows)} | fields))


def _floats(rows: list[list[str]]) -> list[list[float | None]]:
    try:
        return [[float(Fraction(x)) for x in row] for row in rows]
    except ValueError:
        return [[None for _ in row] for row in rows]


def instance(**fields: Any) -> Instance:
    found = {
        "shape": {"n": 2},
        "values": [value("A", [["1", "0"], ["0", "1/2"]]), value("x_1", [["1"], ["-2"]])],
        "relation": "=",
        "sides": [
            value("tr(A)", [["3/2"]], numpy="np.trace(A)", latex=r"\operatorname{tr}(A)"),
            value("n", [["2"]], numpy="n"),
        ],
        "note": "",
    }
    return cast("Instance", found | fields)


def asked(verdict: str = "refuted", **fields: Any) -> Asked:
    found = {
        "schema": 1,
        "statement": "tr(A) = n",
        "where": "A in R^(n x n)",
        "verdict": verdict,
        "reason": f"a reason for {verdict}",
        "declared": ["A ∈ ℝⁿˣⁿ"],
        "inferred": ["x_1 ∈ ℝⁿ"],
        "assumed": [],
        "counterexample": instance() if verdict == "refuted" else None,
        "needed": [],
        "readings": [],
        "seed": 0,
        "seconds": 0.5,
        "version": "0.1.0",
        "record": record("refuted" if verdict == "refuted" else "held"),
    }
    return cast("Asked", found | fields)


def hostile(verdict: str, latex: str = HOSTILE) -> Asked:
    """Return an answer in which every text tries to act where it is shown.

    ``latex`` is that of arrays and sides, which the referee writes and nobody else.
    """
    bad = [value(HOSTILE, [[HOSTILE]], fractions=None, latex=latex)]
    return asked(
        verdict,
        statement=HOSTILE,
        where=HOSTILE,
        reason=HOSTILE,
        declared=[HOSTILE],
        inferred=[HOSTILE],
        assumed=[HOSTILE],
        counterexample=instance(
            values=bad, sides=[*bad, value(HOSTILE, [["1"]], numpy=HOSTILE)], note=HOSTILE
        )
        if verdict == "refuted"
        else None,
        readings=[
            {
                "statement": HOSTILE,
                "verdict": "refuted",
                "reason": HOSTILE,
                "counterexample": instance(values=bad, sides=[]),
            }
        ],
        needed=[{"hypothesis": HOSTILE, "counterexample": instance(values=bad, sides=[])}],
        record=record("held", answer_latex=HOSTILE, replay=HOSTILE, reason=HOSTILE),
    )
