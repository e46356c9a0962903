"""Commands typed in an empty folder, by somebody who has installed the wheel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
HANGS = 300  # seconds; a run of these takes a few
Record = dict[str, Any]

# In a checkout nothing would be tried: what these are about is the wheel alone.
only_installed = pytest.mark.skipif(
    "REFEREE_IS_A_WHEEL" not in os.environ,
    reason="tox -e installed installs the wheel that this is about",
)


def typed(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m`` with some words in a folder."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "COV_"))}
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env=kept | {"COLUMNS": "100"} | more,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=HANGS,
        check=False,
    )


def records(folder: Path) -> list[Record]:
    """Return the records of a run in one order, without what time and place change."""
    lines = (folder / "records.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    for record in found:
        del record["seconds"]
        (record["evidence"].get("every_size") or {}).pop("seconds", None)
    return sorted(found, key=lambda r: (r["claim"], r["sheet"], r["label"]))
