"""What is studied is what a sheet or the command line asks for, the same on every worker."""

from __future__ import annotations

import pytest
from referee_runs import Run, at_once, comparable, written

from referee.__main__ import main

SHEET = '["1.3-E20-limit"]\nanswer = "X @ inv(X.T @ X) @ y"\n'
MARKED = f"[sheet]\nstudy = true\n\n{SHEET}"
WRONG = '[sheet]\nstudy = true\n\n["1.3-E20-limit"]\nanswer = "X @ y"\nexpect = "refuted"\n'
TARGET = ["claims/implicit_bias.py::test_limit"]
FEW = ("--claims-examples=3", "--claims-proof=2", "--hypothesis-seed=7")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    folder = tmp_path_factory.mktemp("studies")
    plain, marked, wrong = (
        ("--sheet", written(folder, text, name), *FEW)
        for text, name in ((SHEET, "plain.toml"), (MARKED, "marked.toml"), (WRONG, "wrong.toml"))
    )
    wanted = {
        "plain": plain,
        "all": (*plain, "--claims-study=all"),
        "marked": marked,
        "on workers": (*marked, "-n", "2"),
        "none": (*marked, "--claims-study=none"),
        "wrong": wrong,
        "nonsense": (*plain, "--claims-study=some"),
    }
    return at_once(folder, wanted, target=TARGET)


@pytest.mark.parametrize("way", ["marked", "all", "on workers"])
def test_an_answer_that_holds_is_studied_where_it_is_asked_for(
    runs: dict[str, Run], way: str
) -> None:
    run = runs[way]
    assert run.code == 0, run.out
    evidence = run.record("1.3-E20-limit")["evidence"]
    assert evidence["mutation"]["generated"] > 0
    needed = {e["name"] for e in evidence["hypotheses"] if e["verdict"] == "needed"}
    assert needed == {"full rank", "n ≤ d", "w(0) in the span"}
    assert "mutants: " in run.out
    assert "hypotheses: 3 needed" in run.out
    assert main(["verify", str(run.folder / "records.jsonl")]) == 0


@pytest.mark.parametrize("way", ["plain", "none", "wrong"])
def test_nothing_else_is_studied(runs: dict[str, Run], way: str) -> None:
    run = runs[way]
    assert run.code == 0, run.out
    assert {"mutation", "hypotheses"}.isdisjoint(run.record("1.3-E20-limit")["evidence"])
    assert "mutants: " not in run.out


def test_a_study_is_the_same_on_workers(runs: dict[str, Run]) -> None:
    one, two = (
        next(r for r in comparable(runs[way]) if r["claim"] == "1.3-E20-limit")
        for way in ("marked", "on workers")
    )
    assert one["evidence"] == two["evidence"]


def test_an_unknown_study_is_refused(runs: dict[str, Run]) -> None:
    run = runs["nonsense"]
    assert run.code == 4
    assert "--claims-study" in run.out
    assert not run.folder.exists()
