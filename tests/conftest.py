"""Every warning in a test of the referee is an error, also one of somebody else's package."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests below this folder."""
    for item in items:
        if not hasattr(getattr(item, "function", None), "claim"):
            item.add_marker(pytest.mark.filterwarnings("error"))
