"""Mathematics as MathML: formulas from LaTeX, matrices from the text of their entries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import TypeVar

from markupsafe import Markup
from math_core import LatexError, LatexToMathML

from referee.reports.numbers import number
from referee.reports.text import markup, visible

# The converter recurses into a formula and has no limit of its own: it overflows its stack
# and takes the process with it from some 4,000 nested braces on.
LONGEST_FORMULA = 2_000
# Larger matrices are cut: a page has to stay readable and small.
MOST_ROWS = 16
CUT = "⋯"
_TAG = re.compile("<[^>]*>")
WIDE = {"wider": 56, "wide": 43}  # from how many symbols on; a line has room for about 50

Matrix = Sequence[Sequence[str]]
T = TypeVar("T")


class Typesetter:
    """Turns LaTeX into MathML; what one formula defines is gone in the next.

    LaTeX that cannot be converted is shown as its source.
    """

    def __init__(self) -> None:
        self._annotating = LatexToMathML(annotation=True, fancy_error=False)
        self._plain = LatexToMathML(fancy_error=False)

    def formula(self, latex: str, *, display: bool = False) -> Markup:
        """Return a formula as MathML with its source as annotation."""
        return _typeset(self._annotating, latex, display=display)

    def symbol(self, latex: str) -> Markup:
        """Return the name of an array as MathML."""
        return _typeset(self._plain, latex, display=False)


def _typeset(converter: LatexToMathML, latex: str, *, display: bool) -> Markup:
    try:
        _check(latex)
        mathml = converter.convert_with_local_state(latex, displaystyle=display)
    except (LatexError, ValueError):
        return Markup('<code class="source">{}</code>').format(visible(latex))
    return markup(mathml)  # the converter escapes


def _check(latex: str) -> None:
    """Raise ValueError for LaTeX that there is no point in trying."""
    if len(latex) > LONGEST_FORMULA or latex != visible(latex) or not latex.strip():
        raise ValueError("not a formula to convert")


def filled(statement: str, answer: str | None) -> str:
    """Return a claim's LaTeX with the answer, or an empty box, in its blank."""
    # The braces stay: what stands in the blank is one group, as in X^{answer}.
    return statement.replace("{answer}", "{" + (answer or r"\square") + "}")


def extent(mathml: Markup) -> str:
    """Return the style's class for a formula of so many symbols: wide ones are set smaller."""
    symbols = len(unescape(_TAG.sub("", mathml.partition("<annotation")[0])))
    return next((name for name, least in WIDE.items() if symbols >= least), "")


def matrix(entries: Matrix) -> Markup:
    """Return (rows, columns) text entries as MathML, a 1×1 matrix as its entry.

    Rows and columns beyond MOST_ROWS are cut, and a dotted one says so.
    """
    return Markup("<math>{}</math>").format(_body(entries))


def _body(entries: Matrix) -> Markup:
    if not entries or not entries[0]:
        return Markup("<mtext>no entries</mtext>")
    if len(entries) == len(entries[0]) == 1:
        return number(entries[0][0])
    rows = Markup("").join(_row(row) for row in _cut(entries, ["⋮"] * len(entries[0])))
    return Markup("<mtable>{}</mtable>").format(rows)


def _row(row: Sequence[str]) -> Markup:
    cells = Markup("").join(Markup("<mtd>{}</mtd>").format(number(e)) for e in _cut(row, CUT))
    return Markup("<mtr>{}</mtr>").format(cells)


def _cut(items: Sequence[T], mark: T) -> list[T]:
    return [*items[:MOST_ROWS], *([mark] if len(items) > MOST_ROWS else [])]
