"""Letters, words and polynomials: laws of an algebra, against rational matrices."""

from __future__ import annotations

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from letter_matrices import A, K, S, u, value, words

from referee.numerics.free_algebra.coefficients import Coefficient, indeterminate
from referee.numerics.free_algebra.letters import Letter, meets, spelled, transpose
from referee.numerics.free_algebra.polynomials import (
    Polynomial,
    SizesDiffer,
    identity,
    of_letter,
    zero,
)

properties = settings(deadline=None, database=None, max_examples=60)
n, t = indeterminate("n"), indeterminate("t")
numbers: st.SearchStrategy[Coefficient] = st.one_of(
    st.builds(fmpq, st.integers(-4, 4), st.integers(1, 3)),
    st.sampled_from([n, t, 1 / n, (n + 1) / (t + 2)]),
)


def polynomials(rows: str, columns: str) -> st.SearchStrategy[Polynomial]:
    terms = st.dictionaries(st.sampled_from(words(rows, columns)), numbers, max_size=4)
    return terms.map(lambda found: Polynomial(rows, columns, found))


square, tall, wide = polynomials("n", "n"), polynomials("n", "m"), polynomials("m", "n")


@given(square, square, square)
@properties
def test_square_polynomials_are_a_ring(p: Polynomial, q: Polynomial, r: Polynomial) -> None:
    assert (p + q) + r == p + (q + r)
    assert p + q == q + p
    assert (p * q) * r == p * (q * r)
    assert p * (q + r) == p * q + p * r
    assert (p + q) * r == p * r + q * r
    assert p * identity("n") == p == identity("n") * p
    assert not p - p
    assert p**2 == p * p


@given(tall, wide, numbers)
@properties
def test_transposition_turns_products_around(
    p: Polynomial, q: Polynomial, number: Coefficient
) -> None:
    assert (p * q).T == q.T * p.T
    assert p == p.T.T
    assert number * p.T == (number * p).T
    assert q.T * p.T + identity("n") == (p * q + identity("n")).T


@given(tall, wide, wide, numbers)
@properties
def test_a_polynomial_in_matrices_is_what_it_says(
    p: Polynomial, q: Polynomial, r: Polynomial, number: Coefficient
) -> None:
    assert value(p * q) == value(p) * value(q)
    assert value(q + r) == value(q) + value(r)
    assert value(q.T) == value(q).transpose()
    assert value(number * p) == value(number * identity("n")) * value(p)


@given(tall, tall)
@properties
def test_equal_polynomials_have_one_hash(p: Polynomial, q: Polynomial) -> None:
    again = (p + q) - q
    assert again == p
    assert hash(again) == hash(p)


def test_words_exist_only_where_their_sizes_meet() -> None:
    assert meets((A, A.T), "n", "n")
    assert not meets((A, A), "n", "m")
    assert meets((), "n", "n")
    assert not meets((), "n", "m")
    with pytest.raises(SizesDiffer, match="A² is not n×m"):
        Polynomial("n", "m", {(A, A): fmpq(1)})
    with pytest.raises(SizesDiffer):
        of_letter(A) * of_letter(A)
    with pytest.raises(SizesDiffer):
        of_letter(A) + of_letter(K)


def test_a_symmetric_letter_is_its_own_transpose() -> None:
    assert S.T == S
    assert K.T != K
    assert K.T.T == K
    assert transpose((A.T, K, S)) == (S, K.T, A)
    assert (of_letter(A).T * of_letter(S) * of_letter(A)).symmetric
    assert not of_letter(K).symmetric
    with pytest.raises(ValueError, match="not symmetric"):
        Letter("B", "n", "m", symmetric=True)


@pytest.mark.parametrize(
    ("polynomial", "text"),
    [
        (zero("n", "m"), "0"),
        (identity("n"), "I"),
        (of_letter(K) ** 3 - of_letter(S), "K³ − S"),
        (2 * of_letter(A) * of_letter(A).T - identity("n") / 3, "2AAᵀ − (1/3)I"),
        (of_letter(K).T ** 2 / n, "(1/n)(Kᵀ)²"),
        (of_letter(Letter("w1", "n", "n")) * of_letter(u), "w1·u"),
        (-of_letter(u) * (n - 1), "−(n − 1)u"),
        (of_letter(u) - of_letter(u) * (t + n) / 2, "−((1/2)n + (1/2)t − 1)u"),
    ],
)
def test_polynomials_are_printed_as_people_write_them(polynomial: Polynomial, text: str) -> None:
    assert str(polynomial) == text


def test_the_empty_word_reads_as_an_identity() -> None:
    assert spelled(()) == "I"
    assert repr(of_letter(A)) == "A (n×m)"
