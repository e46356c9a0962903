"""Complex kinds: members have their property, and every one is drawn that should be."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from flint import fmpq

from referee.numerics import arrays, linalg, scalars
from referee.numerics.arrays import Array
from referee.numerics.gaussian import Gaussian
from referee.numerics.precision import NotComputed
from referee.strategies.declared import Spec
from referee.strategies.families import FAMILIES, Family
from referee.strategies.kinds.over_complex import KINDS, from_parts, phase

SQUARE = ["hermitian", "hermitian-positive-semidefinite", "hermitian-positive-definite", "unitary"]


def family_of(kind: str, size: str = "n.n") -> Family:
    return FAMILIES["declared"](of=f"A.{size}.{kind}")


def drawn(kind: str, count: int = 40) -> Sequence[Array]:
    rng = random.Random(kind)
    return [family_of(kind).sample_small(rng).A for _ in range(count)]


def adjoint(a: Array) -> Array:
    return arrays.conjugate(a).mT


def same(a: Array, b: Array) -> bool:
    return all(x.size() == 0 for x in (a - b + 0 * a).flat)


@pytest.mark.parametrize("kind", SQUARE[:3])
def test_hermitian_members_are_their_own_adjoints(kind: str) -> None:
    assert all(same(a, adjoint(a)) for a in drawn(kind))


def test_unitary_members_are_unitary() -> None:
    for a in drawn("unitary"):
        assert same(adjoint(a) @ a, arrays.exact(np.eye(len(a), dtype=np.int64)))


@pytest.mark.parametrize("kind", SQUARE)
def test_members_are_complex_and_not_real_alone(kind: str) -> None:
    assert any(x.im != 0 for a in drawn(kind) for x in a.flat)


def test_pivots_say_which_are_definite() -> None:
    for a in drawn("hermitian-positive-definite", 15):
        assert {scalars.sign(x) for x in linalg.inertia_pivots(a)} == {1}
    signs = {scalars.sign(x) for a in drawn("hermitian", 15) for x in linalg.inertia_pivots(a)}
    assert {-1, 1} <= signs


def test_phases_are_on_the_circle() -> None:
    for a, b in [(0, 0), (1, 0), (0, 1), (2, -3)]:
        z = phase(a, b)
        assert z.re**2 + z.im**2 == 1


def test_every_gaussian_rational_is_an_entry() -> None:
    rng = random.Random(1)
    entries = {p.A.item() for p in (family_of("complex", "1.1").sample(rng) for _ in range(300))}
    assert {Gaussian(fmpq(a), fmpq(b)) for a in (-1, 0, 1) for b in (-1, 0, 1)} <= entries
    assert any(z.re.q > 1 for z in entries)


def test_floats_have_no_complex_numbers_here() -> None:
    with pytest.raises(NotComputed, match="complex numbers in floating point"):
        from_parts(arrays.float64([[1]]), arrays.float64([[1]]))


def test_what_a_complex_kind_needs_is_dropped_to_complex_numbers() -> None:
    family = FAMILIES["declared"](of="A.n.n.hermitian+z.1.1.complex")
    (only,) = family.hypotheses
    assert only.name == "A hermitian"
    assert dict(only.without) == {"of": "A.n.n.complex+z.1.1.complex"}


def test_a_kind_that_is_square_has_no_other_shape() -> None:
    with pytest.raises(ValueError, match="as many rows as columns"):
        KINDS["hermitian"].check(2, 3)
    assert Spec("A", "n", "n", "hermitian").says == "Hermitian complex matrix"
