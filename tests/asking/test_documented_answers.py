"""docs/ask.md and the top of README.md: what they show is what is said, and their code runs."""

from __future__ import annotations

import re
import shlex
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import ROOT, python

from referee.__main__ import main
from referee.api.strategies import NAMES

PAGES = ("README.md", "docs/ask.md")
# How many instances were decided hangs on how much is done, which documents do not promise.
COUNTED = re.compile(r"^held .*\n( {10}.*\n)*|all [\d,]+ smaller", re.MULTILINE)


def fences(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def sessions() -> Iterator[tuple[str, str]]:
    """Yield commands of referee ask with what is shown below them."""
    for page in PAGES:
        for fence in fences(page, "console"):
            for session in fence.split("$ referee ")[1:]:
                command, _, shown = session.partition("\n")
                if command.startswith("ask "):
                    yield command, shown


@pytest.fixture(autouse=True)
def _terminal_of_100_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are broken as in a terminal of the width that the documents show."""
    monkeypatch.setenv("COLUMNS", "100")


@pytest.mark.parametrize(("command", "shown"), list(sessions()))
def test_what_is_shown_is_what_is_said(
    command: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(shlex.split(command))
    said = capsys.readouterr().out
    assert COUNTED.sub("#", said) == COUNTED.sub("#", shown)


def test_there_are_sessions_to_look_at() -> None:
    assert len(list(sessions())) >= 7


def test_the_code_runs(tmp_path: Path) -> None:
    asked, asserted, drawn = fences("docs/ask.md", "python")
    done = python("-c", asked, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (tmp_path / "test_documented.py").write_text(f"{asserted}\n\n{textwrap.dedent(drawn)}")
    done = python("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


def test_all_kinds_are_listed() -> None:
    text = (ROOT / "docs" / "ask.md").read_text(encoding="utf-8")
    listed = text.partition("<!-- kinds -->")[2].partition("<!-- end of kinds -->")[0]
    assert tuple(" ".join(listed.split()).split(", ")) == NAMES
