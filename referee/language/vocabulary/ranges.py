"""Sums, products and extrema over an index that runs through whole numbers."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from typing import Any

from referee.language.comparison import IllTyped
from referee.language.vocabulary.operation import (
    INDEX,
    SCALAR,
    Changes,
    Filled,
    Operation,
    Type,
    spell,
)
from referee.language.vocabulary.sizes import array
from referee.numerics import arrays, scalars
from referee.numerics.arrays import Array
from referee.numerics.precision import NotComputed
from referee.numerics.scalars import Undefined
from referee.numerics.traced.index_sums import Index, total_over
from referee.numerics.traced.sizes import NotTranslated, is_named

MOST_TERMS = 10_000
MOST_BITS = 10**7  # of all that a sum or a product comes to after each of its terms
LOOKED_AT = 16  # entries of a matrix, for how large its numbers are
Term = Callable[[Index], Array]  # what is evaluated for each index
Empty = Callable[[], Array]  # a matrix of zeros of the size of a term


def _any_size(index: Type, low: Type, high: Type, body: Type) -> Type:
    del index, low, high
    return array(body, "a sum over an index")


def _numbers(index: Type, low: Type, high: Type, body: Type) -> Type:
    del index, low, high
    if array(body, "a function over an index") != SCALAR:
        raise IllTyped(f"{spell(body)} for each index; a product or extremum is one of numbers")
    return SCALAR


def _terms(term: Term, low: Index, high: Index) -> Iterator[Array]:
    if is_named(low, high):
        raise NotTranslated("a product or an extremum over an index")
    first, last = int(low), int(high)
    if last - first >= MOST_TERMS:
        raise NotComputed(f"more than {MOST_TERMS:,} terms of a sum or product over an index")
    return map(term, range(first, last + 1))


def sum_over(term: Term, low: Index, high: Index, number: Any, empty: Empty) -> Array:
    """Return the sum of a term over an index from ``low`` to ``high``, 0 where there is none."""
    if is_named(low, high):
        return total_over(term, low, high, number)
    terms = _terms(term, low, high)
    first = next(terms, None)
    return empty() if first is None else _folded(operator.add, terms, first)


def prod_over(term: Term, low: Index, high: Index, number: Any, empty: Empty) -> Array:
    """Return the product of numbers over an index, 1 where there is none."""
    del empty
    return _folded(operator.mul, _terms(term, low, high), number([[1]]))


def _folded(join: Callable[..., Array], terms: Iterator[Array], found: Array) -> Array:
    """Return what terms come to. Raises NotComputed where exact numbers grow too large."""
    bits = 0
    for each in terms:
        found = join(found, each)
        if arrays.is_exact(found):
            bits += max((scalars.height_bits(x) for x in found.flat[:LOOKED_AT]), default=0)
        if bits > MOST_BITS:
            raise NotComputed("a sum or product over an index of numbers that grow too large")
    return found


def _extreme(sign: int) -> Callable[..., Array]:
    def value(term: Term, low: Index, high: Index, number: Any, empty: Empty) -> Array:
        del number, empty
        found = list(_terms(term, low, high))
        if not found:
            raise Undefined(f"a {'maximum' if sign > 0 else 'minimum'} over no index")
        larger = arrays.maximum
        return reduce(lambda a, b: larger(a, b) if sign > 0 else -larger(-a, -b), found)

    return value


def _operation(
    says: str,
    rule: Callable[..., Type],
    value: Callable[..., Array],
    latex: str,
    other: str,
    unicode: str,
    numpy: str,
) -> Operation:
    notation = Filled(latex + " {3}", 3, (0, 0, 0, 4))
    changes = Changes(to=(other,))
    return Operation(
        says,
        4,
        rule,
        value,
        notation,
        indices=(1, 2),
        binds=INDEX,
        changes=changes,
        written={
            "unicode": Filled(unicode + " {3}", 3, (0, 0, 0, 5)),
            "numpy": Filled(numpy + "({3} for {0} in range({1}, {2}))"),
        },
    )


FUNCTIONS: Mapping[str, Operation] = {
    "sum_over": _operation(
        "the sum for each index: sum_over(i, 1, n, column(X, i))",
        _any_size,
        sum_over,
        r"\sum_{{{0} = {1}}}^{{{2}}}",
        "prod_over",
        "∑_{{{0}={1}}}^{{{2}}}",
        "sum",
    ),
    "prod_over": _operation(
        "the product for each index: prod_over(i, 1, n, i)",
        _numbers,
        prod_over,
        r"\prod_{{{0} = {1}}}^{{{2}}}",
        "sum_over",
        "∏_{{{0}={1}}}^{{{2}}}",
        "math.prod",
    ),
    "max_over": _operation(
        "the largest for each index: max_over(i, 1, n, entry(y, i))",
        _numbers,
        _extreme(1),
        r"\max_{{{1} \le {0} \le {2}}}",
        "min_over",
        "max_{{{1}≤{0}≤{2}}}",
        "max",
    ),
    "min_over": _operation(
        "the smallest for each index: min_over(i, 1, n, entry(y, i))",
        _numbers,
        _extreme(-1),
        r"\min_{{{1} \le {0} \le {2}}}",
        "max_over",
        "min_{{{1}≤{0}≤{2}}}",
        "min",
    ),
}
