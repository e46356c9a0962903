"""Identity proofs: what they prove is true, what is false they never prove."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from flint import fmpq
from hypothesis.strategies import SearchStrategy
from small_claims import examples

from referee.deciding import claim as corpus
from referee.deciding.answer import Answer
from referee.deciding.books import Books
from referee.deciding.case import Case
from referee.deciding.claim import REGISTRY, Answering, Claim, claim, given
from referee.deciding.decision import decide
from referee.deciding.effort import Effort
from referee.deciding.findings import Findings
from referee.deciding.identity import Proof, prove
from referee.deciding.phases.proof import IdentityTest
from referee.grading.sheet import read
from referee.language.comparison import Comparison, Truth, equal
from referee.language.evaluation import value_of
from referee.language.reading import parse
from referee.language.tree import FormulaError
from referee.numerics import arrays, linalg
from referee.numerics.arrays import Array
from referee.numerics.degrees import NotRational, Tracked, assumptions, variable
from referee.numerics.scalars import vanishes
from referee.strategies.families import Instance, named
from referee.strategies.least_squares import least_squares
from referee.strategies.matrices import matrices

SHEETS = Path(__file__).parents[2] / "claims" / "sheets"


def _prove(found: Claim, text: str, *, most: int = 3) -> Proof:
    formula = parse(text, dict.fromkeys(found.names))
    return prove(
        found.decide,
        lambda p: value_of(formula, p),
        found.family,
        random.Random(5),
        most=most,
    )


CLAIMS = corpus.load("referee.claims")
MUTANTS = [
    a for a in read(SHEETS / "mutants.toml", CLAIMS).answers if a.expect == "refuted" and a.text
]


def test_no_wrong_variant_is_ever_proved() -> None:
    tried = 0
    for answer in MUTANTS:
        if answer.label.startswith("up-to-"):
            continue  # right at every size that is proved; test_sizes refutes their kind
        found = CLAIMS[answer.claim]
        formula = parse(answer.text or "", dict.fromkeys(found.names))

        # Those that are right at small sizes are proved there, as they should be.
        most = 7 if answer.label.startswith("from-") else 3
        case = Case(found, formula, 1, Effort(proof=most))
        proof = IdentityTest().run(case, Findings(), Books(case))
        assert proof is not None
        tried += proof.fails_at is not None
        assert not proof.holds, (answer.claim, answer.id)
    assert tried >= 60  # the others are no identities, and say so


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("1.2-E5-gradient", "X @ (X.T @ w - y) / n"),
        ("1.3-E20-limit", "X @ inv(X.T @ X) @ y"),
        ("1.3-E23-pseudo-inverse", "pinv(X @ X.T) @ X @ y"),
        ("1.2-E8-gram", "S @ S.T"),
    ],
)
def test_identities_are_proved(name: str, text: str) -> None:
    proof = _prove(CLAIMS[name], text)
    assert proof.holds
    assert proof.shapes >= 6
    assert proof.bits > 45


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("1.1-E3-bound", "exp(-2 * lambda_min * t / n) * E_0", "an exponential"),
        ("1.1-A2-full-rank", "rank(X) == n", "a rank"),
        ("1.3-A1-span", "in_span(v0, X)", "an implication"),
        ("1.2-A8-other-columns", "0", "an equation that fails"),
        ("1.3-A6-unique", "norm(w_star)**2 < norm(w)**2", "not made of free numbers alone"),
    ],
)
def test_what_is_no_identity_says_why(name: str, text: str, why: str) -> None:
    proof = _prove(CLAIMS[name], text)
    assert not proof.holds
    assert proof.fails_at is None
    assert why in proof.reason


@pytest.fixture
def planted() -> Iterator[None]:
    """Remove planted claims from the registry again."""
    before = set(REGISTRY)
    yield
    for name in set(REGISTRY) - before:
        del REGISTRY[name]


def _plant(
    decide_one: Callable[[Instance, Answering], Comparison], over: SearchStrategy[Instance]
) -> Claim:
    plant = claim("9.9-planted", states="{answer}", blank="anything", size="1 1", names="n d")
    plant(given(p=over)(decide_one))
    return REGISTRY["9.9-planted"]


def _vanishing_on_small_integers(p: Instance, answer: Answering) -> Comparison:
    x = p.w[..., :1, :]
    wrong = x
    # Every value that the small regimes and the tables of the sampler can take.
    for k in (0, 1, 2, 3, 4, 5, 7, 10, 16, 31, 100, 10**3, 10**4, 10**6, 10**9):
        wrong = wrong * (x * x - k * k)
    wrong = wrong * (4 * x * x - 1)  # the one fraction of the small scope
    return equal(wrong, 0 * wrong * answer(p))


def _false_at_seven_samples(p: Instance, answer: Answering) -> Comparison:
    wrong = p.number([[int(p.shape["n"] == 7)]])
    return equal(linalg.total(p.X) * wrong, 0 * answer(p))


@pytest.mark.usefixtures("planted")
def test_what_vanishes_on_all_small_integers_is_caught() -> None:
    found = _plant(_vanishing_on_small_integers, least_squares())
    scope = Effort(sample=0, ladder=0, proof=0, search=0)
    with examples(found, 1):
        sampled = decide(found, Answer("s", found.id, "n"), effort=scope)
        decision = decide(found, Answer("s", found.id, "n"), effort=replace(scope, proof=6))
    assert sampled.verdict == "held"
    assert decision.verdict == "refuted"
    assert decision.findings.found_by == "identity test"


@pytest.mark.usefixtures("planted")
def test_what_fails_only_for_seven_samples_is_caught() -> None:
    found = _plant(_false_at_seven_samples, matrices())
    unseen = Effort(sample=0, ladder=0, proof=6, search=0)
    small = decide(found, Answer("s", found.id, "n"), effort=unseen)
    assert small.verdict == "held"
    decision = decide(found, Answer("s", found.id, "n"), effort=replace(unseen, proof=8))
    assert decision.verdict == "refuted"
    assert decision.smallest is not None
    assert decision.smallest.instance.shape == {"d": 7, "n": 7}


def _column(count: int, rng: random.Random) -> Array:
    return arrays.exact([[rng.randrange(-9, 10)] for _ in range(count)])


def test_degrees_of_polynomials_are_bounds() -> None:
    """The (D+1)-th differences along a line vanish exactly if the degree is at most D."""
    rng = random.Random(3)

    def formula(v: Array) -> Array:
        return linalg.norm_squared(v) * v[:1] - (v[1:2] * v[2:3]) ** 2 + v[:1] ** 5

    tracked = formula(_variables(3, rng))[0, 0]
    assert isinstance(tracked, Tracked)
    start, step = _column(3, rng), _column(3, rng)
    values = [formula(start + k * step)[0, 0] for k in range(tracked.top + 2)]
    for _ in range(tracked.top + 1):
        values = [b - a for a, b in pairwise(values)]
    assert values == [fmpq(0)]
    assert tracked.top == 5


def _variables(count: int, rng: random.Random) -> Array:
    out = arrays.exact([[0]] * count)
    out.reshape(-1)[:] = [variable(rng.randrange(2**61)) for _ in range(count)]
    return out


def test_the_inverse_has_the_degree_of_its_adjugate() -> None:
    rng = random.Random(4)
    a = _variables(9, rng).reshape(3, 3)
    inverse = linalg.inv(a)
    assert {x.top for x in inverse.flat} == {2}
    assert all(sum(f.degree * k for f, k in x.bottom.items()) == 3 for x in inverse.flat)
    assert (inverse @ a)[0, 0].value == 1


def test_sums_over_one_denominator_keep_it() -> None:
    x, y = variable(7), variable(5)
    total = 1 / y + x / y + x * x / y
    assert (total.top, sum(f.degree for f in total.bottom)) == (2, 1)


def test_only_constants_are_known_to_be_equal() -> None:
    assert variable(3) != 3
    assert variable(3) - variable(3) != 0
    with pytest.raises(NotRational):
        _ = variable(3) > 0
    with assumptions() as noted:
        assert vanishes(variable(3) - variable(3))
        assert not vanishes(variable(2))
    assert noted == [1, None]


def test_truth_under_degrees_is_of_equations_only() -> None:
    with assumptions():
        assert equal(_variables(2, random.Random(1)), arrays.exact([[0], [0]])).truth is Truth.FALSE
    with pytest.raises(FormulaError):
        parse("z", {"x": None})


def test_each_rank_is_proved_for_itself_where_singular_values_may_vanish() -> None:
    def inverted(p: Instance, answer: Answering) -> Comparison:
        return equal(linalg.pinv(p.X) @ p.X, answer(p))

    def projected(p: Instance, answer: Answering) -> Comparison:
        return equal(linalg.pinv(p.X) @ p.X @ p.X.mT, answer(p))

    def proof(decide_one: Callable[[Instance, Answering], Comparison], *, full: bool) -> Proof:
        family = named("matrices_with_singular_values", full_rank=full)
        known: dict[object, Callable[[Instance], Array]] = {
            inverted: lambda p: arrays.eye(p.shape["n"], p.X),
            projected: lambda p: p.X.mT,
        }
        return prove(decide_one, known[decide_one], family, random.Random(2), most=3)

    assert proof(inverted, full=True).holds
    assert proof(inverted, full=False).fails_at == {"d": 1, "n": 1}
    assert proof(projected, full=False).holds


@pytest.mark.parametrize(
    "text",
    [
        "X @ (X.T @ w - y) / n * pinv(sum(y) - 17) * (sum(y) - 17)",
        "X @ (X.T @ w - y) / n * (sum(w) - 3) / (sum(w) - 3)",
        "X @ (X.T @ w - y) / n * pinv(y.T @ y) * y.T @ y",
    ],
)
def test_what_is_shown_almost_everywhere_is_not_proved(text: str) -> None:
    claim_ = CLAIMS["1.2-E5-gradient"]
    case = Case(claim_, parse(text, dict.fromkeys(claim_.names)), 1, Effort(proof=3))
    proof = IdentityTest().run(case, Findings(), Books(case))
    assert proof is not None
    assert not proof.holds
    assert proof.fails_at is None
    assert "keeps its rank" in proof.reason


def test_what_never_loses_its_rank_is_proved() -> None:
    claim_ = CLAIMS["1.3-A7-identity"]
    for text in ("X.T @ pinv(X @ X.T)", "inv(X.T @ X) @ X.T", "pinv(X) @ X @ pinv(X)"):
        case = Case(claim_, parse(text, dict.fromkeys(claim_.names)), 1, Effort(proof=3))
        proof = IdentityTest().run(case, Findings(), Books(case))
        assert proof is not None
        assert proof.holds
