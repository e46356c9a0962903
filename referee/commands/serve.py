"""``referee serve``: a page on this machine that answers while somebody types."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from importlib.util import find_spec

from hypothesis import settings

from referee.commands import corpus_option
from referee.deciding.corpora import CorpusError
from referee.deciding.limits import Limits
from referee.grading.questions import NoQuestion, chosen
from referee.live.corpus import DECIDING, Corpus
from referee.running import profiles

TROUBLE = (CorpusError, NoQuestion, ValueError)
NEEDED = ("starlette", "uvicorn")
USUAL_PORT = 8137


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add = parser.add_argument
    add("--port", type=int, default=USUAL_PORT, help="of this machine (default: %(default)s)")
    add(
        "--workers",
        type=int,
        default=os.cpu_count() or 1,
        help="decisions at a time (default: one a processor)",
    )
    add("--questions", metavar="LIST", help="which to offer, as in 1.2,2.2-E27 (default: all)")
    add("--students", action="store_true", help="send no answers of the reference to the page")
    add(
        "--seconds",
        type=float,
        default=DECIDING.seconds,
        help="of computing that a decision may take (default: %(default)g)",
    )
    add(
        "--megabytes",
        type=int,
        default=DECIDING.megabytes,
        help="memory that it may take (default: %(default)s)",
    )
    add("--seed", type=int, default=0, help="seed of what is drawn (default: %(default)s)")
    corpus_option.add(parser)


def run(options: argparse.Namespace) -> int:
    """Serve the page until it is interrupted."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise ValueError(
            f"the live page needs {' and '.join(missing)}: pip install 'claims-referee[live]'"
        )
    if not hasattr(os, "fork"):
        raise ValueError("the live page needs a system whose processes fork, as Linux or macOS")
    if not 1 <= options.workers <= 64:
        raise ValueError(f"--workers={options.workers}: from 1 to 64 decisions at a time")
    limits = Limits(options.seconds, options.megabytes)
    if problem := limits.problem("--seconds", "--megabytes"):
        raise ValueError(problem)
    # Imported here: without the extra this module still says what is missing.
    server = import_module("referee.live.server")
    with server.listening(options.port) as listener:
        server.serve(_corpus(options, limits), listener, options.workers, _say)
    return 0


def _corpus(options: argparse.Namespace, limits: Limits) -> Corpus:
    # A property takes Hypothesis's settings when it is imported.
    profiles.register()
    settings.load_profile(profiles.DEFAULT)
    profiles.seed(options.seed)
    package, claims = corpus_option.read(options)
    if options.questions is not None:
        claims = chosen(options.questions, claims)
    return Corpus(package, claims, options.students, options.seed, limits)


def _say(address: str) -> None:
    sys.stdout.write(f"{address}\nopen it in a browser of this machine; Ctrl-C ends the server\n")
    sys.stdout.flush()
