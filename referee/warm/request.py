"""What a command line takes along to the process that answers it: words, place, streams, limits.

A request is a line with its length in bytes, and that many bytes of JSON. Who asks hears that the
other process is ready before it gives away its open files (the input, the output and where trouble
is said): one that hangs would hold them open, and with them whatever reads the output.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from importlib import import_module
from typing import TypedDict, cast

MOST_BYTES = 1 << 24  # of a request: all words and variables that a system takes are fewer
STREAMS = 3
LIMITS = ("RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_CPU", "RLIMIT_DATA", "RLIMIT_FSIZE", "RLIMIT_NOFILE",
          "RLIMIT_NPROC", "RLIMIT_RSS", "RLIMIT_STACK")  # fmt: skip
# Single bytes that go to and fro after the request.
READY, REFUSED, BEGUN = b"r", b"n", b"b"  # from the process that is warm; an exit status follows
GO, INTERRUPT = b"g", b"i"  # from who asks; open files come with the first


class Stream(TypedDict):
    """How text is written to an open file."""

    encoding: str
    errors: str
    line_buffering: bool


class Request(TypedDict):
    """Everything that a command may look at besides files and the clock."""

    of: str  # the installation
    kind: str  # "run", "status" or "stop"
    words: list[str]
    program: str
    folder: str
    variables: dict[str, str]
    streams: list[Stream]
    mask: int  # of the modes of files that are made
    limits: list[list[int]]  # of the system, for this process


def limits() -> list[list[int]]:
    """Return the limits that the system holds this process to, in the order of ``LIMITS``."""
    resource = import_module("resource")  # of POSIX, as all that is asked of here
    there = (getattr(resource, name, None) for name in LIMITS)
    return [list(resource.getrlimit(each)) for each in there if each is not None]


def request(of: str, words: list[str], kind: str = "run") -> Request:
    """Return the request of this process; raises OSError or AttributeError for a missing part."""
    mask = os.umask(0o077)
    os.umask(mask)
    return {
        "of": of,
        "kind": kind,
        "words": words,
        "program": sys.argv[0],
        "folder": os.getcwd(),  # noqa: PTH109 - this module starts fast
        "variables": dict(os.environ),
        "streams": [
            {
                "encoding": each.encoding,
                "errors": each.errors or "strict",
                "line_buffering": bool(each.line_buffering),
            }
            for each in (sys.stdin, sys.stdout, sys.stderr)
        ],
        "mask": mask,
        "limits": limits(),
    }


def send(to: socket.socket, asked: Request) -> None:
    """Send a request."""
    data = json.dumps(asked).encode()
    to.sendall(b"%d\n" % len(data) + data)


def go(to: socket.socket) -> None:
    """Let the answer begin, with the open files of this process."""
    socket.send_fds(to, [GO], range(STREAMS))


def parsed(data: bytes) -> Request | None:
    """Return a request whose bytes have come, None while more are needed.

    Raises ValueError for what is none.
    """
    line, end, rest = data.partition(b"\n")
    if not end and len(line) < 12:
        return None
    if not line.isdigit() or not 0 < int(line) <= MOST_BYTES or len(rest) > int(line):
        raise ValueError("no request: it begins with its length")
    if len(rest) < int(line):
        return None
    found = json.loads(rest)
    if not isinstance(found, dict) or {*found} != {*Request.__annotations__}:
        raise ValueError("no request: it has other parts")
    return cast("Request", found)


def peer(of: socket.socket) -> int | None:
    """Return the user at the other end, None where the system does not say."""
    if not hasattr(socket, "SO_PEERCRED"):
        return None
    found = of.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)  # process, user, group
    return int.from_bytes(found[4:8], sys.byteorder)
