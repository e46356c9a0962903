"""Every warning in a test of the referee is an error, also one of somebody else's package.

Every family is registered before a test asks for one by its name.
"""

from __future__ import annotations

import sys
from compileall import compile_dir
from importlib import import_module
from pkgutil import walk_packages

import pytest

import referee
from referee import claims, reports, strategies

for module in walk_packages(strategies.__path__, f"{strategies.__name__}."):
    import_module(module.name)


def pytest_configure(config: pytest.Config) -> None:
    """Compile the referee once, not in every process that a test starts.

    What pytest imports it compiles for itself alone.
    """
    if not (hasattr(config, "workerinput") or sys.dont_write_bytecode):
        for package in (referee, claims, reports, strategies):
            for folder in package.__path__:
                compile_dir(folder, quiet=2)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests below this folder."""
    for item in items:
        if not hasattr(getattr(item, "function", None), "claim"):
            item.add_marker(pytest.mark.filterwarnings("error"))
