"""A token holds every name and option that Python and ASCII allow, and is read back."""

from __future__ import annotations

import keyword
import string
from collections.abc import Iterator
from fractions import Fraction
from inspect import Parameter, Signature
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from referee.strategies.families import FAMILIES, Family, family, named
from referee.strategies.fields import vector
from referee.strategies.tokens import from_token, read_family

properties = settings(deadline=None, database=None, max_examples=100)
LETTERS = string.ascii_letters + "_"
names = st.builds(
    str.__add__, st.sampled_from(LETTERS), st.text(LETTERS + string.digits, max_size=40)
).filter(lambda name: not keyword.iskeyword(name))
plain = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
values = plain | st.lists(plain, max_size=3).map(tuple)


@pytest.fixture(autouse=True, scope="module")
def _families_as_before() -> Iterator[None]:
    before = dict(FAMILIES)
    yield
    FAMILIES.clear()
    FAMILIES.update(before)


def registered(name: str, dim: str, **defaults: object) -> str:
    """Register a family of vectors under a name, with a dimension and options."""

    def make(**chosen: object) -> Family:
        assert chosen.keys() <= defaults.keys()
        return Family(name, ({dim: 1}, {dim: 12}), (vector("v", dim, "a vector"),))

    kinds = [Parameter(k, Parameter.KEYWORD_ONLY, default=v) for k, v in defaults.items()]
    described: Any = make
    described.__name__ = name
    described.__signature__ = Signature(kinds)
    family(described)
    return name


def assert_rebuilt(found: Family) -> None:
    for shape in found.shapes:
        p = found.build(shape, range(len(found.layout(shape).bounds)))
        again = from_token(p.token)
        assert again.token == p.token
        assert again.shape == shape
        assert again.family.options == found.options
        assert (again.v == p.v).all()


@given(name=names, dim=names)
@example("vectors2", "n_1")
@example("Vectors", "N")
@example("_v", "_")
@example("v" * 300, "the_number_of_all_coordinates_2")
@properties
def test_a_family_of_any_name_and_dimension_is_read_back(name: str, dim: str) -> None:
    assert_rebuilt(named(registered(name, dim)))


@given(option=names, default=values, value=values)
@example("kinds", "any", "two words, or (three)")
@example("kinds", "any", "!None")
@example("kinds", "any", None)
@example("Most2", 3, -4)
@example("ratio", 0.5, -1e-30)
@example("sizes", (1, 2), ())
@example("text", None, "100 %")
@properties
def test_an_option_of_any_kind_is_read_back(option: str, default: object, value: object) -> None:
    if isinstance(default, bool):
        value = not default
    found = named(registered("optional", "d", **{option: default}), **{option: value})
    assert_rebuilt(found)
    assert " " not in found.name
    assert type(read_family(found.name).options[option]) is type(value)


def test_an_option_without_a_default_is_read_back() -> None:
    name = registered("needed", "d", most=Parameter.empty)
    for value in (3, "3", None):
        assert_rebuilt(named(name, most=value))


def test_options_stand_in_a_token_as_they_are_written() -> None:
    found = named("least_squares", full_rank=False, extra="w+t")
    assert found.name == "least_squares(extra=w+t,full_rank=False)"


@pytest.mark.parametrize("value", [object(), float("inf"), Fraction(1, 2), {1: object()}])
def test_an_option_that_a_token_cannot_hold_is_refused(value: object) -> None:
    name = registered("optional", "d", kind=None)
    with pytest.raises(TypeError, match="an option of a family is text, a number or None"):
        named(name, kind=value)


@pytest.mark.parametrize("name", ["größe", "Ω"])
def test_a_name_that_a_token_cannot_hold_is_refused_in_one_line(name: str) -> None:
    for refused in (
        lambda: registered(name, "d"),
        lambda: registered("fine", "d", **{name: 1}),
        lambda: named(registered("fine", name)),
    ):
        with pytest.raises(ValueError, match="is made of a-z, A-Z, 0-9 and _") as refusal:
            refused()
        assert len(str(refusal.value).splitlines()) == 1
