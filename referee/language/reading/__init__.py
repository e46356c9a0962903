"""Formulas from text, in the notations that people write: never run, checked against allow-lists.

``read`` takes what people write (LaTeX, Unicode, NumPy, MATLAB, or simply typed) and uses the
sizes of the names to tell what is meant; ``parse`` takes the canonical spelling alone, which is
what is stored. Both make trees of the vocabulary and nothing else. ``refusal_of`` says of a text
that is not read where that is, and what could be.
"""

from referee.language.reading.canonical.notation import parse
from referee.language.reading.reader import read
from referee.language.reading.refusal import Refusal, refusal_of
from referee.language.reading.result import DoesNotFit, Reading
from referee.language.reading.scope import Scope, scope_of

__all__ = [
    "DoesNotFit",
    "Reading",
    "Refusal",
    "Scope",
    "parse",
    "read",
    "refusal_of",
    "scope_of",
]
