"""``python -m reports render`` rebuilds the page from files, or says in a line why not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from report_records import record, run

from referee.__main__ import main
from referee.reports import log

ROOT = Path(__file__).parents[2]


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "records.jsonl"
    log.append(path, record())
    return path


def test_the_page_stands_beside_the_records(records: Path) -> None:
    assert main(["report", "render", str(records)]) == 0
    page = records.with_name("index.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "makes 1 assertion: " in page
    assert 'data-verdict="held">1 holds</a>.' in page


def test_the_header_beside_the_records_is_used(records: Path, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(json.dumps(run()))
    out = tmp_path / "sub" / "page.html"
    assert main(["report", "render", str(records), "--out", str(out)]) == 0
    assert "Least squares" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [[], ["render"], ["show"], ["render", "a", "b"]])
def test_bad_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["report", *arguments])
    assert raised.value.code == 2
    assert "usage: referee" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "header", "says"),
    [
        (None, None, "No such file"),
        ("nonsense\n", None, "records.jsonl:1: not JSON"),
        (json.dumps(record(margin=3)) + "\n", None, "records.jsonl:1: $.margin: Expected `object`"),
        (json.dumps(record()) + "\n", "{", "run.json: not JSON"),
        (json.dumps(record()) + "\n", "[]", "run.json: not the header of a run"),
        (json.dumps(record()) + "\n", "{}", "run.json: $: Object missing required field"),
        (json.dumps(record()) + "\n", json.dumps(run(seed="3")), "run.json: $.seed: Expected"),
    ],
)
def test_unusable_input(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: str | None,
    header: str | None,
    says: str,
) -> None:
    for name, text in (("records.jsonl", content), ("run.json", header)):
        if text is not None:
            (tmp_path / name).write_text(text)
    (tmp_path / "index.html").write_text("old")
    assert main(["report", "render", str(tmp_path / "records.jsonl")]) == 2
    err = capsys.readouterr().err
    assert says in err
    assert err.count("\n") == 1
    assert (tmp_path / "index.html").read_text() == "old"


def test_a_header_that_was_asked_for_must_be_there(records: Path) -> None:
    assert (
        main(["report", "render", str(records), "--run", str(records.with_name("none.json"))]) == 2
    )


def test_a_reader_who_has_seen_enough_is_no_trouble(records: Path) -> None:
    command = [sys.executable, "-m", "referee", "report", "compare", str(records), str(records)]
    read, write = os.pipe()
    os.close(read)  # nobody reads
    done = subprocess.run(
        command, cwd=ROOT, stdout=write, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(write)
    assert done.stderr == ""
    assert done.returncode == 2
