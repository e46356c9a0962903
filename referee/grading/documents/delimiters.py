"""Where the mathematics of a document begins and ends, and where its code does.

Whatever has no end is passed over, and an end that there is none of is looked for once: a document
is gone through in a time that grows with its length alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

_QUIET = re.compile(
    r"^[ \t]*(?P<fence>```|~~~)|(?P<whole>`[^`\n]+`|(?<!\\)%[^\n]*)|(?P<comment><!--)"
    r"|\\begin\{(?P<name>verbatim|lstlisting|minted|comment)\*?\}",
    re.MULTILINE,
)
_DELIMITED = (
    r"(?<!\\)(?P<dollars>\$\$)|(?P<bracket>\\\[)|(?<!\\)(?P<inline>\$)|(?P<parenthesis>\\\()"
)
_CLOSED = {"dollars": r"(?<!\\)\$\$", "bracket": r"\\\]", "inline": r"\$", "parenthesis": r"\\\)"}
_NUMBER = re.compile(r"[ \t]*\(\d+\)")


@dataclass(frozen=True)
class Formula:
    """A piece of mathematics: what stands inside, what numbers it behind, and where it begins.

    ``name`` is that of its environment, "" for one between signs.
    """

    at: int
    inside: str
    name: str = ""
    starred: bool = False
    display: bool = True
    after: str = ""


class _Ends:
    """The ends in a text; of which there is none, that is known once it was looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.missing: set[str] = set()

    def of(self, pattern: str, at: int) -> re.Match[str] | None:
        """Return the first end behind a place, None where none comes."""
        if pattern in self.missing:
            return None
        found = _compiled(pattern).search(self.text, at)
        if found is None:
            self.missing.add(pattern)
        return found


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


def without_code(text: str) -> str:
    """Return a document with blanks for its code and comments, line by line as it was."""
    ends, parts, at = _Ends(text), list[str](), 0
    while (found := _QUIET.search(text, at)) is not None:
        end = found.end() if found["whole"] else _end_of(found, ends)
        parts.append(text[at : found.start()])
        hidden = text[found.start() : found.end() if end is None else end]
        parts.append(hidden if end is None else re.sub(r"[^\n]", " ", hidden))
        at = found.start() + len(hidden)
    return "".join([*parts, text[at:]])


def _end_of(found: re.Match[str], ends: _Ends) -> int | None:
    if found["fence"]:
        end = ends.of(rf"^[ \t]*{found['fence']}[ \t]*$", found.end())
    elif found["comment"]:
        end = ends.of("-->", found.end())
    else:
        end = ends.of(rf"\\end\{{{found['name']}\*?\}}", found.end())
    return None if end is None else end.end()


def formulas(text: str, environments: Sequence[str]) -> Iterator[Formula]:
    """Yield what stands in environments of these names and between signs, in its order."""
    names = rf"\\begin\{{(?P<name>{'|'.join(environments)})(?P<star>\*?)\}}"
    openers, ends, at = re.compile(f"{names}|{_DELIMITED}"), _Ends(text), 0
    while (found := openers.search(text, at)) is not None:
        at = found.end()
        end = ends.of(_closing(found), at)
        if end is None or (found["inline"] and _is_none(text, at, end.start())):
            continue
        yield _formula(text, found, end)
        at = end.end()


def _closing(found: re.Match[str]) -> str:
    if found["name"]:
        return re.escape(f"\\end{{{found['name']}{found['star']}}}")
    return next(closed for kind, closed in _CLOSED.items() if found[kind])


def _is_none(text: str, at: int, end: int) -> bool:
    """Say whether nothing stands between two dollars, or the second is no end but a character."""
    return end == at or text[end - 1] == "\\"


def _formula(text: str, found: re.Match[str], end: re.Match[str]) -> Formula:
    after = _NUMBER.match(text, end.end()) if found["dollars"] else None
    return Formula(
        found.start(),
        text[found.end() : end.start()],
        found["name"] or "",
        bool(found["star"]),
        not (found["inline"] or found["parenthesis"]),
        after[0] if after else "",
    )
