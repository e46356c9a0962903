"""The live page: from a key to what is read, and to a verdict, measured in the browser.

``python -m benchmarks.live [EVERY]``, of which one answer in EVERY of the corpus's own sheets is
typed (default: 6): all of it but the last sign stands there, then that one is pressed. Times are
the clock's, from the key to the frame that shows what came of it, on one server with a worker a
processor. The bars: nine in ten are read within 50 ms and have a verdict within a second, which may
still be refined; and every last verdict is the one that the sheet expects.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome

from benchmarks.chromium import browsing, served
from referee.deciding.answer import Answer
from referee.deciding.claim import load
from referee.deciding.corpora import OWN, sheets_of
from referee.grading.sheet import read

EVERY = 6
READ_WITHIN, VERDICT_WITHIN = 50, 1_000  # milliseconds, for nine in ten
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
        browser.get(address)
        typed(browser, chosen[0])  # what a browser does once
        found = [typed(browser, answer) for answer in chosen]
    print(f"{len(found)} answers")
    ninths = [
        shown(what, [each[name] for each in found])
        for what, name in (("read", "read"), ("a verdict", "verdict"), ("the last one", "done"))
    ]
    missed = [
        f"{answer.claim}: {answer.text}: {each['says']}, expected {answer.expect or 'held'}"
        for answer, each in zip(chosen, found, strict=True)
        if each["says"] != (answer.expect or "held")
    ]
    missed += [f"read in {ninths[0]:.0f} ms"] if ninths[0] > READ_WITHIN else []
    missed += [f"a verdict in {ninths[1]:.0f} ms"] if ninths[1] > VERDICT_WITHIN else []
    for line in missed:
        print(f"missed: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
