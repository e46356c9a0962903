"""What people write is read as what they meant, said to be ambiguous, or refused; never misread."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from reading_scopes import scope_named
from readings import Entry, entries

from referee.language.normal_form import normal_form
from referee.language.reading import Reading, Scope, parse, read
from referee.language.tree import Formula, FormulaError
from referee.language.types import type_of


def of_kinds(*kinds: str) -> list[Entry]:
    return [entry for entry in entries() if entry.kind in kinds]


def named(chosen: list[Entry]) -> list[object]:
    return [pytest.param(entry, id=entry.name) for entry in chosen]


def read_or_not_yet(*kinds: str) -> list[object]:
    """Return entries; what the reader refuses though it should not has to fail until it is read."""
    return [
        pytest.param(
            entry,
            id=entry.name,
            marks=[pytest.mark.xfail(reason=entry.not_yet, strict=True)] if entry.not_yet else [],
        )
        for entry in of_kinds(*kinds)
    ]


def scope_of_entry(entry: Entry) -> Scope:
    scope = scope_named(entry.scope, entry.wants)
    return replace(scope, notation=entry.notation, aliases=entry.aliases)


def canonical(text: str, scope: Scope) -> Formula:
    return parse(text, dict.fromkeys([*scope.family.by_name, *scope.family.shapes[0]]))


def keys(formulas: tuple[Formula, ...], scope: Scope, same: str = "normal form") -> set[str]:
    if same == "tree":
        return {formula.canonical for formula in formulas}
    return {normal_form(formula, scope.family) for formula in formulas}


def expected(entry: Entry, scope: Scope) -> set[str]:
    return keys_of(entry.spellings, scope, entry.same)


def keys_of(texts: tuple[str, ...], scope: Scope, same: str = "normal form") -> set[str]:
    return keys(tuple(canonical(text, scope) for text in texts), scope, same)


def said(reading: Reading) -> str:
    return " | ".join(formula.canonical for formula in reading.formulas)


@pytest.mark.parametrize("entry", read_or_not_yet("reads"))
def test_what_is_meant_is_read(entry: Entry) -> None:
    reading = read(entry.text, scope_of_entry(entry))
    check_read_as_meant(entry, reading)


def check_read_as_meant(entry: Entry, reading: Reading) -> None:
    scope = scope_of_entry(entry)
    found = keys(reading.formulas, scope, entry.same)
    if entry.or_ambiguous and reading.is_ambiguous:
        assert found & expected(entry, scope), said(reading)
    else:
        assert len(reading.formulas) == 1, said(reading)
        assert found <= expected(entry, scope), said(reading)


@pytest.mark.parametrize("entry", read_or_not_yet("if_read"))
def test_what_may_be_refused_is_not_misread(entry: Entry) -> None:
    try:
        reading = read(entry.text, scope_of_entry(entry))
    except FormulaError:
        return
    check_read_as_meant(entry, reading)


@pytest.mark.parametrize("entry", read_or_not_yet("ambiguous"))
def test_what_has_two_readings_shows_them(entry: Entry) -> None:
    scope = scope_of_entry(entry)
    reading = read(entry.text, scope)
    found = keys(reading.formulas, scope)
    if entry.or_reads and not reading.is_ambiguous:
        assert found <= keys_of(entry.or_reads, scope), said(reading)
        return
    assert reading.is_ambiguous, said(reading)
    assert found >= expected(entry, scope), said(reading)
    assert entry.more or found == expected(entry, scope), said(reading)


@pytest.mark.parametrize("entry", read_or_not_yet("refused"))
def test_what_is_no_formula_is_refused(entry: Entry) -> None:
    with pytest.raises(FormulaError) as caught:
        read(entry.text, scope_of_entry(entry))
    message = str(caught.value)
    assert "\n" not in message
    assert message.isprintable()
    lowered = message.lower()
    assert not entry.says or any(word.lower() in lowered for word in entry.says), message
    assert entry.at is None or caught.value.at == entry.at, message


@pytest.mark.parametrize("entry", read_or_not_yet("never"))
def test_what_looks_like_something_is_not_taken_for_it(entry: Entry) -> None:
    scope = scope_of_entry(entry)
    try:
        reading = read(entry.text, scope)
    except FormulaError:
        return
    if not reading.is_ambiguous:
        assert not keys(reading.formulas, scope) & expected(entry, scope), said(reading)


@pytest.mark.parametrize("entry", named(of_kinds("reads", "ambiguous", "if_read")))
def test_every_spelling_of_the_corpus_is_a_formula_that_fits(entry: Entry) -> None:
    scope = scope_of_entry(entry)
    assert entry.spellings
    for text in entry.spellings:
        found = type_of(canonical(text, scope), scope.family, scope.shape)
        assert scope.wanted in {None, found}, text


def test_readings_that_an_ambiguous_text_shows_differ() -> None:
    for entry in entries():
        if entry.kind == "ambiguous" and not entry.more:
            apart = len(expected(entry, scope_of_entry(entry)))
            assert apart == len(entry.spellings) > 1, entry.name


def test_no_text_stands_twice_in_a_scope() -> None:
    counted = Counter(
        (entry.scope, entry.wants, entry.notation, *entry.aliases, entry.text)
        for entry in entries()
    )
    assert [text for text, times in counted.items() if times > 1] == []


def test_there_are_enough_texts_of_each_kind() -> None:
    kinds = Counter(entry.kind for entry in entries())
    assert kinds["reads"] >= 300
    assert kinds["ambiguous"] + kinds["refused"] + kinds["never"] >= 100
