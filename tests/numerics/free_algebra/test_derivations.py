"""Short certificates and the derivations read off them: every step an equality, none too many."""

from __future__ import annotations

import pytest
from letter_matrices import A, K, S

from benchmarks.matrix_facts import MEASURED, TRUE, Matrices
from referee.evidence.proof_check import fault
from referee.numerics.free_algebra import axioms as known
from referee.numerics.free_algebra.certificates import Certificate, product
from referee.numerics.free_algebra.derivations import derivation
from referee.numerics.free_algebra.encoding import encode
from referee.numerics.free_algebra.polynomials import Polynomial, identity, of_letter
from referee.numerics.free_algebra.proofs import Open, Proved, prove
from referee.numerics.free_algebra.shortening import prove_shortly
from referee.numerics.free_algebra.span import combination
from referee.numerics.free_algebra.traces import norm_squared, trace

# How many steps a person needs; a longer derivation is a change for the worse.
STEPS = {
    "X(XᵀX)⁻¹ = (XXᵀ)⁺X": 6,
    "(XXᵀ)³ = U(SSᵀ)³Uᵀ": 5,
    "(AB)⁻¹ = B⁻¹A⁻¹": 3,
    "Woodbury, four inverses": 6,
    "(I+AB)⁻¹A = A(I+BA)⁻¹": 2,
    "(A⁻¹+B⁻¹)⁻¹ = A(A+B)⁻¹B": 5,
    "A⁺ is unique": 12,
    "AᵀAA⁺ = Aᵀ": 2,
    "AA⁺ is idempotent": 1,
    "A⁺ = Aᵀ, A orthogonal": 3,
    "Sherman–Morrison": 5,
    "Ridge: (AᵀA + tI)⁻¹Aᵀ = Aᵀ(AAᵀ + tI)⁻¹": 2,
}


def short(name: str) -> tuple[Certificate, Polynomial, Polynomial]:
    m = Matrices()
    left, right = TRUE[name](m)
    proved = prove_shortly(left - right, m.axioms)
    assert isinstance(proved, Proved)
    plain = prove(left - right, m.axioms)
    assert isinstance(plain, Proved)
    assert len(proved.certificate.cofactors) <= len(plain.certificate.cofactors)
    return proved.certificate, left, right


@pytest.mark.parametrize("name", [*dict.fromkeys([*MEASURED, *STEPS])])
def test_a_derivation_leads_from_left_to_right_and_rewrites_what_is_there(name: str) -> None:
    certificate, left, right = short(name)
    found = derivation(certificate, left, right)
    assert found.start == left
    assert found.steps[-1].expression == right
    at = left
    for step in found.steps:
        assert step.before
        assert at - step.before == step.expression - step.after
        assert step.label in {axiom.label for axiom in certificate.axioms}
        for word in (*step.before.terms, *step.after.terms):
            assert word[: len(step.left)] == step.left
            assert word[len(word) - len(step.right) :] == step.right
        at = step.expression
    assert len(found.lines()) == 1 + len(found.steps) == 1 + STEPS.get(name, len(found.steps))


@pytest.mark.parametrize("name", STEPS)
def test_no_step_of_a_short_certificate_can_be_left_out(name: str) -> None:
    certificate, _, _ = short(name)
    assert fault(encode(certificate)) == ""
    products = [product(c, certificate.axioms).terms for c in certificate.cofactors]
    for i in range(len(products)):
        assert combination(certificate.claim.terms, products[:i] + products[i + 1 :]) is None
    assert combination(certificate.claim.terms, products) is not None


def test_a_derivation_reads_as_people_write_it() -> None:
    certificate, left, right = short("A⁺A = I, A of full column rank")
    assert derivation(certificate, left, right).lines() == [
        "A⁺A",
        "= AᵀA⁺ᵀ  [fourth Moore–Penrose equation of A]",
        "= AᵀA⁺ᵀAᵀA(AᵀA)⁻¹  [(AᵀA)(AᵀA)⁻¹ = I]",
        "= AᵀAA⁺A(AᵀA)⁻¹  [third Moore–Penrose equation of A]",
        "= AᵀA(AᵀA)⁻¹  [first Moore–Penrose equation of A]",
        "= I  [(AᵀA)(AᵀA)⁻¹ = I]",
    ]


def test_traces_have_derivations_too() -> None:
    m = Matrices()
    U = m.given(m.K, known.orthogonal)
    left, right = norm_squared(U * m.A), norm_squared(m.A)
    proved = prove_shortly(left - right, m.axioms)
    assert isinstance(proved, Proved)
    found = derivation(proved.certificate, left, right)
    assert [step.label for step in found.steps] == ["KᵀK = I"]
    assert found.steps[-1].expression == right
    assert found.steps[0].before == left


def test_a_derivation_is_of_the_claim_that_was_proved() -> None:
    certificate, left, right = short("A⁻¹ is unique")
    with pytest.raises(ValueError, match="another claim"):
        derivation(certificate, right, left)
    less = Certificate(certificate.claim, certificate.axioms, certificate.cofactors[1:])
    with pytest.raises(ValueError, match="another claim"):
        derivation(less, left, right)


def test_an_open_claim_stays_open_and_a_trivial_one_has_no_steps() -> None:
    k, s, a = of_letter(K), of_letter(S), of_letter(A)
    assert isinstance(prove_shortly(k - s, []), Open)
    for claim in (k - k, trace(a * a.T) - trace(a.T * a)):
        proved = prove_shortly(claim, [])
        assert isinstance(proved, Proved)
        assert proved.certificate.cofactors == ()
        assert fault(encode(proved.certificate)) == ""
    proved = prove_shortly(identity("n") - identity("n"), [])
    assert isinstance(proved, Proved)
    assert derivation(proved.certificate, identity("n"), identity("n")).steps == ()
