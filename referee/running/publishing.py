"""The reports of a run: a log that grows as records arrive, and pages at the end."""

from __future__ import annotations

import json
from pathlib import Path

from referee.evidence.schema import Record, Run
from referee.reports import log, run_pages
from referee.reports.summary import terminal_lines


class Reports:
    """What makes reports of records."""

    def append(self, folder: Path, record: Record) -> None:
        """Add one record to the log in a folder."""
        log.append(folder / "records.jsonl", record)

    def publish(self, folder: Path, records: list[Record], run: Run) -> Path:
        """Write the run's header and its pages; return the one to open."""
        page = folder / "index.html"
        log.write_atomically(folder / "run.json", json.dumps(run, indent=1) + "\n")
        run_pages.write(page, records, run)
        return page

    def lines(self, records: list[Record], run: Run) -> list[str]:
        """Return the run in a few lines of text."""
        return terminal_lines(records, run)
