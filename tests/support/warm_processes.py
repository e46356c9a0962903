"""Processes that stay warm, as tests start and ask them; what they run is told in a word.

What they run here is no mathematics, so that they are there at once.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from processes import HANGS, environment

STARTED = """
import os, signal, sys
from pathlib import Path
from referee.warm.place import Unsafe
from referee.warm.starting import NotStarted, started

def echo(*words):
    print(*sys.argv, os.getcwd(), os.environ.get("SAID"), oct(os.umask(0)), sys.stdin.read())
    print(sys.stdout.encoding, sys.stderr.errors, file=sys.stderr)
    return 3

def hang():
    reading, writing = os.pipe()
    other = os.fork()
    if other == 0:
        os.close(writing)
        os.read(reading, 1)  # until this one ends
        os._exit(0)
    waking, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes)  # whenever it strikes, the read below comes to an end
    try:
        print(os.getpid(), other, flush=True)
        os.read(waking, 1)
    except KeyboardInterrupt:
        print("interrupted")
        return 130

def mark(path):
    Path(path).touch()
    return 0

DONE = {
    "echo": echo, "hang": hang, "mark": mark,
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda says: sys.exit(int(says) if says.isdigit() else says),
    "raise": lambda: {}["nothing"],
}
try:
    print(started([sys.argv[1]], lambda: None, lambda w: DONE[w[1]](*w[2:]), float(sys.argv[2])))
except (NotStarted, Unsafe) as error:
    sys.exit(str(error))
"""
# Ends with 99 where no process that is warm answers. Who starts tests in the background, as a build
# server may, has interruptions ignored in all that they start.
ASKED = """
import signal, sys
from referee.warm import client
signal.signal(signal.SIGINT, signal.default_int_handler)
status = client.answered(["ask", *sys.argv[1:]])
sys.exit(99 if status is None else status)
"""
COLD = 99


@dataclass(frozen=True)
class Place:
    """A folder for sockets, and one whose files are taken for sources."""

    runtime: str
    sources: Path

    def variables(self, **more: str) -> dict[str, str]:
        """Return an environment in which warm processes are sought here."""
        return environment(**({"XDG_RUNTIME_DIR": self.runtime, "REFEREE_COLD": ""} | more))

    def start(self, idle: float = HANGS, **more: str) -> subprocess.CompletedProcess[str]:
        """Start a process that is warm; its number is on the output."""
        words = [sys.executable, "-c", STARTED, str(self.sources), str(idle)]
        return subprocess.run(
            words, env=self.variables(**more), capture_output=True, text=True, timeout=HANGS,
            check=False,
        )  # fmt: skip

    def ask(self, *words: str, given: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        """Ask it, as the command line does."""
        return subprocess.run(
            [sys.executable, "-c", ASKED, *words], env=self.variables(**more), input=given,
            capture_output=True, text=True, encoding="utf-8", timeout=HANGS, check=False,
        )  # fmt: skip

    def asking(self, *words: str) -> subprocess.Popen[str]:
        """Ask it, and go on while it answers."""
        return subprocess.Popen(
            [sys.executable, "-c", ASKED, *words], env=self.variables(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip


@contextmanager
def place() -> Iterator[Place]:
    """Make a folder for sockets, whose names may not be long, and remove it."""
    runtime = tempfile.mkdtemp(prefix="warm", dir="/tmp")
    sources = Path(runtime, "sources")
    sources.mkdir()
    (sources / "one.py").write_text("1", encoding="utf-8")
    try:
        yield Place(runtime, sources)
    finally:
        shutil.rmtree(runtime)


def is_gone(process: int) -> bool:
    """Wait until a process is gone, and say whether it is."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    with os.fdopen(handle):
        return bool(select.select([handle], [], [], HANGS)[0])


def end(process: int) -> None:
    """Kill a process that may have ended."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    is_gone(process)
