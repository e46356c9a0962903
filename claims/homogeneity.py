"""Part 3.1: a positively homogeneous function vanishes at the origin."""

from __future__ import annotations

from typing import Any

from referee.deciding.claim import Answering, claim, given
from referee.deciding.strength.asked import Condition
from referee.language.comparison import (
    Comparison,
    Truth,
    all_of,
    between,
    equal,
    iff,
    implies,
    negation,
    zeros_like,
)
from referee.numerics.precision import NotComputed
from referee.strategies.families import Instance
from referee.strategies.homogeneous import function, homogeneous_functions
from referee.strategies.kinks import exponents

HOMOGENEOUS = "f(αx) = α^L f(x) for all α > 0; z = Ax"


MOST_FACTORS = 1_000  # no family draws more; a search for premises comes upon giants


def power(base: Any, exponent: int) -> Any:
    """Return an integer power by repeated multiplication, its definition.

    Raises NotComputed for more than MOST_FACTORS factors.
    """
    if abs(exponent) > MOST_FACTORS:
        raise NotComputed("a power of very many factors")
    result: Any = base**0
    for _ in range(abs(exponent)):
        result = result * base
    return result if exponent >= 0 else 1 / result


def _equal_powers(p: Instance) -> Comparison:
    """Compare α^L with β^L: exactly if α^(qL) = β^(qL), where qL is an integer."""
    times = int(p.L[0, 0].p)
    powers = equal(power(p.alpha, times), power(p.beta, times))
    return between(r"\alpha^{qL}", r"\beta^{qL}", powers)


@claim(
    "3.1-A1-value-at-zero",
    states=r"f(0) = {answer}",
    blank="the value of f at 0",
    size="1 1",
    names="L f_x d",
    shows="f A v x L",
    given=HOMOGENEOUS + "; f is continuous on R^d; any L ≥ 0",
)
@given(p=homogeneous_functions(kinds="lipschitz"))
def test_value_at_zero(p: Instance, answer: Answering) -> Comparison:
    return equal(function(p)(0 * p.x), answer(p))


@claim(
    "3.1-A1-positive-degree",
    states=r"L > 0 \;\Rightarrow\; f(0) = {answer}",
    blank="the value of f at 0",
    size="1 1",
    names="L f_x d",
    shows="f A v x L",
    given=HOMOGENEOUS + "; f is continuous on R^d; L > 0",
)
@given(p=homogeneous_functions(kinds="positive"))
def test_value_at_zero_of_positive_degree(p: Instance, answer: Answering) -> Comparison:
    return equal(function(p)(0 * p.x), answer(p))


@claim(
    "3.1-A1-zero-at-zero",
    states=r"{answer} \;\Rightarrow\; f(0) = 0",
    blank="a condition on the degree L under which f(0) = 0",
    size=None,
    names="L d",
    shows="f A v x L f_0",
    given=HOMOGENEOUS + "; f has a value at 0",
    asks=Condition(),
)
@given(p=homogeneous_functions(kinds="valued_at_origin"))
def test_zero_at_zero(p: Instance, answer: Answering) -> Comparison:
    return implies(answer(p), lambda: equal(p.f_0, zeros_like(p.f_0)))


@claim(
    "3.1-A1-exactly-when",
    states=r"f(0) = 0 \text{ for all } L\text{-homogeneous } f \iff {answer}",
    blank="the condition on the degree L under which f(0) = 0",
    size=None,
    names="L d",
    shows="f A v x L f_0",
    given=HOMOGENEOUS + "; f has a value at 0, and where f is a constant it is not 0",
)
@given(p=homogeneous_functions(kinds="valued_at_origin"))
def test_zero_at_zero_exactly(p: Instance, answer: Answering) -> Comparison:
    return iff(equal(p.f_0, zeros_like(p.f_0)), answer(p))


@claim(
    "3.1-A2-distinct-powers",
    states=r"{answer} \;\Rightarrow\; \alpha^L \neq \beta^L",
    blank="a condition on α, β and L under which the powers differ",
    size=None,
    names="alpha beta L",
    given="α, β ≠ 0 rational, positive where L is not an integer",
    asks=Condition(about=("alpha**L", "beta**L")),
)
@given(p=exponents(signed=True))
def test_distinct_powers(p: Instance, answer: Answering) -> Comparison:
    return implies(answer(p), lambda: negation(_equal_powers(p)))


@claim(
    "3.1-A2-exactly-when",
    states=r"\alpha^L \neq \beta^L \iff {answer}",
    blank="the condition on α, β and L under which the powers differ",
    size=None,
    names="alpha beta L",
    given="α, β > 0; L any rational number",
    asks=Condition(about=("alpha**L", "beta**L"), exact=True),
)
@given(p=exponents())
def test_distinct_powers_exactly(p: Instance, answer: Answering) -> Comparison:
    return iff(negation(_equal_powers(p)), answer(p))


@claim(
    "3.1-E28-homogeneity",
    equation=28,
    states=r"f(\alpha x) = {answer} \cdot f(x)",
    blank="the factor by which f changes",
    size="1 1",
    names="alpha L d",
    shows="f A v x alpha L",
    given=HOMOGENEOUS,
)
@given(p=homogeneous_functions(extra="alpha"))
def test_homogeneity(p: Instance, answer: Answering) -> Comparison:
    return equal(function(p)(p.alpha * p.x), answer(p) * p.f_x)


@claim(
    "3.1-E28-chain",
    equation=28,
    states=r"f(\alpha \cdot 0) = {answer}",
    blank="the value of f at α·0",
    size="1 1",
    names="alpha beta L f_0 f_x d",
    shows="f A v alpha beta L",
    given=HOMOGENEOUS + "; f has a value at 0; β > 0 is another number",
)
@given(p=homogeneous_functions(kinds="at_origin", extra="alpha+beta"))
def test_chain(p: Instance, answer: Answering) -> Comparison:
    return equal(function(p)(p.alpha * (0 * p.x)), answer(p))


@claim(
    "3.1-E28-which-factors",
    equation=28,
    states=r"{answer} \;\Rightarrow\; f(ax) = a^L f(x)",
    blank="a condition on the factor a",
    size=None,
    names="a L d",
    shows="f A v x a L",
    given=HOMOGENEOUS + "; L = 0, 1, 2, ...; a is any real number",
    asks=Condition(),
)
@given(p=homogeneous_functions(kinds="integer", extra="factor"))
def test_which_factors(p: Instance, answer: Answering) -> Comparison:
    scaled = power(p.a, int(p.L[0, 0].p)) * p.f_x
    return implies(answer(p), lambda: equal(function(p)(p.a * p.x), scaled))


@claim(
    "3.1-A3-only-if",
    states=r"\alpha^L v = v = \beta^L v,\; \alpha \neq \beta \iff {answer}",
    blank="when (28) can be true of a value v of f at 0",
    size=None,
    names="v L alpha beta",
    given="α, β > 0 and α ≠ β",
    asks=Condition(about=("alpha**L * v", "beta**L * v", "v"), exact=True),
)
@given(p=exponents())
def test_only_if(p: Instance, answer: Answering) -> Comparison:
    # α^L v = v exactly if v = 0 or α^(qL) = 1, where qL is an integer.
    times, zero = int(p.L[0, 0].p), equal(p.v, zeros_like(p.v))
    one = p.number([[1]])
    powers = all_of(equal(power(p.alpha, times), one), equal(power(p.beta, times), one))
    chain = zero if zero.truth is Truth.TRUE else powers
    return implies(negation(equal(p.alpha, p.beta)), lambda: iff(chain, answer(p)))


@claim(
    "3.1-A3-one-factor",
    states=r"\alpha^L v = v \iff {answer}",
    blank="when one factor α leaves a value v of f at 0 as it is",
    size=None,
    names="v L alpha",
    given="α > 0",
    asks=Condition(about=("alpha**L * v", "v"), exact=True),
)
@given(p=exponents())
def test_one_factor(p: Instance, answer: Answering) -> Comparison:
    zero = equal(p.v, zeros_like(p.v))
    one = equal(power(p.alpha, int(p.L[0, 0].p)), p.number([[1]]))
    return iff(zero if zero.truth is Truth.TRUE else one, answer(p))


@claim(
    "3.1-E29-at-zero",
    equation=29,
    states=r"s^{\top} x = {answer} \quad (x = 0)",
    blank="the product of any s with x = 0",
    size="1 1",
    names="L f_0 f_x d",
    shows="f A v s L f_0",
    given=HOMOGENEOUS + "; f has a value at 0; s is any vector",
)
@given(p=homogeneous_functions(kinds="at_origin", extra="s_any"))
def test_at_zero(p: Instance, answer: Answering) -> Comparison:
    return equal(p.s.mT @ (0 * p.x), answer(p))


@claim(
    "3.1-E29-which-points",
    equation=29,
    states=r"{answer} \;\Rightarrow\; s^{\top} x = L f(x) \text{ for any } s",
    blank="a condition on x under which the identity holds for any s",
    size=None,
    names="x L f_x d",
    shows="f A v x s L f_x",
    given=HOMOGENEOUS + "; f has a value at 0; s is any vector",
    asks=Condition(),
)
@given(p=homogeneous_functions(kinds="at_origin", origin=True, extra="s_any"))
def test_which_points(p: Instance, answer: Answering) -> Comparison:
    return implies(answer(p), lambda: equal(p.s.mT @ p.x, p.L * p.f_x))
