"""Commands in a copy of this process, which has imported the referee already.

A command in a process of its own takes longer to import the referee than to say that a line of a
file is wrong. Where processes do not fork it is run in one of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

from geometry_homework import command
from processes import ROOT

import referee.asking.homework
import referee.commands.sheet
import referee.grading.proofreading  # noqa: F401 - what the copies need
from referee.__main__ import main


def forked(*words: object) -> subprocess.CompletedProcess[str]:
    """Run ``referee`` with some words in a copy of this process."""
    if not hasattr(os, "fork"):
        return command(*words)
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        child = os.fork()
        if child == 0:
            _run([str(word) for word in words], out, err)
        _, status = os.waitpid(child, 0)
        shown = (out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))
    code = os.waitstatus_to_exitcode(status)
    return subprocess.CompletedProcess([*map(str, words)], code, *shown)


def _run(words: list[str], out: Path, err: Path) -> None:
    """Run the command with its output in files, and end this process."""
    code = 70
    try:
        os.chdir(ROOT)
        os.environ["COLUMNS"] = "100"
        sys.stdout, sys.stderr = out.open("w", encoding="utf-8"), err.open("w", encoding="utf-8")
        code = main(words)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except Exception:  # noqa: BLE001 - a copy of pytest must not go on
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
