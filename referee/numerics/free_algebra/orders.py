"""Orders on words: by weight, then letter by letter; words are coded as tuples of integers.

The weight of a word is the sum of its letters' weights, all positive, so that the order is
admissible: it is total, well-founded, and u < v gives xuy < xvy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from referee.numerics.free_algebra.coefficients import Coefficient
from referee.numerics.free_algebra.letters import Letter, Word

Code: TypeAlias = tuple[int, ...]
Terms: TypeAlias = dict[Code, Coefficient]
Ranking: TypeAlias = Callable[[Letter], tuple[object, ...]]
Weighing: TypeAlias = Callable[[Letter], int]


def is_made(letter: Letter) -> bool:
    """Say whether a letter was made from others, as an inverse or a pseudo-inverse is."""
    return letter.name.endswith(("⁻¹", "⁺"))


def letters_of(words: Iterable[Word]) -> set[Letter]:
    """Return the letters of words, and their transposes."""
    return {each for word in words for letter in word for each in (letter, letter.T)}


class Order:
    """An admissible order on the words of some letters, which are coded by their rank."""

    def __init__(self, letters: Iterable[Letter], ranking: Ranking, weighing: Weighing) -> None:
        self.letters = sorted(set(letters), key=lambda letter: (*ranking(letter), letter))
        self._codes: Mapping[Letter, int] = {a: i for i, a in enumerate(self.letters)}
        self._weights = [weighing(letter) for letter in self.letters]
        self._plain = all(weight == 1 for weight in self._weights)

    def weight(self, code: Code) -> int:
        """Return the degree of a word."""
        return len(code) if self._plain else sum(self._weights[a] for a in code)

    def key(self, code: Code) -> tuple[int, Code]:
        """Return what words are compared by."""
        return self.weight(code), code

    def coded(self, terms: Mapping[Word, Coefficient]) -> Terms:
        """Return terms whose words are codes."""
        return {self.code(word): c for word, c in terms.items()}

    def code(self, word: Word) -> Code:
        """Return the code of a word of these letters."""
        return tuple(self._codes[letter] for letter in word)

    def word(self, code: Code) -> Word:
        """Return the letters of a code."""
        return tuple(self.letters[a] for a in code)


def _alphabetical(letter: Letter) -> tuple[object, ...]:
    return (letter.transposed, letter.name)


def _made_last(letter: Letter) -> tuple[object, ...]:
    return (is_made(letter), letter.transposed, letter.name)


def _made_first(letter: Letter) -> tuple[object, ...]:
    return (not is_made(letter), letter.transposed, letter.name)


def _one(_: Letter) -> int:
    return 1


def _heavy_when_made(letter: Letter) -> int:
    return 2 if is_made(letter) else 1


def _light_when_made(letter: Letter) -> int:
    return 1 if is_made(letter) else 2


# Named ways to order; the first is tried first.
ORDERS: Mapping[str, tuple[Ranking, Weighing]] = {
    "made heavy": (_made_last, _heavy_when_made),
    "made first": (_made_first, _one),
    "made last": (_made_last, _one),
    "alphabetical": (_alphabetical, _one),
    "made light": (_made_first, _light_when_made),
}
SOONEST = "made heavy"  # on a table of facts it took the fewest rules, and a third fewer steps
