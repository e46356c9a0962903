"""What an answer shows of an instance: sizes, arrays, and the two sides, as text."""

from __future__ import annotations

from collections.abc import Sequence

from referee.evidence.answer_schema import Asked, Instance, Needed, ReadAs, Value
from referee.reports import wording

NO_SIZE = "one"  # the dimension of a family whose sizes are all given


def arrays(found: Instance) -> str:
    """Return sizes and arrays as a line: n = 2:  A = [1 0; 0 0],  b = [1; 0]."""
    shown = ",  ".join(map(equation, found["values"]))
    sizes = wording.shape(found["shape"])
    return f"{sizes}:  {shown}" if sizes and shown else sizes or shown


def sides(found: Instance) -> str:
    """Return what the two sides are: tr(AB) = 0,  tr(A) tr(B) = 1; else the remark, if any.

    A side that is a number, or an array that is shown already, needs no saying.
    """
    # f(x) is the formula of a function among the arrays, and a number among the sides.
    shown = {value["shown"] for value in found["values"] if not value["shown"].endswith("(x)")}
    told = [
        equation(side)
        for side in found["sides"]
        if side["shown"] not in shown and side["shown"] != wording.matrix(side["entries"])
    ]
    return ",  ".join(told) or found["note"]


def equation(value: Value) -> str:
    """Return an array with its name."""
    return f"{value['shown']} = {wording.matrix(value['entries'])}"


def hypotheses(asked: Asked) -> Sequence[tuple[str, str]]:
    """Return what the statement needs, each with where it is false without it."""
    return needed(asked["needed"])


def needed(hypotheses: Sequence[Needed]) -> Sequence[tuple[str, str]]:
    """Return hypotheses, each with where a statement is false without it."""
    found = [(each["hypothesis"], each["counterexample"]) for each in hypotheses]
    return [(says, _where(instance) if instance else "") for says, instance in found]


def readings(asked: Asked) -> Sequence[tuple[str, str]]:
    """Return the ways in which a statement can be read, each with its verdict and an instance."""
    return [
        (each["statement"], " at ".join(filter(None, [each["verdict"], _at(each)])))
        for each in asked["readings"]
    ]


def _at(reading: ReadAs) -> str:
    return _where(reading["counterexample"]) if reading["counterexample"] else ""


def _where(found: Instance) -> str:
    return ";  ".join(part for part in (arrays(found), sides(found)) if part)


def steps(asked: Asked) -> int | None:
    """Return how many steps a proof at every size takes, None where there is no such proof."""
    record = asked["record"]
    proof = record["evidence"].get("every_size") if record else None
    if not proof or not proof["proved"]:
        return None
    return sum(len(each["cofactors"]) for each in proof["certificates"])


def extent(asked: Asked) -> str:
    """Say for what a statement is proved, and how; "" where nothing in the record says."""
    found, record = steps(asked), asked["record"]
    if record is None:
        return ""
    if found is None:
        return wording.at_generic_matrices(record) or wording.up_to_a_size(record)
    every = record["evidence"].get("every_size")
    names = [name for name in (every["names"] if every else ()) if name != NO_SIZE]
    how = f"in {wording.counted(found, 'step')}" if found else "both sides are the same in letters"
    return f"for every {wording.listed(names)}, {how}" if names else how


def summary(asked: Asked) -> Sequence[str]:
    """Return an answer in a few lines: its verdict, and all that this hangs on but an instance."""
    verdict = asked["verdict"]
    said = (extent(asked) if verdict == "proved" else "") or asked["reason"]
    lines = [f"{verdict.capitalize()}: {said}"]
    lines += [f"Inferred: {line}" for line in asked["inferred"]]
    lines += [f"Assumed: {line}" for line in asked["assumed"]]
    return lines
