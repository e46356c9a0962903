"""Random words by counter: known answers, the same words in NumPy and torch, rows by themselves."""

from __future__ import annotations

import numpy as np
import pytest
from torch_oracle import needs_torch

from referee.numerics import batches
from referee.numerics.philox import key_of, philox, words

# Philox4x32-10 of Random123's file kat_vectors: counter, key, words.
KNOWN = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000",
     "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff",
     "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0",
     "d16cfe09 94fdcceb 5001e420 24126ea1"),
]  # fmt: skip
ROWS = np.array([0, 1, 7, 2**31, 2**32 - 1, 2**32, 2**40 + 3])


def of(text: str) -> list[int]:
    return [int(word, 16) for word in text.split()]


def tensor(array: np.ndarray) -> batches.Array:
    return batches.torch().as_tensor(array)


@pytest.mark.parametrize(("counter", "key", "known"), KNOWN)
@pytest.mark.parametrize("made", [np.asarray, pytest.param(tensor, marks=needs_torch)])
def test_known_answers(counter: str, key: str, known: str, made: object) -> None:
    assert callable(made)
    first, second = of(key)
    assert philox(of(counter), (first, second)) == of(known)
    arrays = [made(np.array([word])) for word in of(counter)]
    assert [int(word[0]) for word in philox(arrays, (first, second))] == of(known)


@needs_torch
@pytest.mark.parametrize("count", [0, 1, 4, 5, 23])
def test_torch_has_the_words_of_numpy(count: int) -> None:
    here, there = words((1, 2), 3, ROWS, count), words((1, 2), 3, tensor(ROWS), count)
    assert here.shape == (len(ROWS), count)
    assert here.dtype == np.int64
    assert there.dtype == batches.torch().int64
    assert (here == there.numpy()).all()
    assert ((here >= 0) & (here < 2**32)).all()


def test_a_row_has_its_words_by_itself_and_shares_none_with_another() -> None:
    found = words((1, 2), 3, ROWS, 9)
    for row, number in enumerate(ROWS):
        assert (words((1, 2), 3, np.array([number]), 9) == found[row]).all()
    assert len(np.unique(found)) == found.size


def test_a_longer_draw_begins_as_a_shorter_one_does() -> None:
    assert (words((1, 2), 3, ROWS, 30)[:, :5] == words((1, 2), 3, ROWS, 5)).all()


def test_another_key_and_another_draw_are_other_words() -> None:
    found = [words(key, draw, ROWS, 8) for key in ((1, 2), (2, 1), (1, 3)) for draw in (0, 1)]
    assert len(np.unique(np.stack(found))) == sum(each.size for each in found)


def test_a_text_has_a_key_of_its_own() -> None:
    assert key_of("a") == key_of("a")
    assert len({key_of(text) for text in ("", "a", "b", "a ")}) == 4


def test_each_bit_is_as_often_set_as_not() -> None:
    found = words((5, 6), 1, np.arange(20_000), 8)
    for bit in range(32):
        share = (found >> bit & 1).mean()
        assert abs(share - 0.5) < 0.006  # 4.8 standard deviations of 160,000
