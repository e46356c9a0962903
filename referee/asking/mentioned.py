"""The names that a formula mentions, as far as its tokens tell before any of them has a size."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from referee.asking.tokens import SAFE, name_at
from referee.language.reading.grammar.expectations import bound_words
from referee.language.reading.grammar.phrases import PHRASES
from referee.language.reading.grammar.words import (
    CONNECTIVES,
    FUNCTION_WORDS,
    PREFIXED,
    PROPERTIES,
    STOPS,
)
from referee.language.reading.naming import function_at
from referee.language.reading.notations.tokens import NUMBER as DIGITS
from referee.language.reading.notations.tokens import WORD, Token
from referee.language.vocabulary import BINDERS, FUNCTIONS
from referee.strategies.declared import GREEK

_SAID = {
    *STOPS, *CONNECTIVES, *(w for phrase in PHRASES for w in phrase),
    *(w for phrase in PROPERTIES for w in phrase), "ℝ", "ℕ", "ℤ", "ℂ", "true", "false", "columns",
    "rows", "full", "linearly", "eye", "ones", "zeros", "infty", "inf", "hbar", "nabla",
}  # fmt: skip
_SAID -= {"a", "I"}
_INDEXING = frozenset("ijkl")
_SUMS = frozenset(("sum", "prod", "Sum", "max", "min"))
_FUNCTIONS = frozenset("fghFGHEP")  # letters that stand for functions where ( follows
_OPERATORS = frozenset(("E", "P", "V"))  # where [ follows
MOST_LETTERS = 6  # of a word that is names side by side


class Unknown(ValueError):
    """A word that is neither a name nor known, from ``at`` to ``end`` in the part.

    ``function`` says that it is a letter that is used as a function's.
    """

    def __init__(self, word: str, at: int, end: int, *, function: bool = False) -> None:
        self.word, self.at, self.end, self.function = word, at, end, function
        super().__init__(word)


def mentioned(
    tokens: Sequence[Token], declared: Collection[str]
) -> tuple[dict[str, int], list[Unknown]]:
    """Return the names in a formula by their first places, and other words that are not known.

    These are names of the reader's, or none at all: it has the last word.
    """
    found: dict[str, int] = {}
    unknown: list[Unknown] = []
    binding, letters = bound_words(tokens, declared)
    bound = {*_bound(tokens), *letters} - {*declared}
    bare = {t.text for i, t in enumerate(tokens) if t.kind == WORD and not _has_index(tokens, i)}
    at = 0
    while at < len(tokens):
        if at in binding:
            at += 1
            continue
        try:
            names, end = _names_at(tokens, at, declared, bare)
        except Unknown as word:
            unknown.append(word)
            at += 1
            while at < len(tokens) and tokens[at].at < word.end:
                at += 1
            continue
        for name in names:
            if name not in bound:
                found.setdefault(name, tokens[at].at)
        at = end
    return found, unknown


def _bound(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield what sums and products run over."""
    for at, token in enumerate(tokens):
        if token.text in _SUMS and at + 2 < len(tokens) and tokens[at + 1].is_op("_"):
            place = at + 2 + tokens[at + 2].is_op("{", "(")
            over = tokens[place].text if place < len(tokens) else ""
            if token.text in {"max", "min"} and not _is_index(tokens, place):
                continue
            yield over
            while place + 2 < len(tokens) and tokens[place + 1].is_op(",", "<", "<=", "!="):
                place += 2
                if tokens[place].text in _INDEXING:
                    yield tokens[place].text


def _is_index(tokens: Sequence[Token], place: int) -> bool:
    """Say whether max_i is over an index, as max_i x_i, and not over a name, as min_w ‖Xw − y‖."""
    over = tokens[place].text if place < len(tokens) else ""
    indices = {
        t.text
        for i, t in enumerate(tokens)
        if i > place + 1 and (tokens[i - 1].is_op("_") or tokens[i - 2].is_op("_"))
    }
    return over in _INDEXING or any(over and over in index for index in indices)


def _has_index(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].is_op("_")


def _names_at(
    tokens: Sequence[Token], at: int, declared: Collection[str], bare: Collection[str]
) -> tuple[list[str], int]:
    """Return the names that stand at a place, and where they end."""
    token = tokens[at]
    if token.kind != WORD:
        return [], at + 1
    known = _declared_at(tokens, at, declared)
    if known is not None:
        return known
    called = function_at(tokens, at)
    if called is not None:
        return [], called[1]
    return _behind_a_sign(tokens, at, declared) or (
        ([], at + 1)
        if _is_known(token.text, tokens[at + 1] if at + 1 < len(tokens) else None)
        else _new(tokens, at, token, declared, bare)
    )


def _declared_at(
    tokens: Sequence[Token], at: int, declared: Collection[str]
) -> tuple[list[str], int] | None:
    name = name_at(tokens, at)
    if name is not None and name[0] in declared:
        return [name[0]], name[1]
    alone = SAFE.get(tokens[at].text, tokens[at].text)
    return ([alone], at + 1) if alone in declared else None


def _behind_a_sign(
    tokens: Sequence[Token], at: int, declared: Collection[str]
) -> tuple[list[str], int] | None:
    """Return what a word is behind _, ^ or d/: an index, a transpose, a differential."""
    token, before = tokens[at], tokens[at - 1] if at else None
    if token.text == "d" and at + 1 < len(tokens) and tokens[at + 1].is_op("/"):
        return [], at + 1
    if before is None:
        return None
    if before.is_op("_"):
        return [], at + 1
    signs = [each.text for each in tokens[max(0, at - 3) : at]]
    raised = before.is_op("^") or signs[-2:] == ["^", "-"] or signs[-3:] == ["^", "{", "-"]
    if (raised or signs[-2:] in (["^", "{"], ["^", "("])) and token.text[0] in "TH":
        rest = token.text[1:]
        return (_letters(token, rest, declared) if rest else []), at + 1
    if before.is_op("/") and at > 1 and tokens[at - 2].text == "d":
        return [token.text[1:]], at + 1
    return None


def _is_known(word: str, follows: Token | None) -> bool:
    """Say whether a word is none of a name: a function, a connective, the identity, Euler's e."""
    if word in _SAID or word.startswith(("np.", "torch.", "numpy.", "linalg.", "scipy.", "la.")):
        return True
    if word in _OPERATORS and follows is not None and follows.is_op("["):
        return True
    if word == "I" or (word == "e" and follows is not None and follows.is_op("^", "**")):
        return True
    if word in PREFIXED or word in FUNCTIONS or word in BINDERS:
        return len(word) > 1
    return (
        len(word) > 1
        and word in FUNCTION_WORDS
        and (follows is None or follows.is_op("(", "_", "[") or follows.kind in {WORD, DIGITS})
    )


def _new(
    tokens: Sequence[Token],
    at: int,
    token: Token,
    declared: Collection[str],
    bare: Collection[str],
) -> tuple[list[str], int]:
    """Return the name or names that a word is, of which nothing is declared."""
    word = token.text
    if word == "pi":  # it is a number to everyone, and none that is known
        raise Unknown(word, token.at, token.end)
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    named = name_at(tokens, at)
    behind = tokens[named[1]] if named is not None and named[1] < len(tokens) else follows
    if behind is not None and behind.is_op("(") and not behind.spaced:
        letter = len(word) == 1 or word in GREEK
        if word in _FUNCTIONS or not letter or (named is not None and named[1] > at + 1):
            end = token.end if named is None else tokens[named[1] - 1].end
            raise Unknown(word, token.at, end, function=True)
    if len(word) == 1 or word in GREEK or re.fullmatch(r"[A-Za-z][0-9]+", word):
        found = name_at(tokens, at) or (word, at + 1)
        below = found[0].partition("_")[2]
        if below == "prime":
            return [SAFE.get(word, word)], at + 1
        if below and (word in bare or below in _INDEXING or below == "ij"):
            return [SAFE.get(word, word)], found[1]
        return [found[0]], found[1]
    return _letters(token, word, declared), at + 1


def _letters(token: Token, word: str, declared: Collection[str]) -> list[str]:
    """Return the letters of a word that is names side by side. Raises Unknown for none such."""
    longer = sorted((name for name in declared if len(name) > 1), key=len, reverse=True)
    parts = re.findall("|".join([*map(re.escape, longer), "[A-Za-z]"]), word)
    if len(parts) > MOST_LETTERS or "".join(parts) != word:
        raise Unknown(token.text, token.at, token.end)
    if len(parts) > 2 and word.islower() and not any(part in declared for part in parts):
        raise Unknown(token.text, token.at, token.end)
    first, *others = parts
    return [first, *(p for p in others if p != "T" or "T" in declared)]
