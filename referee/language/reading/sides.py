"""What a text has around the formula that is asked for: a left side, a condition at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from referee.language.reading.equals import ANSWERS, is_left_side, without_marks
from referee.language.reading.notations.latex.text import latex_tokens
from referee.language.reading.notations.tokens import OP, Token
from referee.language.reading.scope import STATEMENT, Scope
from referee.language.tree import FormulaError

_OPENING = frozenset(("(", "[", "{", "langle", "lbrace", "labs", "lnorm"))
_CLOSING = frozenset((")", "]", "}", "rangle", "rbrace", "rabs", "rnorm"))
_RELATIONS = frozenset(("=", ":=", "<=", ">=", "<", ">", "in"))
_BEHIND = frozenset(("=>", "if", ",", "and"))  # what may stand between two relations of a claim
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
    labelled = len(tokens) > 2 and tokens[1].is_op(":")
    return list(tokens[2:] if labelled and tokens[0].text.lower() in ANSWERS else tokens)


def sides_of(
    tokens: Sequence[Token], scope: Scope, readable: Readable
) -> tuple[list[list[Token]], list[str]]:
    """Return the sides of an equation of which one is asked for; of anything else, itself.

    The left side is left out where it is what the claim has on its left, or a single letter or
    word that is no formula of the names: ``grad L = ...``, ``H = ...``. Raises FormulaError for
    an equation between two formulas.
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
    _check_signs(signs, parts, sign)
    if not is_left_side(parts[0], left, readable, is_number=scope.wants == "1 1"):
        raise _not_asked(signs[0])
    return [_without_rest(part, tail, signs[0]) for part in parts[1:]], [
        "the left side is left out"
    ]


def _without_rest(part: list[Token], tail: list[str], sign: Token) -> list[Token]:
    """Return a right side without the factor that the claim itself has behind its blank.

    Raises FormulaError where it is missing: the side is then another formula than the blank's.
    """
    rest = tail[1:] if tail[:1] == ["cdot"] else tail
    if not rest or rest[0] in (_RELATIONS | _BEHIND | {"quad", "for", "has"}) or rest[0] in ")]":
        return part
    if _texts(part[-len(rest) :]) != rest or len(part) == len(rest):
        raise _not_asked(sign)
    left = part[: -len(rest)]
    return left[:-1] if left[-1].is_op("cdot", "*") else left


def _check_signs(signs: Sequence[Token], parts: Sequence[Sequence[Token]], sign: str) -> None:
    """Refuse another relation than the claim's, and several equations beside each other."""
    if signs[0].text not in {"=", ":=", sign}:
        raise _not_asked(signs[0])
    for each in signs[1:]:
        if each.text != "=":
            raise _not_asked(each)
    for part in parts[1:]:
        depth = 0
        for token in part:
            depth += token.text in _OPENING
            depth -= token.text in _CLOSING
            several = token.is_op(",", ";") or token.text in {"or", "and", "for", "if", "where"}
            if depth == 0 and several and token is not part[-1] and not _chooses(part):
                raise _not_asked(token)


def _not_asked(sign: Token) -> FormulaError:
    return FormulaError(
        "a statement, where a formula is asked for: write what stands on one side of it", sign.at
    )


def _stated(scope: Scope) -> tuple[list[str], str, list[str]]:
    """Return what the claim has on the left of its blank, the relation, and what is behind it."""
    before, found, after = scope.states.partition("{answer}")
    if not found:
        return [], "=", []
    try:
        tokens = [each for each in latex_tokens(before) if not each.is_op("quad")]
        tail = _texts(latex_tokens(after))
    except FormulaError:
        return [], "=", []  # its LaTeX has what no formula has
    if not tokens or tokens[-1].text not in _RELATIONS:
        return [], "=", tail
    sign = tokens.pop().text
    start = 0
    for at, token in enumerate(tokens):
        if token.kind == OP and token.text in (_RELATIONS | _BEHIND):
            start = at + 1
    return without_marks(_texts(tokens[start:])), sign, tail


def _texts(tokens: Sequence[Token]) -> list[str]:
    return [each.text for each in tokens]


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
    chooses = _chooses(tokens)  # what follows its "if" is a condition
    for at, token in enumerate(tokens):
        depth += token.text in _OPENING or token.text.startswith("begin ")
        depth -= token.text in _CLOSING or token.text.startswith("end ")
        bracket = token.text in {"<", ">"} and _is_inner(tokens, at)
        if chooses and token.text == "if":
            parts[-1] += tokens[at:]
            break
        if depth == 0 and token.kind == OP and token.text in _RELATIONS and not bracket:
            parts.append([])
            signs.append(token)
        elif depth or not token.is_op("newline", "quad"):
            parts[-1].append(token)
    return parts, signs


def _chooses(tokens: Sequence[Token]) -> bool:
    """Say whether there is a case distinction in words: u if p > q else v."""
    return any(each.text in {"else", "otherwise"} for each in tokens)


def _is_inner(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a < or > is a bracket of an inner product: <a, b>."""
    texts = _texts(tokens)
    if texts[at] == "<":
        closing = texts.index(">", at) if ">" in texts[at:] else -1
        starts = at == 0 or tokens[at - 1].kind == OP or tokens[at].spaced
        return closing > 0 and "," in texts[at:closing] and starts
    return "<" in texts[:at] and "," in texts[:at]
