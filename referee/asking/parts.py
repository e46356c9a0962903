"""What is said of parts of a matrix: "all diagonal entries of A are positive", "A has orthonormal
columns". A new part, or a new thing that is said of one, is a line of a table here.
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
_BEFORE = frozenset("the all of each every main its whose a an that such".split())
_BE = frozenset("is are be being".split())
_HAVE = frozenset("has have having with".split())
WORDS = NOUNS - {"determinant", "trace"} | {"main", "whose", "its", "strictly", "linearly"}


@dataclass(frozen=True)
class OfPart:
    """What is said of a part: the formula, the place of the name, None for what was named before.

    ``until`` is where it starts behind a name: what stands before it is read as usual.
    """

    text: str
    named: int | None
    until: int


def has_part(tokens: Sequence[Token]) -> bool:
    """Say whether a part of a matrix is a word of a piece, and no function."""
    return any(
        t.kind == WORD
        and (t.text in NOUNS or (t.text == "diagonal" and i and tokens[i - 1].text == "zero"))
        and not (i + 1 < len(tokens) and tokens[i + 1].is_op("("))
        and not (i and tokens[i - 1].text in {"integer", "real"})
        for i, t in enumerate(tokens)
    )


def of_part(tokens: Sequence[Token]) -> OfPart | None:
    """Return what a piece says of a part of a matrix, None where it is not of a known form."""
    words = ["" if t.is_op("-") else t.text for t in tokens]
    return _in_front(words) or _behind(words)


def _in_front(words: Sequence[str]) -> OfPart | None:
    """Read "all diagonal entries of A are positive" and "its entries are positive"."""
    at = 0
    while at < len(words) and words[at] in _BEFORE:
        at += 1
    found = _longest(words, at, SAID)
    if found is None:
        return None
    part, end = found
    named: int | None = None
    if end + 1 < len(words) and words[end] == "of":
        named, end = end + 1, end + 2
    elif not {"its", "whose"} & {*words[:at]}:
        return None
    if end >= len(words) or words[end] not in _BE:
        return None
    said = _longest(words, end + 1, SAID[part])
    if said is None or said[1] != len(words):
        return None
    return OfPart(SAID[part][said[0]], named, 0)


def _behind(words: Sequence[str]) -> OfPart | None:
    """Read "… with positive diagonal entries", "A has orthonormal columns"."""
    for at, word in enumerate(words):
        if word not in _HAVE:
            continue
        start = at + 1
        while start < len(words) and words[start] in _BEFORE:
            start += 1
        for part, said in SAID.items():
            quality = _longest(words, start, said)
            if quality is None:
                continue
            end = quality[1] + len(part.split())
            if end == len(words) and [*words[quality[1] : end]] == part.split():
                return OfPart(said[quality[0]], None, at)
    return None


def _longest(
    words: Sequence[str], at: int, known: Mapping[str, object]
) -> tuple[str, int] | None:
    """Return the longest of the known phrases at a place, and where it ends."""
    for length in (3, 2, 1):
        said = " ".join(word for word in words[at : at + length] if word)
        if at + length <= len(words) and said in known and words[at + length - 1]:
            return said, at + length
    return None
