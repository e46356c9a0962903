"""Instances as plain data: their arrays, and both sides of what is claimed there."""

from __future__ import annotations

from typing import Any

from referee.deciding.case import Case
from referee.deciding.claim import SHAPE_NAMES
from referee.deciding.decision import Decision
from referee.deciding.findings import Misfit
from referee.deciding.witness import Witness
from referee.evidence import pictures, schema
from referee.evidence.answered import answered
from referee.evidence.plain_numbers import entries, finite
from referee.language.comparison import Comparison
from referee.language.latex import to_latex
from referee.numerics.scalars import Undefined
from referee.strategies.families import Family, Instance


def shown(case: Case) -> list[str]:
    """Return the names an instance is shown with: the claim's, and those the answer uses."""
    used = (str(n.value) for n in case.formula.root.walk() if n.kind == "name")
    return list(dict.fromkeys((*case.claim.shows, *(n for n in used if n not in SHAPE_NAMES))))


def counterexample(decision: Decision, names: list[str]) -> schema.Counterexample | None:
    """Return where an answer is false or does not fit, None for nowhere; ``names`` are shown."""
    misfit = _misfit(decision)
    if decision.smallest is None:
        if misfit is None:
            return None
        return {"token": None, "smallest": None, "worst": None, "misfit": misfit}
    worst = witness_of(decision, decision.worst, names)
    if worst and worst.get("picture") and worst["picture"]["data"].get("own") is False:
        del worst["picture"]  # it stands beside the smallest one
    smallest = witness_of(decision, decision.smallest, names)
    told = answered(decision.case, decision.smallest.instance) if decision.case else None
    if smallest is not None and told is not None:
        smallest["answer"] = told.value
        if told.belongs is not None:
            smallest["belongs"] = told.belongs
    return {
        "token": decision.smallest.instance.token,
        "smallest": smallest,
        "worst": worst,
        "misfit": misfit,
    }


def _misfit(decision: Decision) -> schema.Misfit | None:
    """Return the smallest shape at which an ill-typed answer does not fit, and why."""
    misfit = decision.findings.evidence(Misfit)
    if misfit is None:
        return None
    family = decision.claim.family.name
    return {"family": family, "shape": dict(misfit.shape), "why": misfit.why}


def witness_of(
    decision: Decision, witness: Witness | None, names: list[str]
) -> schema.Witness | None:
    """Return one instance with its two sides, None for none; ``names`` are the arrays to show."""
    if witness is None or decision.case is None:
        return None
    p, compared = witness.instance, witness.comparison
    picture = pictures.of(decision.claim.picture, p, decision.case.answer)
    found: schema.Witness = {
        "token": p.token,
        "shape": dict(p.shape),
        "values": {
            name: {"latex": _latex(p.family, name), "entries": entries(array)}
            for name, array in ((name, _shown_array(p, name)) for name in names)
            if array is not None
        },
    }
    found = _with_sides(found, compared, decision.case)
    return found | {"picture": picture} if picture else found


def _shown_array(p: Instance, name: str) -> Any:
    """Return an array to show; None for a layer that a network lacks, or what has no value."""
    try:
        array = getattr(p, name)
    except (Undefined, ZeroDivisionError):
        return None
    return array if array.size else None


def _with_sides(found: schema.Witness, compared: Comparison, case: Case) -> schema.Witness:
    sides = named_sides(compared, case)
    return found | {
        "relation": compared.relation,
        "lhs": None if compared.lhs is None else entries(compared.lhs),
        "rhs": None if compared.rhs is None else entries(compared.rhs),
        "sides": list(sides) if sides else None,
        "note": compared.note,
        "slack": finite(compared.slack),
    }


def named_sides(compared: Comparison, case: Case) -> tuple[str, str] | None:
    """Return what the two sides are as LaTeX, None where they are those of the statement."""
    if compared.lhs is None or compared.rhs is None:
        return None
    if compared.sides is None:
        return None
    if callable(compared.sides):
        return compared.sides(case.family)
    answer = to_latex(case.formula, case.family)
    left, right = (side.replace("{answer}", f"{{{answer}}}") for side in compared.sides)
    return left, right


def _latex(family: Family, name: str) -> str:
    return family.by_name[name].latex
