"""Sizes as numbers: what a formula makes of n and d beyond the shapes that are drawn.

Where an identity is proved at small shapes, n and d are replaced by independent indeterminates
at matrices of a fixed shape. Where it fails so, or where a part of the answer made of sizes
alone has a sign that it had at no shape that is drawn, the shapes in question are returned:
what they are worth is decided there, exactly.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

import numpy as np
from flint import fmpq

from referee.deciding.case import Case
from referee.deciding.identity import BITS, at_random_points
from referee.language.comparison import Truth
from referee.language.exceptions import SUMS
from referee.language.size_parts import Signs, SizeSigns, size_names, size_parts
from referee.language.tree import Node
from referee.numerics import arrays
from referee.numerics.degrees import NotRational, assumptions, variable
from referee.numerics.precision import OutOfReach
from referee.numerics.scalars import Undefined
from referee.strategies.families import Family, Instance, Shape
from referee.strategies.integer_vectors import TOP, within

FARTHEST = 64  # sizes are looked for up to this
MOST_TIED = 2  # sizes that are tied to one another
MOST_SIGNS = 8  # shapes that are tried for a sign that is new
MOST_CHOICES = 64  # of what an instance chooses first
DRAWS = 2  # instances that are drawn at such a shape
MOST_FAILING = 3  # shapes that are tried because the sizes put in as numbers fail


@dataclass(frozen=True)
class SizesTried:
    """How far sizes were looked at as numbers, and how many larger shapes were decided.

    ``indeterminate`` says that the identity holds with ``names`` as indeterminates.
    """

    names: tuple[str, ...]
    up_to: int
    shapes: int = 0
    indeterminate: bool = False

    @property
    def says(self) -> str:
        """What is known of the sizes in the answer, in words."""
        if self.indeterminate:
            one = "as an indeterminate" if len(self.names) == 1 else "as indeterminates"
            return f"also with {' and '.join(self.names)} {one}"
        return f"no size up to {self.up_to} is found at which it fails"


def larger_shapes(family: Family, names: Sequence[str]) -> Iterator[Shape]:
    """Yield shapes beyond those that are drawn, in order: one size grows, then all together."""
    least = family.shapes[0]
    drawn = {tuple(shape.values()) for shape in family.shapes}
    growing = [name for name in least if least[name] > 0]
    ways = [*([name] for name in names if name in growing), growing]
    for size in range(1, FARTHEST + 1):
        for way in ways:
            shape = {name: size if name in way else low for name, low in least.items()}
            sizes = tuple(shape.values())
            if sizes not in drawn and _has(family, shape):
                drawn.add(sizes)
                yield shape


def _has(family: Family, shape: Shape) -> bool:
    try:
        family.layout(shape)
    except ValueError:
        return False
    return True


def newly_signed(case: Case, shapes: Sequence[Shape]) -> list[Shape]:
    """Return those of larger shapes at which parts made of sizes have signs as nowhere before.

    The fewest zeros come first: where no factor vanishes any more, what it hid is seen.
    """
    root = case.formula.root
    parts = size_parts(root, case.family.shapes[0])
    if not parts:
        return []
    seen: dict[Signs, Shape | None] = dict.fromkeys(
        _signs(case.family, shape, parts) for shape in case.family.shapes
    )
    for shape in (*shapes, *_tied(case, parts, seen)):
        seen.setdefault(_signs(case.family, shape, parts), shape)
    new = [(signs, shape) for signs, shape in seen.items() if shape is not None]
    return [shape for _, shape in sorted(new, key=lambda pair: pair[0].count(0))[:MOST_SIGNS]]


def _tied(case: Case, parts: Sequence[Node], seen: Collection[Signs]) -> Iterator[Shape]:
    """Yield the smallest shape at which each part of several sizes is 0, unless one was drawn."""
    least = case.family.shapes[0]
    for place, part in enumerate(parts):
        names = size_names(part, least)
        if len(names) > 1 and part.kind in SUMS and all(signs[place] != 0 for signs in seen):
            ranges = [range(least[name], FARTHEST + 1) for name in names[:MOST_TIED]]
            tied = ({**least, **dict(zip(names, s, strict=False))} for s in product(*ranges))
            zero = (s for s in tied if _is_zero(case.family, s, part) and _has(case.family, s))
            yield from islice(zero, 1)


def _is_zero(family: Family, shape: Shape, part: Node) -> bool:
    nothing = Instance(family, shape, np.empty(0, dtype=object))  # its arrays are not looked at
    return SizeSigns(nothing).of([part]) == (0,)


def _signs(family: Family, shape: Shape, parts: Sequence[Node]) -> Signs:
    bounds = family.layout(shape).bounds
    return SizeSigns(family.build(shape, [0] * len(bounds))).of(parts)


def holds_indeterminate(case: Case, names: Sequence[str], rng: random.Random) -> bool | None:
    """Say whether an identity holds with its sizes replaced by independent random numbers.

    None where that says nothing: where it is no identity of rational functions.
    """
    shape = _fixed(case.family)
    numbers = {name: variable(rng.randrange(2**BITS)) for name in names}
    try:
        for p in at_random_points(case.family, shape, rng):
            with assumptions() as noted:
                at = p.replace(**{name: arrays.scalar(x) for name, x in numbers.items()})
                if case.claim.decide(at, case.answer).truth is not Truth.TRUE or None in noted:
                    return False
    except (NotRational, Undefined, OutOfReach):
        return None
    return True


def failing(case: Case, shapes: Sequence[Shape], names: Sequence[str]) -> Iterator[Shape]:
    """Yield the larger shapes whose sizes, put in as numbers at a fixed shape, make it fail."""
    rng = case.random("sizes put in")
    p = case.family.sample_large(_fixed(case.family), rng)
    for shape in shapes:
        sizes = {name: arrays.scalar(fmpq(shape[name])) for name in names}
        if case.compared_at(p.replace(**sizes)).truth is Truth.FALSE:
            yield shape


def _fixed(family: Family) -> Shape:
    """Return the smallest shape without a dimension of 1, else the last of the small ones."""
    usual = (s for s in family.shapes if min(s[k] for k in s if family.shapes[0][k]) > 1)
    return next(usual, family.shapes[-1])


def sparse(family: Family, shape: Shape, rng: random.Random) -> Iterator[Instance]:
    """Yield a few instances of a shape, the simplest first: the least integers, then few others.

    The first integer of each field is 1 where it may be, one field after the other, then all.
    """
    layout = family.layout(shape)
    least = [max(0, low or 0) for low, _ in layout.bounds]
    firsts = [layout.first(name) for name in layout.slots]
    moved = [i for i in firsts if i is not None and within(1, layout.bounds[i])]
    for ones in ([], *([i] for i in moved), moved):
        yield family.build(shape, [1 if i in ones else x for i, x in enumerate(least)])
    for _ in range(DRAWS):
        raws = [rng.randint(-TOP, TOP) for _ in least]
        yield family.from_raw(shape, raws, "sparse")
    for place, (low, high) in list(enumerate(layout.bounds))[:1]:
        if low is not None and high is not None:  # a choice, as of a kind of function
            for chosen in range(low, min(high, low + MOST_CHOICES) + 1):
                yield family.build(shape, least).moved({place: chosen})
