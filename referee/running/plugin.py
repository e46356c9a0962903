"""pytest's plugin: the options of the referee, and a run of it where one is asked for.

It is loaded in every run of pytest in an environment that has the referee, and in one that
asks nothing of it it adds its options and does nothing more: what decides is imported where
it is asked for. A run asks by one of the options, or by ``claims_corpus`` in its ini-file.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from referee.running.options import CORPUS, OPTIONS, REPORT


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the referee."""
    group = parser.getgroup("claims", "the referee of claims")
    for name, entry in OPTIONS.items():
        group.addoption(name, **entry)
    parser.addini(CORPUS, "the corpus of claims that plain pytest decides here", default="")
    parser.addini(REPORT, "where its report is written", default="claims-report")


def is_asked(config: pytest.Config) -> bool:
    """Say whether a run asks anything of the referee."""
    return bool(config.getini(CORPUS)) or any(
        config.getoption(name) != entry.get("default") for name, entry in OPTIONS.items()
    )


@pytest.hookimpl(wrapper=True)
def pytest_cmdline_main(config: pytest.Config) -> Any:
    """Let idle workers take work from busy ones: claims differ widely in duration."""
    if is_asked(config):
        import_module("referee.running.workers").choose(config)
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Register what decides, in a run that asks for it."""
    if is_asked(config):
        import_module("referee.running.run").register(config)
