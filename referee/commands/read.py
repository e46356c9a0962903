"""``referee read``: a formula in another notation, or a whole solution as a sheet.

What is read of a solution is a proposal: nothing that is not sure is graded before somebody takes
it over, with ``--accept`` or in the sheet.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from referee.commands import corpus_option
from referee.deciding.claim import Claim
from referee.deciding.corpora import CorpusError
from referee.evidence.unread import from_refusal
from referee.grading.documents.alignment import Aligned, Alignment, align
from referee.grading.documents.transcript import transcript
from referee.grading.questions import NoQuestion, one
from referee.grading.sheet import SheetError, contents
from referee.grading.sheets.contents import Unreadable, names_in
from referee.language.latex import to_latex
from referee.language.reading import Scope, parse, read, refusal_of, scope_of
from referee.language.tree import FormulaError
from referee.language.writing.notations import CANONICAL, NOTATIONS, written
from referee.language.writing.writer import NotWritten
from referee.reports import log, review, unread

TROUBLE = (CorpusError, FormulaError, NoQuestion, NotWritten, SheetError, Unreadable, ValueError)
NOT_READ = 2  # exit status
DOCUMENTS = (".md", ".markdown", ".tex")


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add = parser.add_argument
    add("what", metavar="FORMULA|SOLUTION", help="an answer, or a solution in Markdown or LaTeX")
    add("--claim", metavar="ID", help="of a formula: the question that it answers")
    add("--to", choices=NOTATIONS, default=CANONICAL, help="the notation (default: %(default)s)")
    add("--out", type=Path, metavar="SHEET.md", help="of a solution: the sheet to write")
    add("--page", type=Path, metavar="PAGE.html", help="of a solution: also write it for review")
    add("--names", metavar="LIST", default="", help="names of the solution's, as A = X, b = y")
    add("--accept", action="store_true", help="answer also with what is not sure")
    corpus_option.add(parser)


def run(options: argparse.Namespace) -> int:
    """Write what is asked for and return the exit status."""
    _, claims = corpus_option.read(options)
    return _formula(options, claims) if options.claim else _solution(options, claims)


def _formula(options: argparse.Namespace, claims: Mapping[str, Claim]) -> int:
    """Write a formula, or each of those that it may be."""
    claim = one(options.claim, claims)
    scope = scope_of(claim, aliases=dict(names_in(options.names)))
    try:
        formulas = read(options.what, scope).formulas
    except FormulaError as error:
        return _not_read(error, options.what, scope)
    for formula in formulas:
        sys.stdout.write(f"{written(formula, claim.family, options.to)}\n")
    return 0


def _not_read(error: FormulaError, text: str, scope: Scope) -> int:
    """Say why a text is no formula, where, and what could be; return the exit status."""
    below = unread.lines(text, from_refusal(refusal_of(error, text, scope)))
    sys.stderr.write("".join(f"{line}\n" for line in [f"referee: {error}", *below]))
    return NOT_READ


def _solution(options: argparse.Namespace, claims: Mapping[str, Claim]) -> int:
    path = Path(options.what)
    if path.suffix.lower() not in DOCUMENTS:
        raise ValueError(
            f"{options.what[:80]}: a formula needs --claim=ID, the question that it answers;"
            f" a solution is a file whose name ends in {', '.join(DOCUMENTS)}"
        )
    if options.out is not None and options.out.suffix.lower() != ".md":
        raise ValueError(f"{options.out}: the sheet is written as Markdown: name it sheet.md")
    names = names_in(options.names)
    try:
        found = align(contents(path).replace("\r\n", "\n").replace("\r", "\n"), claims, names)
    except Unreadable as error:
        raise Unreadable(f"{path}: {error}") from None
    text = transcript(path.stem.replace("_", " "), found, claims, accept=options.accept)
    if options.page:
        log.write_atomically(options.page, _page(path.name, found, claims))
    if options.out:
        log.write_atomically(options.out, text)
        sys.stdout.write(_summary(found))
    else:
        sys.stdout.write(text)
    return 0


def _summary(found: Alignment) -> str:
    lines = [f"{_line(each)}\n" for each in found.answers if not each.settled]
    sure = sum(each.settled for each in found.answers)
    unused = sum(equation.display for equation in found.unused)
    also = f"; {unused} displayed equations answer nothing" if unused else ""
    return (
        f"{len(found.answers)} answers: {sure} sure, {len(lines)} to be looked at{also}\n"
        f"{''.join(lines)}"
    )


def _line(each: Aligned) -> str:
    number = f" ({each.equation.number})" if each.equation.number is not None else ""
    why = f": {each.trouble.splitlines()[0]}" if each.trouble else ""
    said = f"  {each.claim}: line {each.equation.line}{number}, {each.sure}{why}"
    below = unread.lines(each.written, from_refusal(each.refusal)) if each.refusal else []
    return "\n".join([said, *(f"    {line}" for line in below)])


def _page(name: str, found: Alignment, claims: Mapping[str, Claim]) -> str:
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
        "unread": from_refusal(each.refusal) if each.refusal else None,
        "also": list(each.also),
    }
