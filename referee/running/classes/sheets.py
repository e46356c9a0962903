"""Distinct answers as sheets of their own: an entry each, under a label that finds it again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from referee.deciding.answer import Answer
from referee.reports.text import toml_string
from referee.running.cache import Key

MOST_IN_A_SHEET = 2_000  # answers; a sheet of them stays far below the limit of a sheet
LABEL = re.compile(r"q[0-9a-f]{16}")


def label_of(key: Key) -> str:
    """Return the label of an answer; LABEL finds it in the id of an item."""
    return "q" + hashlib.sha256("\n".join(key).encode()).hexdigest()[:16]


def written(folder: Path, wanted: Mapping[Key, Answer]) -> list[Path]:
    """Write answers as sheets and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = [
        f'[["{key[0]}"]]\nname = "{label_of(key)}"\n{_told(wanted[key])}' for key in sorted(wanted)
    ]
    paths: list[Path] = []
    for start in range(0, len(entries), MOST_IN_A_SHEET):
        paths.append(folder / f"answers-{len(paths) + 1}.toml")
        paths[-1].write_text("".join(entries[start : start + MOST_IN_A_SHEET]), encoding="utf-8")
    return paths


def _told(answer: Answer) -> str:
    """Return an answer as lines of a table: its text, its notation, its names."""
    names = ", ".join(f"{toml_string(own)} = {toml_string(name)}" for own, name in answer.names)
    return (
        f"answer = {toml_string(answer.text or '')}\n"
        f"notation = {toml_string(answer.notation)}\nnames = {{ {names} }}\n"
    )
