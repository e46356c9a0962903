"""Instances that are drawn once: the same whoever asks, whenever, and after a limit struck."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from random import Random

import numpy as np
import pytest
from hypothesis.internal.conjecture import providers
from small_claims import claim_of, examples

from referee.deciding.case import Case
from referee.deciding.drawn_once import SMALL, DrawnOnce, drawn, smallest
from referee.deciding.findings import Findings
from referee.deciding.phases import learned
from referee.deciding.phases.drawn import CONSTANTS, Drawn
from referee.language.comparison import equal
from referee.language.reading import parse
from referee.strategies import clarke_combinations, spectral_least_squares, structured_rows
from referee.strategies.families import Family, Instance, named
from referee.strategies.integer_vectors import STRUCTURED
from referee.strategies.many_draws import ByGenerator

assert clarke_combinations  # these register their families
assert spectral_least_squares

FAMILY = named("matrices")


class Struck(BaseException):
    """What a limit raises in the middle of a draw."""


def tokens(instances: Iterator[Instance], most: int) -> list[str]:
    return [p.token for p in islice(instances, most)]


def test_an_instance_is_built_once_however_often_it_is_asked_for() -> None:
    first = list(islice(drawn(FAMILY, "7 shared", SMALL), 5))
    again = list(islice(drawn(FAMILY, "7 shared", SMALL), 9))
    assert all(a.X is b.X for a, b in zip(first, again, strict=False))
    assert all(a.X is b.X for a, b in zip(smallest(FAMILY, 5), smallest(FAMILY, 9), strict=False))


def test_two_who_ask_in_turns_see_the_same() -> None:
    one, other = drawn(FAMILY, "7 in turns", SMALL), drawn(FAMILY, "7 in turns", SMALL)
    pairs = [(next(one), next(other)) for _ in range(6)]
    assert all(a.X is b.X for a, b in pairs)
    assert len({a.token for a, _ in pairs}) > 1


@pytest.mark.parametrize("field", ["sigma", "X", "y", "S"])
def test_what_was_read_is_told_as_if_nobody_had_read_it_before(field: str) -> None:
    family = named("spectral_least_squares")
    alone = next(smallest(family, 1))
    fresh = alone.cast(alone.number)
    getattr(fresh, field)
    assert next(smallest(family, 1)).X.size  # read by somebody else
    again = next(smallest(family, 1))
    getattr(again, field)
    assert set(again.cache) == set(fresh.cache)
    assert not alone.cache


def test_the_seed_and_the_family_fix_what_is_drawn() -> None:
    def fresh(family: Family, purpose: str) -> list[str]:
        rng = Random(f"{purpose} {family.name}")
        return [family.sample_small(rng).token for _ in range(9)]

    for purpose in ("3 fixed", "4 fixed"):
        assert tokens(drawn(FAMILY, purpose, SMALL), 9) == fresh(FAMILY, purpose)
    assert fresh(FAMILY, "3 fixed") != fresh(FAMILY, "4 fixed")


@pytest.mark.parametrize("before", [0, 1, 4])
def test_a_draw_that_a_limit_interrupts_is_made_again(before: int) -> None:
    rows = DrawnOnce()
    strikes = iter([*[False] * before, True])

    def source() -> Iterator[Instance]:
        for p in FAMILY.in_order():
            if next(strikes, False):
                raise Struck
            yield p

    with pytest.raises(Struck):
        tokens(rows.row(FAMILY, "struck", source()), before + 1)
    wanted = tokens(FAMILY.in_order(), 8)
    assert tokens(rows.row(FAMILY, "struck", source()), 8) == wanted


def test_what_was_asked_for_last_is_kept() -> None:
    rows = DrawnOnce(most=10)

    def asked(purpose: str) -> list[Instance]:
        return list(islice(rows.row(FAMILY, purpose, FAMILY.in_order()), 6))

    old, middle = asked("old"), asked("middle")
    last = asked("last")  # only now are there too many
    assert all(a.X is b.X for a, b in zip(last, asked("last"), strict=True))
    again = asked("old")
    assert [p.token for p in again] == [p.token for p in old]
    assert not any(a.X is b.X for a, b in zip(again, old, strict=True))
    assert [p.token for p in middle] == [p.token for p in old]


def test_a_row_ends_where_there_is_nothing_to_draw() -> None:
    def nothing(_: Family, __: Random) -> None:
        return None

    assert list(drawn(FAMILY, "7 nothing", nothing)) == []
    assert list(drawn(FAMILY, "7 nothing", nothing)) == []


def test_equal_descriptions_are_one_family() -> None:
    assert named("matrices", square=True) is named("matrices", square=True)
    assert named("matrices", square=True) is not named("matrices")


def test_hypothesis_is_asked_for_no_constants_of_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> None:
        raise AssertionError("which modules a process has imported is no part of a decision")

    monkeypatch.setattr(providers, CONSTANTS, asked)
    claim = claim_of(FAMILY.instances(), lambda p, a: equal(p.X, a(p)), size="d n", names="X d n")
    case = Case(claim, parse("X", dict.fromkeys(claim.names)))
    with examples(claim, 40):
        found = learned(Drawn(), case, Findings())
    assert found.trouble is None
    assert found.tally.decided > 20
    assert getattr(providers, CONSTANTS) is asked


def test_members_of_a_field_do_not_hang_on_the_field_before() -> None:
    wanted = ("least_squares", "clarke_combinations", "spectral_least_squares")

    def rows(names: Iterable[str]) -> dict[str, list[list[int]]]:
        structured_rows._members.cache_clear()
        found = {}
        for name in names:
            family = named(name)
            draws = ByGenerator(np.random.default_rng(5), 40)
            drawn_rows = structured_rows.rows_of(family, family.shapes[-1], STRUCTURED, draws)
            found[name] = drawn_rows.tolist()
        return found

    assert rows(wanted) == rows(reversed(wanted))
