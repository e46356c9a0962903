"""What an entry of a sheet may say, and what is wrong with one that says something else.

Each function says it in one line, "" where nothing is wrong.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

from referee.deciding.answer import CANONICAL, SETTLED
from referee.deciding.claim import Claim
from referee.grading.sheets.contents import Entry
from referee.language.reading.scope import NOTATIONS as READ

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
_NAME = re.compile(r"[A-Za-z0-9._+-]{1,60}")
_OWN_NAME = re.compile(r"\\?[^\W\d][\w{}\\^*]{0,39}")


def entry_problem(entry: Entry, head: Any, claims: Mapping[str, Claim]) -> str:
    """Say what is wrong with an entry of a sheet whose head is a good one."""
    table = entry.table
    if entry.problem:
        return entry.problem
    if entry.question not in claims:
        return f"no such claim; {_meant(entry.question, table, claims)}"
    return (
        _problem(table)
        or _premise_problem(table, claims)
        or _names_problem(table.get("names", {}), claims)
        or _foreign_problem(table.get("names", {}), claims[entry.question])
        or _clash({**head.get("names", {}), **table.get("names", {})}, claims[entry.question])
    )


def shown(text: str) -> str:
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


def head_problem(head: Any, claims: Mapping[str, Claim]) -> str:
    """Say in one line what is wrong with the table [sheet]; empty if nothing is."""
    if not isinstance(head, dict):
        return 'it is a table: title = "..."'
    unknown = [key for key in head if key not in _HEAD]
    if unknown and unknown[0] in claims:
        return f"{unknown[0]} is an answer: it stands above the line [sheet], or in a table"
    if unknown:
        return f"unknown key {shown(unknown[0])!r}; the keys are {', '.join(_HEAD)}"
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
        return f"notation = {shown(str(notation))!r}; it is one of {there}"
    return _expect_problem(table.get("expect"))


def _expect_problem(expect: Any) -> str:
    if expect is None or expect in SETTLED:
        return ""
    return f"expect = {shown(str(expect))!r}; it is one of {', '.join(SETTLED)}"


def _problem(table: Any) -> str:
    """Say in one line what is wrong with an entry; empty if nothing is."""
    if not isinstance(table, dict):
        return 'an entry is a table: answer = "..."'
    unknown = [key for key in table if key not in _KEYS]
    if unknown:
        return f"unknown key {shown(unknown[0])!r}; the keys are {', '.join(_KEYS)}"
    not_text = [key for key in _TEXTS if not isinstance(table.get(key, ""), str)]
    if not_text:
        article = "the answer" if not_text[0] == "answer" else not_text[0]
        return f'{article} must be a string: {not_text[0]} = "..."'
    if "answer" not in table and "unanswered" not in table:
        return 'no answer; write answer = "..."'
    if "name" in table and not _NAME.fullmatch(table["name"]):
        return f"name = {shown(table['name'])!r}; a name is made of letters, digits and . _ + -"
    return _how_problem(table)


def _names_problem(names: Any, claims: Mapping[str, Claim]) -> str:
    """Say in one line what is wrong with names that a sheet gives to what the claims call so."""
    if not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
        return 'names is a table of names: names = {A = "X"}'
    for own, name in names.items():
        if not _OWN_NAME.fullmatch(own):
            return f"names: {shown(own)!r} is no name; it is one word, such as A, w_t or \\theta"
        if not any(name in claim.names for claim in claims.values()):
            known = dict.fromkeys(each for claim in claims.values() for each in claim.names)
            close = difflib.get_close_matches(name[:100], list(known), n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            return f"names: there is no {shown(name)!r} that {own} could stand for{hint}"
    return ""


def _foreign_problem(names: Mapping[str, str], claim: Claim) -> str:
    """Say which name of an answer's own stands for none of its question; empty where none does."""
    for own, name in names.items():
        if name not in claim.names:
            there = f"its names are {', '.join(claim.names)}" if claim.names else "it has none"
            return f"names: {own} cannot stand for {name}: the question has no such name; {there}"
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
    name = shown(unknown[0])
    return f"rests_on: no such claim {name!r}; {_meant(name, None, claims)}"
