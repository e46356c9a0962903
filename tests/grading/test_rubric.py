"""Rubrics: what may stand in one, and partial credit by deciding a statement."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from small_claims import examples

import referee.claims
from referee.deciding import claim as corpus
from referee.deciding.answer import Answer
from referee.deciding.effort import Effort
from referee.grading import rubric
from referee.grading.marking import graded
from referee.grading.near_formulas import Near
from referee.grading.rubric import Case, Rubric, RubricError, Terms, apportioned, credit, restricted
from referee.running.rubric_file import written

CLAIMS = corpus.load("referee.claims")
GRADIENT, KERNEL, RANK = "1.2-E5-gradient", "1.1-E2-kernel", "1.1-A2-full-rank"
TRUE = "X @ (X.T @ w - y) / n"
TERMS = Terms(4, sign=0.5, transpose=0.4, factor=0.3, cases=(Case("n == 2", 0.25, "two only"),))
LITTLE = Effort(scope=40, sample=40, proof=2)


def credited(text: str, claim: str = GRADIENT, terms: Terms = TERMS) -> tuple[str, str] | None:
    with examples(CLAIMS[claim], 10):
        found = credit(CLAIMS[claim], Answer("s", claim, text), terms, effort=LITTLE)
    return None if found is None else (found.case, found.says)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"-({TRUE})", ("sign", "right up to its sign")),
        (f"({TRUE}).T", ("transpose", "right up to a transpose")),
        (f"3/7 * ({TRUE})", ("factor", "right up to a constant factor: 7/3 times it is right")),
        ("X @ (X.T @ w - y) / 2", ("n == 2", "two only")),
        ("X @ (X.T @ w - y)", None),
        ("w", None),
        ("X @ (X.T @ w - y) / n + w", None),
        (f"-({TRUE}) # a comment", ("sign", "right up to its sign")),
    ],
)
def test_credit_is_a_statement_that_is_decided(text: str, expected: tuple[str, str] | None) -> None:
    assert credited(text) == expected


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("1.1-A6-speed-bound", "1000 * lambda_max"),
        ("1.1-T1-slowest-rate", "-2 * lambda_max / n"),
        ("1.1-E3-bound", "-1000 * E_0"),
        ("2.2-A4-count", "-(10**9)"),
        ("2.2-A8-exponential-units", "7 * M**3"),
    ],
)
def test_the_negative_of_a_wrong_bound_is_worth_nothing(claim: str, text: str) -> None:
    assert credited(text, claim, Terms(4, sign=0.5, factor=0.3)) is None


def test_the_best_statement_counts() -> None:
    both = f"-({TRUE})"
    assert credited(both, terms=Terms(sign=0.2, factor=0.9)) == ("sign", "right up to its sign")
    terms = Terms(sign=0.2, cases=(Case("n == 2", 0.7, "seven"),))
    assert credited("X @ (X.T @ w - y) / 2", terms=terms) == ("n == 2", "seven")


def test_what_earns_nothing_is_not_tried() -> None:
    assert credited(f"-({TRUE})", terms=Terms(sign=0)) is None


def test_an_answer_that_fits_at_some_sizes_only_may_be_right_there() -> None:
    terms = Terms(cases=(Case("n == d", 0.5, "square only"),))
    assert credited("eye(d) @ J @ J.T", KERNEL, terms) == ("n == d", "square only")


def test_statements_have_no_partial_credit() -> None:
    assert credited("rank(X) != n", RANK, Terms(sign=1, factor=1)) is None


@pytest.mark.parametrize(
    ("claim", "near", "text", "says"),
    [
        (GRADIENT, "X @ (X.T @ w - y)", "X @ X.T @ w - X @ y", "no mean"),
        (GRADIENT, "X @ (X.T @ w - y)", "(X @ (X.T @ w - y))", "no mean"),
        (GRADIENT, "X @ (X.T @ w - y)", "X @ X.T @ w + X @ y", None),
        (RANK, "n <= d", "d >= n", "no mean"),
        (RANK, "n <= d", "not d < n", "no mean"),
        (RANK, "n <= d", "n < d", None),
    ],
)
def test_one_wrong_formula_has_a_share_however_it_is_written(
    claim: str, near: str, text: str, says: str | None
) -> None:
    terms = Terms(4, formulas=(Near(near, 0.5, "no mean"),))
    assert credited(text, claim, terms) == (says and ("formula", says))


def test_terms_with_formulas_are_the_same_as_a_file_again() -> None:
    formulas = [{"formula": "-w", "share": 0.25, "says": 'with "quotes"'}]
    terms = rubric.from_tables(CLAIMS, {GRADIENT: {"formulas": formulas}})
    text = written(Rubric(terms), CLAIMS)
    assert rubric.from_tables(CLAIMS, tomllib.loads(text)) == terms
    assert terms[GRADIENT].formulas == (Near("-w", 0.25, 'with "quotes"'),)


@pytest.mark.parametrize(
    ("claim", "entry", "says"),
    [
        (GRADIENT, "X + ", "formula = 'X + ': "),
        (GRADIENT, "X.T @ X", "formula = 'X.T @ X': "),
        (RANK, "w", "formula = 'w': "),
    ],
)
def test_a_formula_that_fits_no_blank_is_refused(claim: str, entry: str, says: str) -> None:
    with pytest.raises(RubricError, match=re.escape(f"{claim}: {says}")):
        rubric.from_tables(CLAIMS, {claim: {"formulas": [{"formula": entry}]}})


def test_a_restricted_claim_has_fewer_shapes_and_the_same_tokens() -> None:
    whole = CLAIMS[GRADIENT]
    some = restricted(whole, "n == 2 and d >= 3")
    assert {(s["d"], s["n"]) for s in some.family.shapes} == {
        (s["d"], s["n"]) for s in whole.family.shapes if s["n"] == 2 and s["d"] >= 3
    }
    assert some.family.name == whole.family.name
    assert some.family.shapes_up_to is not None
    assert all(s["n"] == 2 for s in some.family.shapes_up_to(6))


@pytest.mark.parametrize(
    ("text", "share"), [(TRUE, 1), (f"-({TRUE})", 0.5), ("w", 0), ("w +", 0), (None, 0)]
)
def test_points_follow_the_verdict_and_the_credit(text: str | None, share: float) -> None:
    with examples(CLAIMS[GRADIENT], 10):
        record = graded(CLAIMS[GRADIENT], Answer("s", GRADIENT, text), effort=LITTLE, terms=TERMS)
    assert record["points"] == {"given": 4 * share, "most": 4}
    assert (record["credit"] is not None) == (0 < share < 1)


def test_without_terms_there_are_no_points() -> None:
    with examples(CLAIMS[GRADIENT], 10):
        record = graded(CLAIMS[GRADIENT], Answer("s", GRADIENT, "w"), effort=LITTLE)
    assert "points" not in record


def test_the_rubric_of_the_corpus_gives_a_hundred_points() -> None:
    path = Path(referee.claims.__file__).parent / "sheets" / "rubric.toml"
    found = rubric.read(path, CLAIMS)
    assert set(found.terms) == set(CLAIMS)
    written = [round(terms.points, 4) for terms in found.terms.values()]
    assert round(sum(written), 6) == 100
    assert all(terms.sign == 0 for name, terms in found.terms.items() if CLAIMS[name].size is None)


@pytest.mark.parametrize(
    ("most", "weights", "shares"),
    [
        (1, [1, 1, 1], [0.3334, 0.3333, 0.3333]),
        (12, [2, 0, 1], [8, 0, 4]),
        (0.0002, [1, 1, 1], [0.0001, 0.0001, 0]),
        (5, [0, 0], [0, 0]),
        (7, [], []),
    ],
)
def test_points_are_shared_out_to_the_last_fraction(
    most: float, weights: list[float], shares: list[float]
) -> None:
    assert apportioned(most, weights) == shares


def test_without_a_rubric_every_claim_is_worth_a_point(tmp_path: Path) -> None:
    found = rubric.read(tmp_path / "nothing.toml", CLAIMS)
    assert set(found.terms.values()) == {Terms()}


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("n == 2", "n == 2"),
        ("n = 2", "n == 2"),
        ("n ≤ d", "n <= d"),
        (r"$n \\le d$", "n <= d"),
        ("1 < n < 4", "1 < n and n < 4"),
        ("n>=2 && d ~= 1", "n >= 2 and d != 1"),
        ("nd = 4", "n * d == 4"),
        ("d is 1", "d == 1"),
    ],
)
def test_conditions_on_sizes_are_read_in_any_notation(
    tmp_path: Path, written: str, canonical: str
) -> None:
    path = tmp_path / "rubric.toml"
    path.write_text(f'["{GRADIENT}"]\ncases = [{{where = "{written}"}}]', encoding="utf-8")
    (case,) = rubric.read(path, CLAIMS).terms[GRADIENT].cases
    assert case.where == canonical
    shown = tomllib.loads(path.read_text(encoding="utf-8"))[GRADIENT]["cases"][0]["where"]
    assert case.says == f"right where {shown}, and only there"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = [", "Invalid value (at end of document)"),
        ("rubric = 1", "[rubric]: a table is needed"),
        ("[rubric]\nbonus = 1", "[rubric]: unknown key 'bonus'; the keys are points, sign"),
        ("[rubric]\npoints = -1", "[rubric]: points = -1; a number from 0 on is needed"),
        ("[rubric]\nsign = 2", "[rubric]: sign = 2; a share is at most 1"),
        ('[parts]\n"9.9" = 1', "[parts]: unknown key '9.9'"),
        ('["no-such"]\npoints = 1', "no-such: no such claim"),
        (f'["{RANK}"]\nsign = 1', f"{RANK}: a statement goes there; it has no partial credit"),
        (f'["{GRADIENT}"]\ncases = 1', f"{GRADIENT}: cases is a list"),
        (f'["{GRADIENT}"]\ncases = [{{}}]', f"{GRADIENT}: a case has a condition"),
        (
            f'["{GRADIENT}"]\ncases = [{{where = "n == 99"}}]',
            f"{GRADIENT}: where = 'n == 99': no shape of the claim is like that",
        ),
        (f'["{GRADIENT}"]\ncases = [{{where = "X"}}]', "unknown name 'X'"),
        (f'["{GRADIENT}"]\ncases = [{{where = "n + 1"}}]', "a condition is needed, such as n == 2"),
        (
            f'["{GRADIENT}"]\ncases = [{{where = "1/2n = d"}}]',
            "where = '1/2n = d': this can be read as 1 / 2 * n == d or 1 / (2 * n) == d; write",
        ),
        (f'["{GRADIENT}"]\ncases = [{{where = "n = \\u001b[31m"}}]', "the character U+001B"),
        (f'["{GRADIENT}"]\ncases = [{{where = "n = inv(0)"}}]', "the inverse of a singular matrix"),
        (
            f'["{GRADIENT}"]\ncases = [{{where = "det(ones(n, d)) = 0"}}]',
            f"{GRADIENT}: where = 'det(ones(n, d)) ",
        ),
        (f'["{GRADIENT}"]\ncases = [{{where = "n = vstack(n, d)"}}]', "the sizes do not fit"),
        (f'["{GRADIENT}"]\ncases = [{{where = ""}}]', "where = '': the formula is empty"),
    ],
)
def test_a_bad_rubric_is_refused_in_one_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "rubric.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RubricError) as refused:
        rubric.read(path, CLAIMS)
    assert says in str(refused.value)
    assert str(refused.value).startswith(f"{path}: ")
    assert "\n" not in str(refused.value)
