"""An autograder for Gradescope: a folder with setup.sh, run_autograder and the corpus.

The folder is zipped (its contents, not itself) and uploaded. Gradescope unpacks it to
``/autograder/source``, runs ``setup.sh`` once, and ``run_autograder`` for each submission
in ``/autograder/submission``; the result is ``/autograder/results/results.json``.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from referee.deciding.corpora import ROOT, CorpusError, folder_of

PACKAGES = ("claims", "harness", "numerics", "reports", "strategies")
ALONE = ("conftest.py", "pyproject.toml", "README.md", "LICENSE")
UNUSED = shutil.ignore_patterns("__pycache__", "_build", "*.pyc", ".*")


def write(out: Path, package: str, *, visibility: str, leaderboard: bool) -> list[str]:
    """Write the folder and return the names of what lies in it.

    What an earlier command wrote is replaced. Raises OSError, and CorpusError for a folder
    that lies inside what is copied, or holds something else under the name of the copy.
    """
    copied = {name: ROOT / name for name in PACKAGES} | {package: folder_of(package)}
    for folder in copied.values():
        _check_outside(out, folder)
    referee = out / "referee"
    if referee.exists() and not (referee / "harness" / "gradescope").is_dir():
        raise CorpusError(f"{referee}: not written by this command; choose another folder")
    out.mkdir(parents=True, exist_ok=True)
    beside = out / f".referee.{secrets.token_hex(4)}.part"
    try:
        for name, folder in copied.items():
            shutil.copytree(folder, beside / name, ignore=UNUSED)
        for name in ALONE:
            shutil.copyfile(ROOT / name, beside / name)
        shutil.rmtree(referee, ignore_errors=True)
        beside.replace(referee)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    shown = {"visibility": visibility, "leaderboard": leaderboard}
    settings = {"corpus": package, **shown, "seconds": 60, "megabytes": 1_000}
    (out / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    for name, text in _scripts():
        (out / name).write_text(text, encoding="utf-8")
        (out / name).chmod(0o755)
    return sorted(path.name for path in out.iterdir())


def _check_outside(out: Path, folder: Path) -> None:
    """Refuse to write into what is copied: the copy would copy itself."""
    if not out.resolve().is_relative_to(folder):
        return
    inside = out.resolve().relative_to(folder).parts
    if not UNUSED("", list(inside)):
        raise CorpusError(f"--out={out}: choose a folder outside of {folder}")


def _scripts() -> Iterator[tuple[str, str]]:
    folder = files("referee.grading.gradescope")
    for name in ("setup.sh", "run_autograder"):
        yield name, folder.joinpath(name).read_text(encoding="utf-8")
