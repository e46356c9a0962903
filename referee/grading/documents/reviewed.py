"""An alignment as plain data for the page on which somebody looks at it."""

from __future__ import annotations

from collections.abc import Mapping

from referee.deciding.claim import Claim
from referee.grading.documents.alignment import Aligned, Alignment
from referee.language.latex import to_latex
from referee.language.reading import parse
from referee.reports import review


def page(name: str, found: Alignment, claims: Mapping[str, Claim]) -> str:
    """Return the page of a document's equations beside the claims that they answer."""
    rows = [_row(each, claims[each.claim]) for each in found.answers]
    unused: list[review.Unused] = [
        {"line": e.line, "number": e.number, "source": e.latex} for e in found.unused if e.display
    ]
    return review.render(name, rows, unused, found.names)


def _row(each: Aligned, claim: Claim) -> review.Reviewed:
    formulas = [parse(text, dict.fromkeys(claim.names)) for text in each.read]
    return {
        "claim": claim.id,
        "blank": claim.blank,
        "statement": claim.states,
        "line": each.equation.line,
        "number": each.equation.number,
        "source": each.equation.latex,
        "written": each.written,
        "read": [to_latex(formula, claim.family) for formula in formulas],
        "spelled": list(each.read),
        "sure": each.sure,
        "settled": each.settled,
        "trouble": each.trouble,
        "also": list(each.also),
    }
