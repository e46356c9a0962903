"""A text as people write it, into the formulas that it may be."""

from __future__ import annotations

from referee.language.reading.canonical import parse
from referee.language.reading.result import Reading
from referee.language.reading.scope import Scope


def read(text: str, scope: Scope) -> Reading:
    """Read a text in a scope; raises FormulaError, with a place in the text, for no formula."""
    return Reading(text, "python", (parse(text, dict.fromkeys(scope.names)),))
