"""What was decided, counted and measured, as plain data: what a verdict rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np

from referee.deciding.case import Case
from referee.deciding.decision import Decision
from referee.deciding.findings import Findings
from referee.deciding.generic import Generic
from referee.deciding.meeting import Met
from referee.deciding.scope import Scope
from referee.deciding.search.batch import Margins
from referee.deciding.search.sweep import Sweep
from referee.deciding.sizes import SizesTried
from referee.deciding.witness import float64_slack
from referee.evidence import schema
from referee.evidence.plain_numbers import finite
from referee.evidence.proofs import every_size, generic, identity
from referee.evidence.schema import Record
from referee.evidence.witnesses import counterexample, shown, witness_of
from referee.language.latex import to_latex
from referee.language.screening import SUSPECT

BINS = 24  # of a histogram of slacks


def counted(record: Record, decision: Decision, case: Case) -> Record:
    """Return a record with what was counted of a case, its margins and its evidence."""
    known = decision.findings
    tightest = known.tightest
    return record | {
        "answer_latex": to_latex(case.formula, case.family),
        "instances": known.decided,
        "undecided": known.undecided,
        "vacuous": known.vacuous,
        "violations": known.violations,
        "margin": {
            "smallest": finite(tightest[0] if tightest else None),
            "median": finite(known.median_slack),
            "largest": finite(max(known.slacks, default=None)),
            "float64": finite(float64_slack(case, tightest[1]) if tightest else None),
            "histogram": _histogram(known, decision.sweep),
        },
        "counterexample": counterexample(decision, shown(case)),
        "tightest": None
        if decision.smallest
        else witness_of(decision, decision.worst, shown(case)),
        "evidence": {
            "small_scope": known.in_scope,
            "small_scope_size": known.scope_size,
            "independent_sample": known.independent,
            "hypothesis": known.drawn,
            "found_by": known.found_by,
            "identity": identity(decision.proof, case),
            "every_size": every_size(decision.every_size, case),
            "generic_matrices": generic(known.evidence(Generic)),
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
    swept = [each for each in (sweep.slacks if sweep else ()) if len(each.values)]
    slacks, often = _together(swept or [Margins(np.array(known.slacks))])
    everything = int(often.sum())
    if known.counterexample is None:
        often = often[slacks >= -SUSPECT]
        slacks = np.maximum(slacks[slacks >= -SUSPECT], 0)
    if not len(slacks):
        return None
    spread = np.ptp(slacks) > 1e-9 * np.abs(slacks).max()
    counts, edges = np.histogram(slacks, BINS if spread else 1, weights=often)
    found: schema.Histogram = {
        "edges": [float(x) for x in edges],
        "counts": [int(x) for x in counts],
    }
    left_out = everything - int(often.sum())
    return found | {"left_out": left_out} if left_out else found


def _together(margins: Sequence[Margins]) -> tuple[np.ndarray, np.ndarray]:
    """Return all slacks that are finite, and how often each was measured."""
    slacks = np.concatenate([each.values for each in margins])
    often = np.concatenate([each.often for each in margins])
    measured = np.isfinite(slacks)
    return slacks[measured], often[measured]


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
