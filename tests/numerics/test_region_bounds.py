"""The upper bounds against known values, against each other, and against exact counts."""

from collections.abc import Callable
from fractions import Fraction
from math import comb

import numpy as np
import pytest

from referee.numerics.region_bounds import (
    arrangement_regions,
    montufar_bound,
    power_bound,
    serra_bound,
    telgarsky_bound,
    trivial_bound,
)
from referee.numerics.regions import activation_regions

Bound = Callable[..., int | Fraction]


def draw(rng: np.random.Generator, low: int, high: int) -> int:
    return int(rng.integers(low, high, endpoint=True))


def random_count(
    rng: np.random.Generator, d: int, widths: list[int], size: int, *, biased: bool
) -> int:
    weights = [
        [[draw(rng, -size, size) for _ in range(columns)] for _ in range(rows)]
        for columns, rows in zip([d, *widths], [*widths, 1], strict=True)
    ]
    biases = [[draw(rng, -size, size) for _ in matrix] for matrix in weights]
    return activation_regions(weights, biases=biases if biased else None).activation_regions


@pytest.mark.parametrize(
    ("d", "widths", "sharp", "product"),
    [
        (2, (2, 2), 6, 12),
        (2, (2, 2, 2), 8, 36),
        (3, (2, 2), 6, 12),
        (3, (3, 3), 23, 56),
        (2, (4, 4), 36, 40),
        (3, (4, 4), 80, 154),
        (4, (4, 4), 94, 240),
        (2, (6, 6), 84, 84),
        (3, (4, 4, 4), 530, 1694),
        (8, (16,), 32768, 32768),
        (4, (4, 1), 27, 32),
        (5, (4, 1), 27, 32),
    ],
)
def test_known_values(d: int, widths: tuple[int, ...], sharp: int, product: int) -> None:
    assert serra_bound(d, widths) == sharp
    assert montufar_bound(d, widths) == product


@pytest.mark.parametrize("biased", [False, True])
def test_one_layer_is_a_generic_arrangement(biased: bool) -> None:
    for d in range(1, 7):
        for m in range(1, 9):
            regions = arrangement_regions(d, m, central=not biased)
            assert serra_bound(d, [m], biased=biased) == regions
            assert montufar_bound(d, [m], biased=biased) == regions


def test_arrangements() -> None:
    assert arrangement_regions(3, 4) == 14
    assert arrangement_regions(2, 3, central=False) == 7
    assert arrangement_regions(3, 0) == arrangement_regions(3, 0, central=False) == 1
    for d in range(1, 6):
        # The central arrangement of m + 1 hyperplanes is two affine ones of m, side by side.
        for m in range(1, 8):
            affine = arrangement_regions(d, m, central=False)
            assert arrangement_regions(d + 1, m + 1) == 2 * affine
            assert affine == sum(comb(m, i) for i in range(d + 1))


@pytest.mark.parametrize("biased", [False, True])
def test_the_bounds_are_ordered(biased: bool) -> None:
    rng = np.random.default_rng(7)
    for _ in range(1500):
        d, widths = draw(rng, 1, 8), [draw(rng, 1, 9) for _ in range(draw(rng, 1, 5))]
        bounds: list[Bound] = [serra_bound, montufar_bound, power_bound, telgarsky_bound]
        values = [bound(d, widths, biased=biased) for bound in bounds]
        assert values == sorted(values), (d, widths)
        assert values[0] <= trivial_bound(widths)
        assert serra_bound(d, widths) <= serra_bound(d, widths, biased=True)


@pytest.mark.parametrize("biased", [False, True])
def test_exact_counts_stay_below(biased: bool) -> None:
    rng = np.random.default_rng(8)
    for _ in range(300):
        d, widths = draw(rng, 1, 4), [draw(rng, 1, 4) for _ in range(draw(rng, 1, 3))]
        regions = random_count(rng, d, widths, draw(rng, 1, 3) ** 2, biased=biased)
        assert regions <= serra_bound(d, widths, biased=biased), (d, widths)


def test_the_sharp_bound_is_attained() -> None:
    identity, split = [[1, 0], [0, 1]], [[1, -1], [1, -2]]
    regions = activation_regions([identity, split, [[1, 1]]]).activation_regions
    assert regions == serra_bound(2, [2, 2]) == 6
    # The bias-free bounds would be wrong with biases, here on the line.
    line = activation_regions([[[1]], [[1]]], biases=[[-1], None]).activation_regions
    assert line == serra_bound(1, [1], biased=True) == 2
    three = activation_regions([[[1], [1]], [[1, 1]]], biases=[[0, -1], None])
    assert three.activation_regions == 3 > serra_bound(1, [2])


def test_telgarsky_holds_on_the_line_with_all_units() -> None:
    rng = np.random.default_rng(9)
    for _ in range(200):
        widths = [draw(rng, 1, 4) for _ in range(draw(rng, 1, 3))]
        regions = random_count(rng, 1, widths, 5, biased=True)
        assert regions <= telgarsky_bound(1, widths, biased=True)
    assert telgarsky_bound(1, [1], biased=True) == 2
    assert telgarsky_bound(3, [2, 1]) == Fraction(3) ** 4


def test_the_power_of_the_width_is_no_bound() -> None:
    """(2m/H)^H with m the width: 1 at m = 1, H = 2, and 6 at m = 3, H = 1."""
    assert activation_regions([[[1]], [[1]], [[1]]]).activation_regions == 2
    cube = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert activation_regions([cube, [[1, 1, 1]]]).activation_regions == 8


@pytest.mark.parametrize("bound", [serra_bound, montufar_bound, power_bound, telgarsky_bound])
def test_faulty_dimensions(bound: Bound) -> None:
    with pytest.raises(ValueError, match="input dimension must be at least 1, not 0"):
        bound(0, [1])
    with pytest.raises(ValueError, match="needs at least 1 unit"):
        bound(1, [2, 0])
    with pytest.raises(ValueError, match="needs at least 1 unit"):
        bound(1, [])


def test_faulty_numbers() -> None:
    with pytest.raises(ValueError, match="d >= 1 and m >= 0"):
        arrangement_regions(0, 1)
    with pytest.raises(ValueError, match="at least 1 unit"):
        trivial_bound([0])
