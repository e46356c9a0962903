"""The package as a wheel lays it out, made of links, so that mypy finds every room of it.

``python tests/types/tree.py`` writes ``build/types/referee``. mypy knows no package-dir of
setuptools, by which ``claims/`` is ``referee.claims``.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TREE = ROOT / "build" / "types"


def main() -> None:
    """Make the tree anew."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    folders: dict[str, str] = settings["tool"]["setuptools"]["package-dir"]
    shutil.rmtree(TREE, ignore_errors=True)
    (TREE / "referee").mkdir(parents=True)
    for path in (ROOT / folders.pop("referee")).iterdir():
        if path.name != "__pycache__":
            _link(TREE / "referee" / path.name, path)
    for package, folder in folders.items():
        _link(TREE.joinpath(*package.split(".")), ROOT / folder)


def _link(place: Path, to: Path) -> None:
    """Link a file or a folder; copy it where the system has no links for us."""
    try:
        place.symlink_to(to, target_is_directory=to.is_dir())
    except OSError:
        (shutil.copytree if to.is_dir() else shutil.copyfile)(to, place)


if __name__ == "__main__":
    main()
