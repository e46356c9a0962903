"""Answers decided by a scheduler and workers, which are processes here and may be killed."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dask_machines import Machines
from geometry_homework import grade, write

from referee.deciding.answer import Answer
from referee.evidence.schema import Record
from referee.running import cluster
from referee.running.cache import Key
from referee.running.deciding_process import Decider, Faulty, Killed
from referee.running.terms import NoCluster, Refused, Terms

pytest_plugins = ("cluster_fixtures",)
pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="distributed is not installed"
)
CLASS = {
    f"s{i}": {"1-parallelogram": f"{i} * norm(a)**2 + 2 * norm(b)**2", "2-projection": f"{i} * a"}
    for i in range(6)
} | {"cem": {"3-trouble": "13"}, "dora": {"3-trouble": "12"}}


def answers(number: int) -> dict[Key, Answer]:
    return {
        ("2-projection", f"{i}"): Answer("sheet", "2-projection", f"{i} * a", f"{i}", path="x.toml")
        for i in range(number)
    }


def timeless(record: Record, folder: Path = Path("nowhere")) -> dict[str, Any]:
    """Return a record without the time that it took and the folder that it was written in."""
    found: dict[str, Any] = {**record, "replay": record["replay"].replace(str(folder), "")}
    del found["seconds"]
    (found["evidence"].get("every_size") or {}).pop("seconds", None)
    return found


# ------------------------------------------------------------------ a process that decides


@pytest.fixture
def decider(terms: Terms) -> Iterator[Decider]:
    found = Decider(terms)
    try:
        yield found
    finally:
        found.close()


def test_an_answer_that_ends_a_process_costs_the_next_one_nothing(decider: Decider) -> None:
    (good, *_) = answers(2).values()
    first = decider.decide(good)
    with pytest.raises(Killed, match="ended with -6"):
        decider.decide(Answer("sheet", "3-trouble", "13", path="x.toml"))
    again = decider.decide(good)
    assert timeless(first) == timeless(again)
    assert first["verdict"] == "refuted"
    assert first["points"] == {"given": 0.0, "most": 4.0}
    with pytest.raises(Faulty, match=r"^KeyError: '9-nothing'$"):  # a fault, and no end of it
        decider.decide(Answer("sheet", "9-nothing", "1", path="x.toml"))
    assert timeless(decider.decide(good)) == timeless(first)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"version": "0" * 32}, "have version"),
        ({"corpus": "nowhere"}, "no corpus"),
        ({"rubric": "points = one"}, "rubric.toml"),
    ],
)
def test_who_cannot_decide_as_here_says_why(terms: Terms, other: dict[str, Any], says: str) -> None:
    decider = Decider(replace(terms, **other))
    with pytest.raises(Refused, match=says):
        decider.start()


# ------------------------------------------------------------------ many machines


def test_a_class_is_graded_as_on_one_machine(
    corpus: Path, machines: Machines, tmp_path: Path
) -> None:
    sheets = write(tmp_path / "sheets", CLASS)
    here = grade(sheets, tmp_path / "here", "--corpus", corpus)
    there = grade(sheets, tmp_path / "there", "--corpus", corpus, "--cluster", machines.address)
    assert here.code == there.code == 1
    assert there.rows == here.rows
    decided, elsewhere = (
        {(d["claim"], d["form"]): timeless(d["record"], found.folder) for d in found.decisions}
        for found in (here, there)
    )
    assert elsewhere == decided
    assert len(decided) == 13  # what crashed is none
    assert "cem: 3-trouble: crashed: the worker was killed" in there.err


def test_workers_that_are_killed_cost_no_answer(terms: Terms, machines: Machines) -> None:
    wanted, found = answers(24), list[tuple[Key, Any]]()
    with closing(cluster.decide(machines.address, terms, wanted)) as decided:
        for each in decided:
            found.append(each)
            if len(found) in {2, 9, 17}:
                machines.kill_a_worker(len(found))
    assert sorted(key for key, _ in found) == sorted(wanted)
    assert {key[1]: record["verdict"] for key, record in found} == {
        f"{i}": "refuted" for i in range(24)
    }


def test_who_dies_beside_a_killer_is_tried_again_alone(
    terms: Terms, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mortal(_: object, what: object) -> object:
        if what == "kills":
            os._exit(1)
        return what

    monkeypatch.setattr(cluster, "decided", mortal)
    monkeypatch.setattr(cluster, "_check", lambda *_: None)
    wanted = {0: "kills", **{i: f"{i}" for i in range(1, 40)}}
    found = list(cluster.decide(machines.address, terms, wanted))
    assert len(found) == len(wanted)
    assert dict(found) == {**wanted, 0: cluster.Lost()}


def test_a_scheduler_that_is_gone_is_said_and_another_goes_on(
    terms: Terms, machines: Machines, tmp_path: Path
) -> None:
    wanted, found = answers(300), dict[Key, Any]()
    short_lived = Machines(tmp_path).start()

    def until_it_ends() -> None:
        for key, record in cluster.decide(short_lived.address, terms, wanted):
            assert key not in found
            found[key] = record
            if len(found) == 5:
                short_lived.scheduler.kill()

    try:
        with pytest.raises(NoCluster, match="the scheduler is gone"):
            until_it_ends()
    finally:
        short_lived.stop()
    assert 5 <= len(found) < 300
    left = dict(list({k: a for k, a in wanted.items() if k not in found}.items())[:20])
    found |= cluster.decide(machines.address, terms, left)
    assert set(left) <= set(found)
    assert all(record["verdict"] == "refuted" for record in found.values())


def test_a_worker_that_decides_otherwise_is_refused_by_name(
    terms: Terms, machines: Machines
) -> None:
    other = replace(terms, version="0" * 32)
    with pytest.raises(NoCluster, match=r"worker tcp://127.0.0.1:\d+: its corpus and"):
        list(cluster.decide(machines.address, other, answers(1)))


def test_where_no_scheduler_answers(terms: Terms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECTING", 0.5)
    with pytest.raises(NoCluster, match="no scheduler answers there"):
        list(cluster.decide("tcp://127.0.0.1:1", terms, answers(1)))


def test_without_dask_it_is_said_what_is_needed(
    terms: Terms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NoCluster, match="needs Dask: pip install"):
        list(cluster.decide("tcp://127.0.0.1:1", terms, answers(1)))
