"""A corpus and the statements of documents, decided by a cluster as they are here."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from dask_machines import Machines
from referee_runs import Run, comparable, referee

from referee.checking.deciding import Effort, check
from referee.deciding.limits import Limits
from referee.evidence.check_schema import Check
from referee.running import cluster
from referee.running.statements_on_cluster import StatementsOnCluster
from referee.running.terms import NoCluster, StatementTerms

pytest_plugins = ("cluster_fixtures",)
pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="distributed is not installed"
)
SHEET = """
["1-parallelogram"]
answer = "2 * norm(a)**2 + 2 * norm(b)**2"

["2-projection"]
answer = "2 * a"

["3-trouble"]
answer = "{number}"

["4-nowhere"]
answer = "a"
"""
FEW = ("--claims-proof", "2", "--claims-search", "0", "--hypothesis-seed", "3")
NOTES = r"""
Let $A, B \in \mathbb{R}^{n \times n}$.

- (1) $\operatorname{tr}(A B) = \operatorname{tr}(B A)$
- (2) $\operatorname{tr}(A B) = \operatorname{tr}(A) \operatorname{tr}(B)$
- (3) $\operatorname{foo}(A) = A$
"""


# ------------------------------------------------------------------ a corpus


def decided(folder: Path, corpus: Path, number: int, *more: str) -> Run:
    sheet = folder / "sheet.toml"
    sheet.write_text(SHEET.format(number=number), encoding="utf-8")
    words = ("--claims-corpus", str(corpus), "--sheet", str(sheet), *FEW, *more)
    return referee(folder / "report", *words, target=())


def test_a_corpus_is_decided_as_on_one_machine(
    corpus: Path, machines: Machines, tmp_path: Path
) -> None:
    here = decided(tmp_path, corpus, 12)
    there = decided(tmp_path, corpus, 12, "--claims-cluster", machines.address)
    assert here.code == there.code == 1, there.out
    assert comparable(there) == comparable(here)
    assert {r["claim"]: r["verdict"] for r in there.records} == {
        "1-parallelogram": "held", "2-projection": "refuted", "3-trouble": "held",
        "2-equality": "unanswered", "4-nowhere": "error",
    }  # fmt: skip
    assert there.header["request"] == here.header["request"]
    assert there.header["exit"] == "complete"


def test_an_answer_that_kills_is_one_row(corpus: Path, machines: Machines, tmp_path: Path) -> None:
    found = decided(tmp_path, corpus, 13, "--claims-cluster", machines.address)
    assert found.code == 1
    crashed = found.record("3-trouble")
    assert crashed["verdict"] == "crashed"
    assert "its worker was killed each time: over no limit" in crashed["reason"]
    assert found.record("2-projection")["verdict"] == "refuted"


def test_a_run_without_its_cluster_says_so_and_has_no_report(corpus: Path, tmp_path: Path) -> None:
    found = decided(tmp_path, corpus, 12, "--claims-cluster", "nowhere")
    assert found.code == 4
    assert "--claims-cluster=nowhere: an address like tcp://host:8786 is needed" in found.out
    assert not found.folder.exists()
    two = decided(tmp_path, corpus, 12, "--claims-cluster", "nowhere", "-n", "2")
    assert two.code == 4
    assert "leave -n out" in two.out


# ------------------------------------------------------------------ documents


def untimed(found: Check) -> list[Any]:
    return [{**each, "seconds": 0} for each in found["formulas"]]


def test_documents_are_checked_as_on_one_machine(machines: Machines, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text(NOTES, encoding="utf-8")
    here = check([notes], Effort(workers=2))
    there = check([notes], Effort(ask=StatementsOnCluster(machines.address)))
    assert untimed(there) == untimed(here)
    verdicts = [each["verdict"] for each in there["formulas"] if each["name"]]
    assert verdicts == ["proved", "refuted", "not read"]


def test_a_statement_is_held_to_its_limits_there(machines: Machines, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text(NOTES, encoding="utf-8")
    there = StatementsOnCluster(machines.address)
    found = check([notes], Effort(limits=Limits(0.01), ask=there))
    reasons = {each["reason"] for each in found["formulas"] if each["name"]}
    assert "not decided in 0.01 s of computing" in reasons


def test_a_worker_of_another_version_judges_no_statement(machines: Machines) -> None:
    other = StatementTerms("0" * 32, Limits(20))
    with pytest.raises(NoCluster, match=r"worker tcp://127.0.0.1:\d+: its sources and libraries"):
        list(cluster.decide(machines.address, other, {0: "1 = 1"}))
