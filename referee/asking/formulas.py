"""Formulas among declarations: definitions, and conditions on names."""

from __future__ import annotations

from collections.abc import Sequence

from referee.asking.behind import tail
from referee.asking.declarations import Definition
from referee.asking.groups import Group
from referee.asking.problems import NotRead
from referee.asking.tokens import WORDS
from referee.asking.words import IS, Word
from referee.language.reading.notations.tokens import WORD, Token

RELATIONS = frozenset(
    ("=", "!=", "<", "<=", ">", ">=", "succ", "succeq", "prec", "preceq", "notin", "=>", "<=>")
)


def is_formula(group: Group, tokens: Sequence[Token], start: int) -> bool:
    """Say whether a piece is a formula from a place on: a relation, or no name and its words."""
    depth = 0
    for token in tokens[start:]:
        depth += token.is_op("(", "[", "{") - token.is_op(")", "]", "}")
        if depth == 0 and (token.text in RELATIONS or token.text == ":="):
            return True
    found = group.name_at(tokens, start)
    if found is None:
        return True
    after = tokens[found[1] :]
    if not after:
        return False
    if after[0].kind != WORD:
        return not after[0].is_op("in", ":", "times", "-", "and", ",")
    described = after[0].text in WORDS or len(after) == 1
    return not described and any(t.text in IS for t in after)


def take_formula(
    group: Group,
    tokens: Sequence[Token],
    start: int,
    words: Sequence[Word],
    sizes: tuple[str, str] | None,
) -> None:
    """Note a piece that is a formula: a definition, or a condition on names."""
    found = group.name_at(tokens, start)
    follows = tokens[found[1]] if found and found[1] < len(tokens) else None
    waiting = [] if group.closed else [*group.names]
    if found and follows is not None and (follows.text in RELATIONS or follows.text == ":="):
        group.start(found[0], joins=not words and not sizes, plural=False)
        group.name(found[0], tokens[start], tokens[found[1] - 1])
        group.words += words
        group.sized(sizes, tokens[start])
    if _defines(group, tokens, start, found, follows):
        group.closed = True
        return
    at = tokens[start].at
    text = group.text(tokens[start:])
    group.condition(text, at)
    if waiting and found:  # x, y > 0: of both
        rest = group.text(tokens[found[1] :])
        for each in waiting:
            group.condition(each.written + rest, at)
    group.close()
    group.closed = True


def _defines(
    group: Group,
    tokens: Sequence[Token],
    start: int,
    found: tuple[str, int] | None,
    follows: Token | None,
) -> bool:
    """Note a definition: H := …, f(x) = …, X = [x_1 … x_n]."""
    if found is None or follows is None:
        return False
    behind = tokens[found[1] + 1 : found[1] + 2]
    if group.part.supposed and not (follows.is_op(":=") or (behind and behind[0].is_op("["))):
        return False
    end, argument = found[1], ""
    if follows.is_op("(") and end + 3 < len(tokens) and tokens[end + 2].is_op(")"):
        argument, end = tokens[end + 1].text, end + 3
        follows = tokens[end]
    if not follows.is_op("=", ":=") or (argument and not argument.isidentifier()):
        return False
    rest = tokens[end + 1 :]
    if not rest:
        raise NotRead("a formula is missing here", group.part.at + follows.end)
    if rest[0].is_op("[") and any(t.is_op("cdots") for t in rest):
        group.found.samples = "columns"
        group.found.columns = rest[1].text
        closed = next((i for i, t in enumerate(rest) if t.is_op("]")), len(rest) - 1)
        tail(group, rest, closed + 1)
        return True
    if any(t.text in RELATIONS for t in rest):
        return False
    text = group.text(rest)
    sure = follows.is_op(":=") or bool(argument)
    group.found.definitions.append(
        Definition(
            found[0],
            argument,
            text,
            group.part.at + rest[0].at,
            group.part.at + tokens[start].at,
            sure,
        )
    )
    return True
