"""What is found in a document: its formulas, each with its place and how it is asked about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from referee.checking.context import Context
from referee.checking.forms import MOST_CHARACTERS
from referee.checking.pieces import Piece
from referee.checking.prose import without_nouns
from referee.grading.documents.macros import Macro, expanded

STATEMENT, DEFINES_A_NAME, DECLARES, NO_STATEMENT = (
    "statement", "definition", "declaration", "no statement",
)  # fmt: skip
# Words of a condition, by those that a statement is asked with.
_SO_BEHIND = re.compile(r"^[\s,;(]*(?:since|because|as long as|in case|at|on)\b", re.IGNORECASE)
_SO = re.compile(r"^\s*(?:since|because|as long as|in case|whenever)\b", re.IGNORECASE)
_LETS = re.compile(r"^\s*(?:where|with|on|throughout|whose)\b", re.IGNORECASE)
_DECLARING = re.compile(
    r"\s*(?:let|define|denote|consider|take|fix|given|suppose|assume)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Try:
    """A way to ask about a formula; one that is not ``whole`` leaves out what it depends on."""

    statement: str
    section: tuple[str, ...]
    whole: bool = True


@dataclass(frozen=True)
class Item:
    """A formula of a document: where it stands, what it is taken for and why.

    ``tries`` are ways to ask about a statement, the first of which that can be read counts;
    ``doubt`` says what of its declarations was not read, so that no refutation counts.
    ``section`` is the number of its section, ``outer`` its names that one around it declares.
    """

    piece: Piece
    at: int
    latex: str
    kind: str
    why: str = ""
    name: str = ""
    tries: tuple[Try, ...] = ()
    doubt: str = ""
    section: int = 0
    outer: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Problem:
    """Something of a document that cannot be read at all, with its place."""

    piece: Piece
    at: int
    reason: str


@dataclass(frozen=True)
class Reading:
    """A piece being read: what is declared so far, and the commands its document defines."""

    piece: Piece
    context: Context
    known: Mapping[str, Macro]

    def text(self, latex: str) -> str:
        """Return LaTeX with the commands of the document written out."""
        return expanded(latex, self.known)

    def math(self, latex: str) -> str:
        """Return a formula as it stands in a sentence that is asked."""
        return f"${self.text(latex).strip().rstrip('.,;')}$"

    def item(self, at: int, latex: str, kind: str, why: str, name: str = "") -> Item:
        """Return a formula that is no statement."""
        return Item(self.piece, at + _blanks(latex), " ".join(latex.split()), kind, why, name)

    def statement(self, at: int, latex: str, premise: str, tail: str, name: str) -> Item:
        """Return a formula that is a statement, with the ways to ask about it."""
        claim = f"${latex.strip().rstrip('.,; ')}$"
        section = self.context.texts
        doubt = self.context.unread(latex)
        shown = " ".join(latex.split())
        if len(latex) > MOST_CHARACTERS:
            why = f"a formula of {len(latex):,} characters; at most {MOST_CHARACTERS:,} are read"
            return Item(self.piece, at, f"{shown[:80]}…", STATEMENT, why, name)
        tries = [Try(_asked(premise, claim, tail), section)]
        if premise or tail:
            tries.append(Try(claim, section, whole=False))
        place, outer = at + _blanks(latex), self.context.outer(latex)
        return Item(self.piece, place, shown, STATEMENT, "", name, tuple(tries), doubt,
                    self.context.section, outer)  # fmt: skip


def _blanks(latex: str) -> int:
    return len(latex) - len(latex.lstrip())


def _asked(premise: str, claim: str, tail: str) -> str:
    """Return a sentence that says all that a formula depends on."""
    premise, tail = without_nouns(premise), without_nouns(tail)
    tail = _SO_BEHIND.sub(" if", tail)
    if not premise:
        return f"{claim}{tail}"
    premise = _LETS.sub("Let", _SO.sub("If", premise))
    lets = _DECLARING.match(premise)
    return (
        f"{premise.strip()}. Then {claim}{tail}"
        if lets
        else f"{premise.strip()}, then {claim}{tail}"
    )
