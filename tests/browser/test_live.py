"""Somebody types into the live page, sees, shares, stops and goes back, in a real browser."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import axe
import chromium
import pytest
from chromium import Browser
from live_servers import QUESTIONS, Server, serving
from report_pages import HOSTILE
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from test_safety import violations

GRADIENT, RIGHT, WRONG = "1.2-E5-gradient", "X (X^T w - y) / n", "X (X^T w - y) / 2"
FOR_EVER = "expm(X @ X.T) @ expm(-X @ X.T) @ X @ (X.T @ w - y) / n"
PATIENCE = 60  # seconds, on a machine that is busy


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    chromium.started()  # without a browser there is nothing to serve
    with serving("--questions", QUESTIONS, "--workers", "2") as started:
        yield started


@pytest.fixture
def browser() -> Browser:
    return chromium.started()


def visit(browser: Browser, server: Server, *, width: int = 1400, dark: bool = False,
          **state: str) -> None:  # fmt: skip
    browser.visit(f"{server.address}#{urlencode(state)}", width=width, dark=dark)


def told(browser: Browser, pane: str = "a", part: str = "kind") -> str:
    return str(browser.js(f"return document.getElementById('pane-{pane}').dataset.{part}"))


def wait(browser: Browser, kind: str, pane: str = "a") -> None:
    WebDriverWait(browser.driver, PATIENCE).until(lambda _: told(browser, pane) == kind)


def shown(browser: Browser, selector: str) -> str:
    return str(browser.js("return document.querySelector(arguments[0]).textContent", selector))


def state(browser: Browser) -> dict[str, str]:
    found = parse_qs(str(browser.js("return location.hash.slice(1)")))
    return {name: texts[0] for name, texts in found.items()}


def clear(browser: Browser) -> None:
    browser.js("const t = document.getElementById('text-a'); t.value = ''; t.focus()")


def test_what_is_typed_is_read_and_decided(browser: Browser, server: Server) -> None:
    visit(browser, server, claim=GRADIENT)
    browser.click("#text-a")
    browser.press(WRONG)
    wait(browser, "done")
    assert told(browser, part="verdict") == "refuted"
    assert browser.js("return document.querySelector('#pane-a .reads math') !== null")
    assert "Smallest counterexample, at d = 1, n = 1" in shown(browser, "#pane-a .knows")
    browser.press(Keys.BACKSPACE, "n")
    WebDriverWait(browser.driver, PATIENCE).until(lambda _: told(browser, part="verdict") == "held")
    browser.press("(")
    wait(browser, "unread")
    assert "never closed" in shown(browser, "#pane-a .knows")
    assert browser.js("return document.querySelector('#pane-a .reads math') !== null")
    assert browser.complaints() == []
    there = {server.base + path for path in ("/ask", f"/about?claim={GRADIENT}")}
    assert set(browser.requests()) <= {*there, browser.js("return location.href.split('#')[0]")}


def test_what_was_read_before_is_dimmed_where_that_takes_a_while(
    browser: Browser, server: Server
) -> None:
    dims = "return getComputedStyle(document.querySelector('#pane-a .reads')).opacity"
    visit(browser, server, claim=GRADIENT, a=RIGHT)
    wait(browser, "done")
    asks = "document.getElementById('text-a').dispatchEvent(new Event('input'));"
    never = "const fetched = window.fetch; window.fetch = () => new Promise(() => {});"
    assert browser.js(f"{never} {asks} window.fetch = fetched; {dims}") == "1"
    assert told(browser) == "asked"
    WebDriverWait(browser.driver, PATIENCE).until(lambda _: float(browser.js(dims)) < 1)


def test_a_statement_of_ones_own(browser: Browser, server: Server) -> None:
    visit(browser, server)
    browser.click("#text-a")
    browser.press("tr(AB) = tr(BA)")
    browser.click("#where-a")
    browser.press("A, B in R^(n x n)")
    WebDriverWait(browser.driver, PATIENCE).until(
        lambda _: told(browser, part="verdict") == "proved"
    )
    assert not browser.driver.find_element("id", "notation-a").is_displayed()


def test_back_leads_to_the_answer_before(browser: Browser, server: Server) -> None:
    browser.visit(server.address)
    browser.js("localStorage.clear()")
    visit(browser, server, claim=GRADIENT, a=WRONG)
    wait(browser, "done")
    clear(browser)
    browser.press("w - w + X y")
    WebDriverWait(browser.driver, PATIENCE).until(
        lambda _: told(browser) == "done" and state(browser).get("a") == "w - w + X y"
    )
    browser.driver.back()
    WebDriverWait(browser.driver, PATIENCE).until(
        lambda _: browser.js("return document.getElementById('text-a').value") == WRONG
    )
    wait(browser, "done")
    tried = browser.js(
        "return [...document.querySelectorAll('#past li code')].map(e => e.textContent)"
    )
    assert tried == [WRONG, "w - w + X y"]
    browser.js("document.querySelectorAll('#past li button')[1].click()")
    assert browser.js("return document.getElementById('text-a').value") == "w - w + X y"
    browser.js("document.getElementById('forget').click()")
    assert browser.js("return localStorage.getItem('referee-live')") == "[]"


def test_two_answers_side_by_side_and_a_file_to_share(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    allow = {"behavior": "allow", "downloadPath": str(tmp_path)}
    browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior", allow)
    visit(browser, server, claim=GRADIENT, a=WRONG, b=RIGHT)
    wait(browser, "done")
    wait(browser, "done", "b")
    verdicts = [told(browser, pane, "verdict") for pane in "ab"]
    assert verdicts == ["refuted", "held"]
    left, right = (
        browser.js(f"return document.getElementById('pane-{p}').getBoundingClientRect().top")
        for p in "ab"
    )
    assert left == right
    browser.click("#share")
    file = tmp_path / f"{GRADIENT}.referee.json"
    WebDriverWait(browser.driver, PATIENCE).until(lambda _: file.exists())
    answers = json.loads(file.read_text(encoding="utf-8"))["answers"]
    assert [answer["text"] for answer in answers] == [WRONG, RIGHT]
    visit(browser, server)
    browser.driver.find_element("id", "shared").send_keys(str(file))
    wait(browser, "done", "b")
    assert state(browser) == {"claim": GRADIENT, "a": WRONG, "b": RIGHT}
    browser.click("#alone")
    assert state(browser) == {"claim": GRADIENT, "a": WRONG}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "it is no JSON"),
        ('{"referee": "live", "claim": 1, "answers": []}', "it is not what Share writes"),
        ('{"referee": "live", "claim": "", "answers": [{"text": {}}]}', "it is not what Share"),
        ('{"referee": "live", "claim": "x", "answers": [{"text": "n"}]}', "x is not offered here"),
    ],
)
def test_a_file_that_is_none_is_said_to_be(
    browser: Browser, server: Server, tmp_path: Path, text: str, says: str
) -> None:
    file = tmp_path / "shared.json"
    file.write_text(text, encoding="utf-8")
    visit(browser, server)
    browser.driver.find_element("id", "shared").send_keys(str(file))
    WebDriverWait(browser.driver, PATIENCE).until(lambda _: says in shown(browser, "#status"))


def test_escape_stops(browser: Browser, server: Server) -> None:
    visit(browser, server, claim=GRADIENT, a=FOR_EVER)
    WebDriverWait(browser.driver, PATIENCE).until(lambda _: told(browser) in {"read", "so far"})
    browser.press(Keys.ESCAPE)
    wait(browser, "stopped")
    assert "Stopped" in shown(browser, "#pane-a .knows")
    assert browser.js("return document.getElementById('stop').disabled")
    # What was stopped takes no room: the next one is decided.
    clear(browser)
    browser.press("n")
    wait(browser, "done")


def test_a_server_that_has_stopped_is_said_and_nothing_is_lost(browser: Browser) -> None:
    with serving("--questions", QUESTIONS) as server:
        visit(browser, server, claim=GRADIENT, a=WRONG)
        wait(browser, "done")
        server.process.send_signal(signal.SIGINT)
        server.process.wait(PATIENCE)
        browser.press(" ")
        wait(browser, "ended")
        assert "start referee serve again" in shown(browser, "#pane-a .knows")
        assert browser.js("return document.getElementById('text-a').value") == f"{WRONG} "


@pytest.mark.parametrize("claim", [GRADIENT, ""])
def test_nothing_that_is_typed_acts(browser: Browser, server: Server, claim: str) -> None:
    first, last = " ".join(HOSTILE[:3]), " ".join(HOSTILE[3:])
    browser.visit(server.address)
    tried = [{"claim": text, "text": text, "verdict": text} for text in HOSTILE]
    browser.js("localStorage.setItem('referee-live', arguments[0])", json.dumps(tried))
    visit(browser, server, claim=claim, a=first, wa=last, b=rf"\text{{{last}}}")
    wait(browser, "unread")
    wait(browser, "unread", "b")
    assert HOSTILE[1] in shown(browser, "#pane-a .knows .unread")
    assert not browser.js("return window.acted === true")
    assert browser.complaints() == []
    assert all(address.startswith(server.base) for address in browser.requests())
    assert all(text in shown(browser, "#past") for text in HOSTILE)
    assert browser.js("return document.querySelectorAll('#past script, #past img').length") == 0
    browser.js("localStorage.clear()")


@pytest.mark.parametrize("width", [400, 1400])
def test_nothing_is_wider_than_the_window(browser: Browser, server: Server, width: int) -> None:
    visit(browser, server, claim=GRADIENT, a=WRONG, b="(" * 300, width=width)
    wait(browser, "done")
    wait(browser, "unread", "b")
    browser.js("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert browser.js("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("dark", "width"), [(False, 1400), (True, 400)])
def test_axe_finds_nothing(browser: Browser, server: Server, width: int, *, dark: bool) -> None:
    if not axe.SCRIPT.exists():
        pytest.skip(axe.MISSING)
    for state in ({"claim": GRADIENT, "a": WRONG, "b": RIGHT}, {"a": "tr(AB) = tr(A) tr(B)"}):
        visit(browser, server, width=width, dark=dark, **state)
        wait(browser, "done")
        browser.js("for (const fold of document.querySelectorAll('details')) fold.open = true")
        assert violations(browser) == []
