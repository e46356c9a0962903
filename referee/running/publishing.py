"""The reports of a run: a log that grows as records arrive, and pages at the end."""

from __future__ import annotations

import json
from pathlib import Path

from referee.evidence.record import Record
from referee.reports import log
from referee.reports.page import render
from referee.reports.summary import terminal_lines


class Reports:
    """What makes reports of records."""

    def append(self, folder: Path, record: Record) -> None:
        """Add one record to the log in a folder."""
        log.append(folder / "records.jsonl", record)

    def publish(self, folder: Path, records: list[Record], run: Record) -> Path:
        """Write the run's header and its page; return the page."""
        page = folder / "index.html"
        log.write_atomically(folder / "run.json", json.dumps(run, indent=1) + "\n")
        log.write_atomically(page, render(records, run))
        return page

    def lines(self, records: list[Record], run: Record) -> list[str]:
        """Return the run in a few lines of text."""
        return terminal_lines(records, run)
