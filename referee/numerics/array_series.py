"""First-order series whose coefficients are float arrays: derivatives of a whole batch at once.

A series of arrays is a NumPy duck: operators, ``np.exp``, indexing and ``.mT`` of it are
series again, by the rule of each ufunc. What has no rule here raises TypeError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin


class ArraySeries(NDArrayOperatorsMixin):
    """The series ``value + slope·ε + O(ε²)``, with both arrays of one shape."""

    def __init__(self, value: Any, slope: Any) -> None:
        self.value, self.slope = np.broadcast_arrays(value, slope, subok=True)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """Apply a ufunc by its rule; comparisons look at the values alone."""
        if method != "__call__" or options:
            return NotImplemented
        if ufunc in _COMPARISONS:
            return ufunc(*(as_series(x).value for x in inputs))
        return _RULES[ufunc](*map(as_series, inputs)) if ufunc in _RULES else NotImplemented

    def each(self, step: Callable[[Any], Any]) -> ArraySeries:
        """Return the series of what a linear step makes of the value and of the slope."""
        return ArraySeries(step(self.value), step(self.slope))

    def __getitem__(self, index: Any) -> ArraySeries:
        return self.each(lambda part: part[index])

    @property
    def mT(self) -> ArraySeries:
        """The matrices transposed."""
        return self.each(lambda part: part.mT)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the value."""
        return self.value.shape

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return self.value.ndim

    def sum(self, axis: int) -> ArraySeries:
        """Return the sum along an axis."""
        return self.each(lambda part: part.sum(axis))

    def reshape(self, *shape: int) -> ArraySeries:
        """Return the series in another shape."""
        return self.each(lambda part: part.reshape(*shape))

    def max(self, axis: int) -> ArraySeries:
        """Return the largest value along an axis, with its slope."""
        return self._at(self.value.argmax(axis), axis)

    def min(self, axis: int) -> ArraySeries:
        """Return the smallest value along an axis, with its slope."""
        return self._at(self.value.argmin(axis), axis)

    def _at(self, places: np.ndarray, axis: int) -> ArraySeries:
        index = np.expand_dims(places, axis)
        return self.each(lambda part: np.take_along_axis(part, index, axis).squeeze(axis))


def as_series(array: Any) -> ArraySeries:
    """Return an array as a constant series; a series is returned as it is."""
    return array if isinstance(array, ArraySeries) else ArraySeries(array, np.zeros_like(array))


def slope_of(array: Any) -> Any:
    """Return the coefficient of ε, zero for an array that is no series."""
    return array.slope if isinstance(array, ArraySeries) else np.zeros_like(array)


def concatenate(parts: Sequence[Any], axis: int) -> ArraySeries:
    """Join series, and arrays among them, along an axis."""
    series = [as_series(part) for part in parts]
    lead = np.broadcast_shapes(*(each.shape[:-2] for each in series))
    wide = [each.each(lambda part: _led(part, lead)) for each in series]
    return ArraySeries(
        *(np.concatenate([getattr(e, name) for e in wide], axis) for name in ("value", "slope"))
    )


def _led(array: np.ndarray, lead: tuple[int, ...]) -> np.ndarray:
    """Return matrices with these leading axes."""
    return np.broadcast_to(array, (*lead, *array.shape[-2:]), subok=True)


def _times(a: ArraySeries, b: ArraySeries) -> ArraySeries:
    return ArraySeries(a.value * b.value, a.value * b.slope + a.slope * b.value)


def _matmul(a: ArraySeries, b: ArraySeries) -> ArraySeries:
    return ArraySeries(a.value @ b.value, a.value @ b.slope + a.slope @ b.value)


def _over(a: ArraySeries, b: ArraySeries) -> ArraySeries:
    quotient = a.value / b.value
    return ArraySeries(quotient, (a.slope - quotient * b.slope) / b.value)


def _power(a: ArraySeries, b: ArraySeries) -> ArraySeries:
    """Return a^b; an exponent that does not depend on ε adds nothing, also for a ≤ 0."""
    value = a.value**b.value
    slope = np.where(b.value == 0, 0, b.value * a.value ** (b.value - 1)) * a.slope
    if b.slope.any():
        slope = slope + np.log(a.value) * value * b.slope
    return ArraySeries(value, slope)


def _exp(a: ArraySeries) -> ArraySeries:
    value = np.exp(a.value)
    return ArraySeries(value, value * a.slope)


def _log(a: ArraySeries) -> ArraySeries:
    return ArraySeries(np.log(a.value), a.slope / a.value)


def _sin(a: ArraySeries) -> ArraySeries:
    return ArraySeries(np.sin(a.value), np.cos(a.value) * a.slope)


def _cos(a: ArraySeries) -> ArraySeries:
    return ArraySeries(np.cos(a.value), -np.sin(a.value) * a.slope)


def _sqrt(a: ArraySeries) -> ArraySeries:
    root = np.sqrt(a.value)
    return ArraySeries(root, a.slope / (2 * root))


def _maximum(a: ArraySeries, b: ArraySeries) -> ArraySeries:
    """Return the larger of two; where they tie the slope is the mean of both."""
    part = (1 + np.sign(a.value - b.value)) / 2
    return ArraySeries(np.maximum(a.value, b.value), part * a.slope + (1 - part) * b.slope)


_COMPARISONS = frozenset(
    {np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal}
)
_RULES: Mapping[np.ufunc, Callable[..., ArraySeries]] = {
    np.add: lambda a, b: ArraySeries(a.value + b.value, a.slope + b.slope),
    np.subtract: lambda a, b: ArraySeries(a.value - b.value, a.slope - b.slope),
    np.negative: lambda a: ArraySeries(-a.value, -a.slope),
    np.conjugate: lambda a: a,
    np.multiply: _times,
    np.matmul: _matmul,
    np.true_divide: _over,
    np.power: _power,
    np.exp: _exp,
    np.log: _log,
    np.sin: _sin,
    np.cos: _cos,
    np.sign: lambda a: ArraySeries(np.sign(a.value), 0 * a.slope),
    np.sqrt: _sqrt,
    np.absolute: lambda a: ArraySeries(abs(a.value), np.sign(a.value) * a.slope),
    np.maximum: _maximum,
}
