"""Letters put back to exact arrays: what a traced matrix and an axiom are at an instance."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
from flint import fmpq

from referee.numerics import arrays, linalg, matrix_functions, minors, products
from referee.numerics.free_algebra import vertices
from referee.numerics.free_algebra.coefficients import Coefficient, RationalFunction
from referee.numerics.free_algebra.letters import Word
from referee.numerics.free_algebra.polynomials import Polynomial

if TYPE_CHECKING:
    from referee.numerics.traced.tracing import Letters


def value_of(polynomial: Polynomial, tracing: Letters, p: Any) -> Any:
    """Return the exact array of shape ``(rows, columns)`` that a polynomial is at an instance."""
    sizes = [vertices.value(v, p.shape.__getitem__) for v in (polynomial.rows, polynomial.columns)]
    total = arrays.exact(np.zeros(sizes, dtype=np.int64))
    for word, c in polynomial.terms.items():
        matrix = value_of_word(word, tracing, p) if word else arrays.eye(sizes[0], total)
        total = total + value_of_number(c, tracing, p) * matrix
    return total


def value_of_word(word: Word, tracing: Letters, p: Any) -> Any:
    """Return the product of a word's letters at an instance."""
    found = [_letter(letter.name, tracing, p) for letter in word]
    turned = [a.T if letter.transposed else a for letter, a in zip(word, found, strict=True)]
    return reduce(np.matmul, turned)


def value_of_number(c: Coefficient, tracing: Letters, p: Any) -> fmpq:
    """Return a coefficient at an instance.

    Its indeterminates are sizes, fields, 1×1 words, traces, determinants and powers.
    """
    if not isinstance(c, RationalFunction):
        return c
    words = {str(c): word for word, c in tracing.presentation.numbers.items()}
    values: dict[str, fmpq] = {}
    made = tracing.determinants
    for name in c.names:
        if name in words:
            values[name] = _trace(value_of_word(words[name], tracing, p))
        elif name in made.matrices:
            values[name] = linalg.det(value_of(made.matrices[name], tracing, p))[0, 0]
        elif name in made.powers:
            base, size = made.powers[name]
            values[name] = value_of_number(base, tracing, p) ** p.shape[size]
        else:
            values[name] = fmpq(p.shape[name]) if name in p.shape else getattr(p, name)[0, 0]
    return c(values)


def _trace(array: Any) -> Any:
    return linalg.trace(array)[0, 0]


def _letter(name: str, tracing: Letters, p: Any) -> Any:
    """Return a letter's array: that of a field, or one that was made of a polynomial."""
    if name in tracing.values:
        return tracing.values[name](p)
    if name in tracing.layouts.columns:
        column = value_of_word(tracing.layouts.columns[name], tracing, p)
        return column * arrays.eye(len(column), column)
    for (mark, A), G in tracing.presentation.made.items():
        (((letter,), c),) = G.terms.items()
        if letter.name == name and not letter.transposed:
            inverse = linalg.inv if mark == "⁻¹" else linalg.pinv
            return inverse(value_of(A, tracing, p)) / c
    return _function(name, tracing, p)


def _function(name: str, tracing: Letters, p: Any) -> Any:
    """Return the array of a letter that is a function of others, or stands in a place."""
    kronecker = tracing.kronecker

    def size(vertex: str) -> int:
        return int(vertices.value(vertex, p.shape.__getitem__))

    if name in kronecker.places:
        at = kronecker.places[name]
        sides = [size(vertices.product("1", *each)) for each in (at.before, at.after)]
        left, right = (arrays.exact(np.eye(k, dtype=np.int64)) for k in sides)
        return products.kron(products.kron(left, _letter(at.base.name, tracing, p)), right)
    for vertex, letter in kronecker.columns.items():
        if letter.name == name:
            return products.vec(arrays.exact(np.eye(size(vertex), dtype=np.int64)))
    return _of_matrices(name, tracing, p, size)


def _of_matrices(name: str, tracing: Letters, p: Any, size: Callable[[str], int]) -> Any:
    made = tracing.functions
    if name in made.entrywise:
        one, other = (value_of(each, tracing, p) for each in made.entrywise[name])
        return one * other
    if name in made.adjugates:
        return minors.adjugate(value_of(made.adjugates[name], tracing, p))
    if name in made.exponentials:
        return matrix_functions.expm(value_of(made.exponentials[name], tracing, p))
    if name in made.roots:
        return matrix_functions.sqrtm(value_of(made.roots[name], tracing, p))
    sizes, place = made.blocks[name]  # KeyError for a letter that nobody made
    counts = [*map(size, sizes)]
    start = sum(counts[:place])
    unit = arrays.exact(np.eye(sum(counts), dtype=np.int64))
    return unit[:, start : start + counts[place]]
