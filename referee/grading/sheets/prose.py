"""Documents as sheets: headings that name questions, and the formula that stands below each.

A formula is an answer only where it is plain of what: the one formula below a heading that names
one question, or the one of several that is marked "Answer:". Nothing is guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from referee.deciding.claim import Claim
from referee.grading.questions import Named, named, nearest, several
from referee.grading.sheets.contents import Contents, Entry, Unreadable
from referee.grading.sheets.denoting import denoted
from referee.grading.sheets.pieces import MARK, Block, Heading, Piece, Prose

_LIKE_AN_ID = re.compile(r"(?<![\w.])\d+(?:\.\d+)+-\w[\w-]*")
_LIKE_A_NUMBER = re.compile(r"^(?:eq|eqn|equation)\b", re.IGNORECASE)
NOTHING_NAMED = "no heading names a question"
MOST_HEADINGS, MOST_BLOCKS, LONGEST_HEADING = 2_000, 5_000, 300


@dataclass
class _Section:
    """A heading with what it names, and the formulas below it."""

    level: int
    heading: Heading | None
    about: Named
    marked: bool = False
    blocks: list[Block] = field(default_factory=list)


def contents(
    pieces: Iterable[Piece], claims: Mapping[str, Claim], head: Mapping[str, object]
) -> Contents:
    """Return what the pieces of a document say. Raises Unreadable where no question is named."""
    every = list(_bounded(pieces))
    words = "\n".join(piece.text for piece in every if isinstance(piece, Prose))
    names = {**denoted(words, claims), **_table(head.get("names"))}
    entries = tuple(_numbered(_entries(every, claims)))
    if not entries:
        example = next(iter(claims))
        raise Unreadable(f"{NOTHING_NAMED}; one such as '{example}' does")
    return Contents({**head, "names": names} if names else dict(head), entries)


def _bounded(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield pieces, headings cut to what names something. Raises Unreadable for too many."""
    kinds = Counter[type]()
    for piece in pieces:
        kinds[type(piece)] += 1
        if kinds[Heading] > MOST_HEADINGS or kinds[Block] > MOST_BLOCKS:
            raise Unreadable(f"more than {MOST_HEADINGS:,} headings or {MOST_BLOCKS:,} formulas")
        if isinstance(piece, Heading):
            yield replace(piece, text=piece.text[:LONGEST_HEADING])
        else:
            yield piece


def _table(names: object) -> Mapping[str, str]:
    return names if isinstance(names, Mapping) else {}


def _numbered(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield entries; several answers to one question are numbered."""
    every = list(entries)
    # Who numbers equations anew does not mean the homework's, where a heading names the question.
    named_above = {entry.question for entry in every if not entry.weak}
    every = [entry for entry in every if not entry.weak or entry.question not in named_above]
    several_of, given = Counter(entry.question for entry in every), Counter[str]()
    for entry in every:
        given[entry.question] += 1
        label = str(given[entry.question]) if several_of[entry.question] > 1 else ""
        yield replace(entry, label=label)


def _entries(pieces: Iterable[Piece], claims: Mapping[str, Claim]) -> Iterator[Entry]:
    sections: list[_Section] = []
    for piece in pieces:
        if isinstance(piece, Heading):
            yield from _opened(piece, sections, claims)
        elif isinstance(piece, Block):
            yield from _placed(piece, sections, claims)
    while sections:
        yield from _closed(sections.pop())


def _opened(
    heading: Heading, sections: list[_Section], claims: Mapping[str, Claim]
) -> Iterator[Entry]:
    """Open the section of a heading, and close those that it ends."""
    while sections and sections[-1].level >= heading.level:
        yield from _closed(sections.pop())
    within = sections[-1].about.claims if sections else ()
    about = named(heading.text, claims, within)
    if about.claims:
        sections.append(_Section(heading.level, heading, about))
        return
    if _LIKE_AN_ID.search(heading.text) or _LIKE_A_NUMBER.match(heading.text):
        sections.append(_Section(heading.level, heading, Named(how="unknown")))
        return
    # A heading that names nothing goes on with the question above it, as "Answer" or "Proof" does.
    above = sections[-1].about if sections else Named()
    opened = _Section(heading.level, None, above, bool(MARK.match(heading.text)))
    if sections and len(above.claims) == 1:
        opened.blocks = sections[-1].blocks
    sections.append(opened)


def _placed(block: Block, sections: list[_Section], claims: Mapping[str, Claim]) -> Iterator[Entry]:
    """Give a formula to the section that it stands in, or to the question of its own label."""
    section = sections[-1] if sections else _Section(0, None, Named())
    labelled = named(block.label, claims, section.about.claims) if block.label else Named()
    ours = section.about.how in {"id", "number", "title"} or len(section.about.claims) == 1
    if labelled.claims and (labelled.how == "id" or not ours) and block.text.strip():
        yield replace(_entry(labelled.claims, block, block.label), weak=labelled.how != "id")
    elif ours and section.about.claims:
        section.blocks.append(replace(block, marked=block.marked or section.marked))
    elif section.about.how == "unknown" and section.heading and block.text.strip():
        name = section.heading.text
        yield Entry(name, {}, place=block.place, problem=f"no such question{nearest(name, claims)}")


def _entry(found: tuple[Claim, ...], block: Block, name: str) -> Entry:
    if len(found) > 1:
        return Entry(name, {}, place=block.place, problem=several(found))
    table = {"answer": block.text.strip()}
    if block.notation:
        table["notation"] = block.notation
    return Entry(found[0].id, table, place=block.place)


def _closed(section: _Section) -> Iterator[Entry]:
    """Yield the answer of a section that has come to its end."""
    if section.heading is None:
        return
    about, written = section.about, [b for b in section.blocks if b.text.strip()]
    if len(about.claims) > 1:
        if written and about.how != "part":
            yield Entry(
                section.heading.text, {}, place=section.heading.place, problem=several(about.claims)
            )
        return
    if not about.claims or (about.how == "part" and not written):
        return
    (claim,) = about.claims
    marked = [b for b in written if b.marked]
    meant = written if len(written) == 1 else marked
    if len(meant) == 1:
        yield _entry((claim,), meant[0], claim.id)
    elif not written:
        yield Entry(claim.id, {"answer": ""}, place=section.heading.place)
    else:
        where = ", ".join(block.place for block in (marked or written)[:4])
        how = "one of them" if not marked else "only one"
        problem = f"{len(marked or written)} formulas ({where}); write 'Answer:' before {how}"
        yield Entry(claim.id, {}, place=section.heading.place, problem=problem)
