"""How a process becomes the one that is warm, and how it is talked to by who started it."""

from __future__ import annotations

import gc
import json
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from referee.warm import place
from referee.warm.forked import Run
from referee.warm.request import packed
from referee.warm.server import WAITING, Terms, Warm
from referee.warm.sources import Sources

PATIENCE = 10.0  # seconds for somebody who is there to say how it is
LONGEST_PATH = 100  # bytes of the name of a socket: systems take 104 or 108
READY = b"ready\n"
_CHUNK = 1 << 12


class NotStarted(Exception):
    """No process that is warm; the message says why."""


def told(kind: str) -> dict[str, float] | None:
    """Ask the process that is warm how it is, or to ``stop``; None where there is none.

    One that is about to end says nothing of itself.
    Raises Unsafe for a socket that may be somebody else's.
    """
    path = place.socket_path()
    if not place.is_there(path):
        return None
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as there, suppress(OSError):
        there.settimeout(PATIENCE)
        there.connect(path)
        there.sendall(packed(place.installation(), [], kind))
        said = b"".join(iter(lambda: there.recv(_CHUNK), b""))
        found: dict[str, float] = json.loads(said or b"{}")
        return found
    return None


def started(packages: Sequence[str], prepare: Callable[[], None], run: Run, idle: float) -> int:
    """Start a process that is warm, wait until it is ready, and return its number.

    ``prepare`` imports what an answer needs and ``run`` runs a command line; ``idle`` are the
    seconds after which it ends without a question. Raises NotStarted, or Unsafe.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _warm(packages, prepare, Terms(place.installation(), lambda: False, run, idle), writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    if said != READY:
        _, status = os.waitpid(child, 0)
        why = said.decode(errors="replace").strip()
        raise NotStarted(why or f"it ended with status {os.waitstatus_to_exitcode(status)}")
    return child


def _warm(
    packages: Sequence[str], prepare: Callable[[], None], terms: Terms, pipe: int
) -> NoReturn:
    """Prepare this process and answer in it, until it may end; say once that it is ready."""
    try:
        os.setsid()
        terms.is_current = Sources(packages).are_current
        prepare()
        with _listening() as there:
            warm = Warm(there, terms)
            gc.collect()
            gc.freeze()  # what is there stays: a copy of it is not looked through again
            _close(pipe)
            pipe = -1  # its number may be another file's by now
            warm.serve()
    except (NotStarted, place.Unsafe) as error:
        _tell(pipe, str(error))
    except Exception as error:  # noqa: BLE001 - who started it says so
        _tell(pipe, f"{type(error).__name__}: {error}")
    finally:
        os._exit(0)


def _tell(pipe: int, why: str) -> None:
    """Say why it is not started; once it is ready nobody listens any more."""
    with suppress(OSError):
        os.write(pipe, why.encode(errors="replace"))


@contextmanager
def _listening() -> Iterator[socket.socket]:
    """Listen where no other process does; yields the socket."""
    folder = place.made_folder()
    path = place.socket_path()
    if len(os.fsencode(path)) > LONGEST_PATH:
        raise NotStarted(f"{path}: too long for a socket; set XDG_RUNTIME_DIR to a shorter path")
    handle = os.open(folder, os.O_RDONLY)
    fcntl = import_module("fcntl")
    fcntl.flock(handle, fcntl.LOCK_EX)  # who starts at the same time waits here
    try:
        if told("status"):
            raise NotStarted("another one was started at the same time")
        Path(path).unlink(missing_ok=True)
        there = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        there.bind(path)
        there.listen(WAITING)
    finally:
        os.close(handle)
    with there:
        yield there


def _close(pipe: int) -> None:
    """Say that it is ready, and leave the terminal and the folder of who started it."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    os.chdir("/")
    os.write(pipe, READY)
    os.close(pipe)
