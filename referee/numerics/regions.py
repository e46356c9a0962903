"""All activation regions of a ReLU network, exactly, and what they say about its linear pieces.

The network is f(x) = W_{H+1} A_H(x) W_H ... A_1(x) W_1 x, where A_h(x) is the diagonal matrix
of the indicators that the units of hidden layer h have a positive pre-activation. Three numbers
are told apart, each at most the next:

* distinct linear functions: how many different linear (with biases: affine) functions f is made of;
* connected linear regions: how many maximal connected open sets there are on which f is linear;
* activation regions: how many activation patterns hold on a set with interior points. A unit
  that vanishes identically on a region counts as inactive there and does not split it.

The regions are cells of a face-to-face fan of cones, refined by one unit at a time (see
`_face_lattice`); every comparison is of integers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from referee.numerics import _compiled_search
from referee.numerics._face_lattice import Incidences
from referee.numerics._integer_arrays import IntegerArray, where
from referee.numerics._region_search import RegionSearch, SearchLimitError
from referee.numerics._relu_network import (
    CertificationError,
    IntegerNetwork,
    Patterns,
    integer_network,
)
from referee.numerics.region_bounds import serra_bound

__all__ = [
    "CertificationError",
    "RegionBounds",
    "Regions",
    "TooManyRegionsError",
    "activation_regions",
]


@dataclass(frozen=True, slots=True)
class RegionBounds:
    """Proven bounds on the number of activation regions of a network too large to enumerate.

    `lower` regions were certified by an exact forward pass, or are the orthants of more independent
    units of the first layer than can be enumerated; `upper` is `region_bounds.serra_bound`.
    """

    lower: int
    upper: int


class TooManyRegionsError(Exception):
    """The activation regions were not all enumerated; `bounds` says what is known."""

    def __init__(self, bounds: RegionBounds) -> None:
        super().__init__(
            f"too many activation regions to enumerate: at least {bounds.lower},"
            f" at most {bounds.upper}"
        )
        self.bounds = bounds


@dataclass(frozen=True, eq=False)
class Regions:
    """All activation regions of a network.

    `patterns[h - 1]` (regions, m_h) says which units of layer h are active; region i contains
    the point ``points[i] / denominators[i]`` in its interior, with shapes (regions, d) and
    (regions,) and integer entries (int64, or Python integers where these do not suffice).
    """

    patterns: tuple[Patterns, ...]
    points: IntegerArray
    denominators: IntegerArray
    _network: IntegerNetwork = field(repr=False)
    _facets: Incidences = field(repr=False)

    @property
    def activation_regions(self) -> int:
        """The number of activation patterns that hold on a set with interior points."""
        return len(self.points)

    @cached_property
    def connected_linear_regions(self) -> int:
        """The number of maximal connected open sets on which the network is linear."""
        one, other = _neighbours(self._facets)
        same = self._functions[one] == self._functions[other]
        return _components(self.activation_regions, one[same], other[same])

    @cached_property
    def distinct_linear_functions(self) -> int:
        """The number of different linear (with biases: affine) functions on the regions."""
        return int(self._functions.max()) + 1

    def witness(self, region: int) -> tuple[Fraction, ...]:
        """Return a point inside the given region."""
        below = int(self.denominators[region])
        return tuple(Fraction(int(above), below) for above in self.points[region])

    @cached_property
    def _functions(self) -> NDArray[np.intp]:
        """For each region the number of its linear function."""
        active = np.concatenate(self.patterns, axis=1)
        numbers: dict[Any, int] = {}
        labels = np.empty(len(active), np.intp)
        step = 4096
        for start in range(0, len(active), step):
            forms = self._network.forms(active[start : start + step], len(self.patterns))
            for i, row in enumerate(forms.reshape(len(forms), -1).tolist(), start):
                labels[i] = numbers.setdefault(tuple(row), len(numbers))
        return labels


def activation_regions(
    weights: Sequence[Any], *, biases: Sequence[Any] | None = None, limit: int = 1_000_000
) -> Regions:
    """Return all activation regions of a ReLU network, each with a certified interior point.

    `weights` are the matrices W_1, ..., W_{H+1} of shapes (m_1, d), (m_2, m_1), ...: H >= 1 hidden
    layers and the output layer, which only the two counts of linear pieces depend on. `biases`
    are vectors b_1, ..., b_{H+1} of lengths m_1, m_2, ..., or None for a zero one. Entries may be
    int, Fraction, fmpz, fmpq or finite floats, which stand for the dyadic rationals that they are.

    Raises TooManyRegionsError, which carries proven bounds, if there are more than `limit` regions
    or if these have so many faces (more than 2^31 incidences, in high dimensions) that enumerating
    them would take hours; ValueError, naming the layer and the shapes, for matrices that do not
    make a network and for `limit` < 1.
    """
    if limit < 1:
        raise ValueError(f"limit must be at least 1, not {limit}")
    network = integer_network(weights, biases)
    try:
        found = _compiled_search.search(network, limit) or RegionSearch(network, limit).run()
    except SearchLimitError as stopped:
        upper = serra_bound(network.inputs, network.widths, biased=network.biased)
        raise TooManyRegionsError(RegionBounds(stopped.lower, upper)) from None
    ends = np.cumsum(network.widths)[:-1]
    ones = np.ones(len(found.points), np.int64)
    return Regions(
        patterns=tuple(np.split(found.patterns, ends, axis=1)),
        points=found.points[:, network.biased :],
        denominators=found.points[:, 0] if network.biased else ones,
        _network=network,
        _facets=found.facets,
    )


def _neighbours(facets: Incidences) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pairs of regions with a common facet; at most two regions have one."""
    order = np.argsort(facets.child, kind="stable")
    facet, region = facets.child[order], facets.parent[order]
    shared = where(facet[1:] == facet[:-1])
    return region[shared], region[shared + 1]


def _components(count: int, one: NDArray[np.intp], other: NDArray[np.intp]) -> int:
    """Return the number of connected components of a graph with vertices 0, ..., count - 1."""
    root = np.arange(count)
    while True:
        above, below = np.maximum(root[one], root[other]), np.minimum(root[one], root[other])
        apart = above != below
        if not apart.any():
            return len(np.unique(root))
        # Roots are hung below smaller ones, so no cycle can arise; then all paths are shortened.
        root[above[apart]] = below[apart]
        while (root != root[root]).any():
            root = root[root]
