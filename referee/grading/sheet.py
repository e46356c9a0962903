"""Sheets: answers to claims, in any format of ``sheets``. What a sheet says is never run.

In TOML ``"claim-id" = "..."`` is an answer, or a table ``["claim-id"]`` (``[["claim-id"]]``, an
array of them, for several readings or variants), which holds ``answer``, and optionally ``name``,
``reading``, ``expect``, ``because``, ``notation`` and ``names``; the table ``[sheet]`` holds
``title``, a default ``expect``, ``notation`` and ``names`` of all answers, and ``study``, which
asks for what a claim makes of its answers' mutants and without its hypotheses.
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.grading.entries import NOTATIONS, entry_problem, head_problem, shown
from referee.grading.sheets.contents import Contents, Entry, Unreadable
from referee.grading.sheets.formats import format_of, refusal

MOST_BYTES = 1_000_000


class SheetError(ValueError):
    """A sheet that cannot be read at all; the message names the file and the place."""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, title and answers in the order of the file.

    ``own`` says whether it is one of the corpus's own, and not somebody's submission.
    """

    name: str
    title: str
    path: Path
    answers: tuple[Answer, ...]
    own: bool = False

    def to(self, claim_id: str) -> list[Answer]:
        """Return the answers to one claim."""
        return [a for a in self.answers if a.claim == claim_id]


def read(path: Path, claims: Mapping[str, Claim]) -> Sheet:
    """Read a sheet. Raises SheetError where it is no sheet; a bad entry is a bad answer.

    An answer that is empty is left blank, as in the template of a sheet.
    """
    found = _contents(path, claims)
    head = found.head
    problem = head_problem(head, claims)
    if problem:
        raise SheetError(f"{path}: [sheet]: {problem}")
    answers = [_answer(path, entry, head, claims) for entry in found.entries]
    title = head.get("title", path.stem.replace("_", " "))
    studied = [replace(answer, study=head.get("study", False)) for answer in answers]
    return Sheet(name_of(path), str(title), path, tuple(_labelled(studied)))


def _contents(path: Path, claims: Mapping[str, Claim]) -> Contents:
    form = format_of(path)
    text = contents(path)
    if form is None:
        raise SheetError(f"{path}: {refusal(path)}")
    try:
        return form.read(text.replace("\r\n", "\n").replace("\r", "\n"), claims)
    except Unreadable as error:
        raise SheetError(f"{path}: {error}") from None


def name_of(path: Path) -> str:
    """Return the name a sheet goes by: its file's, in characters that an item's id can hold."""
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._+-]+", "-", plain).strip("-") or "sheet"


def contents(path: Path) -> str:
    """Return the text of a file that may be anything. Raises SheetError in one line.

    Nothing is read of what is no regular file or too large, and nothing is waited for.
    """
    try:
        # Without O_NONBLOCK a pipe without a writer would be waited for.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            return _decoded(handle, path)
        finally:
            os.close(handle)
    except OSError as error:
        what = "not a file" if error.errno in {errno.EISDIR, errno.ENXIO} else error.strerror
        raise SheetError(f"{path}: {what or error}") from None
    except UnicodeDecodeError as error:
        raise SheetError(f"{path}: byte {error.start} is not UTF-8") from None


def _decoded(handle: int, path: Path) -> str:
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        raise SheetError(f"{path}: not a file")
    if found.st_size > MOST_BYTES:
        raise SheetError(f"{path}: {found.st_size:,} bytes; a sheet has at most {MOST_BYTES:,}")
    with os.fdopen(handle, "rb", closefd=False) as stream:
        content = stream.read(MOST_BYTES + 1)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _WIDE.match(content):
        raise SheetError(f"{path}: UTF-16 text; save the sheet as UTF-8")
    return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")


_WIDE = re.compile(rb"\0[ -~]|[ -~]\0")


def _answer(path: Path, entry: Entry, head: Any, claims: Mapping[str, Claim]) -> Answer:
    sheet, question, table = name_of(path), shown(entry.question), entry.table
    where = f"{path.name}, {entry.place}" if entry.place else path.name
    problem = entry_problem(entry, head, claims)
    if problem:
        said = f"{where}: {question}: {problem}"
        return Answer(sheet, question, None, entry.label, problem=said, where=where)
    names = {**head.get("names", {}), **table.get("names", {})}
    left_blank = "unanswered" in table or not table["answer"].strip()
    offered = claims[entry.question].names
    return Answer(
        sheet,
        entry.question,
        None if left_blank else str(table["answer"]),
        str(table.get("name", entry.label)),
        str(table.get("reading", "")),
        "unanswered" if "unanswered" in table else table.get("expect", head.get("expect")),
        str(table.get("because", table.get("unanswered", ""))),
        str(table.get("rests_on", "")),
        notation=NOTATIONS[table.get("notation", head.get("notation", ""))],
        names=tuple((own, name) for own, name in names.items() if name in offered),
        foreign=tuple((own, name) for own, name in names.items() if name not in offered),
        where=where,
    )


def _labelled(answers: list[Answer]) -> Iterator[Answer]:
    """Refuse a second answer under the same id: it would hide the first."""
    seen: set[tuple[str, str]] = set()
    for answer in answers:
        kept, number = answer, 2
        while (kept.claim, kept.id) in seen:
            problem = f"two answers are named {answer.label!r}; give each a name of its own"
            kept = replace(
                answer,
                text=None,
                label=f"{answer.label}-{number}".lstrip("-"),
                problem=f"{answer.where}: {answer.claim}: {problem}",
            )
            number += 1
        seen.add((kept.claim, kept.id))
        yield kept
