"""The live page: from a key to what is read, and to a verdict, measured in the browser.

``python -m benchmarks.live [EVERY]``, of which one answer in EVERY of the corpus's own sheets is
typed (default: 6): all of it but the last sign stands there, then that one is pressed; and once
more, without waiting for a verdict, its last signs one after the other in the rhythm of somebody
who types fast. Times are the clock's, from the key to the frame that shows what came of it, on one
server with a worker a processor. The bars: nine in ten are read within 50 ms, typed alone or on,
and have a verdict within a second, which may still be refined; and every last verdict is the one
that the sheet expects. Another program that computes meanwhile is measured, too.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from selenium.webdriver import ActionChains, Chrome

from benchmarks.chromium import browsing, served
from referee.deciding.answer import Answer
from referee.deciding.claim import load
from referee.deciding.corpora import OWN, sheets_of
from referee.grading.sheet import read

EVERY = 6
READ_WITHIN, VERDICT_WITHIN = 50, 1_000  # milliseconds, for nine in ten
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


def shown(what: str, times: Sequence[float]) -> float:
    """Print a row of times, and return the one that nine in ten stay below."""
    ordered = sorted(times)
    ninth = ordered[int(0.9 * (len(ordered) - 1))]
    print(
        f"{what:14} median {statistics.median(ordered):7.0f} ms   nine in ten {ninth:7.0f} ms"
        f"   longest {ordered[-1]:7.0f} ms"
    )
    return ninth


def main(words: Sequence[str]) -> int:
    """Print times; return 1 where a bar is missed."""
    chosen = answers(int(words[0]) if words else EVERY)
    with served() as address, browsing() as browser:
        browser.set_script_timeout(PATIENCE)
        browser.get(address)
        typed(browser, chosen[0])  # what a browser does once
        found = [typed(browser, answer) for answer in chosen]
        keys = [each for answer in chosen for each in typed_on(browser, answer)]
    print(f"{len(found)} answers, {len(keys)} keys typed on")
    read_within = max(shown("read", [each["read"] for each in found]), shown("typed on", keys))
    verdict_within = shown("a verdict", [each["verdict"] for each in found])
    shown("the last one", [each["done"] for each in found])
    missed = [
        f"{answer.claim}: {answer.text}: {each['says']}, expected {answer.expect or 'held'}"
        for answer, each in zip(chosen, found, strict=True)
        if each["says"] != (answer.expect or "held")
    ]
    missed += [f"read in {read_within:.0f} ms"] if read_within > READ_WITHIN else []
    missed += [f"a verdict in {verdict_within:.0f} ms"] if verdict_within > VERDICT_WITHIN else []
    for line in missed:
        print(f"missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
