"""The search in C++ against the same in Python: equal in every array, or left to Python."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.deciding.limits import Limits, OverTime, held
from referee.numerics import _compiled_search, _region_search
from referee.numerics._face_lattice import Incidences
from referee.numerics._region_search import Found, RegionSearch, SearchLimitError
from referee.numerics._relu_network import IntegerNetwork, integer_network
from referee.numerics.regions import activation_regions

pytestmark = pytest.mark.skipif(
    _compiled_search.COMPILED is None, reason="built without a compiler"
)

# Up to here products of two values, and their sums, fit; beyond, 64 bits are not enough.
SIZES = st.sampled_from([1, 2, 9, 1_000, 10**6, 2**40, 2**61])


@st.composite
def networks(draw: st.DrawFn) -> IntegerNetwork:
    """Networks of up to 3 hidden layers, with zero rows, repeated rows and large weights."""
    widths = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    size = draw(SIZES)
    entries = st.integers(-size, size) | st.integers(-1, 1)

    def table(rows: int, columns: int) -> list[list[int]]:
        row = st.lists(entries, min_size=columns, max_size=columns)
        return draw(st.lists(row, min_size=rows, max_size=rows))

    shapes = itertools.pairwise([draw(st.integers(1, 4)), *widths, 1])
    weights = [table(rows, columns) for columns, rows in shapes]
    biases = [table(1, len(matrix))[0] for matrix in weights] if draw(st.booleans()) else None
    return integer_network(weights, biases)


def outcome(search: Callable[[], Found | None]) -> Found | int | None:
    try:
        return search()
    except SearchLimitError as stopped:
        return stopped.lower


def in_order(facets: Incidences) -> list[list[int]]:
    """Return the facets of cells one after another; those of a cell keep their order."""
    order = np.argsort(facets.parent, kind="stable")
    return [facets.parent[order].tolist(), facets.child[order].tolist()]


@settings(max_examples=300)
@given(networks(), st.sampled_from([2**21, 200, 40]), st.sampled_from([3, 20, 10**6]))
def test_both_find_the_same(network: IntegerNetwork, part: int, limit: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_region_search, "PART", part)
        found = outcome(lambda: _compiled_search.search(network, limit))
        expected = outcome(lambda: RegionSearch(network, limit).run())
    if found is None:
        # Whether units are dead is looked at in Python, within a limit with the whole search.
        largest = max(abs(int(entry)) for matrix in network.hidden for entry in matrix.flat)
        assert largest > 9 or limit < 10**6
    elif isinstance(found, int) or isinstance(expected, int):
        assert found == expected
    else:
        assert expected is not None
        np.testing.assert_array_equal(found.points, expected.points)
        np.testing.assert_array_equal(found.patterns, expected.patterns)
        assert in_order(found.facets) == in_order(expected.facets)


@pytest.mark.parametrize("bits", range(2, 62, 3))
def test_a_number_that_does_not_fit_is_left_to_python(bits: int) -> None:
    large = 2**bits
    weights = [[[large, 1], [1 - large, 3], [large - 7, -large]]] * 2
    weights[1] = [[large, 1, -large + 1], [1, 1 - large, large]]
    network = integer_network([*weights, [[1, 1]]])
    found = _compiled_search.search(network, 1_000)
    expected = RegionSearch(network, 1_000).run()
    assert found is None or np.array_equal(found.patterns, expected.patterns)
    if not 10 < bits < 30:  # in between rays need a word, or more: that depends on the network
        assert (found is None) == (bits > 30)


def test_what_has_no_words_is_left_to_python() -> None:
    assert _compiled_search.search(integer_network([[[2**70]], [[1]]]), 10) is None


def test_a_search_can_be_stopped() -> None:
    rng = np.random.default_rng(1)
    weights = [rng.integers(-9, 10, shape) for shape in [(16, 6), (16, 16), (16, 16), (1, 16)]]
    with pytest.raises(OverTime), held(Limits(0.1, kill=False)):
        activation_regions(weights, limit=10**9)


@pytest.mark.parametrize(
    ("layers", "error"),
    [
        ((), ValueError),
        ((np.ones((2, 2)), np.ones(2)), TypeError),
        ((np.ones((2, 2), np.int32),), TypeError),
        ((np.ones(2, np.int64),), TypeError),
        ((np.ones((2, 2), np.int64), np.ones((2, 3), np.int64)), ValueError),
        (("text",), TypeError),
        ([np.ones((2, 2), np.int64)], TypeError),
    ],
)
def test_what_is_no_network_is_refused(layers: Any, error: type[Exception]) -> None:
    compiled = _compiled_search.COMPILED
    assert compiled is not None
    with pytest.raises(error):
        compiled.search(layers, False, 10, 2**21, 2**31)
