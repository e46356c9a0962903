"""The live page, and the pieces of HTML that it shows while somebody types.

A piece is a macro of ``live_pieces.html.j2``, made of those that every report shows an answer with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

from referee.evidence.answer_schema import Asked
from referee.evidence.schema import Record, Unread
from referee.reports import rendering
from referee.reports.answers import page as answer_page
from referee.reports.answers.python import code
from referee.reports.wording import sentence

# The page reaches its own server and nobody else; nobody shows it in a frame.
POLICY = (
    "default-src 'none'; connect-src 'self'; style-src '{style}'; style-src-attr 'unsafe-inline';"
    " script-src '{script}'; img-src data:; base-uri 'none'; form-action 'none'"
)
# What a phase looks at, behind how many; of another one its name is said.
LOOKED_AT: Mapping[str, str] = {
    "small scope": "of the smallest",
    "independent sample": "sampled",
    "ladder": "large ones",
    "Hypothesis": "by Hypothesis",
    "search": "searched for",
}
NEVER_FRAMED = "; frame-ancestors 'none'"  # which a header alone can say


class Offered(TypedDict):
    """A claim in the list of those that can be chosen."""

    claim: str
    part: str
    blank: str


class Name(TypedDict):
    """A name that an answer may use, with what it is."""

    written: str
    meaning: str


class Shown(TypedDict):
    """An answer of the reference: as it is written, and as LaTeX where it has any."""

    answer: str
    latex: str


class About(TypedDict):
    """What is told of a claim; ``reference`` is empty for those who may not see it.

    ``weighed`` says that not every true answer is as good.
    """

    claim: str
    part: str
    blank: str
    equation: int | list[int] | None
    statement: str
    given: str
    names: list[Name]
    weighed: bool
    reference: list[Shown]


class Done(TypedDict):
    """A phase that has ended, and how many instances it decided."""

    name: str
    instances: int


def page(
    title: str, parts: Mapping[str, str], offered: Sequence[Offered], *, students: bool
) -> tuple[str, str]:
    """Return the page, and the policy that its header states."""
    own = rendering.inlined("style", "page.css", "live.css")
    own |= rendering.inlined("script", "live.js")
    policy = POLICY.format(style=own["style_hash"], script=own["script_hash"])
    order = [*dict.fromkeys([*parts, *(each["part"] for each in offered)])]
    groups = [
        (f"{part} {parts.get(part, '')}".strip(), [e for e in offered if e["part"] == part])
        for part in order
    ]
    html = rendering.environment().get_template("live.html.j2").render(
        title=title, groups=[g for g in groups if g[1]], policy=policy, students=students, **own
    )  # fmt: skip
    return html, policy + NEVER_FRAMED


def about(found: About) -> str:
    """Return what is told of a claim before anything is typed."""
    return _piece("about", found)


def read(
    statement: str, answers: Sequence[str], listed: Mapping[str, Sequence[str]] | None = None
) -> str:
    """Return what was read: LaTeX of each way in which it can be, in a statement's ``{answer}``.

    ``listed`` are lines under a title, of what is declared and taken for granted.
    """
    said = {title: lines for title, lines in (listed or {}).items() if lines}
    return _piece("read", statement, answers, said)


def unread(text: str, says: str, found: Unread) -> str:
    """Return why a text is not read, with the place marked and what could stand there."""
    return _piece("unread", text, sentence(says), found)


def so_far(record: Record, done: Sequence[Done]) -> str:
    """Return what is known of an answer while it is being decided."""
    looked = [(each["instances"], LOOKED_AT.get(each["name"], each["name"])) for each in done]
    return _piece("so_far", record, [(number, how) for number, how in looked if number])


def decided(record: Record, *, unweighed: bool) -> str:
    """Return the verdict on an answer to a claim with all that it rests on.

    ``unweighed`` says that how much a true answer says was not measured.
    """
    return _piece("decided", record, unweighed=unweighed)


def judged(asked: Asked) -> str:
    """Return the verdict on a statement with all that it rests on."""
    python = "" if asked["counterexample"] is None else code(asked)
    return _piece("judged", asked, answer_page.judged(asked), python)


def said(line: str) -> str:
    """Return a line of the server's own: that it waits, or why there is no verdict."""
    return _piece("said", sentence(line))


def _piece(macro: str, *shown: object, **named: object) -> str:
    pieces = rendering.environment().get_template("live_pieces.html.j2").module
    return str(getattr(pieces, macro)(*shown, **named))
