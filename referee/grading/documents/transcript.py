"""Alignments as sheets in Markdown: what is sure is an answer, the rest stands in comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from referee.deciding.claim import Claim
from referee.grading.documents.alignment import Aligned, Alignment
from referee.grading.sheets.markdown import escaped

LOOK = "to be looked at: take away the two lines around the formula to answer with it"


def transcript(
    title: str, found: Alignment, claims: Mapping[str, Claim], *, accept: bool = False
) -> str:
    """Return the sheet; with ``accept`` everything that could be read is an answer in it."""
    names = ", ".join(f"{own} = {ours}" for own, ours in found.names.items())
    head = [
        "---",
        f"title: {' '.join(title.split())}",
        *([f"names: {names}"] if names else []),
        "---",
    ]
    parts = [line for each in found.answers for line in _entry(each, claims[each.claim], accept)]
    return "\n".join([*head, "", f"# {escaped(title)}", *parts, *_unused(found)]) + "\n"


def _entry(each: Aligned, claim: Claim, accept: bool) -> Iterator[str]:
    yield from ("", f"## {claim.id}", "", f"{escaped(claim.blank)}; {_place(each)}: {each.sure}.")
    if each.trouble:
        yield escaped(each.trouble)
    elif each.read:
        yield "Read as " + " or as ".join(f"`{text}`" for text in each.read) + "."
    answered = each.settled or (accept and bool(each.read))
    formula = ["$$", each.written.replace("$", ""), "$$"]
    # A comment would end in the first of its own marks.
    hidden = [f"<!-- {LOOK}", *(line.replace("--", "- -") for line in formula), "-->"]
    yield from ("", *(formula if answered else hidden))


def _place(each: Aligned) -> str:
    number = f"equation ({each.equation.number}), " if each.equation.number is not None else ""
    return f"{number}line {each.equation.line}"


def _unused(found: Alignment) -> Iterator[str]:
    """Yield a list of the displayed equations that answer nothing."""
    shown = [equation for equation in found.unused if equation.display]
    if shown:
        yield from ("", "<!-- Not used:")
        for equation in shown:
            text = " ".join(equation.latex.split()).replace("--", "- -")
            yield f"line {equation.line}: {text}"
        yield "-->"
