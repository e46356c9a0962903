"""PrairieLearn takes scores in percent, and results of the form that it documents."""

from __future__ import annotations

import json

import jsonschema
import pytest
from graded_classes import course, grade, student
from platform_classes import CLASS, upload
from platform_importers import prairielearn_scores

from referee.reports.gradebooks import prairielearn

TEXT = {"type": "string"}
RESULTS = {  # https://prairielearn.readthedocs.io/en/latest/externalGrading/#grading-results
    "type": "object",
    "properties": {
        "gradable": {"type": "boolean"},
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "message": {"type": "string"},
        "format_errors": {"type": "array", "items": {"type": "string"}},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "points", "max_points"],
                "properties": {
                    "points": {"type": "number"},
                    "max_points": {"type": "number"},
                    **dict.fromkeys(["name", "description", "message", "output"], TEXT),
                },
                "additionalProperties": False,
            },
        },
    },
    "if": {"properties": {"gradable": {"const": True}}},
    "then": {"required": ["score"]},
    "else": {"required": ["format_errors"]},
    "additionalProperties": False,
}  # fmt: skip


def test_prairielearn_takes_scores_in_percent() -> None:
    content, notes = upload(course(), CLASS, "prairielearn.csv")
    assert prairielearn_scores(content) == {
        ("jane@x.edu", 1): 75.0,
        ("walter@x.edu", 1): 75.0,
    }
    assert "1 without an address, and not in it: =HYPERLINK" in notes
    evil = [student("E", None, ids={"email": "=cmd|'/c calc'!A0@x"})]
    assert upload(course(), evil, "prairielearn.csv")[0] is None


@pytest.mark.parametrize(("who", "score"), [("doejane", 0.75), ("refusedray", None)])
def test_results_are_as_prairielearn_documents_them(who: str, score: float | None) -> None:
    one = next(each for each in CLASS if each["id"] == who)
    found = json.loads(prairielearn.results(course())(one))
    jsonschema.validate(found, RESULTS)
    assert (found.get("score"), found["gradable"]) == (score, score is not None)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"gradable": True}, RESULTS)


def test_results_of_many_questions_are_below_a_megabyte() -> None:
    long = grade("1-line", "refuted", 0.0)
    long["records"][0]["answer"] = "\x01" * 500
    many = student("Jane", None, grades=[long] * 400)
    assert len(prairielearn.results(course())(many).encode()) < 1_000_000
