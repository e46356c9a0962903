"""Phrases in words, in the place of signs: at least, is in the span of, if and only if."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from referee.language.reading.grammar.cursor import Setting
from referee.language.reading.notations.tokens import OP, WORD, Token

# What a phrase stands for: signs with a colon in front, words without one; nothing for "".
_PHRASES: Mapping[str, str] = {
    "is at least": ":>=", "at least": ":>=", "is no less than": ":>=",
    "is greater than or equal to": ":>=", "greater than or equal to": ":>=",
    "is at most": ":<=", "at most": ":<=", "is no more than": ":<=",
    "is less than or equal to": ":<=", "less than or equal to": ":<=",
    "is greater than": ":>", "is larger than": ":>", "is more than": ":>", "greater than": ":>",
    "larger than": ":>", "exceeds": ":>", "is strictly greater than": ":>",
    "is less than": ":<", "is smaller than": ":<", "less than": ":<", "smaller than": ":<",
    "is strictly less than": ":<", "is bigger than": ":>",
    "is not equal to": ":!=", "not equal to": ":!=", "are not equal to": ":!=",
    "differs from": ":!=", "is different from": ":!=", "is equal to": ":=", "are equal to": ":=",
    "is not in": ":notin", "lies in": ":in", "is in": ":in", "belongs to": ":in",
    "is an element of": ":in", "is contained in": ":in", "lie in": ":in", "are in": ":in",
    "the span of the columns of": "span of", "the column space of": "span of",
    "the column span of": "span of", "column space of": "span of", "column span of": "span of",
    "the range of": "span of", "the image of": "span of", "the span of": "span of",
    "is a linear combination of the columns of": ":in span of",
    "is in the span of the columns of": ":in span of",
    "the row space of": "rowspan of", "row space of": "rowspan of",
    "the span of the rows of": "rowspan of",
    "the convex hull of the columns of": "conv of", "the convex hull of": "conv of",
    "convex hull of": "conv of", "is a convex combination of the columns of": ":in conv of",
    "is a column of": ":in columns of", "is one of the columns of": ":in columns of",
    "has linearly independent columns": "has full column rank",
    "has independent columns": "has full column rank",
    "has linearly independent rows": "has full row rank",
    "the columns of": "columns of", "the entries of": "",
    "sums to": ":sums", "sum to": ":sums", "equals its transpose": "is symmetric",
    "is equal to its transpose": "is symmetric", "the matrix": "", "the vector": "",
    "the number": "", "both": "", "either": "", "always": "true", "never": "false",
    "only if": ":=>", "if and only if": ":<=>", "exactly when": ":<=>", "exactly if": ":<=>",
    "precisely when": ":<=>", "whenever": "if", "provided that": "if", "provided": "if",
    "when": "if", "implies that": ":=>", "such that": ":,",
}  # fmt: skip
PHRASES: Mapping[tuple[str, ...], tuple[str, ...]] = {
    tuple(phrase.split()): tuple(stands.split()) for phrase, stands in _PHRASES.items()
}
_LONGEST = max(map(len, PHRASES))
_FIRST = frozenset(phrase[0] for phrase in PHRASES)


def in_signs(tokens: Sequence[Token], setting: Setting) -> list[Token]:
    """Return tokens with signs for phrases; words that are names of the scope stay."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        length = _phrase_at(tokens, at, setting)
        if length:
            words = PHRASES[tuple(t.text for t in tokens[at : at + length])]
            found += [_token(word, tokens[at], tokens[at + length - 1]) for word in words]
        else:
            found.append(tokens[at])
        at += length or 1
    return found


def _phrase_at(tokens: Sequence[Token], at: int, setting: Setting) -> int:
    if tokens[at].text not in _FIRST:
        return 0
    for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
        words = tokens[at : at + length]
        if tuple(t.text for t in words) not in PHRASES:
            continue
        if all(t.kind == WORD and (t.text,) not in setting.spellings.names for t in words):
            return length
    return 0


def _token(word: str, first: Token, last: Token) -> Token:
    kind = OP if word.startswith(":") else WORD
    return Token(kind, word.removeprefix(":"), first.at, last.end, spaced=True)
