"""Upper bounds on the number of activation regions of a ReLU network, as exact numbers.

The network has d inputs and hidden layers of widths m_1, ..., m_H, N units in all. "Bias-free"
networks are functions of R^d that are positively homogeneous; the bounds for `biased=True` hold
for all of R^d. Bounds for biased networks hold for bias-free ones too; the reverse is false.

For every network, ``serra_bound <= montufar_bound <= power_bound <= telgarsky_bound`` and
``serra_bound <= trivial_bound``.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import comb, prod


def arrangement_regions(d: int, m: int, *, central: bool = True) -> int:
    """Return the number of regions of m generic hyperplanes in R^d (Zaslavsky 1975).

    The greatest number that m hyperplanes can cut R^d into: 2 sum_{i<d} C(m-1, i) if all pass
    through the origin (`central`), sum_{i<=d} C(m, i) if they need not. Raises ValueError unless
    d >= 1 and m >= 0.
    """
    if d < 1 or m < 0:
        raise ValueError(f"an arrangement needs d >= 1 and m >= 0, not d = {d}, m = {m}")
    if not central:
        return _partial_sum(m, d)
    return 2 * _partial_sum(m - 1, d - 1) if m else 1


def serra_bound(d: int, widths: Sequence[int], *, biased: bool = False) -> int:
    """Return R2, the sharpest bound here: Serra, Tjandraatmadja and Ramalingam 2018, Theorem 1.

    The bound follows the number of active units through the layers, since it limits the rank of
    what the next layer sees. The bias-free form is this project's adaptation: the first layer is
    a central arrangement, whose regions come in antipodal pairs, and a region on which some
    unit of a layer is active lies in an open half-space, where the next layer is an affine
    arrangement of one dimension less. Raises ValueError unless d >= 1 and all widths are >= 1.
    """
    _check(d, widths)
    if biased:
        return _affine(min(d, widths[0]), tuple(widths))
    first, rest = widths[0], tuple(widths[1:])
    pairs = _partial_sum(first - 1, min(d, first) - 1)
    kinds = []
    for active in range(first // 2 + 1):
        idle = first - active
        available = comb(first, active) if active != idle else comb(first, active) // 2
        worth = _conical(min(d, active), rest) + _conical(min(d, idle), rest)
        kinds.append((worth, available))
    total = 0
    for worth, available in sorted(kinds, reverse=True):
        taken = min(pairs, available)
        total += taken * worth
        pairs -= taken
    return total


def montufar_bound(d: int, widths: Sequence[int], *, biased: bool = False) -> int:
    """Return R1 (Montufar 2017, Proposition 3; bias-free: with central arrangements).

    With rho_h = min(d, m_1, ..., m_{h-1}): prod_h sum_{i <= rho_h} C(m_h, i) if `biased`, otherwise
    2 sum_{i < d} C(m_1 - 1, i) prod_{h >= 2} sum_{i < rho_h} C(m_h, i). Raises ValueError
    unless d >= 1 and all widths are >= 1.
    """
    _check(d, widths)
    total = arrangement_regions(d, widths[0], central=not biased)
    rank = min(d, widths[0])
    for width in widths[1:]:
        total *= _partial_sum(width, rank - (not biased))
        rank = min(rank, width)
    return total


def power_bound(d: int, widths: Sequence[int], *, biased: bool = False) -> int:
    """Return R0, from sum_{i <= d} C(m, i) <= (m + 1)^d in `montufar_bound`.

    prod_h (m_h + 1)^d if `biased`, otherwise 2 m_1^(d-1) prod_{h >= 2} (m_h + 1)^(d-1). Raises
    ValueError unless d >= 1 and all widths are >= 1.
    """
    _check(d, widths)
    if biased:
        return int(prod(width + 1 for width in widths) ** d)
    return int(2 * (widths[0] * prod(width + 1 for width in widths[1:])) ** (d - 1))


def telgarsky_bound(d: int, widths: Sequence[int], *, biased: bool = False) -> Fraction:
    """Return RT, Telgarsky's (2N/H)^H for functions of one variable, raised to the dimension.

    (2N/H)^(H d) if `biased`, otherwise (2N/H)^(H max(d - 1, 1)): at d = 1 this is the
    bound of Telgarsky's lecture notes, N being all units and not the width of one layer. Raises
    ValueError unless d >= 1 and all widths are >= 1.
    """
    _check(d, widths)
    layers = len(widths)
    exponent = d if biased else max(d - 1, 1)
    return Fraction(2 * sum(widths), layers) ** (layers * exponent)


def trivial_bound(widths: Sequence[int]) -> int:
    """Return 2^N, the number of activation patterns. Raises ValueError for a width below 1."""
    _check(1, widths)
    return int(2 ** sum(widths))


def _check(d: int, widths: Sequence[int]) -> None:
    if d < 1:
        raise ValueError(f"the input dimension must be at least 1, not {d}")
    if not widths or min(widths) < 1:
        raise ValueError(f"every hidden layer needs at least 1 unit, the widths are {widths!r}")


def _partial_sum(m: int, last: int) -> int:
    return sum(comb(m, i) for i in range(min(last, m) + 1))


@cache
def _affine(rank: int, widths: tuple[int, ...]) -> int:
    """Regions of the layers `widths` on a cell where their input has the given rank."""
    if not widths or rank == 0:
        return 1
    width, rest = widths[0], widths[1:]
    return sum(
        comb(width, idle) * _affine(min(rank, width - idle), rest)
        for idle in range(min(rank, width) + 1)
    )


@cache
def _conical(rank: int, widths: tuple[int, ...]) -> int:
    """Regions of the layers `widths` on a conical cell where their input has the given rank."""
    if not widths or rank == 0:
        return 1
    width, rest = widths[0], widths[1:]
    return sum(
        comb(width, idle) * _conical(min(rank, width - idle), rest)
        for idle in range(min(rank - 1, width) + 1)
    )
