"""The reference's answers to a claim: what a true answer is held against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.corpora import claims_of, package_of, sheets_of
from referee.deciding.decision import readings
from referee.grading.sheet import read
from referee.language.tree import FormulaError

NAME = "reference.toml"  # among the sheets of a corpus


def references_to(claim: Claim) -> tuple[str, ...]:
    """Return the reference's answers to a claim in the canonical spelling; none without a sheet.

    One that cannot be read, or in several ways, is none: its own row says so.
    """
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
    claims = claims_of(package)
    sheet = read(path, claims)
    found: dict[str, list[str]] = {}
    for answer in sheet.answers:
        if answer.text is not None and answer.claim in claims:
            found.setdefault(answer.claim, []).extend(_spelled(claims[answer.claim], answer))
    return {name: tuple(texts) for name, texts in found.items()}


def _spelled(claim: Claim, answer: Answer) -> Iterator[str]:
    try:
        formulas = readings(claim, answer)
    except FormulaError:
        return
    if len(formulas) == 1:
        yield formulas[0].text
