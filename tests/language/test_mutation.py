"""Mutation: formulas go to text and back, mutants are single changes, weak claims show."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_claims import claim_of

import referee.claims
from referee.deciding import claim as corpus
from referee.deciding.answer import Answer
from referee.deciding.claim import Answering, Claim
from referee.evidence.power import Power, power
from referee.grading.sheet import read
from referee.language.comparison import Comparison, at_most, equal, implies
from referee.language.mutation import mutants
from referee.language.reading import parse
from referee.language.spelling import to_text
from referee.language.tree import Formula, Node
from referee.language.types import type_of
from referee.language.vocabulary import FUNCTIONS, LITERALS
from referee.numerics import linalg
from referee.strategies.families import Instance
from referee.strategies.least_squares import least_squares, loss
from referee.strategies.matrices import matrices
from referee.strategies.spectral_least_squares import spectral_least_squares

CLAIMS = corpus.load()
FOLDER = Path(referee.claims.__file__).parent / "sheets"
WRITTEN = [
    answer
    for name in ("reference", "worked_solution", "mutants")
    for answer in read(FOLDER / f"{name}.toml", CLAIMS).answers
    if answer.text
]
NAMES = dict.fromkeys(("X", "y", "w", "n", "d"))


def formula(claim: Claim, text: str) -> Formula:
    return parse(text, dict.fromkeys(claim.names))


# ---------------------------------------------------------------------- text and back


@pytest.mark.parametrize("answer", WRITTEN, ids=lambda a: f"{a.claim}-{a.id}")
def test_every_answer_of_the_corpus_is_read_back_from_its_text(answer: Answer) -> None:
    root = formula(CLAIMS[answer.claim], answer.text or "").root
    assert parse(to_text(root), dict.fromkeys(CLAIMS[answer.claim].names)).root == root


def _numbers() -> st.SearchStrategy[Node]:
    decimals = st.integers(0, 10**6).flatmap(
        lambda top: st.integers(0, 4).map(lambda places: Fraction(top, 10**places))
    )
    return decimals.map(lambda value: Node("number", value=value))


PLAIN = [name for name, entry in FUNCTIONS.items() if not entry.takes_sizes]
BINARY = ["+", "-", "*", "/", "@", "**", "==", "!=", "<", "<=", ">", ">="]


def _grown(smaller: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    def calls(kind: str) -> st.SearchStrategy[Node]:
        args = st.tuples(*[smaller] * FUNCTIONS[kind].arity)
        return args.map(lambda found: Node(kind, found))

    pair = st.tuples(smaller, smaller)
    several = st.lists(smaller, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.sampled_from(BINARY).flatmap(lambda kind: pair.map(lambda a: Node(kind, a))),
        st.sampled_from(["neg", "not", "T"]).flatmap(
            lambda kind: smaller.map(lambda a: Node(kind, (a,)))
        ),
        st.sampled_from(["and", "or"]).flatmap(lambda kind: several.map(lambda a: Node(kind, a))),
        st.sampled_from(PLAIN).flatmap(calls),
    )


LEAVES = st.one_of(
    _numbers(),
    st.sampled_from(sorted(NAMES)).map(lambda name: Node("name", value=name)),
    st.sampled_from(sorted(LITERALS)).map(Node),
    st.just(Node("eye", (Node("name", value="n"),))),
)
TREES = st.recursive(LEAVES, _grown, max_leaves=12)


def _can_be_written(node: Node) -> bool:
    """Say whether a tree is one that a text can stand for."""
    for part in node.walk():
        if part.kind == "/" and _is_constant(part.args[1]):
            return False  # it may be zero, which is refused
        if part.kind == "**" and (part.args[0].kind == "norm" or _is_constant(part.args[1])):
            return False  # read as norm_squared; an exponent may be too large
    return True


def _is_constant(node: Node) -> bool:
    return all(part.kind != "name" for part in node.walk())


@given(tree=TREES.filter(_can_be_written))
@settings(deadline=None, database=None, max_examples=300)
def test_any_tree_is_read_back_from_its_text(tree: Node) -> None:
    assert parse(to_text(tree), NAMES).root == tree


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("-(1/n) * X @ y", "-(1 / n) * X @ y"),
        ("(X@X.T)**2", "(X @ X.T)**2"),
        ("a ** -1", "a**-1"),
        ("(-a) ** 2", "(-a)**2"),
        ("(a ** b) ** n", "(a**b)**n"),
        ("a ** b ** n", "a**b**n"),
        ("a - (b - n)", "a - (b - n)"),
        ("(a - b) - n", "a - b - n"),
        ("a < b < n", "a < b and b < n"),
        ("not (a < b or b < n)", "not (a < b or b < n)"),
        ("(a == b) == (b == n)", "(a == b) == (b == n)"),
        ("0.25 * .5", "0.25 * 0.5"),
        ("(2).T", "(2).T"),
        ("norm(a)**2", "norm_squared(a)"),
    ],
)
def test_parentheses_stand_where_they_are_needed(text: str, spelled: str) -> None:
    names = dict.fromkeys(("X", "y", "a", "b", "n"))
    root = parse(text, names).root
    assert to_text(root) == spelled
    assert parse(spelled, names).root == root


def test_a_number_that_no_decimal_writes_is_refused() -> None:
    with pytest.raises(ValueError, match="1/3"):
        to_text(Node("number", value=Fraction(1, 3)))


# ---------------------------------------------------------------------------- mutants


def texts(claim_id: str, text: str) -> list[str]:
    claim = CLAIMS[claim_id]
    return [mutant.text for mutant in mutants(formula(claim, text), claim)]


REFERENCE = [a for a in WRITTEN if a.sheet == "reference"]


@pytest.mark.parametrize("answer", REFERENCE, ids=lambda a: f"{a.claim}-{a.id}")
def test_mutants_are_well_formed_and_differ_in_one_place(answer: Answer) -> None:
    claim = CLAIMS[answer.claim]
    original = formula(claim, answer.text or "")
    found = mutants(original, claim)
    assert found == mutants(original, claim)
    assert len({mutant.root for mutant in found} | {original.root}) == len(found) + 1
    for mutant in found:
        for shape in claim.family.shapes:
            assert type_of(mutant, claim.family, shape) == claim.type_at(shape)
        assert any(is_one_change(original.root, tree) for tree in readings(mutant.root))


def readings(root: Node) -> list[Node]:
    """Return a tree as it is, and with the squared norms spelled out that a parser contracts."""
    if root.kind != "norm_squared":
        return [root]
    return [root, Node("**", (Node("norm", root.args), Node("number", value=Fraction(2))))]


def is_one_change(one: Node, other: Node) -> bool:
    """Say whether two trees differ in one node: here, or below in one argument only."""
    if _changed_here(one, other):
        return True
    same = one.kind == other.kind and one.value == other.value and len(one.args) == len(other.args)
    changed = [pair for pair in zip(one.args, other.args, strict=False) if pair[0] != pair[1]]
    return same and len(changed) == 1 and is_one_change(*changed[0])


def _changed_here(one: Node, other: Node) -> bool:
    exchanged = bool(one.args) and other.args in {one.args, one.args[::-1]}
    dropped = other in one.args or (bool(one.args) and other.args[-1:] == one.args[-1:])
    shortened = other.kind == one.kind and len(other.args) == len(one.args) - 1 >= 2
    inserted = other.args == (one,)
    leaf = not one.args and (not other.args or other.kind == "neg")
    return one != other and (exchanged or dropped or shortened or inserted or leaf)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "X @ (X.T @ w - y) / n",
            {
                "-(X @ (X.T @ w - y) / n)": "a sign",
                "X @ (X.T @ w + y) / n": "an operator",
                "X @ (X.T @ w - y)": "a dropped factor",
                "X @ (X.T @ w) / n": "a dropped summand",
                "X @ (X.T @ w - y) / d": "n and d",
                "X @ (X.T @ w - y) * n": "a quotient",
            },
        ),
        ("(1/n) * X @ (X.T @ w - y)", {"2 / n * X @ (X.T @ w - y)": "a number"}),
    ],
)
def test_all_kinds_of_changes_are_made(text: str, kinds: dict[str, str]) -> None:
    found = texts("1.2-E5-gradient", text)
    assert set(kinds) <= set(found)
    assert not any("X.T @ X" in mutant for mutant in found)  # does not fit at d ≠ n


def test_statements_are_changed_in_their_relations_and_connectives() -> None:
    found = texts("2.1-A1-admissible", "mu > 0 and nu > 0")
    assert {"mu > 0 or nu > 0", "mu >= 0 and nu > 0", "mu < 0 and nu > 0", "nu > 0"} <= set(found)
    assert {"mu > 1 and nu > 0", "nu > 0 and nu > 0", "not (mu > 0 and nu > 0)"} <= set(found)


def test_functions_are_exchanged_and_transposes_added() -> None:
    assert "X @ pinv(X.T @ X) @ y" in texts("1.3-E20-limit", "X @ inv(X.T @ X) @ y")
    assert "max(sigma)**2" in texts("1.1-A4-least-eigenvalue", "min(sigma)**2")
    assert "U.T" in texts("1.2-A11-separable", "U")
    assert "rank(X.T) == n" not in texts("1.1-A2-full-rank", "rank(X) == n")


# ------------------------------------------------------------------------------ power


def studied(claim: Claim, text: str, seed: int = 0) -> Power:
    return power(claim, formula(claim, text), seed=seed)


def adds_up(found: Power) -> bool:
    parts = found.refuted + found.equivalent + found.inconclusive + len(found.survivors)
    return parts == found.generated and set(found.distinct) <= set(found.survivors)


def test_a_strong_claim_refutes_every_mutant_that_is_not_proved_equivalent() -> None:
    found = studied(CLAIMS["1.2-E5-gradient"], "(1/n) * X @ (X.T @ w - y)")
    assert adds_up(found)
    assert found.generated >= 10
    assert found.survivors == ()


def test_an_equivalent_mutant_is_proved_and_never_called_refuted() -> None:
    found = studied(CLAIMS["1.3-E23-pseudo-inverse"], "pinv(X @ X.T) @ X @ y")
    assert adds_up(found)
    assert found.equivalent >= 1  # the transpose of a symmetric matrix
    assert found.survivors == ()


def test_what_a_part_is_proved_identical_to_makes_a_bound_equivalent() -> None:
    def bounded(p: Instance, answer: Answering) -> Comparison:
        return at_most(loss(p, p.w), answer(p))

    claim = claim_of(least_squares(), bounded, names="X y w n d")
    found = studied(claim, "sum((X.T @ w - y).T @ (X.T @ w - y))")
    assert adds_up(found)
    assert found.equivalent >= 1  # y − Xᵀw twice... its transpose once
    assert any("+ 1" not in text for text in found.survivors)


def _weak(p: Instance, answer: Answering) -> Comparison:
    value = answer(p)
    return equal(value * 0, 0 * value)


def test_a_weak_claim_shows_in_its_survivors() -> None:
    found = studied(claim_of(matrices(), _weak), "n + 2 * d")
    assert adds_up(found)
    assert found.refuted == 0
    # What a weak claim cannot tell apart is even proved: every value satisfies it.
    assert found.equivalent + len(found.survivors) == found.generated >= 10


def _one_sided(p: Instance, answer: Answering) -> Comparison:
    return at_most(linalg.rank(p.X), answer(p))


def test_a_looser_bound_survives_and_is_told_apart_from_an_equal_one() -> None:
    found = studied(claim_of(matrices(), _one_sided), "n + 0")
    assert adds_up(found)
    assert "n + 1" in found.distinct
    assert "n - 0" not in found.survivors  # proved: the parts are identical
    assert found.refuted >= 1


def _conditional(p: Instance, answer: Answering) -> Comparison:
    return implies(answer(p), lambda: equal(p.n, p.n))


def test_a_premise_that_is_never_met_is_inconclusive() -> None:
    found = studied(claim_of(matrices(), _conditional, size=None), "n > 0")
    assert adds_up(found)
    assert found.inconclusive >= 2  # n < 0, and not n > 0
    assert not {"n < 0", "not n > 0", "n == 0"} & set(found.survivors)


def test_a_survivor_is_never_false_on_what_it_was_decided_on() -> None:
    claim = CLAIMS["1.1-E3-bound"]
    found = studied(claim, "exp(-2 * lambda_min * t / n) * E_0")
    assert "E_0" in found.distinct
    assert "exp(-3 * lambda_min * t / n) * E_0" not in found.survivors


def test_equal_seeds_give_equal_figures() -> None:
    def always(p: Instance, answer: Answering) -> Comparison:
        return at_most(p.E_t, answer(p))

    claim = claim_of(spectral_least_squares(), always, names="t lambda_min E_0 n d")
    runs = [studied(claim, "exp(-2 * lambda_min * t / n) * E_0", seed=s) for s in (1, 1)]
    assert len(set(runs)) == 1
    assert all(one == other for one, other in pairwise(runs))


def _walked(node: Node) -> Iterator[str]:
    for part in node.walk():
        yield part.kind


def test_nothing_that_changes_no_real_number_is_put_in() -> None:
    claim = CLAIMS["1.2-E5-gradient"]
    found = mutants(formula(claim, "X @ (X.T @ w - y) / n"), claim)
    assert all("conj" not in set(_walked(mutant.root)) for mutant in found)
