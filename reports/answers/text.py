"""An answer for a terminal: a line for what it is, and a line for all that it hangs on."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from referee.evidence.answer_schema import Asked
from referee.reports.answers import instances
from referee.reports.text import visible

LABEL = 10  # columns of the word that a line begins with
NARROWEST = 40
ASIDE = "      "  # between a counterexample and the two sides in a line


def text(asked: Asked, width: int = 100) -> str:
    """Return an answer as lines; all of them but those of a long array fit the width.

    What was taken for granted comes first, then the verdict, then what it hangs on.
    """
    width = max(width, NARROWEST)
    said = _said(asked, width)
    lines = [line for label, each in said for line in _wrapped(label, each, width)]
    return "".join(f"{line}\n" for line in lines)


def _said(asked: Asked, width: int) -> Iterator[tuple[str, str]]:
    """Yield the lines with the word that each begins with."""
    yield "inferred", "; ".join(asked["inferred"])
    yield "assumed", "; ".join(asked["assumed"])
    yield from _verdict(asked, width)
    for says, verdict in instances.readings(asked) if asked["verdict"] == "ambiguous" else ():
        yield "reading", f"{says}: {verdict}"
    for says, where in instances.hypotheses(asked):
        yield "needed", f"without “{says}” it fails{f' at {where}' if where else ''}"


def _verdict(asked: Asked, width: int) -> Iterator[tuple[str, str]]:
    verdict, found = asked["verdict"], asked["counterexample"]
    if verdict == "proved":
        yield verdict, instances.extent(asked) or asked["reason"]
    elif found is None:
        yield verdict, asked["reason"]
    else:
        arrays, sides = instances.arrays(found), instances.sides(found)
        if len(arrays) + len(sides) + len(ASIDE) + LABEL <= width:
            yield verdict, f"{arrays}{ASIDE if sides else ''}{sides}"
        else:
            yield verdict, arrays
            yield "", sides
        yield "", asked["reason"]


def _wrapped(label: str, said: str, width: int) -> list[str]:
    """Return a text behind its label, broken between words; no line for no text."""
    if not said:
        return []
    shown = visible(said).replace("\n", " ").replace("\t", " ")
    wrapped = textwrap.TextWrapper(
        width,
        initial_indent=f"{label:<{LABEL - 2}}  ",
        subsequent_indent=" " * LABEL,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
    return wrapped.wrap(shown)
