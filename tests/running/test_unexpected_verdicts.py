"""A verdict that was not expected is loud, whichever way it differs."""

from __future__ import annotations

import pytest
from referee_runs import Record, Run, at_once, written

TRUE, FALSE = "(1/n) * X @ (X.T @ w - y)", "X @ (X.T @ w - y)"


def sheet(answer: str, expect: str = "") -> str:
    expected = f'expect = "{expect}"\n' if expect else ""
    return f'["1.2-E5-gradient"]\nanswer = "{answer}"\n{expected}'


SHEETS = {
    "true-expected-refuted": sheet(TRUE, "refuted"),
    "true-expected-unanswered": sheet(TRUE, "unanswered"),
    "false-expected-held": sheet(FALSE, "held"),
    "false": sheet(FALSE),
    "true": sheet(TRUE),
    "false-expected-refuted": sheet(FALSE, "refuted"),
    "false-by-default": f'[sheet]\nexpect = "refuted"\n{sheet(FALSE)}',
    "blank": '["1.2-E5-gradient"]\nunanswered = "the text is silent"\n',
}
LOUD = {
    "true-expected-refuted": ("held", "refuted"),
    "true-expected-unanswered": ("held", "unanswered"),
    "false-expected-held": ("refuted", "held"),
    "false": ("refuted", "held"),
}
RUNS = {
    "too-true": ("true-expected-refuted", "true-expected-unanswered"),
    "too-false": ("false-expected-held", "false"),
    "as-expected": ("true", "false-expected-refuted", "false-by-default", "blank"),
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    folder = tmp_path_factory.mktemp("verdicts")
    paths = {name: written(folder, text, f"{name}.toml") for name, text in SHEETS.items()}
    return at_once(
        folder,
        {
            run: [word for name in names for word in ("--sheet", paths[name])]
            for run, names in RUNS.items()
        },
    )


def row(runs: dict[str, Run], sheet_name: str) -> tuple[Run, Record]:
    (run,) = [runs[key] for key, names in RUNS.items() if sheet_name in names]
    (found,) = [r for r in run.records if r["sheet"] == sheet_name and r["answer"]]
    return run, found


@pytest.mark.parametrize("name", LOUD)
def test_an_unexpected_verdict_fails_the_run_and_is_listed(runs: dict[str, Run], name: str) -> None:
    (run, record), (verdict, wanted) = row(runs, name), LOUD[name]
    assert run.code == 1
    assert record["verdict"] == verdict
    assert record["as_expected"] is False
    assert "2 answers need attention:" in run.ending()
    assert f"1.2-E5-gradient {name}: {verdict}, not {wanted}" in run.ending()
    assert f"{verdict}, expected {wanted}: {record['reason']}" in run.out


def test_expected_verdicts_pass_in_silence(runs: dict[str, Run]) -> None:
    run = runs["as-expected"]
    assert run.code == 0, run.out
    assert all(r["as_expected"] for r in run.records)
    assert "Every verdict is the expected one." in run.ending()
    found = {r["sheet"]: r["verdict"] for r in run.records if r["claim"] == "1.2-E5-gradient"}
    assert found == {
        "true": "held",
        "false-expected-refuted": "refuted",
        "false-by-default": "refuted",
        "blank": "unanswered",
    }


@pytest.mark.parametrize("way", RUNS)
def test_claims_that_a_sheet_leaves_out_are_unanswered_and_fail_nothing(
    runs: dict[str, Run], way: str
) -> None:
    others = [r for r in runs[way].records if r["claim"] != "1.2-E5-gradient"]
    assert len(others) > 60
    assert {r["verdict"] for r in others} == {"unanswered"}
    assert {r["sheet"] for r in others} == {RUNS[way][0]}
    assert all(r["as_expected"] for r in others)


def test_the_reason_for_leaving_a_claim_out_is_kept(runs: dict[str, Run]) -> None:
    (record,) = [r for r in runs["as-expected"].records if r["sheet"] == "blank"]
    assert record["reason"] == "the text is silent"
