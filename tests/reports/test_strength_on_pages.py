"""How much a true answer says stands beside its verdict, on every page."""

from __future__ import annotations

import json
import re
from typing import Any, cast

import pytest
from parsed_xml import parsed
from report_records import record
from report_records import run as run_of

from referee.evidence import decoding
from referee.evidence.schema import Record, Strength
from referee.reports import (
    charts,
    class_page,
    comparison,
    ctrf,
    feedback,
    grades,
    gradescope,
    junit,
    wording,
)
from referee.reports.grades import EMPTY, NEARLY, RIGHT, Course, Grade, Student, outcome
from referee.reports.page import render

LOOSE: dict[str, Any] = {
    "word": "loose",
    "says": "2 times {against} at m = 1, 256 times at m = 128, and growing",
    "against": "E_0",
    "against_latex": "E(0)",
    "instances": 184,
    "climbs": [
        {
            "limit": "H",
            "grows": False,
            "rungs": [{"size": 1, "ratio": "2"}, {"size": 2, "ratio": "2"}],
            "curve": [[1.0, 2.0], [2.0, 2.0]],
        },
        {
            "limit": r"\lambda_{\min}",
            "grows": True,
            "rungs": [{"size": 1, "ratio": "2"}, {"size": 2, "ratio": None}],
            "curve": [[1.0, 2.0], [2.0, 4.0], [4.0, 1e9]],
        },
        {"limit": "d", "grows": True, "rungs": [], "curve": []},
    ],
}
WORTHLESS = LOOSE | {"word": "worthless", "says": "never below {against}", "climbs": []}


def strong(strength: object = LOOSE, **more: Any) -> Record:
    return record("held", strength=strength, reason="true of all 3", **more)


def texts(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_it_stands_beside_the_verdict() -> None:
    page = render([strong(WORTHLESS)], run_of())
    assert "Held, and worthless: never below" in texts(page)
    assert "E(0)" in texts(page) or "<mi>E</mi>" in page
    assert "% of the points" not in page


def test_a_share_is_said_where_points_are_lost() -> None:
    page = texts(render([strong({**LOOSE, "share": 0.5})], run_of()))
    assert "and loose: 2 times" in page
    assert "(50 % of the points)" in page
    assert "of the points" not in texts(render([strong({**LOOSE, "share": 1})], run_of()))


def test_what_was_measured_is_drawn_and_listed() -> None:
    page = render([strong()], run_of())
    assert "How many times weaker than the reference’s answer" in page
    assert "It grows with d too." in texts(page)
    assert "2: ∞" in texts(page)
    assert 'class="claim" points=' in page


def test_words_that_are_no_formula_are_shown_as_words() -> None:
    said = {**WORTHLESS, "against": "Twice <b>", "against_latex": None}
    page = render([strong(said)], run_of())
    assert "never below Twice &lt;b&gt;" in page


def test_an_answer_of_another_sheet_says_it_unless_it_is_tight() -> None:
    def other(word: str) -> str:
        found = strong({**WORTHLESS, "word": word}, sheet="mutants", label="x")
        return texts(render([record("held"), found], run_of()))

    assert "and worthless: never below" in other("worthless")
    assert "and tight" not in other("tight")


def test_a_record_without_it_says_nothing() -> None:
    assert wording.strength(record("held")) == ""
    assert 'class="says"' not in render([record("held")], run_of())
    assert wording.strength(strong(WORTHLESS)) == "worthless: never below E_0"


def drawn(**change: Any) -> charts.Chart | None:
    return charts.ratios(cast("Strength", LOOSE | change))


def test_the_ratio_along_the_first_limit_that_tells_is_drawn() -> None:
    chart = drawn()
    assert chart is not None
    svg = parsed(str(chart.svg))
    assert svg.attrib["aria-label"].startswith("The ratio to the reference’s answer as λ")
    assert [key.says for key in chart.keys] == ["λ_{min} → ∞"]
    assert charts.growing_too(cast("Strength", LOOSE)) == ["d"]


@pytest.mark.parametrize(
    "curve", [[], [[1.0, 2.0]], [[1.0, 2.0], [2.0, 2.0]], [[1.0, float("nan")], [2.0, 1.0]]]
)
def test_what_tells_nothing_is_not_drawn(curve: list[list[float]]) -> None:
    climb = {"limit": "m", "grows": True, "rungs": [], "curve": curve}
    assert drawn(climbs=[climb]) is None
    assert drawn(climbs=[]) is None


@pytest.mark.parametrize(
    "change",
    [
        {"word": "splendid"},
        {"says": 1},
        {"instances": -1},
        {"share": 2},
        {"climbs": [{"limit": "m"}]},
        {"more": 1},
        {"against": None},
    ],
)
def test_a_log_that_says_something_else_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="strength"):
        decoding.fitted(strong({**LOOSE, **change}), Record, "log:1")


def test_a_log_with_it_is_read() -> None:
    for good in (LOOSE, WORTHLESS, {**LOOSE, "share": 0.5}):
        assert decoding.fitted(strong(good), Record, "log:1")["strength"] == good


def grade_of(given: float, **more: Any) -> Grade:
    found = strong({**LOOSE, "share": given / 4}, **more)
    whole = {
        "claim": found["claim"], "part": found["part"], "form": ["f"], "verdict": "held",
        "fault": "", "points": {"given": given, "most": 4.0}, "credit": None, "records": [found],
    }  # fmt: skip
    return cast("Grade", whole)


def test_the_outcome_is_right_only_for_full_points() -> None:
    assert [outcome(grade_of(given)) for given in (4, 3, 0)] == [RIGHT, NEARLY, EMPTY]


def test_a_condition_that_is_never_true_is_settled() -> None:
    empty = grade_of(0) | {"verdict": "inconclusive"}
    empty["records"][0]["verdict"] = "inconclusive"
    assert outcome(empty) == EMPTY
    assert not grades.is_open(empty)
    del empty["records"][0]["strength"]
    assert outcome(empty) == "inconclusive"
    assert grades.is_open(empty)


COURSE: Course = {
    "title": "T", "parts": {"1.2": "Part"}, "start": 0, "stop": 1, "visibility": "visible",
    "leaderboard": False, "version": "v", "limits": "60 s",
}  # fmt: skip


def student(given: float) -> Student:
    return {
        "name": "Ana", "id": "ana", "file": "ana.toml", "command": "c", "problems": [],
        "refused": False, "grades": [grade_of(given)],
    }  # fmt: skip


def test_feedback_says_it() -> None:
    page = texts(feedback.pages(COURSE)(student(2)))
    assert "Nearly right, and loose: 2 times" in page
    assert "(50 % of the points)" in page
    assert "1 nearly right" in page
    assert "loose: 2 times E_0 at m = 1" in grades.explained(grade_of(2))


def test_a_class_sees_answers_that_say_nothing() -> None:
    page = texts(class_page.render(COURSE, [student(0), student(4)]))
    assert "saying nothing" in page
    assert "True, and loose" in page


def test_what_says_nothing_fails_in_the_formats_of_others() -> None:
    def told(write: Any, given: float) -> str:
        return str(write(COURSE)(student(given)))

    nothing, part, whole = (json.loads(told(ctrf.report, given)) for given in (0, 3, 4))
    tests = [found["results"]["tests"][0] for found in (nothing, part, whole)]
    assert [test["status"] for test in tests] == ["failed", "passed", "passed"]
    assert tests[0]["message"].startswith("loose: 2 times")
    assert "message" not in tests[2]
    scores = [json.loads(told(gradescope.results, given))["tests"][0] for given in (0, 3, 4)]
    assert [test["status"] for test in scores] == ["failed", "failed", "passed"]
    assert 'failures="1"' in told(junit.suite, 0)
    assert 'message="loose: 2 times' in told(junit.suite, 0)
    assert 'failures="0"' in told(junit.suite, 3)


def test_a_comparison_of_runs_says_what_says_less() -> None:
    old, new = strong(LOOSE), strong(WORTHLESS)
    assert [(c.kind, c.worse, c.detail) for c in comparison.compare([old], [new])] == [
        ("says less", True, "loose → worthless")
    ]
    assert [(c.kind, c.worse) for c in comparison.compare([new], [old])] == [("says more", False)]
    assert comparison.compare([record("held")], [record("held")]) == []
