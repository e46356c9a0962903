"""Where a warm process listens, who may be there, and for which installation it answers.

Its socket lies in a folder that nobody else can enter, below ``XDG_RUNTIME_DIR`` where there is
that, else below ``TMPDIR``. Each installation, and each way in which Python is started, has a
socket of its own: its name is a checksum of what :func:`installation` says, and a request says
that again in full.
"""

from __future__ import annotations

import os
import stat
import sys
import zlib

PRIVATE = 0o700  # the mode of the folder
# Variables that Python or a library reads once, as it starts: a process that is warm has read its
# own. How many threads a library has may move the last digit of a float.
READ_AT_START = ("PYTHON", "LANG", "LC_", "TZ", "OMP_", "OPENBLAS_", "MKL_")
SAID_APART = ("PYTHONIOENCODING",)  # a request says how its streams are written


class Unsafe(Exception):
    """A folder or a socket that somebody else may have put there; the message says which."""


def package() -> str:
    """Return the folder of the package that is imported here."""
    return str(sys.modules["referee"].__path__[0])


def installation() -> str:
    """Return what tells this installation, and this way of starting Python, from others."""
    variables = [
        f"{name}={value}"
        for name, value in sorted(os.environ.items())
        if name.startswith(READ_AT_START) and name not in SAID_APART
    ]
    encoding = sys.getfilesystemencoding()
    says = [package(), sys.executable, sys.version, repr(sys.flags), encoding, *variables]
    return "\n".join(says)


def folder() -> str:
    """Return the folder of the sockets of this user."""
    own = os.environ.get("XDG_RUNTIME_DIR")
    if own:
        return f"{own}/referee"
    return f"{os.environ.get('TMPDIR') or '/tmp'}/referee-{os.geteuid()}"  # noqa: S108 - who may be there is checked


def socket_path() -> str:
    """Return where the warm process of this installation listens, if there is one."""
    return f"{folder()}/{zlib.crc32(os.fsencode(installation())):08x}"


def is_there(path: str) -> bool:
    """Say whether there is a socket; raises Unsafe for one that may be somebody else's."""
    try:
        inside, found = os.lstat(path.rpartition("/")[0]), os.lstat(path)
    except OSError:
        return False
    _check_folder(inside)
    if not stat.S_ISSOCK(found.st_mode) or found.st_uid != os.geteuid():
        raise Unsafe(f"{path}: no socket of yours; remove it")
    return True


def made_folder() -> str:
    """Make the folder of the sockets and return it; raises Unsafe for one that others may enter."""
    found = folder()
    try:
        os.mkdir(found, PRIVATE)  # noqa: PTH102 - pathlib takes longer than all that is done here
    except FileExistsError:
        _check_folder(os.lstat(found))
    return found


def _check_folder(found: os.stat_result) -> None:
    if not stat.S_ISDIR(found.st_mode):
        raise Unsafe(f"{folder()}: no folder; remove it")
    if found.st_uid != os.geteuid():
        raise Unsafe(f"{folder()}: the folder of another user; set XDG_RUNTIME_DIR to one of yours")
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise Unsafe(f"{folder()}: others may enter it; chmod 700 it, or remove it")
