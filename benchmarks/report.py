"""The report of 1,000 claims beside a plain table of them: size, and time until it answers.

Run by hand: ``python -m benchmarks.report``; needs Chromium, chromedriver and selenium. The
peer is a page of the same claims as a bare HTML table without style, script or formulas: what
no report can be faster than. Times are medians of several loads, in one browser; the time until a
search has filtered all claims is from the key that was typed to the frame that shows it.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
from html import escape
from pathlib import Path
from typing import Any, cast

from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from referee.evidence.schema import Record
from referee.reports.page import render

LOADS = 7
CLAIMS = 1_000
HISTOGRAM = {"edges": [i / 24 for i in range(25)], "counts": [i * i % 97 for i in range(24)]}
SWEEP = {
    "batched": True,
    "reason": "",
    "distributions": {
        name: {"instances": 6_552, "violations": 0, "open": 0}
        for name in ("small", "sparse", "dyadic", "heavy", "repeated")
    },
    "suspected": 30,
    "false_finds": 30,
    "climbed": 40,
}
READY = (
    "const [e] = performance.getEntriesByType('navigation');"
    "arguments[0](e.loadEventEnd > 0 ? e.loadEventEnd : performance.now())"
)
# Until the second frame after the change: the first one may still be the old picture.
SEARCH = """
const done = arguments[0], box = document.getElementById("search"), start = performance.now();
box.value = "claim 77";
box.dispatchEvent(new Event("input"));
const look = () => location.hash.includes("q=")
    ? requestAnimationFrame(() => done(performance.now() - start)) : requestAnimationFrame(look);
look();
"""


def records() -> list[dict[str, Any]]:
    """Return made-up records of 1,000 claims, every third refuted at a 2×2 instance."""
    return [_record(number) for number in range(CLAIMS)]


def _record(number: int) -> dict[str, Any]:
    refuted = number % 3 == 0
    matrix, column = [["1", "-1/2"], ["0", f"{number}"]], [["1"], [f"-{number}/2"]]
    values = {"X": matrix, "y": column, "w": column}
    witness = {
        "token": f"matrices d=2 n=2: {number}",
        "shape": {"d": 2, "n": 2},
        "values": {name: {"latex": name, "entries": array} for name, array in values.items()},
        "relation": "=",
        "lhs": column,
        "rhs": column[::-1],
        "note": "",
        "slack": -0.5,
    }
    return {
        "schema": 1,
        "claim": f"{number % 8}.1-E{number}-claim",
        "part": f"{number % 8}.1",
        "equation": number,
        "sheet": "solution",
        "label": "",
        "reading": "",
        "answer": "X @ (X.T @ w - y) / 2",
        "answer_latex": r"\frac{X \left(X^{\top} w - y\right)}{2}",
        "statement": r"\nabla_w L(w) = {answer}",
        "blank": f"the blank of claim {number}",
        "given": "any X of full column rank",
        "verdict": "refuted" if refuted else "held",
        "reason": "false at the smallest instance of all" if refuted else "true of all instances",
        "expected": None,
        "as_expected": not refuted,
        "because": "",
        "instances": 400,
        "undecided": 0,
        "vacuous": 0,
        "violations": 60 if refuted else 0,
        "margin": {
            "smallest": -number / CLAIMS,
            "median": 0.0,
            "float64": 0.0,
            "histogram": HISTOGRAM,
        },
        "counterexample": {"token": "t", "smallest": witness, "worst": None} if refuted else None,
        "tightest": None if refuted else witness,
        "evidence": {
            "small_scope": 150,
            "independent_sample": 250,
            "found_by": "small scope",
            "sweep": SWEEP,
        },
        "seconds": 0.25,
        "replay": "python -m pytest claims/some.py::test_some[solution] --hypothesis-seed=1",
    }


def plain(rows: list[dict[str, Any]]) -> str:
    """Return the peer: the same claims as a bare table."""
    cells = ("claim", "blank", "verdict", "reason", "answer")
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(row[name]))}</td>" for name in cells) + "</tr>"
        for row in rows
    )
    return f"<!DOCTYPE html><title>plain</title><table>{body}</table>"


def _browser(profile: str) -> Chrome:
    options = Options()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    switches = ["headless=new", "disable-gpu", "no-first-run", f"user-data-dir={profile}"]
    switches += ["no-sandbox"] if os.geteuid() == 0 else []
    for switch in switches:
        options.add_argument(f"--{switch}")
    return Chrome(options=options, service=Service(shutil.which("chromedriver") or ""))


def _median(browser: Chrome, page: Path, script: str) -> float:
    found = []
    for _ in range(LOADS):
        browser.get("about:blank")
        browser.get(page.as_uri())
        found.append(float(browser.execute_async_script(script)))
    return statistics.median(found)


def main() -> None:
    """Print sizes, and times as milliseconds and as ratios against the bare table."""
    rows = records()
    pages = {"report": render(cast("list[Record]", rows)), "bare table": plain(rows)}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in pages.items():
            (Path(folder) / f"{name}.html").write_text(text, encoding="utf-8")
        browser = _browser(f"{folder}/profile")
        try:
            loads = {n: _median(browser, Path(folder) / f"{n}.html", READY) for n in pages}
            search = _median(browser, Path(folder) / "report.html", SEARCH)
        finally:
            browser.quit()
    for name, text in pages.items():
        size = len(text.encode()) / 1000
        ratio = loads[name] / loads["bare table"]
        print(f"{name:11} {size:7,.0f} kB  loaded after {loads[name]:5.0f} ms ({ratio:.1f}×)")
    print(f"a search of all {CLAIMS:,} claims shows after {search:.0f} ms")


if __name__ == "__main__":
    main()
