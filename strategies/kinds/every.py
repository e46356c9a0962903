"""Every kind by its name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from referee.strategies.kinds import columns, entries, orthogonal, ranks, similar, spectra, vectors
from referee.strategies.kinds.kind import Kind

KINDS: Mapping[str, Kind] = {
    **entries.named,
    **orthogonal.named,
    **similar.named,
    **spectra.named,
    **ranks.named,
    **columns.named,
    **vectors.named,
}
_STANDARD = re.compile(r"standard vector ([1-9][0-9]?)")
_RANK = re.compile(r"rank ([1-9][0-9]{0,2}|0)")


def kind_of_name(name: str) -> Kind:
    """Return a kind. Raises ValueError, in one line, for a name without a construction."""
    of_rank = _RANK.fullmatch(name)
    if of_rank:
        return ranks.of_given_rank(int(of_rank[1]))
    standard = _STANDARD.fullmatch(name)
    if standard:
        return vectors.standard_vector(int(standard[1]))
    if name not in KINDS:
        known = ", ".join([*KINDS, "rank 2 (or another)"])
        raise ValueError(f"there is no construction of the kind {name[:60]!r}, but of {known}")
    return KINDS[name]


@cache
def kinds_at(rows: int, columns_: int) -> Sequence[Kind]:
    """Return the kinds with members of a shape: those of vectors, or those of matrices."""
    if columns_ == 1:
        return tuple(vectors.named.values()) if rows > 1 else ()
    fitting = [kind for kind in KINDS.values() if not kind.lacks(rows, columns_)]
    dropped = [ranks.of_given_rank(rank) for rank in range(2, min(rows, columns_))]
    return (*fitting, *dropped)
