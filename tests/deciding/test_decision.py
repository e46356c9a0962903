"""Verdicts: held, refuted, ill-typed, inconclusive, unanswered and error, each with its reason."""

from __future__ import annotations

from itertools import takewhile

import pytest
from flint import arb, fmpq
from small_claims import answer, claim_of, decided, examples, is_false, one_line

from referee.deciding import claim as corpus
from referee.deciding.answer import Answer
from referee.deciding.claim import Answering, Claim
from referee.deciding.decision import Decision, Memory, decide
from referee.deciding.effort import Effort
from referee.deciding.findings import Misfit
from referee.deciding.one_instance import decide_at
from referee.language.comparison import Comparison, Truth, equal, fact, implies, less
from referee.language.evaluation import of_the_answer, value_of
from referee.language.reading import parse
from referee.numerics import arrays, calculus
from referee.numerics.precision import CAP_BITS
from referee.strategies.families import Instance, named, size_of
from referee.strategies.least_squares import least_squares
from referee.strategies.matrices import matrices
from referee.strategies.spectral_least_squares import spectral_least_squares
from referee.strategies.tokens import from_token

CLAIMS = corpus.load()


def doubled(p: Instance, given_answer: Answering) -> Comparison:
    """Compare n + n with the answer."""
    return equal(p.n + p.n, given_answer(p))


def stated(p: Instance, given_answer: Answering) -> Comparison:
    statement: Comparison = given_answer(p)
    return statement


DOUBLED = claim_of(matrices(), doubled)
STATED = claim_of(matrices(), stated, size=None, names="X n d")


def test_a_right_answer_is_held_by_everything_that_was_decided() -> None:
    found = decided(DOUBLED, "2 * n")
    assert found.verdict == "held"
    assert found.findings.decided == found.findings.in_scope + found.findings.independent + (
        found.findings.drawn + found.findings.of("ladder").decided
    )
    assert f"true of all {found.findings.decided} instances" in found.reason
    assert found.smallest is None
    assert found.findings.undecided == found.findings.vacuous == found.findings.violations == 0


def test_a_wrong_answer_is_refuted_at_an_instance_where_it_is_false() -> None:
    found = decided(DOUBLED, "n ** 2")
    assert found.verdict == "refuted"
    assert is_false(found)
    assert found.smallest is not None
    assert found.smallest.instance.X.tolist() == [[1]]


@pytest.mark.parametrize(
    ("claim_id", "text"),
    [
        ("1.2-E5-gradient", "2 * X @ (X.T @ w - y) / n"),
        ("1.2-E5-gradient", "X @ (X.T @ w - y) / (2 * n)"),
        ("1.2-E5-gradient", "X @ X.T @ w / n"),
        ("1.1-A2-full-rank", "n <= d"),
        ("1.3-A5-dimension", "d - 1"),
        ("1.2-A2-dimension", "d - 1"),
        ("1.3-A6-unique", "norm(w_star) > norm(w)"),
    ],
)
def test_a_refutation_by_small_scope_is_the_first_there_is(claim_id: str, text: str) -> None:
    """Go through the instances in order, without the referee, and find the same one."""
    claim = CLAIMS[claim_id]
    found = decided(claim, text, scope=300)
    assert found.verdict == "refuted"
    assert found.findings.found_by == "small scope"
    assert found.smallest is not None
    witness = found.smallest.instance
    formula = parse(text, dict.fromkeys(claim.names))

    def is_true(p: Instance) -> bool:
        return claim.decide(p, lambda at: value_of(formula, at)).truth is Truth.TRUE

    before = list(takewhile(is_true, witness.family.in_order()))
    assert len(before) == found.findings.in_scope - 1
    assert all(size_of(p) <= size_of(witness) for p in before)
    assert not is_true(witness)
    assert found.reason.startswith("false at the smallest instance of all")


def test_what_the_small_scope_misses_the_independent_sample_finds() -> None:
    def small(p: Instance, given_answer: Answering) -> Comparison:
        return less(p.y[:1], given_answer(p))

    found = decided(claim_of(least_squares(), small), "10", sample=150)
    assert found.verdict == "refuted"
    assert found.findings.found_by == "independent sample"
    assert found.reason == "false at an instance that the independent sample found, shrunk"
    assert found.smallest is not None
    assert found.smallest.instance.y.tolist() == [[10]]
    assert found.findings.violations > 0


def test_what_both_miss_hypothesis_may_find() -> None:
    def small(p: Instance, given_answer: Answering) -> Comparison:
        return less(p.y[:1], given_answer(p))

    found = decided(claim_of(least_squares(), small), "2", scope=0, sample=0, drawn=300)
    assert found.verdict == "refuted"
    assert found.findings.found_by == "Hypothesis"
    assert found.smallest is not None
    assert found.smallest.instance.token == from_token(found.smallest.instance.token).token
    assert found.smallest.instance.y.tolist() == [[2]]


def test_the_worst_instance_is_the_one_of_least_slack() -> None:
    found = decided(DOUBLED, "2 * n - 2 + n / n")
    assert found.worst is not None
    assert found.worst.comparison.slack == min(found.findings.slacks)
    assert found.findings.tightest is not None
    assert found.worst.instance.token == found.findings.tightest[1].token


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("X", "at d = 2, n = 1: it is 2×1, but a blank is 1×1"),
        ("X @ X", "at d = 2, n = 1: column 1: 2×1 @ 2×1"),
        ("n == d", "at d = 1, n = 1: it is a statement, but a blank is 1×1"),
    ],
)
def test_an_answer_that_does_not_fit_is_ill_typed_at_its_smallest_shape(
    text: str, reason: str
) -> None:
    claim = claim_of(matrices(), doubled, names="X n d")
    found = decided(claim, text)
    assert found.verdict == "ill-typed"
    assert found.reason.startswith(reason)
    assert found.findings.evidence(Misfit) is not None


def test_an_ill_typed_answer_is_refuted_where_it_fits() -> None:
    found = decided(claim_of(matrices(), doubled, names="X n d"), "X")
    assert found.verdict == "ill-typed"
    assert found.smallest is not None
    assert found.smallest.instance.shape == {"d": 1, "n": 1}
    assert found.reason.endswith("; where it fits it is false, at d = 1, n = 1")


def test_an_answer_that_fits_nowhere_is_decided_nowhere() -> None:
    found = decided(DOUBLED, "n == n")
    assert found.verdict == "ill-typed"
    assert found.findings.decided == 0
    assert found.smallest is None


def premise(p: Instance, given_answer: Answering) -> Comparison:
    return implies(given_answer(p), fact(True, "so"))


@pytest.mark.parametrize("text", ["false", "n > d", "n < 1", "not true"])
def test_a_premise_that_is_never_met_is_no_evidence(text: str) -> None:
    found = decided(claim_of(matrices(), premise, size=None), text)
    assert found.verdict == "inconclusive"
    assert found.findings.vacuous == found.findings.decided
    assert found.reason == "only 0 instances were decided; 20 are needed"


def test_a_premise_that_is_rarely_met_is_too_little_evidence() -> None:
    found = decided(claim_of(matrices(), premise, size=None), "d == 4 and n == 4", drawn=1)
    assert found.verdict == "inconclusive"
    assert "are needed" in found.reason


@pytest.mark.parametrize(
    ("claim_id", "text", "verdict"),
    [
        ("1.2-E4-loss", "norm(X.T @ w - y) * norm(X.T @ w - y) / (2 * n)", "held"),
        ("1.2-E4-loss", "(norm(X.T @ w - y) / sqrt(2 * n)) ** 2", "held"),
        ("1.2-E4-loss", "sqrt(norm(X.T @ w - y)**2 / (2 * n)) ** 2", "held"),
        (
            "1.2-E4-loss",
            "norm(X.T @ w - y) * norm(X.T @ w - y) / (2 * n) * 1000001/1000000",
            "refuted",
        ),
        (
            "1.3-E22-characterisation",
            "X.T @ w == y and norm(w) <= norm(pinv(X.T) @ y)",
            "held",
        ),
        ("1.3-E22-characterisation", "X.T @ w == y and norm(w) < norm(pinv(X.T) @ y)", "refuted"),
        ("3.1-E28-homogeneity", "sqrt(alpha) ** (2 * L)", "held"),
        ("3.1-E28-homogeneity", "sqrt(alpha) ** (2 * L + 1)", "refuted"),
        ("1.1-A4-least-eigenvalue", "min(sqrt(sigma)) ** 4", "held"),
        ("1.1-E3-bound", "exp(-2 * lambda_min / n) ** t * E_0", "held"),
        ("1.1-E3-bound", "exp(-3 * lambda_min / n) ** t * E_0", "refuted"),
        (
            "1.2-E8-gram-complex",
            "X @ conj(X).T + (norm(X)**2 - trace(conj(X).T @ X)) * eye(d)",
            "held",
        ),
        (
            "1.2-E8-gram-complex",
            "X @ conj(X).T + (2 * norm(X)**2 - trace(conj(X).T @ X)) * eye(d)",
            "refuted",
        ),
    ],
)
def test_answers_with_two_roots_are_decided(claim_id: str, text: str, verdict: str) -> None:
    found = decided(CLAIMS[claim_id], text)
    assert found.verdict == verdict
    assert found.findings.undecided == 0


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("(w / norm(w)) @ (w / norm(w)).T @ X", "held"),
        ("w @ w.T @ X / norm(w) / sqrt(w.T @ w)", "held"),
        ("(w / norm(w)) @ (w / norm(w)).T @ X * (1 + 1/10**9)", "refuted"),
    ],
)
def test_a_projection_is_written_with_unit_vectors(text: str, verdict: str) -> None:
    def projection(p: Instance, given_answer: Answering) -> Comparison:
        squared = (p.w.mT @ p.w)[0, 0]
        if squared == 0:
            return fact(True, "no direction")
        return equal(p.w @ p.w.mT @ p.X / squared, given_answer(p))

    found = decided(claim_of(least_squares(), projection, size="d n", names="X w n d"), text)
    assert found.verdict == verdict


def test_a_ball_over_zero_has_no_value() -> None:
    for top in ("sqrt(2)", "exp(exp(1))"):
        text = f"E_0 * exp(-2 * lambda_min * t / n) + {top} / (d - n)"
        found = decided(CLAIMS["1.1-E3-bound"], text)
        assert found.verdict == "refuted"
        assert found.smallest is not None
        assert found.smallest.comparison.note == "the answer has no value: a division by zero"


@pytest.mark.parametrize("text", ["2 ** (1/3) * 3 ** (1/3)", "6 ** (1/3) + 0 * exp(exp(1))"])
def test_an_equality_of_balls_is_neither_held_nor_refuted(text: str) -> None:
    def root(p: Instance, given_answer: Answering) -> Comparison:
        return equal(arrays.scalar(arb(6).root(3)), given_answer(p) * p.n / p.n)

    found = decided(claim_of(matrices(), root), text, scope=3, sample=2, drawn=1)
    assert found.verdict == "inconclusive"
    assert found.findings.undecided > 0
    assert "stayed undecided" in found.reason


def test_a_tie_that_stays_open_names_the_step_that_made_a_ball() -> None:
    def same(p: Instance, given_answer: Answering) -> Comparison:
        return equal(given_answer(p), p.n**0)

    claim = claim_of(matrices(), same)
    for text, step in (
        ("2 ** (1/67) * 3 ** (1/67) / 6 ** (1/67)", "the power 1/67"),
        ("exp(exp(1)) / exp(exp(1))", "an exponential of a sum of exponentials"),
        ("sqrt(1 + exp(1)) / sqrt(1 + exp(1))", "the square root of a sum of exponentials"),
    ):
        found = decided(claim, text, scope=3, sample=2, drawn=1)
        assert found.verdict == "inconclusive"
        assert f"a tie at {CAP_BITS} bits, by balls for {step}" in found.reason


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(3 + 2*sqrt(2)) - sqrt(2)",
        "16 ** (1/3) / 2 / 2 ** (1/3)",
        "exp(sqrt(2)) / exp(sqrt(2))",
        "(exp(2) - 1) / (exp(1) - 1) - exp(1)",
        "sqrt(exp(2) + 2 * exp(1) + 1) - exp(1)",
        "n ** (1/3) * n ** (2/3) / n",
        "(2 + sqrt(5)) ** (1/3) - (1 + sqrt(5)) / 2 + 1",
    ],
)
def test_a_tie_of_algebraic_numbers_and_exponentials_is_decided(text: str) -> None:
    def one(p: Instance, given_answer: Answering) -> Comparison:
        return equal(given_answer(p), p.n**0)

    claim = claim_of(matrices(), one)
    assert decided(claim, text, drawn=5).verdict == "held"
    assert decided(claim, f"{text} + 1/10**40", scope=3, sample=2, drawn=1).verdict == "refuted"


def test_a_derivative_that_the_answer_has_not_is_the_answers_fault() -> None:
    def slope(p: Instance, given_answer: Answering) -> Comparison:
        with of_the_answer():
            found = calculus.derivative(lambda n: given_answer(p.replace(n=n)), p.n)
        return equal(found, p.n**0)

    claim = claim_of(matrices(), slope)
    assert decided(claim, "n", scope=25, sample=5, drawn=2).verdict == "held"
    found = decided(claim, "n + abs(n - 1) - (n - 1)", scope=25, sample=5, drawn=2)
    assert found.verdict == "refuted"
    assert found.smallest is not None
    assert "not differentiable" in found.smallest.comparison.note


def test_a_close_inequality_of_roots_is_decided_by_more_bits() -> None:
    close = "sqrt(2) * sqrt(3) - 1/10 ** 40"
    found = decided(claim_of(matrices(), lambda p, a: less(a(p), p.n**0 * arb(6).sqrt())), close)
    assert found.verdict == "held"


def test_an_answer_without_value_is_false_there_and_says_so() -> None:
    found = decided(DOUBLED, "2 * n + 0 * inv(n - 1)")
    assert found.verdict == "refuted"
    assert found.smallest is not None
    assert found.smallest.comparison.relation == "is defined"
    assert found.smallest.comparison.note.startswith("the answer has no value: the inverse")


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        (STATED, "rank(sqrt(2) * X) == n"),
        (STATED, "positive_semidefinite(sqrt(2) * X.T @ X)"),
        (STATED, "positive_definite(sqrt(2) * X.T @ X)"),
        (CLAIMS["1.2-A15-where-it-lies"], "in_span(w_t, exp(1) * X)"),
        (CLAIMS["1.1-A4-least-eigenvalue"], "min(sqrt(sigma)) ** 4"),
    ],
)
def test_a_true_answer_in_irrational_numbers_is_never_refuted(claim: Claim, text: str) -> None:
    found = decided(claim, text, scope=25, sample=10, drawn=3)
    assert found.verdict in {"held", "inconclusive"}
    assert found.smallest is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2 * m", "unknown name 'm'"),
        ("2 *", "a_sheet.toml: 9.9-T1-made-for-a-test:"),
        ("import os", "a_sheet.toml: 9.9-T1-made-for-a-test:"),
    ],
)
def test_an_answer_that_cannot_be_read_is_an_error_in_one_line(text: str, reason: str) -> None:
    found = decided(DOUBLED, text)
    assert found.verdict == "error"
    assert reason in found.reason
    assert one_line(found.reason)
    assert found.case is None


def test_a_fault_of_the_property_is_an_error_and_not_a_lost_claim() -> None:
    def broken(p: Instance, given_answer: Answering) -> Comparison:
        del p, given_answer
        raise RuntimeError("broken\nin two lines")

    found = decided(claim_of(matrices(), broken), "n")
    assert found.verdict == "error"
    assert found.reason.startswith("RuntimeError: broken")
    assert one_line(found.reason)


def test_a_blank_is_unanswered_and_a_bad_entry_an_error() -> None:
    assert decided(DOUBLED, None).verdict == "unanswered"
    assert decided(DOUBLED, None, because="later").reason == "later"
    bad = decided(DOUBLED, None, problem="a problem")
    assert (bad.verdict, bad.reason) == ("error", "a problem")


@pytest.mark.parametrize(
    ("text", "expect", "expected"),
    [
        ("2 * n", None, True),
        ("2 * n", "held", True),
        ("2 * n", "refuted", False),
        ("n", None, False),
        ("n", "refuted", True),
        (None, None, True),
        (None, "unanswered", True),
        (None, "held", False),
        ("2 *", None, False),
    ],
)
def test_a_verdict_is_expected_or_not(
    text: str | None, expect: str | None, *, expected: bool
) -> None:
    assert decided(DOUBLED, text, expect=expect).expected is expected


def test_the_same_seed_decides_the_same_instances() -> None:
    def instances(seed: int) -> list[str]:
        seen: list[str] = []

        def note(p: Instance, given_answer: Answering) -> Comparison:
            seen.append(p.token)
            return doubled(p, given_answer)

        claim = claim_of(matrices(), note)
        with examples(claim, 1):
            decide(
                claim,
                answer("2 * n"),
                seed=seed,
                effort=Effort(scope=5, sample=20),
            )
        return seen[:26]

    assert instances(3)[:25] == instances(3)[:25]
    assert instances(3)[6:] != instances(4)[6:]


def test_one_decision_leaves_the_claim_as_it_was() -> None:
    first = decided(DOUBLED, "n")
    decided(DOUBLED, "2 * n")
    again = decided(DOUBLED, "n")
    assert first.smallest is not None
    assert again.smallest is not None
    assert first.smallest.instance.token == again.smallest.instance.token


def test_an_undecided_comparison_is_evaluated_with_more_bits_on_a_fresh_instance() -> None:
    seen: list[Instance] = []

    def open_(p: Instance, given_answer: Answering) -> Comparison:
        del given_answer
        seen.append(p)
        return Comparison(Truth.UNDECIDED, "=")

    p = named("matrices").build({"d": 1, "n": 1}, [0, 0])
    assert decide_at(open_, lambda _: None, p).truth is Truth.UNDECIDED
    assert len(seen) == (CAP_BITS // 64).bit_length()
    assert len({id(q) for q in seen}) == len(seen)
    assert {q.token for q in seen} == {p.token}


def test_a_rate_that_is_right_at_every_small_instance_is_refuted_at_a_larger_one() -> None:
    """The rate of equation (3) lacks 1/n, which n = 1 and n = 2 cannot show."""
    claim: Claim = CLAIMS["1.1-E3-bound"]
    with examples(claim, 25):
        found = decide(claim, answer("exp(-lambda_min * t) * E_0", to=claim.id))
    assert found.verdict == "refuted"
    assert found.smallest is not None
    assert found.smallest.instance.shape["n"] == 3
    assert found.smallest.comparison.slack is not None
    assert found.smallest.comparison.slack < 0


def test_a_flow_is_decided_without_rounding() -> None:
    def decays(p: Instance, given_answer: Answering) -> Comparison:
        return less(p.E_t, given_answer(p))

    claim = claim_of(spectral_least_squares(), decays, names="E_0 t n d")
    barely = decided(claim, "E_0 + 1/10 ** 30")
    assert barely.verdict == "held"
    attained = decided(claim, "E_0")
    assert attained.verdict == "refuted"
    assert attained.smallest is not None
    assert attained.smallest.comparison.slack == 0.0
    assert fmpq(0) in attained.smallest.instance.E_t


def test_a_formula_of_several_sheets_is_decided_once_and_keeps_its_sheet() -> None:
    calls: list[str] = []

    def counted(p: Instance, given_answer: Answering) -> Comparison:
        calls.append(p.token)
        return equal(given_answer(p), p.n)

    claim, memory = claim_of(matrices(), counted), Memory()
    effort = Effort(scope=20, sample=10, proof=0, search=0)

    def ask(text: str, sheet: str, seed: int = 0) -> Decision:
        return decide(claim, Answer(sheet, claim.id, text), seed=seed, effort=effort, memory=memory)

    with examples(claim, 3):
        first = ask("n + 0 * n", "one")
        so_far = len(calls)
        again = ask(" (n + (0*n))", "two")
        assert len(calls) == so_far
        assert (again.verdict, again.reason) == (first.verdict, first.reason)
        assert again.answer.sheet == "two"
        assert again.case is not None
        assert again.case.formula.text == "(n + (0*n))"
        ask("n + 0 * n", "one", seed=1)
        assert len(calls) > so_far
        more = len(calls)
        ask("0 * n + n", "three")  # another tree is another question, in another order of steps
        assert len(calls) > more


def test_a_memory_forgets_the_oldest() -> None:
    memory = Memory(most=2)
    claim = claim_of(matrices(), lambda p, a: equal(a(p), p.n))
    effort = Effort(scope=20, sample=1, proof=0, search=0)
    with examples(claim, 1):
        for text in ("n", "n + 1", "n + 2"):
            decide(claim, Answer("s", claim.id, text), effort=effort, memory=memory)
    assert [key[1].kind for key in memory.decisions] == ["+", "+"]
