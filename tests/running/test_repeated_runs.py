"""The same seed gives the same report, in one process or several; any seed the same verdicts."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from referee_runs import Run, at_once, comparable, referee, tokens, written

WAYS = {
    "plain": (),
    "one-process": ("-n", "0"),
    "two-workers": ("-n", "2"),
    "without-xdist": ("-p", "no:xdist"),
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    folder = tmp_path_factory.mktemp("repeated")
    sheet = written(folder)
    same = ("--sheet", sheet, "--claims-search=0.1", "--hypothesis-seed")
    wanted = {k: (*same, "7", *v) for k, v in WAYS.items()}
    wanted["again"] = wanted["plain"]
    wanted["other-seed"] = (*same, "8")
    # Two that are compared have other hashes than the rest.
    return at_once(folder, wanted, fresh={"again", "without-xdist"})


@pytest.mark.parametrize("way", [*WAYS, "again", "other-seed"])
def test_a_run_as_expected_exits_with_zero(runs: dict[str, Run], way: str) -> None:
    assert runs[way].code == 0, runs[way].out


@pytest.mark.parametrize("way", ["one-process", "two-workers", "without-xdist", "again"])
def test_the_same_seed_gives_the_same_records(runs: dict[str, Run], way: str) -> None:
    assert comparable(runs[way]) == comparable(runs["plain"])


def test_the_counterexamples_are_there_to_be_compared(runs: dict[str, Run]) -> None:
    found = tokens(runs["plain"])
    assert set(found) >= {
        ("1.1-E1-dissipation", ""), ("1.1-E1-any-model", ""), ("1.2-E4-loss", "R2")
    }  # fmt: skip
    assert all(found.values())


def test_another_seed_gives_the_same_verdicts(runs: dict[str, Run]) -> None:
    assert runs["other-seed"].header["seed"] == 8
    assert runs["other-seed"].verdicts == runs["plain"].verdicts


def test_a_run_says_the_seed_that_repeats_it(runs: dict[str, Run]) -> None:
    assert runs["plain"].header["seed"] == 7
    assert "--hypothesis-seed=7" in runs["plain"].out
    assert "--hypothesis-seed=7" in runs["plain"].record("1.2-E4-loss", "R2")["replay"]


def test_the_seed_a_run_chose_for_itself_repeats_it(tmp_path: Path) -> None:
    sheet = written(tmp_path)
    first = referee(tmp_path / "first", "--sheet", sheet, "-k", "1.1-E1", "-n", "2")
    seed = str(first.header["seed"])
    again = referee(tmp_path / "again", "--sheet", sheet, "-k", "1.1-E1", "--hypothesis-seed", seed)
    assert comparable(first) == comparable(again)


def test_the_replay_command_of_a_row_decides_that_row_alone(
    runs: dict[str, Run], tmp_path: Path
) -> None:
    row = runs["plain"].record("1.1-E1-any-model")
    words = shlex.split(row["replay"])
    assert words[:3] == ["python", "-m", "pytest"]
    again = referee(tmp_path / "again", *words[4:], target=[words[3]])
    assert [r["claim"] for r in again.records] == ["1.1-E1-any-model"]
    assert again.records[0]["counterexample"] == row["counterexample"]
