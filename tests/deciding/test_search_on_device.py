"""The search on a device, on torch's processor backend: it sees what is seen here, row by row."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from searched_claims import never_37, only_at_seven_samples, rounds_away
from small_claims import answer, claim_of, is_false
from torch_oracle import needs_torch

from referee.deciding import claim as corpus
from referee.deciding.claim import Answering, Claim
from referee.deciding.decision import Decision, decide
from referee.deciding.effort import Effort
from referee.deciding.search import on_device
from referee.deciding.search.batch import SUSPECTS, Batch, Seen
from referee.deciding.search.in_batches import Search
from referee.deciding.search.on_device import Device, OnDevice, lays_out
from referee.deciding.search.screen import Screen
from referee.deciding.search.sweep import Cell, cells
from referee.evidence.record import from_decision
from referee.language.comparison import Comparison, Truth, at_most
from referee.language.evaluation import value_of
from referee.language.reading import parse
from referee.numerics import batches, linalg
from referee.numerics.batches import to_numpy
from referee.strategies.families import Family, Field, Instance, family_of
from referee.strategies.least_squares import least_squares

pytestmark = needs_torch
DEVICE = "cpu:0"  # the way of a device, on torch's processor backend: no other is at hand
ROWS = 700


def asked(name: str, text: str) -> Screen:
    claim = corpus.load("referee.claims")[name]
    return Screen(claim, partial(value_of, parse(text, dict.fromkeys(claim.names))), DEVICE)


RIGHT = "(1/n) * X @ (X.T @ w - y)"  # its gaps are rounding alone
SCREENS = [
    ("1.2-E5-gradient", "X @ (X.T @ w - y)"),
    ("1.2-E5-gradient", RIGHT),
    ("1.1-A5-exponential-decay", "3 * lambda_min"),
    ("1.3-A3-inverse", "rank(X @ X.T) == d"),
]


def batches_of(screen: Screen) -> list[OnDevice]:
    family = screen.claim.family
    everywhere = cells(family, lambda _: True)
    chosen = [*everywhere[: len(everywhere) : 7], everywhere[-1]]
    device = Device(screen, "a search")
    return [device.batch(cell, ROWS) for cell in chosen]


def here(screen: Screen, batch: OnDevice) -> Batch:
    """Return what NumPy sees of the rows of a batch."""
    numbers = np.arange(batch.first, batch.first + batch.rows)
    ints = batch.source.drawn(numbers)
    return replace(screen, device=batches.NUMPY).see(batch.shape, ints)


@pytest.mark.parametrize(("name", "text"), SCREENS)
def test_what_is_screened_on_a_device_is_screened_here_as_well(name: str, text: str) -> None:
    screen, told = asked(name, text), 0
    for there in batches_of(screen):
        seen = here(screen, there)
        assert (to_numpy(there.integers) == seen.integers).all()
        suspect = to_numpy(~there._full(there.found.holds) & ~there._vacuous)
        # What is less may be rounding on either side, and so may be what is made of large numbers.
        certain = ~(np.abs(seen.gap) <= 1e-6) & (np.abs(seen.integers) < 2**20).all(axis=1)
        told += int(certain.sum())
        assert (suspect == seen.suspect)[certain].all()
        for row in (0, 17, ROWS - 1):
            assert (there.integers_at(row) == seen.integers[row]).all()
    assert told > ROWS or text == RIGHT


@pytest.mark.parametrize(("name", "text"), SCREENS)
def test_what_comes_back_is_what_a_search_takes_from_all_rows(name: str, text: str) -> None:
    screen = asked(name, text)
    for there in batches_of(screen):
        found = there.found
        suspect = ~there._full(found.holds) & ~there._vacuous
        parts = (suspect, there._slack, there._full(found.gap), there._vacuous)
        whole = Batch(there.shape, *(to_numpy(a) for a in (there.integers, *parts)))
        assert there.open == whole.open
        assert _sizes(there, whole) == pytest.approx(_sizes(whole, whole))
        assert [s.noise for s in there.promising()] == [s.noise for s in whole.promising()]
        starts = [(s.slack, s.integers.tolist()) for s in whole.starts()]
        assert [(s.slack, s.integers.tolist()) for s in there.starts()] == starts
        assert there.margins().often.sum() == len(whole.margins().values)
        _check_bins(there, whole.margins().values)


def _sizes(batch: Seen, whole: Batch) -> list[float]:
    """Return how large the suspicions are: of equal ones rounding chooses."""
    rows = whole.integers[[suspicion.row for suspicion in batch.promising()]]
    assert whole.suspect[[suspicion.row for suspicion in batch.promising()]].all()
    sizes: list[float] = np.log1p(np.abs(rows.astype(float))).sum(axis=1).tolist()
    return sizes


def _check_bins(there: OnDevice, slacks: np.ndarray) -> None:
    """Say that bins keep the extremes, and what is fine from what is not."""
    margins = there.margins()
    assert margins.often[margins.values < -1e-9].sum() == (slacks < -1e-9).sum()
    if len(slacks):
        assert margins.values.min() == pytest.approx(max(slacks.min(), slacks.min()), abs=1e-9)
        assert margins.values.max() <= max(slacks.max(), 0)


def test_rows_go_on_where_the_last_batch_ended() -> None:
    screen = asked(*SCREENS[1])
    cell = cells(screen.claim.family, lambda _: True)[3]
    parts, device = Device(screen, "one"), Device(screen, "one")
    together = to_numpy(device.batch(cell, 50).integers)
    found = [to_numpy(parts.batch(cell, rows).integers) for rows in (20, 30)]
    assert (np.concatenate(found) == together).all()
    other = to_numpy(Device(screen, "another").batch(cell, 50).integers)
    assert (other != together).any()


def test_a_batch_of_fewer_rows_than_come_back_is_whole() -> None:
    screen = asked("1.2-E5-gradient", "X @ (X.T @ w - y)")
    cell = next(c for c in cells(screen.claim.family, lambda _: True) if c.shape["n"] > 1)
    for rows in range(1, SUSPECTS + 2):
        batch = Device(screen, "few").batch(cell, rows)
        assert len(batch.promising()) == min(batch.open, SUSPECTS)
        assert batch.margins().often.sum() == rows


def no_square_is_negative(p: Instance, _: Answering) -> Comparison:
    return at_most(0 * p.w, linalg.norm_squared(p.w) * p.w**0)


def searched(claim: Claim) -> Decision:
    effort = Effort(scope=10, sample=1, search=2**-8, proof=0, device=DEVICE)
    return decide(claim, answer("n"), effort=effort)


@pytest.mark.parametrize("statement", [only_at_seven_samples, never_37])
def test_a_violation_is_found_and_confirmed_exactly(
    statement: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(statement)
    monkeypatch.setattr(batches.torch().Tensor, "__array__", unseen)
    found = searched(claim_of(least_squares(), statement))
    assert found.verdict == "refuted"
    assert found.findings.found_by == "search"
    assert is_false(found)


def unseen(*_: object, **__: object) -> None:
    raise TypeError("NumPy does not see what lies on a device")


def test_what_only_floats_see_there_is_a_false_find_and_no_verdict() -> None:
    found = searched(claim_of(least_squares(), rounds_away))
    sweep = from_decision(found)["evidence"]["sweep"]
    assert found.verdict == "held"
    assert sweep is not None
    assert sweep["suspected"] == sweep["false_finds"] > 0
    assert sweep["arithmetic"] == "torch"


def test_a_search_on_a_device_repeats_bit_for_bit() -> None:
    claim = claim_of(least_squares(), rounds_away)
    first, second = (from_decision(searched(claim)) for _ in range(2))
    assert first["evidence"]["sweep"] == second["evidence"]["sweep"]
    assert first["margin"] == second["margin"]


def test_all_rows_are_counted_in_the_histogram() -> None:
    found = from_decision(searched(claim_of(least_squares(), no_square_is_negative)))
    sweep, drawn = found["evidence"]["sweep"], found["margin"]["histogram"]
    assert sweep is not None
    assert drawn is not None
    screened = sum(counts["instances"] for counts in sweep["distributions"].values())
    assert 0.8 * on_device.PACE.rate / 2**8 <= screened <= 1.2 * on_device.PACE.rate / 2**8
    assert sum(drawn["counts"]) == screened


def laid_out_in_numpy(p: Instance, ints: np.ndarray) -> object:
    return p.number(np.where(np.asarray(ints) > 0, ints, 1)[..., None])


def test_what_cannot_be_laid_out_there_is_laid_out_here(monkeypatch: pytest.MonkeyPatch) -> None:
    x = Field(
        *("x", "1", "1", "x", "a positive number"),
        build=laid_out_in_numpy,
        integers=lambda _: ((None, None),),
    )
    family = Family("positive", ({"n": 1},), (x,))
    monkeypatch.setattr(batches.torch().Tensor, "__array__", unseen)
    assert not lays_out(family, {"n": 1}, DEVICE)
    claim = claim_of(family.instances(), lambda p, _: at_most(0 * p.x, p.x), names="x")
    screen = Screen(claim, lambda p: p.x, DEVICE)
    search = Search(screen, lambda _: Truth.TRUE, lambda _: True, "here")
    assert search.run(2**-10) is None
    assert not search.sweep.reason
    batch = Device(screen, "here").batch(Cell({"n": 1}, "small"), 20)
    assert batches.is_torch(batch.integers)
    assert batch.open == 0


def test_the_families_of_the_corpus_that_are_screened_are_laid_out_there() -> None:
    for name in ("1.2-E5-gradient", "1.1-A5-exponential-decay", "1.1-E1-any-model"):
        family = corpus.load("referee.claims")[name].family
        assert all(lays_out(family, shape, DEVICE) for shape in family.shapes)
    assert lays_out(family_of(least_squares()), {"d": 2, "n": 1}, DEVICE)


def test_a_device_without_doubles_is_refused_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise TypeError("no float64 there\nand more")

    monkeypatch.setattr(batches.torch(), "zeros", none)
    assert batches.trouble("mps") == "--claims-device=mps: no float64 there"


def test_a_device_that_holds_no_numbers_is_refused_in_a_line() -> None:
    assert batches.trouble("meta").startswith("--claims-device=meta: ")
    assert "\n" not in batches.trouble("meta")
    assert not batches.trouble(DEVICE)


def test_what_a_device_has_no_room_for_is_decided_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise batches.torch().OutOfMemoryError("no room")

    monkeypatch.setattr(on_device.Source, "drawn", full)
    found = searched(claim_of(least_squares(), no_square_is_negative))
    sweep = from_decision(found)["evidence"]["sweep"]
    assert found.verdict == "held"
    assert sweep is not None
    assert sweep["reason"] == "its integers are not drawn on the device"
