"""The live page: from a key to what is read, and to a verdict, measured in the browser.

``python -m benchmarks.live [--every N]``, of which one answer in N of the corpus's own sheets is
typed (default: 6): all of it but the last sign stands there, then that one is pressed; and once
more, without waiting for a verdict, its last signs one after the other in the rhythm of somebody
who types fast. Times are the clock's, from the key to the frame that shows what came of it, on one
server with a worker a processor. Nine in ten count; a first verdict may still be refined. Beside
them stands what one round trip to the same server takes in the same browser. Another program that
computes meanwhile is measured, too.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from selenium.webdriver import ActionChains, Chrome

from benchmarks.chromium import browsing, served
from benchmarks.measuring import Bar, Benchmark, Figure, main
from referee.deciding.answer import Answer
from referee.deciding.claim import load
from referee.deciding.corpora import OWN, sheets_of
from referee.grading.sheet import read

EVERY = 6
BARS = {
    "read": Bar("from the key to what is read, nine in ten", 50, "ms"),
    "typed on": Bar("from a key that is typed on to what is read, nine in ten", 50, "ms"),
    "verdict": Bar("from the key to a verdict, nine in ten", 1_000, "ms"),
    "right": Bar("last verdicts that are not the expected one", 0, "answers"),
}
SHEETS = ("reference", "worked_solution", "mutants")
PATIENCE = 120  # seconds for the last verdict, on a machine that is busy
ON, RHYTHM = 6, 0.1  # signs that are typed on, and the seconds between them
# Chooses the question, and once that is shown, puts a text there without its last signs; takes the
# times from each key: when it was read, or one after it was, and when the last one had a verdict.
PREPARED = """
const [claim, text, notation, told] = arguments;
const select = document.getElementById('claim'), area = document.getElementById('text-a');
const pane = document.getElementById('pane-a'), way = document.getElementById('notation-a');
const chosen = select.value !== claim, keys = window.keys = [], times = window.times = {};
select.value = claim; way.value = notation; area.value = '';
if (chosen) select.dispatchEvent(new Event('change'));
area.value = text; area.focus(); area.setSelectionRange(text.length, text.length);
area.onkeydown = (e) => keys.push({pressed: e.timeStamp});
window.watching?.disconnect();
window.watching = new MutationObserver(() => {
  const { kind, verdict } = pane.dataset, so_far = [...keys];
  requestAnimationFrame(() => {
    const now = performance.now();
    const is_read = kind === 'read' || kind === 'unread';
    for (const each of is_read ? so_far : []) each.read ??= now - each.pressed;
    if (verdict) times.verdict ??= now - so_far.at(-1).pressed;
    if (['done', 'unread', 'ended'].includes(kind)) times.done ??= now - so_far.at(-1).pressed;
    times.says = verdict;
  });
});
window.watching.observe(pane, {attributes: true, attributeFilter: ['data-kind', 'data-verdict']});
(function look() {
  if (document.querySelector('#about article')?.dataset.claim === claim) told();
  else requestAnimationFrame(look);
})();
"""
DECIDED = """
const told = arguments[0];
(function look() {
  const found = {...window.times, read: window.keys[0]?.read};
  found.done ? told(found) : requestAnimationFrame(look);
})();
"""
ROUND_TRIP = """
const told = arguments[0], start = performance.now();
fetch(location.href).then((r) => r.text()).then(() =>
  requestAnimationFrame(() => told(performance.now() - start)));
"""
# Once the last of so many keys is read, nobody waits for a verdict.
READ = """
const [many, told] = arguments;
(function look() {
  if (window.keys.length < many || !window.keys.at(-1).read) return requestAnimationFrame(look);
  document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}));
  told(window.keys.map((each) => each.read));
})();
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


def prepared(browser: Chrome, answer: Answer, left: int) -> str:
    """Put an answer there without its last signs, which are returned."""
    text = answer.text or ""
    notation = "" if answer.notation == "canonical" else answer.notation
    browser.execute_async_script(PREPARED, answer.claim, text[:-left], notation)
    return text[-left:]


def typed(browser: Chrome, answer: Answer) -> dict[str, Any]:
    """Return the milliseconds that it took to read and to decide an answer that is typed."""
    browser.find_element("id", "text-a").send_keys(prepared(browser, answer, 1))
    found: dict[str, Any] = browser.execute_async_script(DECIDED)
    return found


def typed_on(browser: Chrome, answer: Answer) -> list[float]:
    """Return the milliseconds in which each of the last signs is read, typed one after another."""
    keys = ActionChains(browser, duration=0)
    signs = prepared(browser, answer, ON)
    for sign in signs:
        keys.send_keys(sign).pause(RHYTHM)
    keys.perform()
    found: list[float] = browser.execute_async_script(READ, len(signs))
    return found


def ninth(times: Sequence[float]) -> float:
    """Return the time that nine in ten stay below."""
    ordered = sorted(times)
    return ordered[int(0.9 * (len(ordered) - 1))]


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Type answers, and say what nine in ten stay below."""
    chosen = answers(100 if options.quick else options.every)
    with served() as address, browsing() as browser:
        browser.set_script_timeout(PATIENCE)
        browser.get(address)
        typed(browser, chosen[0])  # what a browser does once
        found = [typed(browser, answer) for answer in chosen]
        keys = [each for answer in chosen for each in typed_on(browser, answer)]
        floor = statistics.median(browser.execute_async_script(ROUND_TRIP) for _ in range(9))
    times = {name: [float(each[name]) for each in found] for name in ("read", "verdict")}
    for name, some in {**times, "typed on": keys}.items():
        note = f"{len(some)} times, median {statistics.median(some):.0f} ms, longest"
        note += f" {max(some):.0f} ms; one round trip {floor:.0f} ms"
        yield Figure(BARS[name], (ninth(some),), note)
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
