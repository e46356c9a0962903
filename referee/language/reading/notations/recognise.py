"""Which notation a text is in: what in it is a sign of one."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from referee.language.reading.notations.plain import MODULES

_LATEX = re.compile(r"\\([A-Za-z]+|[()\[\]|{},;:! ])|\$")
_NUMPY = re.compile(
    rf"\b(?:{MODULES})\s*\.\s*[A-Za-z]|\.(?:dot|sum|mean|transpose|trace|mT|matmul)\b"
)
_PYTHON = re.compile(r"@|\*\*|\.T\b|\.mT\b")
_MATLAB = re.compile(r"\.\*|\.\^|\./|\.'|\\|[\w)\]]'")
_MATHEMATICS = re.compile(r"\^|[^\x00-\x7f]|\|\|")


@dataclass(frozen=True)
class Evidence:
    """What a text shows of its notation: several may be true of one text."""

    latex: bool = False
    python: bool = False
    numpy: bool = False
    matlab: bool = False
    mathematics: bool = False

    @property
    def notation(self) -> str:
        """The notation by name, "plain" where nothing tells."""
        if self.latex:
            return "latex"
        if self.numpy or self.python:
            return "python"
        return "matlab" if self.matlab else "plain"


def evidence_of(text: str, commands: Container[str], declared: str = "") -> Evidence:
    r"""Return the evidence of notations in a text; what a sheet declares counts as evidence.

    ``commands`` are the LaTeX commands that are known: ``A\\b`` is a division in MATLAB.
    """
    latex = any(found[1] is None or not found[1].isalpha() or found[1] in commands
                for found in _LATEX.finditer(text))  # fmt: skip
    latex = latex or bool(re.search(r"\\[A-Za-z]{2,}\s*\{", text))
    if re.search(r"\\[( \[]", text) and not re.search(r"\\[A-Za-z)\]]|\$", text):
        latex = False  # X \ (y + z): a division from the left
    numpy = not latex and bool(_NUMPY.search(text))
    python = not latex and bool(_PYTHON.search(text))
    matlab = not latex and not numpy and not python and bool(_MATLAB.search(text))
    if declared:
        return Evidence(latex, declared == "python", numpy, declared == "matlab",
                        declared == "mathematics")  # fmt: skip
    mathematics = latex or (not python and bool(_MATHEMATICS.search(text)))
    return Evidence(latex, python, numpy, matlab, mathematics)
