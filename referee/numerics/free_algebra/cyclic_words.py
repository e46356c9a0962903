"""Cyclic words in the code of an order: what words become under a trace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from referee.numerics.free_algebra import vertices
from referee.numerics.free_algebra.coefficients import Coefficient
from referee.numerics.free_algebra.orders import Code, Order, Terms
from referee.numerics.free_algebra.rules import add


class CyclicWords:
    """The classes of the words of an order under rotation and transposition."""

    def __init__(self, order: Order) -> None:
        self._rows = [letter.rows for letter in order.letters]
        self._transposes = [order.code((letter.T,))[0] for letter in order.letters]

    def turned(self, word: Code) -> Iterator[Code]:
        """Yield the rotations of a word and of its transpose, each once."""
        other = tuple(self._transposes[a] for a in reversed(word))
        yield from {w[i:] + w[:i]: None for w in (word, other) for i in range(len(w))}

    def first(self, word: Code) -> Code:
        """Return the word that stands for all whose trace is the same."""
        return min(self.turned(word), default=())

    def start(self, word: Code) -> str:
        """Return the vertex at which a word that is not empty begins."""
        return self._rows[word[0]]

    def traced(self, terms: Iterable[tuple[Code, Coefficient]], vertex: str) -> Terms:
        """Return a sum of traces of closed words, the empty one the identity of a vertex."""
        total: Terms = {}
        for word, c in terms:
            size = c if word else c * vertices.size(vertex)
            add(total, [(self.first(word), size)])
        return total
