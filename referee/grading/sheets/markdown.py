"""Sheets as Markdown: a heading a question, and below it ``$$...$$`` or a fence of code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from referee.deciding.claim import Claim
from referee.grading.sheets.contents import Contents, Unreadable, names_in
from referee.grading.sheets.outline import Outline, Question
from referee.grading.sheets.pieces import MARK, Block, Heading, Piece
from referee.grading.sheets.prose import contents
from referee.grading.sheets.scanning import DISPLAY, INLINE, Scanner, definitions

_OPENERS = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)$"
    r"|(?P<comment><!--)"
    r"|^ {0,3}(?P<level>#{1,6})[ \t]+(?P<heading>[^\n]*)$"
    r"|^[ \t]*\*\*(?P<bold>[^*\n]{1,200})\*\*:?[ \t]*$"
    rf"|{DISPLAY}|{INLINE}"
    r"|^ {0,3}(?P<above>[^\s>|`$*-][^\n$`]{0,200})\n(?P<under>={2,}|-{2,})[ \t]*$",
    re.MULTILINE,
)
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^(title|notation|names)[ \t]*:[ \t]*(.*)$", re.MULTILINE)
BOLD = 7  # the level of a line in bold, below all headings
LANGUAGES = {
    "python": "python", "py": "python", "numpy": "python", "sympy": "python",
    "matlab": "matlab", "octave": "matlab", "julia": "matlab",
    "latex": "mathematics", "tex": "mathematics", "math": "mathematics",
}  # fmt: skip
_NO_FORMULA = re.compile(r"^[ \t]*(?:(?:import|from)[ \t]|[#%]).*$", re.MULTILINE)
_ASSIGNED = re.compile(r"\A\s*answer\s*=(?!=)", re.IGNORECASE)


def read(text: str, claims: Mapping[str, Claim]) -> Contents:
    """Read a sheet. Raises Unreadable, with its line, for what has no end."""
    found = _FRONT.match(text)
    head = front_matter(found[1]) if found else {}
    start = found.end() if found else 0
    return contents(pieces("\n" * text.count("\n", 0, start) + text[start:]), claims, head)


def pieces(text: str) -> Iterator[Piece]:
    """Yield the headings, formulas and words of a text."""
    yield from _Markdown(text, definitions(text)).pieces(_OPENERS)


def front_matter(text: str) -> dict[str, object]:
    """Return the title, the notation and the names that stand at the head of a document."""
    found: dict[str, object] = {}
    for each in _FIELD.finditer(text):
        value = each[2].strip()
        if each[1] == "names":
            nested = re.match(r"(?:\n[ \t]+[^\n]+)+", text[each.end() :])
            listed = ", ".join(nested[0].split("\n")[1:]) if nested and not value else value
            found["names"] = names_in(listed)
        elif value:
            found[each[1]] = value.strip("\"'")
    return found


def code(text: str) -> str:
    """Return the formula of a piece of code: no comments, no imports, no ``answer =``."""
    return _ASSIGNED.sub("", _NO_FORMULA.sub("", text)).strip().rstrip(";").strip()


class _Markdown(Scanner):
    def opened(self, found: re.Match[str], words: str) -> Iterator[Piece]:
        """Yield a heading, a formula, or nothing."""
        if found["comment"]:
            self.until("-->", found.start())
        elif found["fence"]:
            yield self._fence(found, words)
        elif found["level"]:
            text = found["heading"].rstrip("# \t")
            yield Heading(len(found["level"]), text, self.place(found.start()))
        elif found["bold"]:
            yield Heading(BOLD, found["bold"], self.place(found.start()))
        elif found["under"]:
            level = 1 if found["under"].startswith("=") else 2
            yield Heading(level, found["above"], self.place(found.start()))
        elif found["line"]:
            yield from self.line(found)
        else:
            yield self.display(found, words)

    def _fence(self, found: re.Match[str], words: str) -> Block:
        start, mark = found.start(), found["fence"]
        end = re.compile(rf"^[ \t]*{re.escape(mark)}[`~]*[ \t]*$", re.MULTILINE)
        stop = end.search(self.text, self.at)
        if stop is None:
            raise Unreadable(f"{self.place(start)}: {mark[:20]} without its end {mark[:20]}")
        inside, self.at = self.text[self.at : stop.start()], stop.end()
        language, _, label = found["info"].strip().partition(" ")
        notation = LANGUAGES.get(language.strip("{}.").casefold(), "")
        text = inside.strip() if notation == "mathematics" else code(inside)
        return Block(text, self.place(start), label, notation, bool(MARK.match(words)))


def template(outline: Outline) -> str:
    """Return a template: a heading, a line and an empty display a question."""
    lines = ["---", "title: My answers", "---", "", f"# {escaped(outline.title)}", "", how(outline)]
    for part in outline.parts:
        lines += ["", f"## {escaped(part.title)}"]
        for question in part.questions:
            lines += ["", f"### {question.heading}", "", *described(question, outline)]
            lines += ["", "$$", "", "$$"]
    return "\n".join(lines) + "\n"


def how(outline: Outline) -> str:
    """Say how a sheet is filled in, and with which command it is graded."""
    return (
        "Write each answer between the dollars below its question, or as code between two lines"
        f" of three backticks there. Grade the sheet with `{outline.command}`."
    )


def described(question: Question, outline: Outline) -> Iterator[str]:
    """Yield the lines on a question, mathematics between dollars."""
    made_of = ", ".join(f"${each.latex}$" for each in question.names)
    yield f"{escaped(question.asked)}{made_of and ' from '}{made_of}: ${question.states}$"
    if not outline.verbose:
        return
    if question.given:
        yield f"Given: {escaped(question.given)}."
    yield ""
    for name in question.names:
        yield f"- ${name.latex}$, typed {name.name} ({name.shape}): {escaped(name.meaning)}"
    yield f"- in plain notation, a formula of this kind is `{question.example}`"


def escaped(text: str) -> str:
    """Return words as Markdown that shows them and nothing else."""
    return re.sub(r"([\\`*_$<>#\[\]])", r"\\\1", " ".join(text.split()))
