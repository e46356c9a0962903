"""Zips from outside, opened as far as is safe.

What cannot be a sheet is listed and not unpacked. Everything else is written under a name that is
made here, below the folder that is given, whatever the zip calls it; how much is written is counted
while it is, and not believed. Each file that is left in the zip says why.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from referee.grading.classroom.download import REPOSITORY, Download, File, hidden
from referee.grading.sheet import SheetError
from referee.grading.sheets.formats import ALSO, FORMATS

ENDING = ".zip"
WANTED = frozenset({*FORMATS, *ALSO, "zip", "html", "htm", "txt", "yml", "yaml"})
MOST_RATIO, RATIO_FROM = 200, 10_000_000  # of bytes to compressed ones, in entries of so many
MOST_LEVELS = 32  # of folders in a zip
LONGEST_NAME = 100  # that a line shows
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of which no byte makes many
# What zipfile raises of what it cannot unpack: a RuntimeError for methods it does not know, too.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
_DRIVE = re.compile(r"[A-Za-z]:")
_SAFE = re.compile(r"[^\w .()+,@=~-]")
_LINK = 0o120000
_UTF8 = 0x800
_ENCRYPTED = 0x1
_CHUNK = 1 << 16


@dataclass
class Budget:
    """What may be unpacked of a zip: entries, bytes, bytes of one entry."""

    entries: int
    total: int
    each: int

    @property
    def most(self) -> str:
        """The number of bytes in words."""
        return f"{self.total // 1_000_000:,} MB"


def of_class() -> Budget:
    """Return what a zip of a class may hold."""
    return Budget(entries=50_000, total=500_000_000, each=100_000_000)


def of_student() -> Budget:
    """Return what a zip that somebody handed in may hold."""
    return Budget(entries=2_000, total=20_000_000, each=10_000_000)


class _Left(Exception):
    """An entry that is left out; the message says why."""


class _Spent(Exception):
    """More than may be unpacked of one zip."""


@dataclass
class _Opened:
    """A zip on its way to a list of files."""

    into: Path
    budget: Budget
    files: dict[tuple[str, ...], File] = field(default_factory=dict)
    repositories: set[tuple[str, ...]] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


def of_zip(path: Path, into: Path, budget: Budget) -> Download:
    """Unpack a zip below a folder and list what is in it.

    Raises SheetError for what is no zip, or more than the budget allows.
    """
    opened = _Opened(into, budget)
    most = budget.most
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > budget.entries:
                many = f"{len(entries):,} entries; at most {budget.entries:,} are unpacked"
                raise SheetError(f"{path}: {many}")
            for number, entry in enumerate(entries):
                _open(archive, entry, number, opened)
    except _Spent:
        raise SheetError(f"{path}: more than {most} when unpacked; nothing of it is read") from None
    except _BROKEN as error:
        if isinstance(error, SheetError):
            raise
        raise SheetError(f"{path}: not a zip that can be opened: {_line(error)}") from None
    files = tuple(sorted(opened.files.values(), key=lambda file: file.parts))
    repositories = frozenset(opened.repositories)
    return Download(path.stem, files, repositories, tuple(opened.problems), zipped=True)


def _open(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, number: int, opened: _Opened) -> None:
    """List one entry, unpacked where it may be a sheet."""
    name = _name(entry)
    try:
        parts = _parts(name)
    except _Left as why:
        opened.problems.append(f"{_line(name)}: {why}")
        return
    if not parts or _passed_over(parts, opened) or name.endswith("/"):
        return
    kept = _once(parts, opened)
    path = opened.into / f"{number:05}" / _safe(kept[-1])
    trouble = _unpack(archive, entry, path, opened)
    opened.files[kept] = File(kept, path, trouble)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, opened: _Opened) -> str:
    """Write an entry that may be a sheet; say why where that cannot be."""
    if path.suffix.lower().removeprefix(".") not in WANTED:
        return ""
    try:
        _check(entry)
        _write(archive, entry, path, opened)
    except _Left as why:
        path.unlink(missing_ok=True)
        return str(why)
    except _BROKEN as error:
        path.unlink(missing_ok=True)
        return f"cannot be unpacked: {_line(error)}"
    return ""


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry; who packed it may have meant UTF-8 without saying so."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _parts(name: str) -> tuple[str, ...]:
    """Return the folders and the name of an entry. Raises _Left where it leads outside."""
    parts = name.replace("\\", "/").split("/")
    if not parts[0] or _DRIVE.fullmatch(parts[0]):
        raise _Left("begins at the root of a disk; left out")
    if ".." in parts:
        raise _Left("leads out of the zip; left out")
    if len(parts) > MOST_LEVELS:
        raise _Left(f"lies {len(parts):,} folders deep; left out")
    return tuple(part for part in parts if part not in {"", "."})


def _passed_over(parts: tuple[str, ...], opened: _Opened) -> bool:
    """Say whether an entry is hidden, and take down of what folder git keeps something there."""
    for at, part in enumerate(parts):
        if part in REPOSITORY:
            opened.repositories.add(parts[:at])
        if hidden(part):
            return True
    return False


def _safe(name: str) -> str:
    """Return a name for a file, of which the zip says no more than how it is read."""
    return _SAFE.sub("-", name)[-100:].lstrip(".") or "file"


def _once(parts: tuple[str, ...], opened: _Opened) -> tuple[str, ...]:
    """Return a place that no other file has; a second file of one name is another file."""
    kept, number, name = parts, 1, Path(parts[-1])
    while kept in opened.files:
        number += 1
        kept = (*parts[:-1], f"{name.stem} ({number}){name.suffix}")
    if number > 1:
        opened.problems.append(f"{_line('/'.join(parts))}: stands there twice; one is {kept[-1]}")
    return kept


def _check(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise _Left("encrypted; left out: pack it without a password")
    if entry.external_attr >> 16 & 0o170000 == _LINK:
        raise _Left("a symbolic link; left out: hand in the file itself")
    if entry.compress_type not in _METHODS:
        raise _Left(f"packed by method {entry.compress_type}; left out: deflate is read")
    ratio = entry.file_size // max(entry.compress_size, 1)
    if entry.file_size > RATIO_FROM and ratio > MOST_RATIO:
        size = f"{entry.file_size:,} bytes in {entry.compress_size:,}"
        raise _Left(f"{size}, as a zip bomb has; left out")


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, opened: _Opened) -> None:
    """Unpack an entry. Raises _Left for a large one, _Spent where all of them are too much."""
    path.parent.mkdir(parents=True)
    size = 0
    with path.open("xb") as out:
        for chunk in _chunks(archive, entry):
            size += len(chunk)
            opened.budget.total -= len(chunk)
            if opened.budget.total < 0:
                raise _Spent
            if size > opened.budget.each:
                raise _Left(f"more than {opened.budget.each // 1_000_000:,} MB; left out")
            out.write(chunk)


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _line(said: str | BaseException) -> str:
    """Return a name or a reason as one line of bounded length."""
    text = " ".join(str(said).split()) or type(said).__name__
    shown = "".join(c if c.isprintable() else "�" for c in text)
    return shown if len(shown) <= LONGEST_NAME else f"{shown[: LONGEST_NAME - 1]}…"
