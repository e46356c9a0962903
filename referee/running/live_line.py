"""The line of a run that moves on a terminal, by rich; imported where there is a terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task
from rich.table import Column
from rich.text import Text


class Counting(Protocol):
    """What is counted, where it is shown, and what is said of it."""

    stream: TextIO
    colors: bool
    total: int
    done: int

    def line(self) -> str:
        """Return how far it is."""


class _Said(ProgressColumn):
    """What is said, cut where the terminal ends."""

    def __init__(self, counting: Counting) -> None:
        self.counting = counting
        super().__init__(table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1))

    def render(self, task: Task) -> Text:
        del task
        return Text(self.counting.line(), no_wrap=True, overflow="ellipsis")


def started(counting: Counting) -> tuple[Callable[[], None], Callable[[], None]]:
    """Show the line; return what draws it anew, and what ends it.

    It has no thread of its own: processes are forked while it is shown. Nothing that is said is
    read as markup, and neither stream is redirected.
    """
    console = Console(
        file=counting.stream,
        no_color=not counting.colors,
        markup=False,
        emoji=False,
        highlight=False,
    )
    shown = Progress(
        BarColumn(bar_width=20),
        _Said(counting),
        console=console,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
        expand=True,
    )
    task = shown.add_task("", total=counting.total)
    shown.start()

    def refresh() -> None:
        shown.update(task, completed=counting.done, total=counting.total, refresh=True)

    return refresh, shown.stop
