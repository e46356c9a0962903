"""Corpora: packages of claims, this project's own or a folder of somebody else's.

A corpus is a folder with ``__init__.py`` (TITLE and PARTS), modules of claims, and sheets:
``sheets/reference.toml``, and optionally others and ``sheets/rubric.toml``.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
import sysconfig
import traceback
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from referee.deciding.claim import Claim, load
from referee.deciding.document_corpus import compiled, is_document, origin_of
from referee.deciding.document_text import DocumentError
from referee.deciding.faults import Raised, attempted

OWN = "referee.claims"
T = TypeVar("T")


class CorpusError(ValueError):
    """No corpus; the message names the place and what would be right."""


def located(name: str) -> str:
    """Return the package of a corpus, given by its name, folder or document, to be imported.

    Raises CorpusError where there is none, or one that another package hides.
    """
    folder = Path(name).resolve()
    if name and is_document(folder):
        folder = _of_document(folder)
    is_folder = bool(name) and (folder / "__init__.py").is_file()
    package = folder.name if is_folder else name
    if is_folder and folder == folder_of(OWN):
        return OWN
    if is_folder:
        _check_name(name, folder)
        if str(folder.parent) not in sys.path:
            sys.path.insert(0, str(folder.parent))
    elif not all(word.isidentifier() for word in package.split(".")):
        says = "a folder with __init__.py, or a homework in one file (.md), is needed"
        raise CorpusError(f"{name or repr(name)}: no corpus: {says}")
    found = imported(name, package, lambda: importlib.import_module(package))
    if is_folder and folder_of(package) != folder:
        raise CorpusError(f"{name}: there is another package called {package}; rename the folder")
    if not isinstance(getattr(found, "TITLE", 0), str) or not isinstance(
        getattr(found, "PARTS", 0), Mapping
    ):
        raise CorpusError(f"{name}: no corpus: its __init__.py needs TITLE and PARTS")
    return package


def _of_document(path: Path) -> Path:
    try:
        return compiled(path)
    except DocumentError as error:
        raise CorpusError(str(error)) from None
    except OSError as error:
        raise CorpusError(f"{path}: no corpus can be made of it: {error.strerror}") from None


def _check_name(name: str, folder: Path) -> None:
    """Refuse a corpus under a name that cannot be imported."""
    if not folder.name.isidentifier():
        raise CorpusError(f"{name}: the folder of a corpus is named like a Python package")


def imported(name: str, package: str, load: Callable[[], T]) -> T:
    """Import something of a corpus; raises CorpusError with one line that says where it fails."""
    # To import is to run somebody's code, which may fail in any way and even ask to exit.
    try:
        found = attempted(load)
    except SystemExit as error:
        raise CorpusError(f"{name}: no corpus: {_why(error, package)}") from None
    if not isinstance(found, Raised):
        return found
    if isinstance(found.error, DocumentError):
        raise CorpusError(str(found.error))
    raise CorpusError(f"{name}: no corpus: {_why(found.error, package)}")


def _why(error: BaseException, package: str) -> str:
    """Say why something of a corpus is not imported, and where it fails."""
    if isinstance(error, ModuleNotFoundError):
        if f"{package}.".startswith(f"{error.name}."):
            return "a folder with __init__.py, or a package that can be imported, is needed"
        return f"{_place(error, package)}{error}"
    if isinstance(error, SyntaxError):
        inside = Path(str(error.filename)).is_file()
        where = f"{error.filename}, line {error.lineno}: " if inside else _place(error, package)
        return f"{where}{error.msg}"
    what = f"{type(error).__name__}: {error}".partition("\n")[0][:300]
    return f"{_place(error, package)}{what}"


def _place(error: BaseException, package: str) -> str:
    """Say which line of a corpus an exception came through last; empty where none."""
    steps = traceback.extract_tb(error.__traceback__)
    own = [step for step in steps if package in Path(step.filename).parts]
    return f"{own[-1].filename}, line {own[-1].lineno}: " if own else ""


def package_of(claim: Claim) -> str:
    """Return the package of the corpus that a claim is of; a module alone is its own corpus."""
    module = claim.test.__module__
    return module.rpartition(".")[0] or module


def is_checkout() -> bool:
    """Say whether the referee's own corpus lies in a checkout, where pytest decides it."""
    return (folder_of(OWN).parent / "conftest.py").is_file()


def folder_of(package: str) -> Path:
    """Return the folder of a corpus."""
    return _folder(str(importlib.import_module(package).__file__))


@lru_cache
def _folder(file: str) -> Path:
    """Return the folder of a module's file: a report asks for it at each of its rows."""
    return Path(file).resolve().parent


def place_of(package: str) -> Path:
    """Return what names a corpus on a command line: its document, or else its folder."""
    folder = folder_of(package)
    return origin_of(folder) or folder


def corpus_version(folders: Iterable[Path], *more: object) -> str:
    """Return a hash of all Python sources in folders, and of anything else."""
    found = hashlib.sha256()
    for folder in folders:
        for path in filter(Path.is_file, sorted(folder.rglob("*.py"))):  # an editor's lock is none
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}\n"
            found.update(name.encode("utf-8", "surrogateescape") + path.read_bytes())
    for each in more:
        found.update(repr(each).encode())
    return found.hexdigest()[:32]


def version_of(package: str) -> str:
    """Return the version of a corpus: a hash of its own sources."""
    return corpus_version([folder_of(package)])


def is_installed(package: str) -> bool:
    """Say whether a corpus is found by its name, wherever a command is run."""
    places = (Path(sysconfig.get_path(name)).resolve() for name in ("purelib", "platlib"))
    return package == OWN or any(map(folder_of(package).is_relative_to, places))


def sheets_of(package: str) -> Path:
    """Return the folder of a corpus's own sheets."""
    return folder_of(package) / "sheets"


def claims_of(package: str) -> Mapping[str, Claim]:
    """Return the claims of a corpus by id. Raises CorpusError where there are none."""
    claims = imported(package, package, lambda: load(package))
    if not claims:
        raise CorpusError(f"{package}: a corpus without claims")
    return claims
