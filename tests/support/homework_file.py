"""The homework in one file of docs/own-homework.md, from the document's own text."""

from __future__ import annotations

import re
from pathlib import Path

from processes import ROOT

DOCUMENT = ROOT / "docs" / "own-homework.md"


def written(folder: Path, *changes: tuple[str, str], name: str = "homework.md") -> Path:
    """Write the homework of the document into a folder, with texts exchanged, and return it."""
    found = re.search(
        r"```markdown\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert found
    text = found[1]
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
