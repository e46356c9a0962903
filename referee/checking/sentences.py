"""Sentences of a document: words, and between them formulas cut into their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from referee.checking.context import INNERMOST
from referee.checking.formulas import clauses, rows
from referee.checking.prose import LASTING, plain_words
from referee.checking.structure import Block, Math

_END = re.compile(r"[.!?](?=\s|$|[*_)\]]*(?:\s|$))")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|eq|eqs|resp|s\.t|w\.r\.t|etc|fig|sec|thm|vs|ex|no|a\.s)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[\s*_]*\((?P<name>[^()\n]{1,60})\)[\s*_:.]*(?=$)")


@dataclass(frozen=True)
class Token:
    """Words, or a part of a formula with its place in the text."""

    text: str
    at: int
    math: Math | None = None


class Sentence:
    """A sentence of a block of some kind: its label, as (24), its words and its formulas.

    ``lasting`` is the word it opens with where that declares for what follows, and ``level`` how
    far that reaches, None for as far as the section does.
    """

    def __init__(self, tokens: list[Token], kind: str) -> None:
        self.kind = kind
        self.label, tokens = _labelled(tokens)
        self.tokens = [t for t in tokens if t.math is not None or t.text.strip()]
        self.words = " ".join(plain_words(t.text) for t in tokens if t.math is None)
        first = self.tokens[0] if self.tokens else None
        opening = plain_words(first.text) if first is not None and first.math is None else ""
        self.lasting = LASTING.match(opening)
        self.level = None if kind != "item" else INNERMOST


def sentences(masked: str, block: Block) -> Iterator[list[Token]]:
    """Yield the sentences of a block as tokens, formulas cut into their parts."""
    tokens: list[Token] = []
    at = block.start
    for math in [*block.maths, None]:
        end = block.end if math is None else math.start
        words = masked[at:end]
        start = 0
        for stop in _END.finditer(words):
            before = words[max(0, stop.start() - 12) : stop.end()]
            if _NO_END.search(before):
                continue
            tokens.append(Token(words[start : stop.start()], at + start))
            yield parts(tokens)
            tokens, start = [], stop.end()
        tokens.append(Token(words[start:], at + start))
        if math is not None:
            tokens.append(Token(math.inside, math.at, math))
            at = math.end
            if math.inside.rstrip().endswith(".") or (
                math.inside.rstrip().endswith(";") and math.display
            ):
                yield parts(tokens)
                tokens = []
    yield parts(tokens)


def parts(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens with each formula cut into rows, and these into clauses and words."""
    found: list[Token] = []
    for token in tokens:
        if token.math is None:
            found.append(token)
            continue
        inside = re.sub(r"[.;,]\s*\Z", lambda m: " " * len(m[0]), token.text)
        for at, row in rows(inside, aligned=token.math.aligned):
            for clause in clauses(row):
                where = token.at + at + clause.at
                if clause.words:
                    found.append(Token(f" {clause.words} ", where))
                if clause.latex.strip():
                    found.append(Token(clause.latex, where, token.math))
    return found


def _labelled(tokens: list[Token]) -> tuple[str, list[Token]]:
    """Return the label in front of a formula, as (24), and the tokens without it."""
    first = tokens[0] if tokens else None
    found = _LABEL.match(first.text) if first is not None and first.math is None else None
    return (found["name"], tokens[1:]) if found else ("", tokens)
