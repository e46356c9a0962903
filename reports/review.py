"""Reviews of documents: equations beside what was read of them and the claims they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

from referee.evidence.schema import Unread
from referee.reports.rendering import SCRIPTS, environment, inlined


class Reviewed(TypedDict):
    """An equation's answer to a claim.

    ``source`` is the whole equation as LaTeX and ``written`` the part that fills the blank;
    ``read`` are its readings as LaTeX, each with its canonical spelling in ``spelled``. ``settled``
    says whether it is graded without anybody looking at it, ``unread`` where it is no formula.
    """

    claim: str
    blank: str
    statement: str
    line: int
    number: int | None
    source: str
    written: str
    read: list[str]
    spelled: list[str]
    sure: str
    settled: bool
    trouble: str
    unread: Unread | None
    also: list[str]


class Unused(TypedDict):
    """A displayed equation that answers no claim."""

    line: int
    number: int | None
    source: str


def render(
    name: str, reviewed: Sequence[Reviewed], unused: Sequence[Unused], names: Mapping[str, str]
) -> str:
    """Return the page of a review as HTML; what has to be looked at comes first."""
    rows = sorted(reviewed, key=lambda row: row["settled"])
    style = inlined("style", "page.css", "grading.css") | inlined("script", *SCRIPTS)
    template = environment().get_template("review.html.j2")
    return template.render(**style, name=name, rows=rows, unused=unused, names=names)
