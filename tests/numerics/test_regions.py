"""Activation regions against closed forms, independent counts, and linear programming."""

import itertools
from collections.abc import Callable
from fractions import Fraction
from math import comb
from typing import Any

import numpy as np
import pytest
from flint import fmpq, fmpz
from numpy.typing import NDArray
from scipy.linalg import block_diag
from scipy.optimize import linprog

from referee.numerics import (
    _compiled_search,
    _face_lattice,
    _integer_arrays,
    _region_search,
    _relu_network,
)
from referee.numerics.region_bounds import serra_bound
from referee.numerics.regions import (
    CertificationError,
    RegionBounds,
    Regions,
    TooManyRegionsError,
    activation_regions,
)

Matrix = list[list[int]]
Vector = list[int]
Pattern = tuple[bool, ...]

compiled = pytest.mark.skipif(_compiled_search.COMPILED is None, reason="built without a compiler")


@pytest.fixture(params=["Python", pytest.param("C++", marks=compiled)], autouse=True)
def search(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Search in the one language and in the other: every test here is of both."""
    language: str = request.param
    if language == "Python":
        monkeypatch.setattr(_compiled_search, "COMPILED", None)
    return language


def count(*hidden: Matrix, biases: list[Vector] | None = None) -> int:
    """Return the number of activation regions, which no output layer changes."""
    shifts = None if biases is None else [*biases, None]
    return activation_regions([*hidden, ones(hidden[-1])], biases=shifts).activation_regions


def ones(matrix: Matrix) -> Matrix:
    return [[1] * len(matrix)]


def identity(size: int) -> Matrix:
    return [[int(i == j) for j in range(size)] for i in range(size)]


def pattern_set(regions: Regions) -> set[Pattern]:
    rows = np.concatenate(regions.patterns, axis=1)
    return {tuple(row) for row in rows.tolist()}


def draw(rng: np.random.Generator, low: int, high: int) -> int:
    return int(rng.integers(low, high, endpoint=True))


def random_matrix(rng: np.random.Generator, rows: int, columns: int, size: int) -> Matrix:
    return [[draw(rng, -size, size) for _ in range(columns)] for _ in range(rows)]


def random_network(
    rng: np.random.Generator, d: int, widths: list[int], size: int
) -> tuple[list[Matrix], list[Vector]]:
    """Return hidden layers and an output layer of one unit, and a bias for each."""
    shapes = itertools.pairwise([d, *widths, 1])
    weights = [random_matrix(rng, rows, columns, size) for columns, rows in shapes]
    return weights, [random_matrix(rng, 1, len(w), size)[0] for w in weights]


# Closed forms.


@pytest.mark.parametrize("d", range(1, 6))
@pytest.mark.parametrize("m", range(1, 9))
def test_generic_central_arrangement(d: int, m: int) -> None:
    # Any d points of the moment curve are independent.
    moments = [[t**i for i in range(d)] for t in range(1, m + 1)]
    assert count(moments) == 2 * sum(comb(m - 1, i) for i in range(d))


@pytest.mark.parametrize("d", range(1, 5))
@pytest.mark.parametrize("m", range(1, 7))
def test_generic_affine_arrangement(d: int, m: int) -> None:
    moments = [[t**i for i in range(d)] for t in range(1, m + 1)]
    shifts = [t**d for t in range(1, m + 1)]
    assert count(moments, biases=[shifts]) == sum(comb(m, i) for i in range(d + 1))


def differences(size: int) -> Matrix:
    unit = identity(size)
    return [
        [a - b for a, b in zip(unit[i], unit[j], strict=True)]
        for i in range(size)
        for j in range(i)
    ]


@pytest.mark.parametrize(
    ("rows", "regions"),
    [
        pytest.param(differences(5), 120, id="braid A4"),
        pytest.param(
            [*differences(4), *identity(4), *([abs(e) for e in row] for row in differences(4))],
            384,
            id="B4",
        ),
        pytest.param([list(v) for v in itertools.product((0, 1), repeat=4)][1:], 370, id="R4"),
        pytest.param([list(v) for v in itertools.product((0, 1), repeat=5)][1:], 11292, id="R5"),
        pytest.param([[1, *v] for v in itertools.product((0, 1), repeat=4)], 1882, id="T4"),
    ],
)
def test_known_arrangements(rows: Matrix, regions: int) -> None:
    assert count(rows) == regions


# Cases that can be counted by hand.


@pytest.mark.parametrize(
    ("hidden", "regions"),
    [
        ([identity(3)], 8),
        ([[[1]], [[1]]], 2),
        ([[[1]], [[-1]]], 2),
        ([identity(2), [[1, -1], [1, -2]]], 6),
        ([identity(2), [[1, -1], [-1, 1]]], 5),
        ([[[0, 0, 0]]], 1),
        ([[[0, 0], [0, 0]], [[1, 1]]], 1),
        ([[[1, 2], [-1, -2], [2, 4], [0, 0]]], 2),
        ([[[1], [1]], [[1, -1]]], 2),
        ([identity(6)], 64),
    ],
)
def test_bias_free_by_hand(hidden: list[Matrix], regions: int) -> None:
    assert count(*hidden) == regions


@pytest.mark.parametrize(
    ("hidden", "biases", "regions"),
    [
        ([[[1], [1], [1]]], [[0, -1, -2]], 4),
        ([[[1], [-2]]], [[-1, 2]], 2),
        ([[[0]]], [[1]], 1),
        ([[[0], [1]]], [[-1, 0]], 2),
        ([[[1, 0], [0, 1], [1, 1]]], [[0, 0, -1]], 7),
        ([[[1]], [[1]]], [[0], [-1]], 3),
    ],
)
def test_biased_by_hand(hidden: list[Matrix], biases: list[Vector], regions: int) -> None:
    assert count(*hidden, biases=biases) == regions


@pytest.mark.parametrize("layers", range(2, 6))
def test_composed_tent_maps(layers: int) -> None:
    # Each layer folds [0, 1] with relu(2x) - relu(4x - 2): breakpoints at the multiples of 2^-H.
    first, fold = [[2], [4]], [[2, -2], [4, -4]]
    biases = [[0, -2]] * layers
    assert count(first, *[fold] * (layers - 1), biases=biases) == 2**layers + 2


def test_pieces_may_merge_across_their_common_boundary() -> None:
    regions = activation_regions([identity(2), [[1, -1], [1, -2]], [[1, 1]]])
    assert regions.activation_regions == 6
    assert regions.connected_linear_regions == 4
    assert regions.distinct_linear_functions == 4


def test_pieces_apart_may_have_the_same_function() -> None:
    # The hat function on [0, 2] vanishes on both sides.
    hat = activation_regions([[[1], [1], [1]], [[1, -2, 1]]], biases=[[0, -1, -2], None])
    assert hat.activation_regions == 4
    assert hat.connected_linear_regions == 4
    assert hat.distinct_linear_functions == 3


def test_a_zero_output_layer_leaves_one_piece() -> None:
    regions = activation_regions([identity(3), [[0, 0, 0]]])
    assert regions.activation_regions == 8
    assert regions.connected_linear_regions == regions.distinct_linear_functions == 1


def test_witness_is_a_rational_point() -> None:
    regions = activation_regions([[[3]], [[1]]], biases=[[Fraction(1, 2)], None])
    points = [regions.witness(i) for i in range(2)]
    active = regions.patterns[0][:, 0].tolist()
    assert [3 * x + Fraction(1, 2) > 0 for (x,) in points] == active
    assert sorted(active) == [False, True]


# Linear pieces, counted along a line or around a circle.


def exact_function(
    weights: list[Matrix], biases: list[Vector], pattern: list[list[bool]]
) -> tuple[int, ...]:
    """Return the gradient and the constant of the network on a region."""
    last = len(weights[0][0])
    forms = [[int(i == j) for j in range(last + 1)] for i in range(last)]
    gates = [*pattern, [True]]
    for matrix, bias, gate in zip(weights, biases, gates, strict=True):
        forms = [
            [
                on * (sum(w * f[j] for w, f in zip(row, forms, strict=True)) + (j == last) * b)
                for j in range(last + 1)
            ]
            for row, b, on in zip(matrix, bias, gate, strict=True)
        ]
    return tuple(forms[0])


def functions(regions: Regions, weights: list[Matrix], biases: list[Vector]) -> list[Vector]:
    return [
        list(exact_function(weights, biases, [layer[i].tolist() for layer in regions.patterns]))
        for i in range(regions.activation_regions)
    ]


def test_linear_pieces_on_the_line() -> None:
    rng = np.random.default_rng(1)
    for _ in range(100):
        widths = [draw(rng, 1, 4) for _ in range(draw(rng, 1, 3))]
        weights, biases = random_network(rng, 1, widths, 2)
        regions = activation_regions(weights, biases=biases)
        found = functions(regions, weights, biases)
        order = sorted(range(len(found)), key=regions.witness)
        along = [found[i] for i in order]
        changes = sum(f != g for f, g in itertools.pairwise(along))
        assert regions.connected_linear_regions == changes + 1
        assert regions.distinct_linear_functions == len({tuple(f) for f in found})


def angle(x: Fraction, y: Fraction) -> Fraction:
    """Return a number that grows with the angle of a point of the plane, from 0 to 4."""
    slope = x / (abs(x) + abs(y))
    return 3 + slope if y < 0 else 1 - slope


def test_linear_pieces_around_the_circle() -> None:
    rng = np.random.default_rng(2)
    for _ in range(100):
        widths = [draw(rng, 1, 4) for _ in range(draw(rng, 1, 3))]
        weights, _ = random_network(rng, 2, widths, 2)
        regions = activation_regions(weights)
        found = functions(regions, weights, [[0] * len(w) for w in weights])

        if len(found) == 1:
            assert regions.connected_linear_regions == 1
            continue
        angles = [angle(*regions.witness(i)) for i in range(len(found))]
        order = sorted(range(len(found)), key=angles.__getitem__)
        around = [found[i] for i in order]
        changes = sum(f != g for f, g in zip(around, [*around[1:], around[0]], strict=True))
        assert regions.connected_linear_regions == max(1, changes)
        assert regions.distinct_linear_functions == len({tuple(f) for f in found})


# Deletion and restriction, an independent count for one layer.


def chambers(forms: list[tuple[Fraction, ...]]) -> int:
    """Count the regions that affine forms (constant first) cut out: r(A) = r(A - H) + r(A^H)."""
    forms = distinct_hyperplanes(forms)
    if not forms:
        return 1
    first, rest = forms[0], forms[1:]
    pivot = next(i for i, entry in enumerate(first) if i and entry)
    restricted = [
        tuple(
            entry - form[pivot] / first[pivot] * lead
            for i, (entry, lead) in enumerate(zip(form, first, strict=True))
            if i != pivot
        )
        for form in rest
    ]
    return chambers(rest) + chambers(restricted)


def distinct_hyperplanes(forms: list[tuple[Fraction, ...]]) -> list[tuple[Fraction, ...]]:
    scaled: dict[tuple[Fraction, ...], None] = {}
    for form in forms:
        lead = next((entry for entry in form[1:] if entry), None)
        if lead:
            scaled[tuple(entry / lead for entry in form)] = None
    return list(scaled)


@pytest.mark.parametrize("biased", [False, True])
def test_degenerate_layers_match_deletion_restriction(biased: bool) -> None:
    rng = np.random.default_rng(3 + biased)
    for _ in range(200):
        d, m = draw(rng, 1, 4), draw(rng, 1, 6)
        weights, biases = random_network(rng, d, [m], draw(rng, 1, 2))
        shifts = biases[0] if biased else [0] * m
        forms = [tuple(map(Fraction, (b, *row))) for b, row in zip(shifts, weights[0], strict=True)]
        regions = count(weights[0], biases=[shifts] if biased else None)
        assert regions == chambers(forms), (weights[0], shifts)


# Linear programming, an independent enumeration for deep networks.


def widest(systems: list[NDArray[np.int64]]) -> list[NDArray[np.int64] | None]:
    """For each system of rows return a point x with rows @ x > 0, None where there is none.

    One linear program for all: the margins e with rows @ x >= e, |x| <= 1 and e <= 1 are
    independent of each other, so maximising their sum maximises each. The points are rounded to
    multiples of 2^-30 and checked exactly.
    """
    rows = block_diag(*systems)
    margins = block_diag(*(np.ones((len(s), 1)) for s in systems))
    inputs = rows.shape[1]
    program = linprog(
        np.concatenate((np.zeros(inputs), -np.ones(len(systems)))),
        A_ub=np.hstack((-rows, margins)),
        b_ub=np.zeros(rows.shape[0]),
        bounds=[*[(-1, 1)] * inputs, *[(None, 1)] * len(systems)],
    )
    assert program.status == 0
    assert program.x is not None
    points = np.rint(program.x[:inputs] * 2**30).astype(np.int64).reshape(len(systems), -1)
    found: list[NDArray[np.int64] | None] = []
    for system, point, margin in zip(systems, points, program.x[inputs:], strict=True):
        inside = margin > 1e-6
        # Margins of systems of so small integers are 0 or far from it.
        assert inside == bool((system @ point > 0).all()), (system, margin)
        found.append(point if inside else None)
    return found


def patterns_by_linear_programming(hidden: list[NDArray[np.int64]], biased: bool) -> set[Pattern]:
    """Enumerate layer by layer; `hidden` are homogeneous, with the constant first if `biased`."""
    size = hidden[0].shape[1]
    always = np.eye(1, size, dtype=np.int64)[:biased]
    cells: list[tuple[Pattern, NDArray[np.int64], NDArray[np.int64]]]
    cells = [((), always, np.eye(size, dtype=np.int64))]
    for matrix in hidden:
        start = len(cells[0][0])
        forms = {pattern: matrix @ inputs for pattern, _, inputs in cells}
        for unit in range(biased, len(matrix)):
            cells = split_by_linear_programming(cells, {p: f[unit] for p, f in forms.items()})
            forms = {p: forms[p[:-1]] for p, _, _ in cells}
        gated = []
        for pattern, constraints, _ in cells:
            on = np.array([*[True] * biased, *pattern[start:]])
            gated.append((pattern, constraints, on[:, None] * forms[pattern]))
        cells = gated
    return {pattern for pattern, _, _ in cells}


def split_by_linear_programming(
    cells: list[tuple[Pattern, NDArray[np.int64], NDArray[np.int64]]],
    forms: dict[Pattern, NDArray[np.int64]],
) -> list[tuple[Pattern, NDArray[np.int64], NDArray[np.int64]]]:
    live = [cell for cell in cells if forms[cell[0]].any()]
    split = [((*p, False), c, i) for p, c, i in cells if not forms[p].any()]
    systems = [np.vstack((c, sign * forms[p])) for sign in (1, -1) for p, c, _ in live]
    found = widest(systems) if systems else []
    sides = [((*p, on), i) for on in (True, False) for p, _, i in live]
    for (pattern, inputs), system, point in zip(sides, systems, found, strict=True):
        if point is not None:
            split.append((pattern, system, inputs))
    return split


def homogeneous(weights: list[Matrix], biases: list[Vector]) -> list[NDArray[np.int64]]:
    layers = []
    for matrix, bias in zip(weights, biases, strict=True):
        constant = [1] + [0] * len(matrix[0])
        layers.append(
            np.array([constant, *([b, *row] for b, row in zip(bias, matrix, strict=True))])
        )
    return layers


@pytest.mark.parametrize("seed", range(10))
def test_deep_degenerate_networks_match_linear_programming(seed: int, search: str) -> None:
    rng = np.random.default_rng([seed, len(search)])
    for _ in range(55):
        d, widths = draw(rng, 1, 3), [draw(rng, 1, 3) for _ in range(draw(rng, 1, 3))]
        weights, biases = random_network(rng, d, widths, draw(rng, 1, 2))
        biased = rng.random() < 0.4
        hidden = [np.array(w) for w in weights[:-1]]
        if biased:
            hidden = homogeneous(weights[:-1], biases[:-1])
        regions = activation_regions(weights, biases=biases if biased else None)
        expected = patterns_by_linear_programming(hidden, biased)
        assert pattern_set(regions) == expected, (weights, biases if biased else None)
        assert regions.activation_regions == len(expected)


# Arithmetic.


@pytest.mark.parametrize("word", [2, 40, 3000])
def test_python_integers_give_the_same_regions(word: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(word)
    networks = [random_network(rng, 3, [4, 3], 5)[0] for _ in range(25)]
    expected = [activation_regions(weights) for weights in networks]
    monkeypatch.setattr(_compiled_search, "COMPILED", None)  # words there are 64 bits
    monkeypatch.setattr(_integer_arrays, "WORD", word)
    monkeypatch.setattr(_face_lattice, "WORD", word)
    for weights, plain in zip(networks, expected, strict=True):
        regions = activation_regions(weights)
        assert pattern_set(regions) == pattern_set(plain)
        assert regions.connected_linear_regions == plain.connected_linear_regions
        assert regions.distinct_linear_functions == plain.distinct_linear_functions


@pytest.mark.parametrize(
    "scaled",
    [
        lambda n: n * 10**30,
        lambda n: n * 1e30,
        lambda n: n * 2.0**-1074,
        lambda n: Fraction(n, 10**30),
        lambda n: fmpq(n, 3),
        fmpz,
    ],
)
def test_scaling_a_layer_changes_nothing(scaled: Callable[[int], object]) -> None:
    weights, biases = random_network(np.random.default_rng(5), 2, [4, 3], 5)
    first = [[scaled(entry) for entry in row] for row in weights[0]]
    shifts = [[scaled(b) for b in bias] for bias in biases]
    plain = activation_regions(weights, biases=biases)
    assert pattern_set(activation_regions([first, *weights[1:]], biases=shifts)) == pattern_set(
        plain
    )
    every = [[[scaled(entry) for entry in row] for row in matrix] for matrix in weights]
    assert pattern_set(activation_regions(every)) == pattern_set(activation_regions(weights))


@pytest.mark.parametrize("digits", [4, 8, 12, 16, 18])
def test_values_of_about_a_word(digits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(digits)
    networks = [random_network(rng, 3, [4, 3], 10**digits) for _ in range(10)]
    found = [
        activation_regions(w, biases=b if i % 2 else None) for i, (w, b) in enumerate(networks)
    ]
    monkeypatch.setattr(_compiled_search, "COMPILED", None)  # words there are 64 bits
    monkeypatch.setattr(_integer_arrays, "WORD", 2)
    monkeypatch.setattr(_face_lattice, "WORD", 2)
    for i, ((weights, biases), regions) in enumerate(zip(networks, found, strict=True)):
        expected = activation_regions(weights, biases=biases if i % 2 else None)
        assert pattern_set(regions) == pattern_set(expected)


@pytest.mark.parametrize("bits", [20, 29, 30, 31, 40, 61])
def test_integer_arrays_do_not_overflow(bits: int) -> None:
    rng = np.random.default_rng(bits)

    def table(rows: int, columns: int) -> NDArray[np.int64]:
        size = np.left_shift(1, rng.integers(0, bits, (rows, 1)), dtype=np.int64)
        return rng.integers(-size, size, (rows, columns), endpoint=True)

    for _ in range(30):
        rows, matrix, others = table(6, 3), table(4, 3), table(6, 3)
        exact = rows.astype(object) @ matrix.T.astype(object)
        assert _integer_arrays.product(rows, matrix).tolist() == exact.tolist()
        a, b = (1 + np.abs(table(6, 1))[:, 0] for _ in range(2))
        combined = _integer_arrays.positive_combinations(a, rows, b, others)
        sums = a.astype(object)[:, None] * rows + b.astype(object)[:, None] * others
        for row, expected in zip(combined.tolist(), sums.tolist(), strict=True):
            # The same direction: one is a positive multiple of the other.
            factor = Fraction(max(map(abs, expected)), max(1, *map(abs, row)))
            assert [factor * entry for entry in row] == expected


def test_interior_points_do_not_overflow() -> None:
    rng = np.random.default_rng(0)
    fan, _ = _face_lattice.orthants(4, fixed=1)
    fan.rays = rng.integers(-(2**62) + 1, 2**62, fan.rays.shape)
    points = [fan.interior_points(slice(0, 4), k).tolist() for k in range(1, 5)]
    fan.rays = fan.rays.astype(object)
    assert points == [fan.interior_points(slice(0, 4), k).tolist() for k in range(1, 5)]


def test_floats_are_the_dyadic_rationals_they_are() -> None:
    # 0.1 + 0.2 > 0.3 as reals as well: the third row is not the sum of the others.
    rows: Any = [[0.1, 0.0, 0.1], [0.0, 0.2, 0.2], [0.1, 0.2, 0.3]]
    assert count(rows) == 8
    assert count([[1, 0, 1], [0, 2, 2], [1, 2, 3]]) == 6


def test_integer_lists_are_not_rounded() -> None:
    assert count([[2**63, -1], [2**63 + 1, -1]]) == 4
    assert count([[2**64, -2], [2**63, -1]]) == 2


def test_arrays_of_any_number_type() -> None:
    rows = np.array([[1, 2], [3, 4]])
    for array in (rows, rows.astype(np.float32), rows.astype(np.uint8), rows.astype(object)):
        assert activation_regions([array, [[1, 1]]]).activation_regions == 4


# Limits.


def test_bounds_bracket_the_count() -> None:
    rng = np.random.default_rng(6)
    for _ in range(60):
        d, widths = draw(rng, 1, 3), [draw(rng, 1, 4) for _ in range(draw(rng, 1, 3))]
        weights, biases = random_network(rng, d, widths, 2)
        shifts = biases if rng.random() < 0.4 else None
        true = activation_regions(weights, biases=shifts).activation_regions
        assert activation_regions(weights, biases=shifts, limit=true).activation_regions == true
        for limit in range(1, true):
            with pytest.raises(TooManyRegionsError) as caught:
                activation_regions(weights, biases=shifts, limit=limit)
            bounds = caught.value.bounds
            assert limit < bounds.lower <= true <= bounds.upper
            assert bounds.upper == serra_bound(d, widths, biased=shifts is not None)


def test_high_dimensions_end_in_bounds() -> None:
    with pytest.raises(TooManyRegionsError, match="at least 1099511627776, at most") as caught:
        activation_regions([identity(40), ones(identity(40))])
    assert caught.value.bounds == RegionBounds(lower=2**40, upper=2**40)


def test_a_search_too_long_ends_in_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_region_search, "MOST_INCIDENCES", 200)
    with pytest.raises(TooManyRegionsError) as caught:
        activation_regions([identity(3), *[[[1, 2, -3], [-2, 1, 1], [1, -1, 2]]] * 3])
    assert 8 < caught.value.bounds.lower < caught.value.bounds.upper


@pytest.mark.parametrize("size", [2, 20, 100])
def test_division_into_parts_changes_nothing(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(size)
    networks = [random_network(rng, draw(rng, 1, 4), [4, 3, 2], 2) for _ in range(40)]
    whole = [
        activation_regions(w, biases=b if i % 2 else None) for i, (w, b) in enumerate(networks)
    ]
    monkeypatch.setattr(_region_search, "PART", size)
    for i, ((weights, biases), expected) in enumerate(zip(networks, whole, strict=True)):
        regions = activation_regions(weights, biases=biases if i % 2 else None)
        assert pattern_set(regions) == pattern_set(expected)
        assert regions.activation_regions == expected.activation_regions
        assert regions.connected_linear_regions == expected.connected_linear_regions
        assert regions.distinct_linear_functions == expected.distinct_linear_functions
        with pytest.raises(TooManyRegionsError) as caught:
            activation_regions(
                weights,
                biases=biases if i % 2 else None,
                limit=max(1, expected.activation_regions - 1),
            )
        assert caught.value.bounds.lower == expected.activation_regions


def test_a_fan_too_large_to_start_from_whole() -> None:
    regions = activation_regions([identity(12), [[0] * 11 + [1]]])
    assert regions.activation_regions == 2**12
    assert regions.connected_linear_regions == regions.distinct_linear_functions == 2


# Certification.


@pytest.mark.parametrize("layer", [0, 1])
def test_a_wrong_pattern_is_not_certified(layer: int) -> None:
    network = _relu_network.integer_network([identity(2), [[1, -1], [1, -2]], [[1, 1]]])
    regions = activation_regions([identity(2), [[1, -1], [1, -2]], [[1, 1]]])
    known = np.ones(4, np.bool_)
    patterns = np.concatenate(regions.patterns, axis=1)
    network.certify(regions.points, patterns, known)
    patterns[0, 2 * layer] ^= True
    with pytest.raises(CertificationError, match=f"misses its pattern in layer {layer + 1}"):
        network.certify(regions.points, patterns, known)


def test_a_point_on_a_boundary_is_not_certified() -> None:
    network = _relu_network.integer_network([identity(2), [[1, -1]], [[1]]])
    point, known = np.array([[1, 1]]), np.ones(3, np.bool_)
    with pytest.raises(CertificationError, match="live unit of layer 2 vanishes"):
        network.certify(point, np.array([[True, True, False]]), known)


def test_a_repeated_pattern_is_not_certified() -> None:
    network = _relu_network.integer_network([identity(1), [[1]]])
    points, patterns = np.array([[1], [2]]), np.ones((2, 1), np.bool_)
    with pytest.raises(CertificationError, match="same activation pattern"):
        network.certify(points, patterns, np.ones(1, np.bool_))


# Faulty input.


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([], "0 given"),
        ([[[1]]], "1 given"),
        ([[[1, 2]], [[1, 2]]], r"W_2 has shape \(1, 2\), but W_1 of shape \(1, 2\) gives it 1"),
        ([[[1], [2]], [[1, 2]], [[1, 2]]], r"W_3 has shape \(1, 2\), but W_2 of shape \(1, 2\)"),
        ([np.zeros((0, 2)), np.zeros((1, 0))], r"W_1 must be a non-empty matrix.*\(0, 2\)"),
        ([np.zeros((2, 0)), np.zeros((1, 2))], r"W_1 must be a non-empty matrix.*\(2, 0\)"),
        ([[[1]], np.zeros((0, 1)), np.zeros((1, 0))], r"W_2 must be a non-empty matrix"),
        ([[1, 2], [[1]]], r"W_1 must be a non-empty matrix, not of shape \(2,\)"),
        ([[[1, 2], [3]], [[1, 1]]], "W_1"),
        ([[[float("nan")]], [[1]]], "W_1 has the entry nan"),
        ([[[1]], [[float("inf")]]], "W_2 has the entry inf"),
        ([np.array([[np.inf]]), [[1]]], "W_1 has the entry"),
        ([[["x"]], [[1]]], "W_1 has the entry 'x'"),
        ([[[1j]], [[1]]], "W_1 has the entry 1j"),
    ],
)
def test_faulty_weights(weights: list[Matrix], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        activation_regions(weights)


@pytest.mark.parametrize(
    ("biases", "message"),
    [
        ([[1]], "1 biases for 2 layers"),
        ([[1, 2], None], r"b_1 has shape \(2,\), but W_1 has shape \(1, 1\)"),
        ([None, [[1]]], r"b_2 must be a non-empty vector, not of shape \(1, 1\)"),
        ([[float("nan")], None], "b_1 has the entry nan"),
    ],
)
def test_faulty_biases(biases: list[Vector | None], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        activation_regions([[[1]], [[1]]], biases=biases)


@pytest.mark.parametrize("limit", [0, -1])
def test_faulty_limits(limit: int) -> None:
    with pytest.raises(ValueError, match="limit must be at least 1"):
        activation_regions([[[1]], [[1]]], limit=limit)
