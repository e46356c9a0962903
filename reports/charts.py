"""Charts: pictures of instances and distributions of margins as inline SVG.

A picture comes as plain numbers (``picture`` in ``record.schema.json``). Each kind has one
entry in KINDS; what is of no known kind or does not fit is not drawn.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from markupsafe import Markup

from referee.evidence.schema import (
    PICTURES,
    Climb,
    Curve,
    Graph,
    Loss,
    Margin,
    Regions,
    Strength,
    Trajectory,
    Witness,
)
from referee.reports import wording
from referee.reports.axes import Axes, Points
from referee.reports.prose import plain

# What data end in that cannot be drawn; those of another type are a ValueError of msgspec.
UNFIT = (KeyError, IndexError, ValueError, ZeroDivisionError)


LOW = 0.1  # of the height of a chart


@dataclass(frozen=True)
class Key:
    """An entry of a legend: how a line is drawn, and what it is."""

    style: str
    says: str


@dataclass(frozen=True)
class Chart:
    """A drawing with its legend and a remark."""

    svg: Markup
    keys: Sequence[Key]
    remark: str


def picture(witness: Witness | None) -> Chart | None:
    """Return the picture of an instance, None where there is none to draw."""
    found = witness.get("picture") if witness else None
    if not found or found["kind"] not in KINDS:
        return None
    try:
        return KINDS[found["kind"]](msgspec.convert(found["data"], PICTURES[found["kind"]]))
    except UNFIT:
        return None


def _svg(width: int, height: int, says: str, content: Markup, style: str = "chart") -> Markup:
    return Markup('<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        style, width, height, says, content
    )


def _points(found: Curve) -> Points:
    """Return points as pairs of finite floats. Raises ValueError for anything else."""
    pairs = [(x, y) for x, y in found]
    if not all(math.isfinite(number) for pair in pairs for number in pair):
        raise ValueError("not finite")
    return pairs


def _curves(
    says: str, lines: Mapping[str, tuple[Curve, str]], at: tuple[float, float] | None = None
) -> tuple[Markup, list[Key]]:
    """Draw lines on common axes; each has a style and a name for the legend.

    Where the dot ``at`` would lie at the bottom, positive values are drawn by their logarithms.
    """
    points = {style: _points(found) for style, (found, _) in lines.items()}
    every = [p for found in points.values() for p in found]
    low = at is not None and 0 < at[1] < LOW * max(y for _, y in every)
    axes = Axes.around(every, logarithmic=low)
    content = axes.frame()
    for style, found in points.items():
        content += axes.line(found, style)
    if at is not None:
        content += axes.dot(at)
    return _svg(axes.width, axes.height, says, content), [
        Key(style, name) for style, (_, name) in lines.items()
    ]


def _loss(data: Loss) -> Chart:
    lines = {
        "truth": (data["loss"], "the loss ½‖u(t) − y‖²"),
        "claim": (data["bound"], "the claimed bound"),
    }
    at = data["at"]
    near = min(data["loss"], key=lambda point: abs(point[0] - at))
    says = "The loss over time t and the claimed bound on it"
    svg, keys = _curves(says, lines, (near[0], near[1]))
    return Chart(svg, keys, f"over time; the dot marks t = {wording.decimal(at)}")


def _trajectory(data: Trajectory) -> Chart:
    claimed, limit = data["claimed"], data["limit"]
    level = [[claimed[0][0], limit], [claimed[-1][0], limit]]
    index = data["coordinate"]
    name = f"w{_lowered(index)}(t)" if index else "w(t)"
    lines = {
        "level": (level, "its limit"),
        "truth": (data["flow"], "the gradient flow from the same start"),
        "claim": (claimed, f"the claimed {name}"),
    }
    says = f"The claimed {name} over time, the gradient flow and its limit"
    svg, keys = _curves(says, lines)
    return Chart(svg, keys[::-1], f"{name} over time")


def _graph_with_lines(data: Graph, own: str, claimed: str) -> tuple[Markup, list[Key]]:
    graph, value = data["graph"], data["value"]
    low, high = graph[0][0], graph[-1][0]

    def tangent(slope: float) -> Curve:
        return [[at, value + at * slope] for at in (low, high)]

    slopes = data["gradients"]
    lines: dict[str, tuple[Curve, str]] = {"truth": (graph, "f along a line through x")}
    ends = [(own, min(slopes)), (own, max(slopes))] if slopes else []
    for style, (name, slope) in zip(("level", "level other"), ends, strict=False):
        lines[style] = (tangent(slope), name)
    lines["claim"] = (tangent(data["claimed"]), claimed)
    svg, keys = _curves(f"f near x with {own} and {claimed}", lines, (0.0, value))
    return svg, [key for key in keys if key.style != "level other"]


def _kink(data: Graph) -> Chart:
    svg, keys = _graph_with_lines(data, "limits of gradients", "the slope of s")
    return Chart(svg, keys, "s is a subgradient only if its line lies between theirs")


def _median(data: Graph) -> Chart:
    svg, keys = _graph_with_lines(data, "", "the slope that the partial derivatives give")
    return Chart(svg, keys, "along x")


STYLES = ("claim", "truth", "level")  # of ratios along several limits
STEEP = 20  # times: beyond, ratios are drawn by their logarithms


def leading(strength: Strength) -> Sequence[Climb]:
    """Return what was measured along the first limit that tells, or along all where none does."""
    climbs = strength["climbs"]
    return [climb for climb in climbs if climb["grows"]][:1] or climbs


def growing_too(strength: Strength) -> Sequence[str]:
    """Return the other limits along which a ratio grows, as LaTeX."""
    return [climb["limit"] for climb in strength["climbs"] if climb["grows"]][1:]


def ratios(strength: Strength) -> Chart | None:
    """Return how many times weaker an answer is along a limit, None where nothing is to be seen."""
    try:
        return _ratios(strength)
    except UNFIT:
        return None


def _ratios(strength: Strength) -> Chart | None:
    telling = [c for c in leading(strength) if len({y for _, y in c["curve"]}) > 1]
    drawn = list(zip(STYLES, telling, strict=False))
    lines = {style: _points(climb["curve"]) for style, climb in drawn}
    every = [point for points in lines.values() for point in points]
    if not every:
        return None
    ys = [y for _, y in every]
    axes = Axes.around(every, logarithmic=max(ys) > STEEP * min(ys))
    content = axes.frame()
    for style, points in lines.items():
        content += axes.line(points, style)
    names = [plain(climb["limit"]) for _, climb in drawn]
    keys = [Key(style, f"{name} → ∞") for style, name in zip(lines, names, strict=True)]
    says = f"The ratio to the reference’s answer as {wording.listed(names)} grows"
    remark = "how many times weaker than the reference’s answer"
    return Chart(_svg(axes.width, axes.height, says, content), keys, remark)


SIZE = 180  # of a fan of cones, width and height
NARROWEST = 1 / 30  # of a cone that has room for its name, in turns


def _regions(data: Regions) -> Chart:
    found = wording.counted(int(data["count"]), "linear function")
    counts = f"{found}; the claim allows {wording.decimal(data['bound'])}"
    if "cones" not in data:
        svg, keys = _curves(counts, {"truth": (data["graph"], "f on the line")}, (0.0, 0.0))
        return Chart(svg, keys, counts)
    cones = [(a, b, int(number)) for a, b, number in data["cones"]]
    content = Markup("").join(_cone(*cone) for cone in _merged(cones))
    weights = ", ".join(
        f"W{_lowered(h)} = {wording.matrix(W)}" for h, W in enumerate(data["weights"], 1)
    )
    svg = _svg(SIZE, SIZE, f"A fan of cones: {counts}", content, "chart fan")
    which = "the network" if data.get("own", True) else "another network,"
    return Chart(svg, [], f"the plane of inputs of {which} {weights}: {counts}")


_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def _lowered(number: int) -> str:
    return str(number).translate(_SUBSCRIPTS)


Cone = tuple[float, float, int]


def _merged(cones: Sequence[Cone]) -> list[Cone]:
    """Join neighbouring cones of one linear function, the last with the first too."""
    found: list[Cone] = []
    for low, high, number in cones:
        if found and found[-1][2] == number and math.isclose(found[-1][1], low, abs_tol=1e-6):
            found[-1] = (found[-1][0], high, number)
        else:
            found.append((low, high, number))
    if len(found) > 1 and found[0][2] == found[-1][2]:
        low, _, number = found.pop()
        found[0] = (low - 1, found[0][1], number)
    return found


def _cone(low: float, high: float, number: int) -> Markup:
    """Draw a cone as a sector with the number of its function; angles are in turns."""
    label = _around((low + high) / 2, 0.62)
    style = f"cone tint-{number % 4}"
    if high - low > 1 - 1e-6:
        shape = Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(
            style, SIZE // 2, SIZE // 2, SIZE // 2 - 4
        )
    else:
        radius = SIZE // 2 - 4
        shape = Markup('<path class="{}" d="M{} {}L{}A{} {} 0 {} 0 {}z"/>').format(
            style, SIZE // 2, SIZE // 2, _around(low, 1), radius, radius,
            int(high - low > 0.5), _around(high, 1),
        )  # fmt: skip
    if high - low < NARROWEST:
        return shape
    x, y = label.split()
    text = Markup('<text x="{}" y="{}" class="middle">f{}</text>').format(
        x, y, _lowered(number + 1)
    )
    return shape + text


def _around(turns: float, part: float) -> str:
    """Return the point at an angle and a part of the radius, the angle counted upwards."""
    radius = (SIZE // 2 - 4) * part
    x = SIZE / 2 + radius * math.cos(math.tau * turns)
    y = SIZE / 2 - radius * math.sin(math.tau * turns)
    return f"{x:.1f} {y:.1f}"


# By kind, what draws data of the type that the schema gives them.
KINDS: Mapping[str, Callable[[Any], Chart]] = {
    "loss": _loss,
    "trajectory": _trajectory,
    "regions": _regions,
    "kink": _kink,
    "median": _median,
}
HIGH = 40  # of a histogram


def histogram(margin: Margin, *, held: bool = False) -> Markup | None:
    """Return the distribution of a margin as bars over an axis, None where it was not counted.

    Where a claim ``held`` nothing is violated, whatever floating point sees: bars below zero are
    left out, and their number is said.
    """
    found = margin.get("histogram")
    if not found or len(found["edges"]) != len(found["counts"]) + 1:
        return None
    edges, counts = found["edges"], found["counts"]
    below = next((i for i, edge in enumerate(edges[1:]) if edge > 0), len(counts)) if held else 0
    drawn = _histogram(edges[below:], counts[below:])
    gone = sum(counts[:below])
    if drawn is None or not gone:
        return drawn
    return drawn + Markup(
        ' <span class="quiet">without {:,} that rounding alone takes for violations</span>'
    ).format(gone)


def _histogram(edges: Sequence[float], counts: Sequence[int]) -> Markup | None:
    most = max(counts, default=0)
    # A single bar is no distribution.
    if most < 1 or len(counts) < 2:
        return None
    return Markup(
        '<svg class="bars" viewBox="0 0 {} {}" preserveAspectRatio="none"><path d="{}"/>{}</svg>'
        '<span class="ends">{} <i>to</i> {}</span>highest {:,}'
    ).format(
        len(counts), HIGH, _outline([count / most for count in counts]), _zero(edges),
        wording.decimal(edges[0]), wording.decimal(edges[-1]), most,
    )  # fmt: skip


def _zero(edges: Sequence[float]) -> Markup:
    """Draw a line where zero is; the end of the axis is one already."""
    low, high = edges[0], edges[-1]
    if not low < 0 < high:
        return Markup("")
    at = -low / (high - low) * (len(edges) - 1)
    return Markup('<path class="zero" d="M{:.2f} 0V{}"/>').format(at, HIGH)


def _outline(parts: Sequence[float]) -> str:
    """Return the outline of bars of width 1 as a path, each from the floor up and down again.

    Heights are proportional to counts; what occurred at all is a line at least.
    """
    path, at = f"M0 {HIGH}", 0
    for part in parts:
        height = math.ceil(HIGH * part)
        path += f"v{at - height}h1" if height != at else "h1"
        at = height
    return f"{path}V{HIGH}z".replace("h1h1", "h2")
