"""Beside other plugins of pytest, each alone and all at once: the same records as without."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from empty_folder import Record, only_installed, records, typed

pytestmark = only_installed
OWN = ("xdist", "hypothesispytest", "referee")
# A plugin by the name of its entry point, with options that make it do its work.
OTHERS = {
    "anyio": (),
    "asyncio": (),
    "benchmark": (),
    "pytest_cov": ("--cov=referee.language", "--cov-report="),
    "html": ("-p", "metadata", "--html=other.html"),
    "randomly": ("--randomly-seed=3",),
    "rerunfailures": ("--reruns=1",),
    "sugar": (),
    "timeout": ("--timeout=250",),
}
SHEET = """
["1.2-E5-gradient"]
answer = "X @ (X.T @ w - y) / n"
["1.2-E4-loss"]
answer = "norm(X.T @ w - y)**2"
["1.1-E2-kernel"]
answer = "J.T @ J"
["2.2-A5-finite"]
answer = "3*M"
"""
# What the sheet answers, and a claim that it leaves open.
ONLY = [
    word
    for claim in ("1.2-E5-gradient", "1.2-E4-loss", "1.1-E2-kernel", "2.2-A5-finite", "1.2-E6-flow")
    for word in ("--claims-only", claim)
]
FEW = (
    *ONLY,
    "--claims-examples=5",
    "--claims-proof=2",
    "--claims-search=0.1",
    "--hypothesis-seed=7",
)


def decided(folder: Path, plugins: Sequence[str], *options: str, **more: str) -> list[Record]:
    """Grade a few claims beside some plugins and return the records."""
    folder.mkdir()
    (folder / "mine.toml").write_text(SHEET, encoding="utf-8")
    loaded = [word for name in plugins for word in ("-p", name)]
    done = typed(folder, "pytest", "--sheet=mine.toml", "-n", "2", *loaded, *FEW, *options, **more)
    assert "INTERNALERROR" not in done.stdout + done.stderr
    assert done.returncode == 1, done.stdout  # some of the answers are wrong
    found = records(folder / "claims-report")
    for record in found:
        del record["replay"]  # it names the folder
    return found


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    """Return the records of a run beside no other plugin."""
    place = tmp_path_factory.mktemp("alone") / "run"
    found = decided(place, OWN, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    assert {r["verdict"] for r in found} >= {"held", "refuted", "ill-typed", "unanswered"}
    return found


@pytest.mark.parametrize("name", OTHERS)
def test_beside_one_other_plugin(alone: list[Record], tmp_path: Path, name: str) -> None:
    found = decided(
        tmp_path / "run", (*OWN, name), *OTHERS[name], PYTEST_DISABLE_PLUGIN_AUTOLOAD="1"
    )
    assert found == alone


def test_beside_all_of_them_at_once(alone: list[Record], tmp_path: Path) -> None:
    options = [word for given in OTHERS.values() for word in given if word.startswith("--")]
    found = decided(tmp_path / "run", (), *options)
    assert found == alone
