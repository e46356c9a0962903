"""Nothing in a report acts or leaves it, and everyone can read it."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import axe
import chromium
import class_records
import pytest
import report_pages
from chromium import Browser
from report_records import record, run
from unread_records import COURSE, not_read, student

from referee.evidence.schema import Verdict
from referee.reports import class_page, comparison, feedback, rendering
from referee.reports.checks import page as check_page
from referee.reports.disclosure import when_shown
from referee.reports.grades import Course, Student
from referee.reports.header import derive
from referee.reports.page import render as report_page


@pytest.fixture
def browser() -> Browser:
    return chromium.started()


@pytest.fixture
def checked(browser: Browser) -> Browser:
    """Return the browser where there is axe-core, which npm fetches from outside."""
    # A machine without npm checks all else: tox says that these are skipped, and why.
    if not axe.SCRIPT.exists():
        pytest.skip(axe.MISSING)
    return browser


def acted(browser: Browser) -> bool:
    return bool(browser.js("return window.acted === true"))


def compared() -> str:
    old, new = [record(), record(claim="b")], [record("refuted", as_expected=False)]
    changes = comparison.compare(old, new)

    header = derive(run(), new)
    runs = [comparison.compared_run(f"{n}/records.jsonl", rows, header, f"{n}.html")
            for n, rows in (("a", old), ("b", new))]  # fmt: skip
    return rendering.page(
        "compare.html.j2", header=header, groups=comparison.grouped(changes), runs=runs,
        headline=comparison.headline(changes),
    )  # fmt: skip


def checked_documents() -> str:
    """Return a check's page of formulas whose texts are hostile."""
    formulas = [
        {
            "file": text, "line": number, "column": 1, "cell": None, "name": text, "latex": text,
            "kind": "statement", "why": "", "verdict": verdict, "reason": text,
            "statement": text, "section": [text], "declared": [text], "inferred": [text],
            "assumed": [text],
            "needed": [], "counterexample": None, "known": False, "seconds": 0.0,
        }
        for verdict in check_page.ORDER
        for number, text in enumerate(report_pages.HOSTILE, 1)
    ]  # fmt: skip
    troubles = [{"file": t, "line": 1, "column": 1, "reason": t} for t in report_pages.HOSTILE]
    found: Any = {
        "schema": 1, "files": [*report_pages.HOSTILE], "formulas": formulas, "troubles": troubles,
        "gone": 0, "seed": 0, "version": "1",
    }  # fmt: skip
    return check_page.page(found)


def withheld(course: Course) -> Course:
    """Return a course whose students do not see yet what became of their answers."""
    return {
        **course,
        "assignment": {
            "title": "",
            "due": "",
            "show": ["points"],
            "after": "2099-01-01T00:00:00+00:00",
            "shown": False,
            "with_due": False,
        },
    }


def unread_of_a_class(page: Callable[[Student], str]) -> Callable[[], str]:
    """Return what makes a page of answers that are no formulas, some of them hostile."""
    names = [{"written": "lambda_min", "meaning": "the smallest eigenvalue of XᵀX", "near": True}]
    told = [
        not_read("n * lamda" * 40, place=[4, 9], nearest="n * lambda_min", names=names),
        not_read("n *", place=[3, 3], example="2 * n"),
        *(not_read(text, place=[2, 20], nearest=text) for text in report_pages.HOSTILE),
    ]
    return lambda: page(student("ana", *told))


def people() -> list[Student]:
    """Return a class with an answer of every kind, whose texts are hostile."""
    texts = report_pages.HOSTILE
    wrong = [class_records.wrong(text, claim=text, blank=text, reason=text) for text in texts]
    bo = [class_records.grade(each, override={"before": 1.0, "reason": texts[0]}) for each in wrong]
    kinds: tuple[Verdict, ...] = ("refuted", "held", "ill-typed", "ambiguous", "inconclusive")
    given = [record(kind, claim=text, label="") for kind, text in zip(kinds, texts, strict=False)]
    cy = [class_records.grade(each) for each in [*given, *wrong[len(given) :]]]
    return [
        class_records.student(f"Bo {texts[0]}", *bo, late=True, problems=list(texts)),
        class_records.student("Cy", *cy),
        class_records.student("Di", *(class_records.grade(class_records.blank()) for _ in bo)),
    ]


PAGES = {
    "a class": lambda: class_page.render(class_records.COURSE, people()),
    "a student": lambda: feedback.pages(class_records.COURSE)(people()[0]),
    "another student": lambda: feedback.pages(class_records.COURSE)(people()[1]),
    "not read": unread_of_a_class(lambda who: report_page(who["grades"][0]["records"], run())),
    "not read, a student": unread_of_a_class(feedback.pages(COURSE)),
    "not read, a receipt": unread_of_a_class(when_shown(feedback.pages)(withheld(COURSE))),
    "not read, a class": unread_of_a_class(lambda who: class_page.render(COURSE, [who])),
    "every kind": report_pages.page,
    "hostile": report_pages.hostile_page,
    "compared": compared,
    "checked": checked_documents,
}


@pytest.mark.parametrize("name", PAGES)
def test_nothing_acts_complains_or_leaves_the_page(browser: Browser, name: str) -> None:
    browser.open(PAGES[name]())
    browser.js("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert not acted(browser)
    assert browser.complaints() == []
    assert browser.requests() == [browser.driver.current_url.partition("#")[0]]


@pytest.mark.parametrize("width", [400, 1280])
@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("not read")])
def test_what_is_not_read_is_no_wider_than_a_window(
    browser: Browser, name: str, width: int
) -> None:
    browser.open(PAGES[name](), width=width)
    assert browser.js("return document.documentElement.scrollWidth") <= width
    marks = browser.js(
        "return [...document.querySelectorAll('.unread mark')].map(m => {"
        " const box = m.getBoundingClientRect(); return [box.left, box.right, box.height] })"
    )
    assert len(marks) == 2 + len(report_pages.HOSTILE)
    assert all(0 <= left < right <= width and height > 0 for left, right, height in marks)


def test_texts_that_would_act_are_shown_as_text(browser: Browser) -> None:
    browser.open(report_pages.hostile_page())
    text = browser.js("return document.body.textContent")
    for hostile in report_pages.HOSTILE:
        assert hostile in text


def test_the_policy_holds_even_where_escaping_would_not(browser: Browser) -> None:
    page = report_pages.hostile_page()
    escaped = {html.escape(text).replace("&#x27;", "&#39;").replace("&quot;", "&#34;"): text
               for text in report_pages.HOSTILE}  # fmt: skip
    broken = page
    for safe, text in escaped.items():
        assert safe in page
        broken = broken.replace(safe, text)
    browser.open(broken)
    assert browser.js("return document.querySelectorAll('body img, body link').length") > 0
    assert not acted(browser)
    assert not any("outside.example" in url for url in browser.requests())
    assert any("Content Security Policy" in line for line in browser.complaints())


def test_the_policy_is_what_holds_them(browser: Browser) -> None:
    page = report_pages.hostile_page()
    start, end = page.index("<meta http-equiv="), page.index('<meta name="viewport"')
    unprotected = page[:start] + page[end:]
    browser.open(unprotected.replace("<main>", f"<main>{report_pages.HOSTILE[0]}", 1))
    assert acted(browser)


def violations(browser: Browser) -> list[str]:
    browser.js(axe.SCRIPT.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = browser.driver.execute_async_script(
        "axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})"
        ".then(r => arguments[0](r.violations))"
    )
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]}: {node.get('failureSummary', '')}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [400, 1400])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(checked: Browser, name: str, width: int, *, dark: bool) -> None:
    checked.open(PAGES[name](), dark=dark, width=width)
    checked.js("for (const fold of document.querySelectorAll('details')) fold.open = true")
    # Chromium lays out what is out of sight only when it comes into sight; axe measures all.
    checked.js(
        "for (const one of document.querySelectorAll('article')) {"
        " one.style.contentVisibility = 'visible'; }"
    )
    assert violations(checked) == []


@pytest.mark.parametrize("width", [400, 1400])
def test_axe_finds_none_in_a_table_that_is_unfolded(checked: Browser, width: int) -> None:
    checked.open(report_pages.page(), "#?view=table", width=width)
    checked.js("document.getElementById('filter').click()")
    checked.js("for (const one of document.querySelectorAll('#table .unfold')) one.click()")
    assert violations(checked) == []


def test_axe_does_find_a_violation(checked: Browser) -> None:
    checked.open(report_pages.page().replace('<html lang="en">', "<html>"))
    assert any(line.startswith("html-has-lang") for line in violations(checked))
