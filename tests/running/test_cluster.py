"""Answers decided by a scheduler and workers, which are processes here and may be killed."""

from __future__ import annotations

import importlib
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from geometry_homework import build, grade, write
from processes import environment, python

from referee.deciding.answer import Answer
from referee.deciding.limits import Limits
from referee.evidence.schema import Record
from referee.running import cluster
from referee.running.cache import Key
from referee.running.deciding_process import Decider, Killed
from referee.running.terms import Refused, Terms

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="distributed is not installed"
)
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
from referee.running.cache import deciding_version
print(deciding_version(located(sys.argv[1])))
"""
CLASS = {
    f"s{i}": {"1-parallelogram": f"{i} * norm(a)**2 + 2 * norm(b)**2", "2-projection": f"{i} * a"}
    for i in range(6)
} | {"cem": {"3-trouble": "13"}, "dora": {"3-trouble": "12"}}


@dataclass
class Machines:
    """A scheduler and its workers, each a process on this machine."""

    folder: Path
    scheduler: Any = None
    address: str = ""
    workers: list[Any] = field(default_factory=list)

    def start(self, number: int = 1) -> Machines:
        self.scheduler = self._run("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address = self._said(self.scheduler, "Scheduler at:").split()[-1]
        for _ in range(number):
            self.workers.append(self._run("worker", self.address, "--nthreads", "1"))
        for worker in self.workers:
            self._said(worker, "Registered to:")
        return self

    def _run(self, role: str, *words: str) -> Any:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{role}", *words, "--no-dashboard"],
            cwd=self.folder,
            env=environment(),
            stderr=subprocess.PIPE,
            text=True,
        )

    @staticmethod
    def _said(process: Any, what: str) -> str:
        for line in process.stderr:
            if what in line:
                return str(line)
        raise AssertionError(f"it ended and never said {what}")

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()
            process.stderr.close()

    def kill_a_worker(self, number: int) -> None:
        """Kill the process of a worker; the one that watches over it starts another."""
        watching = importlib.import_module("psutil").Process(self.workers[number % 2].pid)
        for child in watching.children():
            child.kill()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = build(tmp_path_factory.mktemp("homework"))
    (found / "trouble.py").write_text(TROUBLE, encoding="utf-8")
    init = found / "__init__.py"
    init.write_text(init.read_text(encoding="utf-8").replace("}", ', "3": "Trouble"}'), "utf-8")
    return found


@pytest.fixture(scope="module")
def terms(corpus: Path) -> Terms:
    # In a process of its own: in this one another test may have a corpus of the same name.
    version = python("-c", VERSION, corpus).stdout.strip()
    assert len(version) == 32
    return Terms(str(corpus), version, "", 0, 5, 2, 0.0, Limits(60, 1_000))


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    found = Machines(tmp_path_factory.mktemp("cluster"))
    try:
        yield found.start(2)
    finally:
        found.stop()


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
    wanted, found = answers(24), dict[Key, list[Record | None]]()

    def keep(key: Key, record: Record | None) -> None:
        found.setdefault(key, []).append(record)
        if len(found) in {2, 9, 17}:
            machines.kill_a_worker(len(found))

    cluster.decide(machines.address, terms, wanted, keep)
    assert sorted(found) == sorted(wanted)
    assert {len(records) for records in found.values()} == {1}
    verdicts = {key[1]: record and record["verdict"] for key, (record,) in found.items()}
    assert verdicts == {f"{i}": "refuted" for i in range(24)}


def test_a_scheduler_that_is_gone_is_said_and_another_goes_on(
    terms: Terms, machines: Machines, tmp_path: Path
) -> None:
    wanted, found = answers(300), dict[Key, Record | None]()
    short_lived = Machines(tmp_path).start()

    def keep(key: Key, record: Record | None) -> None:
        assert key not in found
        found[key] = record
        if len(found) == 5:
            short_lived.scheduler.kill()

    try:
        with pytest.raises(cluster.NoCluster, match="the scheduler is gone"):
            cluster.decide(short_lived.address, terms, wanted, keep)
    finally:
        short_lived.stop()
    assert 5 <= len(found) < 300
    left = dict(list({k: a for k, a in wanted.items() if k not in found}.items())[:20])
    cluster.decide(machines.address, terms, left, keep)
    assert set(left) <= set(found)
    assert all(record and record["verdict"] == "refuted" for record in found.values())


def test_a_worker_that_decides_otherwise_is_refused_by_name(
    terms: Terms, machines: Machines
) -> None:
    other = replace(terms, version="0" * 32)
    with pytest.raises(cluster.NoCluster, match=r"worker tcp://127.0.0.1:\d+: its corpus and"):
        cluster.decide(machines.address, other, answers(1), lambda *_: None)


def test_where_no_scheduler_answers(terms: Terms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECTING", 0.5)
    with pytest.raises(cluster.NoCluster, match="no scheduler answers there"):
        cluster.decide("tcp://127.0.0.1:1", terms, answers(1), lambda *_: None)


def test_without_dask_it_is_said_what_is_needed(
    terms: Terms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(cluster.NoCluster, match="needs Dask: pip install"):
        cluster.decide("tcp://127.0.0.1:1", terms, answers(1), lambda *_: None)
