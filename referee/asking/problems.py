"""What is wrong with a statement that is not read: one line, with the place in its text."""

from __future__ import annotations

from referee.language.tree import FormulaError, place

MOST_CHARACTERS = 10_000  # of a statement with its declarations


class NotRead(ValueError):
    """A statement that is not read; ``message`` says why and what would be right, ``at`` where.

    ``misfit`` is "sizes" where the declared sizes rule it out, whatever is inferred, "layout" where
    they do unless derivatives are laid out as transposes, else "".
    """

    def __init__(self, message: str, at: int | None = None, misfit: str = "") -> None:
        self.message, self.at, self.misfit = message, at, misfit
        super().__init__(message)

    def told(self, text: str, where: str = "") -> str:
        """Return the line that is shown, with the place in the text as it was written.

        Places behind the text and a line end are those of ``where``.
        """
        if self.at is None or not text:
            return self.message
        if self.at > len(text):  # of what is declared apart from the statement
            where = where or text
            return (
                f"where, {place(where, min(self.at - len(text) - 1, len(where)))}: {self.message}"
            )
        return f"{place(text, self.at)}: {self.message}"


def moved(error: FormulaError, by: int) -> NotRead:
    """Return what the reader of formulas says of a part of a statement, placed in the whole."""
    return NotRead(error.message, None if error.at is None else error.at + by)
