"""Families: instances built from a shape and integers.

From one description follow the Hypothesis strategy, the enumeration in order of size, the
replay token of a report and the arrays in any arithmetic. A field may use the fields
before it; one that reads no integers is derived from them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from inspect import signature
from itertools import count
from typing import Any, ParamSpec
from weakref import WeakKeyDictionary

import numpy as np
from hypothesis import strategies as st

from referee.numerics import arrays
from referee.numerics.arrays import Array
from referee.strategies.integer_vectors import (
    TOP,
    TURNS,
    Bounds,
    size_of_vector,
    spread,
    vectors_of_size,
)
from referee.strategies.options import spell

Shape = Mapping[str, int]
Source = Callable[[int, int], Array]  # fresh numbers as a (rows, columns) array
Dense = Callable[["Instance", Source], Array]
Places = tuple[tuple[str, int], ...]  # indices of dimensions
LARGEST = 8  # dimensions go up to this where a family says what larger shapes are
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


@dataclass(frozen=True)
class Family:
    """A named set of instances: shapes in order of size, and the fields built for each.

    ``shapes_up_to(most)`` gives the shapes with all dimensions up to ``most``, where the
    family makes sense beyond its own. ``hypotheses`` are those it builds in or could;
    ``options`` are those that :func:`named` described it with.
    """

    name: str
    shapes: tuple[Shape, ...]
    fields: tuple[Field, ...]
    shapes_up_to: Callable[[int], tuple[Shape, ...]] | None = None
    hypotheses: tuple[Hypothesis, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by their names."""
        return {f.name: f for f in self.fields}

    @cached_property
    def layouts(self) -> Mapping[tuple[int, ...], Layout]:
        """How the integers of each shape are shared out, by the shape's sizes."""
        return {tuple(shape.values()): Layout.of(self, shape) for shape in self.shapes}

    @cached_property
    def all_shapes(self) -> tuple[Shape, ...]:
        """The family's shapes and, where it has some, the larger ones up to LARGEST."""
        larger = self.shapes_up_to(LARGEST) if self.shapes_up_to else ()
        return tuple({tuple(s.values()): s for s in (*self.shapes, *larger)}.values())

    @cached_property
    def larger_layouts(self) -> Mapping[tuple[int, ...], Layout]:
        """The layouts of all shapes, as in :attr:`layouts`."""
        return {tuple(shape.values()): Layout.of(self, shape) for shape in self.all_shapes}

    def layout(self, shape: Shape) -> Layout:
        """Return which integers each field reads at a shape, and their bounds.

        Raises ValueError for a shape that the family does not have.
        """
        sizes = tuple(shape.values())
        if list(shape) == list(self.shapes[0]):
            found = self.layouts.get(sizes) or self.larger_layouts.get(sizes)
            if found is not None:
                return found
        raise ValueError(f"{self.name} has no shape {say_shape(shape)}")

    def build(self, shape: Shape, integers: Any, number: Any = arrays.exact) -> Instance:
        """Return the instance of a shape and its integers, in an arithmetic.

        ``number`` turns integers and rationals into arrays (``arrays.exact``,
        ``arrays.float64`` or ``arrays.batch_on(device)``); ``integers`` may have leading batch
        axes. Raises ValueError for a shape or a number of integers that does not fit.
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
        """Yield every instance once, smallest first, without end.

        The size of an instance is the growth of its dimensions over the smallest shape
        plus that of its integers: their absolute values, where denominators count twice.
        """
        least = sum(self.shapes[0].values())
        for level in count():
            for shape in self.shapes:
                budget = level - (sum(shape.values()) - least)
                if budget >= 0:
                    for ints in vectors_of_size(budget, self.layout(shape).bounds):
                        yield self.build(shape, ints)

    def sample(self, rng: random.Random) -> Instance:
        """Return an instance drawn independently: a shape and a regime evenly, then integers.

        Unlike Hypothesis's cases, which are biased and bred from one another, these are
        independent and identically distributed.
        """
        shape = rng.choice(self.shapes)
        regime = rng.choice(TURNS)
        raws = [rng.randint(-TOP, TOP) for _ in self.layout(shape).bounds]
        return self.from_raw(shape, raws, regime)

    def sample_large(self, shape: Shape, rng: random.Random) -> Instance:
        """Return an instance of a shape with integers of up to 61 bits, drawn independently."""
        bounds = self.layout(shape).bounds
        most = 2**61
        lows = [-most if low is None else low for low, _ in bounds]
        highs = [most if high is None else high for _, high in bounds]
        return self.build(shape, [rng.randint(a, b) for a, b in zip(lows, highs, strict=True)])

    def from_raw(self, shape: Shape, raws: Sequence[int], regime: str) -> Instance:
        """Return the instance of evenly drawn integers, spread to a regime's values."""
        bounds = self.layout(shape).bounds
        values = [spread(raw, b, regime) for raw, b in zip(raws, bounds, strict=True)]
        return self.build(shape, values)

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


_FAMILY_OF: WeakKeyDictionary[st.SearchStrategy[Instance], Family] = WeakKeyDictionary()


def family_of(strategy: st.SearchStrategy[Instance]) -> Family:
    """Return the family a strategy draws from. Raises TypeError for a foreign strategy."""
    if strategy not in _FAMILY_OF:
        raise TypeError(f"{strategy!r} is not the strategy of a family")
    return _FAMILY_OF[strategy]


def _integers(values: Any) -> np.ndarray:
    """Return integers as an array: machine integers of a batch as they are, others unbounded."""
    if isinstance(values, np.ndarray) and values.ndim > 1 and values.dtype == np.int64:
        return values
    return np.asarray(values, dtype=object)


def size_of(instance: Instance) -> int:
    """Return an instance's place in :meth:`Family.in_order`: its level."""
    least = sum(instance.family.shapes[0].values())
    growth = sum(instance.shape.values()) - least
    bounds = instance.family.layout(instance.shape).bounds
    return growth + size_of_vector([int(i) for i in instance.integers], bounds)


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

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name not in self.family.by_name:
            raise AttributeError(f"{self.family.name} has no field {name!r}")
        if name not in self.cache:
            self.cache[name] = self._built(name)
        return self.cache[name]

    def _built(self, name: str) -> Array:
        ints = self.integers_of(name)
        if arrays.makes_batches(self.number) and ints.shape[-1]:
            # Layouts are NumPy's business; a batch is made of the finished array.
            return self.number(getattr(self._in_numpy, name))
        return self.family.by_name[name].build(self, ints)

    @cached_property
    def _in_numpy(self) -> Instance:
        return self.cast(arrays.float64)

    def integers_of(self, name: str) -> np.ndarray:
        """Return the integers that a field reads."""
        return self.integers[..., self._layout.slots[name]]

    @cached_property
    def _layout(self) -> Layout:
        return self.family.layout(self.shape)

    def replace(self, **replaced: Array) -> Instance:
        """Return this instance with other arrays under the given names."""
        merged = self.replaced | replaced
        other = Instance(self.family, self.shape, self.integers, self.number, merged)
        if arrays.makes_batches(self.number):
            other._in_numpy = self._in_numpy
        return other

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


_RAW = st.integers(min_value=-TOP, max_value=TOP)


@st.composite
def _instances(draw: st.DrawFn, family: Family) -> Instance:
    shape = draw(st.sampled_from(family.shapes))
    regime = draw(st.sampled_from(TURNS))
    count = len(family.layout(shape).bounds)
    raws = draw(st.lists(_RAW, min_size=count, max_size=count))
    return family.from_raw(shape, raws, regime)


FAMILIES: dict[str, Callable[..., Family]] = {}


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
    described = FAMILIES[base](**options)
    _check_names(f"a dimension of {base}", described.shapes[0])
    text = spell(options, signature(FAMILIES[base]).parameters)
    name = f"{base}({text})" if text else base
    return replace(described, name=name, options=options)


def _check_names(of: str, names: Iterable[str]) -> None:
    """Raise ValueError for names that a token cannot hold: it is ASCII, and made of Python's."""
    for name in names:
        if not (name.isascii() and name.isidentifier()):
            raise ValueError(f"the name of {of} is made of a-z, A-Z, 0-9 and _, not {name!r}")
