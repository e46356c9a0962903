"""How the points of a class are spread, as a drawing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup

from referee.reports import wording

BINS = 10
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 420, 150, 6, 18, 34


def points(found: Sequence[tuple[float, float]]) -> Markup:
    """Return a histogram of points given, of the most there are; empty where there are none."""
    most = max((each for _, each in found), default=0)
    if not most:
        return Markup("")
    top = _top(max(given for given, _ in found), most)
    counts = [0] * BINS
    for given, _ in found:
        counts[min(int(BINS * given / top), BINS - 1)] += 1
    edges = [top * i / BINS for i in range(BINS + 1)]
    return _drawn(counts, edges, most)


def _top(largest: float, most: float) -> float:
    """Return where the axis ends: at all points, or earlier where nobody has half of them."""
    if not 0 < 2 * largest < most:
        return most
    unit = 10.0 ** math.floor(math.log10(largest))
    return next(unit * k for k in (1, 2, 3, 4, 5, 6, 8, 10) if unit * k >= largest)


def _drawn(counts: Sequence[int], edges: Sequence[float], most: float) -> Markup:
    width = (WIDTH - 2 * LEFT) / len(counts)
    bars = Markup("").join(
        _bar(LEFT + i * width, width, count, max(counts)) for i, count in enumerate(counts)
    )
    ticks = Markup("").join(
        Markup('<text class="middle" x="{:.1f}" y="{}">{:g}</text>').format(
            LEFT + i * width, HEIGHT - BOTTOM + 14, round(edges[i], 2)
        )
        for i in range(0, len(edges), 2)
    )
    axis = Markup('<path class="axis" d="M{} {}H{}"/>').format(LEFT, HEIGHT - BOTTOM, WIDTH - LEFT)
    name = Markup('<text class="middle" x="{}" y="{}">points, of {:g}</text>').format(
        WIDTH / 2, HEIGHT - 4, most
    )
    return Markup(
        '<svg class="chart spread" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(WIDTH, HEIGHT, _said(counts, edges), bars + axis + ticks + name)


def _bar(x: float, width: float, count: int, most: int) -> Markup:
    if not count:
        return Markup("")
    height = (HEIGHT - TOP - BOTTOM) * count / most
    top = HEIGHT - BOTTOM - height
    return Markup(
        '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>'
        '<text class="middle" x="{:.1f}" y="{:.1f}">{}</text>'
    ).format(x + 1.5, top, width - 3, height, x + width / 2, top - 4, count)


def _said(counts: Sequence[int], edges: Sequence[float]) -> str:
    """Return what a drawing shows, in words."""
    parts = [
        f"{wording.counted(count, 'sheet')} from {low:g} to {high:g}"
        for count, (low, high) in zip(counts, pairwise(round(e, 2) for e in edges), strict=True)
        if count
    ]
    return f"Points: {wording.listed(parts)}"
