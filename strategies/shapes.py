"""Which shapes a family has: dimensions with their least values and a condition, not a list.

From them follow the shapes in order of size without end, whether a shape belongs, the shapes
up to a size, and how far an independent sample and the ladder of large sizes go.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import islice, product

Shape = Mapping[str, int]
REACH = 20  # of a sample and the ladder, where nobody has measured what is affordable
FARTHEST = 1_000  # of a dimension, for tokens: a hostile one fills no memory
BULK = 2**24  # all dimensions multiplied, times the largest: a bound on the integers of a shape
TAIL = 1 / 24  # of a sample is of larger shapes
TRIES = 64  # to draw a shape that meets the condition
SIZES = (8, 12, 20, 32)  # of the ladder
BESIDE = 2  # what the other dimensions are where one goes up alone
LOOKED_AT = 2_000  # shapes, for the smallest that meet a condition
KEPT = 10  # of them stand for the small ones


def anything(_: Shape) -> bool:
    """Allow every shape."""
    return True


@dataclass(frozen=True)
class Shapes:
    """All shapes whose dimensions are at least ``least`` and that ``allowed`` lets through.

    Up to ``small`` in each dimension they are the small ones, which are drawn most and where an
    answer is typed. ``most`` bounds the dimensions that do not grow. ``reach`` is the largest
    dimension that is drawn or climbed to, as far as an instance is affordable there; one that
    is no larger than ``small``, 0 say, says that none is. Up to ``searched`` every shape is
    screened.
    """

    least: Mapping[str, int]
    allowed: Callable[[Shape], bool] = anything
    small: int = 4
    most: Mapping[str, int] = field(default_factory=dict)
    reach: int = REACH
    searched: int = 0

    @cached_property
    def smallest(self) -> tuple[Shape, ...]:
        """The small shapes, in order."""
        return self.up_to(self.small)

    @property
    def finite(self) -> tuple[Shape, ...] | None:
        """All the shapes, None where there is no end of them."""
        if any(dim not in self.most for dim in self.least):
            return None
        return self.up_to(max(self.most.values(), default=0))

    def up_to(self, most: int) -> tuple[Shape, ...]:
        """Return the shapes with all dimensions up to a size, smallest first."""
        ranges = [range(low, min(most, self._last(d)) + 1) for d, low in self.least.items()]
        found = (dict(zip(self.least, sizes, strict=True)) for sizes in product(*ranges))
        return in_order(shape for shape in found if self.allowed(shape))

    def _last(self, dim: str) -> int:
        return self.most.get(dim, FARTHEST)

    def __contains__(self, shape: Shape) -> bool:
        """Say whether a shape is one of these, however large, within what tokens may hold."""
        if list(shape) != list(self.least):
            return False
        within = all(low <= shape[d] <= self._last(d) for d, low in self.least.items())
        return within and _bulk(shape) <= BULK and self.allowed(shape)

    def of_sum(self, total: int) -> Iterator[Shape]:
        """Yield the shapes whose dimensions have a sum, in order."""
        lows, lasts = list(self.least.values()), [self._last(d) for d in self.least]
        for sizes in _summing_to(total, lows, lasts):
            shape = dict(zip(self.least, sizes, strict=True))
            if self.allowed(shape):
                yield shape

    def is_small(self, shape: Shape) -> bool:
        """Say whether a shape is one of the small ones."""
        return max(shape.values(), default=0) <= self.small

    def where(self, condition: Callable[[Shape], bool]) -> Shapes:
        """Return the shapes that meet one condition more; empty ones where none is found."""
        kept = {each.name: getattr(self, each.name) for each in fields(self)}
        return _Some(**kept | {"allowed": lambda shape: self.allowed(shape) and condition(shape)})

    def draw(self, rng: random.Random) -> Shape:
        """Return a shape drawn independently: mostly a small one, evenly, seldom a larger one.

        How large these are has a heavy tail, a power law cut off at ``reach``.
        """
        if self.reach > self.small and rng.random() < TAIL:
            for _ in range(TRIES):
                shape = self._large(rng)
                if shape in self:
                    return shape
        return rng.choice(self.smallest)

    def _large(self, rng: random.Random) -> Shape:
        """Return dimensions drawn evenly on a logarithmic scale up to a size that is drawn."""
        size = min(self.reach, int(self.small / max(rng.random(), 1e-9)))
        together = rng.random() < 1 / 2
        return {
            d: min(self._last(d), size if together and low else _logarithmic(low, size, rng))
            for d, low in self.least.items()
        }

    def ladder(self) -> Sequence[Sequence[Shape]]:
        """Return ways up through larger and larger shapes: all dimensions together, then each."""
        return self.ways_up([size for size in SIZES if size <= self.reach])

    def just_beyond(self) -> Sequence[Shape]:
        """Return shapes that are one larger than the small ones: in all dimensions, or in each."""
        ways = self.ways_up([self.small + 1] if self.reach > self.small else [])
        return [shape for way in ways for shape in way]

    def ways_up(self, sizes: Sequence[int]) -> Sequence[Sequence[Shape]]:
        """Return ways up through sizes: all dimensions together, then each."""
        growing = [d for d, low in self.least.items() if low and d not in self.most]
        ways = [growing, *([d] for d in growing if len(growing) > 1)]
        climbed = ([self._rung(size, way) for size in sizes] for way in ways)
        found = [[shape for shape in way if shape in self] for way in climbed]
        return [way for way in found if way]

    def _rung(self, size: int, growing: Sequence[str]) -> Shape:
        def beside(dim: str, low: int) -> int:
            return low if dim in self.most or not low else max(low, BESIDE)

        return {d: size if d in growing else beside(d, low) for d, low in self.least.items()}


@dataclass(frozen=True)
class _Some(Shapes):
    """Shapes that meet a condition, which the small ones need not."""

    @cached_property
    def smallest(self) -> tuple[Shape, ...]:
        """The small shapes, or the first few where none of these is small."""
        found = self.up_to(self.small)
        return found or tuple(islice(self._first(), KEPT))

    def _first(self) -> Iterator[Shape]:
        everything = Shapes(self.least, most=self.most)
        totals = range(sum(self.least.values()), FARTHEST)
        looked_at = (shape for total in totals for shape in everything.of_sum(total))
        return (shape for shape in islice(looked_at, LOOKED_AT) if self.allowed(shape))


@dataclass(frozen=True)
class Listed(Shapes):
    """Exactly the shapes of a list: of what is enumerated, or has one shape only."""

    only: tuple[Shape, ...] = ()

    @cached_property
    def smallest(self) -> tuple[Shape, ...]:
        """All of them, in the order of the list."""
        return self.only

    @property
    def finite(self) -> tuple[Shape, ...] | None:
        """All of them."""
        return self.only

    def up_to(self, most: int) -> tuple[Shape, ...]:
        """Return those with all dimensions up to a size."""
        return tuple(s for s in self.only if max(s.values(), default=0) <= most)

    def __contains__(self, shape: Shape) -> bool:
        """Say whether a shape is in the list, its dimensions in the list's order."""
        return list(shape) == list(self.least) and dict(shape) in self.only

    def of_sum(self, total: int) -> Iterator[Shape]:
        """Yield those whose dimensions have a sum."""
        return (shape for shape in self.only if sum(shape.values()) == total)

    def is_small(self, shape: Shape) -> bool:
        """Say that all of them are."""
        del shape
        return True

    def where(self, condition: Callable[[Shape], bool]) -> Shapes:
        """Return those that meet a condition."""
        return replace(self, only=tuple(shape for shape in self.only if condition(shape)))

    def ladder(self) -> Sequence[Sequence[Shape]]:
        """Return no way up."""
        return ()

    def just_beyond(self) -> Sequence[Shape]:
        """Return none."""
        return ()

    def ways_up(self, _: Sequence[int]) -> Sequence[Sequence[Shape]]:
        """Return no way up."""
        return ()


def listed(shapes: Sequence[Shape]) -> Listed:
    """Return the shapes of a list and no others."""
    return Listed(dict.fromkeys(shapes[0], 0), reach=0, only=tuple(shapes))


def in_order(shapes: Iterator[Shape]) -> tuple[Shape, ...]:
    """Return shapes in order of size: by the sum of their dimensions, then one by one."""
    return tuple(sorted(shapes, key=lambda s: (sum(s.values()), *s.values())))


def _bulk(shape: Shape) -> int:
    return math.prod(max(1, size) for size in shape.values()) * max(shape.values(), default=1)


def _summing_to(total: int, lows: Sequence[int], lasts: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield all numbers within bounds with a sum, in lexicographic order."""
    if not lows:
        if total == 0:
            yield ()
        return
    least, most = sum(lows[1:]), sum(lasts[1:])
    for first in range(max(lows[0], total - most), min(lasts[0], total - least) + 1):
        for rest in _summing_to(total - first, lows[1:], lasts[1:]):
            yield (first, *rest)


def _logarithmic(low: int, high: int, rng: random.Random) -> int:
    """Return an integer between two, every magnitude as often."""
    scale = (high - low + 1) ** rng.random()
    return min(high, low - 1 + int(scale)) if high > low else low
