"""Matrices made of blocks: side by side, one above another, a block for each entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from referee.language.comparison import IllTyped
from referee.language.vocabulary.operation import (
    Changes,
    Notation,
    Operation,
    Together,
    Type,
    spell,
)
from referee.language.vocabulary.sizes import array
from referee.numerics import arrays
from referee.numerics.array_series import ArraySeries
from referee.numerics.arrays import Array
from referee.numerics.batches import is_torch
from referee.numerics.precision import NotComputed
from referee.numerics.traced.sizes import NotTranslated

MOST_ENTRIES = 10_000  # of a matrix made of blocks


def _joined(axis: int, word: str, what: str) -> Callable[..., Type]:
    def typed(*args: Type) -> Type:
        sizes = [array(arg, word) for arg in args]
        for size in sizes:
            if size[1 - axis] != sizes[0][1 - axis]:
                raise IllTyped(f"{word} of {spell(sizes[0])} and {spell(size)}: the {what} differ")
        total = sum(size[axis] for size in sizes)
        return (total, sizes[0][1]) if axis == 0 else (sizes[0][0], total)

    return typed


def _kron(left: Type, right: Type) -> Type:
    a, b = array(left, "kron"), array(right, "kron")
    return a[0] * b[0], a[1] * b[1]


def joined(parts: Sequence[Array], axis: int) -> Array:
    """Join matrices (..., rows, columns) along rows (-2) or columns (-1)."""
    if any(map(arrays.is_traced, parts)) or any(isinstance(p, ArraySeries) for p in parts):
        return arrays.concatenate(parts, axis)
    lead = np.broadcast_shapes(*(tuple(part.shape[:-2]) for part in parts))
    return arrays.concatenate([_led(part, lead) for part in parts], axis)


def _led(part: Array, lead: tuple[int, ...]) -> Array:
    """Return matrices with these leading axes."""
    shape = (*lead, *part.shape[-2:])
    return part.expand(*shape) if is_torch(part) else np.broadcast_to(part, shape, subok=True)


def kron(a: Array, b: Array) -> Array:
    """Return the Kronecker product: a block a_ij·b for each entry of a."""
    if arrays.is_traced(a) or arrays.is_traced(b):
        raise NotTranslated("a Kronecker product")
    rows, columns = a.shape[-2:]
    if rows * columns * b.shape[-1] * b.shape[-2] > MOST_ENTRIES:
        raise NotComputed(f"a Kronecker product of more than {MOST_ENTRIES:,} entries")
    blocks = [[a[..., i : i + 1, j : j + 1] * b for j in range(columns)] for i in range(rows)]
    return joined([joined(each, -1) for each in blocks], -2)


_APART = Changes(offered=False)
FUNCTIONS: Mapping[str, Operation] = {
    "hstack": Operation(
        "matrices of as many rows side by side",
        2,
        _joined(1, "hstack", "numbers of rows"),
        lambda *parts: joined(parts, -1),
        Notation(r"{0} & {1}"),
        several=True,
        changes=_APART,
        written={"numpy": Together("np.hstack(({0}))")},
    ),
    "vstack": Operation(
        "matrices of as many columns one above another",
        2,
        _joined(0, "vstack", "numbers of columns"),
        lambda *parts: joined(parts, -2),
        Notation(r"{0} \\ {1}"),
        several=True,
        changes=_APART,
        written={"numpy": Together("np.vstack(({0}))")},
    ),
    "kron": Operation(
        "the Kronecker product of two matrices",
        2,
        _kron,
        kron,
        Notation(r"{0} \otimes {1}", 3, (9, 9)),
        changes=Changes(swapped=True, offered=False),
        written={
            "numpy": Notation("np.kron({0}, {1})"),
            "lean": Notation("{0} ⊗ₖ {1}", 8, (10, 10)),
        },
    ),
}
