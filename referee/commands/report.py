"""``referee report``: pages from the files of a run, without deciding a claim.

``render`` rebuilds the page of a run; ``compare`` says what changed between two, and ends with
status 1 where something got worse.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from referee.evidence import decoding
from referee.evidence.schema import Record, Run
from referee.reports import comparison, log, page, rendering, run_pages
from referee.reports.comparison import ComparedRun
from referee.reports.header import Header, derive
from referee.reports.text import one_line

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
class Logged:
    """The files of a run: their name, its records and its header, where it has one."""

    path: Path
    records: Sequence[Record]
    header: Run | None


def _read(records: Path, run: Path | None = None) -> Logged:
    """Return a run from its files. Raises OSError or ValueError, each with one line."""
    header = decoding.run(run.read_bytes(), str(run)) if run else decoding.header(records)
    return Logged(records, log.read(records), header)


def _render(options: argparse.Namespace) -> int:
    run = _read(options.records, options.run)
    out = options.out or options.records.with_name("index.html")
    try:
        run_pages.write(out, run.records, run.header)
    except page.MALFORMED as error:
        raise _malformed(options.records, error) from error
    sys.stdout.write(f"{out}\n")
    return 0


def _compare(options: argparse.Namespace) -> int:
    old, new = _read(options.old), _read(options.new)
    try:
        headers = derive(old.header, old.records), derive(new.header, new.records)
        seeds = {header.seed for header in headers} - {None}
        changes = comparison.compare(old.records, new.records, reseeded=len(seeds) > 1)
        text = rendering.page(
            "compare.html.j2",
            header=headers[1],
            headline=comparison.headline(changes),
            groups=comparison.grouped(changes),
            runs=_compared((old, new), headers, options.out),
        )
    except page.MALFORMED as error:
        raise _malformed(f"{options.old}, {options.new}", error) from error
    if options.out:
        log.write_atomically(options.out, text)
    for line in comparison.lines(changes):
        indent = len(line) - len(line.lstrip())
        sys.stdout.write(f"{' ' * indent}{one_line(line, WIDEST)}\n")
    return WORSE if any(change.worse for change in changes) else 0


def _compared(
    runs: tuple[Logged, Logged], headers: tuple[Header, Header], out: Path | None
) -> list[ComparedRun]:
    """Return what a page says of two runs, with links to their pages where these are."""
    names = comparison.names(runs[0].path, runs[1].path)
    return [
        comparison.compared_run(
            name, run.records, header, _link(run.path.with_name("index.html"), out)
        )
        for name, run, header in zip(names, runs, headers, strict=True)
    ]


def _link(page: Path, out: Path | None) -> str:
    """Return the address of a run's page as seen from the page that links to it."""
    if out is None or not page.exists():
        return ""
    return quote(Path(os.path.relpath(page.resolve(), out.resolve().parent)).as_posix())


def _malformed(where: object, error: Exception) -> ValueError:
    return ValueError(f"{where}: not records of a run: {type(error).__name__}: {error}")
