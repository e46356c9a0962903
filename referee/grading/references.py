"""The reference's answers to a claim: what a true answer is held against."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from referee.deciding.claim import Claim
from referee.deciding.corpora import claims_of, package_of, sheets_of
from referee.grading.sheet import read

NAME = "reference.toml"  # among the sheets of a corpus


def references_to(claim: Claim) -> tuple[str, ...]:
    """Return the reference's answers to a claim, as formulas; none where a corpus has no sheet."""
    return _answers(package_of(claim)).get(claim.id, ())


def written_in(package: str) -> bytes:
    """Return the reference's sheet of a corpus as it is written; nothing where there is none."""
    path = _path(package)
    return path.read_bytes() if path.is_file() else b""


def _path(package: str) -> Path:
    return sheets_of(package) / NAME


@cache
def _answers(package: str) -> Mapping[str, tuple[str, ...]]:
    path = _path(package)
    if not path.is_file():
        return {}
    sheet = read(path, claims_of(package))
    return {
        name: tuple(answer.text for answer in sheet.to(name) if answer.text is not None)
        for name in dict.fromkeys(answer.claim for answer in sheet.answers)
    }
