"""The wheel alone, in an empty folder: a template, one answer filled in, graded both ways."""

from __future__ import annotations

import csv
import importlib.util
import re
from importlib.metadata import distribution
from pathlib import Path

import pytest
from empty_folder import CHECKOUT, only_installed, records, typed

import referee

pytestmark = only_installed
FEW = ("--claims-examples=5", "--claims-proof=2", "--claims-search=0.1")
ALONE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # but for what is named
CLAIM, ANSWER = "1.2-E5-gradient", "X @ (X.T @ w - y) / n"


def test_the_referee_here_is_the_wheel() -> None:
    assert Path(referee.__file__).resolve() != CHECKOUT / "referee" / "__init__.py"


def test_one_new_top_level_package_is_installed() -> None:
    files = distribution("claims-referee").files or []
    tops = {path.parts[0] for path in files if not path.parts[0].endswith(".dist-info")}
    assert tops - {"..", "__pycache__"} == {"referee"}


def test_torch_is_not_needed() -> None:
    assert importlib.util.find_spec("torch") is None


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty folder with a sheet that answers one question."""
    folder = tmp_path_factory.mktemp("empty")
    template = typed(folder, "referee", "sheet")
    assert template.returncode == 0, template.stderr
    blank = rf'("{re.escape(CLAIM)}" = )""'
    text, count = re.subn(blank, lambda m: f'{m[1]}"{ANSWER}"', template.stdout)
    assert count == 1
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_command_grades_a_sheet(filled: Path) -> None:
    done = typed(filled, "referee", "grade", "mine.toml", "--out", "out", "--proof", "2")
    assert done.returncode == 0, done.stderr
    with (filled / "out" / "gradebook.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert float(row[CLAIM]) > 0
    assert float(row["total"]) == round(float(row[CLAIM]), 2)


@pytest.mark.parametrize("workers", ["0", "2"])
def test_pytest_grades_a_sheet(filled: Path, workers: str) -> None:
    report = f"report-{workers}"
    options = (*FEW, f"--claims-report={report}", "-n", workers)
    done = typed(filled, "pytest", "--sheet=mine.toml", *options)
    assert done.returncode == 0, done.stdout
    verdicts = {r["claim"]: r["verdict"] for r in records(filled / report)}
    assert verdicts.pop(CLAIM) == "held"
    assert set(verdicts.values()) == {"unanswered"}
    assert (filled / report / "index.html").is_file()


def test_a_run_that_asks_for_nothing_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(
        "import sys\n\n\ndef test_own(pytestconfig):\n"
        "    heavy = {'numpy', 'flint', 'referee.deciding.decision'} & set(sys.modules)\n"
        "    assert not heavy\n"
        "    assert not pytestconfig.getoption('--sheet')\n",
        encoding="utf-8",
    )
    done = typed(tmp_path, "pytest", "-q", "-W", "error", "-p", "referee", **ALONE)
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout
    assert "claims" not in done.stdout
    assert not (tmp_path / "claims-report").exists()


def test_a_projects_own_settings_do_not_disturb_a_run(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\npython_functions = check_*\npython_files = *.none\nfilterwarnings = error\n"
        "addopts = -q --strict-markers\ntestpaths = .\n",
        encoding="utf-8",
    )
    (tmp_path / "mine.toml").write_text(
        (filled / "mine.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    own = ("-p", "xdist", "-p", "hypothesispytest", "-p", "referee")
    done = typed(tmp_path, "pytest", "--sheet=mine.toml", "-n", "1", *own, *FEW, **ALONE)
    assert done.returncode == 0, done.stdout
    assert len(records(tmp_path / "claims-report")) > 100
    graded = typed(tmp_path, "referee", "grade", "mine.toml", "--out", "out", "--proof", "2")
    assert graded.returncode == 0, graded.stderr
