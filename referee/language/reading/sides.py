"""What a text has around the formula that is asked for: a left side, a condition at its end."""

from __future__ import annotations

from collections.abc import Sequence

from referee.language.reading.notations.tokens import WORD, Token
from referee.language.reading.scope import STATEMENT, Scope

_OPENING = frozenset(("(", "[", "{", "langle", "lbrace", "labs", "lnorm"))
_CLOSING = frozenset((")", "]", "}", "rangle", "rbrace", "rabs", "rnorm"))


def left_out(tokens: Sequence[Token], scope: Scope) -> tuple[list[Token], list[str]]:
    """Return a formula without a quantifier behind it, and a line that says so."""
    if scope.wants in {None, STATEMENT}:
        return list(tokens), []
    for at, token in enumerate(tokens):
        words = [each.text for each in tokens[at : at + 2]]
        quantifier = token.is_op("forall") or words in (
            ["for", "all"], ["for", "every"], ["for", "any"], ["for", "each"],
        )  # fmt: skip
        if at and quantifier:
            left = list(tokens[:at])
            while left and left[-1].is_op(",", "("):
                left.pop()
            return left, ["what stands behind “for all” is left out"]
    return list(tokens), []


def sides_of(tokens: Sequence[Token], scope: Scope) -> tuple[list[list[Token]], list[str]]:
    """Return the sides of an equation, of which one is asked for; of anything else, itself.

    The left side of an equation is left out where it is what the claim has on its left, or is
    no formula of the names: ``grad L = ...``. Where it could be the answer it stays.
    """
    if scope.wants in {None, STATEMENT}:
        return [list(tokens)], []
    parts = _split(tokens)
    if len(parts) == 1:
        return [list(tokens)], []
    return parts[1:], ["the left side of the equation is left out"]


def _split(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return what stands between the = of an equation, those in brackets left alone."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += token.text in _OPENING or token.text.startswith("begin ")
        depth -= token.text in _CLOSING or token.text.startswith("end ")
        if depth == 0 and (token.is_op("=") or (token.kind == WORD and token.text == "equals")):
            parts.append([])
        elif not token.is_op("newline"):
            parts[-1].append(token)
    return parts
