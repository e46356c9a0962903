"""Made-up records of two verdicts, for what is measured of very many."""

from __future__ import annotations

from typing import Any

CLAIMS = 1_000
HISTOGRAM = {"edges": [i / 24 for i in range(25)], "counts": [i * i % 97 for i in range(24)]}
SWEEP = {
    "batched": True,
    "reason": "",
    "distributions": {
        name: {"instances": 6_552, "violations": 0, "open": 0}
        for name in ("small", "sparse", "dyadic", "heavy", "repeated")
    },
    "suspected": 30,
    "false_finds": 30,
    "climbed": 40,
}


def records() -> list[dict[str, Any]]:
    """Return made-up records of 1,000 claims, every third refuted at a 2×2 instance."""
    return [_record(number) for number in range(CLAIMS)]


def _record(number: int) -> dict[str, Any]:
    refuted = number % 3 == 0
    matrix, column = [["1", "-1/2"], ["0", f"{number}"]], [["1"], [f"-{number}/2"]]
    values = {"X": matrix, "y": column, "w": column}
    witness = {
        "token": f"matrices d=2 n=2: {number}",
        "shape": {"d": 2, "n": 2},
        "values": {name: {"latex": name, "entries": array} for name, array in values.items()},
        "relation": "=",
        "lhs": column,
        "rhs": column[::-1],
        "note": "",
        "slack": -0.5,
    }
    return {
        "schema": 1,
        "claim": f"{number % 8}.1-E{number}-claim",
        "part": f"{number % 8}.1",
        "equation": number,
        "sheet": "solution",
        "label": "",
        "reading": "",
        "answer": "X @ (X.T @ w - y) / 2",
        "answer_latex": r"\frac{X \left(X^{\top} w - y\right)}{2}",
        "statement": r"\nabla_w L(w) = {answer}",
        "blank": f"the blank of claim {number}",
        "given": "any X of full column rank",
        "verdict": "refuted" if refuted else "held",
        "reason": "false at the smallest instance of all" if refuted else "true of all instances",
        "expected": None,
        "as_expected": not refuted,
        "because": "",
        "instances": 400,
        "undecided": 0,
        "vacuous": 0,
        "violations": 60 if refuted else 0,
        "margin": {
            "smallest": -number / CLAIMS,
            "median": 0.0,
            "float64": 0.0,
            "histogram": HISTOGRAM,
        },
        "counterexample": {"token": "t", "smallest": witness, "worst": None} if refuted else None,
        "tightest": None if refuted else witness,
        "evidence": {
            "small_scope": 150,
            "independent_sample": 250,
            "found_by": "small scope",
            "sweep": SWEEP,
        },
        "seconds": 0.25,
        "replay": "python -m pytest claims/some.py::test_some[solution] --hypothesis-seed=1",
    }
