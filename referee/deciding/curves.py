"""Points on solution sets: of equations that are linear, or quadrics met along lines.

Nothing is known of the equations but their residuals at points. What is affine is solved; of
what is left a line shows a parabola, and a line through one solution meets a quadric in a
second one, which is rational as well. What is bent, as a sum of magnitudes, is solved by pieces.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from flint import fmpq

from referee.deciding.first_points import first_points
from referee.language.factors import simplest
from referee.strategies.affine import Solutions, differences, foot, parabola_roots, solutions

Point = list[fmpq]
Residual = Callable[[Point], list[fmpq] | None]
PIECES = 3  # times that what is affine is solved, each time in another piece
DIRECTIONS = 6  # lines that are tried
HALVINGS = 40
VAIN = 16  # halvings after which it is taken to hold at its start alone
CLOSE = 2**20  # the inside of a border is found to one part in so many


def solved(
    residual: Residual, start: Point, known: Sequence[Point], rng: random.Random
) -> Iterator[Point]:
    """Yield points near a start at which all equations hold; ``known`` are some such points."""
    point, kernel = projected(residual, start, rng)
    missing = residual(point)
    if missing is not None and not any(missing):
        yield point
        nearest = foot(point, kernel)
        if nearest != point and residual(nearest) == missing:
            yield nearest  # where a sum of squares is least
    elif missing is not None:
        yield from _on_lines(residual, point, kernel, known, rng)


def projected(
    residual: Residual, start: Point, rng: random.Random
) -> tuple[Point, Sequence[Sequence[fmpq]]]:
    """Return a point at which what is affine holds, and the directions that this allows."""
    point: Point = start
    kernel: Sequence[Sequence[fmpq]] = ()
    for _ in range(PIECES):
        missing = residual(point)
        if missing is None or not any(missing):
            break
        found = _affine(residual, point, missing, rng.sample(range(len(point)), len(point)))
        if found is None:
            break
        kernel, before, point = found.kernel, point, found.point
        if point == before:
            break
    return point, kernel


def centre(residual: Residual, size: int) -> Point | None:
    """Return a point in the middle of where affine equations hold: each unknown in its turn."""
    origin = [fmpq(0)] * size
    missing = residual(origin)
    if missing is None:
        return None
    orders = [[*range(k, size), *range(k)] for k in range(size)]
    found = [_affine(residual, origin, missing, order) for order in orders]
    points = [each.point for each in found if each is not None]
    return [sum(xs, fmpq(0)) / len(points) for xs in zip(*points, strict=True)] or None


def directions(residual: Residual, point: Point) -> Sequence[Sequence[fmpq]]:
    """Return a basis of the directions in which what is affine stays as it is at a point."""
    missing = residual(point)
    order = range(len(point))
    found = None if missing is None else _affine(residual, point, missing, order)
    return () if found is None else found.kernel


def _affine(
    residual: Residual, point: Point, missing: list[fmpq], order: Sequence[int]
) -> Solutions | None:
    """Solve those equations that are affine around a point, for the first unknowns of an order."""
    steps = [residual(_step(point, i)) for i in range(len(point))]
    weights = [2 * k + 1 for k in order]
    beyond = residual([x + w for x, w in zip(point, weights, strict=True)])
    known = [step for step in steps if step is not None]
    if beyond is None or len(known) < len(steps):
        return None
    columns = differences(known, missing)
    affine = [
        i
        for i, (there, here) in enumerate(zip(beyond, missing, strict=True))
        if there - here == sum((w * c[i] for w, c in zip(weights, columns, strict=True)), fmpq(0))
    ]
    kept = [[columns[k][i] for i in affine] for k in order]
    found = solutions(kept, [-missing[i] for i in affine], [fmpq(0)] * len(point))
    return None if found is None else _reordered(found, order, point)


def _step(point: Point, index: int) -> Point:
    return [x + int(i == index) for i, x in enumerate(point)]


def _reordered(found: Solutions, order: Sequence[int], point: Point) -> Solutions:
    places = {k: i for i, k in enumerate(order)}
    moved = [x + found.point[places[k]] for k, x in enumerate(point)]
    return Solutions(moved, [[each[places[k]] for k in range(len(order))] for each in found.kernel])


def _on_lines(
    residual: Residual,
    point: Point,
    kernel: Sequence[Sequence[fmpq]],
    known: Sequence[Point],
    rng: random.Random,
) -> Iterator[Point]:
    """Yield solutions on lines through known ones, then on lines through the point itself."""
    for each in known:
        yield from roots_along(residual, each, _difference(point, each))
        yield from roots_along(residual, each, _drawn(kernel, len(point), rng))
    if len(kernel) == 1:
        yield from roots_along(residual, point, kernel[0])
        return  # there is no other line
    lines = [point, *kernel, *(_drawn(kernel, len(point), rng) for _ in range(2))]
    for direction in lines[:DIRECTIONS]:
        yield from roots_along(residual, point, direction)


def first_found(residual: Residual, start: Point, rng: random.Random) -> Iterator[Point]:
    """Yield a few points at which all equations hold, searched for where none is known."""
    point, kernel = projected(residual, start, rng)
    if len(kernel) < 2:
        return
    least = foot(point, kernel)

    def there(t: Sequence[fmpq]) -> Point:
        return _combination(kernel, t, len(point), least)

    for found in first_points(lambda t: residual(there(t)), len(kernel)):
        target = there(found)
        if not any(residual(target) or [fmpq(1)]):
            yield target


def _difference(one: Point, other: Point) -> Point:
    return [a - b for a, b in zip(one, other, strict=True)]


def _drawn(kernel: Sequence[Sequence[fmpq]], size: int, rng: random.Random) -> Point:
    """Return a direction that what is affine allows, of small whole coefficients."""
    return _combination(kernel, [rng.choice((-2, -1, 0, 1, 2, 3)) for _ in kernel], size)


def _combination(
    kernel: Sequence[Sequence[fmpq]],
    weights: Sequence[fmpq | int],
    size: int,
    start: Sequence[fmpq] = (),
) -> Point:
    found = [*start] or [fmpq(0)] * size
    for direction, weight in zip(kernel, weights, strict=False):
        found = [x + weight * y for x, y in zip(found, direction, strict=True)]
    return found


def along(point: Point, direction: Sequence[fmpq], t: fmpq) -> Point:
    """Return point + t·direction."""
    return [x + t * v for x, v in zip(point, direction, strict=True)]


def roots_along(residual: Residual, point: Point, direction: Sequence[fmpq]) -> Iterator[Point]:
    """Yield the rational points of a line at which all equations hold, without t = 0."""
    if not any(direction):
        return
    seen: set[fmpq] = {fmpq(0)}
    for sign in (1, -1):
        three = [residual(along(point, direction, fmpq(sign * k))) for k in range(3)]
        values = [each for each in three if each is not None]
        if len(values) < len(three):
            continue
        for row in zip(*values, strict=True):
            roots = [sign * t for t in parabola_roots(*row)] if any(row) else []
            for t in (t for t in roots if t not in seen):
                seen.add(t)
                found = along(point, direction, t)
                left = residual(found)
                if left is not None and not any(left):
                    yield found
            if any(row):
                break


def border(inside: Callable[[fmpq], bool]) -> tuple[fmpq, fmpq] | None:
    """Return t just inside and just beyond the last place at which something is seen to hold.

    It holds at 0 and not at 1. None where it holds at 0 alone, as far as halving shows.
    """
    low, high = fmpq(0), fmpq(1)
    for count in range(HALVINGS):
        if low == 0 and count >= VAIN:
            return None
        middle = (low + high) / 2 if low > 0 else high / 4
        low, high = (middle, high) if inside(middle) else (low, middle)
        if low > 0 and (high - low) * CLOSE <= low:
            break
    if low == 0:
        return None
    near = simplest(low, high)
    return (near, high) if inside(near) else (low, near)
