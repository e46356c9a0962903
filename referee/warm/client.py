"""Who asks the process that is warm, and runs a command itself where there is none.

Where anything is not as it has to be (no such process, one of other sources, one that does not
say in time that it is ready) nothing has been done yet, and the command runs as it does without.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

from referee.warm import ANSWERED, COLD

TYPE_CHECKING = False  # as typing's, which takes longer to import than everything here
if TYPE_CHECKING:
    from collections.abc import Sequence


def answered(words: Sequence[str]) -> int | None:
    """Have a command line answered by a process that is warm.

    Returns the exit status, None where no such process answers: then the command has to run here.
    """
    if not words or words[0] not in ANSWERED or os.environ.get(COLD) or not hasattr(os, "fork"):
        return None
    # Imported where there may be one to ask: whoever has none pays for a look at a file alone.
    place = import_module("referee.warm.place")
    try:
        path = place.socket_path()
        if not place.is_there(path):
            return None
    except place.Unsafe as error:
        sys.stderr.write(f"referee: no process that is warm is asked: {error}\n")
        return None
    status: int | None = import_module("referee.warm.asking").asked(path, list(words))
    return status
