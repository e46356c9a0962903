"""Pictures are drawn from plain numbers, and what does not fit is not drawn."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest
from parsed_xml import parsed

from referee.evidence.schema import Margin, Witness
from referee.reports import charts
from referee.reports.axes import Axes

LINE = [[0.0, 1.0], [1.0, 0.5], [2.0, 0.0]]
GRAPH = {"graph": [[-1.0, 1.0], [0.0, 0.0], [1.0, 1.0]], "value": 0.0}
FAN = {
    "cones": [[0.0, 0.25, 0], [0.25, 0.5, 1], [0.5, 0.75, 1], [0.75, 1.0, 0]],
    "weights": [[["1", "0"]], [["1"]]],
    "count": 2.0,
    "bound": 1.0,
}
PICTURES: dict[str, dict[str, Any]] = {
    "loss": {"at": 1.0, "loss": LINE, "bound": LINE},
    "trajectory": {"coordinate": 2, "claimed": LINE, "flow": LINE, "limit": 0.0},
    "regions": FAN,
    "kink": {**GRAPH, "gradients": [-1.0, 1.0], "claimed": 3.0},
    "median": {**GRAPH, "gradients": [], "claimed": 3.0},
}


def drawn(kind: str, data: object) -> charts.Chart | None:
    return charts.picture(cast("Witness", {"picture": {"kind": kind, "data": data}}))


@pytest.mark.parametrize("kind", charts.KINDS)
def test_every_kind_is_drawn_and_is_xml(kind: str) -> None:
    chart = drawn(kind, PICTURES[kind])
    assert chart is not None
    svg = parsed(str(chart.svg))
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-label"]
    assert chart.remark
    assert all(key.says for key in chart.keys)


@pytest.mark.parametrize("kind", charts.KINDS)
@pytest.mark.parametrize("bad", [None, [], {}, "x", {"graph": "<b>"}, {"loss": [[0]]}])
def test_what_does_not_fit_is_not_drawn(kind: str, bad: object) -> None:
    assert drawn(kind, bad) is None


@pytest.mark.parametrize("witness", [None, {}, {"picture": {"kind": "none", "data": {}}}])
def test_nothing_to_draw(witness: dict[str, Any] | None) -> None:
    assert charts.picture(cast("Witness | None", witness)) is None


def test_numbers_that_are_not_finite_are_not_drawn() -> None:
    assert drawn("loss", {"at": 0.0, "loss": [[0, float("nan")]], "bound": LINE}) is None


def test_neighbouring_cones_of_one_function_are_one() -> None:
    chart = drawn("regions", FAN)
    assert chart is not None
    assert chart.svg.count("<path") == 2
    assert "2 linear functions; the claim allows 1" in chart.remark
    assert "W₁ = [1 0], W₂ = 1" in chart.remark
    whole = drawn("regions", FAN | {"cones": [[0.0, 0.5, 0], [0.5, 1.0, 0]]})
    assert whole is not None
    assert whole.svg.count("<circle") == 1


def test_a_network_of_one_input_is_drawn_as_its_graph() -> None:
    chart = drawn("regions", {"graph": GRAPH["graph"], "count": 2.0, "bound": 1.0})
    assert chart is not None
    assert chart.svg.count("<polyline") == 1


def test_text_in_a_picture_cannot_act() -> None:
    chart = drawn("regions", FAN | {"weights": [[["<script>"]]]})
    assert chart is not None
    assert "<script>" not in chart.svg
    assert "<script>" in chart.remark  # plain text, which the page escapes


def test_points_lie_within_the_frame() -> None:
    for points in ([(0.0, 1.0), (5.0, -3.0)], [(0.0, 1e-9), (1.0, 1e9)], [(0.0, 0.0)]):
        axes = Axes.around(points, logarithmic=points[0][1] == 1e-9)
        for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", str(axes.line(points, "truth"))):
            assert 0 <= float(x) <= axes.width
            assert 0 <= float(y) <= axes.height
        assert axes.frame().count("<text") >= 3


def test_only_positive_values_are_drawn_by_their_logarithms() -> None:
    for points, good in (
        ([(0.0, 1e-9), (1.0, 1.0)], True),
        ([(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)], True),
        ([(0.0, -1.0), (1.0, 1e9)], False),
        ([(0.0, 0.0), (1.0, 0.0)], False),
        ([(0.0, 3.0)], False),
    ):
        assert Axes.around(points, logarithmic=True).logarithmic == good


def test_what_happens_near_the_bottom_is_seen() -> None:
    falling = [[0.0, 1.0], [1.0, 1e-3], [2.0, 1e-6]]
    late = drawn("loss", {"at": 1.0, "loss": falling, "bound": falling})
    early = drawn("loss", {"at": 0.0, "loss": falling, "bound": falling})
    assert late is not None
    assert early is not None
    assert "10⁻⁶" in late.svg
    assert "10⁻" not in early.svg


def test_a_histogram() -> None:
    svg = charts.histogram(cast("Margin", {"histogram": {"edges": [0, 1, 2], "counts": [1, 4]}}))
    assert svg is not None
    # 1/4 and 1 of the height, from the floor up, and down again.
    assert 'd="M0 40v-10h1v-30h1V40z"' in svg
    assert "highest 4" in svg
    assert "zero" not in svg  # the axis begins there
    assert charts.HIGH == 40
    empty: tuple[dict[str, Any], ...] = (
        {},
        {"histogram": None},
        {"histogram": {"edges": [0, 1, 2], "counts": [0, 0]}},
        {"histogram": {"edges": [-0.5, 0.5], "counts": [9]}},
        {"histogram": {"edges": [0, 1], "counts": [1, 2]}},
        {"histogram": {"edges": [], "counts": []}},
    )
    for margin in empty:
        assert charts.histogram(cast("Margin", margin)) is None


def test_a_histogram_marks_zero_and_shows_no_violation_of_what_held() -> None:
    margin = cast("Margin", {"histogram": {"edges": [-1, -0.5, 0, 1, 2], "counts": [7, 2, 5, 1]}})
    both = charts.histogram(margin)
    assert both is not None
    assert '<path class="zero" d="M1.33 0V40"/>' in both
    assert "−1 <i>to</i> 2" in both
    held = charts.histogram(margin, held=True)
    assert held is not None
    assert "0 <i>to</i> 2" in held
    assert "without 9 that rounding alone takes for violations" in held
    nothing = cast("Margin", {"histogram": {"edges": [-1, -0.5, 0], "counts": [7, 2]}})
    assert charts.histogram(nothing, held=True) is None
