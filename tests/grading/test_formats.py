"""The formats of a class, checked against what is documented of each."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
from documented_formats import check_ctrf, check_gradescope, check_junit
from parsed_xml import parsed

from referee.reports import formats, grades
from referee.reports.formats import FORMATS, publish
from referee.reports.gradebook import cell
from referee.reports.grades import Course, Grade, Student

Record = dict[str, Any]
VERDICTS = ("held", "refuted", "ill-typed", "inconclusive", "unanswered", "error", "crashed")
COURSE: Course = {
    "title": 'A homework <of> lines & "planes"',
    "parts": {"1": "Lines", "2": "Planes"},
    "start": 1_700_000_000.5,
    "stop": 1_700_000_100.25,
    "visibility": "after_published",
    "leaderboard": False,
    "version": "0123abcd",
    "limits": "60 s or 1,000 MB",
}
WITNESS: Record = {
    "token": "vectors d=1: 0 1",
    "shape": {"d": 1},
    "values": {"X": {"latex": "X", "entries": [["1", "-1/2"], ["0", "2"]]}},
    "relation": "=",
    "lhs": [["-1"]],
    "rhs": [["-1/2"]],
    "note": "",
    "slack": -0.5,
}


def record(verdict: str, **fields: Any) -> Record:
    false = verdict in {"refuted", "ill-typed"}
    return {
        "blank": "the length of <x>",
        "given": "any x",
        "reading": "",
        "statement": r"x = {answer}",
        "answer": None if verdict == "unanswered" else "a < b & \u202e\x00]]>",
        "answer_latex": None,
        "verdict": verdict,
        "reason": f"a reason for {verdict} <&\x1b[31m",
        "because": "",
        "counterexample": {"token": "t", "smallest": WITNESS, "worst": None} if false else None,
        "evidence": {"found_by": "small scope"},
        "seconds": 0.25,
        **fields,
    }


def grade(verdict: str, number: int, credit: Record | None = None) -> Record:
    given = 2.0 if verdict == "held" else credit["share"] * 2.0 if credit else 0.0
    return {
        "claim": f"{1 + number % 2}-claim-{number}",
        "part": str(1 + number % 2),
        "form": ["" if verdict == "unanswered" else f"form of {verdict}"],
        "verdict": verdict,
        "fault": "",
        "points": {"given": given, "most": 2.0},
        "credit": credit,
        "records": [record(verdict, claim=f"{1 + number % 2}-claim-{number}", credit=credit)],
    }


CREDIT = {"case": "sign", "share": 0.5, "says": "right up to its sign", "instances": 650,
          "answer": "-(a)", "proved": True}  # fmt: skip
GRADES: list[Record] = [grade(verdict, i) for i, verdict in enumerate(VERDICTS)] + [
    grade("refuted", 8, CREDIT)
]
STUDENTS: list[Student] = cast("list[Student]", [
    {"name": "=Ana & <Ben>\u202e", "id": "ana", "file": "=ana.toml", "refused": False,
     "command": "python -m pytest '--sheet==ana.toml'",
     "problems": ["ana: a problem <here>"], "grades": GRADES},
    {"name": "nobody", "id": "nobody", "file": "nobody.toml", "refused": True,
     "command": "python -m pytest --sheet=nobody.toml",
     "problems": ["nobody: not TOML"], "grades": [grade("unanswered", i) for i in range(8)]},
])  # fmt: skip


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats")
    paths = publish(COURSE, STUDENTS, folder).paths
    ours = [form for form in FORMATS.values() if not isinstance(form, formats.ForPlatform)]
    count = {kind: sum(isinstance(form, kind) for form in ours) for kind in map(type, ours)}
    # Of so few students there are no pages of a part of them.
    expected = count[formats.PerClass] + count[formats.PerStudent] * len(STUDENTS)
    assert len(paths) == len(set(paths)) == expected
    return folder


def test_the_sheets_of_a_class_are_marked_where_they_are_not_graded(out: Path) -> None:
    page = (out / "class.html").read_text(encoding="utf-8")
    rows = re.findall(r"<tr>.*?feedback/(\w+)\.html(.*?)</tr>", page)
    assert [name for name, _ in rows] == ["ana", "nobody"]
    marked = {name: said for name, row in rows for said in re.findall(r'class="flag">(.*?)<', row)}
    assert marked == {"ana": "to be looked at", "nobody": "not read"}


def test_files_of_students_who_are_gone_are_removed_and_nothing_else(tmp_path: Path) -> None:
    publish(COURSE, STUDENTS, tmp_path)
    for name in ("feedback/notes.html", "gradescope/other.json", "kept.html"):
        (tmp_path / name).write_text("somebody else's", encoding="utf-8")
    listed = tmp_path / "run" / "written.json"
    names = [*json.loads(listed.read_text(encoding="utf-8")), "kept.html", "feedback/../kept.html"]
    listed.write_text(json.dumps(names), encoding="utf-8")
    publish(COURSE, STUDENTS[:1], tmp_path)
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    own = {"feedback/ana.html", "gradescope/ana.json", "junit/ana.xml", "ctrf/ana.json"}
    own |= {"comments/ana.txt", "prairielearn/ana.json", "gradebook.xlsx"}
    others = {"feedback/notes.html", "gradescope/other.json", "kept.html"}
    files = {form.path for form in FORMATS.values() if isinstance(form, formats.PerClass)}
    assert found == own | others | files | {"run/written.json"}


def test_every_format_is_one_entry() -> None:
    paths = [form.path for form in FORMATS.values()]
    assert len(set(paths)) == len(paths)
    assert {"gradebook", "class", "feedback", "gradescope", "junit", "ctrf"} < set(FORMATS)


@pytest.mark.parametrize("student", ["ana", "nobody"])
def test_results_are_as_gradescope_documents_them(out: Path, student: str) -> None:
    found = json.loads((out / "gradescope" / f"{student}.json").read_text(encoding="utf-8"))
    check_gradescope(found)
    assert found["visibility"] == "after_published"
    assert "leaderboard" not in found
    assert found["output"].endswith("\n")
    assert all(test["output"].endswith("\n") for test in found["tests"])
    assert sum(test["score"] for test in found["tests"]) == (3 if student == "ana" else 0)
    assert [test["status"] for test in found["tests"]].count("passed") == (student == "ana")


def test_a_class_sees_percentages_only_where_the_instructor_asks_for_it(tmp_path: Path) -> None:
    publish(COURSE | {"leaderboard": True}, STUDENTS, tmp_path)
    found = json.loads((tmp_path / "gradescope" / "ana.json").read_text(encoding="utf-8"))
    check_gradescope(found)
    [entry] = found["leaderboard"]
    assert (entry["name"], entry["order"]) == ("Percent", "desc")


def test_the_constraints_of_gradescope_can_fail() -> None:
    for wrong in ({}, {"tests": [{"name": "x"}]}, {"score": "1"}, {"score": 1, "visible": True}):
        with pytest.raises(jsonschema.ValidationError):
            check_gradescope(wrong)


@pytest.mark.parametrize("student", ["ana", "nobody"])
def test_reports_are_as_ctrf_documents_them(out: Path, student: str) -> None:
    found = json.loads((out / "ctrf" / f"{student}.json").read_text(encoding="utf-8"))
    check_ctrf(found)
    summary = found["results"]["summary"]
    statuses = [test["status"] for test in found["results"]["tests"]]
    assert summary["tests"] == len(statuses) == 8
    assert all(summary[s] == statuses.count(s) for s in ("passed", "failed", "skipped", "other"))
    assert (summary["start"], summary["stop"]) == (1_700_000_000_500, 1_700_000_100_250)


def test_the_constraints_of_ctrf_can_fail(out: Path) -> None:
    found = json.loads((out / "ctrf" / "ana.json").read_text(encoding="utf-8"))
    found["results"]["tests"][0]["points"] = 1
    with pytest.raises(jsonschema.ValidationError):
        check_ctrf(found)


@pytest.mark.parametrize("student", ["ana", "nobody"])
def test_test_suites_are_as_junit_readers_know_them(out: Path, student: str) -> None:
    root = parsed((out / "junit" / f"{student}.xml").read_text("utf-8"))
    check_junit(root)
    (suite,) = root
    cases = suite.findall("testcase")
    for name, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(suite.attrib[name]) == sum(c.find(element) is not None for c in cases)
    assert int(suite.attrib["tests"]) == len(cases) == 8
    assert suite.attrib["timestamp"] == "2023-11-14T22:13:20"


def test_the_gradebook_has_a_row_a_student_and_a_column_a_claim(out: Path) -> None:
    with (out / "gradebook.csv").open(encoding="utf-8", newline="") as stream:
        first, second = csv.DictReader(stream)
    assert first["student"].startswith("'=Ana & <Ben>")
    assert (first["1-claim-0"], first["total"], first["out of"]) == ("2", "3", "16")
    assert (first["percent"], first["status"], first["file"]) == (
        "18.8", "to be looked at", "'=ana.toml",
    )  # fmt: skip
    assert (second["total"], second["status"]) == ("0", "not read")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1+1", "|cmd", "%0A=1"]
)
def test_a_cell_is_no_formula(text: str) -> None:
    assert cell(text).startswith("'")


def test_a_plain_cell_is_left_alone() -> None:
    assert cell("Ana Ben") == "Ana Ben"


def test_a_students_page_shows_marks_counterexamples_and_credit(out: Path) -> None:
    page = (out / "feedback" / "ana.html").read_text(encoding="utf-8")
    assert "Partly right: right up to its sign." in page
    assert "650 examples and a proof" in page
    assert "a problem &lt;here&gt;" in page
    assert "The smallest example" in page
    assert "=Ana &amp; &lt;Ben&gt;\ufffd" in page
    assert "\u202e" not in page
    assert "\x1b" not in page


def test_the_page_of_a_class_counts_wrong_answers(out: Path) -> None:
    page = (out / "class.html").read_text(encoding="utf-8")
    assert '<a href="feedback/ana.html">' in page
    assert "<b>1 sheet</b>" in page
    assert "Partly right, 50 % of the points: right up to its sign." in page
    assert "nobody: not TOML" in page


def test_what_is_right_already_is_not_written_again(out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.*")}
    publish(COURSE, STUDENTS, out)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.*")} == before


def test_a_class_of_nobody_has_a_gradebook_and_a_page() -> None:
    for form in FORMATS.values():
        if isinstance(form, formats.PerClass):
            found = form.render(COURSE, [])
            assert found if isinstance(found, (str, bytes)) else list(found)


def test_outcomes_are_named_for_teachers() -> None:
    found = [grades.outcome(cast("Grade", each)) for each in GRADES]
    assert found[:3] == ["right", "wrong", "wrong"]
    assert found[-1] == "nearly right"
