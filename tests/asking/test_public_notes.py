"""Statements as they stand in public notes: no verdict is wrong, and few are missing.

Whatever is not decided as it should be is listed here by its text, with the reason; a gap that is
mended has to leave the list.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from referee.asking.judging import HELD, PROVED, REFUTED, judge


class Note(NamedTuple):
    """A statement of public notes and whether it is true."""

    text: str
    where: str
    truth: bool


def _notes() -> list[Note]:
    text = Path(__file__).with_name("public_notes.toml").read_text(encoding="utf-8")
    return [
        Note(each["text"], each.get("where", ""), each["truth"])
        for each in tomllib.loads(text)["note"]
    ]


NOTES = _notes()
# What is held and false: it fails at instances that no search of some seconds meets.
RARE: Mapping[Note, str] = {}
# What has no verdict, by its text and its declarations: which piece is missing.
GAPS: Mapping[tuple[str, str], str] = {}
