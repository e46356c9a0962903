"""``referee warm``: what ``ask`` and ``check`` say is the same, whoever answers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from processes import python
from warm_processes import Place, place

from referee.__main__ import main

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched by handles")

FALSE = "tr(AB) = tr(A) tr(B) where A, B in R^(n x n)"
NOTES = "# Notes\n\nFor all $A, B \\in \\mathbb{R}^{n \\times n}$: $(AB)^T = A^T B^T$.\n"


@pytest.fixture(scope="module")
def warm() -> Iterator[Place]:
    with place() as found:
        done = python("-m", "referee", "warm", "start", variables=found.variables())
        assert done.returncode == 0, done.stderr
        yield found
        python("-m", "referee", "warm", "stop", variables=found.variables())


def answered(warm: Place) -> int:
    """Return how many have been answered."""
    said = python("-m", "referee", "warm", "status", variables=warm.variables()).stdout
    return int(said.partition(": ")[2].partition(" ")[0])


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (["ask", FALSE], ""),
        (["ask", "-"], "tr(AB) = tr(BA)"),
        (["ask", "A +"], ""),
        (["ask", FALSE, "--python"], ""),
        (["ask", FALSE, "--seconds=0"], ""),
        (["ask", "--nonsense"], ""),
        (["check", "notes.md", "missing.md", "--verbose"], ""),
    ],
)
def test_it_is_said_as_it_is_said_without(
    warm: Place, tmp_path: Path, words: list[str], given: str
) -> None:
    (tmp_path / "notes.md").write_text(NOTES, encoding="utf-8")
    before = answered(warm)
    there, here = (
        python("-m", "referee", *words, cwd=tmp_path, given=given, variables=variables)
        for variables in (warm.variables(), warm.variables(REFEREE_COLD="1"))
    )
    assert answered(warm) == before + 1
    assert (there.stdout, there.stderr) == (here.stdout, here.stderr)
    assert there.returncode == here.returncode


def test_all_that_is_known_is_the_same(warm: Place) -> None:
    there, here = (
        without_times(
            json.loads(python("-m", "referee", "ask", FALSE, "--json", variables=v).stdout)
        )
        for v in (warm.variables(), warm.variables(REFEREE_COLD="1"))
    )
    assert there["record"] is not None
    assert there == here


def without_times(data: Any) -> Any:
    """Return data without the seconds that something took."""
    if isinstance(data, dict):
        return {k: without_times(v) for k, v in data.items() if k != "seconds"}
    return [without_times(each) for each in data] if isinstance(data, list) else data


def test_who_asks_imports_no_mathematics(warm: Place) -> None:
    words = ("-X", "importtime", "-m", "referee", "ask", FALSE)
    before = answered(warm)
    done = python(*words, variables=warm.variables())
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert (done.returncode, answered(warm)) == (1, before + 1)
    assert "referee.warm.request" in imported
    heavy = {"numpy", "argparse", "dataclasses", "importlib.metadata", "referee.commands", "socket"}
    assert heavy & imported == set()


def test_it_is_started_once_and_stopped(warm: Place) -> None:
    with place() as other:
        variables = other.variables()
        assert python("-m", "referee", "warm", "status", variables=variables).returncode == 1
        first = python("-m", "referee", "warm", "start", "--minutes=5", variables=variables)
        assert "answers ask and check from now on, until nobody has asked for 5 min" in first.stdout
        again = python("-m", "referee", "warm", "start", variables=variables)
        assert again.stdout.startswith(
            f"{first.stdout.partition(' answers')[0]}: 0 answered in 0 min"
        )
        assert python("-m", "referee", "warm", "stop", variables=variables).returncode == 0
        assert python("-m", "referee", "warm", "stop", variables=variables).returncode == 1
    assert answered(warm) >= 0  # another one, which goes on


@pytest.mark.parametrize("minutes", ["0", "nan", "-1", "1e9"])
def test_minutes_that_are_none_are_a_line(capsys: pytest.CaptureFixture[str], minutes: str) -> None:
    assert main(["warm", "start", f"--minutes={minutes}"]) == 2
    assert capsys.readouterr().err.startswith("referee: --minutes=")
