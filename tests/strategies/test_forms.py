"""What fields are in letters: every axiom that one carries is true of exact instances."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from test_unbounded_integers import ALL

from referee.numerics import scalars
from referee.numerics.traced.sizes import NotTranslated
from referee.numerics.traced.substitution import value_of
from referee.strategies import forms
from referee.strategies.draws import ByRandom
from referee.strategies.families import Family, Instance, named
from referee.strategies.fields import derived
from referee.strategies.forms import letters_of
from referee.strategies.kinds import declared
from referee.strategies.kinds.every import KINDS, kind_of_name
from referee.strategies.matrices import d_field
from referee.strategies.shapes import Shapes

SHAPES = 6


def _same(one: Any, other: Any) -> bool:
    assert one.shape == other.shape
    return all(scalars.vanishes(x) for x in (one - other).flat)


def _translated(p: Instance) -> Iterator[str]:
    """Yield the fields that have a form; all of them are built on the way."""
    for name in p.family.by_name:
        try:
            getattr(p, name)
        except NotTranslated:
            continue
        yield name


def _instances(family: Family) -> Iterator[Instance]:
    rng = random.Random(family.name)
    shapes = family.extent.smallest
    for shape in [*shapes[:2], *rng.sample(shapes, min(SHAPES, len(shapes)))]:
        for regime in ("sparse", "spread", "structured"):
            yield family.drawn(shape, regime, ByRandom(rng))


def _check(family: Family) -> list[str]:
    """Hold the letters of a family against its instances; return the fields that have a form."""
    letters = letters_of(family)
    names = [*_translated(letters)]
    tracing = letters.number
    for p in _instances(family) if names else ():
        for axiom in tracing.axioms:
            zero = value_of(axiom.polynomial, tracing, p)
            assert all(scalars.vanishes(x) for x in zero.flat), (axiom.label, p.token)
        for name in names:
            found = value_of(getattr(letters, name).polynomial, tracing, p)
            assert _same(found, getattr(p, name)), (name, p.token)
    return names


@pytest.mark.parametrize("family", ALL.values(), ids=list(ALL))
def test_what_fields_carry_is_true_of_exact_instances(family: Family) -> None:
    _check(family)


def _of_kind(name: str) -> Family:
    kind = kind_of_name(name)
    columns = "1" if kind.lacks(2, 2) == "one column" else "d"
    fields = (declared.of_kind(kind, "A", "d", columns), d_field)
    shapes = Shapes({"d": 2 if kind.lacks(1, 1) else 1}, small=4)
    return Family("of_a_kind", shapes, fields)


@pytest.mark.parametrize("name", KINDS)
def test_what_kinds_carry_is_true_of_their_members(name: str) -> None:
    assert "A" in _check(_of_kind(name))


CARRIES = {
    "symmetric": "A is symmetric",
    "skew": "A is skew",
    "orthogonal": "AAᵀ = I",
    "projection": "A is idempotent",
    "idempotent": "A is idempotent",
    "involution": "AA = I",
    "normal": "A is normal",
    "positive definite": "A is symmetric",
    "unit vector": "A has length 1",
}


@pytest.mark.parametrize(("name", "label"), CARRIES.items(), ids=list(CARRIES))
def test_kinds_carry_their_axioms_from_their_field(name: str, label: str) -> None:
    p = letters_of(_of_kind(name))
    assert p.A.shape[0] == p.shape["d"]
    assert {"A"} == {axiom.origin for axiom in p.number.axioms}
    assert label in {axiom.label for axiom in p.number.axioms}


def test_diagonal_matrices_of_one_size_commute() -> None:
    fields = (declared.diagonal("D", "d"), declared.diagonal("K", "d"), d_field)
    p = letters_of(Family("diagonals", Shapes({"d": 1}), fields))
    difference = (p.D @ p.K - p.K @ p.D).polynomial
    assert difference in {axiom.polynomial for axiom in p.number.axioms} | {
        -axiom.polynomial for axiom in p.number.axioms
    }


def test_a_false_axiom_would_be_noticed() -> None:
    fields = (
        declared.invertible("A", "d"),
        d_field,
        derived(
            "B",
            "d d",
            "B",
            "a matrix that is not Aᵀ",
            lambda p: p.A @ p.A,
            forms.solving(lambda p, B: [(B, p.A.mT)]),
        ),
    )
    with pytest.raises(AssertionError):
        _check(Family("false", Shapes({"d": 1}), fields))


def test_a_letter_stands_for_what_its_field_is_at_the_instance_itself() -> None:
    p = letters_of(named("spectral_least_squares", extra="t+v0"))
    for name, moved in (
        ("w_t", "t"),
        ("w_inf", "y"),
        ("w_star", "y"),
        ("X", "sigma"),
        ("v_inf", "v0"),
    ):
        other = p.replace(**{moved: 2 * getattr(p, moved)})
        with pytest.raises(NotTranslated, match=f"{name} with another {moved}"):
            getattr(other, name)
    assert p.replace(t=0 * p.t).X.polynomial == p.X.polynomial
    assert p.replace(w_t=p.v_t).w_inf.polynomial == p.w_inf.polynomial
    assert (p.replace(w_t=p.v_t).w_t - p.v_t).polynomial == (0 * p.v_t).polynomial


def test_sizes_that_are_always_equal_have_one_name_and_order_is_known() -> None:
    assert letters_of(named("matrices")).number.inside == {("n", "d")}
    assert not letters_of(named("matrices", tall=False)).number.inside
    square = letters_of(named("matrices", square=True))
    assert square.shape["d"] == square.shape["n"]
    assert square.number.positive == {"d"}


@pytest.mark.parametrize("family", ALL.values(), ids=list(ALL))
def test_what_small_shapes_say_of_sizes_is_true_of_larger_ones(family: Family) -> None:
    letters = letters_of(family).number
    for shape in family.extent.up_to(12 if len(family.extent.least) < 4 else 4):
        assert all(shape[s] <= shape[b] for s, b in letters.inside)
        for dim, name in letters.shape.items():
            assert shape[dim] == shape[name.name]
