"""What a command line takes along to the process that answers it: words, place, streams, limits.

A request is a line with its length in bytes, and then so many bytes: strings that end with a zero
byte, which none of them can contain, in groups that begin with their number. Who asks hears that
the other process is ready before it gives away its open files (the input, the output and where
trouble is said): one that hangs would hold them open, and with them whatever reads the output.

Who asks has no time for the modules ``json``, ``socket``, ``enum`` and ``typing``, each of which
takes longer to import than a request takes.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 1 << 24  # of a request: all words and variables that a system takes are fewer
LONGEST_LENGTH = 12  # digits and the end of a line
STREAMS = 3
LIMITS = ("RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_CPU", "RLIMIT_DATA", "RLIMIT_FSIZE", "RLIMIT_NOFILE",
          "RLIMIT_NPROC", "RLIMIT_RSS", "RLIMIT_STACK")  # fmt: skip
# Single bytes that go to and fro after the request.
READY, REFUSED, BEGUN = b"r", b"n", b"b"  # from the process that is warm; an exit status follows
GO, INTERRUPT = b"g", b"i"  # from who asks; open files come with the first
RUN, STATUS, STOP = "run", "status", "stop"  # kinds of requests
_END = "\0"


class Request:
    """Everything that a command may look at besides files and the clock.

    ``of`` is the installation, ``mask`` that of the modes of files that are made, ``limits`` are
    the system's for this process. A stream is an encoding, what is done with errors, and "1" where
    each line is written at once.
    """

    def __init__(self, groups: list[list[str]]) -> None:
        about, self.words, variables, streams, self.limits = groups
        self.of, self.kind, self.program, self.folder, mask = about
        self.mask = int(mask)
        self.variables = dict(zip(variables[::2], variables[1::2], strict=True))
        self.streams = [streams[i : i + 3] for i in range(0, 3 * STREAMS, 3)]


def limits() -> list[str]:
    """Return the limits that the system holds this process to, in the order of ``LIMITS``."""
    resource = import_module("resource")  # of POSIX, as all that is asked of here
    there = (getattr(resource, name, None) for name in LIMITS)
    return [str(resource.getrlimit(each)) for each in there if each is not None]


def packed(of: str, words: list[str], kind: str = RUN) -> bytes:
    """Return the request of this process; raises OSError or AttributeError for a missing part."""
    mask = os.umask(0o077)
    os.umask(mask)
    about = [of, kind, sys.argv[0], os.getcwd(), str(mask)]  # noqa: PTH109 - this module starts fast
    variables = [each for pair in os.environ.items() for each in pair]
    streams = [
        said
        for each in (sys.stdin, sys.stdout, sys.stderr)
        for said in (each.encoding, each.errors or "strict", str(int(each.line_buffering)))
    ]
    groups = (about, words, variables, streams, limits())
    text = "".join(each + _END for group in groups for each in (str(len(group)), *group))
    data = text.encode("utf-8", "surrogatepass")
    return b"%d\n" % len(data) + data


def parsed(data: bytes) -> Request | None:
    """Return a request whose bytes have come, None while more are needed.

    Raises ValueError for what is none.
    """
    line, end, rest = data.partition(b"\n")
    if not end and len(line) < LONGEST_LENGTH:
        return None
    if not line.isdigit() or not 0 < int(line) <= MOST_BYTES or len(rest) > int(line):
        raise ValueError("no request: it begins with its length")
    if len(rest) < int(line):
        return None
    try:
        return Request(list(_groups(rest.decode("utf-8", "surrogatepass").split(_END))))
    except ValueError as error:
        raise ValueError(f"no request: {error}") from None


def _groups(strings: list[str]) -> Iterator[list[str]]:
    place = 0
    while place < len(strings) - 1:
        end = place + 1 + int(strings[place])
        if not place < end < len(strings):
            raise ValueError("a group of it is not whole")
        yield strings[place + 1 : end]
        place = end
