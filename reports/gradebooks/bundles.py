"""Zips, whose bytes depend on what is in them and on nothing else: no time, no machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

_WHEN = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can name
_MODE = 0o100644 << 16  # a file that everybody may read


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Return files as a zip, in the order of the mapping."""
    return bundled(files.items())


def bundled(files: Iterable[tuple[str, str | bytes]]) -> bytes:
    """Return files as a zip, each asked for when it is packed, so that not all have to be there."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.create_system, entry.external_attr = 3, _MODE
            entry.compress_type = zipfile.ZIP_DEFLATED
            raw = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
            archive.writestr(entry, raw, compresslevel=6)
    return out.getvalue()


def repacked(archive: bytes, instead: Mapping[str, bytes]) -> bytes:
    """Return a zip packed anew without its times, with other files in place of some."""
    with zipfile.ZipFile(io.BytesIO(archive)) as read:
        return zipped({name: instead.get(name, read.read(name)) for name in read.namelist()})
