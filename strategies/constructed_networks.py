"""Networks of any size whose regions are counted by how they are made, and not one by one.

Each construction comes with the reason for its counts, which is checked again whenever an
instance is built: from its shape and one integer, never from what a log says of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import prod

import numpy as np

from referee.numerics.region_bounds import arrangement_regions
from referee.numerics.regions import activation_regions
from referee.strategies.extremal_networks import Zigzag, folding, zigzag

Sizes = tuple[int, ...]  # d, m_1, ..., m_H of a network of one output
MOST_COPIES, MOST_FANS = 64, 8  # side by side: bounds on more take too long
LOOPS = 4  # a layer of a fan needs so many units: one carries |x_1|, three make a zigzag
FOLDED = ((2, 4, 3), (2, 4, 4, 4))  # what is enumerated and put side by side


@dataclass(frozen=True)
class Certificate:
    """The regions of a network known by construction, counted as in ``numerics.regions``.

    ``reason`` says why there are so many.
    """

    activation_regions: int
    connected_linear_regions: int
    distinct_linear_functions: int
    reason: str

    def side_by_side(self, copies: int) -> Certificate:
        """Return what so many copies on inputs of their own have, their outputs added up.

        A pattern of the whole is one of each copy, its gradient is made of theirs, and a
        component of a product is a product of components: all three numbers multiply.
        """
        if copies == 1:
            return self
        says = f"{copies} copies on inputs of their own, whose patterns and gradients multiply"
        return Certificate(
            self.activation_regions**copies,
            self.connected_linear_regions**copies,
            self.distinct_linear_functions**copies,
            f"{says}: {self.reason}",
        )


class Unproved(ValueError):
    """A construction that is not what it has to be: its counts are not known."""


@cache
def general_position(d: int, units: int) -> Certificate:
    """Certify one layer of units with the rows (1, t, ..., t^(d−1)), its outputs weighted 2^i.

    Any d rows are independent, for t takes different values (Vandermonde), so that the regions
    are as many as Zaslavsky counts. The gradient begins with Σ 2^i over the active units, which
    tells the patterns apart.
    """
    if len(set(nodes(units))) < units:
        raise Unproved("two units of the layer are the same")
    count = arrangement_regions(d, units)
    reason = (
        f"{units} hyperplanes in general position through the origin of R^{d} have"
        f" 2Σ_{{i<{d}}} C({units - 1}, i) regions (Zaslavsky), no two with one gradient"
    )
    return Certificate(count, count, count, reason)


def nodes(units: int) -> list[int]:
    """Return the t of the rows (1, t, ..., t^(d−1)) of units in general position."""
    return [i - units // 2 for i in range(units)]


@cache
def zigzags(units: Sizes) -> Certificate:
    """Certify a zigzag of zigzags on the line, of so many units a layer, with biases.

    Every piece of a layer runs through the whole interval that the next one has its kinks in,
    and turns at its ends: pieces multiply. The interval on which a piece does so can be told
    from its function, so that no two pieces have the same one.
    """
    for width in units:
        crosses(width)
    pieces = prod(width + 1 for width in units)
    reason = (
        f"{_named(units)} on top of each other: every piece of one runs through all kinks of the"
        f" next, so that there are {_product([width + 1 for width in units])} pieces"
    )
    return Certificate(pieces, pieces, pieces, reason)


@cache
def crosses(units: int) -> None:
    """Check that every piece of a zigzag maps onto (low, low + 4), the domain of the next one.

    Raises Unproved where one does not: on −before ≤ t ≤ 4·stretch − before, between its kinks.
    """
    one = zigzag(units)
    ends = [-one.before, *(int(k) for k in one.kinks), 4 * one.stretch - one.before]
    values = [height(one, t) for t in ends]
    if any(a >= b for a, b in pairwise(ends)):
        raise Unproved(f"the kinks of a zigzag are not within its domain: {ends}")
    for pair in pairwise(values):
        if min(pair) > one.low or max(pair) < one.low + 4:
            raise Unproved(f"a piece of a zigzag from {pair[0]} to {pair[1]} is too short")


def height(one: Zigzag, t: int) -> int:
    """Return h(t) = Σ c_i·relu(s_i(t − k_i)): for up to 9,999 units far below 2⁶³."""
    return int((one.heights * np.maximum(one.facing * (t - one.kinks), 0)).sum())


@cache
def fan(widths: Sizes) -> Certificate:
    """Certify a bias-free network of two inputs: three units x_1, x_2, −x_2, then zigzags.

    One unit of every later layer carries x_1, the others make a zigzag of x_2/x_1. Where
    x_1 > 0 the network is x_1·F(x_2/x_1), F a zigzag of zigzags; where x_1 < 0 it has no
    constants, and is linear on either side of x_2 = 0.
    """
    zigs = tuple(width - 1 for width in widths)
    right = zigzags(zigs)
    layers = [zigzag(units) for units in zigs]
    if 0 not in layers[0].kinks:
        raise Unproved("x_2 = 0 cuts a piece of the first zigzag")
    up, down = _beyond(layers, 1), _beyond(layers, -1)
    reason = (
        f"where x_1 > 0 it is x_1·F(x_2/x_1): {right.reason}; where x_1 < 0 there are two more"
        f" regions"
    )
    ends = _ends(layers)
    apart = [ends[0] != (0, down), ends[1] != (0, up), up != down]
    new = {(0, slope) for slope in {up, down} if not _occurs(layers, slope)}
    return Certificate(
        right.activation_regions + 2,
        # Neighbours across x_1 = 0 and x_2 = 0 are one region where their functions agree.
        right.connected_linear_regions - 1 + sum(apart),
        right.distinct_linear_functions + len(new),
        reason,
    )


def _beyond(layers: Sequence[Zigzag], sign: int) -> int:
    """Return the slope ∂f/∂x_2 of a fan where x_1 < 0 and x_2 has a sign: nothing is constant."""
    value = sign
    for index, one in enumerate(layers):
        seen = value * (one.stretch if index else 1)
        value = sum(
            c * max(s * seen, 0)
            for s, c in zip(one.facing.tolist(), one.heights.tolist(), strict=True)
        )
    return value * sign


def _ends(layers: Sequence[Zigzag]) -> list[tuple[int, int]]:
    """Return (β, α) of the first and the last piece αt + β of a zigzag of zigzags."""
    first = layers[0]
    far = -first.before - 1, 4 * first.stretch
    return [_piece(layers, t) or (0, 0) for t in far]


def _occurs(layers: Sequence[Zigzag], slope: int) -> bool:
    """Say whether αt is one of the pieces of a zigzag of zigzags, α a slope.

    Such a piece runs from low to low + 4, and is at low + 2 for t = (low + 2)/α.
    """
    if not slope:
        return False
    found = _piece(layers, layers[-1].low + 2, slope)
    return found == (0, slope)


def _piece(layers: Sequence[Zigzag], top: int, bottom: int = 1) -> tuple[int, int] | None:
    """Return (β, α) of the piece αt + β at t = top/bottom, None at a kink."""
    if bottom < 0:
        top, bottom = -top, -bottom
    beta, alpha = 0, 1
    for index, one in enumerate(layers):
        if index:
            beta, alpha = (
                one.stretch * (beta - layers[index - 1].low) - one.before,
                (one.stretch * alpha),
            )
        value = alpha * top + beta * bottom  # what the layer sees, times bottom
        units = zip(one.facing.tolist(), one.kinks.tolist(), one.heights.tolist(), strict=True)
        new_beta = new_alpha = 0
        for s, k, c in units:
            side = s * (value - k * bottom)
            if side == 0:
                return None
            if side > 0:
                new_beta, new_alpha = new_beta + c * s * (beta - k), new_alpha + c * s * alpha
        beta, alpha = new_beta, new_alpha
    return beta, alpha


@cache
def folded(sizes: Sizes) -> Certificate:
    """Certify a folding by enumerating it."""
    found = activation_regions([W.tolist() for W in folding([*sizes, 1])])
    return Certificate(
        found.activation_regions,
        found.connected_linear_regions,
        found.distinct_linear_functions,
        f"the regions of a folding with layers {_named(sizes[1:])} are enumerated",
    )


def _named(units: Sizes) -> str:
    same = len(set(units)) == 1
    return f"{len(units)} layers of {units[0]} units" if same else "layers of " + _and(units)


def _and(numbers: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][0] == number:
            runs[-1][1] += 1
        else:
            runs.append([number, 1])
    return ", ".join(f"{n}" if times == 1 else f"{n} ({times} times)" for n, times in runs)


def _product(factors: Sequence[int]) -> str:
    return "·".join(
        f"{n}" if times == 1 else f"{n}^{times}"
        for n, times in ((n, list(factors).count(n)) for n in dict.fromkeys(factors))
    )


Construction = Callable[[int], Certificate]  # from how many layers are added to a shape


def bias_free(d: int, widths: Sizes) -> Construction | None:
    """Return the construction without biases of a shape, None where we know of none.

    It takes the number of layers that follow, as wide as the last one.
    """
    if not widths:
        return None
    if len(widths) == 1:
        return lambda _: general_position(d, widths[0])
    copies = d // 2
    if d % 2 or copies > MOST_COPIES or any(width % copies for width in widths):
        return None
    single = tuple(width // copies for width in widths)
    if (2, *single) in FOLDED:
        return lambda _: folded((2, *single)).side_by_side(copies)
    if single[0] == 3 and min(single[1:]) >= LOOPS and copies <= MOST_FANS:
        return lambda more: fan((*single[1:], *single[-1:] * more)).side_by_side(copies)
    return None


def on_the_line(widths: Sizes) -> Construction | None:
    """Return the construction with biases of one input, None where layers are too narrow."""
    if not widths or min(widths) < 3:
        return None
    return lambda more: zigzags((*widths, *widths[-1:] * more))


def deepens(d: int, widths: Sizes, *, biased: bool) -> bool:
    """Say whether layers may follow those of a shape."""
    if biased:
        return True
    return len(widths) > 1 and widths[0] * 2 == 3 * d


__all__ = [
    "Certificate",
    "Construction",
    "Unproved",
    "bias_free",
    "crosses",
    "deepens",
    "fan",
    "folded",
    "general_position",
    "on_the_line",
    "zigzags",
]
