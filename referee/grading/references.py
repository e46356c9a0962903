"""The reference's answers to a claim: what a true answer is held against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.corpora import claims_of, package_of, sheets_of
from referee.deciding.decision import readings
from referee.grading.sheet import Sheet, SheetError, read
from referee.language.latex import to_latex
from referee.language.reading import parse
from referee.language.tree import FormulaError

NAME = "reference.toml"  # among the sheets of a corpus
RUBRIC = "rubric.toml"  # which is no sheet of answers


def references_to(claim: Claim) -> tuple[str, ...]:
    """Return the reference's answers to a claim in the canonical spelling; none without a sheet.

    One that cannot be read, or in several ways, is none: its own row says so.
    """
    return _answers(package_of(claim)).get(claim.id, ())


def own_sheets(package: str) -> Iterator[Sheet]:
    """Yield the sheets of a corpus as far as they can be read: what cannot has rows that say so."""
    for path in _paths(package):
        try:
            yield read(path, claims_of(package))
        except SheetError:
            continue


def written_in(package: str) -> bytes:
    """Return the sheets of a corpus as they are written; nothing where there are none."""
    return b"\0".join(path.read_bytes() for path in _paths(package))


def _paths(package: str) -> list[Path]:
    found = sorted(sheets_of(package).glob("*.toml"))
    return [path for path in found if path.name != RUBRIC and path.is_file()]


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


def in_latex(claims: Mapping[str, Claim]) -> dict[str, list[str]]:
    """Return the reference's answers as LaTeX by claim; claims without any are left out."""
    return {
        name: [to_latex(parse(text, dict.fromkeys(claim.names)), claim.family) for text in texts]
        for name, claim in claims.items()
        if (texts := references_to(claim))
    }
