"""Opening what a class handed in: a folder, a zip, one sheet."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from referee.grading.classroom import archives, download
from referee.grading.classroom.download import Download, File
from referee.grading.sheets.formats import format_of


@contextmanager
def opened(place: Path, listed: Path | None) -> Iterator[Download]:
    """List what is in a place; a zip is unpacked into a folder that is removed afterwards.

    The roster may lie there, too, and is nobody's. A zip that is all there is, is the download.
    """
    found = None if place.is_file() else _without(download.of_folder(place), listed)
    alone = found.files[0] if found and len(found.files) == 1 else None
    packed = (
        alone.path if alone and alone.ending == "zip" and not alone.path.is_symlink() else place
    )
    if found and packed is place:
        yield found
    elif _is_zip(packed):
        with tempfile.TemporaryDirectory(prefix="referee-", ignore_cleanup_errors=True) as into:
            yield archives.of_zip(packed, Path(into), archives.of_class())
    else:
        yield Download(place.parent.name, (File((place.name,), place),))


def _without(found: Download, listed: Path | None) -> Download:
    """Return a download without the file of the roster."""
    if listed is None:
        return found
    return replace(found, files=tuple(f for f in found.files if not _same(f.path, listed)))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _is_zip(path: Path) -> bool:
    ending = path.suffix.lower() == archives.ENDING
    return ending or (format_of(path) is None and zipfile.is_zipfile(path))
