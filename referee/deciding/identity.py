"""Identity proofs: one evaluation at a random point of a large set.

Where both sides of a claim are rational functions of the family's free numbers, the claim
is run once per shape in degree arithmetic (numerics.degrees) at a point whose coordinates
are drawn evenly from 2⁶¹ integers. If the sides agree there, then they agree everywhere, up
to a probability of D/2⁶¹ that a nonzero polynomial of degree D vanishes at the point
(DeMillo-Lipton, Schwartz, Zippel). A family's fields are replaced by parametrisations whose
values are dense in theirs, so rank conditions are built in and nothing is assumed.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from referee.deciding.claim import Property
from referee.language.comparison import Truth
from referee.language.evaluation import AnswerUndefined
from referee.numerics.arrays import Array
from referee.numerics.degrees import NotRational, assumptions, variable
from referee.numerics.precision import NotComputed
from referee.numerics.scalars import Undefined
from referee.numerics.work import TooMuchWork, meter, spend
from referee.strategies.families import Family, Instance, Shape, say_shape

BITS = 61
MOST = 8  # shapes are proved up to this size
POINT = 1_000  # units of work that a point takes beside its arithmetic
LARGE = 20  # instances with large integers, tried where an identity test fails


@dataclass(frozen=True)
class Proof:
    """An identity proved for all shapes up to a size, or the reason why there is none.

    ``degree`` is the sum over the shapes of the degrees of the polynomials taken for zero;
    the probability that any of them is not is at most ``degree``/2⁶¹ = 2^−``bits``.
    ``fails_at`` is the shape at which the sides differ, if that is the reason; ``up_to`` the
    size up to which dimensions were proved.
    """

    shapes: int = 0
    degree: int = 0
    reason: str = ""
    fails_at: Shape | None = None
    up_to: int = 0

    @property
    def holds(self) -> bool:
        """Whether the identity is proved."""
        return not self.reason

    @property
    def bits(self) -> float:
        """−log₂ of the bound on the probability of a false proof."""
        return BITS - math.log2(max(self.degree, 1))


def prove(
    decide: Property,
    answer: Callable[[Instance], object],
    family: Family,
    rng: random.Random,
    *,
    most: int = MOST,
) -> Proof:
    """Prove that a claim is an identity for all shapes of a family up to a size.

    Where work is counted, up to the size that the work allows.
    """
    degree, shapes = 0, family.shapes_up_to(most)
    bounded = meter().most < math.inf
    for shape in sorted(shapes, key=_size) if bounded else shapes:
        try:
            for p in at_random_points(family, shape, rng):
                spend(POINT)
                degree += _degree_at(decide, answer, p)
        except TooMuchWork:
            return _as_far_as(shape, shapes, degree)
        except NotRational as step:
            return Proof(reason=f"it is no identity of rational functions: {step}")
        except (Undefined, NotComputed, AnswerUndefined) as error:
            return Proof(reason=f"it has no value at a random point: {error}")
        except _Fails:
            reason = f"it fails at a random point at {say_shape(shape)}"
            return Proof(reason=reason, fails_at=shape)
    return Proof(len(shapes), degree, up_to=most)


def _size(shape: Shape) -> int:
    return max(shape.values(), default=0)


def _as_far_as(shape: Shape, shapes: Sequence[Shape], degree: int) -> Proof:
    """Return what is proved where a shape took too much work: all sizes that are smaller."""
    done = sum(1 for each in shapes if _size(each) < _size(shape))
    if not done:
        return Proof(reason="it takes too many operations")
    return Proof(done, degree, up_to=_size(shape) - 1)


class _Fails(Exception):
    """The sides differ at the random point."""


def _degree_at(decide: Property, answer: Callable[[Instance], object], p: Instance) -> int:
    """Return the degree of what is taken for zero at one point; raises _Fails otherwise."""
    with assumptions() as noted:
        if decide(p, answer).truth is not Truth.TRUE:
            raise _Fails
    if None in noted:
        raise NotRational("an equation that fails")
    return sum(degree for degree in noted if degree is not None)


def at_random_points(family: Family, shape: Shape, rng: random.Random) -> Iterator[Instance]:
    """Yield instances whose free numbers are indeterminates with random 61-bit values.

    One for each way to choose among the parametrisations of the fields. Raises NotRational
    for a family with a field that has none.
    """

    def source(rows: int, columns: int) -> Array:
        out = np.empty((rows, columns), dtype=object)
        out.reshape(-1)[:] = [variable(rng.randrange(2**BITS)) for _ in range(rows * columns)]
        return out

    fields = [field for field in family.fields if field.integers(shape)]
    for field in fields:
        if not field.ways(shape):
            raise NotRational(f"its {field.name} is not made of free numbers alone")
    for ways in product(*(field.ways(shape) for field in fields)):
        p = Instance(family, shape, np.empty(0, dtype=object))
        for field, build in zip(fields, ways, strict=True):
            p = p.replace(**{field.name: build(p, source)})
        yield p
