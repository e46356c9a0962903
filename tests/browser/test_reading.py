"""A reader finds, filters, orders, links and copies in a real browser."""

from __future__ import annotations

import chromium
import pytest
import report_pages
from chromium import Browser
from report_records import VERDICTS, record, run, witness
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from referee.evidence.schema import Record
from referee.reports.page import render

ANSWERS = len(report_pages.PICTURES) + len(VERDICTS) + 1


@pytest.fixture
def browser() -> Browser:
    browser = chromium.started()
    browser.open(report_pages.page())
    return browser


def claims(browser: Browser) -> list[str]:
    return [one.removeprefix("claim-") for one in browser.shown("article.claim")]


def address(browser: Browser) -> str:
    return str(browser.js("return decodeURIComponent(location.hash)"))


def choose(browser: Browser, name: str, value: str) -> None:
    browser.js(
        "const e = document.getElementById(arguments[0]); e.value = arguments[1];"
        "e.dispatchEvent(new Event('change'))",
        name,
        value,
    )


def search(browser: Browser, text: str) -> None:
    browser.press("/", *text)
    WebDriverWait(browser.driver, 20).until(lambda _: f"q={text}" in address(browser))


def test_all_is_shown_at_first(browser: Browser) -> None:
    assert len(claims(browser)) == ANSWERS
    assert browser.js("return document.getElementById('found').textContent") == f"{ANSWERS} answers"
    assert address(browser) == ""


@pytest.mark.parametrize("word", ["pytest", "worked_solution", "expected", "evidence"])
def test_a_search_finds_no_files_and_no_words_of_the_page(browser: Browser, word: str) -> None:
    search(browser, word)
    assert claims(browser) == []


def test_the_search_box(browser: Browser) -> None:
    search(browser, "inconclusive")
    assert "1.2-inconclusive" in claims(browser)
    assert "1.2-held" not in claims(browser)
    browser.press(Keys.ESCAPE)
    browser.press(Keys.ESCAPE)
    assert len(claims(browser)) == ANSWERS
    assert address(browser) == ""


def test_words_may_be_typed_slowly(browser: Browser) -> None:
    search(browser, "gradient")
    browser.press(" ")
    browser.js("document.getElementById('order').dispatchEvent(new Event('change'))")
    browser.press(*"missing")
    WebDriverWait(browser.driver, 20).until(lambda _: "missing" in address(browser))
    assert address(browser) == "#?q=gradient+missing"
    assert "1.2-missing" in claims(browser)
    assert "1.2-held" not in claims(browser)


def test_a_name_is_found_as_it_is_typed_though_its_index_is_lowered(browser: Browser) -> None:
    assert browser.js("return document.querySelector('.given sub').textContent") == "n"
    search(browser, "x_n")
    assert "1.2-held" in claims(browser)


def test_a_search_for_what_is_not_there(browser: Browser) -> None:
    search(browser, "qqq")
    assert claims(browser) == []
    found = browser.js("return document.getElementById('found').textContent")
    assert found == f"0 of {ANSWERS} answers"


def test_a_search_finds_what_a_claim_says_and_not_its_buttons(browser: Browser) -> None:
    search(browser, "latex")
    assert claims(browser) == []


def test_a_filter_by_verdict_and_another(browser: Browser) -> None:
    browser.click(".chip[data-verdict=crashed]")
    assert claims(browser) == ["1.2-crashed"]
    browser.click(".chip[data-verdict=missing]")
    assert claims(browser) == ["1.2-crashed", "1.2-missing"]
    assert address(browser) == "#?verdict=crashed,missing"
    pressed = browser.js("return document.querySelectorAll('[aria-pressed=true]').length")
    assert pressed == 2
    browser.click("#clear")
    assert len(claims(browser)) == ANSWERS


def test_a_filter_by_part_and_by_evidence(browser: Browser) -> None:
    choose(browser, "part", "1.1")
    assert claims(browser) == [f"1.1-{kind}" for kind in report_pages.PICTURES]
    choose(browser, "part", "")
    choose(browser, "evidence", "proved")
    assert claims(browser) == ["1.2-proved"]
    assert browser.shown("section.part > h2") == ["part-2"]


def test_a_bar_filters_by_its_part_and_verdict(browser: Browser) -> None:
    browser.click(".seg[data-part='1.2'][data-verdict=refuted]")
    assert claims(browser) == ["1.2-refuted"]
    assert address(browser) == "#part-2?verdict=refuted&part=1.2"


def test_rows_are_ordered_by_moving_them(browser: Browser) -> None:
    browser.js("window.before = [...document.querySelectorAll('article')]")
    own = claims(browser)
    choose(browser, "order", "margin")
    ranked = claims(browser)
    assert sorted(ranked) == sorted(own)
    assert ranked.index("1.1-loss") < ranked.index("1.2-held") < ranked.index("1.2-missing")
    choose(browser, "order", "seconds")
    assert claims(browser)[:2] == ["1.2-proved", "1.2-missing"]
    choose(browser, "order", "")
    assert claims(browser) == own
    assert browser.js(
        "return [...document.querySelectorAll('article')].every((a, i) => a === window.before[i])"
    )


def test_the_state_is_in_the_address_and_comes_back(browser: Browser) -> None:
    browser.open(report_pages.page(), "#claim-1.2-error?verdict=error%2Ccrashed&order=seconds")
    assert claims(browser) == ["1.2-crashed", "1.2-error"]
    assert browser.js("return document.querySelector('.target').id") == "claim-1.2-error"
    assert browser.js("return document.getElementById('order').value") == "seconds"


def test_nonsense_in_the_address_does_no_harm(browser: Browser) -> None:
    browser.open(report_pages.page(), "#%3Cb%3E?part=9&evidence=x&order=y&verdict=held&z=1")
    assert claims(browser) == ["1.2-held", "1.2-proved"]
    assert browser.complaints() == []


def test_a_deep_link_leads_to_its_claim(browser: Browser) -> None:
    browser.open(report_pages.page(), "#claim-1.2-proved")
    top = browser.js(
        "return document.getElementById('claim-1.2-proved').getBoundingClientRect().top"
    )
    assert 0 <= top < 450
    assert len(claims(browser)) == ANSWERS


def test_a_deep_link_opens_the_fold_it_leads_into(browser: Browser) -> None:
    browser.js("for (const fold of document.querySelectorAll('details')) fold.open = false")
    browser.js("location.hash = 'claim-1.2-refuted--reference'")
    WebDriverWait(browser.driver, 20).until(
        lambda _: browser.js(
            "return document.getElementById('claim-1.2-refuted--reference').closest('details').open"
        )
    )


def test_a_link_to_what_is_filtered_away_shows_it(browser: Browser) -> None:
    browser.click(".chip[data-verdict=held]")
    browser.js("location.hash = '#claim-1.2-error?verdict=held'")
    WebDriverWait(browser.driver, 20).until(lambda _: "1.2-error" in claims(browser))
    assert address(browser) == "#claim-1.2-error"


def test_the_keyboard_walks_and_opens(browser: Browser) -> None:
    browser.press("j", "j")
    focused = "return document.activeElement.closest('article').id"
    assert browser.js(focused) == f"claim-{claims(browser)[1]}"
    browser.press("k")
    assert browser.js(focused) == f"claim-{claims(browser)[0]}"
    browser.press(Keys.ENTER)
    assert address(browser) == f"#claim-{claims(browser)[0]}"
    closed = "article:has(:focus) details:not([open])"
    assert browser.js("return document.querySelectorAll(arguments[0]).length", closed) == 0


def test_the_keys_are_explained(browser: Browser) -> None:
    browser.press("?")
    assert browser.js("return document.getElementById('keys').open")
    browser.press(Keys.ESCAPE)
    assert not browser.js("return document.getElementById('keys').open")


def test_letters_typed_into_the_search_box_are_letters(browser: Browser) -> None:
    search(browser, "jk")
    assert browser.js("return document.activeElement.id") == "search"


def test_copying(browser: Browser) -> None:
    grant = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    browser.driver.execute_cdp_cmd("Browser.grantPermissions", grant)
    read = "return navigator.clipboard.readText()"

    def copied(button: str) -> str:
        browser.click(button)
        WebDriverWait(browser.driver, 20).until(
            lambda _: (
                browser.js("return document.querySelector(arguments[0]).dataset.says", button)
                == "copied"
            )
        )
        return str(browser.js(read))

    article = "[id='claim-1.2-refuted']"
    command = copied(f"{article} .command + .copies")
    assert command == "python -m pytest claims --sheet worked_solution -k '1.2-E5-gradient'"
    assert copied(f"{article} .text > .copies").startswith(r"\nabla_w L(w) = {\frac{X")
    assert copied(f"{article} h3 + .copies").endswith("page.html#claim-1.2-refuted")


@pytest.mark.parametrize("width", [400, 1400, 3840])
def test_nothing_is_wider_than_the_window(browser: Browser, width: int) -> None:
    browser.open(report_pages.page(), width=width)
    browser.js("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert browser.js("return document.documentElement.scrollWidth") <= width


def test_the_page_can_be_read_without_its_script(browser: Browser) -> None:
    off = "Emulation.setScriptExecutionDisabled"
    browser.driver.execute_cdp_cmd(off, {"value": True})
    try:
        browser.open(report_pages.page(), "#claim-1.2-proved")
        shown = browser.driver.find_elements("css selector", "article.claim")
        assert sum(one.is_displayed() for one in shown) == ANSWERS
        tools = browser.driver.find_element("css selector", ".tools")
        assert not tools.is_displayed()
    finally:
        browser.driver.execute_cdp_cmd(off, {"value": False})


def test_print_leaves_out_what_only_a_screen_needs(browser: Browser) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        shown = browser.js(
            "return [...document.querySelectorAll('.tools, .copies, dialog')]"
            ".filter(e => getComputedStyle(e).display !== 'none').length"
        )
        assert shown == 0
        pdf = browser.driver.execute_cdp_cmd("Page.printToPDF", {})
        assert pdf["data"].startswith("JVBERi0")  # %PDF- in base 64
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def heard(browser: Browser) -> str:
    return str(browser.js("return document.getElementById('stale').innerText"))


def focused(browser: Browser) -> str:
    return str(browser.js("return document.activeElement.closest('[id]').id"))


def until(browser: Browser, address_is: str) -> None:
    WebDriverWait(browser.driver, 20).until(lambda _: address(browser) == address_is)


@pytest.mark.parametrize("fragment", ["#1.2-refuted", "#1.2-refuted?verdict=held"])
def test_a_claims_id_alone_leads_to_it(browser: Browser, fragment: str) -> None:
    browser.open(report_pages.page(), fragment)
    assert "1.2-refuted" in claims(browser)
    assert address(browser) == "#claim-1.2-refuted"
    assert focused(browser) == "claim-1.2-refuted"
    assert heard(browser) == ""


def test_what_leads_nowhere_is_said(browser: Browser) -> None:
    browser.open(report_pages.page(), "#claim-9.9-gone?verdict=held,nice&part=9")
    assert "Nothing on this page is called “claim-9.9-gone”" in heard(browser)
    assert "There is no part “9” here" in heard(browser)
    assert "No answer here is “nice”" in heard(browser)
    browser.click("#clear")
    assert heard(browser) == ""


def test_back_takes_back_what_was_chosen(browser: Browser) -> None:
    browser.click(".chip[data-verdict=held]")
    browser.click(".seg[data-part='1.2'][data-verdict=refuted]")
    search(browser, "gradient")
    browser.driver.back()
    until(browser, "#part-2?verdict=refuted&part=1.2")
    assert claims(browser) == ["1.2-refuted"]
    browser.driver.back()
    until(browser, "#?verdict=held")
    browser.driver.back()
    until(browser, "")
    assert len(claims(browser)) == ANSWERS
    browser.driver.forward()
    until(browser, "#?verdict=held")
    assert claims(browser) == ["1.2-held", "1.2-proved"]


def test_a_number_in_the_first_sentence_leads_to_what_it_counts(browser: Browser) -> None:
    browser.click(".lead a[data-verdict=held]")
    assert claims(browser) == ["1.2-held", "1.2-proved"]
    assert address(browser) == "#answers?verdict=held"


def test_the_next_tab_goes_on_from_what_a_link_led_to(browser: Browser) -> None:
    browser.click(".part-bar > a[href='#part-2']")
    assert focused(browser) == "part-2"
    browser.press(Keys.TAB)
    assert browser.js("return document.activeElement.getAttribute('href')") == "#claim-1.2-held"


def test_the_first_stop_skips_to_the_answers_and_the_search_comes_soon(browser: Browser) -> None:
    skips = browser.js("return document.querySelectorAll('.skips a').length")
    browser.press(*[Keys.TAB] * (skips + 1))
    assert browser.js("return document.activeElement.id") == "search"
    browser.open(report_pages.page())
    browser.press(Keys.TAB, Keys.ENTER, Keys.TAB)
    assert browser.js("return document.activeElement.closest('article').id") == "claim-1.1-loss"


def test_what_is_searched_for_comes_into_sight(browser: Browser) -> None:
    top = "return document.getElementById('list').getBoundingClientRect().top"
    assert browser.js(top) > browser.js("return innerHeight")
    search(browser, "inconclusive")
    tools = browser.js("return document.querySelector('.tools').getBoundingClientRect().bottom")
    assert tools - 10 <= browser.js(top) < tools + 200
    assert browser.js("return document.activeElement.id") == "search"


def test_in_a_narrow_window_filters_unfold(browser: Browser) -> None:
    browser.open(report_pages.page(), width=400)
    seen = "return document.querySelector('.chip').checkVisibility()"
    assert not browser.js(seen)
    browser.js("document.getElementById('filter').focus()")
    browser.press(Keys.ENTER)
    assert browser.js(seen)
    assert browser.js("return document.activeElement.getAttribute('aria-expanded')") == "true"
    browser.press(Keys.ENTER)
    assert not browser.js(seen)


def test_the_table_does_not_scroll_sideways_in_a_narrow_window(browser: Browser) -> None:
    browser.open(report_pages.page(), "#?view=table", width=400)
    browser.js("for (const one of document.querySelectorAll('#table .unfold')) one.click()")
    wide = "const t = document.getElementById('tabled'); return t.scrollWidth - t.clientWidth"
    assert browser.js(wide) <= 0
    assert browser.js("return document.documentElement.scrollWidth") <= 400
    rows = browser.js(
        "return [...document.querySelectorAll('#table tbody tr:not(.more)')].map(row => {"
        " const right = row.getBoundingClientRect().right + 1;"
        " return [...row.cells].every(c => c.getBoundingClientRect().right <= right) })"
    )
    assert len(rows) == ANSWERS
    assert all(rows)
    assert "Smallest margin" in browser.js(
        "return [...document.querySelectorAll('#table td')]"
        ".map(c => getComputedStyle(c, '::before').content).join()"
    )
    widths = browser.js(
        "return [...document.querySelectorAll('#table td.none')].map(c => c.offsetWidth)"
    )
    assert widths
    assert set(widths) == {1}


def marked_sheet() -> list[Record]:
    """Return the answers of a sheet that a rubric marks, two of them to one question."""
    slip = {"kind": "sign", "says": "the sign of {right} is what differs", "there": "",
            "right": "y", "because": ""}  # fmt: skip
    half = {"case": "sign", "share": 0.5, "says": "right up to its sign", "answer": "",
            "instances": 9, "proved": False}  # fmt: skip
    return [
        record("held", claim="1.2-a", points={"given": 2.0, "most": 2.0}),
        record("refuted", claim="1.2-b", label="x", points={"given": 0.0, "most": 2.0}, slip=slip),
        record("refuted", claim="1.2-b", label="y", points={"given": 1.0, "most": 2.0}, credit=half,
               as_expected=True),
    ]  # fmt: skip


def test_a_sheet_that_is_marked_tells_its_points(browser: Browser) -> None:
    browser.open(render(marked_sheet(), run()))
    lead = browser.js("return document.querySelector('.earned').innerText")
    assert lead == "2 of 4 points, of several answers to a question the worst."
    points = browser.js("return [...document.querySelectorAll('.points')].map(e => e.innerText)")
    assert points == ["(2 of 2 points)", "(0 of 2 points)", "(1 of 2 points)"]
    slip = browser.js("return document.querySelector('.slip').innerText.split(/\\s+/).join(' ')")
    assert slip == "The sign of 𝑦 is what differs."
    credit = browser.js("return document.querySelector('.credit').innerText")
    assert "Partly right: right up to its sign." in credit
    choose(browser, "order", "points")
    assert claims(browser) == ["1.2-b", "1.2-a"]
    browser.click("#as-table")
    cells = browser.js("return [...document.querySelectorAll('#table tbody tr')]"
                       ".map(row => row.cells[2].innerText)")  # fmt: skip
    assert cells == ["0 of 2", "1 of 2", "2 of 2"]


def test_a_sheet_that_nobody_marks_has_no_points(browser: Browser) -> None:
    assert browser.js("return document.querySelectorAll('.points, .earned').length") == 0
    browser.click("#as-table")
    assert "Points" not in browser.js("return document.querySelector('#table thead').innerText")


def test_j_goes_on_from_where_the_reader_is(browser: Browser) -> None:
    own = claims(browser)
    browser.js("document.getElementById('claim-1.2-error').scrollIntoView()")
    browser.press("j")
    assert focused(browser) == f"claim-{own[own.index('1.2-error') + 1]}"
    browser.press("k")
    assert focused(browser) == "claim-1.2-error"


def test_the_order_is_by_what_is_shown(browser: Browser) -> None:
    rows = [
        record(claim="1.2-a", label="x", margin={"smallest": 0.9, "median": 0, "float64": None}),
        record("refuted", claim="1.2-a", label="y",
               margin={"smallest": -9, "median": 0, "float64": None}),
        record(claim="1.2-b", margin={"smallest": 0.1, "median": 0, "float64": None}),
    ]  # fmt: skip
    browser.open(render(rows, run()), "#?verdict=held&order=margin")
    assert claims(browser) == ["1.2-b", "1.2-a"]
    browser.click("#clear")
    choose(browser, "order", "margin")
    assert claims(browser) == ["1.2-a", "1.2-b"]


def test_the_table_is_sorted_filtered_and_unfolded(browser: Browser) -> None:
    cells = (
        "return [...document.querySelectorAll('#table tbody tr:not([hidden]):not(.more)')]"
        ".map(row => row.cells[arguments[0]].innerText.trim())"
    )
    sorted_as = (
        "return [...document.querySelectorAll('#table [aria-sort]')]"
        ".map(c => [c.innerText, c.getAttribute('aria-sort')])"
    )
    browser.click("#as-table")
    assert browser.shown("article.claim") == []
    assert len(browser.js(cells, 0)) == ANSWERS
    browser.click("#table th:last-child button")
    times = [float(cell.removesuffix(" s")) for cell in browser.js(cells, 5)]
    assert times == sorted(times, reverse=True)
    assert browser.js(sorted_as) == [["Time", "descending"]]
    browser.click("#table th:last-child button")
    assert browser.js(sorted_as) == [["Time", "ascending"]]
    assert address(browser) == "#?order=-seconds&view=table"
    browser.click(".chip[data-verdict=held]")
    assert browser.js(cells, 1) == ["held", "held"]
    browser.click("#table tr:not([hidden]) .unfold")
    assert browser.js("return document.querySelectorAll('#table .more math').length") > 0
    assert browser.js("return document.querySelectorAll('#table .more [id]').length") == 0
    browser.click("#table tr:not([hidden]) th a")
    assert browser.js("return document.activeElement.closest('article').id") == "claim-1.2-held"
    browser.driver.back()
    WebDriverWait(browser.driver, 20).until(lambda _: "view=table" in address(browser))
    assert browser.js("return document.getElementById('tabled').hidden") is False


def test_a_matrix_that_is_copied_keeps_its_shape(browser: Browser) -> None:
    copied = browser.js(
        "const array = document.querySelector(\"[id='claim-1.2-refuted'] .array:has(mtable)\");"
        "getSelection().selectAllChildren(array);"
        "const data = new DataTransfer();"
        "array.dispatchEvent(new ClipboardEvent('copy', {clipboardData: data, bubbles: true}));"
        "return data.getData('text/plain')"
    )
    assert copied.strip() == "X = [[1, -1/2]]"


def test_claims_of_one_heading_are_told_apart(browser: Browser) -> None:
    headings = browser.js("return [...document.querySelectorAll('h3')].map(h => h.textContent)")
    assert len(set(headings)) == len(headings)


def test_what_a_fold_hides_is_said_in_print(browser: Browser) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        said = browser.js(
            "return [...document.querySelectorAll('#list details:not([open]) > summary')]"
            ".map(s => [s.checkVisibility(), getComputedStyle(s, '::after').content])"
        )
        assert said
        assert browser.js("return document.querySelector('.legend summary').checkVisibility()")
        assert all(shown and "not printed" in content for shown, content in said)
        browser.js("document.querySelector('.chip[data-verdict=held]').click()")
        assert "Printed: 2 of" in browser.js("return document.getElementById('printed').innerText")
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_on_paper_what_is_wider_than_a_page_is_set_smaller(browser: Browser) -> None:
    long = [[f"{number}" * 12 for number in range(1, 9)]]
    at = witness(values={"X": {"latex": "X", "entries": long}})
    found = {"token": "t", "smallest": at, "worst": None}
    rows = [record("refuted", claim="1.2-a", counterexample=found)]
    browser.open(render(rows, run()))
    width = (
        "return Math.max(...[...document.querySelectorAll('.array math')]"
        ".map(m => m.getBoundingClientRect().width))"
    )
    assert browser.js(width) > 700
    paper = {"width": 718, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.js("dispatchEvent(new Event('beforeprint'))")
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", paper)
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert 300 < browser.js(width) < 700
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
