"""Every certificate of a run, decided again.

A certificate is a claim, an answer and the token of an instance: one that refutes the
answer, or one that shows that it needs a hypothesis. Each is rebuilt from the
text of the log and decided in exact arithmetic, one evaluation each; nothing is searched
and Hypothesis's engine never runs. Exits 0 when every refutation is confirmed, 1 when one
is not, 2 when the log cannot be read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from referee.deciding.claim import Claim
from referee.deciding.corpora import OWN, claims_of, located
from referee.deciding.one_instance import decide_at
from referee.evidence.hypotheses import decide_without
from referee.evidence.record import entries
from referee.language.comparison import Comparison, IllTyped, Truth
from referee.language.evaluation import value_of
from referee.language.reading import parse
from referee.language.tree import Formula, FormulaError
from referee.language.types import type_of
from referee.strategies.families import Instance, say_shape
from referee.strategies.tokens import from_token


@dataclass(frozen=True)
class Check:
    """One certificate and what became of it."""

    name: str
    confirmed: bool
    finding: str


def whole_lines(content: bytes) -> list[str]:
    """Return the lines of a log; a torn last one, which a killed run leaves, was never written.

    Raises ValueError for bytes that are not UTF-8, and where there is no record.
    """
    whole, _, tail = content.rpartition(b"\n")
    lines = whole.decode("utf-8").split("\n")
    try:
        json.loads(tail)
        lines.append(tail.decode("utf-8"))
    except (ValueError, RecursionError):
        pass
    if not any(line.strip() for line in lines):
        raise ValueError("no records")
    return lines


def certificates(lines: Sequence[str], claims: Mapping[str, Claim]) -> Iterator[Check]:
    """Decide every certificate of a log again, line by line. Raises ValueError for a bad log."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            found = record["counterexample"] if record["verdict"] in {"refuted", "ill-typed"} else 0
            dropped = (record.get("evidence") or {}).get("hypotheses") or ()
            needed = [entry for entry in dropped if entry["verdict"] == "needed"]
        except (AttributeError, ValueError, KeyError, TypeError, RecursionError):
            raise ValueError(f"line {number} is not a record") from None
        if found != 0:
            yield check(record, claims)
        for entry in needed:
            yield check(record, claims, entry)


def check(
    record: Mapping[str, Any],
    claims: Mapping[str, Claim],
    needed: Mapping[str, Any] | None = None,
) -> Check:
    """Confirm one refuted or ill-typed record from its own text, or a hypothesis it needs."""
    asked, sheet, label = (str(record.get(name, "")) for name in ("claim", "sheet", "label"))
    name = f"{asked} [{sheet} {label}]".replace(" ]", "]")
    name += f" without {needed['name']}" if needed else ""
    claim = claims.get(asked)
    if claim is None:
        return Check(name, confirmed=False, finding="the corpus has no such claim")
    try:
        return Check(name, *(_need(claim, record, needed) if needed else _confirm(claim, record)))
    except (
        FormulaError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        return Check(name, confirmed=False, finding=f"not a certificate: {error}")


def _confirm(claim: Claim, record: Mapping[str, Any]) -> tuple[bool, str]:
    formula = parse(str(record["answer"]), dict.fromkeys(claim.names))
    certificate = record["counterexample"]
    findings = []
    if record["verdict"] == "ill-typed":
        findings.append(_misfit(claim, formula, certificate["misfit"]))
    if record["verdict"] == "refuted" or certificate["token"] is not None:
        token = str(certificate["token"])
        findings.append(_falsehood(claim, formula, token, certificate["smallest"]))
        worst = certificate.get("worst")
        if worst and (worst.get("slack") or 0) < 0 and worst["token"] != token:
            good, says = _falsehood(claim, formula, str(worst["token"]), worst)
            findings += [] if good else [(False, f"the worst one: {says}")]
    return all(good for good, _ in findings), "; ".join(text for _, text in findings)


def _falsehood(
    claim: Claim, formula: Formula, token: str, shown: Mapping[str, Any] | None
) -> tuple[bool, str]:
    """Confirm that the claim is false at an instance of its family, and what is shown of it."""
    p = from_token(token)
    _check_family(claim, p.family.name)
    comparison = decide_at(claim.decide, lambda at: value_of(formula, at), p)
    wrong = _misprint(shown, p, comparison) if shown else ""
    if comparison.truth is Truth.FALSE and wrong:
        return False, f"false at {token}, but {wrong} is not what the log shows"
    return comparison.truth is Truth.FALSE, f"{comparison.truth.value} at {token}"


def _misprint(shown: Mapping[str, Any], p: Instance, comparison: Comparison) -> str:
    """Return what of a witness differs from its instance: an array or a side; empty for nothing."""
    for name, array in (shown.get("values") or {}).items():
        if entries(getattr(p, name)) != array["entries"]:
            return str(name)
    for name, side in (("lhs", comparison.lhs), ("rhs", comparison.rhs)):
        if shown.get(name) is not None and (side is None or entries(side) != shown[name]):
            return "a side"
    return ""


def _need(claim: Claim, record: Mapping[str, Any], entry: Mapping[str, Any]) -> tuple[bool, str]:
    """Confirm that an answer is false at an instance of the family without a hypothesis."""
    dropped = {h.name: claim.family.without(h) for h in claim.family.hypotheses}
    family = dropped.get(str(entry["name"]))
    if family is None:
        raise ValueError(f"the claim has no hypothesis {str(entry['name'])[:80]!r}")
    formula = parse(str(record["answer"]), dict.fromkeys(claim.names))
    token = str(entry["counterexample"]["token"])
    p = from_token(token)
    if p.family.name != family.name or entry["family"] != family.name:
        raise ValueError(f"without it the claim is about {family.name}, not {p.family.name}")
    comparison = decide_without(claim.decide, formula, p)
    return comparison.truth is Truth.FALSE, f"{comparison.truth.value} at {token}"


def _check_family(claim: Claim, name: str) -> None:
    """Refuse an instance of another family: the claim says nothing about it."""
    if name != claim.family.name:
        raise ValueError(f"the claim is about {claim.family.name}, not {name[:80]}")


def _misfit(claim: Claim, formula: Formula, misfit: Mapping[str, Any]) -> tuple[bool, str]:
    """Confirm that an answer does not fit at the shape the record names."""
    shape = {str(name): int(size) for name, size in misfit["shape"].items()}
    _check_family(claim, str(misfit["family"]))
    family = claim.family
    family.layout(shape)
    try:
        found = type_of(formula, family, shape)
    except IllTyped as error:
        return True, f"ill-typed at {say_shape(shape)}: {error}"
    good = found != claim.type_at(shape)
    return good, f"{'ill-typed' if good else 'well typed'} at {say_shape(shape)}"


def verify(records: Path, corpus: str | None = None) -> int:
    """Decide the certificates of a log again, say what is not confirmed, return the exit status.

    Raises ValueError and OSError, each with one line, for what cannot be read.
    """
    lines = whole_lines(records.read_bytes())
    checks = list(certificates(lines, claims_of(located(corpus or OWN))))
    for each in checks:
        if not each.confirmed:
            sys.stdout.write(f"NOT confirmed: {each.name}: {each.finding}\n")
    confirmed = sum(each.confirmed for each in checks)
    sys.stdout.write(f"{confirmed} of {len(checks)} certificates confirmed\n")
    return 0 if confirmed == len(checks) else 1
