"""Integer vectors in order of size: all of them, each once, however long they are."""

from __future__ import annotations

import itertools

import pytest

from referee.strategies.integer_vectors import (
    DENOMINATOR,
    Bounds,
    size_of_vector,
    vectors_of_size,
    within,
)

ANY: Bounds = (None, None)


@pytest.mark.parametrize(
    "bounds",
    [
        [],
        [ANY],
        [ANY, ANY, DENOMINATOR],
        [(0, None), (0, 2), ANY],
        [(1, None), ANY, (2, 3)],
        [(0, 0), (-1, 1), DENOMINATOR, (0, 1)],
    ],
)
@pytest.mark.parametrize("size", range(5))
def test_they_are_those_whose_sizes_sum_to_it(bounds: list[Bounds], size: int) -> None:
    found = list(vectors_of_size(size, bounds))
    box = itertools.product(range(-size, size + 1), repeat=len(bounds))
    wanted = {v for v in box if all(map(within, v, bounds)) and size_of_vector(v, bounds) == size}
    assert len(found) == len(set(found))
    assert set(found) == wanted


def test_where_more_stands_first_comes_first() -> None:
    assert list(vectors_of_size(2, [(0, None), (0, None)])) == [(2, 0), (1, 1), (0, 2)]


def test_long_vectors_are_no_deep_recursion() -> None:
    found = list(itertools.islice(vectors_of_size(2, [ANY] * 5_000), 4))
    assert [v[:2] for v in found] == [(2, 0), (-2, 0), (1, 1), (-1, 1)]
    last = list(vectors_of_size(1, [(0, 0)] * 5_000 + [(1, 1)]))
    assert last == [(0,) * 5_000 + (1,)]
