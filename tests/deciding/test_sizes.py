"""Sizes as indeterminates, and the numbers that stand in an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flint import fmpq
from small_claims import answer, claim_of, examples

from referee.deciding.claim import Answering, Claim, load
from referee.deciding.decision import Decision, decide
from referee.deciding.effort import Effort
from referee.deciding.findings import NUMBERS, SIZES
from referee.deciding.sizes import FARTHEST, SizesTried, larger_shapes
from referee.evidence.record import from_decision
from referee.language.comparison import Comparison, equal
from referee.language.reading import parse
from referee.language.size_parts import SizeSigns, size_names, size_parts
from referee.numerics import calculus
from referee.strategies.families import FAMILIES, Family, Field, Instance, Shape, family
from referee.strategies.fields import free, natural, size
from referee.strategies.least_squares import least_squares, loss
from referee.strategies.matrices import matrices
from referee.strategies.tokens import from_token

GRADIENT = "X @ (X.T @ w - y) / n"


def gradient(p: Instance, given_answer: Answering) -> Comparison:
    return equal(calculus.gradient(lambda w: loss(p, w), p.w), given_answer(p))


def falling(size_name: str, count: int) -> str:
    """Return (d−1)(d−2)…(d−k), its brackets balanced."""
    factors = [f"({size_name}-{i})" for i in range(1, count + 1)]
    while len(factors) > 1:
        pairs = zip(factors[::2], [*factors[1::2], "1"][: (len(factors) + 1) // 2], strict=True)
        factors = [f"({a}*{b})" for a, b in pairs]
    return factors[0]


LOSS = claim_of(least_squares(), gradient, size="d 1", names="X y w n d")
DOUBLED = claim_of(matrices(), lambda p, a: equal(p.n + p.n, a(p)))


def decided(claim: Claim, text: str, **effort: Any) -> Decision:
    few = replace(Effort(scope=60, sample=40, search=0), **effort)
    with examples(claim, 1):  # what Hypothesis draws by chance is not what is looked for here
        return decide(claim, answer(text), effort=few)


@pytest.mark.parametrize("k", [5, 7, 12, 31, 60])
def test_a_term_that_vanishes_up_to_a_size_is_refuted_at_the_next_one(k: int) -> None:
    found = decided(LOSS, f"{GRADIENT} + w * {falling('d', k)}")
    assert found.verdict == "refuted"
    assert found.smallest is not None
    assert found.smallest.instance.shape["d"] == k + 1
    assert from_token(found.smallest.instance.token).shape == {"d": k + 1, "n": 1}
    assert sum(map(abs, found.smallest.instance.integers)) == 1


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        (f"{GRADIENT} + y.T @ y * w * {falling('n', 7)}", {"d": 8, "n": 8}),
        (f"X @ (X.T @ w - y) / (n + {falling('d', 9)})", {"d": 10, "n": 1}),
        (f"{GRADIENT} + w * (trace(eye(d)) - 1) * {falling('d', 8)}", {"d": 9, "n": 1}),
    ],
)
def test_sizes_are_found_in_each_dimension(text: str, shape: dict[str, int]) -> None:
    found = decided(LOSS, text, sample=0, ladder=0)
    assert (found.verdict, found.findings.found_by) == ("refuted", SIZES)
    assert found.smallest is not None
    assert found.smallest.instance.shape == shape


def test_a_case_distinction_is_met_where_it_lies() -> None:
    stated = claim_of(matrices(), lambda p, a: a(p), size=None)
    found = decided(stated, "d != 37 or n > 1")
    assert found.verdict == "refuted"
    assert found.smallest is not None
    assert found.smallest.instance.shape == {"d": 37, "n": 1}


def test_a_right_answer_holds_with_its_sizes_as_indeterminates() -> None:
    found = decided(LOSS, GRADIENT)
    assert found.verdict == "held"
    tried = found.findings.evidence(SizesTried)
    assert tried == SizesTried(("n",), FARTHEST, shapes=0, indeterminate=True)
    assert "; also with n as an indeterminate" in found.reason
    assert from_decision(found)["evidence"]["sizes"] == {
        "names": ["n"],
        "up_to": FARTHEST,
        "shapes": 0,
        "indeterminate": True,
    }


def test_what_holds_at_genuine_sizes_only_is_held_with_how_far_sizes_were_tried() -> None:
    found = decided(DOUBLED, "n + trace(eye(n)) + d - trace(eye(d))")
    assert found.verdict == "held"
    tried = found.findings.evidence(SizesTried)
    assert tried is not None
    assert (tried.indeterminate, tried.up_to) == (False, FARTHEST)
    assert tried.shapes > 0
    assert f"; no size up to {FARTHEST} is found at which it fails" in found.reason


def test_nothing_is_tried_where_no_size_stands_in_the_answer() -> None:
    found = decided(LOSS, "X @ (X.T @ w - y) @ eye(1) / 2 + 0 * w", sample=5)
    assert found.findings.of(SIZES).asked == 0
    assert found.findings.evidence(SizesTried) is None


def test_the_sizes_of_a_matrix_are_no_numbers() -> None:
    formula = parse("eye(d) @ X + n * (d - 1) * X", dict.fromkeys(("X", "n", "d"))).root
    shape = {"d": 2, "n": 1}
    assert size_names(formula, shape) == ["n", "d"]
    parts = size_parts(formula, shape)
    assert [part.kind for part in parts] == ["eye", "*", "-"]
    p = LOSS.family.build(shape, [0] * len(LOSS.family.layout(shape).bounds))
    assert SizeSigns(p).of(parts) == (None, 1, 1)


def test_larger_shapes_are_allowed_ones_beyond_the_drawn_ones() -> None:
    shapes = list(larger_shapes(LOSS.family, ["d", "n"]))
    assert all(s["n"] <= s["d"] <= FARTHEST for s in shapes)
    assert shapes[0] == {"d": 5, "n": 1}
    assert {"d": FARTHEST, "n": FARTHEST} in shapes
    assert not any(s in LOSS.family.shapes for s in shapes)


# ------------------------------------------------------------------ numbers in the answer


def _ratio(name: str) -> Field:
    return Field(
        name,
        "1",
        "1",
        name,
        "any number",
        lambda p, ints: p.number(ints[:1, None]) / p.number(1 + ints[1:, None]),
        lambda _: (*free(1), *natural(1)),
    )


def numbers_for_a_test() -> Family:
    """Two numbers and a vector, all rational."""
    b = Field(
        "b",
        "d",
        "1",
        "b",
        "any vector",
        lambda p, ints: p.number(ints[:-1, None]) / p.number(1 + ints[-1:, None]),
        lambda shape: (*free(shape["d"]), *natural(1)),
    )
    fields = (_ratio("x"), _ratio("u"), b, size("d", "the dimension"))
    return Family("numbers_for_a_test", tuple({"d": d} for d in (1, 2, 3)), fields)


@pytest.fixture
def stated() -> Iterator[Claim]:
    """Return a claim that says just what its answer says, of any two numbers and a vector."""
    strategy = family(numbers_for_a_test)()
    yield claim_of(strategy, lambda p, a: a(p), size=None, names="x u b d")
    del FAMILIES["numbers_for_a_test"]


@pytest.mark.parametrize(
    "text",
    [
        "(x-1000)**2*(x-1001)**2 > 0",
        "(2*x-12345)**2 > 0",
        "abs(x) != 12345/67",
        "x*u != 12345",
        "x != 3*u - 1234567",
        "(x - 77)**2 + (u - 78)**2 > 0",
        "x**2 - 2 >= 1/100 or x**2 < 2",
        "(x**3 - 2) * (x**3 - 2 - 1/1000) >= 0",
        "norm(b)**2 != 169/100",
        "norm_inf(b) != 4321",
        "norm_1(b) <= 7777 or norm_1(b) > 7778",
        "x <= 1000 or x > 1000 + 1/900",
        "sqrt(x**2) != 777",
        "min(b) != 3333",
    ],
)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_numbers_in_an_answer_and_its_zeros_are_tried(
    text: str, seed: int, stated: Claim
) -> None:
    with examples(stated, 1):
        found = decide(stated, answer(text), seed=seed, effort=Effort(60, 40, 30, 0, 0))
    assert (found.verdict, found.findings.found_by) == ("refuted", NUMBERS)
    assert found.smallest is not None
    assert found.smallest.instance.shape == {"d": 1}


@pytest.mark.parametrize("text", ["(2*x - 12345)**2 >= 0", "abs(x) > 1000 or x <= 1000"])
def test_what_is_true_at_its_own_numbers_holds(text: str, stated: Claim) -> None:
    with examples(stated, 1):
        found = decide(stated, answer(text), effort=Effort(60, 40, 30, 0, 0))
    assert found.verdict == "held"
    assert found.findings.of(NUMBERS).asked > 10


def test_an_answer_without_numbers_costs_nothing(stated: Claim) -> None:
    with examples(stated, 1):
        found = decide(stated, answer("x**2 >= 0"), effort=Effort(60, 40, 30, 0, 0))
    assert found.verdict == "held"
    assert found.findings.of(NUMBERS).asked == 0


def test_a_threshold_on_a_norm_is_found_among_large_numbers() -> None:
    text = "w * (abs(1 - norm_inf(w)/10**9) - 1 + norm_inf(w)/10**9)"
    found = decided(LOSS, f"{GRADIENT} + {text}", sample=0, ladder=0)
    assert (found.verdict, found.findings.found_by) == ("refuted", NUMBERS)
    assert found.smallest is not None
    assert abs(found.smallest.instance.w[0, 0]) > fmpq(10**9)


@pytest.mark.parametrize(
    ("tie", "shape"),
    [
        ("d**2 - 7*n - 53", {"d": 9, "n": 4}),
        ("d*n - 391", {"d": 23, "n": 17}),
        ("d - n - 37", {"d": 38, "n": 1}),
        ("n**2 - d + 11 - 3*n", {"d": 9, "n": 1}),
    ],
)
def test_sizes_that_are_tied_to_one_another_are_found(tie: str, shape: Shape) -> None:
    claim = load()["1.2-E5-gradient"]
    wrong = f"X @ (X.T @ w - y) / n + (1 - rank({tie})) * w"
    with examples(claim, 1):
        found = decide(claim, answer(wrong, to=claim.id), effort=Effort(20, 5, 5, 0, 0))
    assert found.verdict == "refuted"
    assert found.smallest is not None
    assert found.smallest.instance.shape == shape
