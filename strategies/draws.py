"""Draws: the choices and integers that instances are made of, by chance or by Hypothesis."""

from __future__ import annotations

import random
from dataclasses import dataclass

from hypothesis import strategies as st

from referee.strategies.integer_vectors import TOP

_RAW = st.integers(min_value=-TOP, max_value=TOP)


@dataclass(frozen=True)
class ByRandom:
    """Draws of a generator."""

    rng: random.Random

    def choose(self, options: int) -> int:
        """Return one of 0, ..., options − 1."""
        return self.rng.randrange(options)

    def raws(self, count: int) -> list[int]:
        """Return so many integers."""
        return [self.rng.randint(-TOP, TOP) for _ in range(count)]


@dataclass(frozen=True)
class ByHypothesis:
    """Draws of Hypothesis, which it shrinks to 0."""

    draw: st.DrawFn

    def choose(self, options: int) -> int:
        """Return one of 0, ..., options − 1."""
        return self.draw(st.integers(0, options - 1))

    def raws(self, count: int) -> list[int]:
        """Return so many integers."""
        return self.draw(st.lists(_RAW, min_size=count, max_size=count))
