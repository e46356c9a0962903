"""The certificates of a run, verified from its log; what was tampered with is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from processes import python
from referee_runs import Run, referee, written

Record = dict[str, Any]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("verified")
    return referee(folder / "report", "--sheet", written(folder))


def verify(path: Path, *options: str) -> tuple[int, list[str]]:
    done = python("-m", "referee", "verify", path, *options)
    return done.returncode, (done.stdout + done.stderr).splitlines()


def copy(run: Run, path: Path, tamper: Callable[[Record], None]) -> Path:
    lines = []
    for record in json.loads(json.dumps(run.records)):
        if record["claim"] == "1.1-E1-dissipation":
            tamper(record)
        lines.append(json.dumps(record))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_every_certificate_of_a_run_is_confirmed(run: Run) -> None:
    false = [r for r in run.records if r["verdict"] in {"refuted", "ill-typed"}]
    proved = [r for r in run.records if (r["evidence"].get("every_size") or {}).get("proved")]
    assert (len(false), len(proved)) == (4, 2)
    rows = len(run.records)
    assert verify(run.folder / "records.jsonl") == (
        0,
        [
            "6 of 6 certificates confirmed",
            f"{rows} of {rows} rows are what is decided again",
        ],
    )


def corrected(record: Record) -> None:
    record["answer"] = "-(1/n) * (u - y).T @ H @ (u - y)"


def at_another_instance(record: Record) -> None:
    name, _, integers = record["counterexample"]["token"].partition(":")
    zeros = " ".join("0" for _ in integers.split())
    record["counterexample"]["token"] = f"{name}: {zeros}"


def without_an_instance(record: Record) -> None:
    record["counterexample"] |= {"token": "../../etc/passwd"}


def with_code_for_an_answer(record: Record) -> None:
    record["answer"] = "__import__('os').getcwd()"


def of_an_unknown_claim(record: Record) -> None:
    record["claim"] = "1.1-E1-nowhere"


@pytest.mark.parametrize(
    "tamper",
    [
        corrected,
        at_another_instance,
        without_an_instance,
        with_code_for_an_answer,
        of_an_unknown_claim,
    ],
)
def test_a_certificate_that_was_tampered_with_is_named(
    run: Run, tmp_path: Path, tamper: Callable[[Record], None]
) -> None:
    code, lines = verify(copy(run, tmp_path / "records.jsonl", tamper))
    assert code == 1
    assert len(lines) == 3
    assert lines[0].startswith("NOT confirmed: 1.1-E1-")
    assert lines[1] == "5 of 6 certificates confirmed"
    assert "its rows are not decided again" in lines[2]  # there is no header beside this copy


@pytest.mark.parametrize(
    "garbage", [b"\xff\xfe\x00", b"not json\n", b"[1, 2]\n", b"{}\n", b"[" * 100_000, b"17\n"]
)
def test_garbage_is_refused_in_one_line(tmp_path: Path, garbage: bytes) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(garbage)
    code, lines = verify(path)
    assert code == 2
    assert len(lines) == 1
    assert lines[0].startswith(f"referee: {path}")


@pytest.mark.parametrize("content", [b"", b"\n\n", b'{"claim": "1.2-E5'])
def test_a_log_without_records_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(content)
    assert verify(path) == (2, [f"referee: {path}: no records"])


def test_a_torn_last_line_was_never_written(run: Run, tmp_path: Path) -> None:
    whole = (run.folder / "records.jsonl").read_bytes()
    path = tmp_path / "records.jsonl"
    path.write_bytes(whole + b'{"claim": "1.2-E5')
    path.with_name("run.json").write_bytes((run.folder / "run.json").read_bytes())
    assert verify(path, "--fast") == verify(run.folder / "records.jsonl", "--fast")


def test_a_missing_log_is_refused_in_one_line(tmp_path: Path) -> None:
    code, lines = verify(tmp_path / "nowhere.jsonl")
    assert code == 2
    assert len(lines) == 1
    assert "nowhere.jsonl" in lines[0]
