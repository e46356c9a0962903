"""A homework in one file as a corpus: the package that is made of it, as Python makes bytecode.

The package lies in the user's cache, under a name that is made of the document's text, and holds
three lines of Python, a copy of the document and its sheets. The document is data: none of its
text becomes code. ``referee.asking.homework`` makes the claims when the package is imported.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from referee.deciding.document_text import GENERAL, Homework, Line, Question, read_homework

SUFFIXES = (".md", ".markdown", ".txt")
COPY = "document.md"  # in the package
ORIGIN = "document.json"  # where the document lies
_INIT = """TITLE = {title!a}
PARTS = {parts!a}
VERSION = {version!a}
"""
_CLAIMS = """from referee.asking.homework import define

define(globals())
"""
_TABLE = '["{}"]\n{}\n'
_ENTRY = '[["{}"]]\n{}\n'


def is_document(path: Path) -> bool:
    """Say whether a path is that of a homework in one file."""
    return path.suffix.lower() in SUFFIXES and not path.is_dir()


def compiled(path: Path) -> Path:
    """Return the folder of the package of a document. Raises DocumentError, OSError."""
    homework = read_homework(path)
    name = re.sub(r"\W", "_", path.stem, flags=re.ASCII)
    name = name if name.isidentifier() else f"homework_{name}"
    folder = _cache() / _digest(path) / name
    (folder / "sheets").mkdir(parents=True, exist_ok=True)
    for place, text in _files(path, homework).items():
        _write(folder / place, text)
    return folder


def origin_of(folder: Path) -> Path | None:
    """Return the document that a package was made of, None for a copy, or where it has changed."""
    try:
        found = Path(json.loads((folder / ORIGIN).read_text(encoding="utf-8")))
        return found if folder.parent.name == _digest(found) else None
    except (OSError, ValueError, TypeError):
        return None


def _digest(path: Path) -> str:
    """Return what a document's package is called by: its place and its text."""
    place = f"{path}\n".encode("utf-8", "surrogateescape")
    return hashlib.sha256(place + path.read_bytes()).hexdigest()[:16]


def _cache() -> Path:
    """Return the user's cache, or a folder for this process where nothing can be written there."""
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = home / "referee"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except (OSError, RuntimeError):
        pass
    made = tempfile.mkdtemp(prefix="referee-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


def _write(path: Path, text: str) -> None:
    """Write a file whole, unless it is there: workers write it at the same time."""
    data = text.encode("utf-8")
    if path.is_file() and path.read_bytes() == data:
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(path)


def _files(path: Path, homework: Homework) -> Mapping[str, str]:
    text = path.read_bytes().decode("utf-8-sig")
    version = hashlib.sha256(text.encode()).hexdigest()[:32]
    init = _INIT.format(title=homework.title, parts=homework.parts, version=version)
    of = homework.questions
    return {
        "__init__.py": init,
        "claims.py": _CLAIMS,
        COPY: text,
        ORIGIN: json.dumps(str(path)),
        "sheets/reference.toml": _sheet("Reference", "held", map(_reference, of)),
        "sheets/same.toml": _sheet("Other spellings", "held", _variants(of, "same")),
        "sheets/mutants.toml": _sheet("Wrong variants", "refuted", _variants(of, "wrong")),
        "sheets/rubric.toml": "\n".join(map(_terms, of)),
    }


def _sheet(title: str, expect: str, tables: Iterator[str]) -> str:
    head = f"[sheet]\ntitle = {_quoted(title)}\nexpect = {_quoted(expect)}\n"
    return "\n".join([head, *tables])


def _reference(question: Question) -> str:
    answer = question.answer.text if question.answer else ""
    return _TABLE.format(question.id, f"answer = {_quoted(answer)}")


def _variants(questions: Sequence[Question], kind: str) -> Iterator[str]:
    for each in questions:
        wrong = [*each.wrong, *(line for line, _ in each.nearly)]
        for number, line in enumerate(wrong if kind == "wrong" else each.same, 1):
            because = line.comment or f"line {line.at}"
            entries = {"name": f"{kind}-{number}", "answer": line.text, "because": because}
            yield _ENTRY.format(
                each.id, "\n".join(f"{k} = {_quoted(v)}" for k, v in entries.items())
            )


def _terms(question: Question) -> str:
    lines = [f"points = {question.points!r}"]
    cases = []
    for line, points in question.partial:
        share = round(points / question.points, 6)
        if line.text.lower() in GENERAL:
            lines.append(f"{line.text.lower().replace(' ', '_')} = {share!r}")
        else:
            says = line.comment or f"right where {line.text}"
            where, said = _quoted(line.text), _quoted(says)
            cases.append(f"{{ where = {where}, share = {share!r}, says = {said} }}")
    lines += [f"cases = [{', '.join(cases)}]"] if cases else []
    formulas = ", ".join(_near(line, points / question.points) for line, points in question.nearly)
    lines += [f"formulas = [{formulas}]"] if formulas else []
    return _TABLE.format(question.id, "\n".join(lines))


def _near(line: Line, share: float) -> str:
    formula, said = _quoted(line.text), _quoted(line.comment)
    return f"{{ formula = {formula}, share = {round(share, 6)!r}, says = {said} }}"


def _quoted(text: str) -> str:
    """Return a string of TOML."""
    return json.dumps(text).replace("\x7f", "\\u007f")
