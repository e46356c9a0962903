"""An autograder for Gradescope: a folder with setup.sh, run_autograder and the corpus.

The folder is zipped (its contents, not itself) and uploaded. Gradescope unpacks it to
``/autograder/source``, runs ``setup.sh`` once, and ``run_autograder`` for each submission
in ``/autograder/submission``; the result is ``/autograder/results/results.json``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from harness.corpora import folder_of

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("claims", "harness", "numerics", "reports", "strategies")
ALONE = ("conftest.py", "pyproject.toml", "README.md", "LICENSE")
UNUSED = shutil.ignore_patterns("__pycache__", "_build", "*.pyc", ".*")


def write(out: Path, package: str, *, visibility: str, leaderboard: bool) -> list[str]:
    """Write the folder and return the names of what lies in it. Raises OSError."""
    referee = out / "referee"
    out.mkdir(parents=True, exist_ok=True)
    for name in PACKAGES:
        shutil.copytree(ROOT / name, referee / name, ignore=UNUSED, dirs_exist_ok=True)
    for name in ALONE:
        shutil.copyfile(ROOT / name, referee / name)
    corpus = folder_of(package)
    if not (referee / package).exists():
        shutil.copytree(corpus, referee / package, ignore=UNUSED, dirs_exist_ok=True)
    shown = {"visibility": visibility, "leaderboard": leaderboard}
    settings = {"corpus": package, **shown, "seconds": 60, "megabytes": 1_000}
    (out / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    for name, text in _scripts():
        (out / name).write_text(text, encoding="utf-8")
        (out / name).chmod(0o755)
    return sorted(path.name for path in out.iterdir())


def _scripts() -> Iterator[tuple[str, str]]:
    folder = files("harness.gradescope")
    for name in ("setup.sh", "run_autograder"):
        yield name, folder.joinpath(name).read_text(encoding="utf-8")
