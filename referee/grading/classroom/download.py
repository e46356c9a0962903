"""A download as a list of files with their places, whether it is a folder or a zip.

Nothing of a file is read here. Symbolic links are listed and not followed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from referee.grading.sheet import SheetError

MOST_LEVELS = 8
MOST_FILES = 100_000
REPOSITORY = (".git", ".github")  # folders of which one says that a folder is a repository
_JUNK = frozenset({"__macosx", "thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class File:
    """A file: its place in the download, folders first, and where it can be read.

    ``trouble`` says why it is not there, where it was left in the zip.
    """

    parts: tuple[str, ...]
    path: Path
    trouble: str = ""

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.parts[-1]

    @property
    def ending(self) -> str:
        """The ending of the name in small letters, without its dot."""
        return Path(self.name).suffix.lower().removeprefix(".")


@dataclass(frozen=True)
class Download:
    """The files of a download in the order of their names.

    ``title`` is the name of the folder or zip they came in, ``repositories`` are the folders that
    git keeps its own in, ``problems`` are lines on what was left out.
    """

    title: str
    files: tuple[File, ...]
    repositories: frozenset[tuple[str, ...]] = frozenset()
    problems: tuple[str, ...] = ()
    zipped: bool = False

    def tops(self) -> dict[str, list[File]]:
        """Return the folders at the top, each with all files that are in it."""
        found: dict[str, list[File]] = {}
        for file in self.files:
            if len(file.parts) > 1:
                found.setdefault(file.parts[0], []).append(file)
        return found

    def loose(self) -> list[File]:
        """Return the files that lie in no folder."""
        return [file for file in self.files if len(file.parts) == 1]

    def unwrapped(self) -> Download:
        """Return the download without its outermost folder, where that is all there is."""
        tops = self.tops()
        if len(tops) != 1 or self.loose():
            return self
        (title,) = tops
        files = tuple(replace(file, parts=file.parts[1:]) for file in self.files)
        inside = frozenset(each[1:] for each in self.repositories)
        return replace(self, title=title, files=files, repositories=inside)


def hidden(name: str) -> bool:
    """Say whether a file or a folder is no part of what somebody handed in."""
    return name.startswith(".") or name.casefold() in _JUNK


def of_folder(folder: Path) -> Download:
    """List what lies in a folder. Raises SheetError where it cannot be looked into."""
    repositories: set[tuple[str, ...]] = set()
    files: list[File] = []
    for file in _walk(folder, (), repositories):
        files.append(file)
        if len(files) > MOST_FILES:
            raise SheetError(f"{folder}: more than {MOST_FILES:,} files; is this a class's folder?")
    return Download(folder.resolve().name, tuple(files), frozenset(repositories))


def _walk(
    folder: Path, parts: tuple[str, ...], repositories: set[tuple[str, ...]]
) -> Iterator[File]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise SheetError(f"{folder}: {error.strerror or error}") from None
    for entry in entries:
        if entry.name in REPOSITORY:
            repositories.add(parts)
        if hidden(entry.name):
            continue
        place = (*parts, entry.name)
        inside = entry.is_dir(follow_symlinks=False) and len(place) < MOST_LEVELS
        if inside and os.access(entry.path, os.R_OK | os.X_OK):
            yield from _walk(Path(entry.path), place, repositories)
        else:
            yield File(place, Path(entry.path))
