"""The log survives kills, says where it is broken, and files are written whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from report_records import record

from referee.reports import log


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "records.jsonl"


def test_what_is_appended_is_read(path: Path) -> None:
    records = [record(claim="a"), record("refuted", claim="é\n\ud800 ✗")]
    for one in records:
        log.append(path, one)
    assert log.read(path) == records
    assert path.read_bytes().count(b"\n") == 2


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_not_finite_is_not_logged(path: Path, number: float) -> None:
    log.append(path, record())
    with pytest.raises(ValueError, match="JSON compliant"):
        log.append(path, record(seconds=number))
    assert log.read(path) == [record()]


def test_a_torn_last_line_is_dropped_and_mended(path: Path) -> None:
    log.append(path, record(claim="a"))
    log.append(path, record(claim="b"))
    path.write_bytes(path.read_bytes()[:-40])
    assert [one["claim"] for one in log.read(path)] == ["a"]
    log.append(path, record(claim="c"))
    assert [one["claim"] for one in log.read(path)] == ["a", "c"]


def test_a_whole_last_line_without_its_newline_is_kept(path: Path) -> None:
    log.append(path, record(claim="a"))
    path.write_bytes(path.read_bytes()[:-1])
    assert [one["claim"] for one in log.read(path)] == ["a"]
    log.append(path, record(claim="b"))
    assert [one["claim"] for one in log.read(path)] == ["a", "b"]


def test_every_cut_of_a_log_is_readable(path: Path) -> None:
    log.append(path, record(claim="a"))
    log.append(path, record(claim="b"))
    whole = path.read_bytes()
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        assert [one["claim"] for one in log.read(path)] in ([], ["a"], ["a", "b"])


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[]", "not a record but a list"),
        (b'{"schema": NaN}', r"\$\.schema: NaN"),
        (b"{}", r"\$: Object missing required field `schema`"),
        (b'{"schema": 2}', r"\$\.schema: 2, but this reads 1"),
        (b'{"schema": 1}', r"\$: Object missing required field"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_broken_line_is_named(path: Path, line: bytes, says: str) -> None:
    log.append(path, record())
    path.write_bytes(path.read_bytes() + b"\n" + line + b"\n" + path.read_bytes())
    with pytest.raises(ValueError, match=says) as raised:
        log.read(path)
    assert f"{path}:3: " in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_unknown_verdict_is_named(path: Path) -> None:
    log.append(path, record("passed"))
    with pytest.raises(ValueError, match=r"\$\.verdict: Invalid enum value 'passed'"):
        log.read(path)


def test_a_file_is_written_whole(path: Path) -> None:
    log.write_atomically(path, "old\n")
    log.write_atomically(path, "new\n")
    assert path.read_text() == "new\n"
    assert [child.name for child in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_an_old_file_stands_where_writing_fails(
    path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    log.write_atomically(path, "old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    owner = os if fails == "fsync" else Path
    monkeypatch.setattr(owner, fails, full)
    with pytest.raises(OSError, match="No space"):
        log.write_atomically(path, "new")
    assert path.read_text() == "old"
    assert [child.name for child in path.parent.iterdir()] == [path.name]


def test_text_that_cannot_be_encoded_leaves_the_old_file(path: Path) -> None:
    log.write_atomically(path, "old")
    with pytest.raises(UnicodeEncodeError):
        log.write_atomically(path, "\ud800")
    assert path.read_text() == "old"
