"""Names that a document introduces in a sentence: "let A denote the data matrix"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from referee.deciding.claim import Claim

_NAME = r"\$?\s*(?P<own>\\?[A-Za-z][\w{}\\^*]{0,30}?)\s*\$?"
_SENTENCES = (
    re.compile(
        rf"\b(?:let|where|here|and)\s+{_NAME}\s+(?:denotes?|be|stands?\s+for|means?|is)\s+"
        r"(?P<what>[^.;,\n]{1,80}?)(?=[.;,\n]|\s+and\s|$)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:denote|write|call)\s+(?P<what>[^.;,\n]{{1,80}}?)\s+(?:by|as)\s+{_NAME}(?![\w\\])",
        re.IGNORECASE,
    ),
)
_STYLE = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathrm|mathit|mathsf)\{([^{}]*)\}")
MOST_SENTENCES = 50


def denoted(text: str, claims: Mapping[str, Claim]) -> dict[str, str]:
    """Return the names that a text introduces for names of the claims, where that is plain.

    What is named must be a name, or be described in words with which the claims describe one name.
    """
    meanings = _meanings(claims)
    known = {name for claim in claims.values() for name in claim.names}
    found: dict[str, set[str]] = {}
    for own, what in _sentences(_STYLE.sub(r"\1", text)):
        bare = re.sub(r"[$`\s]", "", what)
        names = {bare} if bare in known else _meant(_plain(what), meanings)
        if len(names) == 1:
            found.setdefault(own, set()).update(names)
    return {own: min(names) for own, names in found.items() if len(names) == 1 and {own} != names}


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    for pattern in _SENTENCES:
        for _, each in zip(range(MOST_SENTENCES), pattern.finditer(text), strict=False):
            yield each["own"], each["what"]


def _meanings(claims: Mapping[str, Claim]) -> dict[str, set[str]]:
    """Return the names of the claims by what they mean, in the words before the first comma."""
    found: dict[str, set[str]] = {}
    for claim in claims.values():
        for name, meaning in claim.offered(claim.family).items():
            found.setdefault(_plain(re.split(r"[;,:(]", meaning)[0]), set()).add(name)
    return found


def _meant(what: str, meanings: Mapping[str, set[str]]) -> set[str]:
    """Return the names that are described so, or by more words than these."""
    if what in meanings:
        return meanings[what]
    said = set(what.split())
    return set().union(*(names for words, names in meanings.items() if said <= set(words.split())))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[$`]|\b(?:the|our|a|an)\b", " ", text.casefold()).split())
