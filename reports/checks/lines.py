"""A check as the list that a linter gives: a line for each formula that something is said of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from referee.evidence.check_schema import Check, Checked
from referee.reports.answers import instances
from referee.reports.text import visible

QUIET = frozenset(("proved", "held", None))
MOST = 400  # characters of what is said in a line
_LABEL = 12


def text(found: Check, *, verbose: bool = False) -> str:
    """Return a line for all that is not fine, and how many of how many were decided."""
    return "".join(f"{line}\n" for line in _lines(found, verbose=verbose))


def _lines(found: Check, *, verbose: bool) -> Iterator[str]:
    for trouble in found["troubles"]:
        where = f"{trouble['file']}:{trouble['line']}:{trouble['column']}"
        place = where if trouble["line"] else trouble["file"]
        yield f"{place} {'unreadable':<{_LABEL}} {_short(trouble['reason'])}"
    for each in found["formulas"]:
        if verbose or (each["verdict"] not in QUIET and not each["known"]):
            yield line(each)
    yield totals(found)


def line(each: Checked) -> str:
    """Return what is said of a formula, with its place in front."""
    where = f"{each['file']}:{each['line']}:{each['column']}"
    label = each["verdict"] or each["kind"]
    known = "known: " if each["known"] else ""
    name = f"({each['name']}) " if each["name"] else ""
    return f"{where} {label:<{_LABEL}} {name}{known}{_short(message(each))}"


def message(each: Checked) -> str:
    """Return what is said of a formula: its counterexample, or why; and what it is."""
    instance = each["counterexample"]
    if each["verdict"] is None:
        return f"{each['latex']}{f'  ({why})' if (why := each['why']) else ''}"
    if instance is None or each["verdict"] != "refuted":
        return f"{each['latex']}  {each['reason']}"
    said = [instances.arrays(instance), instances.sides(instance)]
    inferred = [f"({'; '.join(each['inferred'])} inferred)"] if each["inferred"] else []
    return (
        f"{each['latex']}  "
        + ";  ".join([part for part in said if part])
        + "  ".join(["", *inferred])
    )


def _short(said: str) -> str:
    shown = visible(said).replace("\n", " ").replace("\t", " ")
    return shown if len(shown) <= MOST else f"{shown[: MOST - 1]}…"


def totals(found: Check) -> str:
    """Say how many formulas there are, what became of them, and what is left."""
    formulas = found["formulas"]
    verdicts = Counter(str(each["verdict"]) for each in formulas if each["verdict"])
    kinds = Counter(each["kind"] for each in formulas)
    stated = kinds["statement"]
    decided = sum(verdicts[name] for name in ("proved", "held", "refuted", "ill-typed"))
    names = (
        "proved", "held", "refuted", "ill-typed", "ambiguous", "vacuous", "inconclusive",
        "not read",
    )  # fmt: skip
    each_of = ", ".join(f"{verdicts[name]} {name}" for name in names if verdicts[name])
    others = [
        f"{kinds[kind]} {kind}{'s' * (kinds[kind] != 1)}" for kind in ("definition", "declaration")
    ]
    others.append(f"{kinds['no statement']} no statements")
    troubles = len(found["troubles"])
    known = sum(each["known"] for each in formulas)
    parts = [
        f"{decided} of {stated} statements decided{f': {each_of}' if each_of else ''}",
        f"{len(formulas)} formulas, of which {', '.join(others)}",
        *([f"{known} known"] if known else []),
        *([f"{found['gone']} of the baseline not found"] if found["gone"] else []),
        *([f"{troubles} place{'s' * (troubles != 1)} unreadable"] if troubles else []),
    ]
    return "; ".join(parts)
