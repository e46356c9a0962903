"""Every certificate of a run, decided again.

A certificate is a claim, an answer and the token of an instance: one that refutes the
answer, or one that shows that it needs a hypothesis. Each is rebuilt from the
text of the log and decided in exact arithmetic, one evaluation each; nothing is searched
and Hypothesis's engine never runs. That of a proof at every size is expanded by a checker that
shares no code with the prover (:mod:`referee.evidence.proof_check`), and its equation, letters and
axioms have to be the claim's (:mod:`referee.evidence.proved_claims`). Exits 0 when every one is
confirmed, 1 when one is not, 2 when the log cannot be read.
"""

from __future__ import annotations

import platform
import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from referee.deciding.claim import Claim
from referee.deciding.corpora import OWN, claims_of, located, version_of
from referee.deciding.decision import readings
from referee.deciding.one_instance import decide_at
from referee.evidence import decoding, proof_check, proved_claims
from referee.evidence.hypotheses import decide_without
from referee.evidence.plain_numbers import entries
from referee.evidence.record import answer_of
from referee.evidence.schema import EverySize, Finding, Misfit, Record, Run, Witness
from referee.language.comparison import Comparison, IllTyped, Truth
from referee.language.evaluation import value_of
from referee.language.tree import Formula, FormulaError
from referee.language.types import type_of
from referee.numerics.traced.sizes import NotTranslated
from referee.strategies.families import Instance, say_shape
from referee.strategies.tokens import from_token

# What a certificate raises that is none.
MALFORMED = (FormulaError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True)
class Check:
    """One certificate and what became of it."""

    name: str
    confirmed: bool
    finding: str


def certificates(records: Iterable[Record], claims: Mapping[str, Claim]) -> Iterator[Check]:
    """Decide every certificate of a log again, record by record."""
    for record in records:
        if record["verdict"] in {"refuted", "ill-typed"}:
            yield check(record, claims)
        for finding in record["evidence"].get("hypotheses", []):
            if finding["verdict"] == "needed":
                yield check(record, claims, finding)


def proofs(records: Iterable[Record], claims: Mapping[str, Claim]) -> Iterator[Check]:
    """Expand every proof at every size of a log again, and hold it against its claim."""
    for record in records:
        proof = record["evidence"].get("every_size")
        if proof is not None and proof["proved"]:
            says = "; ".join(_faults(record, proof, claims.get(record["claim"])))
            yield Check(f"{_name(record)} at every size", confirmed=not says, finding=says)


def _faults(record: Record, proof: EverySize, claim: Claim | None) -> list[str]:
    """Return what is wrong with a proof: it is no sum of its axioms, or they are not the claim's.

    The one that expands shares no code with the prover; only what it passes is compared. Of the
    derivations each takes every cofactor once, from one side to the other.
    """
    if not proof["certificates"]:
        return ["no certificate"]
    expanded = [fault for each in proof["certificates"] if (fault := proof_check.fault(each))]
    expanded += _misled(proof)
    if expanded or claim is None:
        return expanded or ["the corpus has no such claim"]
    try:
        return [*proved_claims.faults(proof, proved_claims.traced_again(claim, record))]
    except (*MALFORMED, NotTranslated) as error:
        return [f"the claim cannot be held against it: {error}"]


def _misled(proof: EverySize) -> Iterator[str]:
    """Yield what is wrong with the derivations of a proof; a log of old has none."""
    chains = proof.get("derivations")
    if chains is None:
        return
    if len(chains) != len(proof["certificates"]):
        yield f"{len(chains)} derivations of {len(proof['certificates'])} equations"
    for certificate, chain in zip(proof["certificates"], chains, strict=False):
        steps = [step["cofactor"] for step in chain["steps"]]
        if fault := proof_check.chain_fault(certificate, steps):
            yield fault


def _name(record: Record) -> str:
    return f"{record['claim']} [{record['sheet']} {record['label']}]".replace(" ]", "]")


def check(record: Record, claims: Mapping[str, Claim], needed: Finding | None = None) -> Check:
    """Confirm one refuted or ill-typed record from its own text, or a hypothesis it needs."""
    name = _name(record) + (f" without {needed['name']}" if needed else "")
    claim = claims.get(record["claim"])
    if claim is None:
        return Check(name, confirmed=False, finding="the corpus has no such claim")
    try:
        return Check(name, *(_need(claim, record, needed) if needed else _confirm(claim, record)))
    except MALFORMED as error:
        return Check(name, confirmed=False, finding=f"not a certificate: {error}")


def _confirm(claim: Claim, record: Record) -> tuple[bool, str]:
    formula = readings(claim, answer_of(record))[0]
    certificate = record["counterexample"]
    if certificate is None:
        raise ValueError("no counterexample")
    findings = []
    if record["verdict"] == "ill-typed":
        findings.append(_misfit(claim, formula, certificate.get("misfit")))
    token, worst = certificate["token"], certificate["worst"]
    if record["verdict"] == "refuted" or token is not None:
        findings.append(_falsehood(claim, formula, token, certificate["smallest"]))
        if worst and (worst.get("slack") or 0) < 0 and worst.get("token") != token:
            good, says = _falsehood(claim, formula, worst.get("token"), worst)
            findings += [] if good else [(False, f"the worst one: {says}")]
    return all(good for good, _ in findings), "; ".join(text for _, text in findings)


def _falsehood(
    claim: Claim, formula: Formula, token: str | None, shown: Witness | None
) -> tuple[bool, str]:
    """Confirm that the claim is false at an instance of its family, and what is shown of it."""
    p = _rebuilt(token)
    _check_family(claim, p.family.name)
    comparison = decide_at(claim.decide, lambda at: value_of(formula, at), p)
    wrong = _misprint(shown, p, comparison) if shown else ""
    if comparison.truth is Truth.FALSE and wrong:
        return False, f"false at {token}, but {wrong} is not what the log shows"
    return comparison.truth is Truth.FALSE, f"{comparison.truth.value} at {token}"


def _rebuilt(token: str | None) -> Instance:
    if token is None:
        raise ValueError("no instance")
    return from_token(token)


def _misprint(shown: Witness, p: Instance, comparison: Comparison) -> str:
    """Return what of a witness differs from its instance: an array or a side; empty for nothing."""
    for name, array in shown.get("values", {}).items():
        if entries(getattr(p, name)) != array["entries"]:
            return name
    for told, side in ((shown.get("lhs"), comparison.lhs), (shown.get("rhs"), comparison.rhs)):
        if told is not None and (side is None or entries(side) != told):
            return "a side"
    return ""


def _need(claim: Claim, record: Record, finding: Finding) -> tuple[bool, str]:
    """Confirm that an answer is false at an instance of the family without a hypothesis."""
    dropped = {h.name: claim.family.without(h) for h in claim.family.hypotheses}
    family = dropped.get(finding["name"])
    if family is None:
        raise ValueError(f"the claim has no hypothesis {finding['name'][:80]!r}")
    formula = readings(claim, answer_of(record))[0]
    found = finding["counterexample"]
    p = _rebuilt(found.get("token") if found else None)
    if p.family.name != family.name or finding["family"] != family.name:
        raise ValueError(f"without it the claim is about {family.name}, not {p.family.name}")
    comparison = decide_without(claim.decide, formula, p)
    return comparison.truth is Truth.FALSE, f"{comparison.truth.value} at {p.token}"


def _check_family(claim: Claim, name: str) -> None:
    """Refuse an instance of another family: the claim says nothing about it."""
    if name != claim.family.name:
        raise ValueError(f"the claim is about {claim.family.name}, not {name[:80]}")


def _misfit(claim: Claim, formula: Formula, misfit: Misfit | None) -> tuple[bool, str]:
    """Confirm that an answer does not fit at the shape the record names."""
    if misfit is None:
        raise ValueError("no shape at which it does not fit")
    shape, family = misfit["shape"], claim.family
    _check_family(claim, misfit["family"])
    family.layout(shape)
    try:
        found = type_of(formula, family, shape)
    except IllTyped as error:
        return True, f"ill-typed at {say_shape(shape)}: {error}"
    good = found != claim.type_at(shape)
    return good, f"{'ill-typed' if good else 'well typed'} at {say_shape(shape)}"


def verify(path: Path, corpus: str | None = None) -> int:
    """Decide the certificates of a log again, say what is not confirmed, return the exit status.

    The corpus is the one that is named, else ours; the header beside the log says of which it is.
    Raises ValueError and OSError, each with one line, for what cannot be read.
    """
    records, header = decoding.records(path), decoding.header(path)
    if not records:
        raise ValueError(f"{path}: no records")
    said = header.get("corpus") if header else None
    package = package_of(header, path, corpus)
    claims = claims_of(package)
    if said and version_of(package) != said["version"]:
        sys.stderr.write(f"{path}: decided with another version of the corpus {said['name']!r}\n")
    for name, told in header["versions"].items() if header else ():
        if told != (here := version_here(name)):
            sys.stderr.write(f"{path}: decided with {name} {told}, here is {here}\n")
    checks = [*certificates(records, claims), *proofs(records, claims)]
    for each in checks:
        if not each.confirmed:
            says = decoding.on_one_line(f"{each.name}: {each.finding}")
            sys.stdout.write(f"NOT confirmed: {says}\n")
    confirmed = sum(each.confirmed for each in checks)
    sys.stdout.write(f"{confirmed} of {len(checks)} certificates confirmed\n")
    return 0 if confirmed == len(checks) else 1


def version_here(name: str) -> str:
    """Return the version of Python or of a package, "none" where it is not installed."""
    if name == "python":
        return platform.python_version()
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def package_of(header: Run | None, path: Path, named: str | None) -> str:
    """Return the corpus that is named, else ours; raises ValueError for a log of another one.

    To import a corpus is to run it. A log, which may be anybody's, does not choose what is run:
    the line says what to type.
    """
    if named is not None:
        return located(named)
    said = header.get("corpus") if header else None
    if said is None or said["name"] == OWN:
        return OWN
    place = shlex.quote(said["folder"] or said["name"])
    raise ValueError(f"{path}: a log of the corpus {said['name']!r}; name it: --corpus={place}")
