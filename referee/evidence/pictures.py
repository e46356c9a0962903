"""Pictures: what a report may draw of an instance, as plain numbers.

A claim names a kind of picture. Floats are made here for the eye only: nothing is decided
by them, and a picture that cannot be computed is left out.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from referee.deciding.faults import Raised, attempted
from referee.evidence.schema import Curve, Graph, Loss, Picture, Regions, Trajectory
from referee.numerics import arrays, relu, scalars
from referee.numerics.arrays import Array
from referee.strategies.families import Family, Instance
from referee.strategies.homogeneous import all_gradients, function
from referee.strategies.kinks import median_type

Answering = Callable[[Instance], Any]
Data = Mapping[str, Any]  # of a kind: Loss, Trajectory, Regions or Graph
STEPS = 32  # points of a curve, less one
FEW = 4  # cones that make a picture


def of(kind: str, p: Instance, answer: Answering) -> Picture | None:
    """Return the picture of an instance under an answer, None where there is none to draw."""
    if not kind:
        return None
    found = attempted(lambda: KINDS[kind](p, answer))
    if isinstance(found, Raised) or not found or not _is_finite(found):
        return None  # a picture is an extra
    return {"kind": kind, "data": found}


def _is_finite(data: object) -> bool:
    if isinstance(data, dict | list):
        return all(_is_finite(x) for x in (data.values() if isinstance(data, dict) else data))
    return not isinstance(data, float) or math.isfinite(data)


def _floats(array: Array) -> list[float]:
    """Return the entries of an array as floats of six digits, which is what a screen shows."""
    return [float(f"{scalars.to_float(number):.6g}") for number in array.reshape(-1)]


def _float(array: Array) -> float:
    return _floats(array)[0]


def _times(p: Instance, slowest: float) -> list[Fraction]:
    """Return times from 0 to where the slowest mode is gone and beyond the instance's own."""
    own = Fraction(str(p.t[0, 0]))
    last = max(Fraction(4 / slowest).limit_denominator(1000), own * 3 / 2)
    return [last * k / STEPS for k in range(STEPS + 1)]


def _at(p: Instance, t: Fraction) -> Instance:
    return p.replace(t=p.number([[t]]))


def _loss(p: Instance, answer: Answering) -> Loss | None:
    """Return E(t) = ½‖u(t) − y‖² and the claimed bound on it over time."""
    times = _times(p, 2 * _float(p.lambda_min) / p.shape["n"])
    loss = _curve(times, [_float(_at(p, t).E_t) for t in times])
    bound = _curve(times, [_float(answer(_at(p, t))) for t in times])
    # What is over after one step is no curve to look at.
    return {"at": _float(p.t), "loss": loss, "bound": bound} if loss[1][1] else None


def _trajectory(p: Instance, answer: Answering) -> Trajectory:
    """Return the coordinate of a claimed solution that strays most, with the flow's own.

    The flow ẇ = −(1/n)XXᵀw + (1/n)Xy starts where the claimed solution starts.
    """
    n, d = p.shape["n"], p.shape["d"]
    X, y = (np.array(_floats(a)).reshape(a.shape) for a in (p.X, p.y))
    rates, modes = np.linalg.eigh(X @ X.T / n)
    moving = rates > 1e-9 * max(rates.max(), 1e-9)
    times = _times(p, float(rates[moving].min()) if moving.any() else 1.0)
    claimed = np.array([_floats(answer(_at(p, t))) for t in times])
    pull = np.where(moving, modes.T @ (X @ y)[:, 0] / n / np.where(moving, rates, 1), 0)
    start = modes.T @ claimed[0]
    end = np.where(moving, pull, start)
    flow = [modes @ (end + (start - end) * np.exp(-rates * float(t))) for t in times]
    i = int(np.abs(claimed[-1] - modes @ end).argmax())
    return {
        "coordinate": i + 1 if d > 1 else 0,
        "claimed": _curve(times, claimed[:, i].tolist()),
        "flow": _curve(times, [w[i] for w in flow]),
        "limit": float(f"{(modes @ end)[i]:.6g}"),
    }


def _curve(times: Sequence[Any], values: Sequence[Any]) -> Curve:
    return [[float(f"{float(x):.6g}") for x in pair] for pair in zip(times, values, strict=True)]


def _regions(p: Instance, answer: Answering) -> Regions | None:
    """Return the linear regions of a network of two inputs, and how many are claimed.

    Where the instance has not two inputs, another network of its family says it: one that has,
    and whose regions are more than claimed. Without such a one, a network of one input is
    drawn as its graph.
    """
    q = p if p.shape["d"] == 2 else _in_the_plane(p, answer)
    if q is not None:
        count, bound = _counts(q, answer)
        weights = _spelled(q)
        cones = _cones(q)
        return {"cones": cones, "own": q is p, "weights": weights, "count": count, "bound": bound}
    if p.shape["d"] > 1:
        return None
    graph = [[float(at), _float(relu.value(p.weights, p.number([[at]])))] for at in (-1, 0, 1)]
    count, bound = _counts(p, answer)
    return {"graph": graph, "count": count, "bound": bound}


def _counts(p: Instance, answer: Answering) -> tuple[float, float]:
    """Return how many linear functions a network has, and how many are claimed at most."""
    return _float(p.k), _float(answer(p))


def _spelled(p: Instance) -> list[list[list[str]]]:
    return [[[str(w) for w in row] for row in W] for W in p.weights]


def _in_the_plane(p: Instance, answer: Answering) -> Instance | None:
    """Return a network of two inputs and small weights with too many regions, but few.

    One near the identity, if there is any; else a folding.
    """
    rng = random.Random(0)
    for base, most in ((0, 3), (1, 0)):
        networks = [q for m in range(most + 1) for q in _plane_networks(p.family, base, m, rng)]
        counted = [(_counts(q, answer), q) for q in networks]
        wrong = [(count, q) for (count, bound), q in counted if count > bound]
        if wrong:
            return min(wrong, key=lambda pair: _distance(pair[0]))[1]
    return None


def _distance(count: float) -> tuple[bool, float]:
    """Order counts of cones by how well they are drawn: from FEW on, the fewest first."""
    return count < FEW, abs(count - FEW)


def _plane_networks(family: Family, base: int, most: int, rng: random.Random) -> Iterator[Instance]:
    """Yield a network of each shape of two inputs with integers of up to ``most`` on a base."""
    for shape in (s for s in family.shapes if s["d"] == 2):
        bounds = family.layout(shape).bounds
        drawn = [rng.randint(-most if low is None else 0, most) for low, _ in bounds]
        yield family.build(
            shape,
            [base if b[1] is not None else i for i, b in zip(drawn, bounds, strict=True)],
        )


def _cones(p: Instance) -> list[list[float]]:
    """Return [from, to, number of its linear function] of each cone, angles in turns."""
    rays = _rays(p)
    gradients: dict[tuple[str, ...], int] = {}
    cones: list[list[float]] = []
    for (a, low), (b, high) in zip(rays, [*rays[1:], (rays[0][0] + 1, rays[0][1])], strict=True):
        inside = (low[0] + high[0], low[1] + high[1])  # less than half a turn lies between
        M = _gradient(p, p.number([[x] for x in inside]))
        number = gradients.setdefault(tuple(str(x) for x in M.reshape(-1)), len(gradients))
        cones.append([round(a, 6), round(b, 6), number])
    return cones


def _gradient(p: Instance, x: Array) -> Array:
    layers = relu.forward(p.weights, x)
    M = relu.forms(p.weights, [layer.gates for layer in layers])[-1]
    return p.weights[-1] @ (layers[-1].gates * M)


def _rays(p: Instance) -> list[tuple[float, tuple[Any, Any]]]:
    """Return the rays on which some unit may vanish, by their angle in turns, and all quarters."""
    found: dict[float, tuple[Any, Any]] = {}
    quarters = [(1, 0), (0, 1), (-1, 0), (0, -1)]
    for row in [*_vanishing(p), *quarters]:
        for ray in ((-row[1], row[0]), (row[1], -row[0])):
            angle = math.atan2(scalars.to_float(ray[1]), scalars.to_float(ray[0])) / math.tau % 1
            found.setdefault(round(angle, 12), ray)
    return sorted(found.items())


def _vanishing(p: Instance) -> list[tuple[Any, Any]]:
    """Return the linear forms (a, b) ≠ 0 of all units on all activation regions."""
    R = p.regions
    rows = []
    for i in range(len(R.points)):
        gates = [p.number(layer[i].astype(int)[:, None]) for layer in R.patterns]
        rows += [tuple(row) for M in relu.forms(p.weights, gates) for row in M]
    return [(a, b) for a, b in rows if a != 0 or b != 0]


def _kink(p: Instance, _: Answering) -> Graph | None:
    """Return a function along a line through x, with the lines its limiting gradients make."""
    gradients = np.array(_floats(all_gradients(p))).reshape(p.shape["d"], -1)
    pairs = list(combinations(range(gradients.shape[1]), 2))
    if not pairs:
        return None
    i, j = max(pairs, key=lambda ij: float(np.linalg.norm(np.subtract(*gradients.T[list(ij)]))))
    along = gradients[:, i] - gradients[:, j]
    along /= np.linalg.norm(along)
    slopes = sorted({round(float(slope), 9) for slope in gradients.T @ along})
    claimed = float(np.array(_floats(p.s)) @ along)
    return _graph(p, function(p.cast(arrays.float64)), along, slopes, claimed)


def _median(p: Instance, _: Answering) -> Graph:
    """Return f = max + min − 2·median along x, with the line its partial derivatives make."""
    along = np.array(_floats(p.x))
    partial = p.g if "g" in p.family.by_name else p.s
    slope = float(np.array(_floats(partial)) @ along)
    return _graph(p, median_type, along, [], slope)


def _graph(
    p: Instance,
    f: Callable[[Array], Array],
    along: np.ndarray,
    gradients: list[float],
    claimed: float,
) -> Graph:
    x = np.array(_floats(p.x))
    steps = [k / (STEPS // 2) - 1 for k in range(STEPS + 1)]
    values = [float(np.asarray(f((x + s * along)[:, None])).reshape(-1)[0]) for s in steps]
    return {
        "graph": _curve(steps, values),
        "value": values[STEPS // 2],
        "gradients": gradients,
        "claimed": claimed,
    }


KINDS: dict[str, Callable[[Instance, Answering], Data | None]] = {
    "loss": _loss,
    "trajectory": _trajectory,
    "regions": _regions,
    "kink": _kink,
    "median": _median,
}
