"""Workers that die, faults of the referee and interrupts: every claim keeps its row.

A plugin strikes at one named item, so that nothing depends on time.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from referee_runs import Run, referee, written

DOOMED, VICTIM = "test_gradient[sheet]", "1.2-E5-gradient"
SHEET = """
["1.2-E5-gradient"]
answer = "(1/n) * X @ (X.T @ w - y)"
["1.2-E4-loss"]
answer = "norm(X.T @ w - y)**2 / (2 * n)"
["1.1-E1-dissipation"]
answer = "-(1/n) * (u - y).T @ H @ (u - y)"
["1.3-A3-inverse"]
answer = "invertible(X.T @ X)"
"""
PLUGIN = """
import os
import signal

import pytest

import referee.deciding.case
import referee.deciding.decision


def on_a_worker():
    return "PYTEST_XDIST_WORKER" in os.environ


def killed():
    if on_a_worker():
        os.kill(os.getpid(), signal.SIGKILL)


def left():
    if on_a_worker():
        os._exit(0)


def interrupted():
    raise KeyboardInterrupt


def fault():
    def broken(*_):
        raise RuntimeError("a fault of the property\\nand more lines")

    referee.deciding.case.decide_at = broken


def fault_of_the_referee():
    def broken(*_):
        raise RuntimeError("a fault of the referee\\nand more lines")

    referee.deciding.decision.verdict_of = broken


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    kept = referee.deciding.case.decide_at, referee.deciding.decision.verdict_of
    if item.name == os.environ["DOOMED"]:
        globals()[os.environ["FATE"]]()
    try:
        return (yield)
    finally:
        referee.deciding.case.decide_at, referee.deciding.decision.verdict_of = kept
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lost")
    (folder / "strike_one_item.py").write_text(PLUGIN, encoding="utf-8")
    written(folder, SHEET)
    return folder


def struck(place: Path, fate: str, *arguments: str) -> Run:
    return referee(
        place / fate,
        *("--sheet", str(place / "sheet.toml"), "-p", "strike_one_item", *arguments),
        PYTHONPATH=str(place),
        DOOMED=DOOMED,
        FATE=fate,
    )


@pytest.fixture(scope="module", params=["killed", "left"])
def after_a_death(request: pytest.FixtureRequest, place: Path) -> Run:
    return struck(place, request.param, "-n", "2")


@pytest.fixture(scope="module")
def after_an_interrupt(place: Path) -> Run:
    return struck(place, "interrupted", "-n", "0")


def ids() -> set[str]:
    from referee.deciding import claim

    return set(claim.load("referee.claims"))


def decided_besides(run: Run) -> dict[str, str]:
    wanted = {"1.2-E4-loss", "1.1-E1-dissipation", "1.3-A3-inverse"}
    return {claim: run.verdicts[claim, ""] for claim in wanted}


def test_the_claim_of_a_dead_worker_is_a_row_that_crashed(after_a_death: Run) -> None:
    row = after_a_death.record(VICTIM)
    assert row["verdict"] == "crashed"
    assert row["as_expected"] is False
    assert "crashed while running" in row["reason"]
    assert "\n" not in row["reason"]
    assert row["answer"] == "(1/n) * X @ (X.T @ w - y)"


def test_a_death_loses_no_other_claim(after_a_death: Run) -> None:
    assert {r["claim"] for r in after_a_death.records} == ids()
    assert len(after_a_death.records) == len(ids())
    assert set(decided_besides(after_a_death).values()) == {"held"}
    assert "missing" not in after_a_death.verdicts.values()


def test_a_death_makes_the_run_red_and_is_shown(after_a_death: Run) -> None:
    assert after_a_death.code == 1
    assert f"{VICTIM} sheet: crashed, not held" in after_a_death.ending()
    assert "crashed" in after_a_death.page


def test_an_interrupt_leaves_a_row_for_every_claim(after_an_interrupt: Run) -> None:
    run = after_an_interrupt
    assert {r["claim"] for r in run.records} == ids()
    assert run.verdicts[VICTIM, ""] == "missing"
    assert run.verdicts["1.1-E1-dissipation", ""] == "held"  # it was decided before
    assert run.verdicts["1.3-A3-inverse", ""] == "missing"


def test_an_interrupted_run_says_so_and_exits_with_two(after_an_interrupt: Run) -> None:
    run = after_an_interrupt
    assert run.code == 2
    assert run.header["exit"] == "interrupted"
    assert "This run was interrupted" in run.page
    assert "verdicts ====" in run.out


@pytest.mark.parametrize(
    ("fate", "reason"),
    [
        ("fault", "RuntimeError: a fault of the property"),
        ("fault_of_the_referee", "RuntimeError: a fault of the referee"),
    ],
)
def test_a_fault_is_a_row_with_one_line(place: Path, fate: str, reason: str) -> None:
    run = struck(place, fate, "-k", f"{VICTIM} or 1.2-E4-loss")
    assert run.code == 1
    row = run.record(VICTIM)
    assert row["verdict"] == "error"
    assert row["reason"] == reason
    assert run.verdicts["1.2-E4-loss", ""] == "held"


def test_a_fault_on_a_worker_is_the_same_row(place: Path) -> None:
    run = struck(place, "fault", "-k", VICTIM, "-n", "1")
    assert run.record(VICTIM)["reason"] == "RuntimeError: a fault of the property"
    assert run.code == 1
