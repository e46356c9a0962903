"""What every notation is cut into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from referee.language.tree import FormulaError

NUMBER, WORD, NAME, FUNCTION, OP, END = "number", "word", "name", "function", "op", "end"
MOST_TOKENS = 1_000


class Token(NamedTuple):
    """A token: its kind, its text in one spelling for all notations, its place in the text.

    ``spaced`` says whether a blank stands before it. Names and functions of the vocabulary are
    words until :mod:`referee.language.reading.naming` has looked at them.
    """

    kind: str
    text: str
    at: int
    end: int
    spaced: bool = False
    whole: bool = False  # a word by a command or in upright letters: no names side by side

    def is_op(self, *texts: str) -> bool:
        """Say whether this is one of some operators."""
        return self.kind == OP and self.text in texts


_MARKS = frozenset(("star", "inf", "infty", "top", "prime", "T", "H"))  # what stands above a name


def fused(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens in which a subscript in braces is one word, as is a group of one token.

    ``w_{NH}`` is then the same as ``w_NH`` is in plain text, and ``X^{T}`` the same as ``X^T``.
    """
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        found.append(tokens[at])
        at += 1
        if found[-1].is_op("_", "^") and at < len(tokens) and tokens[at].is_op("{"):
            inner = _until_closed(tokens, at)
            joined = _joined(inner, found[-1].text)
            if joined is not None:
                found.append(joined)
                at += len(inner) + 2
    return _subscripts_first(found)


def _subscripts_first(tokens: list[Token]) -> list[Token]:
    """Return tokens with a subscript in front of a power: x^2_i is the same as x_i^2."""
    for at in range(len(tokens) - 3):
        if not tokens[at].is_op("^"):
            continue
        end = at + 2
        if tokens[at + 1].is_op("{"):
            end = at + 3 + len(_until_closed(tokens, at + 1))
        if end + 1 < len(tokens) and tokens[end].is_op("_") and tokens[end + 1].kind in {
            WORD, NUMBER
        }:  # fmt: skip
            tokens[at : end + 2] = [*tokens[end : end + 2], *tokens[at:end]]
    return tokens


def _until_closed(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    for end in range(at + 1, len(tokens)):
        if tokens[end].is_op("}"):
            return tokens[at + 1 : end]
        if tokens[end].is_op("{"):
            break
    return ()


def _joined(inner: Sequence[Token], script: str) -> Token | None:
    """Return what is in the braces of a script as one token, None where they have to stay."""
    if len(inner) == 1 and not inner[0].is_op("+"):
        only = inner[0]
        mark = only.text in _MARKS or only.is_op("*", "'", "dagger", "star")
        return only._replace(spaced=False) if mark or script == "_" else None
    if script == "^" or not inner or any(each.kind not in {WORD, NUMBER} for each in inner):
        return None
    text = "".join(each.text for each in inner)
    return Token(WORD, text, inner[0].at, inner[-1].end)


def limited(tokens: list[Token]) -> list[Token]:
    """Return tokens, not more than are read; raises FormulaError."""
    if len(tokens) > MOST_TOKENS:
        raise FormulaError(
            f"the formula is too long: at most {MOST_TOKENS:,} signs are read",
            tokens[MOST_TOKENS].at,
        )
    return tokens
