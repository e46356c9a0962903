"""What students see, and when: what is not shown is in nothing that is written for them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from documented_formats import check_ctrf, check_gradescope, check_junit
from graded_students import answered, course, grade, student
from parsed_xml import parsed
from report_records import witness

from referee.reports.formats import FORMATS, PerStudent
from referee.reports.grades import Course, Student

FOR_STUDENTS = ("feedback", "gradescope", "comments")
PROGRAMS = ("junit", "ctrf", "prairielearn")  # whose results students see, too
STRENGTH = {
    "word": "loose",
    "says": "weaker than {against}",
    "against": "SECRET(X)",
    "against_latex": "SECRET",
    "instances": 3,
    "climbs": [],
    "share": 0.5,
}


def ana(**more: Any) -> Student:
    wrong = answered("refuted", "w", reason="false at d = 1, n = 2")
    loose = answered("held", "v", 1.0, strength=STRENGTH)
    reference = [{"answer": "SHOWN(X)", "latex": "SHOWN"}]
    grades = [grade(wrong, reference=reference), grade(loose, claim="1.2-E6-norm")]
    return student("Ana", *grades, **more)


def written(name: str, about: Course, who: Student) -> str:
    form = FORMATS[name]
    assert isinstance(form, PerStudent)
    return form.start(about)(who)


@pytest.mark.parametrize("name", FOR_STUDENTS)
def test_without_an_assignment_everything_is_shown(name: str) -> None:
    text = written(name, course(), ana())
    assert "1 of 4" in text
    assert "0.8647" in text or name == "feedback"


@pytest.mark.parametrize("name", [*FOR_STUDENTS, *PROGRAMS])
@pytest.mark.parametrize(
    ("show", "absent"),
    [
        (["points"], ["0.8647", "false at d", "SECRET"]),
        (["counterexample"], ["1 of 4 points,", "of 2", "50 %", "SECRET"]),
        ([], ["0.8647", "1 of 4 points,", "of 2", "SECRET"]),
    ],
)
def test_what_is_not_listed_is_not_there(name: str, show: list[str], absent: list[str]) -> None:
    text = written(name, course(show=show), ana())
    assert [word for word in absent if word in text] == []
    assert "1.2-E5-gradient" in text


@pytest.mark.parametrize("name", FOR_STUDENTS)
def test_before_its_time_a_page_is_a_receipt(name: str) -> None:
    about = course(shown=False, after="2027-02-01T18:00:00+01:00", show=["points"])
    text = written(name, about, ana(late=True))
    if name == "gradescope":  # which knows the date itself
        assert "refuted" in text
        return
    assert "is shown from 2027-02-01 18:00 (UTC+0100) on" in text
    assert "late" in text.lower()
    told = ["refuted", "Refuted", "1 of 4", "loose", "SHOWN", "0.8647"]
    # The style and the marks of the page name every verdict.
    shown = text.split("</header>")[-1]
    assert [word for word in told if word in shown] == []


def test_what_is_wrong_with_a_sheet_is_told_before_its_time_and_what_came_of_answers_is_not() -> (
    None
):
    told = ["Ana: 1.2-E5-gradient: ambiguous: TOLD", "Ana: the sheet is WRONG"]
    about = course(shown=False, after="2027-02-01T18:00:00+01:00") | {
        "visibility": "after_due_date"
    }
    for name in ("feedback", "gradescope"):
        text = written(name, about, ana(problems=told))
        assert "WRONG" in text
        assert "TOLD" not in text
    output = json.loads(written("gradescope", about, ana(problems=told)))["output"]
    assert "points" not in output


def test_points_that_are_not_shown_still_count_on_gradescope() -> None:
    found = json.loads(written("gradescope", course(show=[]), ana()))
    check_gradescope(found)
    (withheld,) = [test for test in found["tests"] if test["visibility"] == "after_published"]
    assert withheld["output"] == "1 of 4 points"
    assert found["score"] == 1.0
    assert not any("score" in test for test in found["tests"])
    assert "leaderboard" not in found


def test_a_counterexample_of_another_reading_is_taken_out_too() -> None:
    reading = {
        "answer": "(w)",
        "canonical": "w",
        "answer_latex": "w",
        "verdict": "refuted",
        "reason": "false at 0.8647",
        "counterexample": answered("refuted", "w")[1]["counterexample"]["smallest"],  # type: ignore[index]
    }
    who = student("Ana", grade(answered("ambiguous", "w", readings=[reading])))
    assert "0.8647" in written("feedback", course(), who)
    assert "0.8647" not in written("feedback", course(show=["points"]), who)


@pytest.mark.parametrize("name", [*FOR_STUDENTS, *PROGRAMS])
def test_by_what_an_answer_differs_is_told_where_it_is_listed(name: str) -> None:
    slip = {"kind": "sign", "says": "{there} stands", "there": "+", "right": "-", "because": "SLIP"}
    who = student("Ana", grade(answered("refuted", "w", slip=slip)))
    assert "SLIP" not in written(name, course(show=["points", "counterexample"]), who)
    if name in {"feedback", *PROGRAMS}:
        assert "SLIP" in written(name, course(show=["slip"]), who)


OVERRIDE = {"before": 0.625, "reason": "<i>read</i> as meant"}


@pytest.mark.parametrize("name", FOR_STUDENTS)
def test_what_an_instructor_decided_is_told_with_its_reason(name: str) -> None:
    own = grade(answered("refuted", "w"), points={"given": 2.0, "most": 2.0}, override=OVERRIDE)
    text = written(name, course(), student("Ana", own))
    assert "as meant" in text
    assert "decided" in text.lower()
    assert "2 of 2" in text
    assert "<i>" not in text or name != "feedback"
    assert "0.625" not in written(name, course(show=[]), student("Ana", own))


@pytest.mark.parametrize("name", ["feedback", "gradescope"])
def test_the_reference_is_shown_where_grades_carry_it(name: str) -> None:
    assert "SHOWN(X)" in written(name, course(show=["reference"]), ana())


def test_every_format_that_is_handed_to_students_is_tried_here() -> None:
    per_student: Callable[[str], bool] = lambda name: isinstance(FORMATS[name], PerStudent)  # noqa: E731
    assert set(filter(per_student, FORMATS)) == {*FOR_STUDENTS, *PROGRAMS}


@pytest.mark.parametrize("name", [*FOR_STUDENTS, *PROGRAMS])
def test_what_does_not_fit_tells_no_instance_either(name: str) -> None:
    misfit = {"family": "f", "shape": {"d": 1, "n": 2}, "why": "1 by 2"}
    at = witness(answer=[["777"]], belongs=[["888"]])
    found = {"token": "t", "smallest": at, "worst": None, "misfit": misfit}
    reason = "at d = 1, n = 2: 1 by 2; where it fits it is false, at d = 1, n = 1"
    who = student("Ana", grade(answered("ill-typed", "w", counterexample=found, reason=reason)))
    text = written(name, course(show=["points"]), who)
    assert "1 by 2" in text
    assert [word for word in ("777", "888", "0.8647") if word in text] == []


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_file_for_programs_holds_everything_without_an_assignment(name: str) -> None:
    text = written(name, course(), ana(problems=["TOLD"]))
    assert "0.8647" in text
    assert "SECRET" in text or name == "junit"  # which says nothing of what passes
    assert "TOLD" in text or name == "prairielearn"  # which tells it of a sheet that is not read


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_file_for_programs_tells_nothing_before_its_time(name: str) -> None:
    about = course(shown=False, after="2027-02-01T18:00:00+01:00", show=["points"])
    who = ana()
    told = f"Ana: {who['grades'][0]['claim']}: refuted: TOLD"
    text = written(name, about, {**who, "problems": ["late", told]})
    assert "is shown from 2027-02-01 18:00 (UTC+0100) on" in text
    hidden = ["refuted", "held", "1 of 4", "loose", "SHOWN", "0.8647", "failed", "TOLD", "outOf"]
    if name == "ctrf":  # whose summary counts every status there is
        text = text.replace('"failed": 0', "")
    assert [word for word in hidden if word in text] == []


def test_suites_that_tell_nothing_are_as_documented_and_pass_over_everything() -> None:
    about = course(shown=False, after="2027-02-01", show=["points"])
    root = parsed(written("junit", about, ana()))
    check_junit(root)
    assert root.find("testsuite").attrib["skipped"] == "2"  # type: ignore[union-attr]
    assert root.find("testsuite").attrib["failures"] == "0"  # type: ignore[union-attr]
    found = json.loads(written("ctrf", about, ana()))
    check_ctrf(found)
    assert found["results"]["summary"]["pending"] == 2


def test_points_that_are_not_shown_are_in_no_test_and_the_score_is_prairielearns() -> None:
    found = json.loads(written("prairielearn", course(show=["slip"]), ana()))
    assert (found["gradable"], found["score"]) == (True, 0.25)
    assert "message" not in found
    assert not any({"points", "max_points"} & set(test) for test in found["tests"])
    shown = json.loads(written("prairielearn", course(show=["points"]), ana()))
    assert shown["message"] == "1 of 4 points"
    assert [test["points"] for test in shown["tests"]] == [0.0, 1.0]
    summary = json.loads(written("ctrf", course(show=["slip"]), ana()))["results"]["summary"]
    assert "extra" not in summary
