"""Take the pictures of the report for the README: ``python docs/pictures.py INDEX.html``.

Needs Chromium, chromedriver and selenium. Writes report-light.png and report-dark.png beside
this file.
"""

from __future__ import annotations

import base64
import os
import shutil
import sys
import tempfile
from pathlib import Path

from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

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


def main() -> None:
    """Take both pictures of a page."""
    page = Path(sys.argv[1]).resolve().as_uri()
    options = Options()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    with tempfile.TemporaryDirectory() as profile:
        switches = ["headless=new", "hide-scrollbars", "disable-gpu", f"user-data-dir={profile}/p"]
        switches += ["no-sandbox"] if os.geteuid() == 0 else []
        for switch in switches:
            options.add_argument(f"--{switch}")
        browser = Chrome(options=options, service=Service(shutil.which("chromedriver") or ""))
        try:
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SIZE)
            for scheme in ("light", "dark"):
                feature = {"name": "prefers-color-scheme", "value": scheme}
                browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
                browser.get(page)
                browser.execute_script(SHOWN)
                taken = browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
                path = Path(__file__).with_name(f"report-{scheme}.png")
                path.write_bytes(base64.b64decode(taken["data"]))
        finally:
            browser.quit()


if __name__ == "__main__":
    main()
