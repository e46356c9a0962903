"""The pages of a class in a browser: names as long as files may have them."""

from __future__ import annotations

from typing import Any, cast

import class_records
import pytest
from chromium import Browser, started
from report_records import record
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from referee.reports import class_page, feedback
from referee.reports.grades import Course, Student

LONG = "w" * 80
COURSE: Course = {
    "title": "A class", "parts": {"1.2": "Least squares"}, "start": 0.0, "stop": 1.0,
    "visibility": "visible", "leaderboard": False, "version": "v", "limits": "60 s",
}  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Browser:
    return started()


def student(answer: str) -> Student:
    found = record("refuted", claim="1.2-E5", answer=answer, label="", sheet="")
    grade: dict[str, Any] = {
        "claim": "1.2-E5", "part": "1.2", "form": ["f"], "verdict": "refuted", "credit": None,
        "fault": "",
        "points": {"given": 0.0, "most": 2.0}, "records": [found],
    }  # fmt: skip
    whole = {
        "name": LONG, "id": LONG, "file": f"{LONG}.toml", "refused": True, "grades": [grade],
        "command": f"python -m pytest --sheet={LONG}.toml", "problems": [f"{LONG}: not TOML"],
    }  # fmt: skip
    return cast("Student", whole)


@pytest.mark.parametrize("page", ["class", "feedback"])
def test_no_page_of_a_class_is_wider_than_a_narrow_window(browser: Browser, page: str) -> None:
    found = [student("X @ w")]
    html = {
        "class": lambda: class_page.render(COURSE, found),
        "feedback": lambda: feedback.pages(COURSE)(found[0]),
    }[page]()
    browser.open(html, width=400)
    assert browser.js("return document.documentElement.scrollWidth") <= 400


def test_an_answer_of_several_lines_is_shown_in_its_lines(browser: Browser) -> None:
    browser.open(feedback.pages(COURSE)(student("X @\n  w")))
    height = "return document.querySelector('.filling code').getBoundingClientRect().height"
    several = browser.js(height)
    browser.open(feedback.pages(COURSE)(student("X @ w")))
    assert several > 1.5 * browser.js(height)


def whole_class() -> list[Student]:
    """Return a class of three with everything that its page has."""
    return [
        class_records.student("Bo", class_records.grade(class_records.wrong())),
        class_records.student("Cy", class_records.grade(class_records.right(), 2.0), late=True),
        class_records.student("Ana", class_records.grade(class_records.right(), 1.0)),
    ]


def names(browser: Browser) -> list[str]:
    found: list[str] = browser.js(
        "return [...document.querySelectorAll('table.sortable tbody th')].map(e => e.innerText)"
    )
    return found


def test_students_are_sorted_by_keyboard_and_the_table_says_by_what(browser: Browser) -> None:
    browser.open(class_page.render(class_records.COURSE, whole_class()))
    assert names(browser) == ["Bo", "Cy", "Ana"]
    browser.js("document.querySelector('table.sortable th button').focus()")
    browser.press(Keys.ENTER)
    assert names(browser) == ["Ana", "Bo", "Cy"]
    browser.press(Keys.TAB, Keys.SPACE)
    assert names(browser) == ["Bo", "Ana", "Cy"]
    browser.press(Keys.SPACE)
    assert names(browser) == ["Cy", "Ana", "Bo"]
    sorts = browser.js(
        "return [...document.querySelectorAll('table.sortable thead th')]"
        ".map(e => e.getAttribute('aria-sort'))"
    )
    assert sorts[:3] == [None, "descending", None]
    assert browser.complaints() == []


def test_an_example_is_copied_as_text_for_numpy_and_as_latex(browser: Browser) -> None:
    browser.open(feedback.pages(class_records.COURSE)(whole_class()[0]))
    grant = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    browser.driver.execute_cdp_cmd("Browser.grantPermissions", grant)

    def copied(what: str) -> list[str]:
        button = f".offered [data-from={what}]"
        browser.click(button)
        WebDriverWait(browser.driver, 20).until(
            lambda _: (
                browser.js("return document.querySelector(arguments[0]).dataset.says", button)
                == "copied"
            )
        )
        assert browser.js("return document.querySelector('[role=status]').innerText") == "copied"
        return str(browser.js("return navigator.clipboard.readText()")).splitlines()

    assert copied("example") == [
        "d = 1, n = 2", "X = [1 -1/2]", "your formula gives 3, the gradient of L at w is 1",
    ]  # fmt: skip
    assert copied("numpy")[-1] == "X = np.array([[1, -1/2]])  # 1 × 2"
    assert copied("tex")[0] == r"\begin{gather*}"
    assert browser.complaints() == []


def test_without_a_script_nothing_offers_to_copy(browser: Browser) -> None:
    off = "Emulation.setScriptExecutionDisabled"
    browser.driver.execute_cdp_cmd(off, {"value": True})
    try:
        browser.open(feedback.pages(class_records.COURSE)(whole_class()[0]))
        (offered,) = browser.driver.find_elements("css selector", ".offered")
        assert not offered.is_displayed()
        assert browser.driver.find_elements("css selector", "button:not(.offered button)") == []
    finally:
        browser.driver.execute_cdp_cmd(off, {"value": False})


def test_tables_do_not_scroll_sideways_in_a_narrow_window(browser: Browser) -> None:
    browser.open(class_page.render(class_records.COURSE, whole_class()), width=400)
    wide = browser.js(
        "return [...document.querySelectorAll('.scroll:has(table)')]"
        ".map(e => e.scrollWidth - e.clientWidth)"
    )
    assert len(wide) == 2
    assert max(wide) <= 0
    roles = browser.js(
        "return [...document.querySelectorAll('table.stacked *')].map(e => e.getAttribute('role'))"
    )
    assert {"rowgroup", "row", "columnheader", "rowheader", "cell"} <= set(roles)
    assert names(browser) == ["Bo", "Cy", "Ana"]
    browser.click("table.sortable th button")
    assert names(browser) == ["Ana", "Bo", "Cy"]


def test_on_paper_what_is_folded_is_printed(browser: Browser) -> None:
    browser.open(feedback.pages(class_records.COURSE)(whole_class()[0]))
    seen = "return document.querySelector('details.latex pre').checkVisibility()"
    said = "return getComputedStyle(document.querySelector('summary'), '::after').content"
    assert not browser.js(seen)
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert browser.js(seen)
        assert browser.js(said) == "none"  # nor that it is not
        assert not browser.js("return document.querySelector('.offered').checkVisibility()")
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
