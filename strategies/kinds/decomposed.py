"""Square matrices of a kind whose singular value decomposition is rational, with one of them.

A = QBQᵀ with Q orthogonal and B made of blocks that have such a decomposition. Where singular
values are equal, their vectors are turned into one another: every decomposition is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from flint import fmpq

from referee.numerics import arrays
from referee.strategies.kinds.members import Draws
from referee.strategies.kinds.orthogonal import reflections
from referee.strategies.rationals import EXACT

NUMBERS = (1, -1, 2, -2, 3, -3, 0)  # eigenvalues
MULTIPLES = (fmpq(2), fmpq(3), fmpq(-1), fmpq(-2), fmpq(1, 2))  # of members, one in SCALED
SCALED = 4
WEIGHTS = 5  # of a cycle: from 1 on
AXES = (0, 1, -1, 2, -2)  # of reflections
Rows = Sequence[Sequence[fmpq | int]]


@dataclass(frozen=True)
class Decomposed:
    """A matrix UΣVᵀ: U, the singular values as a column, and V."""

    U: np.ndarray
    sigma: np.ndarray
    V: np.ndarray


@dataclass(frozen=True)
class _Block:
    """A block of size 1 or 2 with its decomposition."""

    U: Rows
    sigma: Sequence[fmpq | int]
    V: Rows


def _number(value: fmpq) -> _Block:
    return _Block([[1]], [abs(value)], [[-1 if value < 0 else 1]])


def _ratio(draws: Draws) -> tuple[fmpq, fmpq]:
    """Return t and √(1 + t²), both rational: 3/4, 4/3, 15/8, ... of either sign."""
    m = fmpq(3 + draws.choose(3), 1 + draws.choose(2))
    t = (m * m - 1) / (2 * m)
    sign = 1 - 2 * draws.choose(2)
    return sign * t, (m * m + 1) / (2 * m)


def _oblique(draws: Draws) -> _Block:
    """Return [[1, t], [0, 0]], which is idempotent."""
    t, length = _ratio(draws)
    one = fmpq(1)
    return _Block(
        [[1, 0], [0, 1]], [length, 0], [[one / length, -t / length], [t / length, one / length]]
    )


def _involution(draws: Draws) -> _Block:
    """Return [[1, m − 1/m], [0, −1]]."""
    t, length = _ratio(draws)
    m = abs(t)
    cos, sin = 1 / length, m / length
    return _Block([[sin, -cos], [-cos, -sin]], [m, 1 / m], [[cos, -sin], [sin, cos]])


def _shift(draws: Draws) -> _Block:
    """Return [[0, a], [0, 0]], which is nilpotent."""
    return _Block([[1, 0], [0, 1]], [fmpq(1 + draws.choose(3)), 0], [[0, 1], [1, 0]])


def _rotation(draws: Draws, size: fmpq, *, quarter: bool = False) -> _Block:
    """Return a rotation times a number."""
    t, length = _ratio(draws)
    cos, sin = (fmpq(0), fmpq(1)) if quarter else (1 / length, t / length)
    return _Block([[cos, -sin], [sin, cos]], [size, size], [[1, 0], [0, 1]])


def _cycle(size: int, draws: Draws) -> _Block:
    """Return a cycle with weights: a permutation where all are 1, nilpotent where one is 0."""
    weights = [fmpq(1 + draws.choose(WEIGHTS)) for _ in range(size)]
    way = draws.choose(3)
    weights = [fmpq(1)] * size if way == 0 else weights
    weights[-1] = fmpq(0) if way == 2 and size > 1 else weights[-1]
    steps = [[int(i == (j + 1) % size) for j in range(size)] for i in range(size)]
    return _Block(steps, weights, [[int(i == j) for j in range(size)] for i in range(size)])


def _whole(draws: Draws, before: Sequence[fmpq] = ()) -> fmpq:
    """Return a small number, often one that was there before, or its opposite."""
    if before and draws.choose(3):
        return before[draws.choose(len(before))] * _sign(draws)
    return fmpq(NUMBERS[draws.choose(len(NUMBERS))])


def _sign(draws: Draws, _before: Sequence[fmpq] = ()) -> fmpq:
    return fmpq(1 - 2 * draws.choose(2))


def _bit(draws: Draws, _before: Sequence[fmpq] = ()) -> fmpq:
    return fmpq(draws.choose(2))


def _nothing(_draws: Draws, _before: Sequence[fmpq] = ()) -> fmpq:
    return fmpq(0)


def _turning(draws: Draws) -> _Block:
    return _rotation(draws, fmpq(1))


def _turning_and_scaling(draws: Draws) -> _Block:
    return _rotation(draws, abs(_whole(draws)), quarter=draws.choose(2) > 0)


Pair = Callable[[Draws], _Block]
Single = Callable[[Draws, Sequence[fmpq]], fmpq]
# Of each kind: its blocks of size 2, and its numbers.
KINDS: Sequence[tuple[Pair | None, Single]] = (
    (None, _whole),  # symmetric, often with repeated singular values
    (None, _whole),
    (None, _sign),  # symmetric and orthogonal
    (None, _bit),  # projections
    (_shift, _nothing),  # nilpotent: the simplest that is not symmetric comes first
    (_oblique, _bit),  # idempotent
    (_involution, _sign),  # involutions
    (_turning, _sign),  # orthogonal
    (_turning_and_scaling, _whole),  # normal
)


def decomposed(size: int, draws: Draws) -> Decomposed:
    """Return a (size, size) matrix of some kind, each as often, with one of its decompositions."""
    blocks = list(_blocks(size, draws.choose(len(KINDS) + 1), draws))
    multiple = (
        MULTIPLES[draws.choose(len(MULTIPLES))] if draws.choose(SCALED) == SCALED - 1 else fmpq(1)
    )
    values = [abs(multiple) * fmpq(s) for block in blocks for s in block.sigma]
    order = sorted(range(size), key=lambda k: -values[k])
    basis = _turn(size, draws) if draws.choose(2) else _identity(size)
    U = basis @ _joined([block.U for block in blocks], size)[:, order]
    V = basis @ _joined([block.V for block in blocks], size)[:, order] * (-1 if multiple < 0 else 1)
    sigma = [values[k] for k in order]
    left, right = _turns(sigma, draws)
    return Decomposed(U @ left, arrays.exact([[s] for s in sigma]), V @ right)


def _blocks(size: int, kind: int, draws: Draws) -> Iterator[_Block]:
    """Yield blocks of some sizes; where there may be one of size 2, there is.

    After all other kinds come cycles, which are one block.
    """
    if kind == len(KINDS):
        yield _cycle(size, draws)
        return
    pair, single = KINDS[kind]
    pairs = 0 if pair is None or size < 2 else 1 + draws.choose(size // 2)
    if pair is not None:
        yield from (pair(draws) for _ in range(pairs))
    numbers: list[fmpq] = []
    for _ in range(size - 2 * pairs):
        numbers.append(single(draws, numbers))
        yield _number(numbers[-1])


def _turns(sigma: Sequence[fmpq], draws: Draws) -> tuple[np.ndarray, np.ndarray]:
    """Return what turns the vectors of equal singular values: U's and V's alike but at 0."""
    left, right = [], []
    for value in dict.fromkeys(sigma):
        count = sigma.count(value)
        left.append(_turn(count, draws) if count > 1 else _identity(1))
        right.append(left[-1] if value != 0 or count == 1 else _turn(count, draws))
    return _joined(left, len(sigma)), _joined(right, len(sigma))


def _turn(size: int, draws: Draws) -> np.ndarray:
    """Return an orthogonal matrix."""
    ints = [AXES[draws.choose(len(AXES))] for _ in range(size * size)]
    found: np.ndarray = reflections(EXACT, EXACT.number(ints), size)
    return found


def _identity(size: int) -> np.ndarray:
    return arrays.exact(np.eye(size, dtype=np.int64))


def _joined(blocks: Sequence[Rows | np.ndarray], size: int) -> np.ndarray:
    """Return the block diagonal matrix."""
    found, at = np.zeros((size, size), dtype=object), 0
    for block in blocks:
        found[at : at + len(block), at : at + len(block)] = block
        at += len(block)
    return arrays.exact(found)
