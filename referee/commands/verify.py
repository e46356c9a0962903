"""``referee verify``: every certificate of a run, decided again in a fresh process."""

from __future__ import annotations

import argparse
from pathlib import Path

from referee.evidence import verify

TROUBLE = (ValueError,)


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("records", type=Path, help="the records.jsonl of a run")
    parser.add_argument("--corpus", default=None, help="the name or the folder of a corpus")


def run(options: argparse.Namespace) -> int:
    """Verify a log: 0 when everything is confirmed, 1 when something is not, 2 for no log."""
    return verify.verify(options.records, options.corpus)
