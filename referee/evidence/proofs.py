"""Proofs as plain data: of an identity up to a size, and of one at every size."""

from __future__ import annotations

from referee.deciding.case import Case
from referee.deciding.claim import SHAPE_NAMES
from referee.deciding.every_size import EverySize
from referee.deciding.generic import Generic
from referee.deciding.identity import Proof
from referee.evidence import schema
from referee.evidence.derivations import derivations, is_told
from referee.language.exceptions import divisors
from referee.language.tree import Formula
from referee.numerics.free_algebra.encoding import encode


def identity(proof: Proof | None, case: Case) -> schema.Identity | None:
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


def every_size(proof: EverySize | None, case: Case) -> schema.EverySize | None:
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


def generic(found: Generic | None) -> schema.GenericMatrices | None:
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
