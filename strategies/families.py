"""Families: instances built from a shape and integers.

From one description follow the Hypothesis strategy, the enumeration in order of size, the
replay token of a report and the arrays in any arithmetic. A field may use the fields
before it; one that reads no integers is derived from them.

A family, its fields and its instances are made of one another: in files of their own they would
import each other in a ring, which no room has.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial, wraps
from inspect import signature
from itertools import count
from typing import Any, ParamSpec, cast
from weakref import WeakKeyDictionary

import numpy as np
from hypothesis import strategies as st

from referee.numerics import arrays
from referee.numerics.arrays import Array
from referee.numerics.traced.sizes import NotTranslated
from referee.strategies.draws import ByHypothesis, ByRandom
from referee.strategies.integer_vectors import (
    STRUCTURED,
    TURNS,
    Bounds,
    Root,
    few_nonzero,
    ones,
    simplest,
    size_of_vector,
    spread,
    vectors_of_size,
)
from referee.strategies.kinds.every import kinds_at
from referee.strategies.kinds.kind import Kind
from referee.strategies.kinds.members import (
    Draws,
    Slot,
    commuting_pair,
    integers_of_regime,
    slot_of,
)
from referee.strategies.options import spell
from referee.strategies.rationals import Source
from referee.strategies.roots import Radical
from referee.strategies.shapes import Shape, Shapes, listed

__all__ = ["Shape", "Source"]  # said again here: an instance has one, a field reads the other
Dense = Callable[["Instance", Source], Array]
Form = Callable[["Instance", "Field"], Array]
Places = tuple[tuple[str, int], ...]  # indices of dimensions
Structures = Callable[["Shape", Draws], Mapping[str, Sequence[int]]]
LARGEST = 8  # every shape up to this is screened and can be proved
MANY_INTEGERS = 400  # of an instance: layouts of such shapes are forgotten again
MANY_LAYOUTS = 16  # of those are remembered
A_RATIO = 2  # integers, as of a time: they are no vector's
PLAIN = "sparse"  # the regime of fields beside those that are structured
TOGETHER = 2  # one in so many of the other regimes is structured where fields are so together
LARGE_REGIME = "sparse"  # of what is larger than the small shapes, for what it costs
P = ParamSpec("P")


@dataclass(frozen=True)
class Field:
    """One named array of a family.

    ``rows`` and ``columns`` name dimensions of the shape ("d", "n", or "1"). ``build``
    receives the instance and the field's integers as an array ``(..., k)``;
    ``integers(shape)`` holds the bounds of each of the k, None where there is none.
    Each of ``dense``, which may depend on the shape, builds the array from free numbers
    ``source(rows, columns)`` by a rational map; the values of all of them together are dense
    in the field's, so that an identity that holds for each of them holds for the field. ()
    where there are none. ``axes(shape)`` says of each integer to which indices of which
    dimensions it belongs, as (("d", 0), ("n", 2)); () where that is not known. ``narrow`` says
    in a line why the field has no values of a kind (:mod:`referee.strategies.value_kinds`).
    ``inverse(shape, array)`` returns the integers from which ``build`` makes an exact array, None
    where it makes no such one; it is not needed where integers are the numerators of the entries
    and their denominator. ``at_root(shape, radical)`` returns the integers from which a real number
    is made that is irrational, None where it is not of the field, which has no such numbers where
    it is None itself.
    ``form`` returns the array as a polynomial in letters, with the axioms that it carries
    (:mod:`referee.strategies.forms`); None where the field has none.
    """

    name: str
    rows: str
    columns: str
    latex: str
    meaning: str
    build: Callable[[Instance, np.ndarray], Array]
    integers: Callable[[Shape], Sequence[Bounds]] = lambda _: ()
    dense: tuple[Dense, ...] | Callable[[Shape], tuple[Dense, ...]] = ()
    axes: Callable[[Shape], Sequence[Places]] = lambda _: ()
    narrow: Mapping[str, str] = field(default_factory=dict)
    inverse: Callable[[Shape, np.ndarray], Sequence[int] | None] | None = None
    form: Form | None = None
    at_root: Callable[[Shape, Radical], Sequence[int] | None] | None = None

    def ways(self, shape: Shape) -> tuple[Dense, ...]:
        """Return the parametrisations by free numbers at a shape."""
        return self.dense(shape) if callable(self.dense) else self.dense

    def size(self, shape: Shape) -> tuple[int, int]:
        """Return the concrete (rows, columns) at a shape."""
        return dimension(self.rows, shape), dimension(self.columns, shape)


def dimension(symbol: str, shape: Shape) -> int:
    """Return the size that a dimension's symbol ("d", "n", "1", ...) has at a shape."""
    return int(symbol) if symbol.isdigit() else shape[symbol]


@dataclass(frozen=True)
class Layout:
    """Which integers of an instance each field reads, and the bounds of each."""

    slots: Mapping[str, slice]
    bounds: tuple[Bounds, ...]

    def first(self, name: str) -> int | None:
        """Return the first integer of a field that is drawn, None where none is."""
        slot = self.slots[name]
        own = range(slot.start, slot.stop)
        return next((i for i in own if not isinstance(self.bounds[i], Root)), None)

    @classmethod
    def of(cls, family: Family, shape: Shape) -> Layout:
        """Share out the integers of a shape among a family's fields, in their order."""
        bounds: list[Bounds] = []
        slots = {}
        for each in family.fields:
            start = len(bounds)
            bounds += each.integers(shape)
            slots[each.name] = slice(start, len(bounds))
        return cls(slots, tuple(bounds))


@dataclass(frozen=True)
class Hypothesis:
    """A condition that a family can build in, and the options of the family without it.

    ``base`` names the other function that describes the family without it, if it is another
    one; ``about`` is the field that the condition is on: a property that never reads it has
    nothing to do with the hypothesis.
    """

    name: str
    says: str
    without: Mapping[str, object]
    about: str = ""
    base: str = ""


Limit = Callable[["Instance", int], "Instance"]  # an instance like one, a quantity as large


@dataclass(frozen=True)
class Constructions:
    """Instances beyond a family's own shapes, of which counts are known by how they are made.

    ``has`` says whether a shape is one of theirs. ``members`` are some, by growing size, as
    shapes and integers: every answer is decided at them.
    """

    has: Callable[[Shape], bool]
    members: tuple[tuple[Shape, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Family:
    """A named set of instances: which shapes there are, and the fields built for each.

    ``sizes`` says which shapes are allowed, or lists them. ``hypotheses`` are those the family
    builds in or could; ``options`` are those that :func:`named` described it with;
    ``constructed`` are instances of any size, which are neither drawn nor enumerated; ``limits``
    are the quantities that may grow while the rest of an instance stays as it is: what an
    instance is then, by name and value. ``structures`` draws the integers of fields that are
    structured together, by their names.
    """

    name: str
    sizes: Shapes | tuple[Shape, ...]
    fields: tuple[Field, ...]
    hypotheses: tuple[Hypothesis, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    constructed: Constructions | None = None
    limits: Mapping[str, Limit] = field(default_factory=dict)
    structures: Structures | None = None

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by their names."""
        return {f.name: f for f in self.fields}

    @cached_property
    def extent(self) -> Shapes:
        """All the shapes there are, without end unless they are listed."""
        return self.sizes if isinstance(self.sizes, Shapes) else listed(self.sizes)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The small shapes, in order: where answers are typed, and most instances are drawn."""
        return self.extent.smallest

    @cached_property
    def all_shapes(self) -> tuple[Shape, ...]:
        """The small shapes, and those that a search screens as well."""
        larger = self.extent.up_to(min(self.extent.searched, LARGEST))
        return tuple({tuple(s.values()): s for s in (*self.shapes, *larger)}.values())

    @cached_property
    def _large(self) -> list[tuple[int, ...]]:
        return []

    @cached_property
    def _slots(self) -> dict[tuple[int, ...], Mapping[str, Slot]]:
        return {}

    @cached_property
    def _layouts(self) -> dict[tuple[int, ...], Layout]:
        return {}

    @cached_property
    def sources(self) -> dict[tuple[object, ...], Any]:
        """What has been found out of it (:mod:`referee.strategies.sources`) or made of it once."""
        return {}

    def layout(self, shape: Shape) -> Layout:
        """Return which integers each field reads at a shape, and their bounds.

        Raises ValueError for a shape that the family does not have.
        """
        sizes = tuple(shape.values())
        if list(shape) == list(self.extent.least) and sizes in self._layouts:
            return self._layouts[sizes]
        built = self.constructed is not None and self.constructed.has(shape)
        if shape not in self.extent and not built:
            raise ValueError(f"{self.name} has no shape {say_shape(shape)}")
        return self._kept(sizes, Layout.of(self, shape))

    def _kept(self, sizes: tuple[int, ...], layout: Layout) -> Layout:
        """Remember a layout; of those with many integers the last few, in a family without end."""
        if len(layout.bounds) > MANY_INTEGERS:
            self._large.append(sizes)
            if len(self._large) > MANY_LAYOUTS:
                self._layouts.pop(self._large.pop(0), None)
        return self._layouts.setdefault(sizes, layout)

    def build(self, shape: Shape, integers: Any, number: Any = arrays.exact) -> Instance:
        """Return the instance of a shape and its integers, in an arithmetic.

        ``number`` turns integers and rationals into arrays (``arrays.exact``,
        ``arrays.float64`` or ``arrays.batch_on(device)``); ``integers`` may have leading batch
        axes, and lie on a device as a tensor, where arrays are built then. Raises ValueError for
        a shape or a number of integers that does not fit.
        """
        wanted = len(self.layout(shape).bounds)
        ints = _integers(integers)
        if ints.shape[-1:] != (wanted,):
            raise ValueError(
                f"{self.name} at {say_shape(shape)} is built from {wanted} integers,"
                f" not {ints.shape[-1] if ints.ndim else 'one'}"
            )
        return Instance(self, dict(shape), ints, number)

    def in_order(self) -> Iterator[Instance]:
        """Yield every instance once, smallest first, without end unless they are finitely many.

        The size of an instance is the growth of its dimensions over the smallest shape
        plus that of its integers: their absolute values, where denominators count twice.
        """
        least = sum(self.shapes[0].values())
        met: list[Shape] = []
        last = self.finite_level
        for level in count() if last is None else range(last + 1):
            met += self.extent.of_sum(least + level)
            for shape in met:
                budget = level - (sum(shape.values()) - least)
                for ints in vectors_of_size(budget, self.layout(shape).bounds):
                    yield self.build(shape, ints)

    @cached_property
    def finite_level(self) -> int | None:
        """The level of the largest instance of all, None where there is none."""
        shapes = self.extent.finite
        if shapes is None:
            return None
        least, last = sum(self.shapes[0].values()), 0
        for shape in shapes:
            bounds = self.layout(shape).bounds
            ends = [end for bound in bounds for end in bound]
            if any(end is None for end in ends):
                return None
            greatest = sum(max(abs(low or 0), abs(high or 0)) for low, high in bounds)
            last = max(last, sum(shape.values()) - least + greatest)
        return last

    def constructions(self) -> Iterator[Instance]:
        """Yield the instances of growing size whose counts are known by how they are made."""
        for shape, ints in self.constructed.members if self.constructed is not None else ():
            yield self.build(shape, ints)

    def sample(self, rng: random.Random) -> Instance:
        """Return an instance drawn independently: a shape, a regime evenly, then integers.

        Most shapes are small, the others have a heavy tail, and sparse integers. Unlike
        Hypothesis's cases, which are biased and bred from one another, these are independent
        and identically distributed.
        """
        shape = self.extent.draw(rng)
        regime = rng.choice(TURNS) if self.extent.is_small(shape) else LARGE_REGIME
        return self.drawn(shape, regime, ByRandom(rng))

    def sample_small(self, rng: random.Random) -> Instance:
        """Return an instance drawn independently, a small shape and a regime evenly."""
        return self.drawn(rng.choice(self.shapes), rng.choice(TURNS), ByRandom(rng))

    def drawn(self, shape: Shape, regime: str, draws: Draws) -> Instance:
        """Return an instance of a regime.

        Where fields are structured together, that is what the family is about: every other one is.
        """
        together = self.structures is not None and draws.choose(TOGETHER) == TOGETHER - 1
        if regime == STRUCTURED or together:
            return self.structured(shape, draws)
        values = integers_of_regime(self.layout(shape).bounds, regime, draws)
        return self.build(shape, values)

    def structured(self, shape: Shape, draws: Draws) -> Instance:
        """Return an instance of which fields are members of named kinds, each or one in two."""
        layout, slots = self.layout(shape), self.slots(shape)
        together = self._together(shape, draws)
        chosen = draws.choose(max(len(slots), 1))
        values: list[int] = []
        for each in self.fields:
            found: Sequence[int] | None = together.get(each.name)
            if found is None and each.name in slots:
                here = list(slots).index(each.name) == chosen or draws.choose(2)
                found = slots[each.name].drawn(draws) if here else None
            bounds = layout.bounds[layout.slots[each.name]]
            values += integers_of_regime(bounds, PLAIN, draws) if found is None else found
        return self.build(shape, values)

    def _together(self, shape: Shape, draws: Draws) -> Mapping[str, Sequence[int]]:
        """Return the integers of fields that belong together, often of two that commute."""
        if self.structures is not None:
            return self.structures(shape, draws)
        squares = [(name, slot) for name, slot in self.slots(shape).items() if slot.is_square]
        if len({slot.rows for _, slot in squares[:2]}) == 1 < len(squares) and not draws.choose(4):
            pair = commuting_pair(squares[0][1].rows, draws)
            return {name: ints for (name, _), ints in zip(squares[:2], pair, strict=True)}
        return {}

    def has_structure(self, shape: Shape) -> bool:
        """Say whether a field can be a member of a named kind at a shape."""
        return self.structures is not None or bool(self.slots(shape))

    def slots(self, shape: Shape) -> Mapping[str, Slot]:
        """Return the fields that can be members of named kinds at a shape."""
        sizes = tuple(shape.values())
        if sizes not in self._slots:
            self._slots[sizes] = dict(self._found_slots(shape))
        return self._slots[sizes]

    def _found_slots(self, shape: Shape) -> Iterator[tuple[str, Slot]]:
        layout = self.layout(shape)
        for each in self.fields:
            inverse = partial(each.inverse, shape) if each.inverse is not None else None
            slot = slot_of(layout.bounds[layout.slots[each.name]], *each.size(shape), inverse)
            if slot is not None:
                yield each.name, slot

    def sparse(self, shape: Shape, rng: random.Random, *, plain: bool) -> Instance:
        """Return an instance of a shape in which most integers are 0 and the others small.

        Every matrix is its simplest every other time. Of a ``plain`` instance all are, and all
        vectors are of ±1: they alone say something, and the shape. What is made of steps, as
        singular values, is constant where matrices are simple.
        """
        layout, values = self.layout(shape), list[int]()
        for each in self.fields:
            bounds = layout.bounds[layout.slots[each.name]]
            rational = [each for each in bounds if not isinstance(each, Root)]
            steps = len(rational) > A_RATIO and all(low is not None for low, _ in rational)
            quiet = plain or rng.random() < 1 / 2
            if quiet and (steps or "1" not in {each.rows, each.columns}):
                values += simplest(bounds, rng)
                for last in _last_index(each.axes(shape)) if steps else ():
                    values[last - len(bounds)] += 1
            else:
                values += ones(bounds, rng) if plain else few_nonzero(bounds, rng)
        return self.build(shape, values)

    def simply_structured(self, shape: Shape, rng: random.Random, way: int) -> Instance | None:
        """Return an instance with matrices of low rank (0), equal entries (1) or identities (2).

        Those of way 3 move half of the coordinates to the other half: their square is 0. Whatever
        cannot be so is sparse; None where all is.
        """
        draws = ByRandom(rng)
        make = (Slot.of_low_rank, Slot.of_equal_entries, Slot.of_units, Slot.of_shift)[way]
        slots = {name: make(slot, draws) for name, slot in self.slots(shape).items()}
        return self._with(shape, slots, rng)

    def kinds(self, shape: Shape, names: Sequence[str]) -> Sequence[Kind]:
        """Return the kinds that some of these fields can be of at a shape."""
        slots = [slot for name, slot in self.slots(shape).items() if name in names]
        sizes = dict.fromkeys((slot.rows, slot.columns) for slot in slots)
        return list({kind.name: kind for size in sizes for kind in kinds_at(*size)}.values())

    def of_kind(
        self,
        shape: Shape,
        kind: Kind,
        names: Sequence[str],
        rng: random.Random,
        *,
        full: bool = False,
    ) -> Instance | None:
        """Return an instance with members of a kind in some fields, None where none can be.

        Of ``full`` ones no integer is 0 that may be 1.
        """
        slots = {name: slot for name, slot in self.slots(shape).items() if name in names}
        draws = ByRandom(rng)
        found = {name: slot.of_kind(kind, draws, full=full) for name, slot in slots.items()}
        return self._with(shape, found, rng)

    def _with(
        self, shape: Shape, slots: Mapping[str, list[int] | None], rng: random.Random
    ) -> Instance | None:
        """Return a sparse instance but for the integers of some fields, None where none are."""
        found = {name: ints for name, ints in slots.items() if ints is not None}
        values = list(self.sparse(shape, rng, plain=False).integers)
        for name, ints in found.items():
            values[self.layout(shape).slots[name]] = ints
        return self.build(shape, values) if found else None

    def sample_large(self, shape: Shape, rng: random.Random) -> Instance:
        """Return an instance of a shape with integers of up to 61 bits, drawn independently."""
        bounds: Sequence[Bounds] = self.layout(shape).bounds
        most = 2**61
        bounds = [(0, 0) if isinstance(each, Root) else each for each in bounds]
        lows = [-most if low is None else low for low, _ in bounds]
        highs = [most if high is None else high for _, high in bounds]
        return self.build(shape, [rng.randint(a, b) for a, b in zip(lows, highs, strict=True)])

    def from_raw(self, shape: Shape, raws: Sequence[int], regime: str) -> Instance:
        """Return the instance of evenly drawn integers, spread to a regime's values."""
        bounds = self.layout(shape).bounds
        values = [spread(raw, b, regime) for raw, b in zip(raws, bounds, strict=True)]
        return self.build(shape, values)

    def shapes_up_to(self, most: int) -> tuple[Shape, ...]:
        """Return the shapes with all dimensions up to a size, smallest first."""
        return self.extent.up_to(most)

    def reaching(self, most: int) -> Family:
        """Return the family with no shape beyond ``most`` drawn or climbed to."""
        reach = min(self.extent.reach, most)
        return replace(self, sizes=replace(self.extent, reach=reach))

    def where(self, condition: Callable[[Shape], bool]) -> Family:
        """Return the instances of the shapes that meet a condition; their tokens stay the same."""
        return replace(self, sizes=self.extent.where(condition))

    def without(self, hypothesis: Hypothesis) -> Family:
        """Return the larger family without a hypothesis: itself where it is not built in."""
        base = self.name.partition("(")[0]
        if hypothesis.base:
            return named(hypothesis.base, **hypothesis.without)
        chosen = {k: p.default for k, p in signature(FAMILIES[base]).parameters.items()}
        chosen |= self.options
        if all(chosen[name] == value for name, value in hypothesis.without.items()):
            return self
        return named(base, **{**self.options, **hypothesis.without})

    def instances(self) -> st.SearchStrategy[Instance]:
        """Return the Hypothesis strategy: a shape, then its integers in order."""
        strategy = _instances(self)
        _FAMILY_OF[strategy] = self
        return strategy


def _last_index(axes: Sequence[Places]) -> list[int]:
    """Return the place of the last integer that belongs to an index, [] where none is known."""
    return [place for place, where in enumerate(axes) if where][-1:]


_FAMILY_OF: WeakKeyDictionary[st.SearchStrategy[Instance], Family] = WeakKeyDictionary()


def family_of(strategy: st.SearchStrategy[Instance]) -> Family:
    """Return the family a strategy draws from. Raises TypeError for a foreign strategy."""
    if strategy not in _FAMILY_OF:
        raise TypeError(f"{strategy!r} is not the strategy of a family")
    return _FAMILY_OF[strategy]


def _integers(values: Any) -> np.ndarray:
    """Return integers as an array: machine integers of a batch as they are, others unbounded."""
    if arrays.is_torch(values):
        return cast("np.ndarray", values)
    if isinstance(values, np.ndarray) and values.ndim > 1 and values.dtype == np.int64:
        return values
    return np.asarray(values, dtype=object)


def size_of(instance: Instance) -> int:
    """Return an instance's place in :meth:`Family.in_order`: its level."""
    least = sum(instance.family.shapes[0].values())
    growth = sum(instance.shape.values()) - least
    bounds = instance.family.layout(instance.shape).bounds
    return growth + size_of_vector([int(i) for i in instance.integers], bounds)


def place_of(instance: Instance) -> tuple[int, int]:
    """Return what a shrinker orders instances by: smaller dimensions, then smaller integers."""
    return sum(instance.shape.values()), size_of(instance)


@dataclass(frozen=True)
class Kept:
    """What is kept of an instance that is asked for again: arrays, by the name of the last one.

    ``notes`` are for whoever has found out something else about it.
    """

    arrays: dict[str, Mapping[str, Array]] = field(default_factory=dict)
    notes: dict[object, Any] = field(default_factory=dict)


class Instance:
    """One instance: a namespace of arrays, built when asked for.

    ``p.X`` is the array of the field X; ``p.replace(t=...)`` is the same instance with
    some arrays put in place of their own, everything derived from them following.
    """

    def __init__(
        self,
        family: Family,
        shape: Shape,
        integers: np.ndarray,
        number: Any = arrays.exact,
        replaced: Mapping[str, Array] | None = None,
    ) -> None:
        self.family, self.shape, self.integers, self.number = family, shape, integers, number
        self.replaced: dict[str, Array] = dict(replaced or {})
        self.cache: dict[str, Array] = dict(self.replaced)
        self.kept: Kept | None = None
        self.lays_out = False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name not in self.family.by_name:
            raise AttributeError(f"{self.family.name} has no field {name!r}")
        if name not in self.cache:
            kept = self.kept
            self.cache |= {name: self.built(name)} if kept is None else self._once(name, kept)
        return self.cache[name]

    def _once(self, name: str, kept: Kept) -> Mapping[str, Array]:
        """Return an array that is built once for all, and what is read to build it."""
        if name not in kept.arrays:
            alone = self.again(kept)
            array = alone.built(name)
            kept.arrays[name] = {**alone.cache, name: array}
        return kept.arrays[name]

    def again(self, kept: Kept) -> Instance:
        """Return this instance as if nothing had been read of it; what was built is kept."""
        other = Instance(self.family, self.shape, self.integers, self.number, self.replaced)
        other.kept = kept
        return other

    def built(self, name: str) -> Array:
        """Return the array of a field, built anew from what it reads."""
        if arrays.makes_traced(self.number):
            return self._traced(self.family.by_name[name])
        ints = self.integers_of(name)
        if arrays.makes_batches(self.number) and ints.shape[-1] and not self.lays_out:
            return self._brought(getattr(self._laid_out, name))
        return self.family.by_name[name].build(self, ints)

    def _brought(self, array: Any) -> Array:
        """Return what was laid out of integers in this arithmetic: an array, or a list of them."""
        return [*map(self.number, array)] if isinstance(array, list) else self.number(array)

    def _traced(self, field: Field) -> Array:
        """Return a field in letters. Raises NotTranslated where it has no such form."""
        if field.form is None:
            raise NotTranslated(f"{field.name}, {field.meaning}")
        with self.number.of(field.name):
            return field.form(self, field)

    @cached_property
    def _laid_out(self) -> Instance:
        """The batch that lays out integers, where they lie: once, whatever is replaced."""
        there = arrays.is_torch(self.integers)
        other = self.cast(self.number if there else arrays.batch64)
        other.lays_out = True
        return other

    def integers_of(self, name: str) -> np.ndarray:
        """Return the integers that a field reads."""
        return self.integers[..., self._layout.slots[name]]

    @property
    def has_root(self) -> bool:
        """Whether a real number of it is irrational."""
        pairs = zip(self.integers.tolist(), self._layout.bounds, strict=True)
        return any(i != 0 for i, bounds in pairs if isinstance(bounds, Root))

    @cached_property
    def _layout(self) -> Layout:
        return self.family.layout(self.shape)

    def replace(self, **replaced: Array) -> Instance:
        """Return this instance with other arrays under the given names."""
        merged = self.replaced | replaced
        other = Instance(self.family, self.shape, self.integers, self.number, merged)
        if arrays.makes_batches(self.number):
            other._laid_out = self._laid_out
        return other

    def moved(self, integers: Mapping[int, int]) -> Instance:
        """Return the instance with other integers at some places, whatever bounds they have."""
        values = self.integers.copy()
        for index, integer in integers.items():
            values[index] = integer
        return Instance(self.family, self.shape, values, self.number)

    def cast(self, number: Any) -> Instance:
        """Return this instance in another arithmetic."""
        return Instance(self.family, self.shape, self.integers, number)

    @property
    def token(self) -> str:
        """The short text from which :func:`from_token` rebuilds this instance."""
        ints = " ".join(str(int(i)) for i in self.integers)
        return f"{self.family.name} {spell_shape(self.shape)}: {ints}".rstrip()

    def __repr__(self) -> str:
        return f"<{self.token}>"


def spell_shape(shape: Shape) -> str:
    """Return a shape as it stands in a token: ``d=2 n=1``."""
    return " ".join(f"{name}={size}" for name, size in shape.items())


def say_shape(shape: Shape) -> str:
    """Return a shape as it stands in a sentence: d = 2, n = 1."""
    return ", ".join(f"{name} = {size}" for name, size in shape.items())


@st.composite
def _instances(draw: st.DrawFn, family: Family) -> Instance:
    shape = draw(st.sampled_from(family.shapes))
    return family.drawn(shape, draw(st.sampled_from(TURNS)), ByHypothesis(draw))


FAMILIES: dict[str, Callable[..., Family]] = {}
_DESCRIBED: dict[tuple[Callable[..., Family], str], Family] = {}  # one of each, with its layouts


def family(make: Callable[P, Family]) -> Callable[P, st.SearchStrategy[Instance]]:
    """Register a function that describes a family and return the strategy made of it.

    The family is registered under the function's name, and every token names it together
    with the options that differ from their defaults, so a token alone rebuilds. Raises
    ValueError for a name that cannot stand in a token.
    """
    _check_names("a family", [make.__name__])
    _check_names("an option of a family", signature(make).parameters)
    FAMILIES[make.__name__] = make

    @wraps(make)
    def strategy(*args: P.args, **options: P.kwargs) -> st.SearchStrategy[Instance]:
        if args:
            raise TypeError(f"{make.__name__} takes keyword options only")
        return named(make.__name__, **options).instances()

    return strategy


def named(base: str, **options: Any) -> Family:
    """Return a registered family with options, named so that its tokens can be read back."""
    make = FAMILIES[base]
    text = spell(options, signature(make).parameters) if options else ""
    if (make, text) not in _DESCRIBED:
        described = make(**options)
        _check_names(f"a dimension of {base}", described.extent.least)
        name = f"{base}({text})" if text else base
        _DESCRIBED[make, text] = replace(described, name=name, options=options)
    return _DESCRIBED[make, text]


def _check_names(of: str, names: Iterable[str]) -> None:
    """Raise ValueError for names that a token cannot hold: it is ASCII, and made of Python's."""
    for name in names:
        if not (name.isascii() and name.isidentifier()):
            raise ValueError(f"the name of {of} is made of a-z, A-Z, 0-9 and _, not {name!r}")
