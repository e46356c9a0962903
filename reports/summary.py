"""The summary of a run for a terminal: plain lines, readable without colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from referee.evidence.schema import Record, Run
from referee.reports import power, wording
from referee.reports.header import Header, derive
from referee.reports.outline import outline
from referee.reports.overview import overview
from referee.reports.text import one_line, visible
from referee.reports.verdicts import count, needs_attention, urgency

MOST_LINES = 20  # of a summary that needs no attention, as far as the parts allow
FEWEST = 3  # answers that need attention are shown, however many lines there are already
MOST_SURVIVORS = 3  # conclusions that survive their derivation; the rest is counted
NARROWEST = 40  # columns of a terminal
NARROWEST_LABEL = 20  # columns that a part's title needs beside the numbers


def terminal_lines(records: Sequence[Record], run: Run | None = None, width: int = 80) -> list[str]:
    """Return a run as lines of at most ``width`` characters (no less than 40).

    A table of the verdicts of the main sheet by part, a line for each other sheet, what
    stands out, then a line for each answer that is unexpected or was not decided, cut where
    the summary gets long, with a count of the rest.
    """
    header = derive(run, records)
    width = max(width, NARROWEST)
    main = [record for record in records if record["sheet"] == header.main]
    lines = [_title(header, records, width)]
    if main:
        lines += ["", *_table(header.main_title, main, header, width), ""]
    for finding in _findings(records, header):
        lines += textwrap.wrap(visible(finding), width, subsequent_indent="  ", max_lines=3)
    lines += _attention(records, max(FEWEST, MOST_LINES - len(lines) - 2))
    return [line and _fitted(line, width) for line in lines]


def _findings(records: Sequence[Record], header: Header) -> Iterator[str]:
    """Yield what the first screen of the page says, in a line each."""
    grouped = outline(records, header)
    found = overview(grouped)
    for group in grouped.others:
        yield f"{group.title}: {wording.tally(group.records)}"
    yield ", ".join(f"{figure.value} {figure.says}" for figure in found.figures)
    yield from power.lines(records)
    for survivor in found.survivors[:MOST_SURVIVORS]:
        record = survivor.row.record
        failing = wording.listed([row.record["claim"] for row in survivor.failing])
        about = " ".join(part for part in (record["claim"], record["label"]) if part)
        yield f"{about} holds although {failing} {_do(survivor.failing)} not"
    if len(found.survivors) > MOST_SURVIVORS:
        yield f"… and {len(found.survivors) - MOST_SURVIVORS} more such conclusions"


def _do(rows: Sequence[object]) -> str:
    return "does" if len(rows) == 1 else "do"


def _fitted(line: str, width: int) -> str:
    indent = len(line) - len(line.lstrip(" "))
    if len(line) <= width and line.isprintable():
        return line
    return " " * indent + one_line(line, width - indent)


def _title(header: Header, records: Sequence[Record], width: int) -> str:
    claims = len({record["claim"] for record in records})
    took = "" if header.seconds is None else f" in {wording.duration(header.seconds)}"
    ended = "" if header.complete else " (interrupted)"
    answers = wording.counted(len(records), "answer")
    counts = f": {answers} to {wording.counted(claims, 'claim')}{took}{ended}"
    return one_line(header.title, max(width - len(counts), NARROWEST_LABEL)) + counts


def _table(title: str, records: Sequence[Record], header: Header, width: int) -> Iterator[str]:
    """Yield the verdicts of a sheet by part: in columns, or in words where those do not fit."""
    columns = list(count(records))
    room = width - sum(len(name) + 2 for name in columns)
    rows = list(_rows(records, header))
    if room < NARROWEST_LABEL:
        yield title
        for label, found in rows:
            yield f"{label}: {', '.join(f'{number} {name}' for name, number in found.items())}"
        return
    yield _line(title, columns, columns, room)
    for label, found in rows:
        yield _line(label, [str(found.get(name, "·")) for name in columns], columns, room)


def _rows(records: Sequence[Record], header: Header) -> Iterator[tuple[str, dict[str, int]]]:
    """Yield the parts of a sheet with their verdicts, then all of them together."""
    parts = list(dict.fromkeys(record["part"] for record in records))
    for part in sorted(parts, key=lambda name: _place(name, parts, header)):
        label = f"  {part} {header.parts.get(part, '')}".rstrip() if part else "  unknown claims"
        yield label, count([record for record in records if record["part"] == part])
    if len(parts) > 1:
        yield "  all parts", count(records)


def _place(part: str, parts: Sequence[str], header: Header) -> tuple[bool, int]:
    return not part, [*header.parts, *parts].index(part)


def _line(label: str, cells: Sequence[str], columns: Sequence[str], room: int) -> str:
    indent = len(label) - len(label.lstrip(" "))
    text = " " * indent + one_line(label, room - indent)
    return text.ljust(room) + "".join(
        cell.rjust(len(name) + 2) for cell, name in zip(cells, columns, strict=True)
    )


def _attention(records: Sequence[Record], most: int) -> Iterator[str]:
    rows = sorted((record for record in records if needs_attention(record)), key=urgency)
    if not rows:
        yield "Every verdict is the expected one."
        return
    yield f"{wording.counted(len(rows), 'answer needs', 'answers need')} attention:"
    for record in rows[:most]:
        where = "-".join(part for part in (record["sheet"], record["label"]) if part)
        verdict: str = record["verdict"]
        if not record["as_expected"]:
            verdict += f", not {record['expected'] or 'held'}"
        yield f"  {record['claim']} {where}: {verdict}: {wording.gist(record['reason'])}"
    if len(rows) > most:
        yield f"  … and {len(rows) - most} more"
