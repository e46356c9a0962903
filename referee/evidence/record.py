"""Records: decisions as plain data, one JSON object each, from which every report follows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any, cast

import numpy as np
from flint import arb, fmpq

from referee.deciding.answer import Answer
from referee.deciding.case import Case
from referee.deciding.claim import SHAPE_NAMES, Claim
from referee.deciding.decision import Decision, spelled
from referee.deciding.every_size import EverySize
from referee.deciding.findings import Findings, Misfit
from referee.deciding.generic import Generic
from referee.deciding.identity import Proof
from referee.deciding.meeting import Met
from referee.deciding.scope import Scope
from referee.deciding.search.sweep import Sweep
from referee.deciding.sizes import SizesTried
from referee.deciding.witness import Witness, float64_slack
from referee.evidence import pictures, schema
from referee.evidence.derivations import derivations, is_told
from referee.evidence.hypotheses import Finding
from referee.evidence.power import Power
from referee.evidence.replay import replay_command
from referee.evidence.schema import Record
from referee.evidence.study import Study
from referee.language.comparison import Comparison
from referee.language.exceptions import divisors
from referee.language.latex import to_latex
from referee.language.screening import SUSPECT
from referee.language.spelling import to_text
from referee.language.tree import Formula
from referee.numerics import scalars
from referee.numerics.algebraic import Algebraic
from referee.numerics.exponential_sums import ExponentialFraction, ExponentialSum
from referee.numerics.free_algebra.encoding import encode
from referee.numerics.gaussian import Gaussian
from referee.numerics.logarithms import Logarithmic, Monomial
from referee.numerics.precision import precision
from referee.numerics.root_expressions import RootExpression
from referee.numerics.scalars import Undefined
from referee.numerics.surds import Surd
from referee.numerics.trigonometric import Trigonometric
from referee.strategies.families import Family, Instance

BINS = 24  # of a histogram of slacks
LONGEST = 40  # signs of an exact number that is written out
LONGEST_SUM = 120  # signs of a sum of exponentials
Exact = (
    Surd | Algebraic | RootExpression | ExponentialSum | ExponentialFraction | Trigonometric
    | Logarithmic
)  # fmt: skip
BITS = (64, 256, 1024, 4096)  # for the decimals of what is beyond a float


def stub(claim: Claim | None, answer: Answer) -> Record:
    """Return what is known of an item before it is decided: the row of a lost claim."""
    found: Record = {
        "schema": schema.VERSION,
        "claim": answer.claim,
        "part": claim.part if claim else "",
        "equation": _equation(claim),
        "sheet": answer.sheet,
        "label": answer.label,
        "reading": answer.reading,
        "answer": answer.text,
        "answer_latex": None,
        "statement": claim.states if claim else "",
        "blank": claim.blank if claim else "",
        "given": claim.given if claim else "",
        "verdict": "missing",
        "reason": "the run ended before this claim was decided",
        "expected": cast("schema.Verdict | None", answer.expect),
        "as_expected": False,
        "because": answer.because,
        "rests_on": answer.rests_on.split(),
        "instances": 0,
        "undecided": 0,
        "vacuous": 0,
        "violations": 0,
        "margin": {"smallest": None, "median": None, "float64": None},
        "counterexample": None,
        "tightest": None,
        "evidence": {},
        "seconds": 0.0,
        "replay": replay_command(claim, answer) if claim else "",
    }
    if answer.notation:
        found["notation"] = answer.notation
    if answer.names:
        found["names"] = dict(answer.names)
    return found


def answer_of(record: Record) -> Answer:
    """Return the answer that a record tells of, for it to be read again."""
    return Answer(
        record["sheet"],
        record["claim"],
        record["answer"],
        record["label"],
        record["reading"],
        record["expected"],
        record["because"],
        " ".join(record.get("rests_on", ())),
        study="mutation" in record["evidence"],
        notation=record.get("notation", ""),
        names=tuple(record.get("names", {}).items()),
    )


def _equation(claim: Claim | None) -> int | list[int] | None:
    equation = claim.equation if claim else None
    return list(equation) if isinstance(equation, tuple) else equation


def from_decision(decision: Decision, study: Study | None = None) -> Record:
    """Return the record of a decision, and of its study, made of plain Python values only."""
    record = stub(decision.claim, decision.answer)
    record |= {
        "verdict": cast("schema.Verdict", decision.verdict),
        "reason": decision.reason,
        "as_expected": decision.expected,
        "replay": replay_command(
            decision.claim, decision.answer, decision.case.seed if decision.case else None
        ),
        "seconds": round(decision.seconds, 4),
    }
    if decision.fault:
        record["fault"] = cast("schema.Fault", decision.fault)
    if decision.case is not None:
        record = _counted(record, decision, decision.case)
    if decision.readings:
        record |= {"readings": [_reading(each) for each in decision.readings]}
    if study is not None and decision.case is not None:
        names = shown(decision.case)
        record["evidence"] |= {
            "mutation": _power(study.power),
            "hypotheses": [_finding(decision, found, names) for found in study.findings],
        }
    return record


def _reading(decision: Decision) -> schema.Reading:
    """Return one of several ways in which an answer can be read."""
    if decision.case is None:
        raise ValueError("a reading that was not decided")
    return {
        "answer": spelled(decision),
        "canonical": to_text(decision.case.formula.root),
        "answer_latex": to_latex(decision.case.formula, decision.case.family),
        "verdict": cast("schema.Verdict", decision.verdict),
        "reason": decision.reason,
        "counterexample": _witness(decision, decision.smallest, shown(decision.case)),
    }


def _power(power: Power) -> schema.Mutation:
    return {
        "generated": power.generated,
        "refuted": power.refuted,
        "equivalent": power.equivalent,
        "inconclusive": power.inconclusive,
        "survived": len(power.survivors),
        "survivors": list(power.survivors),
        "distinct": list(power.distinct),
    }


def _finding(decision: Decision, found: Finding, names: list[str]) -> schema.Finding:
    about = [name for name in (found.hypothesis.about,) if name and name not in names]
    return {
        "name": found.hypothesis.name,
        "says": found.hypothesis.says,
        "family": found.family.name,
        "verdict": cast("schema.Need", found.verdict),
        "instances": found.instances,
        "reason": found.reason,
        "counterexample": _witness(decision, found.counterexample, [*names, *about]),
    }


def _counted(record: Record, decision: Decision, case: Case) -> Record:
    known = decision.findings
    tightest = known.tightest
    return record | {
        "answer_latex": to_latex(case.formula, case.family),
        "instances": known.decided,
        "undecided": known.undecided,
        "vacuous": known.vacuous,
        "violations": known.violations,
        "margin": {
            "smallest": _finite(tightest[0] if tightest else None),
            "median": _finite(known.median_slack),
            "largest": _finite(max(known.slacks, default=None)),
            "float64": _finite(float64_slack(case, tightest[1]) if tightest else None),
            "histogram": _histogram(known, decision.sweep),
        },
        "counterexample": _counterexample(decision, shown(case)),
        "tightest": None if decision.smallest else _witness(decision, decision.worst, shown(case)),
        "evidence": {
            "small_scope": known.in_scope,
            "small_scope_size": known.scope_size,
            "independent_sample": known.independent,
            "hypothesis": known.drawn,
            "found_by": known.found_by,
            "identity": _identity(decision.proof, case),
            "every_size": _every_size(decision.every_size, case),
            "generic_matrices": _generic(known.evidence(Generic)),
            "sweep": _sweep(decision.sweep),
            "sizes": _sizes(known.evidence(SizesTried)),
            "scope": _scope(known.scope),
            "premise": _premise(known),
        },
    }


def _premise(known: Findings) -> schema.Premise | None:
    """Return at how many instances a premise holds, None where there is no premise."""
    met: Met = known.met
    if met.instances == known.decided:
        return None
    return {
        "instances": met.instances,
        "distinct": len(met.distinct),
        "general": len(met.general),
    }


def _scope(scope: Scope) -> schema.Scope:
    magnitudes = scope.magnitudes
    return {
        "instances": scope.instances,
        "sizes": {name: list(ends) for name, ends in scope.sizes.items()},
        "magnitudes": None if magnitudes is None else list(magnitudes),
        "fractions": scope.fractions,
    }


def _sizes(tried: SizesTried | None) -> schema.Sizes | None:
    """Return what is known of the sizes in an answer, None where none stands in it."""
    if tried is None:
        return None
    return {
        "names": list(tried.names),
        "up_to": tried.up_to,
        "shapes": tried.shapes,
        "indeterminate": tried.indeterminate,
    }


def _histogram(known: Findings, sweep: Sweep | None) -> schema.Histogram | None:
    """Return how the slacks of the sweep are distributed, else those of what was decided.

    Where nothing is false, what floats take for a violation is none: it is counted, not drawn.
    """
    swept = sweep.slacks if sweep else ()
    slacks = np.concatenate(swept) if sum(map(len, swept)) else np.array(known.slacks)
    slacks = slacks[np.isfinite(slacks)]
    everything = len(slacks)
    if known.counterexample is None:
        slacks = np.maximum(slacks[slacks >= -SUSPECT], 0)
    if not len(slacks):
        return None
    spread = np.ptp(slacks) > 1e-9 * np.abs(slacks).max()
    counts, edges = np.histogram(slacks, bins=BINS if spread else 1)
    found: schema.Histogram = {
        "edges": [float(x) for x in edges],
        "counts": [int(x) for x in counts],
    }
    return found | {"left_out": everything - len(slacks)} if everything > len(slacks) else found


def _sweep(sweep: Sweep | None) -> schema.Sweep | None:
    """Return what a search saw, None where there was none."""
    if sweep is None:
        return None
    found: schema.Sweep = {
        "batched": not sweep.reason,
        "reason": sweep.reason,
        "distributions": {
            name: {"instances": c.instances, "violations": c.violations, "open": c.open}
            for name, c in sweep.drawn.items()
        },
        "suspected": sum(counts.suspected for counts in sweep.everything),
        "false_finds": sum(counts.false_finds for counts in sweep.everything),
        "climbed": sweep.climb.instances,
    }
    if sweep.arithmetic and not sweep.reason:
        found["arithmetic"] = cast("schema.Arithmetic", sweep.arithmetic)
    return found


def _identity(proof: Proof | None, case: Case) -> schema.Identity | None:
    """Return what is known of a proof, None where none was tried."""
    if proof is None:
        return None
    if not proof.holds:
        return {"proved": False, "reason": proof.reason}
    return {
        "proved": True,
        "up_to": case.effort.proof,
        "shapes": proof.shapes,
        "degree": proof.degree,
        "bits": round(proof.bits, 1),
        "generic": _is_generic(case.formula),
    }


def _every_size(proof: EverySize | None, case: Case) -> schema.EverySize | None:
    """Return what is known of a proof at every size, None where none was tried."""
    if proof is None:
        return None
    goals = proof.traced.goals if proof.traced and proof.certificates else ()
    found: schema.EverySize = {
        "proved": proof.holds,
        "names": list(proof.names),
        "reason": proof.reason,
        "untranslated": proof.untranslated,
        "conditions": list(proof.conditions),
        "rules": proof.rules,
        "steps": proof.steps,
        "seconds": round(proof.seconds, 4),
        "certificates": [
            encode(certificate, goal.left, goal.right)
            for goal, certificate in zip(goals, proof.certificates, strict=True)
        ],
    }
    return found | {"derivations": derivations(proof, case)} if is_told(proof) else found


def _generic(found: Generic | None) -> schema.GenericMatrices | None:
    """Return what a claim is at generic matrices, None where it was not run there."""
    if found is None:
        return None
    return {
        "holds": found.holds,
        "differs": found.differs,
        "reason": found.reason,
        "shape": dict(found.shape) if found.shape is not None else None,
        "degree": found.degree,
        "bits": round(found.bits, 1) if found.holds else None,
    }


def _is_generic(formula: Formula) -> bool:
    """Say whether an answer divides by what may vanish or takes a rank that may drop.

    There a random point says nothing: an identity of rational functions holds elsewhere.
    """
    return bool(divisors(formula.root, SHAPE_NAMES))


def shown(case: Case) -> list[str]:
    """Return the names an instance is shown with: the claim's, and those the answer uses."""
    used = (str(n.value) for n in case.formula.root.walk() if n.kind == "name")
    return list(dict.fromkeys((*case.claim.shows, *(n for n in used if n not in SHAPE_NAMES))))


def _counterexample(decision: Decision, names: list[str]) -> schema.Counterexample | None:
    misfit = _misfit(decision)
    if decision.smallest is None:
        if misfit is None:
            return None
        return {"token": None, "smallest": None, "worst": None, "misfit": misfit}
    worst = _witness(decision, decision.worst, names)
    if worst and worst.get("picture") and worst["picture"]["data"].get("own") is False:
        del worst["picture"]  # it stands beside the smallest one
    return {
        "token": decision.smallest.instance.token,
        "smallest": _witness(decision, decision.smallest, names),
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


def _witness(
    decision: Decision, witness: Witness | None, names: list[str]
) -> schema.Witness | None:
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
        "slack": _finite(compared.slack),
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


def entries(array: Any) -> list[list[str]]:
    """Return a (rows, columns) array as text, exact where the number is exact."""
    return [[spell(number) for number in row] for row in array]


def spell(number: Any) -> str:
    """Return a number as text: exact, followed by a decimal where that helps."""
    if isinstance(number, ExponentialSum):
        return _with_decimal(number, _spell_sum(number), LONGEST_SUM)
    if isinstance(number, Surd):
        return _with_decimal(number, _spell_roots(number), LONGEST)
    others = Algebraic | RootExpression | ExponentialFraction | Trigonometric | Logarithmic
    if isinstance(number, others):
        return _with_decimal(number, _plain(number), LONGEST_SUM)
    text = str(number)
    if len(text) <= LONGEST:
        return text
    if isinstance(number, Gaussian):
        return f"≈ {complex(number):.6g}"
    return f"≈ {_decimal(number, 6)}"


def _with_decimal(number: Exact, exact: str, longest: int) -> str:
    return f"{exact if len(exact) <= longest else ''} ≈ {_decimal(number, 4)}".strip()


def _decimal(number: Any, digits: int) -> str:
    """Return a number to some digits, also one beyond the range of a float."""
    rounded = scalars.to_float(number)
    if math.isfinite(rounded) and (rounded != 0 or number == 0):
        return f"{rounded:.{digits}g}"
    for bits in BITS:
        with precision(bits):
            ball = number.ball() if isinstance(number, Exact) else arb(number)
        if ball.rel_accuracy_bits() > 4 * digits:
            return str(ball.str(digits, radius=False))
    return f"{rounded:.{digits}g}"


def _spell_sum(number: ExponentialSum) -> str:
    return _joined((c, "" if e == 0 else f"e^({_plain(e)})") for e, c in reversed(number.terms))


def _plain(number: Any) -> str:
    """Return an exact number as text, without a decimal."""
    if isinstance(number, RootExpression):
        return number.text  # none, where it is long
    if isinstance(number, Surd):
        return _spell_roots(number)
    if isinstance(number, ExponentialSum):
        return _spell_sum(number)
    if isinstance(number, ExponentialFraction):
        below = "·".join(
            f"({_spell_sum(f)})" + (f"^{k}" if k > 1 else "") for f, k in number.bottom.items()
        )
        return f"({_plain(number.top)})/{below}"
    if isinstance(number, Trigonometric):
        return _joined(_sines(number))
    if isinstance(number, Logarithmic):
        return _joined((c, _logs(monomial)) for monomial, c in number.terms.items())
    return str(number)


def _sines(number: Trigonometric) -> Iterator[tuple[Any, str]]:
    for angle, pair in number.terms.items():
        for name, c in zip(("cos", "sin"), pair, strict=True):
            if scalars.sign(c) != 0:
                yield c, "" if angle == 0 else f"{name}({angle})"


def _logs(monomial: Monomial) -> str:
    return "·".join(
        f"{'' if isinstance(of, Logarithmic) else 'log'}({_plain(of)})"
        + ("" if power == 1 else f"^({power})")
        for of, power in monomial
    )


def _spell_roots(number: Surd) -> str:
    return _joined((c, "" if r == 1 else f"√{r}") for r, c in number.terms)


def _joined(terms: Iterable[tuple[Any, str]]) -> str:
    """Return a sum as text, from its coefficients and what they are multiplied with."""
    text = ""
    for coefficient, factor in terms:
        sign = "−" if scalars.sign(coefficient) == -1 else "+"
        size = abs(coefficient)
        shown = str(size) if isinstance(size, fmpq) else f"({_plain(size)})"
        body = factor if factor and size == 1 else f"{shown}{factor}"
        text += f" {sign} {body}" if text else f"{'−' if sign == '−' else ''}{body}"
    return text


def _finite(number: float | None) -> float | None:
    return None if number is None or not math.isfinite(number) else float(number)


def key(record: Record) -> tuple[str, str, str]:
    """Return what identifies a record within a run."""
    return str(record["claim"]), str(record["sheet"]), str(record["label"])
