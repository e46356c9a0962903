"""axe-core, the accessibility checker, and the schema of SARIF, fetched by npm.

package.json names their versions. ``python tests/browser/axe.py`` fetches them; where that cannot
be, the tests that need them are skipped and say why.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
SCRIPT = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
# OASIS's schema of SARIF 2.1.0, as Microsoft's package (MIT) brings it along.
SARIF = FOLDER / "node_modules" / "@microsoft" / "jest-sarif" / "lib" / "schemas"
MISSING = "axe-core is not installed: run python tests/browser/axe.py (it needs npm)"
QUIET = ("--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
SECONDS = 120  # of a fetch that gets nowhere


def fetch() -> str:
    """Fetch both unless they are there; say why they are not there, or nothing."""
    if SCRIPT.exists() and SARIF.exists():
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
