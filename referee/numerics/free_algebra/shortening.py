"""Short certificates: a claim is proved under several orders, and the cofactors are pooled.

Fewer axioms lead to fewer steps: the third equation of a pseudo-inverse that is at hand is used
on the way to what needs none of it. So axioms that a proof uses are left out in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.certificates import (
    Certificate,
    Claim,
    Cofactor,
    without_unused,
)
from referee.numerics.free_algebra.completion import USUAL, Limits
from referee.numerics.free_algebra.descent import Descent
from referee.numerics.free_algebra.orders import ORDERS, SOONEST
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.free_algebra.proofs import Open, Proved, prove
from referee.numerics.free_algebra.trace_proofs import prove_traces
from referee.numerics.free_algebra.traces import Traces

MOST_LEFT_OUT = 40  # proofs without an axiom that are tried
READABLE = 3  # steps that need not be fewer


def prove_shortly(
    claim: Claim,
    axioms: Sequence[Axiom],
    limits: Limits = USUAL,
) -> Proved | Open:
    """Prove a claim, then look for a certificate of few cofactors.

    The steps counted are those of the first proof; the others may take as many, and some more.
    """
    first = _prove(claim, axioms, limits)
    if isinstance(first, Open) or len(first.certificate.cofactors) < 2:
        return first
    less = replace(limits, steps=min(limits.steps, 2 * first.steps + 100))
    others = (_prove(claim, axioms, less, order) for order in [*ORDERS][1:])
    found = [first.certificate, *(p.certificate for p in others if isinstance(p, Proved))]
    try:
        return replace(first, certificate=shortened(found, axioms))
    except ZeroDivisionError:  # a number that stood for an indeterminate is a pole
        return first


def prove_with_few_axioms(
    claim: Claim, axioms: Sequence[Axiom], limits: Limits = USUAL
) -> Proved | Open:
    """Prove a claim shortly, then leave out axioms as long as the certificate gets shorter.

    An axiom goes with its transpose. Rules and steps counted are those of the first proof; each
    other one may take as many steps, and some more.
    """
    first = prove_shortly(claim, axioms, limits)
    if isinstance(first, Open):
        return first
    less = replace(limits, steps=min(limits.steps, 2 * first.steps + 100))
    best, known = first.certificate, axioms
    waiting, tried = _with_transposes(best), 0
    while waiting and tried < MOST_LEFT_OUT and len(best.cofactors) > READABLE:
        left_out, tried = waiting.pop(0), tried + 1
        rest = [axiom for axiom in known if axiom.polynomial not in left_out]
        found = prove_shortly(claim, rest, less)
        if isinstance(found, Proved) and _is_shorter(found.certificate, best):
            best, known, waiting = found.certificate, rest, _with_transposes(found.certificate)
    return replace(first, certificate=best)


def _is_shorter(one: Certificate, other: Certificate) -> bool:
    """Say whether a certificate has fewer cofactors than another, and divides by nothing more."""
    fewer = len(one.cofactors) < len(other.cofactors)
    return fewer and {*one.exceptions()} <= {*other.exceptions()}


def _with_transposes(certificate: Certificate) -> list[frozenset[Polynomial]]:
    """Return the axioms of a certificate, each as it may be written in a list that is closed."""
    stated = [axiom.polynomial for axiom in certificate.axioms]
    return [*dict.fromkeys(frozenset({p, -p, p.T, -p.T}) for p in stated)]


def _prove(
    claim: Claim, axioms: Sequence[Axiom], limits: Limits, order: str = SOONEST
) -> Proved | Open:
    if isinstance(claim, Traces):
        return prove_traces(claim, axioms, limits, order)
    return prove(claim, axioms, limits, order)


def shortened(certificates: Sequence[Certificate], axioms: Sequence[Axiom]) -> Certificate:
    """Return a certificate no longer than the shortest given one, none of whose cofactors can go.

    All given ones are of one claim, and use axioms of the list.
    """
    best = min(certificates, key=lambda c: len(c.cofactors))
    claim = best.claim
    descent = Descent(claim, axioms)
    places = sorted({place for c in certificates for place in descent.places(c)}, key=descent.cost)
    start = [*descent.places(best)]
    chosen = descent.run(start, places)
    word = descent.order.word
    cofactors = [Cofactor(c, word(left), i, word(right)) for (left, i, right), c in chosen.items()]
    return without_unused(claim, axioms, cofactors)
