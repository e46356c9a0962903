"""Constants that Hypothesis reads in the modules of a process, and that no claim uses."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import nullcontext
from typing import Any

import pytest

from referee.deciding.phases.drawn import same_in_every_process


class Unread:
    """Keeps Hypothesis's plugin from reading them once the items are there.

    It does so then that no test pays for it, which takes a fifth of a second in every worker. Where
    there are other tests than claims, it may.
    """

    @pytest.hookimpl(wrapper=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None, Any, Any]:
        """Collect as in :func:`~referee.deciding.phases.drawn.same_in_every_process`."""
        others = any(getattr(getattr(i, "function", None), "claim", None) is None for i in items)
        with nullcontext() if others else same_in_every_process():
            return (yield)
