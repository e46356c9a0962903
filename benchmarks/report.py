"""The report of a real run beside a plain table of it: size, and time until it answers.

``python -m benchmarks.report [--records FILE]``: the records of a run, by default those of the
corpus's own (``reports/_build/records.jsonl``, else they are made first); needs Chromium,
chromedriver and selenium. The peer is a page of the same answers as a bare HTML table without
style, script or formulas: what no report can be faster than. Both are loaded in turns in one
browser. The time of a search is from the key that was typed to the frame that shows it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from selenium.webdriver import Chrome

from benchmarks.chromium import browsing
from benchmarks.measuring import Bar, Benchmark, Figure, main, ratios
from benchmarks.runs import ROOT, records_of_a_run
from referee.evidence.schema import Record
from referee.reports import log
from referee.reports.page import render

LOADS = 7
OWN = ROOT / "reports" / "_build" / "records.jsonl"
BARS = {
    "loaded": Bar("time until the report is loaded, over the bare table", 10),
    "search": Bar("time until a search of all answers shows", 100, "ms"),
    "size": Bar("size of the report, an answer", 2.5, "kB"),
}
READY = (
    "const [e] = performance.getEntriesByType('navigation');"
    "arguments[0](e.loadEventEnd > 0 ? e.loadEventEnd : performance.now())"
)
# Until the second frame after the change: the first one may still be the old picture.
SEARCH = """
const done = arguments[0], box = document.getElementById("search"), start = performance.now();
box.value = "gradient";
box.dispatchEvent(new Event("input"));
const look = () => location.hash.includes("q=")
    ? requestAnimationFrame(() => done(performance.now() - start)) : requestAnimationFrame(look);
look();
"""


def plain(rows: Sequence[Record]) -> str:
    """Return the peer: the same claims as a bare table."""
    cells = ("claim", "blank", "verdict", "reason", "answer")
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(str(dict(row)[name]))}</td>' for name in cells)}</tr>"
        for row in rows
    )
    return f"<!DOCTYPE html><title>plain</title><table>{body}</table>"


def loaded(browser: Chrome, page: Path, script: str) -> float:
    """Return the milliseconds that a script in a page that was just opened says."""
    browser.get("about:blank")
    browser.get(page.as_uri())
    return float(browser.execute_async_script(script))


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Load both pages in turns, then search."""
    own = options.records or OWN
    rows = log.read(own) if own.is_file() else records_of_a_run(quick=options.quick)
    texts = {"report": render(rows), "table": plain(rows)}
    times: dict[str, list[float]] = {name: [] for name in texts}
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        pages = {name: Path(folder) / f"{name}.html" for name in texts}
        for name, text in texts.items():
            pages[name].write_text(text, encoding="utf-8")
        for number in range(LOADS):
            for name in list(pages)[:: 1 if number % 2 == 0 else -1]:
                times[name].append(loaded(browser, pages[name], READY))
        searches = [loaded(browser, pages["report"], SEARCH) for _ in range(LOADS)]
    note = ", ".join(f"{name} {statistics.median(found):.0f} ms" for name, found in times.items())
    yield Figure(BARS["loaded"], ratios(times["report"], times["table"]), note)
    yield Figure(BARS["search"], tuple(searches), f"{len(rows)} answers")
    sizes = {name: len(text.encode()) / 1000 for name, text in texts.items()}
    note = ", ".join(f"{name} {size:,.0f} kB" for name, size in sizes.items())
    yield Figure(BARS["size"], (sizes["report"] / len(rows),), note)


def with_records(parser: argparse.ArgumentParser) -> None:
    """Add whose records."""
    parser.add_argument("--records", type=Path, metavar="FILE", help="records.jsonl of a run")


BENCHMARK = Benchmark(
    "The report of a run in a browser",
    BARS,
    figures,
    peers={"a bare HTML table of the same": ""},
    options=with_records,
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
