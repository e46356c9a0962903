"""What a text was read as: one formula, or several between which the text does not tell."""

from __future__ import annotations

from dataclasses import dataclass

from referee.language.spelling import to_text
from referee.language.tree import Formula, FormulaError

SIZES, LAYOUT = "sizes", "layout"
UNKNOWN_NAME = "unknown name "  # what a refusal begins with that is of a name that there is not


@dataclass(frozen=True)
class Reading:
    """A text and the formulas that it may be: all of them fit, and no two are the same.

    ``notation`` is how it was written ("python", "latex", "matlab", "plain"); ``said`` are lines
    about how it was read where that does not go without saying: a left side that was left out,
    an alias, a zero of a shape.
    """

    written: str
    notation: str
    formulas: tuple[Formula, ...]
    said: tuple[str, ...] = ()

    @property
    def is_ambiguous(self) -> bool:
        """Whether the text has several readings that differ."""
        return len(self.formulas) > 1

    @property
    def formula(self) -> Formula:
        """The one formula; raises FormulaError that shows the readings where there are several."""
        if not self.is_ambiguous:
            return self.formulas[0]
        shown = " or ".join(to_text(each.root) for each in self.formulas)
        raise FormulaError(f"this can be read as {shown}; write the one that is meant")


class DoesNotFit(FormulaError):
    """A text that can be read, and in no way that fits the sizes of its names.

    ``misfit`` is SIZES where it has no meaning at these sizes by any habit of writing, LAYOUT where
    it has one if derivatives are laid out as transposes, "" where that is not known.
    """

    misfit: str = ""


class NotParsed(FormulaError):
    """A text that is no formula for the grammar, or the side of an equation that is asked for.

    It is none at other sizes of the same names either, as long as the same ones are numbers.
    """
