r"""What a LaTeX document takes in: ``\input`` and ``\include``, followed inside of its folder.

The text that is taken in stands where it is named, so that what it declares holds behind it. What
lies outside of the folder, is missing, takes itself in or goes too deep is said, and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from referee.checking.pieces import MOST_BYTES, NoDocument, Piece, latex_piece, read_text

MOST_FILES, DEEPEST = 200, 10
_INCLUDES = re.compile(
    r"\\(?P<command>input|include|subfile|import|subimport)(?![A-Za-z])\s*"
    r"(?:\{(?P<folder>[^{}\n]{1,200})\}\s*(?=\{))?(?:\{(?P<name>[^{}\n]{1,200})\}|(?P<bare>[\w./-]{1,200}))"
)
NOT_FOLLOWED = "is not followed"


def followed(path: Path, piece: Piece) -> Iterator[Piece]:
    """Yield the text of a document cut where it takes others in, with theirs between."""
    yield from _Following(path.resolve().parent, path.parent).pieces(piece, [path.resolve()])


@dataclass
class _Following:
    """A document's folder, resolved and as it was named, and how much of it was taken in."""

    root: Path
    shown: Path
    count: int = 0
    length: int = 0

    def pieces(self, piece: Piece, around: list[Path]) -> Iterator[Piece]:
        """Yield a text and what it takes in; ``around`` are the files it is in, outermost first."""
        at, notes = 0, list[tuple[int, str]]()
        for found in _INCLUDES.finditer(piece.text):
            path, why = self._found(found, around)
            inner, why = (None, why) if path is None else self._read(path)
            if path is None or inner is None:
                said = f"{' '.join(found[0].split())} {NOT_FOLLOWED}: {why}"
                notes.append((found.start() - at, said))
                continue
            yield replace(piece.cut(at, found.start()), notes=tuple(notes))
            shown = str(self.shown / path.relative_to(self.root))
            yield from self.pieces(replace(inner, file=shown), [*around, path])
            at, notes = found.end(), []
        yield replace(piece.cut(at, len(piece.text)), notes=tuple(notes))

    def _found(self, found: re.Match[str], around: list[Path]) -> tuple[Path | None, str]:
        """Return the file that a command names, or None and why it is not taken in."""
        name = (found["name"] or found["bare"]).strip()
        folders = [folder / (found["folder"] or "") for folder in (self.root, around[-1].parent)]
        try:
            tries = [(f / n).resolve() for f in folders for n in (f"{name}.tex", name)]
            inside = [each for each in tries if each.is_relative_to(self.root)]
            path = next((each for each in inside if each.is_file()), None)
        except (OSError, ValueError, RuntimeError):
            return None, "no name of a file"
        if path is None:
            outside = "it is outside of the document's folder"
            return None, outside if len(inside) < len(tries) else "there is no such file"
        if path in around:
            return None, "the file takes itself in"
        return (None, f"{DEEPEST} files deep") if len(around) > DEEPEST else (path, "")

    def _read(self, path: Path) -> tuple[Piece | None, str]:
        self.count += 1
        if self.count > MOST_FILES:
            return None, f"more than {MOST_FILES} files are taken in"
        try:
            found = latex_piece(read_text(path))
        except NoDocument as error:
            return None, str(error)
        self.length += len(found.text)
        if self.length > MOST_BYTES:
            return None, f"more than {MOST_BYTES // 1_000_000} MB are taken in"
        return found, ""
