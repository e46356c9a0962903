"""The log of a run: one record per line, appended as it arrives, readable after a kill."""

from __future__ import annotations

import filecmp
import json
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from referee.evidence.decoding import is_json, records, split_tail
from referee.evidence.schema import Record

read = records  # strictly: see :mod:`referee.evidence.decoding`


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
    kept, torn = split_tail(stream.read())
    if is_json(torn):
        stream.write(b"\n")
    else:
        stream.truncate(len(kept))


def write_atomically(
    path: str | Path, content: str | bytes | Iterable[bytes], *, unless_same: bool = False
) -> None:
    """Write a file whole or not at all, text as UTF-8, creating its folder.

    It is written beside its place, piece by piece where it comes so, forced to disk and moved
    there, so that a reader or a killed run never meets half a file. ``unless_same`` leaves a file
    alone that is right already. Raises OSError; an old file then stands as it was.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name of our own rather than tempfile's: that one is readable by its owner only.
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as stream:
            stream.writelines(_pieces(content))
            stream.flush()
            os.fsync(stream.fileno())
        if not (unless_same and _is_same(path, beside)):
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _pieces(content: str | bytes | Iterable[bytes]) -> Iterable[bytes]:
    if isinstance(content, str):
        return [content.encode("utf-8")]
    return [content] if isinstance(content, bytes) else content


def _is_same(path: Path, other: Path) -> bool:
    """Say whether a file is there, and has what another one has."""
    own = path.is_file() and not path.is_symlink()
    return own and filecmp.cmp(path, other, shallow=False)
