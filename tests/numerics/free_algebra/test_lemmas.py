"""Proofs by lemmas: the four equations, as a textbook shows them, and the uniqueness they give."""

from __future__ import annotations

import pytest

from benchmarks.matrix_facts import FALSE, PSEUDO_INVERSE, TRUE, Matrices
from referee.evidence.proof_check import fault
from referee.numerics.free_algebra.decoding import decode
from referee.numerics.free_algebra.derivations import explained
from referee.numerics.free_algebra.encoding import encode
from referee.numerics.free_algebra.polynomials import identity
from referee.numerics.free_algebra.proofs import Open, Proved
from referee.numerics.free_algebra.uniqueness import (
    by_lemmas,
    by_uniqueness,
    prove_readably,
    reading,
)

# How many steps a person reads; by one chain some take 66.
READING = {
    "(A⁺)⁺ = A": 5,
    "(AA⁺)⁺ = AA⁺": 5,
    "(AᵀA)⁺ = A⁺(A⁺)ᵀ": 15,
    "A = BC of full ranks ⇒ A⁺ = Cᵀ(CCᵀ)⁻¹(BᵀB)⁻¹Bᵀ": 11,
    "(UAV)⁺ = VᵀA⁺Uᵀ, U and V orthogonal": 13,
    "(AB)⁺ = B⁺A⁺, A of full column rank, B of full row rank": 19,
    "X⁺ = (XᵀX)⁻¹Xᵀ": 6,
    "A⁺ = A, A an orthogonal projection": 5,
    "A⁺A = I, A of full column rank": 5,
    "Woodbury, four inverses": 6,
}


@pytest.mark.parametrize("name", READING)
def test_a_proof_reads_as_a_textbook_writes_it(name: str) -> None:
    m = Matrices()
    left, right = TRUE[name](m)
    proved = prove_readably(left, right, m)
    assert isinstance(proved, Proved)
    certificate = proved.certificate
    assert certificate.claim == left - right == certificate.expanded()
    data = encode(certificate)
    assert fault(data) == ""
    assert decode(data) == certificate
    chains = explained(certificate, left, right)
    assert sum(len(chain.steps) for chain in chains) == reading(certificate) == READING[name]
    assert (chains[-1].start, chains[-1].steps[-1].expression) == (left, right)
    assert all(chain.title for chain in chains[:-1])


def test_the_lemmas_are_the_four_equations() -> None:
    m = Matrices()
    left, right = TRUE["(A⁺)⁺ = A"](m)
    proved = by_uniqueness(left, right, m)
    assert isinstance(proved, Proved)
    chains = explained(proved.certificate, left, right)
    assert [chain.title for chain in chains] == [
        "A satisfies the first Moore–Penrose equation of A⁺",
        "A satisfies the second Moore–Penrose equation of A⁺",
        "A satisfies the third Moore–Penrose equation of A⁺",
        "A satisfies the fourth Moore–Penrose equation of A⁺",
        "",
    ]
    assert chains[0].lines() == ["A⁺AA⁺", "= A⁺  [second Moore–Penrose equation of A]"]
    assert chains[-1].lines() == [
        "(A⁺)⁺",
        "= A  [only the pseudo-inverse of A⁺ satisfies its four equations]",
    ]


def test_what_several_steps_rest_on_is_a_lemma() -> None:
    m = Matrices()
    left, right = TRUE["X⁺ = (XᵀX)⁻¹Xᵀ"](m)
    proved = by_lemmas(left, right, m)
    assert isinstance(proved, Proved)
    assert fault(encode(proved.certificate)) == ""
    chains = explained(proved.certificate, left, right)
    assert len(chains) > 1
    cited = {step.label for chain in chains for step in chain.steps}
    for chain in chains[:-1]:
        assert chain.title in cited
        assert f"{chain.start} = {chain.steps[-1].expression}" == chain.title
    open_claim = by_lemmas(m.A * m.pseudo_inverse(m.A), identity("n"), m)
    assert isinstance(open_claim, Open)


def test_either_side_may_be_the_pseudo_inverse() -> None:
    m = Matrices()
    left, right = TRUE["(AA⁺)⁺ = AA⁺"](m)
    proved = prove_readably(right, left, m)
    assert isinstance(proved, Proved)
    assert reading(proved.certificate) == READING["(AA⁺)⁺ = AA⁺"]
    assert proved.certificate.claim == right - left == proved.certificate.expanded()
    assert fault(encode(proved.certificate)) == ""


@pytest.mark.parametrize("name", PSEUDO_INVERSE)
def test_nothing_is_lost_by_reading(name: str) -> None:
    m = Matrices()
    left, right = PSEUDO_INVERSE[name](m)
    proved = prove_readably(left, right, m)
    assert isinstance(proved, Proved)
    assert fault(encode(proved.certificate)) == ""


@pytest.mark.parametrize("name", FALSE)
def test_lemmas_prove_nothing_false(name: str) -> None:
    m = Matrices()
    left, right = FALSE[name](m)
    assert isinstance(prove_readably(left, right, m), Open)
    assert isinstance(by_lemmas(left, right, m), Open)
    assert isinstance(by_uniqueness(left, right, m), Open)
    assert isinstance(by_uniqueness(right, left, m), Open)
