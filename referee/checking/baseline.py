"""What is known of documents already: verdicts that a check need not report again."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from referee.evidence.check_schema import Check, Checked

SCHEMA = 1
SETTLED = frozenset(("proved", "held", None))
Key = tuple[str, str, str]


def written(found: Check, path: Path) -> str:
    """Return a baseline of all that a check reports, for a file at a path."""
    known = [
        {"file": file, "formula": formula, "verdict": verdict}
        for file, formula, verdict in (
            _key(each, path) for each in found["formulas"] if each["verdict"] not in SETTLED
        )
    ]
    return json.dumps({"schema": SCHEMA, "known": known}, indent=1, ensure_ascii=False) + "\n"


def compared(found: Check, path: Path) -> Check:
    """Return a check in which what a baseline has is marked.

    Raises ValueError, in one line, for a file that is no baseline, and OSError for none.
    """
    waiting = Counter(_known(path))
    formulas: list[Checked] = []
    for each in found["formulas"]:
        key = _key(each, path)
        known = each["verdict"] not in SETTLED and waiting[key] > 0
        waiting[key] -= known
        formulas.append({**each, "known": known})
    gone = sum(count for count in waiting.values() if count > 0)
    return {**found, "formulas": formulas, "gone": gone}


def _key(of: Checked, path: Path) -> Key:
    """Return what a formula is known by: its document beside the baseline, and its text."""
    file = Path(of["file"]).resolve()
    folder = path.resolve().parent
    shown = file.relative_to(folder) if file.is_relative_to(folder) else Path(of["file"])
    return shown.as_posix(), of["latex"], of["verdict"] or ""


def _known(path: Path) -> list[Key]:
    try:
        read: Any = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path}: no baseline: {error}") from None
    known = read.get("known") if isinstance(read, dict) and read.get("schema") == SCHEMA else None
    if known is None or not isinstance(known, list):
        raise ValueError(f"{path}: no baseline of schema {SCHEMA}: it has no list “known”")
    fields = ("file", "formula", "verdict")
    for each in known:
        if not isinstance(each, dict) or not all(isinstance(each.get(f), str) for f in fields):
            raise ValueError(f"{path}: no baseline: what is known has a {', a '.join(fields)}")
    return [(each["file"], each["formula"], each["verdict"]) for each in known]
