"""A ReLU network as integer matrices with the same signs everywhere, and its exact forward pass."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Any

import numpy as np
from flint import fmpq, fmpz
from numpy.typing import NDArray

from referee.numerics._integer_arrays import (
    WORD,
    IntegerArray,
    largest,
    narrow,
    primitive,
    product,
    where,
)

Patterns = NDArray[np.bool_]

_CHUNK = 4096


class CertificationError(RuntimeError):
    """A witness misses its activation pattern: a defect of this package, not of its input."""


@dataclass(frozen=True, slots=True)
class IntegerNetwork:
    """A ReLU network whose every layer is scaled by one positive number to integer entries.

    `hidden` are the matrices of the hidden layers, `output` the matrix of the last one. With
    `biased`, every layer has one more input, which comes first and is always on (1 at the points of
    R^d, scaled along with the layers), and every hidden layer hands it on in row 0.
    """

    hidden: tuple[IntegerArray, ...]
    output: IntegerArray
    biased: bool

    @property
    def widths(self) -> tuple[int, ...]:
        """The number of units in each hidden layer."""
        return tuple(matrix.shape[0] - self.biased for matrix in self.hidden)

    @property
    def inputs(self) -> int:
        """The dimension d of the input space."""
        return int(self.hidden[0].shape[1]) - self.biased

    def certify(self, points: IntegerArray, patterns: Patterns, known: Patterns) -> None:
        """Check by an exact forward pass that each point lies inside the region of its pattern.

        `points` (regions, inputs) are homogeneous, `patterns` (regions, units); only the units in
        `known` are compared. A unit may vanish at a point only if it vanishes on the whole region.
        Raises CertificationError otherwise, and if two patterns are equal.
        """
        start = 0
        for depth, (values, forms) in enumerate(self._layers(points)):
            units = slice(start, start + forms.shape[1])
            if ((forms > 0) != patterns[:, units])[:, known[units]].any():
                raise CertificationError(f"a witness misses its pattern in layer {depth + 1}")
            # Without any active unit before it, a unit that is 0 somewhere is 0 everywhere.
            zero = ((forms == 0) & known[units]).any(axis=1) & (values != 0).any(axis=1)
            self._certify_dead(depth, where(zero), forms, patterns, known[units])
            start = units.stop
        if _distinct_rows(patterns[:, known]) != len(patterns):
            raise CertificationError("two regions have the same activation pattern")

    def signs(self, points: IntegerArray) -> NDArray[np.int8]:
        """Return the signs of all units at homogeneous points, shape (points, units)."""
        signs = [np.sign(forms).astype(np.int8) for _, forms in self._layers(points)]
        return np.concatenate(signs, axis=1)

    def _layers(self, points: IntegerArray) -> Iterator[tuple[IntegerArray, IntegerArray]]:
        """Yield the inputs and the pre-activations of every layer, without the constant."""
        values = points
        for matrix in self.hidden:
            forms = product(values, matrix)
            yield values[:, self.biased :], forms[:, self.biased :]
            values = np.maximum(forms, 0)
            if values.dtype == object:
                values = narrow(primitive(values))

    def _certify_dead(
        self,
        depth: int,
        regions: NDArray[np.intp],
        forms: IntegerArray,
        patterns: Patterns,
        known: NDArray[np.bool_],
    ) -> None:
        for rows in _chunks(regions):
            gradients = self.forms(patterns[rows], depth)[:, self.biased :]
            live = (gradients != 0).any(axis=2)
            if (live & (forms[rows] == 0) & known).any():
                raise CertificationError(f"a live unit of layer {depth + 1} vanishes at a witness")

    def forms(self, patterns: Patterns, depth: int) -> IntegerArray:
        """Return the linear forms of the units of layer `depth` (the output layer is the last).

        Shape (regions, units, inputs), up to a positive factor for each layer.
        """
        layers = (*self.hidden, self.output)
        count, inputs = len(patterns), layers[0].shape[1]
        forms = np.broadcast_to(layers[0], (count, *layers[0].shape))
        start = 0
        for matrix, width in zip(layers[1 : depth + 1], self.widths, strict=False):
            on = np.ones((count, forms.shape[1]), np.int64)
            on[:, self.biased :] = patterns[:, start : start + width]
            gated = (forms * on[:, :, None]).transpose(0, 2, 1).reshape(-1, forms.shape[1])
            forms = product(gated, matrix).reshape(count, inputs, -1).transpose(0, 2, 1)
            start += width
        return forms


def _chunks(ids: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    return [ids[i : i + _CHUNK] for i in range(0, ids.size, _CHUNK)]


def _distinct_rows(rows: Patterns) -> int:
    packed = np.ascontiguousarray(np.packbits(rows, axis=1))
    return len(set(packed.view(f"V{packed.shape[1]}").ravel().tolist()))


def integer_network(weights: Sequence[Any], biases: Sequence[Any] | None = None) -> IntegerNetwork:
    """Return the network with the given matrices W_1, ..., W_{H+1} and biases as integers.

    Raises ValueError, naming the layer and the shapes, unless H >= 1, every matrix is non-empty,
    each has as many columns as the one before has rows, each bias as many entries as its
    matrix has rows, and all entries are int, Fraction, fmpz, fmpq or finite floats.
    """
    matrices = [_table(f"W_{i + 1}", value, 2) for i, value in enumerate(weights)]
    if len(matrices) < 2:
        raise ValueError(
            "a ReLU network needs a hidden and an output layer, at least W_1 and W_2;"
            f" {len(matrices)} given"
        )
    for i, (before, after) in enumerate(pairwise(matrices)):
        if after.shape[1] != before.shape[0]:
            raise ValueError(
                f"W_{i + 2} has shape {after.shape}, but W_{i + 1} of shape {before.shape}"
                f" gives it {before.shape[0]} inputs"
            )
    shifts = _shifts(matrices, biases)
    if shifts is not None:
        last = len(matrices) - 1
        matrices = [
            _with_constant(m, b, hidden=i < last)
            for i, (m, b) in enumerate(zip(matrices, shifts, strict=True))
        ]
    *hidden, output = [_integers(matrix) for matrix in matrices]
    return IntegerNetwork(tuple(hidden), output, shifts is not None)


def _shifts(
    matrices: list[NDArray[Any]], biases: Sequence[Any] | None
) -> list[NDArray[Any]] | None:
    if biases is None:
        return None
    if len(biases) != len(matrices):
        raise ValueError(f"{len(biases)} biases for {len(matrices)} layers (None stands for zero)")
    shifts = []
    for i, (matrix, bias) in enumerate(zip(matrices, biases, strict=True)):
        zero = np.zeros(matrix.shape[0], dtype=object)
        shift = zero if bias is None else _table(f"b_{i + 1}", bias, 1)
        if shift.shape != matrix.shape[:1]:
            raise ValueError(
                f"b_{i + 1} has shape {shift.shape}, but W_{i + 1} has shape {matrix.shape}"
            )
        shifts.append(shift)
    return shifts


def _with_constant(matrix: NDArray[Any], bias: NDArray[Any], *, hidden: bool) -> NDArray[Any]:
    extended = np.concatenate((bias[:, None], matrix), axis=1)
    if not hidden:
        return extended
    constant = np.zeros((1, extended.shape[1]), dtype=object)
    constant[0, 0] = 1
    return np.concatenate((constant, extended))


def _table(name: str, values: object, dimensions: int) -> NDArray[Any]:
    """Return `values` as an array of int64, or of int and Fraction (dtype object)."""
    # Nested lists must not pass through a float array: [[2**63, -1]] would be rounded.
    raw = values if isinstance(values, np.ndarray) else np.array(values, dtype=object)
    if raw.ndim != dimensions or raw.size == 0:
        kind = "matrix" if dimensions == 2 else "vector"
        raise ValueError(f"{name} must be a non-empty {kind}, not of shape {raw.shape}")
    if raw.dtype == np.int64 and largest(raw) < WORD:
        return raw
    if raw.dtype.kind in "iu" or all(type(entry) is int for entry in raw.flat):
        return raw.astype(object)
    table = np.empty(raw.shape, dtype=object)
    for index, entry in np.ndenumerate(raw):
        table[index] = _rational(name, entry)
    return table


def _rational(name: str, entry: object) -> int | Fraction:
    if isinstance(entry, int | fmpz | np.integer):
        return int(entry)
    if isinstance(entry, Fraction):
        return entry
    if isinstance(entry, fmpq):
        return Fraction(int(entry.p), int(entry.q))
    if isinstance(entry, float | np.floating) and np.isfinite(entry):
        return Fraction(*entry.as_integer_ratio())
    raise ValueError(f"{name} has the entry {entry!r}, which is not a rational or finite number")


def _integers(matrix: NDArray[Any]) -> IntegerArray:
    if matrix.dtype == np.int64:
        return matrix
    scale = lcm(*(entry.denominator for entry in matrix.flat))
    return narrow(np.frompyfunc(int, 1, 1)(matrix * scale))
