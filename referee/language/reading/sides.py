"""What a text has around the formula that is asked for: a left side, a condition at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from referee.language.reading.notations.latex import latex_tokens
from referee.language.reading.notations.tokens import OP, WORD, Token
from referee.language.reading.scope import STATEMENT, Scope
from referee.language.tree import FormulaError

_OPENING = frozenset(("(", "[", "{", "langle", "lbrace", "labs", "lnorm"))
_CLOSING = frozenset((")", "]", "}", "rangle", "rbrace", "rabs", "rnorm"))
_RELATIONS = frozenset(("=", ":=", "<=", ">=", "<", ">", "in"))
_BEHIND = frozenset(("=>", "if", ",", "and"))  # what may stand between two relations of a claim
_CODE = frozenset(["const", "auto", "let", "var", "int", "float", "double", "def", "return", "val"])
MOST_LEFT = 24  # signs of a left side that is no formula of the names
Readable = Callable[[Sequence[Token]], bool]


def left_out(tokens: Sequence[Token], scope: Scope) -> tuple[list[Token], list[str]]:
    """Return a formula without a quantifier behind it, and a line that says so."""
    if scope.wants in {None, STATEMENT}:
        return list(tokens), []
    tokens = _without_label(tokens)
    for at, token in enumerate(tokens):
        words = [each.text for each in tokens[at : at + 2]]
        quantifier = token.is_op("forall") or words in (
            ["for", "all"], ["for", "every"], ["for", "any"], ["for", "each"],
        )  # fmt: skip
        if at and (quantifier or (token.is_op("in") and words[1:] and words[1] in "ℝℂℕℤ")):
            left = list(tokens[:at])
            while left and left[-1].is_op(",", "("):
                left.pop()
            what = "“for all”" if quantifier else "∈"
            return left, [f"what stands behind {what} is left out"]
    return list(tokens), []


def _without_label(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens without a word and a colon in front: ``answer: ...``."""
    if (
        len(tokens) > 2
        and tokens[0].kind == WORD
        and len(tokens[0].text) > 2
        and (tokens[1].is_op(":"))
    ):
        return list(tokens[2:])
    return list(tokens)


def sides_of(
    tokens: Sequence[Token], scope: Scope, readable: Readable
) -> tuple[list[list[Token]], list[str]]:
    """Return the sides of an equation of which one is asked for; of anything else, itself.

    The left side is left out where it is what the claim has on its left, or is no formula of the
    names: ``grad L = ...``. Raises FormulaError for an equation between two formulas.
    """
    if scope.wants in {None, STATEMENT}:
        return [list(tokens)], []
    left, sign, tail = _stated(scope)
    tokens = _without_tail(tokens, tail)
    parts, signs = _split(tokens)
    if signs and signs[0].text in {"=", sign} and not parts[0]:
        parts, signs = parts[1:], signs[1:]
    if not signs:
        return [parts[0]], []
    first, others = signs[0], signs[1:]
    allowed = {"=", ":=", sign} if first.text == sign or first.text in {"=", ":="} else set()
    if not allowed or any(each.text != "=" for each in others):
        raise _not_asked(first if not allowed else others[-1])
    if not _is_stated(_texts(parts[0]), left) and (readable(parts[0]) or not _is_left(parts[0])):
        raise _not_asked(first)
    return parts[1:], ["the left side is left out"]


def _is_stated(texts: list[str], left: list[str]) -> bool:
    """Say whether a left side is the claim's; a prime may be its dot."""
    if texts[-1:] == ["'"] and left[-2:] == ["_", "dot"]:
        return texts[:-1] == left[:-2]
    return texts == left


def _not_asked(sign: Token) -> FormulaError:
    return FormulaError(
        "a statement, where a formula is asked for: write what stands on one side of it", sign.at
    )


def _is_left(tokens: Sequence[Token]) -> bool:
    """Say whether tokens may be a left side: few, and none of them of a programming language."""
    words = [each.text for each in tokens if each.kind == WORD]
    plain = not any(each.is_op("\\", "@", "&", "newline") for each in tokens)
    return bool(tokens) and len(tokens) <= MOST_LEFT and plain and not _CODE & set(words)


def _texts(tokens: Sequence[Token]) -> list[str]:
    return [each.text for each in tokens]


def _stated(scope: Scope) -> tuple[list[str], str, list[str]]:
    """Return what the claim has on the left of its blank, the relation, and what is behind it."""
    before, found, after = scope.states.partition("{answer}")
    if not found:
        return [], "=", []
    try:
        tokens, tail = latex_tokens(before), _texts(latex_tokens(after))
    except FormulaError:
        return [], "=", []  # its LaTeX has what no formula has
    if not tokens or tokens[-1].text not in _RELATIONS:
        return [], "=", tail
    sign = tokens.pop().text
    start = 0
    for at, token in enumerate(tokens):
        if token.kind == OP and token.text in (_RELATIONS | _BEHIND):
            start = at + 1
    return _texts(tokens[start:]), sign, tail


def _without_tail(tokens: Sequence[Token], tail: list[str]) -> list[Token]:
    """Return tokens without what the claim itself has behind its blank: ``> 0``."""
    if tail and tail[0] in _RELATIONS and _texts(tokens[-len(tail) :]) == tail:
        return list(tokens[: -len(tail)])
    return list(tokens)


def _split(tokens: Sequence[Token]) -> tuple[list[list[Token]], list[Token]]:
    """Return what stands between relations, and those; what is in brackets is left alone."""
    parts: list[list[Token]] = [[]]
    signs: list[Token] = []
    depth = 0
    for at, token in enumerate(tokens):
        depth += token.text in _OPENING or token.text.startswith("begin ")
        depth -= token.text in _CLOSING or token.text.startswith("end ")
        is_relation = (
            token.kind == OP
            and token.text in _RELATIONS
            and not (token.text in "<>" and _is_inner(tokens, at))
        )
        if depth == 0 and is_relation:
            parts.append([])
            signs.append(token)
        elif depth or not token.is_op("newline"):
            parts[-1].append(token)
    return parts, signs


def _is_inner(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a < or > is a bracket of an inner product: <a, b>."""
    texts = _texts(tokens)
    if texts[at] == "<":
        closing = texts.index(">", at) if ">" in texts[at:] else -1
        starts = at == 0 or tokens[at - 1].kind == OP or tokens[at].spaced
        return closing > 0 and "," in texts[at:closing] and starts
    return "<" in texts[:at] and "," in texts[:at]
