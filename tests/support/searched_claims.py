"""Properties that are false where only a search looks, or nowhere though floats say so."""

from __future__ import annotations

from referee.deciding.claim import Answering
from referee.language.comparison import Comparison, equal, less
from referee.numerics import linalg
from referee.strategies.families import Instance


def only_at_seven_samples(p: Instance, given_answer: Answering) -> Comparison:
    """Compare the total of X with 0 where n = 7, 0 with 0 elsewhere."""
    at_seven = p.number([[int(p.shape["n"] == 7)]])
    return equal(linalg.total(p.X) * at_seven, 0 * given_answer(p))


def never_37(p: Instance, _: Answering) -> Comparison:
    """Compare 74w < w² + 37² for the first entry w of a vector: false at w = 37 only."""
    w = p.w[..., :1, :]
    return less(74 * w, w * w + 37**2)


def rounds_away(p: Instance, _: Answering) -> Comparison:
    """Compare (2⁶⁰ + w) − 2⁶⁰ with w: the same, and not in floats."""
    large = 2**60 * p.w**0
    return equal((large + p.w) - large, p.w)
