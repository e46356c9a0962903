"""Every warning in a test of the referee is an error, also one of somebody else's package.

Every family is registered before a test asks for one by its name.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

import pytest

from referee import strategies

for module in walk_packages(strategies.__path__, f"{strategies.__name__}."):
    import_module(module.name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests below this folder."""
    for item in items:
        if not hasattr(getattr(item, "function", None), "claim"):
            item.add_marker(pytest.mark.filterwarnings("error"))
