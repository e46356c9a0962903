"""The search for all activation regions, part by part so that memory stays bounded."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from flint import fmpq_mat, fmpz_mat
from numpy.typing import NDArray

from referee.numerics._face_lattice import Fan, Incidences, orthant_incidences, orthants
from referee.numerics._integer_arrays import IntegerArray, narrow, primitive, product, stack, where
from referee.numerics._relu_network import IntegerNetwork, Patterns

# A fan of more incidences is divided (so that a search takes some hundred megabytes).
PART = 2**21
# The search gives up at this many incidences in all parts together (an hour's work or so).
MOST_INCIDENCES = 2**31


class SearchLimitError(Exception):
    """The search was given up when it had certified `lower` regions."""

    def __init__(self, lower: int) -> None:
        super().__init__(lower)
        self.lower = lower


@dataclass(slots=True)
class Found:
    """Regions with points inside them (homogeneous rows) and their facets."""

    points: IntegerArray
    patterns: Patterns
    facets: Incidences


@dataclass(slots=True)
class _Part:
    """Some cells of the whole fan, refined by the units before `unit`.

    The columns of the rays are the values of the units of layer `layer` (none before the first,
    -1), then coordinates. `known` are the units whose column in `patterns` is filled in.
    """

    fan: Fan
    patterns: Patterns
    known: NDArray[np.bool_]
    layer: int = -1
    unit: int = 0


class RegionSearch:
    """The refinement of the input space by the units of a network, one unit at a time.

    The network does not change along the kernel of its first layer, so the search runs over as many
    input coordinates as this layer has independent columns, the others being 0.
    """

    def __init__(self, network: IntegerNetwork, limit: int) -> None:
        self.network = network
        self.limit = limit
        self.rows, self.columns = _independent(network.hidden[0])
        self.rank = len(self.rows)
        self.layer_of = np.repeat(np.arange(len(network.widths)), network.widths).tolist()
        self.column_of = [network.biased + i for width in network.widths for i in range(width)]
        self.pending: list[_Part] = []
        self.divided = False
        self.found: list[Found] = []
        self.finished = 0  # cells and incidences of all parts found
        self.work = 0
        self.facets = 0
        self.open_facets: dict[bytes, int] = {}

    def run(self) -> Found:
        """Return all regions. Raises SearchLimitError beyond `limit` regions and if too long."""
        if self.rank == 0:
            return self._single_region()
        for part in self._starting_parts():
            self.pending.append(part)
            while self.pending:
                self._refine(self.pending.pop())
        return Found(
            stack(*(part.points for part in self.found)),
            np.concatenate([part.patterns for part in self.found]),
            Incidences(
                np.concatenate([part.facets.parent for part in self.found]),
                np.concatenate([part.facets.child for part in self.found]),
            ),
        )

    def _single_region(self) -> Found:
        """Return all of space: the first layer is zero and has no biases."""
        points = np.zeros((1, self.network.inputs), np.int64)
        patterns = np.zeros((1, len(self.layer_of)), np.bool_)
        self.network.certify(points, patterns, np.ones(len(self.layer_of), np.bool_))
        none = np.empty(0, np.intp)
        return Found(points, patterns, Incidences(none, none))

    def _starting_parts(self) -> Iterator[_Part]:
        """Yield the orthants of independent rows of the first layer, in parts of bounded size."""
        network, rank = self.network, self.rank
        least = int(network.biased)  # the constant is positive
        fixed = least
        while fixed < rank and orthant_incidences(rank, fixed) > PART:
            fixed += 1
        incidences = orthant_incidences(rank, fixed) << (fixed - least)
        if 1 << (rank - least) > self.limit or incidences > MOST_INCIDENCES:
            # Independent linear forms take all combinations of signs.
            raise SearchLimitError(1 << (rank - least))
        self.divided = fixed > least
        adjugate = _adjugate(network.hidden[0][np.ix_(self.rows, self.columns)])
        units = np.array(self.rows[least:], np.intp) - least
        for flips in itertools.product((1, -1), repeat=fixed - least):
            flip = np.ones(rank, np.int64)
            flip[least:fixed] = flips
            fan, signs = orthants(rank, fixed=fixed)
            fan.rays = primitive(product(fan.rays * flip, adjugate))
            patterns = np.zeros((fan.cells, len(self.layer_of)), np.bool_)
            patterns[:, units] = (signs * flip)[:, least:] > 0
            known = np.zeros(len(self.layer_of), np.bool_)
            known[units] = True
            yield _Part(fan, patterns, known)

    def _refine(self, part: _Part) -> None:
        """Split a part by all remaining units, or divide it as soon as it is too large."""
        while part.unit < len(self.layer_of):
            if part.layer < self.layer_of[part.unit]:
                self._enter_next_layer(part)
            if not part.known[part.unit]:
                if part.fan.size > PART and part.fan.cells > 1:
                    self._divide(part)
                    return
                self._split(part)
            part.unit += 1
        self._finish(part)

    def _enter_next_layer(self, part: _Part) -> None:
        values, points = part.fan.rays[:, : -self.rank], part.fan.rays[:, -self.rank :]
        part.layer += 1
        matrix = self.network.hidden[part.layer]
        if part.layer:
            values = product(np.maximum(values, 0), matrix)
        else:
            values = product(points, matrix[:, self.columns])
        part.fan.rays = narrow(primitive(stack(values, points, axis=1)))

    def _split(self, part: _Part) -> None:
        parents, positive = part.fan.split(self.column_of[part.unit])
        if parents.size:
            part.patterns = np.concatenate((part.patterns, part.patterns[parents]))
        part.patterns[:, part.unit] = positive
        part.known[part.unit] = True
        unfinished = [part, *self.pending]
        cells = self.finished + sum(p.fan.cells for p in unfinished)
        if cells > self.limit or self.work + sum(p.fan.size for p in unfinished) > MOST_INCIDENCES:
            certified = sum(len(self._certified_points(p)) for p in unfinished)
            raise SearchLimitError(self.finished + certified)

    def _divide(self, part: _Part) -> None:
        """Replace a part by its cells where a unit is active and those where it is not."""
        self.divided = True
        active = part.patterns[:, part.known]
        unit = np.abs(2 * active.sum(axis=0) - part.fan.cells).argmin()
        for cells in (where(active[:, unit]), where(~active[:, unit])):
            fan, patterns = part.fan.restricted(cells), part.patterns[cells]
            self.pending.append(_Part(fan, patterns, part.known.copy(), part.layer, part.unit))

    def _finish(self, part: _Part) -> None:
        points = self._certified_points(part)
        facets = part.fan.facets()
        numbers = self._facet_numbers(part, facets)
        facets = Incidences(facets.parent + self.finished, numbers[facets.child])
        self.found.append(Found(points, part.patterns, facets))
        self.finished += part.fan.cells
        self.work += part.fan.size

    def _facet_numbers(self, part: _Part, facets: Incidences) -> NDArray[np.intp]:
        """Return a number for every facet of a part, the same for the same facet of another part.

        Facets on which all units have the same signs are the same: a sign vector holds on the
        relative interior of one face at most.
        """
        count = int(facets.child.max()) + 1
        numbers = np.arange(self.facets, self.facets + count)
        self.facets += count
        if self.divided:
            border = where(np.bincount(facets.child) == 1)
            inside = part.fan.interior_points(slice(-self.rank, None), self.rank - 1)[border]
            signs = self.network.signs(self._embedded(inside))
            for facet, row in zip(border.tolist(), signs, strict=True):
                number = int(numbers[facet])
                numbers[facet] = self.open_facets.setdefault(row.tobytes(), number)
        return numbers

    def _certified_points(self, part: _Part) -> IntegerArray:
        """Return a (homogeneous) point inside each cell of a part, all of them checked."""
        inside = part.fan.interior_points(slice(-self.rank, None), self.rank)
        points = self._embedded(inside)
        self.network.certify(points, part.patterns, part.known)
        return points

    def _embedded(self, coordinates: IntegerArray) -> IntegerArray:
        inputs = self.network.hidden[0].shape[1]
        points = np.zeros((len(coordinates), inputs), coordinates.dtype)
        points[:, self.columns] = primitive(coordinates)
        return narrow(points)


def _independent(matrix: IntegerArray) -> tuple[list[int], list[int]]:
    """Return the first independent rows of a matrix and as many independent columns."""
    table = matrix.tolist()
    transposed = [list(column) for column in zip(*table, strict=True)]
    return _leading(fmpz_mat(transposed)), _leading(fmpz_mat(table))


def _leading(matrix: fmpz_mat) -> list[int]:
    reduced, _, rank = matrix.rref()
    rows = reduced.tolist()[:rank]
    return [next(i for i, entry in enumerate(row) if entry != 0) for row in rows]


def _adjugate(matrix: IntegerArray) -> IntegerArray:
    """Return a positive multiple of the inverse with integer entries."""
    inverse, _ = fmpq_mat(fmpz_mat(matrix.tolist())).inv().numer_denom()  # denominator > 0
    return narrow(np.array([[int(e) for e in row] for row in inverse.tolist()], dtype=object))
