"""Functions of a kind have its property, at exact points, by its definition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from random import Random
from typing import Any

import pytest
from flint import fmpq

import referee.strategies.declared  # noqa: F401  (registers the family)
from referee.numerics import ridge_functions
from referee.strategies.families import FAMILIES, Instance
from referee.strategies.functions import PROPERTIES, WITH_A_NUMBER

WIDTH = ridge_functions.WIDTH
DRAWN = 120
OFTEN = 4  # times as many where a family is to have what is rare in it


def drawn(kind: str, often: int = 1) -> Iterator[Instance]:
    """Yield the smallest instances of functions of a kind with two points, and some drawn."""
    family = FAMILIES["declared"](
        of=f"L.1.1.number_gt_0+M.1.1.number_gt_0+f.n.{WIDTH}.function-{kind}+x.n.1+y.n.1"
    )
    yield from islice(family.in_order(), DRAWN)
    rng = Random(kind)
    yield from (family.sample(rng) for _ in range(often * DRAWN))


def at(p: Instance, x: Any) -> fmpq:
    return fmpq(ridge_functions.value(p.f, x)[0, 0])


def convex(p: Instance) -> bool:
    third = fmpq(1, 3)
    return at(p, p.x * third + p.y * (1 - third)) <= third * at(p, p.x) + (1 - third) * at(p, p.y)


def gap(p: Instance) -> fmpq:
    """Return f(y) − f(x) − ∇f(x)ᵀ(y − x)."""
    slope = ridge_functions.slope(p.f, p.x)
    return at(p, p.y) - at(p, p.x) - fmpq((slope.T @ (p.y - p.x))[0, 0])


def distance(p: Instance) -> fmpq:
    return fmpq(((p.x - p.y).T @ (p.x - p.y))[0, 0])


def rises(p: Instance, sign: int) -> bool:
    above = p.x + abs(p.y)
    return sign * (at(p, above) - at(p, p.x)) >= 0


def smooth(p: Instance) -> bool:
    between = ridge_functions.slope(p.f, p.x) - ridge_functions.slope(p.f, p.y)
    return bool((between.T @ between)[0, 0] <= p.L[0, 0] ** 2 * distance(p))


def homogeneous(degree: int) -> Callable[[Instance], bool]:
    return lambda p: at(p, p.x * 3) == 3**degree * at(p, p.x)


HOLDS: dict[str, Callable[[Instance], bool]] = {
    "continuous": lambda p: at(p, p.x) == at(p, p.x + 0 * p.y),
    "convex": convex,
    "concave": lambda p: at(p, (p.x + p.y) / 2) >= (at(p, p.x) + at(p, p.y)) / 2,
    "strictly_convex": lambda p: (
        distance(p) == 0 or at(p, (p.x + p.y) / 2) < (at(p, p.x) + at(p, p.y)) / 2
    ),
    "strictly_concave": lambda p: (
        distance(p) == 0 or at(p, (p.x + p.y) / 2) > (at(p, p.x) + at(p, p.y)) / 2
    ),
    "differentiable": lambda p: ridge_functions.slope(p.f, p.x).shape == p.x.shape,
    "twice": lambda p: (
        ridge_functions.curvature(p.f, p.x) == ridge_functions.curvature(p.f, p.x).T
    ).all(),
    # Along a line a quadratic has a third difference of 0.
    "quadratic": lambda p: (
        at(p, p.x) - 3 * at(p, p.x + p.y) + 3 * at(p, p.x + 2 * p.y) == at(p, p.x + 3 * p.y)
    ),
    "affine": lambda p: at(p, p.x + p.y) + at(p, 0 * p.x) == at(p, p.x) + at(p, p.y),
    "linear": lambda p: at(p, p.x + p.y) == at(p, p.x) + at(p, p.y),
    "even": lambda p: at(p, -p.x) == at(p, p.x),
    "odd": lambda p: at(p, -p.x) == -at(p, p.x),
    "increasing": lambda p: rises(p, 1),
    "decreasing": lambda p: rises(p, -1),
    "strictly_increasing": lambda p: not p.y.any() or at(p, p.x + abs(p.y)) > at(p, p.x),
    "strictly_decreasing": lambda p: not p.y.any() or at(p, p.x + abs(p.y)) < at(p, p.x),
    **{f"homogeneous~{k}": homogeneous(k) for k in (1, 2, 3, 4)},
    "smooth~L": smooth,
    "convex smooth~L": lambda p: smooth(p) and convex(p) and gap(p) >= 0,
    "Lipschitz~L": lambda p: (at(p, p.x) - at(p, p.y)) ** 2 <= p.L[0, 0] ** 2 * distance(p),
    "smooth~L Lipschitz~M": lambda p: (
        smooth(p) and (at(p, p.x) - at(p, p.y)) ** 2 <= p.M[0, 0] ** 2 * distance(p)
    ),
    "strongly~M differentiable": lambda p: gap(p) >= p.M[0, 0] * distance(p) / 2,
    "strongly~M smooth~L": lambda p: (
        p.M[0, 0] > p.L[0, 0]
        or (smooth(p) and gap(p) >= p.M[0, 0] * distance(p) / 2)
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOLDS)
def test_every_function_has_the_property(kind: str) -> None:
    for p in drawn(kind.replace(" ", "-")):
        assert HOLDS[kind](p), (p.token, ridge_functions.written(p.f, "f"))


def test_every_property_is_tried() -> None:
    tried = {word.partition("~")[0] for kind in HOLDS for word in kind.split(" ")}
    assert {word.partition("~")[0] for word in (*PROPERTIES, *WITH_A_NUMBER)} == tried


@pytest.mark.parametrize("kind", ["smooth~L", "Lipschitz~L", "convex smooth~L"])
def test_constants_are_attained(kind: str) -> None:
    """A constant half as large is wrong of some function, and a convex one is not always linear."""

    def half(p: Instance) -> bool:
        if kind == "Lipschitz~L":
            return bool((at(p, p.x) - at(p, p.y)) ** 2 <= (p.L[0, 0] / 2) ** 2 * distance(p))
        between = ridge_functions.slope(p.f, p.x) - ridge_functions.slope(p.f, p.y)
        return bool((between.T @ between)[0, 0] <= (p.L[0, 0] / 2) ** 2 * distance(p))

    assert not all(map(half, drawn(kind.replace(" ", "-"))))


@pytest.mark.parametrize("degree", [2, 3, 4])
def test_gradients_are_those_of_the_values(degree: int) -> None:
    """Euler's identity: xᵀ∇f(x) = k f(x), and xᵀ∇²f(x)x = k (k − 1) f(x)."""
    for p in drawn(f"homogeneous~{degree}-twice"):
        slope = ridge_functions.slope(p.f, p.x)
        curvature = ridge_functions.curvature(p.f, p.x)
        assert (p.x.T @ slope)[0, 0] == degree * at(p, p.x)
        assert (p.x.T @ curvature @ p.x)[0, 0] == degree * (degree - 1) * at(p, p.x)


def test_a_function_is_written_as_people_write_it() -> None:
    family = FAMILIES["declared"](of=f"f.2.{WIDTH}.function-convex")
    texts = [ridge_functions.written(p.f, "f")[1] for p in islice(family.in_order(), 60)]
    assert texts[0] == "0"
    assert {"½x₁²", "|x₁|", "x₁", "−x₂"} <= {*texts}


@pytest.mark.parametrize(
    ("kind", "holds"),
    [
        # True of ridges along coordinates, of even ones, of strongly convex ones alone.
        ("Lipschitz~L", lambda p: abs(at(p, p.x) - at(p, p.y)) <= p.L[0, 0] * abs(p.x - p.y).max()),
        ("homogeneous~4", lambda p: at(p, p.x) == at(p, -p.x)),
        ("homogeneous~2", lambda p: at(p, p.x) == at(p, -p.x)),
        ("strictly_convex differentiable", lambda p: gap(p) >= distance(p) / 100),
        ("strictly_increasing", lambda p: at(p, p.x + abs(p.y)) >= at(p, p.x) + abs(p.y).max() / 9),
    ],
)
def test_families_are_no_smaller_than_they_are_said_to_be(
    kind: str, holds: Callable[[Instance], bool]
) -> None:
    assert not all(map(holds, drawn(kind.replace(" ", "-"), OFTEN)))
