"""Many draws at once: generator and counter are alike, and a counter is the same anywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

import numpy as np
import pytest
from torch_oracle import needs_torch

from referee.numerics import arrays, batches
from referee.numerics.batches import Array, to_numpy
from referee.strategies import structured_rows
from referee.strategies.distributions import DISTRIBUTIONS, MIXED, drawn
from referee.strategies.families import Family, named
from referee.strategies.integer_vectors import STRUCTURED, Bounds
from referee.strategies.kinds.every import KINDS
from referee.strategies.many_draws import ByCounter, ByGenerator, ManyDraws

for _module in ("least_squares", "spectral_least_squares", "networks", "homogeneous"):
    import_module(f"referee.strategies.{_module}")
BASES = ("least_squares", "spectral_least_squares", "matrices", "nonlinear_models",
         "generalised_inverses", "matrices_with_singular_values")  # fmt: skip
INTERVALS = ("number_gt_0", "number_ge_0_le_1", "number_lt_0_ne_0", "integer_le_3_ne_0",
             "integer_ge_0_le_n", "rational_gt_0_lt_1")  # fmt: skip


def declared(of: str) -> Family:
    return named("declared", of=of)


def of_kinds() -> list[Family]:
    """Return a family for each kind of matrix and vector."""
    found = []
    for name in KINDS:
        for dims in ("n.n", "n.1", "n.m"):
            family = declared(f"A.{dims}.{name.replace(' ', '-')}")
            if family.shapes and not KINDS[name].lacks(
                *family.by_name["A"].size(family.shapes[-1])
            ):
                found.append(family)
                break
    return found


REAL = [
    *(named(base) for base in BASES),
    named("feasible_points"),
    named("square_matrices_with_svd"),
    named("relu_networks"),
    named("least_squares", full_rank=False, extra="w+v+h+D+C+C_n+t+v0", begin="anywhere"),
    *(declared(f"t.1.1.{interval}+x.n.1") for interval in INTERVALS),
    declared("A.n.n+B.n.n.commutes~A+C.n.m.nonnegative+D.n.m.whole"),
    *of_kinds(),
]
EVERY = [*REAL, named("homogeneous_functions")]
NAMES = [*DISTRIBUTIONS, MIXED, STRUCTURED]
NUMBERS = np.array([0, 1, 5, 1000, 2**33])
BOUNDS: tuple[Bounds, ...] = ((None, None), (0, None), (2, None), (0, 3), (-3, 3), (0, 0))
by_family = pytest.mark.parametrize("family", EVERY, ids=[f.name for f in EVERY])


def tensor(array: np.ndarray) -> Array:
    return batches.torch().as_tensor(array)


def rows_of(family: Family, name: str, numbers: Array) -> Array:
    shape = family.shapes[-1]
    return structured_rows.rows_of(family, shape, name, ByCounter((3, 4), numbers))


@needs_torch
@pytest.mark.parametrize("name", NAMES)
@by_family
def test_a_row_is_drawn_on_a_device_as_it_is_here(family: Family, name: str) -> None:
    here, there = rows_of(family, name, NUMBERS), rows_of(family, name, tensor(NUMBERS))
    assert here.dtype == np.int64
    assert batches.is_torch(there)
    assert (here == there.numpy()).all()


@pytest.mark.parametrize("name", NAMES)
@by_family
def test_a_row_follows_from_its_number_alone(family: Family, name: str) -> None:
    together = rows_of(family, name, NUMBERS)
    for row, number in enumerate(NUMBERS):
        assert (rows_of(family, name, np.array([number])) == together[row]).all()


@needs_torch
@pytest.mark.parametrize("family", REAL, ids=[f.name for f in REAL])
def test_arrays_are_built_on_a_device_as_they_are_here(
    family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NumPy sees no tensor meanwhile, as it sees none that lies on a device."""
    shape = family.shapes[-1]
    numbers = np.arange(8)
    here = family.build(shape, rows_of(family, "small", numbers), arrays.batch64)
    there = family.build(shape, rows_of(family, "small", tensor(numbers)), arrays.batch_on("cpu:0"))
    drawn_fields = [each.name for each in family.fields if each.integers(shape)]
    with monkeypatch.context() as context, np.errstate(all="ignore"):
        context.setattr(batches.torch().Tensor, "__array__", unseen)
        built = {name: getattr(there, name) for name in drawn_fields}
    for name, found in built.items():
        with np.errstate(all="ignore"):
            own = getattr(here, name)
        pairs = zip(own, found, strict=True) if isinstance(own, list) else [(own, found)]
        for one, other in pairs:
            assert batches.is_torch(other), name
            assert np.allclose(one, to_numpy(other), rtol=1e-9, atol=1e-9, equal_nan=True), name


def unseen(*_: object, **__: object) -> None:
    raise TypeError("NumPy does not see what lies on a device")


MADE: Mapping[str, Callable[[], ManyDraws]] = {
    "generator": lambda: ByGenerator(np.random.default_rng(11), 20_000),
    "counter": lambda: ByCounter((11, 12), np.arange(20_000)),
}


@pytest.fixture(params=MADE)
def draws(request: pytest.FixtureRequest) -> ManyDraws:
    return MADE[request.param]()


def test_whole_numbers_are_drawn_evenly(draws: ManyDraws) -> None:
    found = draws.whole(-3, 3, 2)
    assert found.shape == (20_000, 2)
    values, often = np.unique(found, return_counts=True)
    assert values.tolist() == list(range(-3, 4))
    assert np.abs(often / 40_000 - 1 / 7).max() < 0.009  # 5 standard deviations


def test_uniform_numbers_fill_their_interval(draws: ManyDraws) -> None:
    found = draws.uniform(2)
    assert found.min() >= 0
    assert found.max() < 1
    assert np.abs(np.histogram(found, 10, (0, 1))[0] / 40_000 - 0.1).max() < 0.008


def test_normal_numbers_are_normal(draws: ManyDraws) -> None:
    found = draws.normal(2)
    assert abs(found.mean()) < 0.025
    assert abs(found.std() - 1) < 0.02
    for deviations, share in ((1, 0.1587), (2, 0.0228), (3, 0.00135)):
        assert abs((found > deviations).mean() - share) < 5 * np.sqrt(share / 40_000)


def test_powers_of_two_have_even_logarithms(draws: ManyDraws) -> None:
    found = draws.powers(40, 2)
    assert found.min() >= 1
    assert found.max() < 2**40
    often = np.histogram(np.log2(found), [1, 10, 20, 30, 40])[0] / 40_000
    assert np.abs(often - [9 / 40, 1 / 4, 1 / 4, 1 / 4]).max() < 0.012


def test_choices_keep_their_own_bounds(draws: ManyDraws) -> None:
    bounds = ((0, 0), (0, 2), (-5, 5), (-(2**41), 2**41), (7, 2**32))
    found = draws.within(bounds)
    assert found.shape == (20_000, 5)
    for column, (low, high) in zip(found.T, bounds, strict=True):
        assert low <= column.min() <= low + (high - low) / 1000
        assert high - (high - low) / 1000 <= column.max() <= high
    assert draws.within(()).shape == (20_000, 0)


def test_one_integer_is_drawn_everywhere(draws: ManyDraws) -> None:
    found = draws.constant(63, 3)
    assert found.shape == (20_000, 3)
    assert (found == 63).all()


@pytest.mark.parametrize("name", [*DISTRIBUTIONS, MIXED])
def test_by_counter_every_integer_keeps_its_bounds(name: str) -> None:
    found = drawn(name, BOUNDS, ByCounter((1, 2), np.arange(4000)))
    assert found.shape == (4000, len(BOUNDS))
    assert found.dtype == np.int64
    for column, (low, high) in zip(found.T, BOUNDS, strict=True):
        assert low is None or column.min() >= low
        assert high is None or column.max() <= high
    assert found[:, 0].min() < 0 < found[:, 0].max()
    assert set(found[:, 3].tolist()) == {0, 1, 2, 3}
