"""Processes of their own, as tests start them, in an environment alike on every machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
HANGS = 300  # seconds; what tests start takes a few
# Where one of these is set, pytest's short summary repeats every failure at full length.
ON_A_BUILD_SERVER = ("CI", "BUILD_NUMBER")


def environment(**more: str) -> dict[str, str]:
    """Return an environment without what pytest tells its own workers."""
    dropped = (*ON_A_BUILD_SERVER, *(k for k in os.environ if k.startswith("PYTEST_")))
    kept = {k: v for k, v in os.environ.items() if k not in dropped}
    # A process that somebody keeps warm takes no part in tests.
    fixed = {"COLUMNS": "100", "PYTHONDONTWRITEBYTECODE": "1", "REFEREE_COLD": "1"}
    return kept | fixed | more


def python(
    *words: object, cwd: Path = ROOT, given: str = "", variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run this Python with some words, text on its input and variables in its environment."""
    return subprocess.run(
        [sys.executable, *map(str, words)],
        cwd=cwd,
        env=environment(**variables or {}),
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=HANGS,
        check=False,
    )
