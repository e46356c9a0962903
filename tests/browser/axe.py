"""axe-core, the accessibility checker, fetched by npm at the version package.json names.

``python tests/browser/axe.py`` fetches it; where that cannot be, the tests that need it are
skipped and say why.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
SCRIPT = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
MISSING = "axe-core is not installed: run python tests/browser/axe.py (it needs npm)"
QUIET = ("--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
SECONDS = 120  # of a fetch that gets nowhere


def fetch() -> str:
    """Fetch axe-core unless it is there; say why it is not there, or nothing."""
    if SCRIPT.exists():
        return ""
    npm = shutil.which("npm")
    if npm is None:
        return "there is no npm"
    try:
        subprocess.run([npm, "install", *QUIET], cwd=FOLDER, check=True, timeout=SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    return "" if SCRIPT.exists() else "npm fetched something else"


if __name__ == "__main__":
    trouble = fetch()
    if trouble:
        sys.stderr.write(f"no axe-core, its tests are skipped: {trouble}\n")
