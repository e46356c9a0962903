"""Words and sizes that describe a name, as they are found among tokens."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from referee.asking.declarations import Name
from referee.asking.problems import NotRead
from referee.asking.sets import sizes_at
from referee.asking.tokens import PLURAL_NOUNS
from referee.asking.words import FILLERS, IS, KINDS, LONGEST, Word
from referee.language.reading.grammar.words import FUNCTION_WORDS
from referee.language.reading.notations.tokens import WORD, Token


def described(tokens: Sequence[Token], at: int) -> tuple[list[Word], tuple[str, str] | None, int]:
    """Return the words that describe a name, its size, and where they end."""
    words: list[Word] = []
    sizes: tuple[str, str] | None = None
    while at < len(tokens):
        both = _whole_sizes(tokens, at)
        kind = _kind_at(tokens, at)
        if both is not None:
            sizes, at = both
        elif kind is not None:
            words.append(kind[0])
            at = kind[1]
        elif _is_filler(tokens, at):
            at += 1
        else:
            break
    return words, sizes, at


def no_kind(word: str, at: int) -> NotRead:
    """Return the refusal of a word that says nothing known of a name."""
    near = difflib.get_close_matches(word.lower(), [*KINDS], 2, 0.7)
    also = f"; did you mean {' or '.join(near)}?" if near else ", as symmetric or invertible"
    return NotRead(f"“{word}” is no kind that is known{also}", at)


def apply_word(name: Name, word: Word) -> None:
    """Note what a word says of a name, as far as its sort is known."""
    name.declared = True
    if word.sort and (name.sort in {"", word.sort} or not (word.kind or word.vector)):
        name.sort = word.sort
    name.square = name.square or word.square
    name.kinds += [word.kind] if word.kind else []
    name.vector_kinds += [word.vector] if word.vector else []
    name.intervals += [word.number] if word.number else []
    name.conditions += [word.condition] if word.condition else []
    name.vector_conditions += [word.of_vectors] if word.of_vectors else []


def _whole_sizes(tokens: Sequence[Token], at: int) -> tuple[tuple[str, str], int] | None:
    """Return the size n × n at a place, where it is no name with something else behind it."""
    if at < len(tokens) and tokens[at].text in FUNCTION_WORDS:  # exp is no e × p
        return None
    found = sizes_at(tokens, at)
    if found is None or len(found[0]) != 2:
        return None
    return (found[0][0], found[0][1]), found[1]


def _kind_at(tokens: Sequence[Token], at: int) -> tuple[Word, int] | None:
    """Return the longest words for a kind at a place, hyphens left out."""
    words: list[str] = []
    ends: list[int] = []
    place = at
    while place < len(tokens) and len(words) < LONGEST:
        if tokens[place].kind == WORD or tokens[place].text in {"1", "and"}:
            words.append(tokens[place].text)
            ends.append(place + 1)
        elif not tokens[place].is_op("-"):
            break
        place += 1
    for length in range(len(words), 0, -1):
        said = " ".join(words[:length])
        found = KINDS.get(said) or (KINDS.get(said.lower()) if len(said) > 2 else None)
        found = found or (KINDS.get(said[:-1]) if length and said.endswith(PLURAL_NOUNS) else None)
        if found is not None:
            return found, ends[length - 1]
    return None


def _is_filler(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a word says nothing: an article is one before a word alone."""
    text = tokens[at].text
    if text not in FILLERS and text.lower() not in FILLERS:
        return tokens[at].is_op("forall")
    if len(text) > 1:
        return True
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if text == "a" and _whole_sizes(tokens, at + 1) is not None:
        return True
    describes = follows is not None and follows.kind == WORD and follows.text not in {*IS, "in"}
    return text == "a" and describes and (len(follows.text) > 1 if follows is not None else False)
