"""Axes of a chart: numbers to places on a drawing, with a few round numbers beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from referee.reports import wording

Points = Sequence[tuple[float, float]]
LEFT, TOP, BOTTOM = 44, 8, 22  # room for numbers beside the axes


@dataclass(frozen=True)
class Axes:
    """A frame of ``width`` × ``height`` around x from ``left`` to ``right``, y likewise.

    With ``logarithmic`` the bounds of y are powers of 10, and y is drawn by its logarithm.
    """

    left: float
    right: float
    low: float
    high: float
    logarithmic: bool = False
    width: int = 320
    height: int = 190

    @classmethod
    def around(cls, points: Points, *, logarithmic: bool = False) -> Axes:
        """Return axes that hold all points; logarithmic ones where all are positive or 0.

        Raises ValueError where there are no points.
        """
        xs, ys = [x for x, _ in points], [y for _, y in points]
        positive = [y for y in ys if y > 0]
        if logarithmic and positive and min(ys) >= 0 and max(ys) > min(positive):
            ends = math.floor(math.log10(min(positive))), math.ceil(math.log10(max(ys)))
            return cls(min(xs), max(xs), *ends, logarithmic=True)
        low, high = min(ys), max(ys)
        low = min(low, 0.0) if low < 0.4 * high else low
        margin = (high - low) * 0.06 or max(abs(high), 1.0) * 0.5
        return cls(min(xs), max(xs), low - (margin if low else 0), high + margin)

    def _x(self, x: float) -> float:
        return LEFT + (x - self.left) / ((self.right - self.left) or 1) * (self.width - LEFT - 8)

    def _y(self, y: float) -> float:
        if self.logarithmic:
            y = max(math.log10(y), self.low) if y > 0 else self.low
        part = (y - self.low) / (self.high - self.low)
        return TOP + (1 - part) * (self.height - TOP - BOTTOM)

    def line(self, points: Points, style: str) -> Markup:
        """Draw points joined by a line of a style."""
        path = " ".join(f"{self._x(x):.1f},{self._y(y):.1f}" for x, y in points)
        return Markup('<polyline class="{}" points="{}"/>').format(style, path)

    def dot(self, point: tuple[float, float]) -> Markup:
        """Draw a dot at a point."""
        return Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="4"/>').format(
            self._x(point[0]), self._y(point[1])
        )

    def frame(self) -> Markup:
        """Draw the axes with their numbers."""
        floor = self.height - BOTTOM
        content = Markup('<path class="axis" d="M{0} {1}V{2}H{3}"/>').format(
            LEFT, TOP, floor, self.width - 8
        )
        for x in _round_numbers(self.left, self.right):
            content += Markup(
                '<path class="axis" d="M{0:.1f} {1}v4"/>'
                '<text x="{0:.1f}" y="{2}" class="middle">{3}</text>'
            ).format(self._x(x), floor, self.height - 5, wording.decimal(x))
        for y, says in self._levels():
            content += Markup(
                '<path class="grid" d="M{0} {1:.1f}H{2}"/>'
                '<text x="{3}" y="{4:.1f}" class="end">{5}</text>'
            ).format(LEFT, self._y(y), self.width - 8, LEFT - 5, self._y(y) + 4, says)
        return content

    def _levels(self) -> list[tuple[float, str]]:
        if not self.logarithmic:
            return [(y, wording.decimal(y)) for y in _round_numbers(self.low, self.high)]
        step = max(math.ceil((self.high - self.low) / 4), 1)
        powers = range(int(self.low), int(self.high) + 1, step)
        return [(10.0**power, f"10{wording.raised(power)}") for power in powers]


def _round_numbers(low: float, high: float) -> list[float]:
    """Return two to five round numbers between two numbers."""
    span = high - low or 1.0
    step = 10.0 ** math.floor(math.log10(span / 2))
    step *= next(factor for factor in (1, 2, 5, 10) if span / (step * factor) <= 4)
    first = math.ceil(low / step - 1e-9)
    return [index * step for index in range(first, math.floor(high / step + 1e-9) + 1)]
