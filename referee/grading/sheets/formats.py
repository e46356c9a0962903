"""The formats of sheets by what their files end in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from referee.deciding.claim import Claim
from referee.grading.sheets import latex, markdown, notebook, toml
from referee.grading.sheets.contents import Contents
from referee.grading.sheets.outline import Outline


@dataclass(frozen=True)
class Format:
    """A format: how a text of it is read, and what a template looks like."""

    name: str
    read: Callable[[str, Mapping[str, Claim]], Contents]
    template: Callable[[Outline], str]


FORMATS: Mapping[str, Format] = {
    "toml": Format("TOML", toml.read, toml.template),
    "md": Format("Markdown", markdown.read, markdown.template),
    "tex": Format("LaTeX", latex.read, latex.template),
    "ipynb": Format("a Jupyter notebook", notebook.read, notebook.template),
}
ALSO: Mapping[str, str] = {"markdown": "md"}  # other endings of a format
ENDINGS = ".toml, .md, .tex or .ipynb"
PATTERNS = "*.toml, *.md, *.tex or *.ipynb"


def format_of(path: Path) -> Format | None:
    """Return the format of a file, None where its name ends in nothing that is one."""
    suffix = path.suffix.lower().removeprefix(".")
    return FORMATS.get(ALSO.get(suffix, suffix))


def refusal(path: Path) -> str:
    """Say in one line why a file is no sheet by its name."""
    ending = "" if path.suffix else "; it has no ending"
    return f"not a sheet: its name does not end in {ENDINGS}{ending}"
