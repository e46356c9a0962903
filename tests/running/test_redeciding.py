"""A log that was changed anywhere is found out: every leaf of a record, every row, the header."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from processes import python
from referee_runs import Run, referee

from referee.evidence.record import key
from referee.evidence.schema import Record
from referee.running.redeciding import (
    LEFT_OUT,
    differences,
    rows_amiss,
    was_never_decided,
)

# One answer of each fate: proved, refuted, a bound whose strength is measured, ill-typed, blank.
WANTED = ("1.2-E5-gradient", "1.1-A5-exponential-decay", "1.1-E2-kernel")
Log = list[dict[str, Any]]
Place = tuple[str | int, ...]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    only = [part for claim in WANTED for part in ("--claims-only", claim)]
    return referee(
        tmp_path_factory.mktemp("again"), "--claims-search=0.1", "--hypothesis-seed=9", *only
    )


def written(run: Run, folder: Path, records: Log, **header: Any) -> Path:
    """Write a log with its header, as a run leaves them."""
    path = folder / "records.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    said = json.loads((run.folder / "run.json").read_text(encoding="utf-8")) | header
    path.with_name("run.json").write_text(json.dumps(said), encoding="utf-8")
    return path


def verify(path: Path, *options: str) -> tuple[int, list[str]]:
    done = python("-m", "referee", "verify", path, "--workers=1", *options)
    return done.returncode, (done.stdout + done.stderr).splitlines()


def test_a_run_is_what_is_decided_again(run: Run) -> None:
    code, lines = verify(run.folder / "records.jsonl")
    rows = len(run.records)
    assert (code, lines[-1]) == (0, f"{rows} of {rows} rows are what is decided again")
    assert rows > 12


def leaves(part: Any, place: Place = ()) -> Iterator[Place]:
    if isinstance(part, dict | list) and part:
        pairs = part.items() if isinstance(part, dict) else enumerate(part)
        for name, each in pairs:
            yield from leaves(each, (*place, name))
    else:
        yield place


def other(value: Any) -> Any:
    """Return another value of the same type, as near as can be."""
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return value * (1 + 2**-52) or 5e-324
    if isinstance(value, str):
        return value + " "
    return [*value, 0] if isinstance(value, list) else {**value, "more": 0}


def changed(record: dict[str, Any], place: Place) -> dict[str, Any]:
    found = copy.deepcopy(record)
    part: Any = found
    for name in place[:-1]:
        part = part[name]
    part[place[-1]] = other(part[place[-1]])
    return found


def test_every_leaf_of_a_record_that_is_changed_is_caught_but_for_those_listed(run: Run) -> None:
    tried, missed = 0, set()
    for record in run.records:
        for place in leaves(record):
            tried += 1
            if next(differences(changed(record, place), record), None) is None:
                missed.add(".".join(map(str, place)))
    assert tried > 1_000
    assert missed == set(LEFT_OUT)


def test_a_leaf_that_is_not_there_and_one_too_many_are_caught(run: Run) -> None:
    for record in run.records:
        for name in record.keys() - LEFT_OUT.keys():
            less = {k: v for k, v in record.items() if k != name}
            assert next(differences(less, record)).endswith("is not in the log")
            assert next(differences(record, less)).endswith("stands in the log alone")


def in_claim(records: Log, claim: str) -> dict[str, Any]:
    return next(r for r in records if r["claim"] == claim and r["verdict"] == "held")


def a_count(records: Log) -> None:
    in_claim(records, "1.2-E5-gradient")["instances"] += 1


def a_margin(records: Log) -> None:
    in_claim(records, "1.1-A5-exponential-decay")["margin"]["smallest"] = -17.5


def a_word_of_strength(records: Log) -> None:
    found = next(r for r in records if "strength" in r)
    found["strength"]["word"] = "circular"


def two_answers_exchanged(records: Log) -> None:
    rows = [r for r in records if r["claim"] == "1.2-E5-gradient" and r["sheet"] == "mutants"]
    rows[0]["answer"], rows[1]["answer"] = rows[1]["answer"], rows[0]["answer"]


def a_row_twice(records: Log) -> None:
    records.append(copy.deepcopy(records[0]))


def a_row_taken_out(records: Log) -> None:
    del records[3]


def a_row_of_nobody(records: Log) -> None:
    records[0]["label"] = "invented"


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (a_count, "instances is"),
        (a_margin, "margin.smallest is -17.5 in the log"),
        (a_word_of_strength, "strength.word is 'circular' in the log"),
        (two_answers_exchanged, "answer is"),
        (a_row_twice, "the row stands 2 times"),
        (a_row_taken_out, "rows, but the run had"),
        (a_row_of_nobody, "no sheet has this row"),
    ],
)
def test_what_was_changed_is_said(run: Run, tamper: Callable[[Log], None], says: str) -> None:
    records = copy.deepcopy(run.records)
    tamper(records)
    assert any(says in line for line in amiss(run, records))


def amiss(run: Run, records: Log) -> list[str]:
    """Return what is said of a log that was tampered with, beside the rows as they were decided."""
    header = json.loads((run.folder / "run.json").read_text(encoding="utf-8"))
    told, decided = cast("list[Record]", records), cast("list[Record]", run.records)
    by_key = {key(record): record for record in decided}
    found = (differences(r, by_key[key(r)]) for r in told if key(r) in by_key)
    return [*rows_amiss(told, header, by_key), *(line for lines in found for line in lines)]


def test_a_log_that_was_changed_is_found_by_the_command(run: Run, tmp_path: Path) -> None:
    records = copy.deepcopy(run.records)
    a_count(records)
    a_row_twice(records)
    code, lines = verify(written(run, tmp_path, records))
    assert code == 1
    assert any(line.startswith("NOT as decided again: 1.2-E5") for line in lines)
    assert any("stands 2 times" in line for line in lines)


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ({"title": "Another homework"}, "run.json.title is"),
        ({"parts": {"1.1": "x"}}, "run.json.parts"),
        ({"main": "mutants"}, "run.json.main is"),
        ({"distributions": {}}, "run.json.distributions"),
        ({"examples": 7}, "run.json.examples is 7, but 5 were asked for"),
        ({"versions": {"numpy": "0.1"}}, "decided with numpy 0.1, here is"),
    ],
)
def test_a_header_that_was_changed_is_said(
    run: Run, tmp_path: Path, header: dict[str, Any], says: str
) -> None:
    code, lines = verify(written(run, tmp_path, run.records, **header), "--fast")
    assert any(says in line for line in lines)
    assert code == (0 if "versions" in header else 1)


def test_a_share_is_decided_again_and_another_seed_is_noticed(run: Run, tmp_path: Path) -> None:
    log = run.folder / "records.jsonl"
    rows = round(0.25 * len(run.records))
    code, lines = verify(log, "--share=0.25")
    assert (code, lines[-1]) == (0, f"{rows} of {rows} rows are what is decided again")
    assert verify(log, "--fast")[1][-1] == "no row was decided again, as was asked for"
    code, lines = verify(written(run, tmp_path, run.records, seed=10), "--share=0.5")
    assert code == 1
    assert any(line.startswith("NOT as decided again") for line in lines)


@pytest.mark.parametrize("option", ["--share=2", "--share=-0.5", "--share=nan", "--workers=0"])
def test_bad_numbers_are_one_line(run: Run, option: str) -> None:
    done = python("-m", "referee", "verify", run.folder / "records.jsonl", option)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert option.partition("=")[0] in done.stderr


def test_a_certificate_of_a_proof_that_was_changed_is_named(run: Run, tmp_path: Path) -> None:
    records = copy.deepcopy(run.records)
    proof = in_claim(records, "1.2-E5-gradient")["evidence"]["every_size"]
    assert proof["proved"]
    proof["certificates"].clear()
    code, lines = verify(written(run, tmp_path, records), "--fast")
    assert code == 1
    (line,) = (line for line in lines if line.startswith("NOT confirmed"))
    assert line.startswith("NOT confirmed: 1.2-E5-gradient")
    assert "at every size" in line


@pytest.mark.parametrize(
    "says",
    [
        {"reason": "stopped: the answer took more than 3 s of computing"},
        {"fault": "run"},
        {"fault": "sheet", "reason": "stopped: the answer took more than 3 s of computing"},
    ],
)
def test_no_row_with_a_verdict_is_taken_for_one_without_a_decision(
    run: Run, says: dict[str, Any]
) -> None:
    for verdict in ("held", "refuted", "ill-typed", "unanswered"):
        row = cast("Record", run.records[0] | {"verdict": verdict} | says)
        assert not was_never_decided(row)
    lost = {"verdict": "error"} if "fault" in says else {"verdict": "inconclusive"}
    assert was_never_decided(cast("Record", run.records[0] | lost | says))


@pytest.mark.parametrize("member", ["answer", "statement", "expected", "because", "as_expected"])
def test_a_row_without_a_decision_says_what_its_sheet_says(
    run: Run, tmp_path: Path, member: str
) -> None:
    records = copy.deepcopy(run.records)
    row = next(r for r in records if r["sheet"] == "reference" and r["verdict"] == "held")
    row |= {"verdict": "missing", "reason": "the run ended", "as_expected": False}
    assert verify(written(run, tmp_path, records), "--fast")[0] == 0
    row[member] = {"expected": "refuted", "as_expected": True}.get(member, "something else")
    code, lines = verify(written(run, tmp_path, records), "--fast")
    assert code == 1
    assert any(f"{row['claim']} [reference]: {member} is" in line for line in lines)


@pytest.mark.parametrize("torn", [1, 200])
def test_a_log_that_ends_early_is_said_to(run: Run, tmp_path: Path, torn: int) -> None:
    log = written(run, tmp_path, run.records)
    log.write_text(log.read_text(encoding="utf-8")[: -torn - 1], encoding="utf-8")
    code, lines = verify(log, "--fast")
    count = len(run.records)
    assert code == 1
    assert any(f"{count - 1} rows, but the run had {count}" in line for line in lines)
