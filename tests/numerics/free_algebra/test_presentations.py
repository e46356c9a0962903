"""Presentations: one letter for one inverse, axioms closed under transposing, named as said."""

from __future__ import annotations

import pytest
from flint import fmpq

from referee.numerics.free_algebra import axioms as known
from referee.numerics.free_algebra.axioms import Axiom, closed
from referee.numerics.free_algebra.coefficients import indeterminate
from referee.numerics.free_algebra.polynomials import Polynomial, identity, zero
from referee.numerics.free_algebra.presentations import Presentation
from referee.numerics.free_algebra.traces import norm_squared, trace


@pytest.fixture
def p() -> Presentation:
    return Presentation()


def labels(axioms: list[Axiom]) -> list[str]:
    return [axiom.label for axiom in axioms]


def test_equal_compounds_have_one_inverse(p: Presentation) -> None:
    X = p.letter("X", "d", "n")
    G = p.inverse(X.T * X)
    count = len(p.axioms)
    assert p.inverse(X.T * X) == G
    assert p.inverse(2 * X.T * X) == G / 2
    assert len(p.axioms) == count
    assert p.inverse(X.T * X + identity("n")) != G
    assert str(G) == "(XᵀX)⁻¹"
    assert str(p.inverse(fmpq(-1, 2) * X.T * X)) == "−2(XᵀX)⁻¹"


def test_a_name_is_that_of_the_matrix_met_first(p: Presentation) -> None:
    K = p.letter("K", "n", "n")
    G = p.inverse(identity("n") - K)
    assert str(G) == "(I − K)⁻¹"
    assert p.inverse(K - identity("n")) == -G
    assert p.inverse(2 * identity("n") - 2 * K) == G / 2


def test_the_inverse_of_a_transpose_is_the_transposed_inverse(p: Presentation) -> None:
    K, A = p.letter("K", "n", "n"), p.letter("A", "n", "m")
    assert p.inverse(K.T) == p.inverse(K).T
    P = p.pseudo_inverse(3 * A.T)
    assert p.pseudo_inverse(A) == 3 * P.T
    assert str(p.pseudo_inverse(A)) == "A⁺"
    assert (P.rows, P.columns) == ("n", "m")


def test_constants_have_their_inverse_and_zero_its_pseudo_inverse(p: Presentation) -> None:
    assert p.inverse(2 * identity("n")) == identity("n") / 2
    assert p.pseudo_inverse(zero("n", "m")) == zero("m", "n")
    assert p.axioms == []
    with pytest.raises(ValueError, match="has no inverse"):
        p.inverse(p.letter("A", "n", "m"))
    with pytest.raises(ValueError, match="has no inverse"):
        p.inverse(zero("n", "n"))


def test_a_name_stands_for_one_matrix(p: Presentation) -> None:
    A = p.letter("A", "n", "m")
    assert p.letter("A", "n", "m") == A
    with pytest.raises(ValueError, match="A is n×m"):
        p.letter("A", "m", "n")


def test_axioms_are_named_as_a_person_says_them(p: Presentation) -> None:
    X = p.letter("X", "d", "n")
    p.inverse(X.T * X, "field X")
    assert labels(p.axioms) == [
        "(XᵀX)(XᵀX)⁻¹ = I",
        "(XᵀX)(XᵀX)⁻¹ = I, transposed",
        "(XᵀX)⁻¹(XᵀX) = I",
        "(XᵀX)⁻¹(XᵀX) = I, transposed",
        "(XᵀX)⁻¹ is symmetric",
    ]
    assert {axiom.origin for axiom in p.axioms} == {"field X"}
    other = Presentation()
    other.pseudo_inverse(other.letter("A", "n", "m"))
    assert "third Moore–Penrose equation of A" in labels(other.axioms)
    assert "first Moore–Penrose equation of A, transposed" in labels(other.axioms)


def test_axioms_are_closed_under_transposing_and_say_nothing_twice(p: Presentation) -> None:
    K, L = p.letter("K", "n", "n"), p.letter("L", "n", "n")
    S = p.letter("S", "n", "n", symmetric=True)
    stated = [
        *known.symmetric(K),
        *known.skew(L),
        *known.orthogonal(K),
        *known.idempotent(L),
        *known.commuting(K, L),
        *known.symmetric(S),
    ]
    axioms = closed([*stated, *stated])
    polynomials = [axiom.polynomial for axiom in axioms]
    for q in polynomials:
        assert q.T in polynomials or -q.T in polynomials
    assert len(set(polynomials)) == len(polynomials) == len(closed(axioms))
    assert all(polynomials)
    assert not any(-q in polynomials for q in polynomials)


def kinds(K: Polynomial, L: Polynomial) -> dict[str, list[Axiom]]:
    return {
        "involution": known.involution(K),
        "nilpotent": known.nilpotent(K, 3),
        "projection": known.projection(K),
        "diagonal": [*known.diagonal(K, L)],
        "orthonormal rows": known.orthonormal_rows(K),
    }


def test_kinds_of_matrix_say_what_they_are(p: Presentation) -> None:
    K, L = p.letter("K", "n", "n"), p.letter("L", "n", "n")
    unit = identity("n")
    said = {kind: [a.polynomial for a in found] for kind, found in kinds(K, L).items()}
    assert said == {
        "involution": [K * K - unit],
        "nilpotent": [K * K * K],
        "projection": [K * K - K, K.T - K],
        "diagonal": [K.T - K, L.T - L, K * L - L * K],
        "orthonormal rows": [K * K.T - unit],
    }


def test_a_one_by_one_matrix_is_a_number(p: Presentation) -> None:
    u, v, K = p.letter("u", "n", "1"), p.letter("v", "n", "1"), p.letter("K", "n", "n")
    square = p.number(u.T * u)
    assert square == indeterminate("uᵀu")
    assert p.number(v.T * K * u) == p.number(u.T * K.T * v)
    assert p.number(u.T * u * v.T * v * u.T * u) == square * square * p.number(v.T * v)
    assert p.number(2 * identity("1") - u.T * u / 3) == 2 - square / 3
    assert p.number(zero("1", "1")) == 0
    assert labels(p.axioms) == [
        "uᵀu is a number",
        "uᵀKᵀv is a number",
        "uᵀKᵀv is a number, transposed",
        "vᵀv is a number",
    ]
    with pytest.raises(ValueError, match="n×n and no number"):
        p.number(K)


def test_traces_are_numbers_too(p: Presentation) -> None:
    u, K = p.letter("u", "n", "1"), p.letter("K", "n", "n")
    n = indeterminate("n")
    assert p.number_of(trace(K * u * u.T)) == p.number(u.T * K * u)
    assert p.number_of(norm_squared(u) + 2 * trace(identity("n"))) == p.number(u.T * u) + 2 * n
    count = len(p.axioms)
    assert p.number_of(trace(K.T * K)) == p.number_of(trace(K * K.T)) == indeterminate("tr(KKᵀ)")
    assert len(p.axioms) == count


def test_a_number_has_a_name_of_its_own(p: Presentation) -> None:
    p.letter("K", "n", "n")
    n, t = p.letter("n", "1", "1"), p.letter("t", "1", "1")
    with pytest.raises(ValueError, match="n is the name of another number"):
        p.number(n)
    assert p.number(t) == indeterminate("t")
    with pytest.raises(ValueError, match="the size of A is the name of a number"):
        p.letter("A", "n", "t")
    u, v = p.letter("u", "n", "1"), p.letter("uᵀu", "1", "1")
    p.number(u.T * u)
    with pytest.raises(ValueError, match="uᵀu is the name of another number"):
        p.number(v)


def test_a_one_by_one_matrix_is_its_own_transpose(p: Presentation) -> None:
    u, K = p.letter("u", "n", "1"), p.letter("K", "n", "n")
    (axiom,) = known.scalar(u.T * K * u)
    assert axiom.polynomial == u.T * K.T * u - u.T * K * u
    with pytest.raises(ValueError, match="n×n"):
        known.scalar(K)
