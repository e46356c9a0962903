"""What was judged as plain data, by the schema: text, JSON, pages and code are made from it."""

from __future__ import annotations

import math
import shlex
from collections.abc import Collection, Sequence
from importlib.metadata import version
from typing import Any, cast

from flint import fmpq

from referee.asking.judging import Judged, Needed
from referee.asking.lines import spelled
from referee.asking.sides import failing
from referee.asking.statement import Statement
from referee.evidence import answer_schema as schema
from referee.evidence.plain_numbers import entries
from referee.evidence.schema import Record, Witness
from referee.language.tree import Formula, Node
from referee.language.writing.notations import written
from referee.language.writing.writer import NotWritten
from referee.numerics import scalars
from referee.numerics.arrays import Array
from referee.numerics.ridge_functions import written as written_function
from referee.numerics.scalars import RATIONAL
from referee.strategies.functions import is_function


def plain(judged: Judged, *, where: str, seed: int, seconds: float) -> schema.Asked:
    """Return what was judged as plain data; ``where`` was handed over apart from the statement."""
    record = judged.record
    return {
        "schema": schema.VERSION,
        "statement": judged.text,
        "where": where,
        "verdict": cast("schema.Judgement", judged.verdict),
        "reason": judged.reason,
        "misfit": cast("schema.Misfit", judged.misfit),
        "declared": [str(line) for line in judged.declared],
        "inferred": [str(line) for line in judged.inferred],
        "assumed": [str(line) for line in judged.assumed],
        "counterexample": _instance(judged),
        "needed": [_needed(each, functions_of(judged.statement)) for each in judged.needed],
        "readings": [_reading(each) for each in judged.readings],
        "seed": seed,
        "seconds": round(seconds, 4),
        "version": version("claims-referee"),
        "record": record and {**record, "replay": _replay(judged.text, where, seed)},
    }


def _replay(statement: str, where: str, seed: int) -> str:
    """Return the command that asks the same again."""
    declared = [f"--where={where}"] if where else []
    return shlex.join(["referee", "ask", statement, *declared, f"--seed={seed}"])


def undecided(statement: str, reason: str, *, where: str, seed: int) -> schema.Asked:
    """Return an answer that says only why nothing was decided."""
    judged = Judged("inconclusive", statement, reason)
    return plain(judged, where=where, seed=seed, seconds=0.0)


def _instance(judged: Judged) -> schema.Instance | None:
    """Return a counterexample with its two sides, None where there is none."""
    if judged.counterexample is None:
        return None
    witness = _witness(judged.record)
    latex = {name: each["latex"] for name, each in witness.get("values", {}).items()}
    functions = functions_of(judged.statement)
    return {
        "shape": dict(judged.sizes),
        "values": [
            _function(name, array)
            if name in functions
            else value(name, array, latex.get(name, ""), shown=spelled(name))
            for name, array in judged.counterexample.items()
        ],
        "relation": judged.relation,
        "sides": _sides(judged),
        "note": witness.get("note", ""),
    }


def _sides(judged: Judged) -> list[schema.Value]:
    """Return the two sides with what they are in LaTeX and in NumPy, [] where there are none."""
    if judged.sides is None:
        return []
    nodes = _compared(judged) or (None, None)
    sides = zip(judged.sides, nodes, strict=True)
    return [
        value(text, array, _as("latex", node, judged), _as("numpy", node, judged))
        for (text, array), node in sides
    ]


def _compared(judged: Judged) -> Sequence[Node] | None:
    """Return the two sides of the relation that fails, None where that is not known."""
    decision = judged.decision
    if decision is None or decision.case is None or decision.smallest is None:
        return None
    found = failing(decision.case.formula.root, decision.smallest.instance)
    return found.args if found is not None and len(found.args) == 2 else None


def _as(notation: str, node: Node | None, judged: Judged) -> str:
    """Return a side in a notation, "" where it has no words for it."""
    if node is None or judged.decision is None:
        return ""
    try:
        return written(Formula("", node), judged.decision.claim.family, notation)
    except NotWritten:
        return ""


def _witness(record: Record | None) -> Witness:
    """Return the smallest counterexample of a record, an empty one where it has none."""
    found = record["counterexample"] if record else None
    return (found["smallest"] if found else None) or {"shape": {}}


def value(
    name: str, array: Array, latex: str = "", numpy: str = "", shown: str = ""
) -> schema.Value:
    """Return an exact (rows, columns) array with its name, or a side with its text."""
    return {
        "name": name,
        "shown": shown or name,
        "latex": latex,
        "numpy": numpy,
        "entries": entries(array),
        "fractions": _fractions(array),
        "floats": [[_float(number) for number in row] for row in array],
    }


def _fractions(array: Array) -> list[list[str]] | None:
    """Return every entry exactly, None where one is no rational number."""
    if not all(isinstance(number, RATIONAL) for number in array.flat):
        return None
    return [[str(fmpq(number)) for number in row] for row in array]


def _float(number: Any) -> float | None:
    """Return the nearest float, None for what is not real or beyond their range."""
    try:
        found = scalars.to_float(number)
    except (TypeError, ValueError, ArithmeticError):
        return None
    return found if math.isfinite(found) else None


def _reading(judged: Judged) -> schema.ReadAs:
    """Return one of several ways in which a statement can be read."""
    text = judged.record["answer"] if judged.record else None
    return {
        "statement": text or judged.text,
        "verdict": cast("schema.Judgement", judged.verdict),
        "reason": judged.reason,
        "counterexample": _instance(judged),
    }


def functions_of(read: Statement | None) -> set[str]:
    """Return the names that are functions."""
    return {s.name for s in read.specs if is_function(s.kind)} if read is not None else set()


def _function(name: str, array: Array) -> schema.Value:
    """Return a function with its formula: f(x), x₁² + |x₂|."""
    shown, formula = written_function(array, spelled(name))
    return {
        "name": name,
        "shown": shown,
        "latex": shown,
        "numpy": "",
        "entries": [[formula]],
        "fractions": None,
        "floats": [[None]],
    }


def _needed(each: Needed, functions: Collection[str]) -> schema.Needed:
    """Return a hypothesis with the instance at which the statement is false without it."""
    found = each.counterexample
    shown: schema.Instance | None = None
    if found is not None:
        shown = {
            "shape": {},
            "values": [
                _function(name, array)
                if name in functions
                else value(name, array, shown=spelled(name))
                for name, array in found.items()
            ],
            "relation": "",
            "sides": [value(text, array) for text, array in each.sides or ()],
            "note": "",
        }
    return {"hypothesis": each.hypothesis, "counterexample": shown}
