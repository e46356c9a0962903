"""What is said of parts of a matrix: all diagonal entries are positive, columns are orthonormal.

A new part, or a new thing that is said of one, is a line of a table here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from referee.language.reading.notations.tokens import WORD, Token

_SIGNS: Mapping[str, str] = {
    "positive": "min({0}) > 0",
    "strictly positive": "min({0}) > 0",
    "nonnegative": "min({0}) >= 0",
    "non negative": "min({0}) >= 0",
    "negative": "max({0}) < 0",
    "nonpositive": "max({0}) <= 0",
}
_OF_NUMBER: Mapping[str, str] = {
    **{said: text.replace("min({0})", "{0}").replace("max({0})", "{0}")
       for said, text in _SIGNS.items()},
    "nonzero": "{0} != 0",
    "zero": "{0} == 0",
    "1": "{0} == 1",
    "one": "{0} == 1",
}  # fmt: skip
_WITH_ZERO: Mapping[str, str] = {**_SIGNS, "zero": "max(abs({0})) == 0"}
_VALUES: Mapping[str, str] = {
    "positive": "lambda_min({0}) > 0",
    "strictly positive": "lambda_min({0}) > 0",
    "nonnegative": "lambda_min({0}) >= 0",
    "non negative": "lambda_min({0}) >= 0",
    "negative": "lambda_max({0}) < 0",
    "nonpositive": "lambda_max({0}) <= 0",
}
_DIAGONAL = {said: text.format("diag({0})") for said, text in _WITH_ZERO.items()}
# What is said of each part, as a formula of {0}, the name of the matrix.
SAID: Mapping[str, Mapping[str, str]] = {
    "diagonal entries": _DIAGONAL,
    "diagonal elements": _DIAGONAL,
    "diagonal": _DIAGONAL,
    "entries": _WITH_ZERO,
    "elements": _WITH_ZERO,
    "components": _WITH_ZERO,
    "coefficients": _WITH_ZERO,
    "eigenvalues": _VALUES,
    "columns": {
        "orthonormal": "{0}.T @ {0} == I",
        "linearly independent": "invertible({0}.T @ {0})",
        "independent": "invertible({0}.T @ {0})",
    },
    "rows": {
        "orthonormal": "{0} @ {0}.T == I",
        "linearly independent": "invertible({0} @ {0}.T)",
        "independent": "invertible({0} @ {0}.T)",
    },
    "determinant": {said: text.format("det({0})") for said, text in _OF_NUMBER.items()},
    "trace": {said: text.format("tr({0})") for said, text in _OF_NUMBER.items()},
}
NOUNS = frozenset(part.split()[-1] for part in SAID) - {"diagonal"}
_BEFORE = frozenset(
    ("the", "all", "of", "each", "every", "main", "its", "whose", "a", "an", "that", "such")
)
_BE = frozenset(("is", "are", "be", "being"))
_HAVE = frozenset(("has", "have", "having", "with"))
WORDS = NOUNS - {"determinant", "trace"} | {"main", "whose", "its", "strictly", "linearly"}


@dataclass(frozen=True)
class OfPart:
    """What is said of parts: formulas, the place of the name, None for what was named before.

    ``until`` is where it starts behind a name: what stands before it is read as usual.
    """

    texts: tuple[str, ...]
    named: int | None
    until: int


def has_part(tokens: Sequence[Token]) -> bool:
    """Say whether a part of a matrix is a word of a piece, and no function."""
    return any(t.kind == WORD and _is_part(tokens, i) for i, t in enumerate(tokens))


def _is_part(tokens: Sequence[Token], at: int) -> bool:
    before = tokens[at - 1].text if at else ""
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if tokens[at].text == "diagonal":  # "positive diagonal", but "with a positive diagonal"
        had = any(t.text in _HAVE for t in tokens[:at]) or before == "zero"
        return had and before in _DIAGONAL and (behind is None or behind.text == "and")
    if before == "independent" and tokens[at].text in {"columns", "rows"}:
        return False  # a kind of matrix
    called = behind is not None and behind.is_op("(")
    return tokens[at].text in NOUNS and not called and before not in {"integer", "real"}


def of_part(tokens: Sequence[Token]) -> OfPart | None:
    """Return what a piece says of a part of a matrix, None where it is not of a known form."""
    words = ["" if t.is_op("-") else t.text for t in tokens]
    return _in_front(words) or _behind(words)


def _in_front(words: Sequence[str]) -> OfPart | None:
    """Read "all diagonal entries of A are positive" and "its entries are positive"."""
    at = _past(words, 0)
    found = _longest(words, at, SAID)
    if found is None:
        return None
    part, end = found
    named: int | None = None
    if end + 1 < len(words) and words[end] == "of":
        named, end = end + 1, end + 2
    elif not {"its", "whose"} & {*words[:at]}:
        return None
    said = _longest(words, end + (words[end : end + 1] != [] and words[end] in _BE), SAID[part])
    if said is None or said[1] != len(words):
        return None
    return OfPart((SAID[part][said[0]],), named, 0)


def _behind(words: Sequence[str]) -> OfPart | None:
    """Read "… with positive diagonal entries", "A has orthonormal columns", "whose entries …"."""
    for at, word in enumerate(words):
        if word in _HAVE or word == "whose":
            found = _clauses(words, at + 1)
            if found is not None:
                return OfPart(found, None, at)
    found = _clauses(words, 0)
    return None if found is None else OfPart(found, None, 0)


def _clauses(words: Sequence[str], at: int) -> tuple[str, ...] | None:
    """Return what is said by "positive trace and orthonormal rows", None for anything else."""
    found: list[str] = []
    while True:
        one = _clause(words, _past(words, at))
        if one is None:
            return None
        found.append(one[0])
        if one[1] == len(words):
            return tuple(found)
        if words[one[1]] != "and":
            return None
        at = one[1] + 1


def _clause(words: Sequence[str], at: int) -> tuple[str, int] | None:
    for part, table in SAID.items():
        length = len(part.split())
        said = _longest(words, at, table)
        if said is not None and [*words[said[1] : said[1] + length]] == part.split():
            return table[said[0]], said[1] + length
        if [*words[at : at + length]] == part.split():
            end = at + length
            said = _longest(words, end + (end < len(words) and words[end] in _BE), table)
            if said is not None:
                return table[said[0]], said[1]
    return None


def _past(words: Sequence[str], at: int) -> int:
    while at < len(words) and words[at] in _BEFORE:
        at += 1
    return at


def _longest(words: Sequence[str], at: int, known: Mapping[str, object]) -> tuple[str, int] | None:
    """Return the longest of the known phrases at a place, and where it ends."""
    for length in (3, 2, 1):
        said = " ".join(word for word in words[at : at + length] if word)
        if at + length <= len(words) and said in known and words[at + length - 1]:
            return said, at + length
    return None
