"""The command of a row: it names places of a checkout only at the top of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from processes import ROOT

from referee.deciding import claim as corpus
from referee.deciding.answer import Answer
from referee.evidence.replay import replay_command

CLAIM = corpus.load()["1.1-E2-kernel"]
ANSWER = Answer("mine", CLAIM.id, "H", path="mine.toml")


def test_at_the_top_of_a_checkout_an_item_is_named_by_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    place = f"claims/convergence.py::{CLAIM.test.__name__}[{ANSWER.id}]"
    assert replay_command(CLAIM, ANSWER) == f"python -m pytest '{place}' --sheet=mine.toml"


def test_in_any_other_folder_an_item_is_named_by_its_claim(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    only = f"'--claims-only={CLAIM.id}[{ANSWER.id}]'"
    assert replay_command(CLAIM, ANSWER) == f"python -m pytest {only} --sheet=mine.toml"
