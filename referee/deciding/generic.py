"""Generic matrices: identities without inverses, decided for all sizes at one large shape.

Where a claim is made of matrices, transposes, products, traces, sums and diag(v), with at most D
factors in a term, it is run on numbers once more: at matrices of independent random integers of one
shape all of whose dimensions are above D, with other random numbers for the sizes in formulas. An
index that is summed over stands at two factors at least, so a term has at most D + 1 indices; the
dimensions have room for a monomial in which all of them differ, and its factors say which term it
belongs to. So a combination of different terms that is zero at that shape has coefficients that are
zero, and is zero at every shape. Integers drawn below 2⁶¹ take a polynomial of degree E that is not
zero for zero with a probability of at most E/2⁶¹ (DeMillo-Lipton, Schwartz, Zippel); the degrees
are counted while the claim runs. That it is made so is known from its run on letters.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import permutations
from typing import TypeVar

import numpy as np

from referee.deciding.claim import Property
from referee.deciding.every_size import Traced
from referee.deciding.faults import Raised, attempted, first_line, is_exhaustion
from referee.deciding.identity import BITS
from referee.language.comparison import Truth
from referee.numerics.arrays import Array
from referee.numerics.degrees import assumptions, variable
from referee.numerics.free_algebra.coefficients import SUPERSCRIPTS
from referee.numerics.free_algebra.letters import Letter
from referee.numerics.traced.terms import NotCounted, Terms, is_ones
from referee.numerics.traced.tracing import FRESH, Letters
from referee.strategies import forms
from referee.strategies.families import Family, Instance, Shape, say_shape

MOST = 6  # the degree up to which a claim is run: its cost is the cube of it, times it

Answer = Callable[[Instance], object]
T = TypeVar("T")


@dataclass(frozen=True)
class Generic:
    """What a claim is at generic matrices of a shape.

    ``reason`` says why that says nothing, "" where it says something: the claim holds for all
    sizes, or ``differs``: it is false ``at`` an instance of the shape. ``degree`` is the most
    factors of a term, ``counted`` the sum of the degrees of the polynomials that were taken for
    zero; that any of them is not has a probability of at most ``counted``/2⁶¹ = 2^−``bits``.
    """

    reason: str = ""
    differs: bool = False
    shape: Shape | None = None
    degree: int = 0
    counted: int = 0
    at: Instance | None = field(default=None, repr=False, compare=False)

    @property
    def holds(self) -> bool:
        """Whether the claim is an identity for all sizes."""
        return not self.reason and not self.differs

    @property
    def bits(self) -> float:
        """−log₂ of the bound on the probability that it is none."""
        return BITS - math.log2(max(self.counted, 1))

    @property
    def says(self) -> str:
        """What was found, in words."""
        where = f"generic matrices with {say_shape(self.shape or {})}"
        if self.differs:
            return f"false at {where}"
        chance = f"2⁻{str(int(self.bits)).translate(SUPERSCRIPTS)}"
        return f"proved for every size by {where}, wrong with probability at most {chance}"


class _SaysNothing(Exception):
    """Why the theorem does not apply to a claim."""


def at_generic_matrices(
    decide: Property, answer: Answer, family: Family, traced: Traced, rng: random.Random
) -> Generic:
    """Run a claim that was traced at generic matrices of a shape that speaks for all.

    Where it fails there, that may be since it needs what its family says of matrices, or counts
    what it names as a size: an instance of the family, of that shape, says whether it differs.
    """
    try:
        terms = _terms_of(traced, family)
        shape = _above(terms, traced.tracing, family)
        counted = _counted(decide, answer, _any_matrices(family, shape, traced.tracing, rng))
        if counted is not None:
            return Generic(shape=shape, degree=terms.degree, counted=counted)
        p = family.sample_large(shape, rng)
        differs = _is_false(decide, answer, p)
    except _SaysNothing as why:
        return Generic(str(why))
    if not differs:
        return Generic("it does not hold of all matrices, or with other numbers for its sizes")
    return Generic(differs=True, shape=shape, degree=terms.degree, at=p)


def _counted(decide: Property, answer: Answer, p: Instance) -> int | None:
    """Return the degrees of what is taken for zero, summed; None where something is not."""

    def run() -> int | None:
        with assumptions() as noted:
            if decide(p, answer).truth is not Truth.TRUE or None in noted:
                return None
        return sum(degree for degree in noted if degree is not None)

    return _with_a_value(run)


def _is_false(decide: Property, answer: Answer, p: Instance) -> bool:
    return _with_a_value(lambda: decide(p, answer).truth is Truth.FALSE)


def _with_a_value(run: Callable[[], T]) -> T:
    found = attempted(run)
    if not isinstance(found, Raised):
        return found
    if is_exhaustion(found.error):
        raise found.error
    raise _SaysNothing(f"it has no value there: {first_line(found.error)}")


def _any_matrices(family: Family, shape: Shape, tracing: Letters, rng: random.Random) -> Instance:
    """Return random matrices for the fields that are letters, and other numbers for the sizes."""

    def random_matrix(rows: int, columns: int) -> Array:
        out = np.empty((rows, columns), dtype=object)
        count = rows * columns
        out.reshape(-1)[:] = [variable(rng.randrange(2**BITS)) for _ in range(count)]
        return out

    names = sorted({size.name for size in tracing.shape.values()})
    sizes = {name: random_matrix(1, 1) for name in names}
    letters = (
        field
        for name, field in family.by_name.items()
        if name in tracing.values or field.form is forms.any_number
    )
    put = {field.name: random_matrix(*field.size(shape)) for field in letters}
    named = {d: sizes[size.name] for d, size in tracing.shape.items() if d in family.by_name}
    return Instance(family, shape, np.empty(0, dtype=object)).replace(**put, **named)


def _terms_of(traced: Traced, family: Family) -> Terms:
    """Return the terms that came up; raises _SaysNothing where they are made otherwise."""
    tracing = traced.tracing
    if tracing.conditions:
        raise _SaysNothing("it divides by what may vanish")
    if any(goal.premises for goal in traced.goals):
        raise _SaysNothing("it rests on an equation")
    try:
        terms = Terms(tracing)
    except NotCounted as why:
        raise _SaysNothing(str(why)) from None
    for letter in terms.letters:
        if not _is_any(letter, tracing, family):
            raise _SaysNothing(f"{letter.name} is not any matrix")
    return terms


def _is_any(letter: Letter, tracing: Letters, family: Family) -> bool:
    """Say whether a letter stands for any matrix: of a field, of ones, or a direction."""
    own = letter.name in tracing.values and letter.name in family.by_name
    return own or letter.name.startswith(FRESH) or is_ones(letter)


def _above(terms: Terms, tracing: Letters, family: Family) -> Shape:
    """Return a shape of a family whose dimensions that matrices have are above a degree.

    They differ where they may, so that a product that meets at one shape only has no value there.
    """
    if terms.degree > MOST:
        raise _SaysNothing(f"its degree is {terms.degree}, and {MOST} are afforded")
    used = {vertex for letter in terms.letters for vertex in (letter.rows, letter.columns)}
    names = {dim: size.name for dim, size in tracing.shape.items()}
    apart, least = sorted(used & {*names.values()}), family.extent.least
    for beyond in (*permutations(range(len(apart))), (0,) * len(apart)):
        sizes = {n: terms.degree + 1 + more for n, more in zip(apart, beyond, strict=True)}
        shape = {dim: max(low, sizes.get(names[dim], low)) for dim, low in least.items()}
        if shape in family.extent:
            return shape
    raise _SaysNothing(f"no shape has all dimensions above {terms.degree}")
