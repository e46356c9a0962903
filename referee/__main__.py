"""The command ``referee``: answered by a process that is warm, where one is, or else here.

What asks the warm process needs the standard library alone: it has its answer before this package
would be imported.
"""

from __future__ import annotations

import sys
from importlib import import_module

from referee.warm import client

TYPE_CHECKING = False  # as typing's, which takes longer to import than everything here
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; trouble is one line on standard error.

    What Python calls with words of its own is run in this process, whatever is warm.
    """
    if arguments is None:
        status = client.answered(sys.argv[1:])
        if status is not None:
            return status
    words = list(sys.argv[1:] if arguments is None else arguments)
    here: int = import_module("referee.commands.line").run(words)
    return here


if __name__ == "__main__":
    sys.exit(main())
