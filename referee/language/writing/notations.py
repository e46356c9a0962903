"""The notations by their names: what a formula can be converted to."""

from __future__ import annotations

from collections.abc import Mapping

from referee.language.latex import LatexWriter
from referee.language.spelling import to_text
from referee.language.tree import Formula
from referee.language.writing.code import MatlabWriter, NumpyWriter
from referee.language.writing.lean import LeanWriter
from referee.language.writing.unicode import UnicodeWriter
from referee.language.writing.writer import NotWritten, Writer
from referee.strategies.families import Family

CANONICAL = "canonical"  # what sheets and records keep
WRITERS: Mapping[str, type[Writer]] = {
    "latex": LatexWriter,
    "numpy": NumpyWriter,
    "unicode": UnicodeWriter,
    "matlab": MatlabWriter,
    "lean": LeanWriter,
}
NOTATIONS = (CANONICAL, *WRITERS)


def written(formula: Formula, family: Family, notation: str) -> str:
    """Return a formula over a family's names in a notation, one of NOTATIONS.

    Raises NotWritten, in one line, for what the notation has no words for.
    """
    if notation == CANONICAL:
        try:
            return to_text(formula.root)
        except ValueError as error:
            raise NotWritten(str(error)) from None
    return WRITERS[notation](family).write(formula.root)
