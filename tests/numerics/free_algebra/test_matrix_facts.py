"""Facts about matrices: the true are proved at every size, the false stay open."""

from __future__ import annotations

import json

import pytest

from benchmarks.matrix_facts import (
    FALSE,
    INVERSE,
    MEASURED,
    PSEUDO_INVERSE,
    TRUE,
    VECTORS,
    Matrices,
)
from referee.evidence.proof_check import fault
from referee.numerics.free_algebra.axioms import equation
from referee.numerics.free_algebra.coefficients import indeterminate
from referee.numerics.free_algebra.decoding import decode
from referee.numerics.free_algebra.encoding import encode
from referee.numerics.free_algebra.orders import ORDERS
from referee.numerics.free_algebra.proofs import Open, Proved, prove


def test_the_tables_are_as_long_as_they_are_said_to_be() -> None:
    tables = (MEASURED, PSEUDO_INVERSE, INVERSE, VECTORS, TRUE, FALSE)
    assert [*map(len, tables)] == [10, 46, 14, 9, 79, 39]


@pytest.mark.parametrize("name", TRUE)
def test_a_true_fact_is_proved_and_its_certificate_checked(name: str) -> None:
    m = Matrices()
    left, right = TRUE[name](m)
    proved = prove(left - right, m.axioms)
    assert isinstance(proved, Proved)
    certificate = proved.certificate
    assert certificate.claim == left - right == certificate.expanded()
    assert {*certificate.axioms} <= {*m.axioms}
    data = json.loads(json.dumps(encode(certificate)))
    assert fault(data) == ""
    assert decode(data) == certificate


@pytest.mark.parametrize("name", FALSE)
@pytest.mark.parametrize("order", ORDERS)
def test_a_false_fact_stays_open(name: str, order: str) -> None:
    m = Matrices()
    left, right = FALSE[name](m)
    assert isinstance(prove(left - right, m.axioms, order=order), Open)


def test_every_order_proves_the_table() -> None:
    for name, fact in MEASURED.items():
        m = Matrices()
        left, right = fact(m)
        for order in ORDERS:
            proved = prove(left - right, m.axioms, order=order)
            assert isinstance(proved, Proved), (name, order)
            assert fault(encode(proved.certificate)) == ""


def test_the_symmetry_of_a_pseudo_inverse_follows_from_its_equations() -> None:
    m = Matrices()
    P, G = m.penrose(m.A * m.A.T, "P"), m.inverting(m.A.T * m.A, "G")
    for letter in (P, G):
        proved = prove(letter.T - letter, m.axioms)
        assert isinstance(proved, Proved)
        assert not any("is symmetric" in axiom.label for axiom in m.axioms)


def test_a_proof_says_where_it_divides() -> None:
    m, n = Matrices(), indeterminate("n")
    m.require([equation(n * m.K, m.K * m.L), equation(m.K * m.L, m.K)])
    proved = prove(m.K, m.axioms)  # (n − 1)K = 0
    assert isinstance(proved, Proved)
    assert proved.certificate.exceptions() == ["n − 1"]
    assert fault(encode(proved.certificate)) == ""
    for name in TRUE:
        other = Matrices()
        left, right = TRUE[name](other)
        found = prove(left - right, other.axioms)
        assert isinstance(found, Proved)
        assert found.certificate.exceptions() == []
