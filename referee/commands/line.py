"""A command line: what its words ask for, and an exit status.

Only the subcommand that is asked for is imported, so that help comes at once.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from referee.commands import COMMANDS

UNUSABLE, INTERRUPTED = 2, 130  # exit statuses besides a command's own
LONGEST = 1_000  # characters of a line of trouble


class _Version(argparse.Action):
    """Says which version this is; what knows it is imported for that alone and takes 20 ms."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        version = importlib.import_module("importlib.metadata").version("claims-referee")
        sys.stdout.write(f"referee {version}\n")
        parser.exit()


def run(words: Sequence[str]) -> int:
    """Run a command and return its exit status; trouble is one line on standard error."""
    parser, command = _parser(words)
    options = parser.parse_args(words)
    try:
        status: int = command.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough; Python would complain of it once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNUSABLE
    except OSError as error:
        return _fail(f"{error.filename or options.command}: {error.strerror or error}")
    except command.TROUBLE as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; the same command goes on where this one stopped\n")
        return INTERRUPTED
    return status


def _parser(words: Sequence[str]) -> tuple[argparse.ArgumentParser, Any]:
    """Return the parser of a command line and the module of its subcommand."""
    parser = argparse.ArgumentParser(
        prog="referee",
        description="A referee for mathematical claims: proved, held or refuted, with evidence.",
        epilog="examples:\n" + "".join(f"  {entry.example}\n" for entry in COMMANDS.values()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    says = "show program's version number and exit"
    parser.add_argument("--version", action=_Version, nargs=0, help=says)
    commands = parser.add_subparsers(required=True, dest="command", metavar="COMMAND")
    asked = next((word for word in words if not word.startswith("-")), "")
    module: Any = None
    # What comes first and is a command is the only one that is looked at.
    known = {asked: COMMANDS[asked]} if asked in COMMANDS and words[0] == asked else COMMANDS
    for name, entry in known.items():
        added = commands.add_parser(
            name, help=entry.help, description=entry.help, epilog=f"example: {entry.example}"
        )
        if name == asked:
            os.environ.update(entry.variables)
            module = _imported(f"referee.commands.{name}")
            module.options(added)
    return parser, module


def _imported(name: str) -> Any:
    """Import without looking for garbage: looking takes a quarter of the time, and finds nothing.

    What is there afterwards stays, and is not looked through again.
    """
    if name in sys.modules or not gc.isenabled():
        return importlib.import_module(name)
    gc.disable()
    try:
        return importlib.import_module(name)
    finally:
        gc.freeze()
        gc.enable()


def _fail(trouble: str) -> int:
    line = "".join(c if c.isprintable() else "�" for c in trouble)
    shown = line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
    sys.stderr.write(f"referee: {shown}\n")
    return UNUSABLE
