"""The fields families are made of: vectors, matrices of a rank, orthogonal matrices, times."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise

import numpy as np

from referee.numerics import arrays, linalg
from referee.numerics.arrays import Array
from referee.strategies import forms
from referee.strategies.families import Field, Form, Instance, Places, Shape, Source
from referee.strategies.integer_vectors import DENOMINATOR, NO_ROOT, SHARED_ROOT
from referee.strategies.kinds.declared import of_dimensions, of_kind
from referee.strategies.kinds.orthogonal import reflections
from referee.strategies.kinds.ranks import RankParts
from referee.strategies.rationals import (
    around_one,
    choice,
    column,
    fractions,
    free,
    natural,
    numerators_over,
    over,
    place,
    rational,
)
from referee.strategies.value_kinds import NOT_NEGATIVE, ONE_NUMBER, POSITIVE

__all__ = [  # said again here: fields are made of these
    "around_one",
    "choice",
    "column",
    "fractions",
    "free",
    "natural",
    "over",
    "place",
    "rational",
    "reflections",
]


def derived(
    name: str,
    dims: str,
    latex: str,
    meaning: str,
    build: Callable[[Instance], Array],
    form: Form = forms.built,
) -> Field:
    """Return a field that follows from others; ``dims`` is "rows columns".

    In letters ``build`` makes it of theirs, unless another ``form`` is given.
    """
    rows, columns = dims.split()
    return Field(name, rows, columns, latex, meaning, lambda p, _: build(p), form=form)


def size(dim: str, meaning: str) -> Field:
    """Return the number of a dimension as a (1, 1) field under the dimension's own name."""
    return derived(dim, "1 1", dim, meaning, lambda p: p.number([[p.shape[dim]]]))


def number(name: str, meaning: str, latex: str = "") -> Field:
    """Return any rational number as a (1, 1) field."""
    return Field(
        name,
        "1",
        "1",
        latex or name,
        meaning,
        lambda p, ints: column(rational(p, ints)),
        lambda _: fractions(1),
        narrow=ONE_NUMBER,
        form=forms.any_number,
    )


def vector(name: str, rows: str, meaning: str, latex: str = "") -> Field:
    """Return a column of any rational numbers."""
    return Field(
        name,
        rows,
        "1",
        latex or name,
        meaning,
        lambda p, ints: column(rational(p, ints)),
        lambda shape: fractions(shape[rows]),
        (lambda p, source: source(p.shape[rows], 1),),
        numerators_of(rows),
        form=forms.any_matrix,
    )


def numerators_of(*dims: str) -> Callable[[Shape], Sequence[Places]]:
    """Return the places of the entries of an array, and none for their shared denominator."""
    return lambda shape: [*entries_of(*dims)(shape), ()]


def entries_of(*dims: str) -> Callable[[Shape], Sequence[Places]]:
    """Return the places of the entries of an array with these dimensions, in their order."""
    return lambda shape: [
        tuple(zip(dims, index, strict=True)) for index in np.ndindex(*(shape[d] for d in dims))
    ]


def time(*, unit: int = 1) -> Field:
    """Return a rational time t = unit·a/(1 + b) ≥ 0 as a (1, 1) field.

    A larger unit draws later times, and shrinks to its multiples.
    """
    return Field(
        "t",
        "1",
        "1",
        "t",
        "a time t ≥ 0",
        lambda p, ints: unit * column(rational(p, ints)),
        lambda _: (*natural(1), DENOMINATOR),
        (lambda _, source: source(1, 1),),
        narrow={**NOT_NEGATIVE, **ONE_NUMBER},
        form=forms.any_number,
    )


def rank_of(shape: Shape) -> int:
    """Return the rank a shape prescribes: min(d, n) less its ``deficiency`` (none if absent)."""
    return min(shape["d"], shape["n"]) - shape.get("deficiency", 0)


def of_rank(name: str, rows: str, columns: str, meaning: str) -> Field:
    """Return a field of all rational (rows, columns) matrices of exactly the shape's rank.

    How they are made says :class:`referee.strategies.kinds.ranks.RankParts`.
    """

    def parts(shape: Shape) -> RankParts:
        return RankParts(shape[rows], shape[columns], rank_of(shape))

    return Field(
        name,
        rows,
        columns,
        name,
        meaning,
        lambda p, ints: parts(p.shape).build(p, ints),
        lambda shape: parts(shape).bounds,
        (lambda p, source: parts(p.shape).dense(p, source),),
        lambda shape: of_dimensions(parts(shape).axes, rows, columns),
        inverse=lambda shape, array: parts(shape).integers_of(array),
        form=forms.full_column_rank,
    )


def orthogonal(name: str, rows: str, meaning: str) -> Field:
    """Return a field of all rational orthogonal matrices.

    How they are made says :func:`referee.strategies.kinds.orthogonal.reflections`.
    """
    return of_kind("orthogonal", name, rows, rows, meaning)


def singular_values(
    name: str, rows: str, *, positive: bool, meaning: str, rational: bool = False
) -> Field:
    """Return a column of singular values, largest first, each a sum of steps ≥ 0.

    Steps of 0 repeat a value; with ``positive`` the last step is at least 1. The last
    integer is a common denominator minus 1, the first one a square root that all have for a factor,
    unless they are to be ``rational``.
    """

    def build(p: Instance, ints: np.ndarray) -> Array:
        steps = p.number(ints[..., 1:-1, None])
        last = np.zeros((p.shape[rows], 1), dtype=np.int64)
        last[-1] = int(positive)
        summed = np.triu(np.ones((p.shape[rows],) * 2, dtype=np.int64))
        whole = p.number(summed) @ (steps + p.number(last))
        return times_root(p, ints, whole / p.number(1 + ints[..., -1:, None]))

    narrow = POSITIVE if positive else NOT_NEGATIVE
    root = NO_ROOT if rational else SHARED_ROOT

    return Field(
        name,
        rows,
        "1",
        rf"\{name}",
        meaning,
        build,
        lambda shape: (root, *natural(shape[rows]), DENOMINATOR),
        # Where a value vanishes a pseudo-inverse jumps: each rank is proved for itself.
        lambda shape: tuple(
            partial(_vanishing, rows, k) for k in range(1 if positive else shape[rows] + 1)
        ),
        lambda shape: [(), *numerators_of(rows)(shape)],
        narrow,
        lambda _, array: steps_of(array, int(positive)),
        forms.nonzero_column if positive else forms.any_matrix,
    )


def times_root(p: Instance, ints: np.ndarray, values: Array) -> Array:
    """Return values times √(1 + k), where k is the first integer: exactly themselves for 0."""
    if not bool((ints[..., 0] != 0).any()):
        return values
    return values * arrays.sqrt(p.number(1 + ints[..., :1, None]))


def steps_of(values: np.ndarray, last: int, apart: int = 0) -> Sequence[int] | None:
    """Return the integers of a column of rational values, without a root; None for a step < 0.

    They are no root, the steps down the column, and the denominator less 1.

    The last step is ``last`` too much, the others are ``apart`` too much.
    """
    *tops, below = numerators_over(values)
    steps = [a - b - apart for a, b in pairwise(tops)]
    found = [0, *steps, tops[-1] - last, below]
    return found if min(found) >= 0 else None


def _vanishing(rows: str, last: int, p: Instance, source: Source) -> Array:
    """Return a column of free numbers whose ``last`` ones are 0."""
    zeros = p.number(np.zeros((last, 1), dtype=np.int64))
    return arrays.concatenate([source(p.shape[rows] - last, 1), zeros], -2)


def start(name: str, rows: str, meaning: str, latex: str = "", *, inside: bool = False) -> Field:
    """Return a starting point: 0, in the column span of X, or anywhere, each often.

    The first integer chooses; the others are coefficients or coordinates. ``inside`` keeps
    the point in the span.
    """

    def build(p: Instance, ints: np.ndarray) -> Array:
        kind = p.number(ints[..., :1, None])
        free = column(rational(p, ints[..., 1:]))
        in_span = p.X @ free[..., : p.X.shape[-1], :]
        anywhere = kind * (kind - 1) / 2
        return anywhere * free[..., : p.shape[rows], :] + kind * (2 - kind) * in_span

    def dense(p: Instance, source: Source) -> Array:
        return p.X @ source(p.shape["n"], 1) if inside else source(p.shape[rows], 1)

    return Field(
        name,
        rows,
        "1",
        latex or name,
        meaning,
        build,
        lambda shape: (*choice(2 if inside else 3), *fractions(max(shape[rows], shape["n"]))),
        (dense,),
        form=forms.solving(_in_span) if inside else forms.any_matrix,
    )


def _in_span(p: Instance, x: Array) -> Iterator[tuple[Array, Array]]:
    """Yield the equation of a column that is a combination of the data."""
    yield p.X @ (linalg.pinv(p.X) @ x), x
