"""Sheets: answers to claims, in any format of ``sheets``. What a sheet says is never run.

In TOML ``"claim-id" = "..."`` is an answer, or a table ``["claim-id"]`` (``[["claim-id"]]``, an
array of them, for several readings or variants), which holds ``answer``, and optionally ``name``,
``reading``, ``expect``, ``because``, ``notation`` and ``names``; the table ``[sheet]`` holds
``title``, a default ``expect``, ``notation`` and ``names`` of all answers, and ``study``, which
asks for what a claim makes of its answers' mutants and without its hypotheses.
"""

from __future__ import annotations

import codecs
import difflib
import errno
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from referee.deciding.answer import CANONICAL, SETTLED, Answer
from referee.deciding.claim import Claim
from referee.grading.sheets.contents import Contents, Entry, Unreadable
from referee.grading.sheets.formats import format_of, refusal
from referee.language.reading.scope import NOTATIONS as READ

MOST_BYTES = 1_000_000
_TEXTS = ("answer", "name", "reading", "expect", "because", "unanswered", "rests_on", "notation")
_KEYS = (*_TEXTS, "names")
_HEAD = ("title", "expect", "study", "notation", "names")
# What a sheet may say it is written in, and what the reader calls that.
NOTATIONS: Mapping[str, str] = {name: name for name in (*READ, CANONICAL)} | {
    "numpy": "python",
    "julia": "matlab",
    "octave": "matlab",
    "latex": "mathematics",
    "unicode": "mathematics",
}
_OWN_NAME = re.compile(r"\\?[^\W\d][\w{}\\^*]{0,39}")
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
    found = _contents(path, claims)
    head = found.head
    problem = _head_problem(head, claims)
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
        return form.read(text.replace("\r\n", "\n"), claims)
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
    sheet, shown, table = name_of(path), _shown(entry.question), entry.table
    where = f"{path.name}, {entry.place}" if entry.place else path.name
    problem = entry.problem
    if not problem and entry.question not in claims:
        problem = f"no such claim; {_meant(entry.question, table, claims)}"
    problem = problem or _problem(table) or _premise_problem(table, claims)
    problem = problem or _names_problem(table.get("names", {}), claims)
    names = {} if problem else {**head.get("names", {}), **table.get("names", {})}
    problem = problem or _clash(names, claims[entry.question])
    if problem:
        said = f"{where}: {shown}: {problem}"
        return Answer(sheet, shown, None, entry.label, problem=said, where=where)
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
        where=where,
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


def _head_problem(head: Any, claims: Mapping[str, Claim]) -> str:
    """Say in one line what is wrong with the table [sheet]; empty if nothing is."""
    if not isinstance(head, dict):
        return 'it is a table: title = "..."'
    unknown = [key for key in head if key not in _HEAD]
    if unknown and unknown[0] in claims:
        return f"{unknown[0]} is an answer: it stands above the line [sheet], or in a table"
    if unknown:
        return f"unknown key {_shown(unknown[0])!r}; the keys are {', '.join(_HEAD)}"
    if not isinstance(head.get("title", ""), str):
        return 'the title must be a string: title = "..."'
    if not isinstance(head.get("study", False), bool):
        return "study is true or false: study = true"
    return _how_problem(head) or _names_problem(head.get("names", {}), claims)


def _how_problem(table: dict[str, Any]) -> str:
    """Say what is wrong with what a sheet or an entry expects, or says it is written in."""
    notation = table.get("notation", "")
    if not isinstance(notation, str) or notation not in NOTATIONS:
        there = ", ".join(name for name in NOTATIONS if name)
        return f"notation = {_shown(str(notation))!r}; it is one of {there}"
    return _expect_problem(table.get("expect"))


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
    not_text = [key for key in _TEXTS if not isinstance(table.get(key, ""), str)]
    if not_text:
        article = "the answer" if not_text[0] == "answer" else not_text[0]
        return f'{article} must be a string: {not_text[0]} = "..."'
    if "answer" not in table and "unanswered" not in table:
        return 'no answer; write answer = "..."'
    if "name" in table and not _NAME.fullmatch(table["name"]):
        return f"name = {_shown(table['name'])!r}; a name is made of letters, digits and . _ + -"
    return _how_problem(table)


def _names_problem(names: Any, claims: Mapping[str, Claim]) -> str:
    """Say in one line what is wrong with names that a sheet gives to what the claims call so."""
    if not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
        return 'names is a table of names: names = {A = "X"}'
    for own, name in names.items():
        if not _OWN_NAME.fullmatch(own):
            return f"names: {_shown(own)!r} is no name; it is one word, such as A, w_t or \\theta"
        if not any(name in claim.names for claim in claims.values()):
            known = dict.fromkeys(each for claim in claims.values() for each in claim.names)
            close = difflib.get_close_matches(name[:100], list(known), n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            return f"names: there is no {_shown(name)!r} that {own} could stand for{hint}"
    return ""


def _clash(names: Mapping[str, str], claim: Claim) -> str:
    """Say which name of a sheet is another name of the question, too; empty where none is."""
    for own, name in names.items():
        if own != name and own in claim.names and name in claim.names:
            return f"names: {own} is a name of this question, too; give {name} another one"
    return ""


def _premise_problem(table: dict[str, Any], claims: Mapping[str, Claim]) -> str:
    """Say which claim of ``rests_on`` there is not; empty if all of them are claims."""
    unknown = [name for name in table.get("rests_on", "").split() if name not in claims]
    if not unknown:
        return ""
    name = _shown(unknown[0])
    return f"rests_on: no such claim {name!r}; {_meant(name, None, claims)}"


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
