"""Refusals as plain data: where an answer stops being a formula, and what could stand there."""

from __future__ import annotations

from referee.evidence import schema
from referee.language.reading import Refusal


def from_refusal(found: Refusal) -> schema.Unread:
    """Return why an answer is not read, as plain data."""
    return {
        "says": found.says,
        "place": None if found.place is None else list(found.place),
        "nearest": found.nearest,
        "example": found.example,
        "names": [
            {"written": each.written, "meaning": each.meaning, "near": each.near}
            for each in found.names
        ],
    }
