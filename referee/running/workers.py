"""Workers of a run: how work is shared, how one ends after its memory ran out, how none starts.

A worker that dies at an answer is replaced, and the answer is a row. One that dies before it
has collected anything would die again and again: that ends the run, with a line that says why.
"""

from __future__ import annotations

import os
import re
from typing import Any

import pytest

from referee.deciding.decision import Memory

SEED = "claims_seed"  # what a worker is told: xdist gives it the command line and nothing more
RESTARTS = 1_000_000  # of workers
TROUBLE = pytest.StashKey[str]()  # why a run could not start its workers
LEFT_OPEN = pytest.StashKey[bool]()  # whether the command line leaves open how work is shared
_EXCEPTION = re.compile(r"[A-Za-z_][\w.]*: ")


def choose(config: pytest.Config) -> None:
    """Choose how work is shared out, where the command line leaves that open.

    A worker whose memory ran out retires; however many do, that is not the end of a run.
    """
    if getattr(config.option, "numprocesses", None) and config.option.dist == "no":
        config.option.dist = "worksteal"
        config.stash[LEFT_OPEN] = True
    if config.option.claims_memory and getattr(config.option, "maxworkerrestart", "") is None:
        config.option.maxworkerrestart = str(RESTARTS)


class Starting:
    """The controller's watch over workers that start."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.collected: set[str] = set()

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Give a worker the seed of the run, which the run may have chosen for itself."""
        node.workerinput[SEED] = self.config.option.hypothesis_seed

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any) -> None:
        """Note that a worker has come as far as any work."""
        self.collected.add(node.gateway.id)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """End the run when a worker is lost before it has collected anything."""
        if not error or node.gateway.id in self.collected:
            return
        line = f"a worker did not start: {_last_line(str(error))}"
        self.config.stash[TROUBLE] = line
        # Nothing milder ends it: xdist would start another worker, which dies as this one did.
        pytest.exit(line, returncode=pytest.ExitCode.USAGE_ERROR)


def _last_line(error: str) -> str:
    """Return what a traceback ends with, without the name of the exception."""
    lines = [line for line in error.strip().splitlines() if line.strip()]
    return _EXCEPTION.sub("", lines[-1], count=1).strip()[:500] if lines else "it ended"


class Retiring:
    """A worker's end after memory ran out in it.

    What lives on after that may be broken in any way, and with it what it decides of other
    answers. The worker ends before it says that the item is done, so that the items it has
    not started go to another one; the item's own report has been sent.
    """

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logfinish(self) -> None:
        """End this process where memory ran out."""
        if self.memory.exhausted:
            os._exit(0)
