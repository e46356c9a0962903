"""Sheets: answers to claims, as TOML. A sheet is data; what it says is never run.

``["claim-id"]`` tables (or ``[["claim-id"]]`` arrays of them, for several readings or
variants) hold ``answer``, and optionally ``name``, ``reading``, ``expect`` and
``because``; the table ``[sheet]`` holds ``title``, a default ``expect``, and ``study``,
which asks for what a claim makes of its answers' mutants and without its hypotheses.
"""

from __future__ import annotations

import codecs
import difflib
import errno
import os
import re
import stat
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from referee.deciding.answer import SETTLED, Answer
from referee.deciding.claim import Claim

MOST_BYTES = 1_000_000
_KEYS = ("answer", "name", "reading", "expect", "because", "unanswered", "rests_on")
_HEAD = ("title", "expect", "study")
_NAME = re.compile(r"[A-Za-z0-9._+-]{1,60}")


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
    tables = _tables(path)
    head = tables.pop("sheet", {})
    problem = _head_problem(head)
    if problem:
        raise SheetError(f"{path}: [sheet]: {problem}")
    default = head.get("expect")
    answers = [
        answer
        for claim_id, entry in tables.items()
        for answer in _answers(path, claim_id, entry, default, claims)
    ]
    title = head.get("title", path.stem.replace("_", " "))
    studied = [replace(answer, study=head.get("study", False)) for answer in answers]
    return Sheet(name_of(path), str(title), path, tuple(_labelled(path, studied)))


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


def _tables(path: Path) -> dict[str, Any]:
    text = contents(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SheetError(f"{path}: not TOML: {_twice(text, str(error)) or error}") from None
    except ValueError:  # an integer of more digits than Python reads
        why = "a number of thousands of digits; an answer stands between quotes"
        raise SheetError(f"{path}: not a sheet: {why}") from None
    except RecursionError:
        raise SheetError(f"{path}: not a sheet: nested too deeply") from None


_WIDE = re.compile(rb"\0[ -~]|[ -~]\0")
_HEADER = re.compile(r"""^[ \t]*\[\[?[ \t]*["']?([^"'\]\n]*)["']?[ \t]*\]""", re.MULTILINE)


def _twice(text: str, trouble: str) -> str:
    """Say which claim has two tables, where that is the trouble; empty where it is not."""
    if not any(word in trouble for word in ("twice", "overwrite", "mutate")):
        return ""
    lines: dict[str, list[int]] = {}
    for header in _HEADER.finditer(text):
        line = text.count("\n", 0, header.start(1)) + 1
        lines.setdefault(header[1].strip(), []).append(line)
    name, at = next(((k, v) for k, v in lines.items() if len(v) > 1), ("", [0, 0]))
    if not name:
        return ""
    shown = _shown(name)
    return (
        f"{shown} stands twice, in lines {at[0]} and {at[1]};"
        f' several answers are written [["{shown}"]] each'
    )


def _answers(
    path: Path, claim_id: str, entry: Any, default: Any, claims: Mapping[str, Claim]
) -> Iterator[Answer]:
    several = isinstance(entry, list)
    for index, table in enumerate(entry if several else [entry]):
        label = str(index + 1) if several else ""
        yield _answer(path, claim_id, label, table, default, claims)


def _answer(
    path: Path, claim_id: str, label: str, table: Any, default: Any, claims: Mapping[str, Claim]
) -> Answer:
    sheet, shown = name_of(path), _shown(claim_id)
    if claim_id not in claims:
        problem = f"no such claim; {_meant(claim_id, table, claims)}"
    else:
        problem = _problem(table) or _premise_problem(table, claims)
    if problem:
        return Answer(sheet, shown, None, label, problem=f"{path.name}: {shown}: {problem}")
    left_blank = "unanswered" in table or not table["answer"].strip()
    return Answer(
        sheet,
        claim_id,
        None if left_blank else str(table["answer"]),
        str(table.get("name", label)),
        str(table.get("reading", "")),
        "unanswered" if "unanswered" in table else table.get("expect", default),
        str(table.get("because", table.get("unanswered", ""))),
        str(table.get("rests_on", "")),
    )


def _shown(text: str) -> str:
    """Return text of a sheet as one printable line of bounded length."""
    line = text if text.isprintable() else ascii(text)[1:-1]
    return line if len(line) <= 60 else f"{line[:59]}…"


def _meant(claim_id: str, table: Any, claims: Mapping[str, Claim]) -> str:
    """Say which claim an unknown id may stand for."""
    dotted = [f"{claim_id}.{key}" for key in table] if isinstance(table, dict) else []
    split = next((name for name in dotted if name in claims), None)
    if split:
        return f'an id is quoted, as in ["{split}"]'
    close = difflib.get_close_matches(claim_id[:100], list(claims), n=1)
    return f"did you mean {close[0]}?" if close else "see the ids in the reference sheet"


def _head_problem(head: Any) -> str:
    """Say in one line what is wrong with the table [sheet]; empty if nothing is."""
    if not isinstance(head, dict):
        return 'it is a table: title = "..."'
    unknown = [key for key in head if key not in _HEAD]
    if unknown:
        return f"unknown key {_shown(unknown[0])!r}; the keys are {', '.join(_HEAD)}"
    if not isinstance(head.get("title", ""), str):
        return 'the title must be a string: title = "..."'
    if not isinstance(head.get("study", False), bool):
        return "study is true or false: study = true"
    return _expect_problem(head.get("expect"))


def _expect_problem(expect: Any) -> str:
    if expect is None or expect in SETTLED:
        return ""
    return f"expect = {_shown(str(expect))!r}; it is one of {', '.join(SETTLED)}"


def _problem(table: Any) -> str:
    """Say in one line what is wrong with an entry; empty if nothing is."""
    if not isinstance(table, dict):
        return 'an entry is a table: answer = "..."'
    unknown = [key for key in table if key not in _KEYS]
    if unknown:
        return f"unknown key {_shown(unknown[0])!r}; the keys are {', '.join(_KEYS)}"
    not_text = [key for key in _KEYS if not isinstance(table.get(key, ""), str)]
    if not_text:
        article = "the answer" if not_text[0] == "answer" else not_text[0]
        return f'{article} must be a string: {not_text[0]} = "..."'
    if "answer" not in table and "unanswered" not in table:
        return 'no answer; write answer = "..."'
    if "name" in table and not _NAME.fullmatch(table["name"]):
        return f"name = {_shown(table['name'])!r}; a name is made of letters, digits and . _ + -"
    return _expect_problem(table.get("expect"))


def _premise_problem(table: dict[str, Any], claims: Mapping[str, Claim]) -> str:
    """Say which claim of ``rests_on`` there is not; empty if all of them are claims."""
    unknown = [name for name in table.get("rests_on", "").split() if name not in claims]
    if not unknown:
        return ""
    name = _shown(unknown[0])
    return f"rests_on: no such claim {name!r}; {_meant(name, None, claims)}"


def _labelled(path: Path, answers: list[Answer]) -> Iterator[Answer]:
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
                problem=f"{path.name}: {answer.claim}: {problem}",
            )
            number += 1
        seen.add((kept.claim, kept.id))
        yield kept
