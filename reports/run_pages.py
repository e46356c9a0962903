"""The pages of a run: one, or for a large corpus one a part and a list of these.

A page holds everything there is to an answer, 2 kB and more of formulas; of 100,000 it would be
hundreds of megabytes. A part of the homework with more answers than a page takes has several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypedDict, cast

from referee.evidence.schema import Record, Run
from referee.reports import rendering, verdicts
from referee.reports.header import UNSAID, Header, derive
from referee.reports.log import write_atomically
from referee.reports.outline import Row, outline, part_names
from referee.reports.page import render

MOST = 2_000  # answers on a page
MOST_ALARMS = 200  # answers that need attention, on the list of pages
_NUMBERED = re.compile(r"[0-9]+\.html")


class Page(TypedDict):
    """A page of a run: where it is, its title, how many have which verdict."""

    path: str
    title: str
    count: dict[str, int]


class Alarm(TypedDict):
    """An answer that needs attention, and the page that it is on."""

    row: Row
    path: str


def write(out: Path, records: Sequence[Record], run: Run | None = None) -> None:
    """Write the page of a run, or the list of its pages and these beside it.

    Those that an earlier run left in the same folder go. Raises one of page.MALFORMED on what are
    no records, and OSError.
    """
    folder = out.with_name(f"{out.stem}-parts")
    header, parts = derive(run, records), list(_parts(records, run))
    if len(records) <= MOST:
        write_atomically(out, render(records, run))
        parts = []
    else:
        write_atomically(out, _contents(header, parts, folder.name))
    written = set()
    for number, (title, found) in enumerate(parts, start=1):
        page = folder / f"{number}.html"
        write_atomically(page, render(found, _titled(run, header, title)))
        written.add(page.name)
    for path in folder.glob("*.html"):
        if _NUMBERED.fullmatch(path.name) and path.name not in written:
            path.unlink(missing_ok=True)


def _parts(records: Sequence[Record], run: Run | None) -> Iterator[tuple[str, list[Record]]]:
    """Yield the records of each page under a title: part by part, no claim on two pages."""
    header = derive(run, records)
    by_part: dict[str, dict[str, list[Record]]] = {}
    for record in records:
        by_part.setdefault(record["part"], {}).setdefault(record["claim"], []).append(record)
    for name in part_names(records, header):
        pages: list[list[Record]] = [[]]
        for found in by_part[name].values():
            if pages[-1] and len(pages[-1]) + len(found) > MOST:
                pages.append([])
            pages[-1] += found
        title = " ".join(filter(None, (name, header.parts.get(name, "")))) or "Unknown claims"
        for number, page in enumerate(pages, start=1):
            yield title if len(pages) == 1 else f"{title} ({number} of {len(pages)})", page


def _titled(run: Run | None, header: Header, title: str) -> Run:
    """Return the header of one page."""
    said = {**UNSAID, "sheets": dict(header.sheets), **(run or {})}
    return cast("Run", {**said, "title": f"{header.title}: {title}", "main": header.main})


def _contents(header: Header, parts: Sequence[tuple[str, list[Record]]], folder: str) -> str:
    pages: list[Page] = []
    alarms: list[Alarm] = []
    for number, (title, found) in enumerate(parts, start=1):
        path = f"{folder}/{number}.html"
        pages.append({"path": path, "title": title, "count": verdicts.count(found)})
        alarms += [{"row": row, "path": path} for row in outline(found, header).attention]
    alarms.sort(key=lambda each: verdicts.urgency(each["row"].record))
    every = [record for _, found in parts for record in found]
    return rendering.page(
        "run_pages.html.j2",
        header=header,
        pages=pages,
        columns=list(verdicts.count(every)),
        number=len(every),
        alarms=alarms[:MOST_ALARMS],
        number_of_alarms=len(alarms),
    )
