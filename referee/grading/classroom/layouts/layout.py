"""What a layout is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from referee.grading.classroom.download import Download
from referee.grading.classroom.handed import Handed


@dataclass(frozen=True)
class Layout:
    """A layout: its name on a command line, who packs so, and an example of a file's place.

    ``handed_in`` returns what it finds; where ``sure`` is false, nothing of a download that does
    not show that it is packed so. It returns attempts as they come, which ``latest`` puts together.
    """

    name: str
    title: str
    example: str
    handed_in: Callable[[Download, bool], list[Handed]]
