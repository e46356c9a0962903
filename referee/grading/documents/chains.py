"""Chains of relations: what stands left and right of each sign in an equation of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from referee.grading.documents.normalised import RELATIONS, WORDS, Token, Tokens, depths, texts

_IMPLIES = frozenset({r"\Rightarrow", r"\iff"})
_ENDS = frozenset({WORDS, r"\quad", r"\qquad"})
_NEW_LINE = r"\\"


@dataclass(frozen=True)
class Member:
    """One side of a relation: its tokens, and the part of the text that it takes up."""

    tokens: Tokens
    start: int
    end: int

    @property
    def key(self) -> tuple[str, ...]:
        """The member without the places it was read from."""
        return texts(self.tokens)

    def between(self, before: int, after: int) -> tuple[int, int]:
        """Return where the text stands that some tokens at its ends leave over."""
        start = self.tokens[before - 1].end if before else self.start
        return start, self.tokens[-after].start if after else self.end


@dataclass(frozen=True)
class Chain:
    """Members of a chain and the relations between them: one fewer."""

    members: Sequence[Member]
    relations: Sequence[str]


def chains(tokens: Tokens, length: int) -> list[Chain]:
    """Return the chains of an equation of so many characters: implications and words part them."""
    return [found for clause in _clauses(tokens, length) if (found := _chain(clause)).members]


def _clauses(tokens: Tokens, length: int) -> Iterator[list[Token]]:
    """Yield clauses, each with a token at its end that stands for where it ends."""
    clause: list[Token] = []
    skipping = False  # what follows words up to the next clause is said of the equation
    for token, depth in zip(tokens, depths(tokens), strict=True):
        ends = depth == 0 and (token.text in _IMPLIES or token.text in {",", ";"})
        words = depth == 0 and token.text in _ENDS
        if (ends or words) and not skipping:
            yield [*clause, _end(token.start)]
        if ends:
            clause, skipping = [_start(token.end)], False
        elif words:
            skipping = any(each.text for each in clause)
            clause = [_start(token.end)]
        elif not skipping:
            clause.append(token)
    if not skipping:
        yield [*clause, _end(length)]


def _start(at: int) -> Token:
    return Token("", at, at)


_end = _start


def _chain(clause: Tokens) -> Chain:
    """Split a clause at its relations; a line that starts with one goes on with the chain."""
    members: list[Member] = []
    relations: list[str] = []
    tokens: list[Token] = []
    start = 0
    for token, depth in zip(clause, depths(clause), strict=True):
        relation = depth == 0 and token.text in RELATIONS
        if not token.text or relation:
            if tokens:
                members.append(Member(tokens, start, token.start))
                relations += [token.text] if relation else []
            tokens, start = [], token.end
        elif token.text not in {_NEW_LINE, "."} or depth:
            tokens.append(token)
    return Chain(members, relations[: max(len(members) - 1, 0)])
