"""A corpus with an answer that kills, and two workers: shared, since they start slowly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dask_machines import Machines
from geometry_homework import build
from processes import python

from referee.deciding.limits import Limits
from referee.running.terms import Terms

TROUBLE = '''
"""A claim that ends the process that decides it, by the answer."""

import os

from geometry.families import vectors
from referee.deciding.claim import Answering, claim, given
from referee.language.comparison import Comparison, equal
from referee.strategies.families import Instance


@claim("3-trouble", states="{answer}", blank="a number", size="1 1", names="d", given="-")
@given(p=vectors())
def test_trouble(p: Instance, answer: Answering) -> Comparison:
    value = answer(p)
    if int(value[0, 0]) == 13:
        os.abort()
    return equal(value, 12 + 0 * value)
'''
VERSION = """
import sys
from referee.deciding.corpora import located
from referee.running.cache import version_elsewhere
print(version_elsewhere(located(sys.argv[1])))
"""


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = build(tmp_path_factory.mktemp("homework"))
    (found / "trouble.py").write_text(TROUBLE, encoding="utf-8")
    init = found / "__init__.py"
    init.write_text(init.read_text(encoding="utf-8").replace("}", ', "3": "Trouble"}'), "utf-8")
    return found


@pytest.fixture(scope="session")
def terms(corpus: Path) -> Terms:
    # In a process of its own: in this one another test may have a corpus of the same name.
    version = python("-c", VERSION, corpus).stdout.strip()
    assert len(version) == 32
    return Terms(str(corpus), version, "", 0, 5, 2, 0.0, Limits(60, 1_000))


@pytest.fixture(scope="session")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    found = Machines(tmp_path_factory.mktemp("cluster"))
    try:
        yield found.start(2)
    finally:
        found.stop()
