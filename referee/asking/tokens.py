"""The tokens of a part of a statement, in any notation, and the names among them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from referee.asking.parts import WORDS as OF_PARTS
from referee.asking.problems import NotRead, moved
from referee.asking.words import FILLERS, KINDS
from referee.language.reading.grammar.phrases import PHRASES
from referee.language.reading.grammar.words import CONNECTIVES, PROPERTIES, STOPS
from referee.language.reading.notations.latex.text import latex_tokens
from referee.language.reading.notations.plain import plain_tokens
from referee.language.reading.notations.tokens import NUMBER as DIGITS
from referee.language.reading.notations.tokens import OP, WORD, Token
from referee.language.tree import FormulaError

PLURAL_NOUNS = ("projections", "projectors", "reflections", "rotations", "involutions",
                 "permutations")  # fmt: skip
_KIND_WORDS = frozenset(word for words in KINDS for word in words.split())
_OTHERS = frozenset(("rank", "not", "in", "by", "size", "order", "dimension"))
WORDS = _KIND_WORDS | {*PLURAL_NOUNS} | FILLERS | OF_PARTS | _OTHERS
_MARKS = {"*": "star", "star": "star", "'": "prime", "+": ""}
_SAID = (*PHRASES, *PROPERTIES)
PROSE = {
    word
    for word in (*WORDS, *STOPS, *CONNECTIVES, *(x for words in _SAID for x in words))
    if len(word) > 1 and word.isalpha()
}
_IN_PROSE = re.compile(
    r"(?<![\\A-Za-z{])(?:%s)(?:\s+(?:%s))*(?![A-Za-z}])"
    % (("|".join(sorted(PROSE, key=len, reverse=True)),) * 2)
)
STYLED = re.compile(r"\\[A-Za-z]+\s*\{$")  # of a name that starts behind it
SAFE = {"lambda": "lam"}  # what is no name of Python's, by one that is


def cut_into_tokens(text: str, at: int) -> list[Token]:
    """Return the tokens of a part. Raises NotRead for a sign that is in no formula."""
    if "\\" not in text:
        try:
            return plain_tokens(text)
        except FormulaError as error:
            raise moved(error, at) from None
    whole, places = in_latex(text)
    try:
        found = latex_tokens(whole, {})
    except FormulaError as error:
        where = None if error.at is None else at + places[min(error.at, len(places) - 1)]
        raise NotRead(error.message, where) from None
    return [t._replace(at=places[t.at], end=places[t.end - 1] + 1) for t in found]


def in_latex(text: str) -> tuple[str, list[int]]:
    """Return LaTeX with its words in text mode, and the place of each sign in the text before."""
    if "\\" not in text:
        return text, [*range(len(text) + 1)]
    pieces: list[str] = []
    places: list[int] = []
    here = 0
    for match in _IN_PROSE.finditer(text):
        if not {*match[0].split()} <= PROSE:
            continue
        pieces += [text[here : match.start()], r"\text{ ", match[0], " }"]
        places += [*range(here, match.start()), *([match.start()] * 7)]
        places += [*range(match.start(), match.end()), *([match.end()] * 2)]
        here = match.end()
    pieces.append(text[here:])
    return "".join(pieces), [*places, *range(here, len(text) + 1)]


def name_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """Return the name that stands at a place as an identifier, and where it ends."""
    if at >= len(tokens) or tokens[at].kind != WORD or not tokens[at].text.isascii():
        return None
    name, end = SAFE.get(tokens[at].text, tokens[at].text), at + 1
    if end + 1 < len(tokens) and tokens[end].is_op("_") and tokens[end + 1].kind in {WORD, DIGITS}:
        name, end = f"{name}_{tokens[end + 1].text}", end + 2
    if end < len(tokens) and tokens[end].is_op("'", "*", "star") and _ends(tokens, end + 1):
        name, end = f"{name}_{_MARKS[tokens[end].text]}", end + 1
    elif end + 1 < len(tokens) and tokens[end].is_op("^") and tokens[end + 1].is_op("*", "star"):
        name, end = f"{name}_star", end + 2
    return name, end


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Say whether nothing that could be multiplied follows."""
    if at >= len(tokens) or tokens[at].text in WORDS:
        return True
    if tokens[at - 1].is_op("'"):  # A' = A is a transpose
        return tokens[at].is_op(",", "in", ":", ":=")
    return tokens[at].kind == OP
