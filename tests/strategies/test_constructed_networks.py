"""Counts known by construction are those that enumeration finds, and go on where it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from referee.numerics.region_bounds import arrangement_regions
from referee.numerics.regions import Regions, activation_regions
from referee.strategies import constructed_networks as constructed
from referee.strategies.constructed_networks import Certificate, Unproved
from referee.strategies.extremal_networks import Zigzag, sawtooth, zigzag
from referee.strategies.families import Family, named
from referee.strategies.tokens import from_token

BIAS_FREE, PLANE = named("networks"), named("networks", inputs="2")
LINE, PAIRS = named("networks_with_biases"), named("piecewise_linear_pairs")
SIZES = named("layer_sizes")


def counts(of: Regions | Certificate) -> tuple[int, int, int]:
    return of.activation_regions, of.connected_linear_regions, of.distinct_linear_functions


def enumerated(weights: Sequence[np.ndarray], biases: Any = None) -> Regions:
    return activation_regions([W.tolist() for W in weights], biases=biases)


@pytest.mark.parametrize("units", [(3,), (4,), (7,), (3, 3), (3, 4), (5, 3), (3, 3, 3), (4, 3, 5)])
def test_zigzags_have_the_pieces_that_enumeration_finds(units: tuple[int, ...]) -> None:
    weights, biases = sawtooth([1, *units, 1])
    found = enumerated(weights, [*(b[:, 0].tolist() for b in biases), [0]])
    assert counts(constructed.zigzags(units)) == counts(found)


def fan_weights(widths: tuple[int, ...]) -> list[np.ndarray]:
    """Lay out a fan: x_1, x_2, −x_2; then layers of a unit that carries x_1, and a zigzag."""
    layers = [np.array([[1, 0], [0, 1], [0, -1]])]
    before: Zigzag | None = None
    for width in widths:
        one = zigzag(width - 1)
        if before is None:
            seen = np.stack([-one.facing * one.kinks, one.facing, -one.facing], axis=1)
        else:
            constants = one.stretch * before.low + one.before + one.kinks
            rows = np.outer(one.facing, one.stretch * before.heights)
            seen = np.hstack([(-one.facing * constants)[:, None], rows])
        carry = np.eye(1, seen.shape[1], dtype=np.int64)
        layers.append(np.vstack([carry, seen]))
        before = one
    assert before is not None
    return [*layers, np.array([[0, *before.heights]])]


@pytest.mark.parametrize("widths", [(4,), (5,), (6,), (7,), (4, 4), (4, 5), (6, 4), (4, 4, 4)])
def test_fans_have_the_regions_that_enumeration_finds(widths: tuple[int, ...]) -> None:
    assert counts(constructed.fan(widths)) == counts(enumerated(fan_weights(widths)))


@pytest.mark.parametrize(
    ("d", "units"), [(1, 1), (1, 3), (2, 3), (2, 6), (3, 3), (3, 5), (4, 4), (4, 6), (3, 7)]
)
def test_hyperplanes_in_general_position_have_zaslavskys_number(d: int, units: int) -> None:
    rows = np.array([[t**power for power in range(d)] for t in constructed.nodes(units)])
    found = enumerated([rows, 2 ** np.arange(units)[None, :]])
    certified = counts(constructed.general_position(d, units))
    assert certified == counts(found) == (arrangement_regions(d, units),) * 3


def beside(weights: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Put two copies of a network side by side, their outputs added up."""
    twice = [np.kron(np.eye(2, dtype=np.int64), W) for W in weights[:-1]]
    return [*twice, np.hstack([weights[-1], weights[-1]])]


@pytest.mark.parametrize(
    "weights",
    [
        [np.array([[1], [-1]]), np.array([[1, 2]])],
        [np.array([[1], [-1]]), np.array([[1, -1]])],  # one function, two patterns
        [np.array([[1, 0], [0, 1], [1, 1]]), np.array([[1, 1, -1]])],
        [np.array([[1], [-1]]), np.array([[1, 1], [1, -1]]), np.array([[2, -1]])],
    ],
)
def test_regions_of_copies_side_by_side_multiply(weights: list[np.ndarray]) -> None:
    one = Certificate(*counts(enumerated(weights)), "enumerated")
    assert counts(one.side_by_side(2)) == counts(enumerated(beside(weights)))
    assert one.side_by_side(1) is one


@pytest.mark.parametrize("units", [1, 2])
def test_a_zigzag_of_too_few_units_is_not_certified(units: int) -> None:
    with pytest.raises(Unproved, match="too short"):
        constructed.zigzags((3, units))


def test_a_zigzag_that_misses_its_domain_is_not_certified(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = zigzag(4)
    kinks = np.array([0, 2, 6, 40])
    outside = Zigzag(whole.facing, kinks, whole.heights, whole.low, whole.stretch, whole.before)
    monkeypatch.setattr(constructed, "zigzag", lambda _: outside)
    with pytest.raises(Unproved, match="not within its domain"):
        constructed.crosses.__wrapped__(4)


@pytest.mark.parametrize("family", [BIAS_FREE, PLANE, LINE, PAIRS, SIZES], ids=lambda f: f.name)
def test_a_constructed_instance_is_rebuilt_from_its_token(family: Family) -> None:
    members = list(family.constructions())
    assert len({p.token for p in members}) == len(members) >= 20
    for p in members:
        again = from_token(p.token)
        for name in {"k", "k_act", "H", "M", "N_sum", "N_comp"} & set(family.by_name):
            assert (getattr(again, name) == getattr(p, name)).all()


@pytest.mark.parametrize("family", [BIAS_FREE, PLANE, LINE], ids=lambda f: f.name)
def test_the_proved_bounds_hold_at_every_constructed_network(family: Family) -> None:
    for p in family.constructions():
        count = p.k_lin if family is LINE else p.k_act
        assert (p.k <= p.k_act).all()
        assert (count <= 2 ** sum(p.layers)).all()
        if family is LINE:
            assert (count <= (2 * p.M / p.H) ** int(p.H[0, 0].p)).all()
        else:
            assert (count <= p.R2).all()
            assert (p.R2 <= p.R1).all()
            assert (p.R1 <= p.R0).all()
            assert (p.R0 <= p.RT).all()


def test_constructed_networks_outgrow_any_constant_that_a_person_writes() -> None:
    for family, name in ((BIAS_FREE, "k"), (PLANE, "k"), (LINE, "k_lin"), (PAIRS, "N_comp")):
        assert max(getattr(p, name)[0, 0] for p in family.constructions()) > 10**100


def test_the_pieces_of_sums_and_compositions_are_those_of_zigzags() -> None:
    p = PAIRS.build({"n": 5, "m": 6}, [0, 1])
    assert [int(getattr(p, name)[0, 0].p) for name in ("N_f", "N_g")] == [6, 49]
    assert [int(getattr(p, name)[0, 0].p) for name in ("N_sum", "N_comp")] == [54, 294]


@pytest.mark.parametrize(
    "token",
    [
        "networks d=2 m_1=3 m_2=3 m_3=0: 4",  # too narrow for a fan
        "networks d=3 m_1=4 m_2=4 m_3=0: 4",  # no construction
        "networks d=2 m_1=0 m_2=9 m_3=0: 4",  # a layer is missing
        "networks(inputs=2) d=5 m_1=12 m_2=0 m_3=0:",  # too many inputs
        "networks(inputs=1) d=1 m_1=50 m_2=0 m_3=0:",  # on a line nothing grows
        "networks d=2 m_1=3 m_2=4 m_3=0: 999999999",  # too many layers
        "networks d=2 m_1=3 m_2=4 m_3=0: -1",
        "networks d=130 m_1=260 m_2=195 m_3=0:",  # too many copies
        "networks d=18 m_1=27 m_2=36 m_3=0: 4",
        "networks d=9999 m_1=9999 m_2=0 m_3=0:",  # too many summands
        "networks_with_biases d=2 m_1=9 m_2=0 m_3=0: 4",
        "networks_with_biases d=1 m_1=9 m_2=2 m_3=0: 4",
        "piecewise_linear_pairs n=2 m=9: 1 1",
        "layer_sizes n=3: 1 1 1",
    ],
)
def test_what_is_no_construction_is_refused(token: str) -> None:
    with pytest.raises(ValueError, match=r"has no shape|out of its bounds|is built from"):
        _ = from_token(token).token
