"""Random formulas in several hands are read as what was written, or both readings are shown."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reading_scopes import scope_named
from written_by_hand import HANDS, canonical, random_term

from referee.language.normal_form import normal_form
from referee.language.reading import Scope, parse, read
from referee.language.tree import Formula, FormulaError

properties = settings(deadline=None, database=None, max_examples=100)
WANTED = {"s": "1 1", "v": "n 1", "m": "n n"}
SHARED = frozenset({"matlab"})  # of a hand whose product is written as another's entry by entry
TIGHT = re.compile(r"(?<=[a-zA-Z)']) (?=[a-cx-zA-C(](?![a-z]))")


def meant(seed: int) -> tuple[Formula, Scope, dict[str, str]]:
    """Return a formula, a scope that wants it or anything, and how each hand writes it."""
    rng = random.Random(seed)
    kind = rng.choice("svm")
    term = random_term(rng, kind, rng.randint(1, 4))
    scope = scope_named("square", rng.choice((WANTED[kind], None)))
    texts = {name: hand.written(term) for name, hand in HANDS.items()}
    return divided(canonical(term), scope), scope, texts


def divided(text: str, scope: Scope) -> Formula:
    """Return the formula of a canonical text, which divides by no constant zero."""
    try:
        return parse(text, dict.fromkeys(scope.names))
    except FormulaError:
        assume(False)
        raise


def keys_of(text: str, scope: Scope) -> set[str]:
    return {normal_form(formula, scope.family) for formula in read(text, scope).formulas}


@pytest.mark.parametrize("hand", HANDS)
@properties
@given(seed=st.integers(0, 2**32))
def test_a_formula_is_read_as_it_was_meant_in_every_hand(hand: str, seed: int) -> None:
    formula, scope, texts = meant(seed)
    found = keys_of(texts[hand], scope)
    key = normal_form(formula, scope.family)
    assert key in found
    assert hand in SHARED or found == {key}


@pytest.mark.parametrize("hand", ["primes", "plain"])
@properties
@given(seed=st.integers(0, 2**32))
def test_products_without_blanks_are_not_misread(hand: str, seed: int) -> None:
    formula, scope, texts = meant(seed)
    assert normal_form(formula, scope.family) in keys_of(TIGHT.sub("", texts[hand]), scope)
