"""The live page: from a key to what is read, and to a verdict, measured in the browser.

``python -m benchmarks.live [--every N]``, of which one answer in N of the corpus's own sheets is
typed (default: 6): all of it but the last sign stands there, then that one is pressed. Times are
the clock's, from the key to the frame that shows what came of it, on one server with a worker a
processor. The bars: nine in ten are read within 50 ms and have a verdict within a second, which may
still be refined; and every last verdict is the one that the sheet expects. The floor beside them is
what one round trip to the same server takes in the same browser.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome

from benchmarks.chromium import browsing, served
from benchmarks.measuring import Bar, Benchmark, Figure, main
from referee.deciding.answer import Answer
from referee.deciding.claim import load
from referee.deciding.corpora import OWN, sheets_of
from referee.grading.sheet import read

EVERY = 6
BARS = {
    "read": Bar("from the key to what is read, nine in ten", 50, "ms"),
    "verdict": Bar("from the key to a verdict, nine in ten", 1_000, "ms"),
    "right": Bar("last verdicts that are not the expected one", 0, "answers"),
}
SHEETS = ("reference", "worked_solution", "mutants")
PATIENCE = 60  # seconds for the last verdict
# Chooses the question, and once that is shown, puts a text there without its last sign; takes the
# times from the key.
PREPARED = """
const [claim, text, notation, told] = arguments;
const select = document.getElementById('claim'), area = document.getElementById('text-a');
const pane = document.getElementById('pane-a'), way = document.getElementById('notation-a');
const chosen = select.value !== claim;
select.value = claim; way.value = notation; area.value = ''; window.times = {};
if (chosen) select.dispatchEvent(new Event('change'));
area.value = text; area.focus(); area.setSelectionRange(text.length, text.length);
area.addEventListener('keydown', (e) => { window.times.key = e.timeStamp; }, {once: true});
window.watching?.disconnect();
window.watching = new MutationObserver(() => requestAnimationFrame(() => {
  const { kind, verdict } = pane.dataset, now = performance.now() - window.times.key;
  if (kind === 'read' || kind === 'unread') window.times.read ??= now;
  if (verdict) window.times.verdict ??= now;
  if (kind === 'done' || kind === 'unread' || kind === 'ended') window.times.done ??= now;
  window.times.says = verdict;
}));
window.watching.observe(pane, {attributes: true, attributeFilter: ['data-kind', 'data-verdict']});
(function look() {
  if (document.querySelector('#about article')?.dataset.claim === claim) told();
  else requestAnimationFrame(look);
})();
"""
ROUND_TRIP = """
const told = arguments[0], start = performance.now();
fetch(location.href).then((r) => r.text()).then(() =>
  requestAnimationFrame(() => told(performance.now() - start)));
"""
FINISHED = """
const told = arguments[0];
(function look() { window.times.done ? told(window.times) : requestAnimationFrame(look); })();
"""


def answers(every: int) -> list[Answer]:
    """Return one in so many of the answers of the corpus's own sheets."""
    claims = load()
    found = [
        answer
        for name in SHEETS
        for answer in read(Path(sheets_of(OWN)) / f"{name}.toml", claims).answers
        if answer.text and not answer.names
    ]
    return found[::every]


def typed(browser: Chrome, answer: Answer) -> dict[str, Any]:
    """Return the milliseconds that it took to read and to decide an answer that is typed."""
    text = answer.text or ""
    notation = "" if answer.notation == "canonical" else answer.notation
    browser.execute_async_script(PREPARED, answer.claim, text[:-1], notation)
    browser.find_element("id", "text-a").send_keys(text[-1])
    found: dict[str, Any] = browser.execute_async_script(FINISHED)
    return found


def ninth(times: Sequence[float]) -> float:
    """Return the time that nine in ten stay below."""
    ordered = sorted(times)
    return ordered[int(0.9 * (len(ordered) - 1))]


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Type answers, and say what nine in ten stay below."""
    chosen = answers(100 if options.quick else options.every)
    with served() as address, browsing() as browser:
        browser.get(address)
        typed(browser, chosen[0])  # what a browser does once
        found = [typed(browser, answer) for answer in chosen]
        floor = statistics.median(browser.execute_async_script(ROUND_TRIP) for _ in range(9))
    for name in ("read", "verdict"):
        times = [each[name] for each in found]
        note = f"{len(times)} answers, median {statistics.median(times):.0f} ms, longest"
        note += f" {max(times):.0f} ms; one round trip {floor:.0f} ms"
        yield Figure(BARS[name], (ninth(times),), note)
    wrong = [
        f"{answer.claim}: {answer.text}: {each['says']}, expected {answer.expect or 'held'}"
        for answer, each in zip(chosen, found, strict=True)
        if each["says"] != (answer.expect or "held")
    ]
    yield Figure(BARS["right"], (float(len(wrong)),), "; ".join(wrong))


def with_every(parser: argparse.ArgumentParser) -> None:
    """Add how many answers are typed."""
    parser.add_argument("--every", type=int, default=EVERY, help="one answer in so many")


BENCHMARK = Benchmark(
    "The live page: from a key to what is read, and to a verdict",
    BARS,
    figures,
    alone="no other page decides formulas; beside it, one round trip in the same browser",
    options=with_every,
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
