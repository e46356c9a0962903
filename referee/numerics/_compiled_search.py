"""The search for all activation regions without Python in its loops, where it was compiled.

`compiled/` holds the same search as `_region_search` in C++, over 64-bit integers that are checked
for overflow. Both give the same regions, points and facets in the same order. It takes part where
a compiler was at hand when the package was built; elsewhere, and where 64 bits do not suffice,
everything is searched in Python.
"""

import importlib
from types import ModuleType

import numpy as np

from referee.numerics import _region_search
from referee.numerics._face_lattice import Incidences
from referee.numerics._integer_arrays import WORD, IntegerArray, largest
from referee.numerics._region_search import Found, SearchLimitError
from referee.numerics._relu_network import CertificationError, IntegerNetwork


def _built() -> ModuleType | None:
    try:
        return importlib.import_module("referee.numerics._compiled")
    except ImportError:
        return None


COMPILED = _built()


def search(network: IntegerNetwork, limit: int) -> Found | None:
    """Return all regions, or None where Python has to search for them.

    Raises SearchLimitError beyond `limit` regions and if the search takes too long.
    """
    if COMPILED is None or any(matrix.dtype == object for matrix in network.hidden):
        return None
    layers = tuple(map(np.ascontiguousarray, network.hidden))
    try:
        found = COMPILED.search(
            layers,
            network.biased,
            min(limit, WORD),
            _region_search.PART,
            _region_search.MOST_INCIDENCES,
        )
    except RuntimeError as defect:
        raise CertificationError(str(defect)) from None
    if isinstance(found, int):
        raise SearchLimitError(found)
    return None if found is None else _certified(network, *found)


def _certified(
    network: IntegerNetwork,
    points: bytearray,
    patterns: bytearray,
    parents: bytearray,
    children: bytearray,
    doubtful: bytearray,
) -> Found | None:
    """Return what was found as arrays; certify the points at which a unit vanishes."""
    units = sum(network.widths)
    found = Found(
        _words(points).reshape(-1, network.hidden[0].shape[1]),
        np.frombuffer(patterns, np.bool_).reshape(-1, units),
        Incidences(_words(parents), _words(children)),
    )
    if largest(found.points) >= WORD:
        return None
    if doubtful:
        rows = _words(doubtful)
        network.certify(found.points[rows], found.patterns[rows], np.ones(units, np.bool_))
    return found


def _words(data: bytearray) -> IntegerArray:
    return np.frombuffer(data, np.int64)
