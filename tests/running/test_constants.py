"""Hypothesis's plugin reads no module for constants where all that was collected are claims."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis.internal.conjecture import providers

from referee.deciding.phases.drawn import CONSTANTS
from referee.running.constants import Unread

CLAIM = SimpleNamespace(function=SimpleNamespace(claim="a claim"))
TEST = SimpleNamespace(function=SimpleNamespace())
NO_TEST = SimpleNamespace()


@pytest.mark.parametrize(
    ("items", "is_kept_from"),
    [([], True), ([CLAIM, CLAIM], True), ([CLAIM, TEST], False), ([NO_TEST], False)],
)
def test_only_claims_are_collected_without_constants(
    items: list[Any], is_kept_from: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other tests have their constants, and whoever comes later has them again."""
    read = list[str]()
    monkeypatch.setattr(providers, CONSTANTS, lambda: read.append("modules"))
    collecting = Unread().pytest_collection_modifyitems(cast("list[pytest.Item]", items))
    next(collecting)
    getattr(providers, CONSTANTS)()  # as Hypothesis's plugin does
    assert read == ([] if is_kept_from else ["modules"])
    with pytest.raises(StopIteration):
        next(collecting)
    read.clear()
    getattr(providers, CONSTANTS)()
    assert read == ["modules"]
