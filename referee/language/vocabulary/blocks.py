"""Matrices made of blocks: side by side, one above another, a block for each entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from referee.language.comparison import IllTyped
from referee.language.vocabulary.operation import (
    Changes,
    Notation,
    Operation,
    Together,
    Type,
    on_matrices,
    spell,
)
from referee.language.vocabulary.sizes import array
from referee.numerics import products


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


def _diagonal_blocks(*args: Type) -> Type:
    sizes = [array(arg, "a direct sum") for arg in args]
    return sum(size[0] for size in sizes), sum(size[1] for size in sizes)


_APART = Changes(offered=False)
FUNCTIONS: Mapping[str, Operation] = {
    "hstack": Operation(
        "matrices of as many rows side by side",
        2,
        _joined(1, "hstack", "numbers of rows"),
        lambda *parts: products.joined(parts, -1),
        Notation(r"{0} & {1}"),
        several=True,
        changes=_APART,
        written={"numpy": Together("np.hstack(({0}))")},
    ),
    "vstack": Operation(
        "matrices of as many columns one above another",
        2,
        _joined(0, "vstack", "numbers of columns"),
        lambda *parts: products.joined(parts, -2),
        Notation(r"{0} \\ {1}"),
        several=True,
        changes=_APART,
        written={"numpy": Together("np.vstack(({0}))")},
    ),
    "kron": Operation(
        "the Kronecker product of two matrices",
        2,
        _kron,
        products.kron,
        Notation(r"{0} \otimes {1}", 3, (9, 9)),
        changes=Changes(swapped=True, offered=False),
        written={
            "numpy": Notation("np.kron({0}, {1})"),
            "unicode": on_matrices(Notation("{0} ⊗ {1}", 4, (7, 7)), Notation("kron({0}, {1})")),
            "lean": Notation("{0} ⊗ₖ {1}", 8, (10, 10)),
        },
    ),
    "blkdiag": Operation(
        "the direct sum of matrices: they stand along the diagonal, with 0 elsewhere",
        2,
        _diagonal_blocks,
        lambda *parts: products.block_diagonal(parts),
        Together(r"\operatorname{{blkdiag}}({0})"),
        several=True,
        changes=_APART,
    ),
}
