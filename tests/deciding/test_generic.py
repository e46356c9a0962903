"""Generic matrices: one shape speaks for all, nothing false holds there, and doubt ends in red."""

from __future__ import annotations

import random
from itertools import permutations
from typing import Any

import pytest
from small_claims import claim_of, decided
from test_every_size import ANSWERS, case_of, false_ones, of_reference
from test_proved_traces import STATED

from referee.deciding.case import Case
from referee.deciding.claim import Answering, Claim
from referee.deciding.every_size import EverySize, prove_for_every_size
from referee.deciding.generic import Generic, at_generic_matrices
from referee.evidence.record import from_decision
from referee.language.comparison import Comparison, all_of, equal
from referee.language.mutation import mutants
from referee.language.reading import parse
from referee.numerics.arrays import Array
from referee.numerics.free_algebra import axioms as known
from referee.reports import wording
from referee.strategies import forms
from referee.strategies.families import Family, Field, Instance, family
from referee.strategies.integer_vectors import Bounds
from referee.strategies.kinds import declared
from referee.strategies.matrices import d_field, free_matrix, matrices
from referee.strategies.rationals import matrix_of
from referee.strategies.shapes import Shape, Shapes

# The answers of the reference that need no inverse, and nothing of what their family says.
WITHOUT_INVERSES = (
    "1.1-E1-dissipation",
    "1.1-A1-linear-kernel",
    "1.1-A3-constant-kernel",
    "1.2-E4-loss",
    "1.2-E5-gradient",
    "1.2-E6-flow",
    "1.2-E6-flow-square",
    "1.2-A1-superposition",
    "1.2-A3-system-matrix",
    "1.2-A11-truncated",
    "1.2-E11-particular-truncated",
)


def found_at(case: Case, first: EverySize | None = None) -> Generic | None:
    every = first or prove_for_every_size(case.claim.decide, case.answer, case.family)
    if every.traced is None:
        return None
    rng = random.Random(case.name)
    return at_generic_matrices(case.claim.decide, case.answer, case.family, every.traced, rng)


def found_of(claim: Claim, text: str) -> Generic:
    found = found_at(Case(claim, parse(text, dict.fromkeys(claim.names))))
    assert found is not None
    return found


@pytest.mark.parametrize("claim_id", WITHOUT_INVERSES)
def test_answers_of_the_reference_are_confirmed(claim_id: str) -> None:
    found = found_at(case_of(of_reference(claim_id)))
    assert found is not None
    assert found.holds
    assert found.bits > 50
    assert found.shape is not None
    assert min(size for name, size in found.shape.items() if name != "deficiency") > found.degree


def test_nothing_false_holds_at_generic_matrices() -> None:
    found = [found_at(case_of(each)) for each in false_ones()]
    assert sum(each is not None and each.differs for each in found) > 40
    assert not any(each is not None and each.holds for each in found)


def test_the_two_ways_agree_on_every_answer() -> None:
    both = 0
    for each in ANSWERS:
        case = case_of(each)
        first = prove_for_every_size(case.claim.decide, case.answer, case.family)
        second = found_at(case, first)
        if second is not None and not second.reason:
            assert first.holds == second.holds, (case.name, each.text, first.reason)
            both += 1
    assert both > 60


SUMS = (
    "sum(A) == sum(A.T)",
    "sum(A * B) == trace(A.T @ B)",
    "sum(A @ B) == ones(1, d) @ A @ B @ ones(d, 1)",
    "trace(A @ diag(B @ ones(d, 1))) == trace(diag(B @ ones(d, 1)) @ A.T)",
    "(A + B) @ (A - B) == A @ A - A @ B + B @ A - B @ B",
    "sum(A @ ones(d, 1)) / d == sum(A / d)",
    "ones(d, d) @ A @ ones(d, d) == sum(A) * ones(d, d)",
    "norm(A @ B)**2 == trace(A @ B @ B.T @ A.T)",
    "trace(A @ B)**2 == trace(B @ A)**2",
)


@pytest.mark.parametrize("text", SUMS)
def test_the_two_ways_agree_on_statements_a_node_away(text: str) -> None:
    formula = parse(text, dict.fromkeys(STATED.names))
    both = 0
    for each in (formula, *mutants(formula, STATED)):
        case = Case(STATED, each)
        first = prove_for_every_size(case.claim.decide, case.answer, case.family)
        second = found_at(case, first)
        if second is not None and not second.reason:
            assert first.holds == second.holds, (each.text, first.reason)
            both += 1
        assert first.holds or each is not formula, first.reason
    assert both > 5


@pytest.mark.parametrize(
    ("claim_id", "why"),
    [
        ("1.3-A7-identity", "is not any matrix"),  # a pseudo-inverse
        ("1.2-A4-decomposition", "I_d×n is not any matrix"),
        ("1.3-E22-normal-equation", "it rests on an equation"),
    ],
)
def test_where_it_says_nothing_it_says_why(claim_id: str, why: str) -> None:
    found = found_at(case_of(of_reference(claim_id)))
    assert found is not None
    assert not found.holds
    assert not found.differs
    assert why in found.reason


def zero(p: Instance, answer: Answering) -> Comparison:
    return equal(0 * p.X, answer(p))


ZERO = claim_of(matrices(full_rank=False, tall=False), zero, size="d n", names="X d n")
COUNTED = (
    "(trace(eye(n)) - 3) * X",
    "(n - trace(eye(n))) * X",
    "(norm(eye(d))**2 - 3) * X",
    "(ones(1, n) @ ones(n, 1) - 3) * X",
    "(sum(ones(n, 1)) - 3) * X",
    "(sum(eye(n)) - n) * X",
)


@pytest.mark.parametrize("text", COUNTED)
def test_nothing_is_said_of_sizes_that_are_counted(text: str) -> None:
    found = found_of(ZERO, text)
    assert not found.holds
    assert not found.differs


@pytest.mark.parametrize("size", [*range(1, 8)])
def test_a_size_that_is_written_is_no_dimension(size: int) -> None:
    assert not found_of(ZERO, f"(n - {size}) * X").holds
    assert not found_of(ZERO, f"(n - {size}) * (d - {size}) * X").holds


def test_sums_of_entries_and_entrywise_products_are_terms() -> None:
    assert found_of(ZERO, "(sum(X) - ones(1, d) @ X @ ones(n, 1)) * X").holds
    assert found_of(ZERO, "(norm(X)**2 - trace(X @ X.T)) * X").holds
    assert found_of(ZERO, "(sum(X) - sum(X.T)) * X").holds
    assert found_of(ZERO, "(norm(X)**2 - sum(X)) * X").differs


def standard_polynomial(p: Instance, answer: Answering) -> Comparison:
    """State that the alternating sum of products is 0, as it is of four 2×2 matrices."""
    A = [p.A, p.B, p.C, p.D]
    total = 0 * p.A
    for order in permutations(range(4)):
        turns = sum(order[i] > order[j] for i in range(4) for j in range(i + 1, 4))
        product = A[order[0]] @ A[order[1]] @ A[order[2]] @ A[order[3]]
        total = total + (-1) ** turns * product
    return equal(total, answer(p))


@family
def four_matrices() -> Family:
    """Any four square matrices A, B, C, D (d, d)."""
    fields = (free_matrix(name, "d", "d", "any matrix") for name in "ABCD")
    return Family("four_matrices", Shapes({"d": 1}, small=2), (*fields, d_field))


STANDARD = claim_of(four_matrices(), standard_polynomial, size="d d", names="A B C D d")


def test_a_polynomial_identity_of_small_matrices_is_none_of_large_ones() -> None:
    """Amitsur and Levitzki (1950): the standard polynomial of degree 4 is 0 at 2×2, not at 3×3."""
    found = found_of(STANDARD, "zeros(d, d)")
    assert found.differs
    assert found.shape == {"d": 5}
    small = Case(STANDARD, parse("zeros(d, d)", dict.fromkeys("ABCDd")))
    p = STANDARD.family.sample_large({"d": 2}, random.Random(0))
    assert small.compared_at(p).truth.value == "true"


def symmetric_if_small(p: Instance, ints: Any) -> Array:
    A = matrix_of(p, ints, p.shape["d"], p.shape["d"])
    return A @ A.mT if p.shape["d"] < 6 else A


def integers(shape: Shape) -> list[Bounds]:
    return [*free_matrix("A", "d", "d", "").integers(shape)]


@family
def falsely_symmetric() -> Family:
    """Matrices A (d, d) that are symmetric up to 5×5, and carry the axiom at every size."""
    says = "a matrix that is said to be symmetric"
    form = forms.known_by(known.symmetric)
    A = Field("A", "d", "d", "A", says, symmetric_if_small, integers, form=form)
    return Family("falsely_symmetric", Shapes({"d": 1}, small=3, reach=0), (A, d_field))


def fifth_powers(p: Instance, answer: Answering) -> Comparison:
    A = p.A
    return equal(A.mT @ A.mT @ A.mT @ A.mT @ A.mT, answer(p))


FALSE_AXIOM = claim_of(falsely_symmetric(), fifth_powers, size="d d", names="A d")


def test_a_false_axiom_ends_in_a_fault_of_the_run() -> None:
    found = decided(FALSE_AXIOM, "A @ A @ A @ A @ A")
    assert found.every_size is not None
    assert found.every_size.holds
    assert found.verdict == "error"
    assert found.fault == "run"
    assert "false at an instance that the generic matrices found" in found.reason
    assert found.reason.endswith("one of them is wrong")
    record = from_decision(found)["evidence"]["generic_matrices"]
    assert record is not None
    assert record["differs"]


def test_a_true_axiom_does_not() -> None:
    @family
    def truly_symmetric() -> Family:
        fields = (declared.symmetric("A", "d"), d_field)
        return Family("truly_symmetric", Shapes({"d": 1}, small=3, reach=0), fields)

    claim = claim_of(truly_symmetric(), fifth_powers, size="d d", names="A d")
    found = decided(claim, "A @ A @ A @ A @ A")
    assert found.verdict == "held"
    generic = found.findings.evidence(Generic)
    assert generic is not None
    assert generic.reason.startswith("it does not hold of all matrices")


def test_what_differs_and_is_not_proved_is_refuted() -> None:
    @family
    def symmetric_up_to_a_size() -> Family:
        says = "a matrix that is symmetric up to 5×5"
        form = forms.any_matrix
        A = Field("A", "d", "d", "A", says, symmetric_if_small, integers, form=form)
        shapes = Shapes({"d": 1}, small=3, reach=0)
        return Family("symmetric_up_to_a_size", shapes, (A, d_field))

    claim = claim_of(symmetric_up_to_a_size(), fifth_powers, size="d d", names="A d")
    found = decided(claim, "A @ A @ A @ A @ A")
    assert found.every_size is not None
    assert not found.every_size.holds
    assert found.findings.found_by == "generic matrices"
    assert found.verdict == "refuted"
    assert found.smallest is not None
    assert found.smallest.instance.shape == {"d": 6}


def test_the_record_and_the_page_say_so() -> None:
    def gram(p: Instance, answer: Answering) -> Comparison:
        return all_of(equal(p.X.mT @ p.X, answer(p)), equal((p.X.mT @ p.X).mT, answer(p)))

    found = decided(claim_of(matrices(), gram, size="n n", names="X d n"), "X.T @ X")
    assert found.verdict == "held"
    record: Any = from_decision(found)
    said = record["evidence"]["generic_matrices"]
    assert said["holds"]
    assert said["shape"] == {"d": 4, "n": 3}
    assert said["degree"] == 2
    assert said["bits"] > 50
    assert "for every size by matrices with d = 4, n = 3" in wording.proof(record)


def test_what_only_generic_matrices_show_is_said_with_its_probability() -> None:
    record: Any = {
        "evidence": {
            "identity": None,
            "generic_matrices": {
                "holds": True,
                "differs": False,
                "reason": "",
                "shape": {"d": 4},
                "degree": 3,
                "bits": 55.4,
            },
        }
    }
    assert wording.proof(record) == (
        "for every size by matrices with d = 4, wrong with probability at most 2⁻⁵⁵"
    )
    assert "2⁻⁵⁷" in Generic(shape={"d": 4}, degree=3, counted=9).says


def test_the_same_is_found_whenever_it_is_looked_for() -> None:
    one, other = (found_at(case_of(of_reference("1.2-E5-gradient"))) for _ in range(2))
    assert one == other
