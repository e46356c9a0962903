"""What only POSIX systems have, looked up where it is used; where it is missing that is said."""

from __future__ import annotations

import importlib
import signal
import sys
from functools import cache
from typing import Any

ENDS_WITH_ITS_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def module(name: str, without: str) -> Any:
    """Return a module that only POSIX has, None where it is missing: that is said once."""
    try:
        return importlib.import_module(name)
    except ImportError:
        _say(f"no {name} on this system: {without}")
        return None


def has_timer(without: str) -> bool:
    """Say whether a process can have itself interrupted; where it cannot, that is said once."""
    if hasattr(signal, "setitimer"):
        return True
    _say(f"no setitimer on this system: {without}")
    return False


def end_with_parent() -> None:
    """Have this process killed when its parent ends, where a system can do that: on Linux."""
    if sys.platform == "linux":
        importlib.import_module("ctypes").CDLL(None).prctl(ENDS_WITH_ITS_PARENT, signal.SIGKILL)


@cache
def _say(line: str) -> None:
    sys.stderr.write(f"referee: {line}\n")
