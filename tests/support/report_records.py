"""Records as a run writes them, made for the tests of the reports."""

from __future__ import annotations

from typing import Any, cast, get_args

from referee.evidence.schema import Record, Run, Verdict, Witness

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def witness(**fields: Any) -> Witness:
    found = {
        "token": "least_squares d=1 n=1: 1 0 0 0",
        "shape": {"d": 1, "n": 2},
        "values": {
            "X": {"latex": "X", "entries": [["1", "-1/2"]]},
            "w": {"latex": "w", "entries": [["1 − e^(-2) ≈ 0.8647"]]},
        },
        "relation": "=",
        "lhs": [["-1"]],
        "rhs": [["-1/2"]],
        "note": "",
        "slack": -0.5,
        **fields,
    }
    return cast("Witness", found)


def record(verdict: str = "held", **fields: Any) -> Record:
    false = verdict in {"refuted", "ill-typed"}
    found = {"token": "least_squares d=1 n=1: 1 0 0 0", "smallest": witness(), "worst": None}
    whole = {
        "schema": 1,
        "claim": "1.2-E5-gradient",
        "part": "1.2",
        "equation": 5,
        "sheet": "worked_solution",
        "label": "",
        "reading": "",
        "answer": "X @ (X.T @ w - y) / 2",
        "answer_latex": r"\frac{X \left(X^{\top} w - y\right)}{2}",
        "statement": r"\nabla_w L(w) = {answer}",
        "blank": "the gradient of L at w",
        "given": "any X = x_n",
        "verdict": verdict,
        "reason": f"a reason for {verdict}",
        "expected": verdict if verdict not in {"error", "crashed", "missing"} else "held",
        "as_expected": verdict not in {"error", "crashed", "missing"},
        "because": "1/2 stands where 1/n belongs",
        "instances": 300,
        "undecided": 1,
        "vacuous": 2,
        "violations": 60 if false else 0,
        "margin": {"smallest": -0.5, "median": 0.0, "float64": -1.25e-16},
        "counterexample": found if false else None,
        "tightest": None if false else witness(relation="≤", slack=0.5),
        "evidence": {
            "small_scope": 200,
            "small_scope_size": 3,
            "independent_sample": 150,
            "hypothesis": 100,
            "found_by": "small scope" if false else "",
        },
        "seconds": 0.25,
        "replay": "python -m pytest claims --sheet worked_solution -k '1.2-E5-gradient'",
        **fields,
    }
    return cast("Record", whole)


def searched(verdict: str = "held", **fields: Any) -> Record:
    """Return a record with all that a search in floating point adds to one."""
    names = ("small", "sparse", "dyadic", "heavy", "repeated")
    sweep = {
        "batched": True,
        "reason": "",
        "distributions": {
            name: {"instances": 6_552 + i, "violations": 0, "open": 0}
            for i, name in enumerate(names)
        },
        "suspected": 30,
        "false_finds": 30,
        "climbed": 40,
    }
    histogram = {"edges": [i / 24 for i in range(25)], "counts": [i * i % 97 for i in range(24)]}
    plain = record(verdict)
    more = {
        "evidence": plain["evidence"] | {"sweep": sweep, "identity": None},
        "margin": plain["margin"] | {"histogram": histogram},
    }
    return cast("Record", plain | more | fields)


def bare(verdict: str = "missing", **fields: Any) -> Record:
    """Return a record with nothing in every field that may be empty."""
    nothing = {
        "part": "",
        "equation": None,
        "answer": None,
        "answer_latex": None,
        "expected": None,
        "margin": {"smallest": None, "median": None, "float64": None},
        "counterexample": None,
        "tightest": None,
        "evidence": {},
        "instances": 0,
        "undecided": 0,
        "vacuous": 0,
        "violations": 0,
        "seconds": 0,
    }
    text = ("statement", "blank", "given", "reason", "because", "replay")
    return record(verdict, **{**dict.fromkeys(text, ""), **nothing, **fields})


def run(**fields: Any) -> Run:
    found = {
        "title": "Least squares",
        "parts": {"1.1": "Convergence", "1.2": "Gradient flow"},
        "sheets": {
            "worked_solution": "The worked solution",
            "reference": "The reference",
            "mutants": "Wrong variants",
        },
        "main": "worked_solution",
        "seed": None,
        "examples": 100,
        "started": "2026-01-02T03:04:05+00:00",
        "seconds": 12.5,
        "versions": {"python": "3.11", "hypothesis": "6.155"},
        "exit": "complete",
        **fields,
    }
    return cast("Run", found)
