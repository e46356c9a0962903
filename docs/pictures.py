"""Take the pictures for the README: ``python -m docs.pictures INDEX.html``, in the checkout.

Needs Chromium, chromedriver and selenium, and of the referee the extra ``live``. Writes
report-light.png, report-dark.png, and so on with live- and feedback-, beside this file.
"""

from __future__ import annotations

import base64
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from selenium.webdriver import Chrome
from selenium.webdriver.support.wait import WebDriverWait

from benchmarks.chromium import browsing, served

SIZE = {"width": 1280, "height": 1880, "deviceScaleFactor": 1, "mobile": False}
# The first screen, then a refuted assertion with its picture, without what lies between.
SHOWN = """
for (const article of document.querySelectorAll("article.claim")) {
    article.hidden = article.id !== "claim-1.1-E3-bound";
}
for (const part of document.querySelectorAll("section.part")) {
    part.hidden = !part.querySelector("article:not([hidden])");
}
"""


# Two answers side by side, a wrong one and a right one in two notations.
TYPED = {
    "claim": "1.2-E5-gradient",
    "a": "X @ (X.T @ w - y) / 2",
    "b": r"\frac1n X(X^\top w - y)",
}
# A student's sheet: a wrong answer, one nearly right, a right one.
SHEET = """
[["1.2-E5-gradient"]]
answer = "X @ (X.T @ w + y) / n"

[["1.3-A5-dimension"]]
answer = "n - d"

[["1.2-E4-loss"]]
answer = "norm(X.T @ w - y)**2 / (2*n)"
"""
DECIDED = "return document.querySelectorAll('.pane[data-kind=done]').length === 2"


def main() -> None:
    """Take the pictures of a report and of the live page."""
    page = Path(sys.argv[1]).resolve().as_uri()
    with browsing() as browser, served() as address, feedback() as handed_back:
        for scheme in ("light", "dark"):
            feature = {"name": "prefers-color-scheme", "value": scheme}
            browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SIZE)
            browser.get(page)
            browser.execute_script(SHOWN)
            take(browser, f"report-{scheme}.png")
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SIZE | {"height": 860})
            browser.get(f"{address}#{urlencode(TYPED)}")
            WebDriverWait(browser, 60).until(lambda _: browser.execute_script(DECIDED))
            take(browser, f"live-{scheme}.png")
            browser.get(handed_back)
            take(browser, f"feedback-{scheme}.png")
            browser.get("about:blank")


def take(browser: Chrome, name: str) -> None:
    """Write what the window shows into a file beside this one."""
    taken = browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    Path(__file__).with_name(name).write_bytes(base64.b64decode(taken["data"]))


@contextmanager
def feedback() -> Iterator[str]:
    """Grade a sheet, and yield the address of the student's page."""
    with tempfile.TemporaryDirectory() as folder:
        sheet, out = Path(folder) / "ada.toml", Path(folder) / "graded"
        sheet.write_text(SHEET, encoding="utf-8")
        asked = ",".join(line[3:-3] for line in SHEET.splitlines() if line.startswith("[["))
        words = ["grade", str(sheet), "--out", str(out), "--questions", asked, "--quiet"]
        # The linter warns of commands from outside; this one is put together in the lines above.
        subprocess.run([sys.executable, "-m", "referee", *words], check=True)  # noqa: S603
        yield (out / "feedback" / "ada.html").as_uri()


if __name__ == "__main__":
    main()
