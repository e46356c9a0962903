"""What signs mean that differ between notations: one text keeps to one convention."""

from __future__ import annotations

from collections.abc import Sequence

from referee.language.reading.elaboration.candidates import Convention
from referee.language.reading.notations.recognise import Evidence
from referee.language.reading.notations.tokens import Token


def conventions(tokens: Sequence[Token], evidence: Evidence) -> list[list[Convention]]:
    """Return the conventions that a text may keep to, those of a later row only where none fits.

    A ``*`` of two arrays goes by entries in Python and is a product elsewhere; without a sign of
    either it may be both. Indices in brackets count from 0 in Python.
    """
    by_entries = _by_entries(tokens, evidence)
    bases = _bases(tokens, evidence)
    columns = evidence.python or evidence.numpy
    return [
        [Convention(e, base, c, m) for e in tier for base in bases]
        for m in ((False, True) if _has(tokens, "|", "labs") else (False,))
        for tier in by_entries
        for c in ((columns, not columns) if _has(tokens, "[") else (columns,))
    ]


def _has(tokens: Sequence[Token], *signs: str) -> bool:
    return any(token.is_op(*signs) for token in tokens)


def _by_entries(tokens: Sequence[Token], evidence: Evidence) -> list[list[bool]]:
    if not _has(tokens, "*", "/", "frac"):
        return [[evidence.python]]
    if evidence.numpy or _has(tokens, "@"):
        return [[True]]
    if evidence.python:
        return [[True], [False]]
    if evidence.matlab or evidence.mathematics:
        return [[False], [True]]
    return [[True, False]]


def _bases(tokens: Sequence[Token], evidence: Evidence) -> list[int]:
    if not _has(tokens, "[") or evidence.matlab:
        return [1]
    return [0] if evidence.python or evidence.numpy else [1, 0]
