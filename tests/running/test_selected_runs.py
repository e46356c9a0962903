"""pytest's own ways to select: the report covers what was selected and owns up to the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from referee_runs import Run, at_once, referee, written

WRONG = """
["1.1-E1-dissipation"]
answer = "u"
["1.2-E5-gradient"]
answer = "(1/n) * X @ (X.T @ w - y)"
["1.2-E4-loss"]
answer = "2 * n"
"""
NODE = "claims/gradient_flow.py::test_gradient[sheet]"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    folder = tmp_path_factory.mktemp("selected")
    wrong = ("--sheet", written(folder, WRONG))
    wanted = {
        "k": (*wrong, "-k", "1.2-E5-gradient or 1.2-E4-loss"),
        "x": (*wrong, "-x"),
        "x-on-workers": (*wrong, "-x", "-n", "2"),
        "collect-only": (*wrong, "--collect-only", "-q"),
    }
    return at_once(folder, wanted)


def test_a_keyword_selects_claims_by_their_ids(runs: dict[str, Run]) -> None:
    assert {r["claim"] for r in runs["k"].records} == {"1.2-E5-gradient", "1.2-E4-loss"}
    assert runs["k"].verdicts["1.2-E5-gradient", ""] == "held"
    assert runs["k"].header["exit"] == "complete"


def test_after_the_first_failure_the_rest_is_missing(runs: dict[str, Run]) -> None:
    run = runs["x"]
    assert run.code == 1
    assert run.verdicts["1.1-E1-dissipation", ""] == "ill-typed"
    assert run.verdicts["1.2-E5-gradient", ""] == "missing"
    assert run.verdicts["1.2-E4-loss", ""] == "missing"
    assert run.record("1.2-E4-loss")["as_expected"] is False
    assert "the run ended before" in run.record("1.2-E4-loss")["reason"]


@pytest.mark.parametrize("way", ["x", "x-on-workers"])
def test_a_run_that_stopped_early_is_said_to_be_interrupted(runs: dict[str, Run], way: str) -> None:
    run = runs[way]
    assert run.code != 0
    assert "missing" in run.verdicts.values()
    assert run.header["exit"] == "interrupted"
    assert "This run was interrupted" in run.page
    assert "(interrupted)" in run.ending()


def test_every_claim_has_a_row_even_when_the_run_stopped_early(
    runs: dict[str, Run], corpus_ids: set[str]
) -> None:
    for way in ("x", "x-on-workers"):
        assert {r["claim"] for r in runs[way].records} == corpus_ids


def test_a_collection_writes_no_report(runs: dict[str, Run]) -> None:
    run = runs["collect-only"]
    assert run.code == 0, run.out
    assert NODE in run.out
    assert not run.folder.exists()


def test_the_last_failures_alone_are_decided_again(tmp_path: Path) -> None:
    sheet, cache = written(tmp_path, WRONG + '["nowhere"]\nanswer = "1"\n'), tmp_path / "cache"
    first = referee(tmp_path / "first", "--sheet", sheet, cache=cache)
    again = referee(tmp_path / "again", "--sheet", sheet, "--lf", cache=cache)
    failed = {r["claim"] for r in first.records if not r["as_expected"]}
    assert failed == {"1.1-E1-dissipation", "1.2-E4-loss", "nowhere"}
    assert {r["claim"] for r in again.records} == failed
    assert again.code == 1


def test_one_item_is_selected_by_its_node_id(tmp_path: Path) -> None:
    run = referee(tmp_path / "report", "--sheet", written(tmp_path, WRONG), target=[NODE])
    assert run.verdicts == {("1.2-E5-gradient", ""): "held"}
    assert run.code == 0


@pytest.mark.parametrize("workers", [(), ("-n", "1")])
def test_a_malformed_selection_leaves_the_last_report_alone(
    tmp_path: Path, workers: tuple[str, ...]
) -> None:
    for name in ("records.jsonl", "run.json", "index.html"):
        (tmp_path / name).write_text("the last run", encoding="utf-8")
    run = referee(tmp_path, "-k", "1.2-E5 and (", *workers)
    assert run.code not in {0, 1}
    assert {path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"the last run"}


@pytest.mark.parametrize("below", ["", "x"])
def test_a_report_that_cannot_be_written_is_refused_in_one_line(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    run = referee(tmp_path / "file" / below, "-k", "1.2-E5")
    assert run.code == 4
    line = f"ERROR: --claims-report={tmp_path / 'file' / below}: {tmp_path / 'file'} is no folder"
    assert run.out.strip().startswith(line)
    assert "\n" not in run.out.strip()


def test_the_tests_of_the_project_write_no_report_of_claims(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    run = referee(folder, target=["tests/reports/test_wording.py"])
    assert run.code == 0, run.out
    assert not folder.exists()
    assert "report: file:" not in run.out


@pytest.fixture(scope="module")
def corpus_ids() -> set[str]:
    from referee.deciding import claim

    return set(claim.load("referee.claims"))


@pytest.mark.parametrize(
    ("target", "words", "collected"),
    [
        ((), (), "all"),
        (("claims",), (), "all"),
        (("claims", "tests/types"), (), "all"),
        (("tests/types",), ("--sheet=reference",), "all"),
        (("tests/types",), (), "none"),
        (("claims/homogeneity.py",), ("--sheet=reference",), "some"),
    ],
)
def test_paths_name_the_corpus_or_a_part_of_it(
    tmp_path: Path,
    corpus_ids: set[str],
    target: tuple[str, ...],
    words: tuple[str, ...],
    collected: str,
) -> None:
    run = referee(tmp_path, "--collect-only", "-q", *words, target=target, examples=None)
    ids = [line for line in run.out.splitlines() if line.startswith("claims/")]
    modules = {line.partition("::")[0] for line in ids}
    assert len(ids) == len(set(ids))
    if collected == "all":
        assert len(ids) >= len(corpus_ids)
        assert len(modules) > 5
    else:
        assert modules == ({"claims/homogeneity.py"} if collected == "some" else set())
