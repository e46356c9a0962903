"""Finding formulas in documents: what opens one, and where it ends, in time linear in the text."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping

from referee.grading.documents.macros import DEFINITION, Macro, expanded, macros
from referee.grading.sheets.contents import Unreadable
from referee.grading.sheets.pieces import MARK, Block, Piece, Prose

DISPLAYS = ("equation", "align", "gather", "multline", "eqnarray", "flalign", "displaymath")
DISPLAY = (
    r"\\begin\{(?P<display>" + "|".join(DISPLAYS) + r")(?P<star>\*?)\}|(?<!\\)\\\[|(?<!\\)\$\$"
)
# A line that holds one formula and maybe says that it is the answer.
INLINE = (
    r"^(?P<line>[^\n$`]{0,60}(?:\$[^$\n]{1,2000}\$|`[^`\n]{1,2000}`|\\\([^\n$`]{1,2000}\\\))"
    r"[.,;*_ \t]*)$"
)
_IN_LINE = re.compile(
    r"(?P<words>[^$`]*?)(?:\$(?P<math>[^$]+)\$|`(?P<code>[^`]+)`|\\\((?P<between>.+?)\\\))"
)
_LABEL = re.compile(r"\\label\{([^{}\n]{1,200})\}|\\tag\*?\{([^{}\n]{1,200})\}")
_NUMBER = re.compile(r"\\(?:q?quad|hfill)[ \t]*(\(\d{1,4}\))[ \t]*$")
_AFTER = re.compile(r"[ \t]*(\(\d{1,4}\)|\{#[^}\n]{1,200}\})")
MOST_OF_A_NUMBER = 40  # characters
MOST_DEFINITIONS, LONGEST_DEFINITION = 200, 500
_NO_NUMBER = re.compile(r"\\(?:nonumber|notag)\b")


def definitions(text: str) -> Mapping[str, Macro]:
    """Return the commands that a document defines. Raises Unreadable for very many of them."""
    found = [each.start() for each in DEFINITION.finditer(text)]
    if len(found) > MOST_DEFINITIONS:
        raise Unreadable(
            f"{len(found):,} commands are defined; at most {MOST_DEFINITIONS} are read"
        )
    return macros("\n".join(text[at : at + LONGEST_DEFINITION] for at in found))


class Scanner(ABC):
    """A text with a memory of which ends there are none of, so that none is looked for twice."""

    def __init__(self, text: str, known: Mapping[str, Macro]) -> None:
        self.text, self.macros = text, known
        self.missing: set[str] = set()
        self.at = 0
        self._counted = (0, 1)  # a place that was asked for, and its line

    def pieces(self, openers: re.Pattern[str]) -> Iterator[Piece]:
        """Yield the words of the text and what ``opened`` makes of what opens between them."""
        while (found := openers.search(self.text, self.at)) is not None:
            if found.start() > self.at:
                yield Prose(self.text[self.at : found.start()])
            words, self.at = self._words_before(found.start()), found.end()
            yield from self.opened(found, words)
        yield Prose(self.text[self.at :])

    @abstractmethod
    def opened(self, found: re.Match[str], words: str) -> Iterator[Piece]:
        """Yield what an opener begins, and move on to its end; ``words`` stand before it."""

    def place(self, at: int) -> str:
        """Say where something stands."""
        start, line = self._counted if self._counted[0] <= at else (0, 1)
        self._counted = (at, line + self.text.count("\n", start, at))
        return f"line {self._counted[1]}"

    def until(self, end: str, start: int) -> str:
        """Return the text up to an end and go on behind it. Raises Unreadable where none comes."""
        stop = -1 if end in self.missing else self.text.find(end, self.at)
        if stop < 0:
            self.missing.add(end)
            what = self.text[start : self.at].strip()[:30]
            raise Unreadable(f"{self.place(start)}: {what} without its end {end.strip()}")
        inside, self.at = self.text[self.at : stop], stop + len(end)
        return inside

    def display(self, found: re.Match[str], words: str) -> Block:
        """Return a displayed formula without its label and number, commands written out."""
        start = found.start()
        if found["display"]:
            inside = self.until(f"\\end{{{found['display']}{found['star']}}}", start)
        else:
            inside = self.until("$$" if found[0].endswith("$$") else "\\]", start)
        after = _AFTER.match(self.text, self.at)
        label = after[1] if after else ""
        if after:
            self.at = after.end()
        own = _LABEL.search(inside)
        bare = _NO_NUMBER.sub("", _LABEL.sub("", inside)).rstrip()
        number = _NUMBER.search(bare, max(len(bare) - MOST_OF_A_NUMBER, 0))
        label = label or ((own[1] or f"({own[2].strip('()')})") if own else "")
        if number:
            label, bare = label or number[1], bare[: number.start()]
        bare = expanded(DEFINITION.sub("", bare), self.macros)
        return Block(bare, self.place(start), label, "mathematics", bool(MARK.match(words)))

    def line(self, found: re.Match[str]) -> Iterator[Piece]:
        """Yield the formula of a line that holds nothing else, or says that it is the answer."""
        inside = _IN_LINE.match(found["line"])
        words = inside["words"] if inside else ""
        if inside is None or not (MARK.match(words) or not re.search(r"\w", words)):
            yield Prose(found[0])
            return
        text = inside["math"] or inside["code"] or inside["between"]
        code = inside["code"] is not None
        notation = "" if code else "mathematics"
        yield Block(text, self.place(found.start()), "", notation, bool(MARK.match(words)))

    def _words_before(self, at: int) -> str:
        """Return the last line of words before a place, not looking far."""
        before = self.text[max(self.at, at - 400) : at].strip()
        return before.rpartition("\n")[2]
