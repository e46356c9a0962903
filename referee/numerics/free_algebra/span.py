"""Linear combinations: whether a polynomial is one of given polynomials, by elimination."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

from flint import fmpq

from referee.numerics.free_algebra.coefficients import Coefficient, RationalFunction

Key = TypeVar("Key", bound=Hashable)
Vector: TypeAlias = dict[Any, Coefficient]


class Span(Generic[Key]):
    """The span of vectors given by their nonzero entries, in echelon form.

    Every vector that depends on those before it is left out, so that a combination uses a set
    of independent vectors: none of them can be left out of it.
    """

    def __init__(self) -> None:
        self._pivots: dict[Key, tuple[Vector, Vector]] = {}

    def add(self, name: int, vector: Mapping[Key, Coefficient]) -> None:
        """Add a vector under a name."""
        rest: Vector = dict(vector)
        shares: Vector = {name: fmpq(1)}
        self._clear(rest, shares)
        if rest:
            pivot = next((key for key, c in rest.items() if isinstance(c, fmpq)), next(iter(rest)))
            number = 1 / rest[pivot]
            self._pivots[pivot] = _times(rest, number), _times(shares, number)

    def combination(self, target: Mapping[Key, Coefficient]) -> dict[int, Coefficient] | None:
        """Return the factors of the named vectors whose sum a target is, if it is one."""
        rest: Vector = dict(target)
        shares: Vector = {}
        self._clear(rest, shares)
        return None if rest else {name: -c for name, c in shares.items()}

    def _clear(self, rest: Vector, shares: Vector) -> None:
        """Subtract pivots until no entry is one's.

        A pivot's vector has no entry at an earlier pivot, so that each is subtracted once if the
        earliest comes first.
        """
        for pivot, (vector, origin) in self._pivots.items():
            c = rest.get(pivot)
            if c:
                subtract(rest, vector, c)
                subtract(shares, origin, c)


def combination(
    target: Mapping[Key, Coefficient], vectors: Sequence[Mapping[Key, Coefficient]]
) -> dict[int, Coefficient] | None:
    """Return a target as a combination of vectors, those that come first preferred.

    The vectors are chosen at numbers in the place of indeterminates, which is faster by far, and
    the combination of those is exact. Raises ZeroDivisionError where such a number is a pole.
    """
    chosen = _combined(plain(target), [plain(vector) for vector in vectors])
    if chosen is None or not any(isinstance(c, RationalFunction) for c in _all(target, vectors)):
        return chosen
    places = [*chosen]
    found = _combined(target, [vectors[place] for place in places])
    return None if found is None else {places[i]: c for i, c in found.items()}


def _combined(
    target: Mapping[Key, Coefficient], vectors: Sequence[Mapping[Key, Coefficient]]
) -> dict[int, Coefficient] | None:
    span = Span[Key]()
    for name, vector in enumerate(vectors):
        span.add(name, vector)
    return span.combination(target)


def _all(
    target: Mapping[Key, Coefficient], vectors: Sequence[Mapping[Key, Coefficient]]
) -> Iterator[Coefficient]:
    for vector in (target, *vectors):
        yield from vector.values()


def plain(vector: Mapping[Key, Coefficient]) -> dict[Key, Coefficient]:
    """Return a vector with the same number for an indeterminate wherever it occurs."""
    found = {k: c(NUMBERS) if isinstance(c, RationalFunction) else c for k, c in vector.items()}
    return {key: c for key, c in found.items() if c}


class _Numbers(dict[str, fmpq]):
    """A number for every name: large, and another for another name."""

    def __missing__(self, name: str) -> fmpq:
        return fmpq(10**9 + 7 + int.from_bytes(name.encode(), "big") % (10**9 + 9))


NUMBERS = _Numbers()


def _times(vector: Vector, number: Coefficient) -> Vector:
    return {key: c * number for key, c in vector.items()}


def subtract(vector: Vector, other: Mapping[Any, Coefficient], number: Coefficient) -> None:
    """Subtract a multiple, in place; what becomes 0 is left out."""
    for key, c in other.items():
        total = vector[key] - c * number if key in vector else -c * number
        if total:
            vector[key] = total
        else:
            del vector[key]
