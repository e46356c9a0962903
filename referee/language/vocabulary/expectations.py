"""Expectations over a name that is random, all others held fixed: exact moments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product

import numpy as np

from referee.language.comparison import IllTyped, Truth
from referee.language.vocabulary.operation import (
    RANDOM,
    SCALAR,
    Changes,
    Filled,
    Operation,
    Size,
    Type,
    spell,
)
from referee.language.vocabulary.predicates import positive_semidefinite
from referee.language.vocabulary.sizes import array
from referee.numerics import arrays, calculus, scalars
from referee.numerics.arrays import Array
from referee.numerics.degrees import Tracked
from referee.numerics.exponential_polynomials import at_letters, letter, letter_of
from referee.numerics.moments import Gaussian, Independent, Moment, expected, signs, uniform
from referee.numerics.precision import NotComputed
from referee.numerics.scalars import Undefined
from referee.numerics.series import Series
from referee.numerics.traced.sizes import NotTranslated

Function = Callable[[Array], Array]
MOST_SIGNS = 10  # entries whose signs are gone through one by one, where there is no polynomial


def gaussian(f: Function, x: Array, m: Array, s: Array) -> Array:
    """Return E f(x) for x ~ N(m, S), m and x (d, 1), S (d, d).

    Raises Undefined where S is no covariance: not symmetric, or with a negative eigenvalue.
    """

    def moment() -> Moment:
        _is_covariance(s)
        return Gaussian(list(m[:, 0]), [list(row) for row in s])

    return _by_moments(f, x, moment)


def uniform_between(f: Function, x: Array, low: Array, high: Array) -> Array:
    """Return E f(x) for entries of x (d, k) that are independent and uniform in intervals.

    ``low`` and ``high`` are numbers or have the shape of x. Raises Undefined where low > high.
    """

    def moment() -> Moment:
        ends = (np.broadcast_to(each, x.shape).flat for each in (low, high))
        return Independent([uniform(a, b) for a, b in zip(*ends, strict=True)])

    return _by_moments(f, x, moment)


def over_signs(f: Function, x: Array) -> Array:
    """Return E f(x) for entries of x (d, k) that are 1 or −1 with probability ½, independently.

    What is no polynomial is averaged over all signs, where they are few.
    """
    few = not arrays.is_traced(x) and x.shape[-1] * x.shape[-2] <= MOST_SIGNS
    if few and not arrays.is_exact(x):
        return _average(f, x)
    try:
        return _by_moments(f, x, lambda: Independent([signs] * x.size))
    except NotComputed:
        if not few:
            raise
        return _average(f, x)


def over_finite(f: Function, x: Array, values: Array, p: Array) -> Array:
    """Return Σ p_k f(v_k) over the columns v_k of values (d, K), p (K, 1).

    Raises Undefined where p has a negative entry or another sum than 1.
    """
    if arrays.is_traced(x):
        raise NotTranslated("an expectation over finitely many values")
    if arrays.is_exact(p):
        _is_distribution(p)
    terms = (f(values[..., :, k : k + 1]) * p[..., k : k + 1, :] for k in range(values.shape[-1]))
    return _total(terms)


def _average(f: Function, x: Array) -> Array:
    rows, columns = x.shape[-2:]
    count = 2 ** (rows * columns)
    every = (
        np.array(each).reshape(rows, columns) for each in product((1, -1), repeat=rows * columns)
    )
    return _total(f(arrays.like(each, x)) for each in every) / count


def _total(terms: Iterator[Array]) -> Array:
    total = next(terms)
    for each in terms:
        total = total + each
    return total


def _by_moments(f: Function, x: Array, moment: Callable[[], Moment]) -> Array:
    """Return E f(x) from f at letters in place of x, as far as it is a polynomial there."""
    if arrays.is_traced(x):
        raise NotTranslated("an expectation")
    if not arrays.is_exact(x) or x.ndim > 2:
        raise NotComputed("an expectation in floating point")
    letters = arrays.elementwise(lambda _: letter(), x)
    found = at_letters(f, letters)
    own, known = [letter_of(each) for each in letters.flat], moment()
    return arrays.elementwise(lambda number: expected(number, own, known), found)


def _is_covariance(s: Array) -> None:
    """Check a covariance; where entries know their degrees and no order, it was drawn as one."""
    at = s
    while any(isinstance(each, Series) for each in at.flat):
        at = calculus.values(at)
    if any(isinstance(each, Tracked) for each in at.flat):
        return
    truth = positive_semidefinite(at).truth
    if truth is Truth.FALSE:
        raise Undefined("a Gaussian whose covariance is not positive semidefinite")
    if truth is not Truth.TRUE:
        raise NotComputed("whether a covariance is positive semidefinite")


def _is_distribution(p: Array) -> None:
    numbers = [each for each in p.flat if not isinstance(each, Tracked)]
    if any(scalars.sign(each) == -1 for each in numbers):
        raise Undefined("a negative probability")
    if len(numbers) == p.size and scalars.vanishes(sum(numbers) - 1) is False:
        raise Undefined("probabilities whose sum is not 1")


def _gaussian_types(body: Type, variable: Type, mean: Type, covariance: Type) -> Type:
    x, m, s = (array(each, "a Gaussian") for each in (variable, mean, covariance))
    if x[1] != 1 or m != x or s != (x[0], x[0]):
        raise IllTyped(
            f"{spell(x)} ~ N({spell(m)}, {spell(s)}); a column has a mean of its size"
            " and a square covariance"
        )
    return array(body, "an expectation")


def _uniform_types(body: Type, variable: Type, low: Type, high: Type) -> Type:
    x: Size = array(variable, "what is uniform")
    for end in (low, high):
        if array(end, "an end of an interval") not in {x, SCALAR}:
            raise IllTyped(f"{spell(x)} between {spell(end)}; ends are numbers or {spell(x)}")
    return array(body, "an expectation")


def _signs_types(body: Type, variable: Type) -> Type:
    array(variable, "what is random")
    return array(body, "an expectation")


def _finite_types(body: Type, variable: Type, values: Type, p: Type) -> Type:
    x, v, q = (array(each, "what is random") for each in (variable, values, p))
    if x[1] != 1 or v[0] != x[0] or q != (v[1], 1):
        raise IllTyped(
            f"{spell(x)} among the columns of {spell(v)} with probabilities {spell(q)};"
            " each column is a value, and has a probability"
        )
    return array(body, "an expectation")


def _operation(
    says: str,
    rule: Callable[..., Type],
    value: Callable[..., Array],
    latex: str,
    unicode: str,
    arity: int = 4,
) -> Operation:
    return Operation(
        says,
        arity,
        rule,
        value,
        Filled(rf"\mathbb{{{{E}}}}_{{{{{{1}} \sim {latex}}}}}\left[{{0}}\right]", 9),
        binds=RANDOM,
        changes=Changes(offered=False),
        written={"unicode": Filled(f"E_({{1}} ∼ {unicode})[{{0}}]", 9)},
    )


FUNCTIONS: Mapping[str, Operation] = {
    "expectation_gaussian": _operation(
        "the expectation over a Gaussian name: expectation_gaussian(f, x, m, S) for x ~ N(m, S)",
        _gaussian_types,
        gaussian,
        r"\mathcal{{N}}({2}, {3})",
        "N({2}, {3})",
    ),
    "expectation_uniform": _operation(
        "the expectation over a name whose entries are uniform between two ends, independently",
        _uniform_types,
        uniform_between,
        r"\mathcal{{U}}[{2}, {3}]",
        "U[{2}, {3}]",
    ),
    "expectation_signs": _operation(
        "the expectation over a name whose entries are 1 or -1 with probability 1/2 each",
        _signs_types,
        over_signs,
        r"\mathcal{{U}}\{{1, -1\}}",
        "U{{1, -1}}",
        2,
    ),
    "expectation_finite": _operation(
        "the expectation over a name that is a column of V with the probabilities in p",
        _finite_types,
        over_finite,
        r"({2}, {3})",
        "({2}, {3})",
    ),
}
