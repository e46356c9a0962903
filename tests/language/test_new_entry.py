"""A new function is one entry: everything the language does with it follows from that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from flint import fmpq
from formula_family import FAMILY, SIZES, evaluate, instance, read

from referee.language.comparison import Comparison, IllTyped, Truth, equal
from referee.language.latex import to_latex
from referee.language.mutation import mutants
from referee.language.normal_form import normal_form
from referee.language.spelling import to_text
from referee.language.tree import FormulaError
from referee.language.types import type_of
from referee.language.vocabulary import (
    FUNCTIONS,
    LITERALS,
    OPERATORS,
    SCALAR,
    TRUTH,
    Changes,
    Notation,
    Operation,
    Type,
)
from referee.language.vocabulary.sizes import predicate, same, square
from referee.numerics import linalg
from referee.strategies.families import Family, Shape

SHAPE = {"d": 3, "n": 2}
P = instance(a=[[2]], b=[[3]], H=[[1, 2], [4, 3]], Z=[[1, 2], [3, 4], [5, 6]])


def to_number(left: Type, right: Type) -> Type:
    same("inner")(left, right)
    return SCALAR


NEW = {
    "sym": Operation(
        "half the sum of a square matrix and its transpose",
        1,
        square,
        lambda a: (a + a.mT) / 2,
        Notation(r"{0}_{{s}}", 7, (9,)),
        transposes_inside=True,
        ignores_transpose=True,
        changes=Changes(to=("inv",), signed=(0,), transposed=True),
    ),
    "skew": Operation(
        "half the difference of a square matrix and its transpose",
        1,
        square,
        lambda a: (a - a.mT) / 2,
        Notation(r"{0}_{{a}}", 7, (9,)),
        transposes_inside=True,
    ),
    "inner": Operation(
        "the sum of the products of the entries of two matrices",
        2,
        to_number,
        lambda a, b: linalg.total(a * b),
        Notation(r"\langle {0}, {1} \rangle"),
        commutes=True,
        changes=Changes(swapped=True),
    ),
    "traceless": Operation(
        "the trace of a square matrix vanishes",
        1,
        predicate,
        lambda a: equal(linalg.trace(a), 0 * linalg.trace(a)),
        Notation(r"{0} \text{{ is traceless}}", 2, (3,)),
        changes=Changes(offered=False),
    ),
    "reversal": Operation(
        "the identity matrix of a size with its rows in reverse",
        1,
        lambda k: (k, k),
        lambda k: np.eye(k, dtype=np.int64)[::-1],
        Notation("J_{{{0}}}"),
        takes_sizes=True,
    ),
}


@pytest.fixture(autouse=True)
def new_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add entries to the table of functions, and nothing to anything else."""
    for name, entry in NEW.items():
        monkeypatch.setitem(FUNCTIONS, name, entry)


def test_it_is_read_with_its_arity() -> None:
    assert [n.kind for n in read("sym(H) + reversal(n)").root.walk()] == [
        "+", "sym", "name", "reversal", "name",
    ]  # fmt: skip
    with pytest.raises(FormulaError, match=r"inner takes 2 argument\(s\), not 1"):
        read("inner(H)")
    with pytest.raises(FormulaError, match="reversal takes sizes"):
        read("reversal(n + 1)")
    with pytest.raises(FormulaError, match=r"did you mean traceless\?"):
        read("tracelss(H)")


def test_it_is_offered_where_functions_are_listed() -> None:
    with pytest.raises(FormulaError, match=r"implies, iff, sym, skew, inner, traceless, reversal$"):
        read("zzz(H)")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("sym(H)", (2, 2)),
        ("inner(Z, X)", SCALAR),
        ("traceless(H)", TRUTH),
        ("reversal(d)", (3, 3)),
        ("reversal(2)", (2, 2)),
    ],
)
def test_it_has_a_type(text: str, wanted: Type) -> None:
    assert type_of(read(text), FAMILY, SHAPE) == wanted


def test_what_does_not_fit_is_ill_typed() -> None:
    with pytest.raises(IllTyped, match="a square matrix is needed, not 3×2"):
        type_of(read("sym(Z)"), FAMILY, SHAPE)
    with pytest.raises(IllTyped, match="Z is not one of the sizes d, n"):
        type_of(read("reversal(Z)"), FAMILY, SHAPE)


def test_it_has_a_value() -> None:
    assert evaluate("sym(H)", P).tolist() == [[1, 3], [3, 3]]
    assert evaluate("inner(Z, Z) / 2", P).tolist() == [[fmpq(91, 2)]]
    assert evaluate("Z @ reversal(n)", P).tolist() == [[2, 1], [4, 3], [6, 5]]
    found = evaluate("traceless(skew(H))", P)
    assert isinstance(found, Comparison)
    assert found.truth is Truth.TRUE


@pytest.mark.parametrize(
    "text",
    ["sym(H + H).T @ Z.T", "inner(Z, X)**2", "not traceless(H)", "2 * reversal(3)", "-skew(-H)"],
)
def test_it_is_spelled_as_it_is_read(text: str) -> None:
    assert to_text(read(text).root) == text


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("sym(H)", "H_{s}"),
        ("sym(H + H) @ H", r"\left(H + H\right)_{s} H"),
        ("inner(Z + X, X) * 2", r"\langle Z + X, X \rangle \cdot 2"),
        (
            "not traceless(H) or true",
            r"\left(\text{not } H \text{ is traceless}\right) \text{ or } \text{true}",
        ),
        ("reversal(n)", "J_{n}"),
    ],
)
def test_it_is_set_in_latex(text: str, latex: str) -> None:
    assert to_latex(read(text), FAMILY) == latex


@pytest.mark.parametrize(
    ("one", "other", "same_key"),
    [
        ("inner(Z, X)", "inner(X, Z)", True),  # commutes
        ("inner(Z, X).T * Z", "Z * inner(Z, X)", True),  # a number whatever is put in
        ("sym(a).T", "sym(a)", True),  # a number where its argument is
        ("skew(H).T", "skew(H.T)", True),  # transposes inside
        ("skew(H) + sym(H)", "sym(H) + skew(H)", True),
        ("-(-traceless(H))", "traceless(H)", False),  # no arithmetic with statements
        ("reversal(n).T", "reversal(n)", False),  # no law says so
        ("sym(H)", "skew(H)", False),
    ],
)
def test_its_laws_are_used_by_normal_forms(one: str, other: str, *, same_key: bool) -> None:
    keys = {normal_form(read(text), FAMILY) for text in (one, other)}
    assert (len(keys) == 1) is same_key


@dataclass(frozen=True)
class Blank:
    """A blank of the type of one formula, over all names of the family."""

    text: str
    names: tuple[str, ...] = tuple(SIZES)
    family: Family = FAMILY

    def type_at(self, shape: Shape) -> Type:
        """Return the formula's type."""
        return type_of(read(self.text), FAMILY, shape)


def changed(text: str) -> Iterator[str]:
    return (mutant.text for mutant in mutants(read(text), Blank(text)))


def test_it_is_mutated_as_its_entry_says() -> None:
    assert list(changed("sym(H)")) == [
        "-sym(H)", "inv(H)", "skew(H)", "H", "sym(-H)", "sym(H).T",
    ]  # fmt: skip


def test_it_is_exchanged_with_functions_of_its_types() -> None:
    assert {"sym(H)", "skew(H.T)"} <= set(changed("skew(H)"))
    assert "inner(X, Z)" in changed("inner(Z, X)")
    assert {"symmetric(H)", "diagonal(H)", "not traceless(H)"} <= set(changed("traceless(H)"))
    assert "traceless(H)" not in changed("symmetric(H)")
    assert "sym(X.T @ X)" in changed("inv(X.T @ X)")


def test_every_entry_says_in_one_short_line_what_it_means() -> None:
    for kind, entry in {**OPERATORS, **FUNCTIONS, **LITERALS}.items():
        assert entry.says, kind
        assert len(entry.says) <= 80, kind
        assert entry.says.isprintable(), kind
        assert not entry.says.endswith("."), kind


def test_what_an_operation_is_follows_from_its_types() -> None:
    table = {**OPERATORS, **FUNCTIONS, **LITERALS}
    assert {kind for kind, entry in table.items() if entry.is_statement} == {
        "==", "!=", "<", "<=", ">", ">=", "and", "or", "not", "implies", "iff", "true", "false",
        "in_span", "in_hull", "is_column", "symmetric", "invertible", "diagonal",
        "positive_definite", "positive_semidefinite", "traceless",
    }  # fmt: skip
    assert {kind for kind, entry in table.items() if entry.is_scalar} == {
        "rank", "det", "trace", "sum", "min", "max", "min_on_support",
        "norm", "norm_squared", "norm_1", "norm_inf", "inner", "mean", "entry", "minor",
        "eigenvalue", "lambda_max", "lambda_min", "spectral_radius", "positive_index",
        "negative_index", "signature", "nullity", "singular_value", "sigma_max",
        "sigma_min", "norm_2", "norm_nuclear", "cond",
        "logsumexp", "entropy", "cross_entropy", "kl",
    }  # fmt: skip
    assert {kind for kind in OPERATORS if table[kind].keeps_scalars} == {
        "+", "-", "*", "/", "@", "**", "neg", "T",
    }  # fmt: skip


def test_what_changes_name_are_words_of_the_language() -> None:
    table = {**OPERATORS, **FUNCTIONS, **LITERALS}
    for kind, entry in table.items():
        named = {*entry.changes.to, *filter(None, (entry.turned, entry.squared))}
        assert named <= set(table), kind
        assert all(index < entry.arity for index in entry.changes.signed), kind
