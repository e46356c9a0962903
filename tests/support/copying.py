"""A process that has imported the referee, and makes a copy of itself for every command.

``python -m pytest`` and ``python -m referee`` take longer to import what they need than most tests
take with them. This process imports it once, as pytest does it, decides nothing, and forks: what a
copy is given are the words, the folder, the environment and the input of the command, and its
output goes into files. It ends when the process that started it ends.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import random
import runpy
import socket
import sys
import threading
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

NEEDED = (
    "referee.running.workers",
    "referee.running.run",
    "referee.running.classes.run",
    "referee.asking.homework",
    "referee.grading.proofreading",
    "referee.commands.grade",
    "referee.reports.page",
)


def prepare() -> None:
    """Import what commands need. What pytest loads is loaded by its importer, or it would warn."""
    from _pytest.config import _prepareconfig

    sys.path[0] = str(Path.cwd())  # as for python -m: pytest's importer looks in paths alone
    config = _prepareconfig(["--collect-only", "-p", "no:cacheprovider"])
    for name in NEEDED:
        import_module(name)
    config._ensure_unconfigure()
    # Hypothesis waits for a session of pytest to begin, and a command of the referee has none.
    vars(sys.modules["_hypothesis_globals"])["in_initialization"] = 0
    gc.collect()
    gc.freeze()


def serve(listener: socket.socket) -> None:
    """Give every connection to a copy, until the input of this process ends."""
    threading.Thread(target=_end_with_the_starter, daemon=True).start()
    while True:
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            _attend(connection)
        connection.close()
        _reap()


def _end_with_the_starter() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def _reap() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _attend(connection: socket.socket) -> None:
    """Run one command in another copy, and send its process and how it ended."""
    stream = connection.makefile("rw", encoding="utf-8")
    asked = json.loads(stream.readline())
    child = os.fork()
    if child == 0:
        connection.close()
        _become(asked)
    stream.write(f"{child}\n")
    stream.flush()
    _, status = os.waitpid(child, 0)
    with suppress(OSError):
        stream.write(f"{os.waitstatus_to_exitcode(status)}\n")
        stream.flush()
    os._exit(0)


def _become(asked: dict[str, Any]) -> None:
    """Be the command: its own session, folder, environment, input and output."""
    os.setsid()
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    folder = Path(asked["streams"])
    for number, name, flags in (
        (0, "in", os.O_RDONLY),
        (1, "out", os.O_WRONLY | os.O_CREAT),
        (2, "err", os.O_WRONLY | os.O_CREAT),
    ):
        os.dup2(os.open(folder / name, flags, 0o600), number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.path[0:1] = [asked["cwd"], *filter(None, asked["env"].get("PYTHONPATH", "").split(":"))]
    sys.modules["xdist.plugin"]._sys_path[:] = sys.path  # what it hands to its own workers
    random.seed()
    os._exit(_ended(asked["words"]))


def _ended(words: list[str]) -> int:
    """Run a module as ``python -m`` does, and return its exit status."""
    code: Any = 0
    sys.argv = words[:]
    try:
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - as the interpreter does
        traceback.print_exc()
        code = 1
    if code is not None and not isinstance(code, int):
        sys.stderr.write(f"{code}\n")
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    return code or 0


def main() -> None:
    """Listen at the path that is given."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(sys.argv[1])
    listener.listen(16)
    prepare()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    serve(listener)


if __name__ == "__main__":
    main()
