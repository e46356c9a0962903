"""A check as annotations of GitHub's workflow commands: a line for each formula to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from referee.evidence.check_schema import Check
from referee.reports.checks.lines import QUIET, message, totals
from referee.reports.text import visible

LEVELS: Mapping[str, str] = {
    "refuted": "error", "ill-typed": "error", "ambiguous": "warning", "vacuous": "warning",
}  # fmt: skip
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def written(found: Check) -> str:
    """Return the annotations, and how many were decided as the last line."""
    return "".join(f"{line}\n" for line in _lines(found))


def _lines(found: Check) -> Iterator[str]:
    for trouble in found["troubles"]:
        where = {"file": trouble["file"], "line": str(max(trouble["line"], 1))}
        yield _command("error", {**where, "title": "unreadable"}, trouble["reason"])
    for each in found["formulas"]:
        verdict = each["verdict"]
        if verdict is None or verdict in QUIET or each["known"]:
            continue
        where = {"file": each["file"], "line": str(each["line"]), "col": str(each["column"])}
        yield _command(LEVELS.get(verdict, "notice"), {**where, "title": verdict}, message(each))
    yield totals(found)


def _command(level: str, where: Mapping[str, str], said: str) -> str:
    told = ",".join(f"{key}={_escaped(value, _PROPERTY)}" for key, value in where.items())
    return f"::{level} {told}::{_escaped(said, _DATA)}"


def _escaped(text: str, by: Mapping[str, str]) -> str:
    return "".join(by.get(character, character) for character in visible(text))
