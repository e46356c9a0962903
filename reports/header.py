"""The header of a run, completed from its records where it says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from referee.evidence.schema import Record, Run

UNSAID: Run = {
    "title": "",
    "parts": {},
    "sheets": {},
    "main": "",
    "seed": None,
    "examples": None,
    "started": "",
    "seconds": None,
    "versions": {},
    "exit": "complete",
}


@dataclass(frozen=True)
class Header:
    """What the records of a run have in common, whether its header says it or not."""

    title: str
    parts: Mapping[str, str]
    sheets: Mapping[str, str]
    main: str
    seed: int | None
    examples: int | None
    started: str
    seconds: float | None
    versions: Mapping[str, str]
    distributions: Mapping[str, str]
    complete: bool

    @property
    def main_title(self) -> str:
        """The title of the sheet the page is about."""
        return self.sheets.get(self.main) or self.main


def derive(run: Run | None, records: Iterable[Record]) -> Header:
    """Return the header of a run; what it does not say is derived from the records.

    Sheets that only the records name follow those of the header. Where the header names
    no main sheet it is the first one with records.
    """
    run = run or UNSAID
    found = list(dict.fromkeys(str(record["sheet"]) for record in records))
    titles = dict(run["sheets"])
    sheets = titles | {name: spaced(name) for name in found if name not in titles}
    main = run["main"] or next((name for name in sheets if name in found), "")
    return Header(
        title=run["title"] or "Claims",
        parts=run["parts"],
        sheets=sheets,
        main=main,
        seed=run["seed"],
        examples=run["examples"],
        started=run["started"],
        seconds=run["seconds"],
        versions=run["versions"],
        distributions=run.get("distributions", {}),
        complete=run["exit"] == "complete",
    )


def spaced(name: str) -> str:
    """Return the name of a sheet as a title: worked_solution as Worked solution."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:] if words else "Unnamed sheet"
