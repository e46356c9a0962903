"""What every notation is cut into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from referee.language.tree import FormulaError

NUMBER, WORD, NAME, FUNCTION, OP, END = "number", "word", "name", "function", "op", "end"
MOST_TOKENS = 1_200


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

    def is_op(self, *texts: str) -> bool:
        """Say whether this is one of some operators."""
        return self.kind == OP and self.text in texts


_MARKS = frozenset(("star", "inf", "infty", "top", "prime"))  # what stands above a name


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
            joined = _joined(inner, found[-1].text, tokens[at])
            if joined is not None:
                found.append(joined)
                at += len(inner) + 2
    return found


def _until_closed(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    for end in range(at + 1, len(tokens)):
        if tokens[end].is_op("}"):
            return tokens[at + 1 : end]
        if tokens[end].is_op("{"):
            break
    return ()


def _joined(inner: Sequence[Token], script: str, brace: Token) -> Token | None:
    if (
        len(inner) == 1
        and not inner[0].is_op("+")
        and (
            script == "_"
            or inner[0].kind != WORD
            or len(inner[0].text) == 1
            or inner[0].text in _MARKS
        )
    ):
        return inner[0]._replace(spaced=False)
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
