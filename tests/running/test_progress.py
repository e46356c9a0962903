"""Progress: a line that moves where a terminal is, plain lines elsewhere, none where not wanted."""

from __future__ import annotations

import io
import re
import subprocess
import sys

import pytest

from referee.running.progress import LINES, Progress

COLORED = re.compile(r"\x1b\[(?:3|4|9)\d")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no time pass, and be on a terminal of a known kind."""
    monkeypatch.setattr("referee.running.progress.time.monotonic", lambda: 0.0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("NO_COLOR", raising=False)


def run(stream: io.StringIO, number: int = 3, **more: bool | int) -> str:
    with Progress(stream, **more) as progress:  # type: ignore[arg-type]
        progress.say("3 sheets")
        progress.start(number, known=1)
        for at in range(number):
            progress.begin(f"claim-{at}")
            progress.step("refuted" if at else "held", f"claim-{at}")
        progress.end()
        progress.warn("ana: [bold]:smile: not read")
    return stream.getvalue()


@pytest.mark.usefixtures("still")
def test_a_log_gets_plain_lines() -> None:
    assert run(io.StringIO()).splitlines() == [
        "3 sheets",
        "4 distinct answers: 1 known, 3 to decide",
        "1 of 3 decided, about 0 s left (1 held)",
        "2 of 3 decided, about 0 s left (1 held, 1 refuted)",
        "3 of 3 decided (2 refuted, 1 held)",
        "ana: [bold]:smile: not read",
    ]


@pytest.mark.usefixtures("still")
def test_a_log_of_many_items_has_few_lines() -> None:
    lines = run(io.StringIO(), 1_000).splitlines()
    assert len(lines) == LINES + 3
    assert "1,000 of 1,000 decided (999 refuted, 1 held)" in lines


@pytest.mark.usefixtures("still")
def test_a_terminal_gets_a_line_that_says_what_is_being_decided() -> None:
    text = run(Terminal())
    assert "1 of 3 decided, about 0 s left (1 held); now claim-1" in text
    assert "\x1b[2K" in text
    assert COLORED.search(text)
    assert text.endswith("ana: [bold]:smile: not read\n")
    assert text.count("\x1b[?25l") == text.count("\x1b[?25h") == 1  # the cursor comes back


@pytest.mark.usefixtures("still")
def test_colors_are_left_out_where_nobody_wants_them() -> None:
    text = run(Terminal(), colors=False)
    assert "3 of 3 decided" in text
    assert not COLORED.search(text)


@pytest.mark.usefixtures("still")
def test_a_terminal_that_can_do_little_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in run(Terminal())


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
@pytest.mark.usefixtures("still")
def test_quiet_leaves_what_is_wrong(stream: type[io.StringIO]) -> None:
    assert run(stream(), quiet=True) == "ana: [bold]:smile: not read\n"


@pytest.mark.usefixtures("still")
def test_few_items_are_no_lines_in_a_log() -> None:
    text = run(io.StringIO(), few=20)
    assert "decide" not in text
    assert "decided" in run(Terminal(), few=20)
    assert "decided" in run(io.StringIO(), 19, few=20)


def interrupted(progress: Progress) -> None:
    with progress:
        progress.start(2, known=0)
        raise KeyboardInterrupt


@pytest.mark.usefixtures("still")
def test_the_line_ends_also_where_the_run_is_interrupted() -> None:
    stream = Terminal()
    progress = Progress(stream)
    with pytest.raises(KeyboardInterrupt):
        interrupted(progress)
    assert stream.getvalue().endswith("\x1b[?25h")


@pytest.mark.usefixtures("still")
def test_many_items_at_a_time_are_counted() -> None:
    progress = Progress(io.StringIO())
    progress.total = 9
    for name in ("a", "b", "b", "c", "d"):
        progress.begin(name)
    progress.step("held", "b")
    assert progress.line().endswith("; now a, b and 2 more")


def test_rich_is_imported_for_a_terminal_only() -> None:
    code = (
        "import sys, io; from referee.running.progress import Progress\n"
        "p = Progress(io.StringIO()); p.start(1, known=0); p.step('held'); p.end()\n"
        "print('rich' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "False\n"
