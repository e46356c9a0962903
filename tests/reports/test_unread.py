"""Answers that are no formulas: on terminals, on every page, in the files of a class."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsed_xml import parsed
from report_pages import HOSTILE
from report_records import run
from unread_records import COURSE, not_read, student, unread

from referee.evidence import decoding
from referee.evidence.schema import Record
from referee.reports import class_page, feedback, grades, gradescope, junit, review
from referee.reports.page import render
from referee.reports.unread import AROUND, WIDTH, below, lines, marked

NAMES = [
    {"written": "lambda_min", "meaning": "the smallest eigenvalue", "near": True},
    {"written": "n", "meaning": "samples", "near": False},
]


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [
        ("X (X' w", [2, 3], ["X (X' w", "  ^"]),
        ("n * lamda + 1", [4, 9], ["n * lamda + 1", "    ^^^^^"]),
        ("n *", [3, 3], ["n *", "   ^"]),
        ("X (\n\tX'v - y)\n+ 1", [7, 8], [" X'v - y)", "   ^"]),
        ("X\n+ (y\nw", [4, 6], ["+ (y", "  ^^"]),
        ("中 + w", [4, 5], ["中 + w", "     ^"]),
        ("e\u0301 + w", [5, 6], ["e\u0301 + w", "    ^"]),
        ("a\x1b[31m + w", [8, 9], ["a�[31m + w", "        ^"]),
        ("\u202eX + w", [5, 6], ["�X + w", "     ^"]),
        ("w", [7, 9], ["w", " ^"]),
        ("w + v", None, []),
    ],
)
def test_a_line_below_points_to_the_place(
    text: str, place: list[int] | None, shown: list[str]
) -> None:
    assert lines(text, unread(place=place)) == shown


def columns(line: str) -> int:
    wide = sum(unicodedata.east_asian_width(c) in {"W", "F"} for c in line)
    return len(line) + wide - sum(unicodedata.combining(c) > 0 for c in line)


@given(st.text(max_size=400), st.integers(-5, 405), st.integers(-5, 405))
def test_whatever_is_pointed_at_fits_on_two_lines(text: str, start: int, end: int) -> None:
    found = lines(text, unread(place=[start, end]))
    assert len(found) == 2
    assert re.fullmatch(r" *\^+", found[1])
    assert all(len(line) <= WIDTH for line in found)
    assert found[0].isprintable()
    assert columns(found[1].rstrip("^")) <= columns(found[0])


def test_a_terminal_shows_what_could_stand_there() -> None:
    told = unread(place=[0, 5], nearest="lambda_min", example="2 * n", names=NAMES)
    assert lines("lamda", told) == [
        "lamda",
        "^^^^^",
        "the nearest that can be read: lambda_min",
        "a formula that fits is written 2 * n",
        "the names there are:",
        "  lambda_min: the smallest eigenvalue",
        "  n: samples",
    ]
    assert below(not_read("lamda", place=[0, 5])) == ["    lamda", "    ^^^^^"]


def test_a_long_text_is_shown_around_its_place() -> None:
    text = "w + " * 500 + "v" + " + w" * 500
    found = marked(text, unread(place=[2000, 2001]))
    assert found is not None
    assert found.at == "v"
    assert len(found.before) == len(found.after) == AROUND + 1
    shown = lines(text, unread(place=[2000, 2001]))
    assert shown[0][len(shown[1]) - 1] == "v"


def of_report(records: Sequence[Record]) -> str:
    return render(records, run())


def of_student(records: Sequence[Record]) -> str:
    return feedback.pages(COURSE)(student("ana", *records))


def of_class(records: Sequence[Record]) -> str:
    return class_page.render(COURSE, [student("ana", *records), student("ben", *records)])


def of_review(records: Sequence[Record]) -> str:
    rows: list[review.Reviewed] = [
        {
            "claim": r["claim"], "blank": "the gradient", "statement": "{answer}", "line": 3,
            "number": None, "source": "x", "written": r["answer"] or "", "read": [], "spelled": [],
            "sure": "number alone", "settled": False, "trouble": r["reason"], "also": [],
            "unread": r["unread"],
        }
        for r in records
    ]  # fmt: skip
    return review.render("solution.md", rows, [], {})


PAGES = pytest.mark.parametrize("page", [of_report, of_student, of_class, of_review])
Page = Callable[[Sequence[Record]], str]


@PAGES
def test_a_page_marks_the_place_and_says_so_in_words(page: Page) -> None:
    told = not_read("n * lamda", place=[4, 9], nearest="n * lambda_min", names=NAMES)
    shown = page([told])
    found = re.search(r'<code class="unread">(.*?)</code>', shown, re.DOTALL)
    assert found is not None
    before, mark, after = re.split(r"<mark>|</mark>", found[1])
    assert (before, after) == ("n * ", "")
    assert re.sub(r'<span class="vh">[^<]*</span>', "", mark) == "lamda"
    assert re.findall(r'<span class="vh">([^<]*)</span>', mark) == [
        "not read from here: ",
        ", to here ",
    ]
    assert '<code class="copy">n * lambda_min</code>' in shown
    assert shown.index("<dt><code>lambda_min</code>") < shown.index("<dt><code>n</code>")
    assert "the smallest eigenvalue" in shown


@PAGES
def test_where_something_is_missing_a_page_says_so(page: Page) -> None:
    shown = page([not_read("n *", place=[3, 3])])
    assert '<mark class="gap"><span class="vh">something is missing here</span>' in shown


@PAGES
def test_a_page_shows_what_fits_and_what_has_no_place(page: Page) -> None:
    shown = page([not_read("w" * 3_000, place=None, example="2 * n")])
    assert "A formula that fits is written <code>2 * n</code>" in shown
    assert "<mark" not in shown


@PAGES
@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_is_shown_of_it_acts(page: Page, text: str) -> None:
    names = [{"written": text, "meaning": text, "near": True}]
    told: Any = {"nearest": text, "example": text, "names": names, "says": text}
    for place in ([0, len(text)], [3, 9], [len(text), len(text)], [-7, 10**6], [9, 3]):
        shown = page([not_read(text, place=place, **told)])
        assert text not in shown
        plain = html.unescape(re.sub(r"<[^>]*>", "", shown))
        assert text[:8] in plain


def test_the_page_of_a_class_counts_who_wrote_what_is_not_read() -> None:
    several = [student(name, not_read("X (")) for name in "abc"]
    shown = class_page.render(COURSE, [*several, student("d", not_read("y ("))])
    section = shown[shown.index('id="unread"') :]
    assert section.index("3 sheets") < section.index("1 sheet<")
    assert 'id="unread"' not in class_page.render(COURSE, [])


def test_files_of_a_class_point_to_the_place() -> None:
    told = student("ana", not_read("n * lamda", place=[4, 9], nearest="n * lambda_min"))
    pointed = "    n * lamda\n        ^^^^^\n    the nearest that can be read: n * lambda_min\n"
    assert pointed in grades.explained(told["grades"][0])
    tests = json.loads(gradescope.results(COURSE)(told))["tests"]
    assert pointed.rstrip() in tests[0]["output"]
    assert pointed in "".join(parsed(junit.suite(COURSE)(told)).itertext())


def test_a_terminal_finds_what_belongs_below_a_line() -> None:
    told = student("ana", not_read("X (", place=[2, 3]))
    (line,) = grades.pointed([told])
    assert line == "ana: 1.2-E5: error: a reason for error"
    assert grades.pointed([told])[line] == ["    X (", "      ^"]


def test_a_log_keeps_it(tmp_path: Any) -> None:
    told = not_read("n * lamda", place=[4, 9], names=NAMES)
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps(told) + "\n", encoding="utf-8")
    assert decoding.records(path) == [told]
    for wrong in ([4], [4, 9, 9], ["4", "9"], 4):
        bad = told | {"unread": told["unread"] | {"place": wrong}}
        path.write_text(json.dumps(bad) + "\n", encoding="utf-8")
        with pytest.raises(ValueError, match=r"records\.jsonl:1: \$\.unread\.place"):
            decoding.records(path)
