"""``referee report``: pages from the files of a run, without deciding a claim.

``render`` rebuilds the page of a run; ``compare`` says what changed between two, and ends with
status 1 where something got worse.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from referee.reports import comparison, log, page, rendering
from referee.reports.header import derive
from referee.reports.text import Record, one_line

TROUBLE = (ValueError,)
WORSE = 1  # exit status of a comparison in which something got worse
WIDEST = 160  # characters of a line


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    render = commands.add_parser("render", help="write the page of a run")
    render.add_argument("records", type=Path, metavar="RECORDS.jsonl", help="the records of a run")
    render.add_argument("--run", type=Path, help="its header; by default run.json beside them")
    render.add_argument("--out", type=Path, help="the page; by default index.html beside them")
    render.set_defaults(report=_render)
    compare = commands.add_parser("compare", help="say what changed between two runs")
    compare.add_argument("old", type=Path, metavar="OLD.jsonl", help="the records of a run")
    compare.add_argument("new", type=Path, metavar="NEW.jsonl", help="those of a later one")
    compare.add_argument("--out", type=Path, metavar="PAGE.html", help="also write a page of it")
    compare.set_defaults(report=_compare)


def run(options: argparse.Namespace) -> int:
    """Write what is asked for and return the exit status."""
    status: int = options.report(options)
    return status


@dataclass(frozen=True)
class Run:
    """The files of a run: their name, its records and its header."""

    path: Path
    records: Sequence[Record]
    header: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The file of the records, with the folder it is in."""
        return "/".join(self.path.parts[-2:])

    @property
    def started(self) -> str:
        """When the run started; empty where its header does not say."""
        return str(self.header.get("started") or "")


def _read(records: Path, run: Path | None = None) -> Run:
    """Return a run from its files. Raises OSError or ValueError, each with one line."""
    return Run(records, log.read(records), _header(records, run))


def _render(options: argparse.Namespace) -> int:
    run = _read(options.records, options.run)
    out = options.out or options.records.with_name("index.html")
    try:
        text = page.render(run.records, run.header)
    except page.MALFORMED as error:
        raise _malformed(options.records, error) from error
    log.write_atomically(out, text)
    sys.stdout.write(f"{out}\n")
    return 0


def _compare(options: argparse.Namespace) -> int:
    old, new = _read(options.old), _read(options.new)
    try:
        changes = comparison.compare(old.records, new.records)
        text = rendering.page(
            "compare.html.j2",
            header=derive(new.header, new.records),
            headline=comparison.headline(changes),
            changes=changes,
            old=old,
            new=new,
        )
    except page.MALFORMED as error:
        raise _malformed(f"{options.old}, {options.new}", error) from error
    if options.out:
        log.write_atomically(options.out, text)
    for line in comparison.lines(changes):
        indent = len(line) - len(line.lstrip())
        sys.stdout.write(f"{' ' * indent}{one_line(line, WIDEST)}\n")
    return WORSE if any(change.worse for change in changes) else 0


def _malformed(where: object, error: Exception) -> ValueError:
    return ValueError(f"{where}: not records of a run: {type(error).__name__}: {error}")


def _header(records: Path, run: Path | None) -> dict[str, Any]:
    """Return the header of a run, empty where none was asked for and none is there."""
    path = run or records.with_name("run.json")
    if run is None and not path.exists():
        return {}
    try:
        header = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path}: not JSON: {error}") from None
    if isinstance(header, dict):
        return header
    raise ValueError(f"{path}: not the header of a run")
