"""Sizes that the numbers of a formula mark, and what is false from there on."""

from __future__ import annotations

from fractions import Fraction

import pytest

from referee.asking.judging import judge
from referee.deciding.marked_sizes import marked_sizes, marked_ways
from referee.language.tree import Node
from referee.strategies.families import named


@pytest.mark.parametrize(
    ("statement", "size"),
    [
        ("for every square matrix A: tr(A)^2 <= 6*tr(A^T A)", 7),
        ("for vectors a: norm_1(a) <= 8*norm(a)", 65),
        ("for vectors a: norm_1(a)^2 <= 100*norm(a)^2", 101),
        ("for vectors a: norm_inf(a) >= norm(a)/11", 122),
        ("Let A be a square matrix. If A^5 = 0 then A^4 = 0", 5),
        ("Let A be a square matrix. Then rank(A) <= 40", 41),
        ("Let A be a square matrix. If A^2 = 0 then rank(A) <= 5", 12),
        ("Let A be a square matrix. If A^2 = 0 then rank(A) <= 7", 16),
    ],
)
def test_what_is_false_from_a_size_on_is_refuted_there(statement: str, size: int) -> None:
    found = judge(statement)
    assert found.verdict == "refuted"
    assert found.sizes == {"n": size}


@pytest.mark.parametrize(
    "statement",
    [
        "for every square matrix A: tr(A)^2 <= n*tr(A^T A)",
        "Let A be a square matrix. If A^5 = 0 then A^6 = 0",
        "for vectors a: norm_1(a)^2 <= 9*n*norm(a)^2",
    ],
)
def test_what_is_true_at_every_size_is_not_refuted(statement: str) -> None:
    assert judge(statement).verdict in {"held", "proved"}


def test_sizes_are_marked_by_numbers_their_roots_squares_reciprocals_and_doubles() -> None:
    assert marked_sizes(Node("number", value=Fraction(6))) == [6, 7, 12, 13, 14, 36, 37]
    assert marked_sizes(Node("number", value=Fraction(1, 11))) == [11, 12, 121, 122]
    assert marked_sizes(Node("number", value=Fraction(10**6))) == []


def test_a_family_that_reaches_less_far_is_kept_to_its_reach() -> None:
    root = Node("number", value=Fraction(30))
    far = named("declared", of="a.n.1")
    near = far.reaching(12)
    assert marked_ways(far, root)
    assert not marked_ways(near, root)
