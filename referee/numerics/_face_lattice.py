"""The face lattice of a polyhedral fan, refined by one linear form after another.

A fan here is a finite set of pointed polyhedral cones that meet face to face: the maximal ones,
all of one dimension r (the rank), are its cells, and every face of a cone belongs to it too.
Faces of dimension 1 are rays, each known by an integer row. A piecewise linear function that is
linear on every cone is known by its values on the rays, so the sign of such a function on a
face (none, +, -, or both) is found by passing signs from rays upwards; no optimisation problem is
solved anywhere. Splitting a fan along the zero set of such a function keeps it face to face:
whether a shared face is split depends on that face alone.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from referee.numerics._integer_arrays import (
    WORD,
    IntegerArray,
    largest,
    positive_combinations,
    primitive,
    stack,
    where,
    widen,
)

Ids = NDArray[np.intp]
Signs = NDArray[np.uint8]

# The sign of a form on a face, as a set: 0 = identically zero.
_PLUS, _MINUS, _BOTH = np.uint8(1), np.uint8(2), np.uint8(3)


@dataclass(slots=True)
class Incidences:
    """The facets of the faces of one dimension: `parent[i]` has the facet `child[i]`."""

    parent: Ids
    child: Ids


@dataclass(slots=True)
class Fan:
    """A fan of rank r >= 1 with its face lattice.

    `rays` has one integer row per ray (any columns that are linear on every cone); `counts[k-1]` is
    the number of faces of dimension k; `edges` (counts[1], 2) holds the two rays of each face of
    dimension 2; `upper[k-3]` the facets of the faces of dimension k >= 3.
    """

    rays: IntegerArray
    counts: list[int]
    edges: Ids
    upper: list[Incidences]

    @property
    def cells(self) -> int:
        """The number of cells, the faces of greatest dimension."""
        return self.counts[-1]

    @property
    def size(self) -> int:
        """The number of incidences stored, what memory and time grow with."""
        return self.edges.size + sum(level.parent.size for level in self.upper)

    def split(self, column: int) -> tuple[Ids, NDArray[np.bool_]]:
        """Split every cell on which the form in `column` of `rays` takes both signs.

        Returns the ids of the cells that were split, and for each cell of the refined fan whether
        the form is positive inside. A split cell keeps its id for its positive part; the negative
        parts get new ids, in the order of the ids returned.
        """
        signs = self._signs(column)
        top = signs[-1]
        split = where(top == _BOTH)
        positive = np.concatenate(((top & _PLUS) != 0, np.zeros(split.size, np.bool_)))
        if split.size:
            _Splitting(self, signs, column).apply()
        return split, positive

    def _signs(self, column: int) -> list[Signs]:
        values = self.rays[:, column]
        rays = (values > 0) * _PLUS | (values < 0) * _MINUS
        signs: list[Signs] = [rays]
        if len(self.counts) > 1:
            signs.append(rays.take(self.edges[:, 0]) | rays.take(self.edges[:, 1]))
        for count, level in zip(self.counts[2:], self.upper, strict=True):
            faces = np.zeros(count, np.uint8)
            np.bitwise_or.at(faces, level.parent, signs[-1].take(level.child))
            signs.append(faces)
        return signs

    def facets(self) -> Incidences:
        """Return which facets the cells have (for rank 1 the one facet is the origin)."""
        if len(self.counts) == 1:
            return Incidences(np.arange(self.cells), np.zeros(self.cells, np.intp))
        if len(self.counts) == 2:
            return Incidences(np.repeat(np.arange(self.cells), 2), self.edges.ravel())
        return self.upper[-1]

    def interior_points(self, columns: slice, dimension: int) -> IntegerArray:
        """Return one integer point inside each face of a dimension, in some columns of `rays`.

        The sum of points inside two different facets of a cone lies inside the cone, since no
        proper face contains both.
        """
        points = primitive(self.rays[:, columns].copy())
        if points.dtype == np.int64 and largest(points) << (dimension - 1) >= WORD:
            points = widen(points)
        if dimension > 1:
            one, other = self.edges.T
            points = points.take(one, axis=0) + points.take(other, axis=0)
        for count, level in zip(self.counts[2:dimension], self.upper, strict=False):
            first, second = np.zeros(count, np.intp), np.zeros(count, np.intp)
            first[level.parent] = level.child
            rest = where(level.child != first.take(level.parent))
            second[level.parent.take(rest)] = level.child.take(rest)
            points = points.take(first, axis=0) + points.take(second, axis=0)
        return points

    def restricted(self, cells: Ids) -> "Fan":
        """Return the fan of some of the cells and their faces."""
        keep, counts, upper = cells, [cells.size], []
        for level, below in zip(self.upper[::-1], self.counts[-2::-1], strict=False):
            parent = _positions(self.counts[len(self.counts) - len(counts)], keep, fill=-1)
            parent = parent.take(level.parent)
            rows = where(parent >= 0)
            child = level.child.take(rows)
            keep = _members(below, child)
            upper.append(Incidences(parent.take(rows), _positions(below, keep).take(child)))
            counts.append(keep.size)
        edges = self.edges
        if len(self.counts) > 1:
            edges = self.edges.take(keep, axis=0)
            keep = _members(self.counts[0], edges)
            edges = _positions(self.counts[0], keep).take(edges)
            counts.append(keep.size)
        return Fan(self.rays.take(keep, axis=0), counts[::-1], edges, upper[::-1])


class _Splitting:
    """One splitting of a fan: which faces fall in two, and the ids of their parts.

    A face F on which the form takes both signs has a positive part (it keeps the id of F), a
    negative part, and a wall F and zero set, one dimension lower. The ids of dimension k
    are, in order: the old faces, the negative parts, the walls of the faces of dimension k + 1.
    """

    def __init__(self, fan: Fan, signs: list[Signs], column: int) -> None:
        self.fan = fan
        self.signs = signs
        self.column = column
        self.both = [where(s == _BOTH) for s in signs]
        self.place = [_positions(s.size, b) for s, b in zip(signs, self.both, strict=True)]
        self.old = fan.counts
        # Index k-1: what to append to the incidences of dimension k.
        self.parents: list[list[Ids]] = [[] for _ in signs]
        self.children: list[list[Ids]] = [[] for _ in signs]

    def apply(self) -> None:
        """Replace the faces of the fan by their parts."""
        fan, levels = self.fan, range(2, len(self.signs))
        zero = self._zero_ends()
        new_edges = self._split_edges()
        for k in levels:
            following = self._zero_facets(k) if k + 1 < len(self.signs) else zero
            if self.both[k].size:
                self._split_faces(k, zero)
            zero = following
        if len(self.signs) > 2:
            new_edges.append(self._wall_edges())
        fan.edges = np.concatenate((fan.edges, *new_edges))
        for k in levels:
            if self.parents[k]:
                level = fan.upper[k - 2]
                level.parent = np.concatenate((level.parent, *self.parents[k]))
                level.child = np.concatenate((level.child, *self.children[k]))
        sizes = [b.size for b in self.both] + [0]
        fan.counts = [n + sum(new) for n, new in zip(self.old, pairwise(sizes), strict=True)]

    def _negative(self, k: int) -> Ids:
        return np.arange(self.old[k], self.old[k] + self.both[k].size)

    def _walls(self, k: int) -> Ids:
        start = self.old[k - 1] + self.both[k - 1].size
        return np.arange(start, start + self.both[k].size)

    def _split_edges(self) -> list[Ids]:
        """Put a new ray on every split face of dimension 2; return the negative parts."""
        fan, split, walls = self.fan, self.both[1], self._walls(1)
        pairs = fan.edges[split]
        swap = self.signs[0].take(pairs[:, 0]) == _MINUS
        pairs[swap] = pairs[swap, ::-1]
        plus, minus = fan.rays.take(pairs[:, 0], axis=0), fan.rays.take(pairs[:, 1], axis=0)
        new = positive_combinations(-minus[:, self.column], plus, plus[:, self.column], minus)
        fan.rays = stack(fan.rays, new)
        negative = np.stack((walls, pairs[:, 1]), axis=1)
        pairs[:, 1] = walls
        fan.edges[split] = pairs
        return [negative]

    def _split_faces(self, k: int, zero: Ids | None) -> None:
        """Share out the facets of the split faces of dimension k + 1 (index k) and of the walls."""
        level, walls, negative = self.fan.upper[k - 2], self._walls(k), self._negative(k)
        rows = where(self.signs[k].take(level.parent) == _BOTH)
        place, facet = self.place[k].take(level.parent.take(rows)), level.child.take(rows)
        sign = self.signs[k - 1].take(facet)
        moved = sign == _MINUS
        level.parent[rows[moved]] = negative[place[moved]]
        both = where(sign == _BOTH)
        owner, part = place[both], self.place[k - 1][facet[both]]
        self.parents[k] += [negative[owner], self.both[k], negative]
        self.children[k] += [self._negative(k - 1)[part], walls, walls]
        self.parents[k - 1].append(walls[owner])
        self.children[k - 1].append(self._walls(k - 1)[part])
        if zero is not None:
            # A face in the zero set, two dimensions below a split face, lies on one positive
            # and on one negative facet of it: asking the positive ones finds it once.
            plus = where(sign == _PLUS)
            face = zero[facet[plus]]
            found = where(face >= 0)
            self.parents[k - 1].append(walls[place[plus[found]]])
            self.children[k - 1].append(face[found])

    def _zero_ends(self) -> Ids | None:
        """For each face of dimension 2 its ray in the zero set, -1 if none; None if no ray is."""
        ends = self.signs[0] == 0
        if not ends.any():
            return None
        first, second = self.fan.edges.T
        return np.where(ends[first], first, np.where(ends[second], second, -1))

    def _zero_facets(self, k: int) -> Ids | None:
        """For each positive face of dimension k + 1 its facet in the zero set, -1 if none."""
        level = self.fan.upper[k - 2]
        hit = where(self.signs[k - 1].take(level.child) == 0)
        if not hit.size:
            return None
        zero = np.full(self.old[k], -1)
        zero[level.parent[hit]] = level.child[hit]
        return zero

    def _wall_edges(self) -> Ids:
        """Return the walls of dimension 2 as pairs of rays."""
        if not self.parents[1]:
            return np.empty((0, 2), np.intp)
        parent, ray = np.concatenate(self.parents[1]), np.concatenate(self.children[1])
        return ray[np.argsort(parent, kind="stable")].reshape(-1, 2)


def _positions(count: int, ids: Ids, *, fill: int = 0) -> Ids:
    """Return the inverse of `ids` on 0, ..., count - 1, `fill` where there is none."""
    positions = np.full(count, fill)
    positions[ids] = np.arange(ids.size)
    return positions


def _members(count: int, ids: Ids) -> Ids:
    """Return the different `ids`, in order; all are below `count`."""
    member = np.zeros(count, np.bool_)
    member[ids] = True
    return where(member)


def orthant_incidences(rank: int, fixed: int) -> int:
    """Return the number of incidences in the fan that `orthants` returns."""
    free = rank - fixed
    # Each face has one facet for each nonzero sign; sum over the coordinates this sign belongs to.
    at_fixed = fixed * 2**fixed * 3**free // 2
    at_free = 2 * free * 2**fixed * 3**free // 3
    return int(at_fixed + at_free)


def orthants(rank: int, *, fixed: int) -> tuple[Fan, NDArray[np.int64]]:
    """Return the coordinate orthants of R^rank where the first `fixed` coordinates are >= 0.

    The rays are the rows e_i and -e_i, the signs of the cells, shape (cells, rank), are +1 and -1.
    """
    rays, counts, edges, upper, signs = _orthants(rank, fixed)
    levels = [Incidences(level.parent.copy(), level.child) for level in upper]
    return Fan(rays, list(counts), edges.copy(), levels), signs


@lru_cache(maxsize=16)
def _orthants(
    rank: int, fixed: int
) -> tuple[IntegerArray, list[int], Ids, list[Incidences], NDArray[np.int64]]:
    # A face is a sign vector, one digit (0, + or -, the last only if not fixed) for each
    # coordinate. Its dimension is the number of nonzero signs; a facet has one of these set to 0.
    bases = np.array([2] * fixed + [3] * (rank - fixed))
    powers = np.cumprod(np.append(1, bases))
    digits = np.arange(powers[-1])[:, None] // powers[:-1] % bases
    signs = np.where(digits == 2, -1, digits)
    dimension = np.abs(signs).sum(axis=1)
    levels = [where(dimension == k) for k in range(1, rank + 1)]
    ids = np.empty(len(digits), np.intp)
    for faces in levels:
        ids[faces] = np.arange(faces.size)
    incidences = []
    for faces in levels[1:]:
        parent, axis = digits[faces].nonzero()
        face = faces[parent]
        child = face - digits[face, axis] * powers[axis]
        incidences.append(Incidences(parent, ids[child]))
    edges = incidences[0].child.reshape(-1, 2) if incidences else np.empty((0, 2), np.intp)
    counts = [faces.size for faces in levels]
    return signs[levels[0]], counts, edges, incidences[1:], signs[levels[-1]]
