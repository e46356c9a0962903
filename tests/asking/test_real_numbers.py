"""Statements about real numbers that only irrational ones decide, with true neighbours."""

from __future__ import annotations

import pytest
from flint import fmpq

from referee.asking.judging import HELD, INCONCLUSIVE, PROVED, REFUTED, VACUOUS, judge
from referee.numerics.scalars import to_float
from referee.strategies.tokens import from_token

FALSE = {
    "t^2 != 2 where t in R": {"t": 2**0.5},
    "t^2 ≠ 2": {"t": 2**0.5},
    "t^4 - 4t^2 + 4 > 0 where t in R": {"t": 2**0.5},
    "t^3 != 2": {"t": 2 ** (1 / 3)},
    "t^5 != 3 where t > 0": {"t": 3**0.2},
    "t^3 - 3t + 1 != 0 where t in (0, 1)": {"t": 0.34729635533386},
    "t^5 - t - 1 != 0": {"t": 1.1673039782614},
    "x^2 + y^2 != 3": {"x": 3**0.5, "y": 0},
    "(t - a)^2 != 2 where t, a in R": {"t": 2**0.5, "a": 0},
    "t^2 = 2 implies t = sqrt(2)": {"t": -(2**0.5)},
    "x^2 + y^2 = 3 implies x > 0 or y > 0": {"x": -(3**0.5), "y": 0},
    "x^2 + y^2 = 3 and x = y implies x > 0": {"x": -(1.5**0.5), "y": -(1.5**0.5)},
    "x + y = 1 and x y = -1 implies x >= y": {"x": (1 - 5**0.5) / 2, "y": (1 + 5**0.5) / 2},
    "a^2 + b^2 = 1 implies a b < 1/2": {"a": 0.5**0.5, "b": 0.5**0.5},
    "a^2 + b^2 = 1 implies a + b <= 7/5": {"a": 0.5**0.5, "b": 0.5**0.5},
    "2 t^2 != 1 where t in (0, 1)": {"t": 0.5**0.5},
    "t^2 != t + 1 where t > 0": {"t": (1 + 5**0.5) / 2},
    "t^2 != t + 1 where t < 0": {"t": (1 - 5**0.5) / 2},
    "s^3 != 5 where s >= 0": {"s": 5 ** (1 / 3)},
    "t^3 - 3t + 1 = 0 implies t > -1": {"t": -1.8793852415718},
}
RATIONAL = {  # where a rational number is a counterexample, it is the one that is shown
    "t^2 >= t where t > 0": {"t": "1/2"},
    "sqrt(t^2) = t": {"t": "-1"},
    "t^2 != 4": {"t": "2"},
    "t^4 - 10 t^2 + 1 > 0": {"t": "1"},
    "(t^2 - 2)(t - 3) != 0": {"t": "3"},
}
TRUE = {
    "t^2 != 2 where t in Q": HELD,
    "q^2 != 2 where q is a rational number, q > 0": HELD,
    "x^2 + y^2 != 3 where x, y in Q": HELD,
    "k^2 != 2 where k in Z": HELD,
    "t^2 != t + 1 where t < -1": HELD,
    "t^3 - 3t + 1 != 0 where t > 2": HELD,
    "t^2 + 1 != 0": HELD,
    "t^2 - 2 t a + a^2 >= 0": HELD,
    "exp(t) > 0 where t in R": HELD,
    "t^2 = 2 implies t^4 = 4": PROVED,
    "t^2 = 2 implies t = sqrt(2) or t = -sqrt(2)": PROVED,
    "t^3 - 3t + 1 = 0 implies t < 2 and t > -2": PROVED,
    "t^2 = 4 and t > 0 implies t = 2": PROVED,
    "t^2 = 3 implies t > 1 where t > 0": PROVED,
    "t^2 = t implies t = 0 or t = 1": PROVED,
    "t^2 = -1 implies t = 1": VACUOUS,
    "exp(t) = 1 implies t = 0": INCONCLUSIVE,
}


@pytest.mark.parametrize("statement", FALSE)
def test_what_fails_at_irrational_numbers_alone(statement: str) -> None:
    judged = judge(statement)
    assert judged.verdict == REFUTED, judged.reason
    assert judged.counterexample is not None
    shown = {name: to_float(x[0, 0]) for name, x in judged.counterexample.items()}
    assert shown == pytest.approx(FALSE[statement])
    if judged.decision is None or judged.decision.smallest is None:
        # The work of its decision was spent: the roots were interpolated afterwards.
        assert "irrational" in judged.reason
        return
    p = judged.decision.smallest.instance
    assert p.has_root
    assert all((getattr(from_token(p.token), name) == getattr(p, name)).all() for name in shown)


@pytest.mark.parametrize("statement", RATIONAL)
def test_a_rational_counterexample_comes_first(statement: str) -> None:
    judged = judge(statement)
    assert judged.verdict == REFUTED, judged.reason
    assert judged.counterexample is not None
    numbers = {name: x[0, 0] for name, x in judged.counterexample.items()}
    assert all(isinstance(x, fmpq) for x in numbers.values())
    assert {name: str(x) for name, x in numbers.items()} == RATIONAL[statement]


@pytest.mark.parametrize("statement", TRUE)
def test_what_holds_of_real_numbers(statement: str) -> None:
    judged = judge(statement)
    assert judged.verdict == TRUE[statement], judged.reason


def test_what_is_held_says_at_which_numbers_it_was_looked() -> None:
    assert "at rational t and at roots" in judge("t^2 != t + 1 where t < -1").reason
    assert "roots" not in judge("t^2 != 2 where t in Q").reason
    assert judge("t^2 + 1 >= 1").reason.count("rational") == 0


def test_a_number_that_is_declared_rational_needs_to_be() -> None:
    judged = judge("q^2 != 2 where q in Q")
    assert judged.declared == ("q ∈ ℚ",)
    assert [each.hypothesis for each in judged.needed] == ["q ∈ ℚ"]
    assert judged.needed[0].counterexample is not None
    assert str(judged.needed[0].counterexample["q"][0, 0]) == "1*sqrt(2)"


def test_a_function_is_no_size() -> None:
    assert judge("exp(t) > 2 implies t > 0").verdict == HELD
