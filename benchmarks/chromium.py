"""A live page served, and a headless Chromium that looks at it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service


@contextmanager
def served() -> Iterator[str]:
    """Serve the live page, and yield its address."""
    words = [sys.executable, "-m", "referee", "serve", "--port=0"]
    # The linter warns of commands from outside; this one is put together in the line above.
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
        try:
            yield server.stdout.readline().strip() if server.stdout else ""
        finally:
            server.terminate()


@contextmanager
def browsing() -> Iterator[Chrome]:
    """Start a headless Chromium with an empty profile."""
    options = Options()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    with tempfile.TemporaryDirectory() as profile:
        switches = ["headless=new", "hide-scrollbars", "disable-gpu", f"user-data-dir={profile}/p"]
        switches += ["no-sandbox"] if os.geteuid() == 0 else []
        for switch in switches:
            options.add_argument(f"--{switch}")
        browser = Chrome(options=options, service=Service(shutil.which("chromedriver") or ""))
        try:
            yield browser
        finally:
            browser.quit()
