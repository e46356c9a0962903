"""Under which conditions a sentence claims its formulas: where they begin and where they end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from referee.checking.forms import Form, form_of, named
from referee.checking.formulas import DEFINES, MEMBER, has, links
from referee.checking.items import Reading
from referee.checking.prose import (
    DEFINITION,
    REQUIREMENT,
    is_tail,
    matters,
    plain_words,
    qualifier,
    restricts,
    role_of,
    tail_end,
    until_then,
)
from referee.checking.sentences import Sentence, Token

_FOR = re.compile(r"[\s,;(]*(?:for|where|with)\b", re.IGNORECASE)
_AND_MATH = re.compile(r"(?:,?\s*\band\b|,)\s*\$(?P<math>[^$]*)\$")
_STRONG = re.compile(
    r"\b(?:then|we have|one has|it holds|there holds|we get|we obtain)\b", re.IGNORECASE
)


class Conditions:
    """What formulas of a sentence depend on, said before them and behind them."""

    def __init__(self, reading: Reading, sentence: Sentence) -> None:
        self.reading, self.context = reading, reading.context
        self.sentence, self.tokens = sentence, sentence.tokens

    def cut(self, place: int) -> int | None:
        """Return where words end a condition that has begun, None where they go on with it."""
        token = self.tokens[place]
        words = plain_words(token.text) if token.math is None else ""
        return until_then(words) if self._a_claim_follows(place, words) else None

    def begun(self, place: int, *, claimed: bool) -> tuple[list[str], bool] | None:
        """Return the condition that begins in words, and whether it ends there; None for none."""
        words = plain_words(self.tokens[place].text)
        start = None if claimed and self.sentence.kind != "paragraph" else qualifier(words)
        if start is None or not self._qualifies(words[start:], place):
            return None
        rest = words[start:]
        cut = until_then(rest)
        ends = cut is not None and matters(rest[:cut]) and self._a_claim_follows(place, words)
        return ([rest[:cut]], True) if ends else ([rest], False)

    @staticmethod
    def briefer(premise: list[str], token: Token) -> list[str]:
        """Return what begins a condition without words that say nothing of the name behind them."""
        lead = re.match(r"\s*\w+ ?", premise[-1]) if len(premise) == 1 else None
        # What a definition is called says no more than what it is.
        idle = has(token.text, DEFINES) or not restricts(premise[-1])
        return [lead[0]] if lead and idle else premise

    def without_unused(self, premise: str, latex: str) -> str:
        """Return a condition without what defines a name that the formula does not use."""

        def kept(found: re.Match[str]) -> str:
            if form_of(found["math"], self.context).form is not Form.DEFINITION:
                return found[0]
            left = links(found["math"])[0].left
            name = named(left)
            unused = name is not None and name.marks and left.strip() not in latex
            return "" if unused else found[0]

        return _AND_MATH.sub(kept, premise)

    def is_claimed(self, words: str, token: Token) -> bool:
        """Say whether a formula behind the words of a condition is claimed and no part of it.

        It is no name's, and the words have a verb: "with a step η > 0 the value is $…$".
        """
        if words.startswith("$") or not self._claims(token):
            return False
        said = re.sub(r"\b(?:and|or)\b|[^A-Za-z]", "", words)
        asks = role_of(words, "").role in {REQUIREMENT, DEFINITION} or qualifier(words) is not None
        return bool(said) and not asks

    def _qualifies(self, words: str, place: int) -> bool:
        """Say whether a condition begins in words: a formula follows, or a kind is in it."""
        lead = re.match(r"(\w+)", words)
        if lead is not None and lead[1].lower() in {"on", "for", "with", "where", "given"}:
            follows = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
            claims = follows is not None and self._claims(follows)
            return restricts(words) or not claims
        return True

    def _claims(self, token: Token) -> bool:
        if token.math is None or has(token.text, MEMBER):
            return False
        return form_of(token.text, self.context).form in {Form.STATEMENT, Form.CHAIN}

    def _a_claim_follows(self, place: int, words: str) -> bool:
        """Say whether words end a condition: what follows is a claim, as words or form say."""
        follows = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        if follows is None or follows.math is None:
            return False
        strong = _STRONG.search(words)
        if strong:
            return True
        lead = self.sentence.lasting["word"].lower() if self.sentence.lasting else ""
        if lead in {
            "let",
            "define",
            "denote",
            "where",
            "with",
            "fix",
            "take",
            "write",
        } or lead.startswith("we "):
            return False
        return self._claims(follows)

    def tail(self, place: int) -> tuple[int, str]:
        """Return how many tokens behind a claim say what it depends on, and what they say."""
        rest = self.tokens[place + 1 :]
        said: list[str] = []
        for count, token in enumerate(rest):
            if token.math is not None:
                if not said:
                    return 0, self._later_tail(place)
                if count > 1 and not self.sentence.label and self._is_next(said, token):
                    tail = "".join(said[:-1])  # what is claimed next is no part of it
                    return (count - 1, tail) if matters(tail) else (0, "")
                said.append(self.reading.math(token.text))
                continue
            words = plain_words(token.text)
            if not said and not is_tail(words):
                return 0, self._later_tail(place)
            end = tail_end(words)
            if end is not None and (said or end):
                said.append(words[:end])
                tail = "".join(said)
                return (count + (end >= len(words)), tail) if matters(tail) else (0, "")
            said.append(words)
        tail = "".join(said)
        return (len(rest), tail) if matters(tail) else (0, "")

    def _is_next(self, said: Sequence[str], token: Token) -> bool:
        """Say whether a formula in what stands behind a claim is the next one claimed.

        Behind a comma alone it is a condition: "where A and B are idempotent, AB = BA".
        """
        spoken = re.search(r"[A-Za-z]", said[-1]) is not None
        return spoken and _FOR.match(said[0]) is not None and self._claims(token)

    def _later_tail(self, place: int) -> str:
        """Return the tail of the last of several claims that commas and "and" part."""
        rest = self.tokens[place + 1 :]
        for count, token in enumerate(rest):
            if token.math is None:
                words = plain_words(token.text)
                if is_tail(words) and count:
                    return self.tail(place + count)[1]
                if words.strip(" ,;") not in {"", "and", "or"}:
                    return ""
        return ""
