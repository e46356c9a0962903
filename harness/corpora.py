"""Corpora: packages of claims, this project's own or a folder of somebody else's.

A corpus is a folder with ``__init__.py`` (TITLE and PARTS), modules of claims, and sheets:
``sheets/reference.toml``, and optionally others and ``sheets/rubric.toml``.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from pathlib import Path

from harness.claim import Claim, load

OWN = "claims"


class CorpusError(ValueError):
    """No corpus; the message names the place and what would be right."""


def located(name: str) -> str:
    """Return the package of a corpus, given by its name or folder, ready to be imported.

    Raises CorpusError where there is none.
    """
    folder = Path(name).resolve()
    if (folder / "__init__.py").is_file():
        if not folder.name.isidentifier():
            raise CorpusError(f"{name}: the folder of a corpus is named like a Python package")
        if str(folder.parent) not in sys.path:
            sys.path.insert(0, str(folder.parent))
        package = folder.name
    else:
        package = name
    try:
        found = importlib.import_module(package)
    except ImportError as error:
        raise CorpusError(f"{name}: no corpus: {error}") from None
    if not hasattr(found, "TITLE") or not hasattr(found, "PARTS"):
        raise CorpusError(f"{name}: no corpus: its __init__.py needs TITLE and PARTS")
    return package


def folder_of(package: str) -> Path:
    """Return the folder of a corpus."""
    return Path(str(importlib.import_module(package).__file__)).resolve().parent


def sheets_of(package: str) -> Path:
    """Return the folder of a corpus's own sheets."""
    return folder_of(package) / "sheets"


def claims_of(package: str) -> Mapping[str, Claim]:
    """Return the claims of a corpus by id. Raises CorpusError where there are none."""
    claims = load(package)
    if not claims:
        raise CorpusError(f"{package}: a corpus without claims")
    return claims
