"""Indices that nothing binds: the j of Σ c_j, and of c_j ≥ 0 for all j."""

from __future__ import annotations

from collections.abc import Iterator

from referee.language.reading.grammar.products import Products
from referee.language.reading.grammar.words import STOPS
from referee.language.reading.notations.tokens import END, OP, WORD, Token

MOST_LETTERS = 2  # a matrix has two indices
_ENDS = frozenset(
    ("=", "!=", "<", "<=", ">", ">=", "in", "notin", "=>", "<=>", "and", "or", ",", ";", "+", "-",
     "succ", "succeq", "prec", "preceq", "sums", "quad", "newline", "forall")
)  # fmt: skip
_BINDING = frozenset(("sum", "prod", "max", "min", "Sigma", "Pi"))
_BARS = frozenset(("norm", "rnorm", "|", "||", "rabs"))  # what stands below them is no index


class FreeIndices(Products):
    """What indices a part of the text has that are no names and not bound."""

    def is_index(self, token: Token) -> bool:
        """Say whether a token may be an index that is still free: a small letter, and no name."""
        letter = token.kind == WORD and len(token.text) == 1 and token.text.islower()
        known = (token.text,) in self.setting.spellings.names or token.text in self.bound
        return letter and not known

    def free_letters(self, ahead: int = 0, *, bracket: bool = False) -> list[str]:
        """Return the free indices of the term so far ahead, or of the bracket that opens there."""
        found: dict[str, None] = {}
        bound: set[str] = set()
        for place in self._signs_below(ahead, bracket=bracket):
            letters = self._letters_below(place)
            if self.peek(place - 1).text in _BINDING:
                bound.update(letters)
            elif self.peek(place - 1).text not in _BARS:
                found.update(dict.fromkeys(each for each in letters if each not in bound))
        free = list(found)
        return free if len(free) <= MOST_LETTERS else []

    def _signs_below(self, ahead: int, *, bracket: bool) -> Iterator[int]:
        """Yield how far ahead each _ stands whose index may be free."""
        depth = 0
        while (token := self.peek(ahead)).kind != END:
            length = self._length_at(ahead)
            if length > 1:
                ahead += length
                continue
            if token.is_op("{", "lbrace") and self.peek(ahead - 1).text == "min" and ahead:
                ahead = self._behind_set(ahead)  # min{v_i : w_i ≠ 0} has an index of its own
                continue
            depth += token.is_op("(", "[", "{", "lbrace") or token.text.startswith("begin ")
            depth -= token.is_op(")", "]", "}", "rbrace") or token.text.startswith("end ")
            ends = token.text in (_ENDS if token.kind == OP else STOPS)
            if depth < 0 or (depth == 0 and (ends or (bracket and token.is_op(")")))):
                return
            if token.is_op("_"):
                yield ahead
            ahead += 1

    def _behind_set(self, ahead: int) -> int:
        """Return how far ahead the text goes on behind the braces that open so far ahead."""
        depth = 0
        while (token := self.peek(ahead)).kind != END:
            depth += token.is_op("{", "lbrace") - token.is_op("}", "rbrace")
            ahead += 1
            if depth == 0:
                break
        return ahead

    def _length_at(self, ahead: int) -> int:
        self.at += ahead
        length = self._name_length(sure=True)
        self.at -= ahead
        return length

    def _letters_below(self, place: int) -> list[str]:
        """Return the letters below a _ that are no names: the i and j of A_ij and A_{i, j}."""
        first = self.peek(place + 1)
        if not first.is_op("{"):
            return self._indices_in(first)
        found: list[str] = []
        place += 2
        while not (token := self.peek(place)).is_op("}") and token.kind != END:
            found += self._indices_in(token)
            place += 1
        return found

    def _indices_in(self, token: Token) -> list[str]:
        if token.kind != WORD or len(token.text) > MOST_LETTERS:
            return []
        letters = [token._replace(text=letter) for letter in token.text]
        return [each.text for each in letters if self.is_index(each)]
