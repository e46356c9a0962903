"""A headless Chromium that opens pages of the report, with no way out of this machine."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains

NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "headless=new",
    "disable-gpu",
    "disable-quic",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
    "disable-dev-shm-usage",
    # Whatever a page asks for by name or address is asked of nobody.
    # But of this machine, where a test serves a page itself.
    "host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@dataclass(frozen=True)
class Browser:
    """A window of the browser, and the folder of the pages it opens."""

    driver: Chrome
    folder: Path

    def open(self, html: str, fragment: str = "", *, dark: bool = False, width: int = 1400) -> None:
        """Open a page as a reader does, from a file, without what an earlier one left."""
        path = self.folder / "page.html"
        path.write_text(html, encoding="utf-8")
        self.visit(path.as_uri() + fragment, dark=dark, width=width)

    def visit(self, address: str, *, dark: bool = False, width: int = 1400) -> None:
        """Open an address, in a window of some width and a scheme of colours."""
        scheme = "dark" if dark else "light"
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.driver.get("about:blank")
        for log in ("browser", "performance"):
            self.logged(log)
        self.driver.get(address)

    def js(self, script: str, *arguments: Any) -> Any:
        """Return what a script returns in the page."""
        return self.driver.execute_script(script, *arguments)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def click(self, selector: str) -> None:
        """Click the first element of a selector, as a reader would."""
        element = self.driver.find_element("css selector", selector)
        self.js("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def shown(self, selector: str) -> list[str]:
        """Return the ids of the elements of a selector that are shown, in their order."""
        found: list[str] = self.js(
            "return [...document.querySelectorAll(arguments[0])]"
            ".filter(e => !e.closest('[hidden]')).map(e => e.id)",
            selector,
        )
        return found

    def logged(self, kind: str) -> list[dict[str, Any]]:
        """Return the entries of one of the browser's logs, which is empty then."""
        found: list[dict[str, Any]] = self.driver.execute("getLog", {"type": kind})["value"]
        return found

    def complaints(self) -> list[str]:
        """Return what the console was told: errors and warnings."""
        return [str(entry["message"]) for entry in self.logged("browser")]

    def requests(self) -> list[str]:
        """Return the addresses of all that was asked for since the page was opened.

        What the page's own policy held back was not asked of anybody.
        """
        events = [json.loads(e["message"])["message"] for e in self.logged("performance")]
        held = {
            event["params"]["requestId"]
            for event in events
            if event["params"].get("blockedReason") == "csp"
        }
        return [
            str(event["params"]["request"]["url"])
            for event in events
            if event["method"] == "Network.requestWillBeSent"
            and event["params"]["requestId"] not in held
        ]


@cache
def started() -> Browser:
    """Return the browser of this process; skips the test where there is none."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    driver = shutil.which("chromedriver")
    # A browser is no Python package: where it is missing its tests are skipped and say so.
    if program is None or driver is None:
        pytest.skip("Chromium and its driver are not installed (Debian: chromium chromium-driver)")
    options = Options()
    options.binary_location = program
    profile = tempfile.TemporaryDirectory(prefix="chromium-")
    sandbox = ("no-sandbox",) if os.geteuid() == 0 else ()  # Chromium refuses root otherwise
    for switch in (*SWITCHES, *sandbox, f"user-data-dir={profile.name}/profile"):
        options.add_argument(f"--{switch}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Chrome(options=options, service=Service(driver))
    atexit.register(profile.cleanup)
    atexit.register(chrome.quit)  # before the clean-up: last in, first out
    return Browser(chrome, Path(profile.name))
