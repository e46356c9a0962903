r"""Sheets as LaTeX: a section a question, and below it a displayed formula."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from referee.deciding.claim import Claim
from referee.grading.sheets.contents import Contents
from referee.grading.sheets.markdown import code, front_matter
from referee.grading.sheets.outline import Outline, Question
from referee.grading.sheets.pieces import MARK, Block, Heading, Piece
from referee.grading.sheets.prose import contents
from referee.grading.sheets.scanning import DISPLAY, INLINE, Scanner, definitions

LEVELS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
_OPENERS = re.compile(
    r"(?P<comment>(?<!\\)%[^\n]*)"
    r"|\\(?P<level>" + "|".join(sorted(LEVELS, key=len, reverse=True)) + r")\*?[ \t]*"
    r"(?:\[[^\]\n]{0,200}\][ \t]*)?\{"
    r"|\\begin\{(?P<code>verbatim|lstlisting|minted|comment)(?P<starred>\*?)\}"
    rf"|{DISPLAY}|{INLINE}",
    re.MULTILINE,
)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_STYLE = re.compile(r"\\label\{[^{}]*\}|\\(?:text\w\w|emph|text)\b")
_BEGINNING = "\\begin{document}"
_FIELD = re.compile(r"^%[ \t]*((?:title|notation|names)[ \t]*:[^\n]*)$", re.MULTILINE)
_TITLE = re.compile(r"\\title\{([^{}\n]{1,200})\}")


def read(text: str, claims: Mapping[str, Claim]) -> Contents:
    """Read a sheet. Raises Unreadable, with its line, for what has no end."""
    head = front_matter("\n".join(_FIELD.findall(text)))
    title = _TITLE.search(text)
    if title and "title" not in head:
        head["title"] = title[1]
    start = max(text.find(_BEGINNING), 0)
    blanked = re.sub(r"[^\n]", " ", text[:start]) + text[start:].replace(
        _BEGINNING, " " * len(_BEGINNING), 1
    )
    return contents(_Latex(blanked, definitions(text)).pieces(_OPENERS), claims, head)


class _Latex(Scanner):
    def opened(self, found: re.Match[str], words: str) -> Iterator[Piece]:
        """Yield a heading, a formula, or nothing."""
        if found["comment"]:
            return
        if found["level"]:
            yield Heading(LEVELS.index(found["level"]), self._group(), self.place(found.start()))
        elif found["code"]:
            inside = self.until(f"\\end{{{found['code']}{found['starred']}}}", found.start())
            if found["code"] != "comment":
                text = code(re.sub(r"\A(?:\[[^\]]*\]|\{[^}]*\})*", "", inside))
                yield Block(text, self.place(found.start()), "", "", bool(MARK.match(words)))
        else:
            of = self.line(found) if found["line"] else [self.display(found, words)]
            for piece in of:
                if isinstance(piece, Block):
                    yield replace(piece, text=_COMMENT.sub("", piece.text))
                else:
                    yield piece

    def _group(self) -> str:
        """Return the text between braces, the first of which has been read."""
        start, depth = self.at, 1
        for each in re.compile(r"\\.|[{}\n]").finditer(self.text, start, start + 1_000):
            depth += {"{": 1, "}": -1}.get(each[0], 0)
            if depth == 0:
                self.at = each.end()
                return _STYLE.sub("", self.text[start : each.start()])
        return ""


_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip


def template(outline: Outline) -> str:
    """Return a template: a subsection, a line and an empty display a question."""
    lines = [
        "% Compile this with lualatex or xelatex. Each answer goes into the display below its",
        f"% question. Grade the sheet with: {outline.command}",
        r"\documentclass{article}",
        r"\usepackage{amsmath, amssymb, fontspec}",
        r"\title{My answers}",
        r"\begin{document}",
        r"\maketitle",
    ]
    for part in outline.parts:
        lines += ["", rf"\section*{{{escaped(part.title)}}}"]
        for question in part.questions:
            lines += ["", rf"\subsection*{{{escaped(question.heading)}}}"]
            lines += [*_described(question, outline), r"\[", "% your answer", r"\]"]
    return "\n".join([*lines, "", r"\end{document}"]) + "\n"


def _described(question: Question, outline: Outline) -> Iterator[str]:
    made_of = ", ".join(f"${each.latex}$" for each in question.names)
    yield f"{escaped(question.asked)}{made_of and ' from '}{made_of}: ${question.states}$"
    if not outline.verbose:
        return
    if question.given:
        yield f"Given: {escaped(question.given)}."
    for name in question.names:
        yield rf"\par ${name.latex}$ ({name.shape}): {escaped(name.meaning)}"
    yield rf"\par In plain notation, a formula of this kind is {escaped(question.example)}"


def escaped(text: str) -> str:
    """Return words as LaTeX that shows them and nothing else."""
    return "".join(_SPECIAL.get(c, c) for c in " ".join(text.split()))
