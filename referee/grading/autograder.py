"""An autograder for Gradescope: a folder with setup.sh, run_autograder and the referee.

The folder is zipped (its contents, not itself) and uploaded. Gradescope unpacks it to
``/autograder/source``, runs ``setup.sh`` once, and ``run_autograder`` for each submission
in ``/autograder/submission``; the result is ``/autograder/results/results.json``. The referee
travels as the packages that are running now, with a project file made of their metadata.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path

from referee.deciding.corpora import OWN, CorpusError, folder_of
from referee.grading.assignments import Assignment

DISTRIBUTION = "claims-referee"
APART = ("claims", "reports", "strategies")  # rooms that may lie beside the package
UNUSED = shutil.ignore_patterns("__pycache__", "_build", "*.pyc", ".*")
SCRIPTS = ("setup.sh", "run_autograder")


def write(
    out: Path, package: str, *, visibility: str, leaderboard: bool, assignment: Assignment
) -> list[str]:
    """Write the folder and return the names of what lies in it.

    What an earlier command wrote is replaced. Raises OSError, and CorpusError for a folder
    that lies inside what is copied, or holds something else under the name of the copy.
    """
    copied = _copied(package)
    for folder in copied.values():
        _check_outside(out, folder)
    for name in ("referee", "corpus"):
        there = out / name
        if there.exists() and not (out / "settings.json").is_file():
            raise CorpusError(f"{there}: not written by this command; choose another folder")
    out.mkdir(parents=True, exist_ok=True)
    _replace(out, copied)
    settings: dict[str, object] = {
        "corpus": OWN if package == OWN else f"corpus/{package}",
        "visibility": visibility,
        "leaderboard": leaderboard,
        "seconds": 60,
        "megabytes": 1_000,
        "asked": _asked(out, assignment),
    }
    (out / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    for name, text in _scripts():
        (out / name).write_text(text, encoding="utf-8")
        (out / name).chmod(0o755)
    return sorted(path.name for path in out.iterdir())


def _asked(out: Path, assignment: Assignment) -> list[str]:
    """Copy an assignment with its rubric, and return the options that name what was asked."""
    files = {"assignment": assignment.file, "rubric": assignment.rubric}
    # All is read before anything is removed: the files may be those of an earlier command.
    texts = {name: path.read_bytes() for name, path in files.items() if path is not None}
    for name in files:
        (out / f"{name}.toml").unlink(missing_ok=True)
    for name, text in texts.items():
        (out / f"{name}.toml").write_bytes(text)
    options = [f"--{name}={{source}}/{name}.toml" for name in texts]
    if not texts and assignment.questions:
        options.append(f"--questions={assignment.questions}")
    return options


def _copied(package: str) -> dict[str, Path]:
    """Return the folders that are copied, by their place in the folder that is written."""
    found = {"referee/referee": folder_of("referee")}
    found |= {f"referee/referee/{name}": folder_of(f"referee.{name}") for name in APART}
    return found if package == OWN else found | {f"corpus/{package}": folder_of(package)}


def _replace(out: Path, copied: dict[str, Path]) -> None:
    """Copy everything beside its place and move it there whole."""
    beside = out / f".referee.{secrets.token_hex(4)}.part"
    try:
        for place, folder in copied.items():
            if not (beside / place).exists():  # in a wheel all rooms are inside the package
                shutil.copytree(folder, beside / place, ignore=UNUSED)
        (beside / "referee" / "pyproject.toml").write_text(_project(), encoding="utf-8")
        for name in ("referee", "corpus"):
            shutil.rmtree(out / name, ignore_errors=True)
            if (beside / name).exists():
                (beside / name).replace(out / name)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _project() -> str:
    """Return the project file of the copy: what the installed referee says of itself."""
    found = distribution(DISTRIBUTION)
    needs = [line for line in found.requires or () if "extra ==" not in line]
    lines = [
        "[build-system]",
        'requires = ["setuptools>=64"]',
        'build-backend = "setuptools.build_meta"',
        "",
        "[project]",
        f"name = {json.dumps(DISTRIBUTION)}",
        f"version = {json.dumps(found.version)}",
        f"requires-python = {json.dumps(found.metadata['Requires-Python'])}",
        f"dependencies = {json.dumps(needs)}",
    ]
    for group, table in (
        ("console_scripts", "scripts"),
        ("pytest11", "entry-points.pytest11"),
    ):
        lines += ["", f"[project.{table}]"]
        lines += [
            f"{e.name} = {json.dumps(e.value)}" for e in found.entry_points if e.group == group
        ]
    lines += ["", "[tool.setuptools.packages.find]", 'include = ["referee*"]']
    lines += ["", "[tool.setuptools.package-data]", '"*" = ["*", "*/*"]']
    return "\n".join(lines) + "\n"


def _check_outside(out: Path, folder: Path) -> None:
    """Refuse to write into what is copied: the copy would copy itself."""
    if not out.resolve().is_relative_to(folder):
        return
    inside = out.resolve().relative_to(folder).parts
    if not UNUSED("", list(inside)):
        raise CorpusError(f"--out={out}: choose a folder outside of {folder}")


def _scripts() -> Iterator[tuple[str, str]]:
    folder = files("referee.grading.gradescope")
    for name in SCRIPTS:
        yield name, folder.joinpath(name).read_text(encoding="utf-8")
