r"""A homework in one file of text: its questions, as they are written, and nothing decided yet.

A paragraph with a blank is a question: its text, a formula in which ``\boxed{answer}`` stands, or
``□`` or ``?`` with a line ``answer:``, and lines ``wrong:``, ``same:``, ``points:``, ``partial:``,
``nearly:``, ``asks:``, ``where:``. Headings of the second level are parts; sentences that begin
with "Let" declare names for the rest of their section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from referee.deciding.document_asks import asked
from referee.deciding.strength.asked import Asked

MOST_CHARACTERS = 1_000_000
BLANK = "□"
KEYS = ("answer", "wrong", "same", "points", "partial", "nearly", "asks", "where")
# What partial credit may be for, beside sizes; the last four by how much a true answer says.
GENERAL = ("sign", "transpose", "factor", "same order", "loose", "worthless", "circular")
_NEARLY = re.compile(r"(.*\S)\s*:\s*([0-9.]+)", re.DOTALL)  # a formula: points
_KEY = re.compile(rf"\s*(?:[-*]\s+)?({'|'.join(KEYS)})\s*:(?:\s+|$)(.*)", re.IGNORECASE)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_NUMBERED = re.compile(r"([0-9]+(?:\.[0-9]+)*|[A-Z])[.:)]?\s+(.*)")
_LABEL = re.compile(r"\*\*([A-Za-z0-9][\w.\-]*?)[.:]?\*\*[.:]?\s*")
_FENCE = re.compile(r"\s*(```|~~~)")
_MATH = re.compile(
    r"\$\$(.+?)\$\$|\$(.+?)\$|\\\[(.+?)\\\]|\\\((.+?)\\\)|(?<!`)`([^`]+)`(?!`)", re.DOTALL
)
_MARK = re.compile(r"□|\\square\b|\\Box\b|_{3,}|\\boxed\s*(?=\{)")
_ASKED = re.compile(r"\?")  # in a formula
_BESIDE = re.compile(r"(?<=[=<>≤≥])\s*\?|\?(?=\s*[=<>≤≥])")  # in a line of plain text
_DECLARES = re.compile(r"(?:let|suppose|assume|throughout)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"\s*,?\s*\b(?=(?:where|with|for|if|such that)\b)", re.IGNORECASE)
# What is declared in the words before a formula: "where $y > 0$ and $x \\in \\mathbb{R}^d$:".
_BEFORE = re.compile(
    r"\b(?:where|for|with|if|given)\s+(?:all\s+|every\s+|any\s+)?"
    r"(?=\$)((?:\$[^$]*\$|[^$,:.]|,\s+(?=and\b|\$))*)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.;:])\s+(?=[A-Z*])")


class DocumentError(ValueError):
    """What is wrong with a homework's file: one line, with the line's number."""


@dataclass(frozen=True)
class Line:
    """What a line ``key: text  # comment`` says, and where it stands."""

    text: str
    comment: str
    at: int


@dataclass
class Question:
    """A paragraph with a blank.

    ``statement`` has BLANK where the answer goes, ``where`` what is declared beside it, ``section``
    what is declared around it. ``partial`` are a word of GENERAL or a condition on sizes, with
    points. ``nearly`` are wrong variants with points of their own.
    """

    id: str
    part: str
    at: int
    says: str = ""
    statement: str = ""
    where: str = ""
    section: str = ""
    answer: Line | None = None
    wrong: list[Line] = field(default_factory=list)
    same: list[Line] = field(default_factory=list)
    points: float = 1.0
    partial: list[tuple[Line, float]] = field(default_factory=list)
    nearly: list[tuple[Line, float]] = field(default_factory=list)
    asks: Asked | None = None
    asks_at: int = 0  # its line


@dataclass(frozen=True)
class Homework:
    """A document: its title, the titles of its parts, and its questions."""

    title: str
    parts: dict[str, str]
    questions: list[Question]


def read_homework(path: Path) -> Homework:
    """Read a homework in one file. Raises DocumentError, in one line with its number."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DocumentError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise DocumentError(f"{path}: no text in UTF-8") from None
    if len(text) > MOST_CHARACTERS:
        raise DocumentError(f"{path}: more than {MOST_CHARACTERS:,} characters")
    return _Reader(path).read(text)


class _Reader:
    """What has been read of a document so far."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.title, self.part = "", ""
        self.parts: dict[str, str] = {}
        self.declared: list[tuple[int, str]] = []  # by the level of their section
        self.level = 1
        self.questions: list[Question] = []
        self.last: Question | None = None  # which lines of keys that follow belong to

    def fail(self, at: int, message: str) -> DocumentError:
        return DocumentError(f"{self.path}:{at}: {message}")

    def read(self, text: str) -> Homework:
        for at, lines in _paragraphs(text):
            heading = _HEADING.fullmatch(lines[0])
            if heading:
                self._heading(len(heading[1]), heading[2], at)
            else:
                self._paragraph(at, lines)
        if not self.questions:
            says = f"no question: a paragraph with a blank, {BLANK} or \\boxed{{answer}}, is one"
            raise DocumentError(f"{self.path}: {says}")
        for each in self.questions:
            self._check(each)
        used = {each.part for each in self.questions}
        parts = {part: title for part, title in self.parts.items() if part in used}
        return Homework(self.title or self.path.stem, parts, self.questions)

    def _heading(self, level: int, text: str, at: int) -> None:
        self.last, self.level = None, level
        self.declared = [each for each in self.declared if each[0] < level]
        if level == 1:
            self.title = self.title or text
        if level == 2:
            numbered = _NUMBERED.fullmatch(text)
            self.part = numbered[1] if numbered else str(len(self.parts) + 1)
            if self.part in self.parts:
                raise self.fail(at, f"there are two parts {self.part}")
            self.parts[self.part] = numbered[2] if numbered else text

    def _paragraph(self, at: int, lines: list[str]) -> None:
        keyed = [(at + i, found) for i, line in enumerate(lines) if (found := _KEY.match(line))]
        prose = "\n".join("" if _KEY.match(line) else line for line in lines)
        if _blanks(prose):
            self.last = self._question(at, prose)
        elif prose.strip():
            said = _declarations(prose)
            self.declared += [(self.level, each) for each in said]
            self.last = None
        for where, found in keyed:
            self._line(where, found[1].lower(), found[2])

    def _question(self, at: int, prose: str) -> Question:
        if not self.parts:
            self.part, self.parts = "1", {"1": ""}
        label = _LABEL.match(prose.lstrip())
        number = sum(each.part == self.part for each in self.questions) + 1
        name = label[1] if label else str(number)
        name = name if name.startswith(f"{self.part}-") else f"{self.part}-{name}"
        other = next((each for each in self.questions if each.id == name), None)
        if other:
            raise self.fail(at, f"two questions are called {name}; the first is in line {other.at}")
        found = Question(name, self.part, at)
        blank = " " * (label.end() + len(prose) - len(prose.lstrip())) if label else ""
        self._formula(found, blank + prose[len(blank) :], at)
        self.questions.append(found)
        return found

    def _formula(self, found: Question, prose: str, first: int) -> None:
        """Find the formula with the blank, the answer in it, and what is said around it.

        ``first`` is the number of the first line.
        """
        blanks = _blanks(prose)
        if len(blanks) > 1:
            raise self.fail(found.at, f"{found.id}: {len(blanks)} blanks in a paragraph; one is"
                            " needed, and a question of its own for each more")  # fmt: skip
        start, stop, inner = blanks[0]
        body = prose[start:stop]
        mark = _marks(body, plain=not inner)[0]
        answer, end = None, mark.end()
        if mark[0].startswith(r"\boxed"):
            close = _closing(body, mark.end())
            if close is None:
                raise self.fail(found.at, f"{found.id}: \\boxed{{ is not closed")
            answer, end = body[mark.end() + 1 : close].strip(), close + 1
        body = body[: mark.start()] + f" {BLANK} " + body[end:]
        if answer:
            found.answer = Line(answer, "", first + prose[: start + mark.start()].count("\n"))
        before, after = prose[: inner[0] if inner else start], prose[inner[1] if inner else stop :]
        if not inner:
            body, _, clause = body.partition(", where ")
            after = f"where {clause}{after}" if clause else after
        found.statement = " ".join(body.split()).rstrip(" .,;")
        clause_at = _CLAUSE.match(after)
        earlier = [each[1] for each in _BEFORE.finditer(_SENTENCE.split(before)[-1])]
        later = [after[clause_at.end() :]] if clause_at else []
        clauses = (" ".join(each.split()).strip(" .:") for each in (*earlier, *later))
        found.where = "\n".join(filter(None, clauses))
        said = _declarations(before)
        found.section = "\n".join([*(text for _, text in self.declared), *said])
        kept = [each for each in _SENTENCE.split(before) if not _DECLARES.match(each.strip("* "))]
        found.says = " ".join(" ".join(kept).split()).rstrip(" :.,")

    def _line(self, at: int, key: str, rest: str) -> None:
        question = self.last
        if question is None:
            raise self.fail(at, f"{key}: belongs to no question; it follows a paragraph with a"
                            f" blank, {BLANK} or \\boxed{{answer}}")  # fmt: skip
        text, _, comment = rest.partition(" # ")
        line = Line(_bare(text), comment.strip(), at)
        if not line.text:
            raise self.fail(at, f"{key}: nothing stands there")
        if key == "answer":
            if question.answer:
                raise self.fail(at, f"{question.id}: a second answer; another spelling is a line"
                                " same: …")  # fmt: skip
            question.answer = line
        elif key == "points":
            question.points = self._points(line)
        elif key == "partial":
            question.partial.append(self._partial(line))
        elif key == "asks":
            question.asks, question.asks_at = self._asks(question, text, at), at
        elif key == "nearly":
            question.nearly.append(self._nearly(text.strip(), line))
        elif key == "where":
            question.where = "\n".join(filter(None, (question.where, text.strip())))
        else:
            (question.wrong if key == "wrong" else question.same).append(line)

    def _points(self, line: Line) -> float:
        try:
            points = float(line.text)
        except ValueError:
            points = -1.0
        if not 0 < points <= 10_000:
            raise self.fail(line.at, f"points: {line.text}: a number above 0 is needed, at most"
                            " 10,000")  # fmt: skip
        return points

    def _partial(self, line: Line) -> tuple[Line, float]:
        what, _, number = line.text.rpartition(" ")
        what = _bare(what.rstrip(" :,="))
        try:
            points = float(number)
        except ValueError:
            points = -1.0
        if not what or not points >= 0:
            words = ", ".join(GENERAL)
            raise self.fail(line.at, f"partial: {line.text}: a word ({words}) or a condition on"
                            " sizes, and points, are needed: partial: n = 1: 0.5")  # fmt: skip
        return Line(what, line.comment, line.at), points

    def _asks(self, question: Question, text: str, at: int) -> Asked:
        if question.asks is not None:
            raise self.fail(at, f"{question.id}: a second line asks:")
        try:
            return asked(text.strip(), _bare)
        except ValueError as error:
            raise self.fail(at, f"asks: {text.strip()}: {error}") from None

    def _nearly(self, text: str, line: Line) -> tuple[Line, float]:
        found = _NEARLY.fullmatch(text)
        try:
            points = float(found[2]) if found else -1.0
        except ValueError:
            points = -1.0
        if not found or not points >= 0:
            raise self.fail(line.at, f"nearly: {text}: a wrong formula and its points are needed:"
                            " nearly: $b - a$: 0.5  # why")  # fmt: skip
        return Line(_bare(found[1]), line.comment, line.at), points

    def _check(self, question: Question) -> None:
        if question.answer is None:
            raise self.fail(question.at, f"{question.id}: no answer: write \\boxed{{answer}} for"
                            " the blank, or a line answer: … below")  # fmt: skip
        for key, given in (("partial", question.partial), ("nearly", question.nearly)):
            for line, points in given:
                if points > question.points:
                    raise self.fail(line.at, f"{key}: {points:g} points of {question.points:g}")


def _paragraphs(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield paragraphs and headings with the numbers of their first lines; code is left out."""
    lines: list[str] = []
    fence, start = "", 1
    for at, written in enumerate([*text.splitlines(), ""], 1):
        mark = _FENCE.match(written)
        marked_or_fenced = bool(mark or fence)
        if marked_or_fenced:
            fence = ("" if mark and mark[1] == fence else fence or mark[1]) if mark else fence
        line = "" if marked_or_fenced else written  # a line of code is an empty line of text
        ends = not line.strip() or line.startswith("#")
        if ends and lines:
            yield start, lines
            lines = []
        if line.startswith("#") and _HEADING.fullmatch(line):
            yield at, [line]
        elif line.strip():
            start = at if not lines else start
            lines.append(line)


def _blanks(prose: str) -> list[tuple[int, int, tuple[int, int] | None]]:
    """Return the formulas that have blanks, one for each: their ends, and those of the span."""
    found: list[tuple[int, int, tuple[int, int] | None]] = []
    rest = list(prose)
    for span in _MATH.finditer(prose):
        group = next(i for i in range(1, 6) if span[i] is not None)
        marks = len(_marks(span[group], plain=False))
        found += [(*span.span(group), span.span())] * marks
        rest[span.start() : span.end()] = " " * (span.end() - span.start())
    start = 0
    for line in "".join(rest).splitlines(keepends=True):
        stop = start + len(line.rstrip("\n"))
        found += [(start, stop, None)] * len(_marks(line, plain=True))
        start += len(line)
    return found


def _marks(text: str, *, plain: bool) -> list[re.Match[str]]:
    asked = _BESIDE if plain else _ASKED
    found = [*_MARK.finditer(text), *asked.finditer(text)]
    inside: list[tuple[int, int]] = []
    for mark in found:
        if mark[0].startswith(r"\boxed"):
            inside.append((mark.end(), _closing(text, mark.end()) or len(text)))
    outer = [m for m in found if not any(a <= m.start() < b for a, b in inside)]
    return sorted(outer, key=re.Match.start)


def _closing(text: str, at: int) -> int | None:
    """Return where the brace closes that opens at a place, None where it does not."""
    depth = 0
    for place in range(at, len(text)):
        escaped = place > 0 and text[place - 1] == "\\"
        depth += 0 if escaped else (text[place] == "{") - (text[place] == "}")
        if not depth:
            return place
    return None


def _declarations(prose: str) -> list[str]:
    """Return the sentences that declare names."""
    sentences = (" ".join(each.split()) for each in _SENTENCE.split(prose))
    return [each.strip("* ") for each in sentences if _DECLARES.match(each.strip("* "))]


def _bare(text: str) -> str:
    """Return a formula without the marks around it."""
    text = text.strip()
    found = _MATH.fullmatch(text)
    return next(filter(None, found.groups())).strip() if found else text
