"""Every field of every family has values of every kind, or says in a line why it cannot."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace

import pytest
from flint import fmpq
from test_unbounded_integers import ALL as FAMILIES
from value_coverage import missing, own, sampled, searched

from referee.numerics import arrays
from referee.strategies.families import Family, named
from referee.strategies.value_kinds import ALL, KINDS, kinds_of


@pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))
def test_independent_samples_have_values_of_every_kind(family: Family) -> None:
    assert not missing(family, sampled(family))


@pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))
def test_the_distributions_of_a_search_have_values_of_every_kind(family: Family) -> None:
    assert not missing(family, searched(family))


@pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))
def test_a_reason_is_a_line_about_a_kind_that_there_is(family: Family) -> None:
    for each in own(family):
        assert each.narrow.keys() <= {ALL, *KINDS}
        assert all(why.strip() and "\n" not in why for why in each.narrow.values())


@pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))
def test_no_field_gives_a_reason_for_what_it_has(family: Family) -> None:
    """A reason that has become false is one to take away."""
    rng = random.Random(13)
    for p in (family.sample(rng) for _ in range(30)):
        for each in own(family):
            if ALL not in each.narrow:
                with suppress(ZeroDivisionError):
                    assert each.narrow.keys().isdisjoint(kinds_of(getattr(p, each.name)))


@pytest.mark.parametrize(
    ("numbers", "kinds"),
    [
        ([0], {"zero"}),
        ([3], {"whole"}),
        ([-3, 0], {"whole", "negative", "zero"}),
        ([fmpq(1, 2)], {"fraction"}),
        ([fmpq(1, 11), fmpq(1, 2)], {"fraction"}),
        ([fmpq(1, 11)], {"fraction", "below 1/10"}),
        ([fmpq(-1, 1001), 0], {"fraction", "negative", "zero", "below 1/10", "below 1/1000"}),
        ([1001], {"whole", "beyond 10^3"}),
        ([10**9 + 1, 10**4], {"whole", "beyond 10^3", "beyond 10^9"}),
        ([1, fmpq(1, 10**6 + 1)], {"whole", "fraction", "mixed magnitudes"}),
    ],
)
def test_kinds_are_told_apart(numbers: list[fmpq], kinds: set[str]) -> None:
    assert kinds_of(arrays.exact([numbers])) == kinds


def test_a_field_of_whole_numbers_is_found_out() -> None:
    family = named("layer_sizes")
    bare = replace(family.by_name["sizes"], narrow={})
    found = missing(Family("bare", family.shapes, (bare,)), [family.build({"n": 1}, [1, 2, 3])] * 3)
    assert {"fraction", "negative", "below 1/10", "beyond 10^9"} <= found["sizes"]
