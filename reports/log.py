"""The log of a run: one record per line, appended as it arrives, readable after a kill."""

from __future__ import annotations

import json
import os
import secrets
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from referee.reports.text import Record


def append(path: str | Path, record: Record) -> None:
    """Add a record to a log as one line, creating the file and its folders.

    Flushed to the operating system, so that it survives this process. A torn last line
    that a killed run left behind is removed first. Raises ValueError on a number that is
    not finite, TypeError on what is not JSON; the log is untouched then.
    """
    line = json.dumps(record, allow_nan=False) + "\n"
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as stream:
        _mend_tail(stream)
        stream.write(line.encode("ascii"))


def _mend_tail(stream: BinaryIO) -> None:
    """Make a log end with a newline: end its last line if it is whole, else drop it."""
    end = stream.seek(0, os.SEEK_END)
    stream.seek(max(end - 1, 0))
    if stream.read() in {b"", b"\n"}:
        return
    stream.seek(0)
    kept, torn = _split_tail(stream.read())
    if _is_json(torn):
        stream.write(b"\n")
    else:
        stream.truncate(len(kept))


def _split_tail(content: bytes) -> tuple[bytes, bytes]:
    """Return the whole lines of a log and what follows the last newline."""
    end = content.rfind(b"\n") + 1
    return content[:end], content[end:]


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def read(path: str | Path) -> list[dict[str, Any]]:
    """Return the records of a log in the order of its lines; blank lines are skipped.

    A last line without a newline is dropped unless it is whole: a killed run leaves such
    a line, and its record counts as never written. Any other line that is no record
    raises one ValueError that names the file and the line; an unreadable file, OSError.
    """
    whole, tail = _split_tail(Path(path).read_bytes())
    lines = whole.split(b"\n")
    if _is_json(tail):
        lines.append(tail)
    return [
        _record(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()
    ]


def _record(line: bytes, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line, parse_constant=_not_finite)
    except ValueError as error:
        # UnicodeDecodeError is a ValueError too: bytes that are not UTF-8.
        raise ValueError(f"{where}: not JSON: {error}") from None
    except RecursionError:
        raise ValueError(f"{where}: not a record: nested too deeply") from None
    if isinstance(record, dict):
        _check(record, where)
        return record
    raise ValueError(f"{where}: not a record but a {type(record).__name__}")


def _not_finite(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _check(record: Record, where: str) -> None:
    """Raise ValueError for another version, a missing field or an unknown verdict."""
    schema = record_schema()
    version = schema["properties"]["schema"]["const"]
    if record.get("schema") != version:
        raise ValueError(f"{where}: schema {record.get('schema')!r}, but this reads {version}")
    lacking = [name for name in schema["required"] if name not in record]
    if lacking:
        raise ValueError(f"{where}: a record lacks {', '.join(lacking)}")
    if record["verdict"] not in schema["$defs"]["verdict"]["enum"]:
        raise ValueError(f"{where}: {record['verdict']!r} is not a verdict")


@cache
def record_schema() -> dict[str, Any]:
    """Return the JSON Schema of a record."""
    text = files("referee.reports").joinpath("record.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def write_atomically(path: str | Path, text: str) -> None:
    """Write a text file whole or not at all, creating its folder.

    It is written beside its place, forced to disk and moved there, so that a reader or a
    killed run never meets half a file. Raises OSError; an old file then stands as it was.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name of our own rather than tempfile's: that one is readable by its owner only.
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
