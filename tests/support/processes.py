"""Processes of their own, as tests start them, in an environment alike on every machine."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock

ROOT = Path(__file__).parents[2]
HANGS = 300  # seconds; what tests start takes a few
# Where one of these is set, pytest's short summary repeats every failure at full length.
ON_A_BUILD_SERVER = ("CI", "BUILD_NUMBER")
COPIED = ("pytest", "referee")  # what is run in a copy of a process that has imported it


def environment(**more: str) -> dict[str, str]:
    """Return an environment without what pytest tells its own workers."""
    dropped = (*ON_A_BUILD_SERVER, *(k for k in os.environ if k.startswith("PYTEST_")))
    kept = {k: v for k, v in os.environ.items() if k not in dropped}
    # A process that somebody keeps warm takes no part in tests.
    fixed = {"COLUMNS": "100", "PYTHONDONTWRITEBYTECODE": "1", "REFEREE_COLD": "1"}
    return kept | fixed | more


def python(
    *words: object,
    cwd: Path = ROOT,
    given: str = "",
    variables: Mapping[str, str] | None = None,
    fresh: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run this Python with some words, text on its input and variables in its environment.

    ``-m pytest`` and ``-m referee`` are run in a copy of a process that has imported what they
    need (:mod:`copying`), unless a ``fresh`` one is wanted, with hashes and imports of its own.
    """
    texts = [*map(str, words)]
    environ = environment(**variables or {})
    # What else is called so is read when an interpreter starts.
    fresh |= any(each.startswith("PYTHON") for each in {*(variables or {})} - {"PYTHONPATH"})
    if hasattr(os, "fork") and not fresh and texts[:1] == ["-m"] and texts[1] in COPIED:
        return _copied(texts, cwd, given, environ)
    return subprocess.run(
        [sys.executable, *texts],
        cwd=cwd,
        env=environ,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=HANGS,
        check=False,
    )


def _copied(
    texts: list[str], cwd: Path, given: str, environ: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a module in a copy of the process that has imported it."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as connection:
        streams = Path(folder)
        (streams / "in").write_text(given, encoding="utf-8")
        asked = {"words": texts[1:], "cwd": str(cwd), "env": environ, "streams": folder}
        connection.connect(_SOURCE.listening())
        with connection.makefile("rw", encoding="utf-8") as stream:
            stream.write(json.dumps(asked) + "\n")
            stream.flush()
            process = int(stream.readline())
            code = _waited_for(process, connection, stream.readline)
        out, err = ((streams / each).read_text(encoding="utf-8") for each in ("out", "err"))
    return subprocess.CompletedProcess([sys.executable, *texts], code, out, err)


def _waited_for(process: int, connection: socket.socket, ended: Callable[[], str]) -> int:
    """Return how a copy ended; one that hangs is killed with what it started."""
    connection.settimeout(HANGS)
    try:
        return int(ended())
    except TimeoutError:
        with suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)
        raise


class _Source:
    """The process that is copied: it is started when it is first wanted, and ends with this one."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.path = ""

    def listening(self) -> str:
        """Return where it listens."""
        with self.lock:  # runs side by side ask at once
            if self.process is None:
                self._start()
        return self.path

    def _start(self) -> None:
        place = tempfile.mkdtemp(prefix="copied-")
        self.path = str(Path(place, "socket"))
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("copying.py")), self.path],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        atexit.register(self._end, self.process, place)
        assert self.process.stdout is not None
        with self.process.stdout as said:
            if said.readline() != b"ready\n":
                raise RuntimeError("the process that is copied did not start")

    @staticmethod
    def _end(process: subprocess.Popen[bytes], place: str) -> None:
        assert process.stdin is not None
        process.stdin.close()
        process.terminate()
        process.wait()
        shutil.rmtree(place, ignore_errors=True)


_SOURCE = _Source()
