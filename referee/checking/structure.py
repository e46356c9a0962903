"""The structure of a document: headings, paragraphs, items and tables, and the formulas in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from referee.checking.latex_tables import Span, Table, array, is_words, tabulars
from referee.checking.pieces import LATEX, Piece
from referee.grading.documents.macros import DEFINITION

_ENVIRONMENTS = (
    "equation", "align", "gather", "multline", "eqnarray", "flalign", "alignat", "displaymath",
    "math", "aligned",
)  # fmt: skip
ALIGNED = frozenset(("align", "gather", "eqnarray", "flalign", "alignat", "aligned", "multline"))
_OPENER = re.compile(
    rf"\\begin\{{(?P<name>{'|'.join(_ENVIRONMENTS)})(?P<star>\*?)\}}(?:\{{\d+\}})?"
    r"|(?<!\\)(?P<dollars>\$\$)|(?<!\\)(?P<bracket>\\\[)|(?<!\\)(?P<inline>\$)"
    r"|(?<!\\)(?P<parenthesis>\\\()"
)
MOST_FORMULAS = 5_000  # of a text
LONGEST = 50_000  # characters of a formula
_LONGEST_LINE = 5_000  # characters of a line that may be a row or a rule
_MASK, _DISPLAY = "\ue001", "\ue003"
_INLINE_END = re.compile(r"(?<!\\)\$|\n[ \t]*\n")
_HEADING = re.compile(r" {0,3}(?P<level>#{1,6})[ \t]+(?P<title>[^\n]*)")
_SECTION = re.compile(
    r"[ \t]*\\(?P<level>part|chapter|section|subsection|subsubsection|paragraph)\*?\s*"
    r"(?:\[[^\]\n]*\])?\{(?P<title>[^\n]*?)\}"
)
_LEVELS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph")
_ITEM = re.compile(
    r"[ \t>]*(?:[-*+]|\d{1,3}[.)]|\(?[a-z]\))[ \t]+|[ \t]*\\item(?:\[[^\]\n]*\])?[ \t]*"
)
_THEOREM = re.compile(
    r"[ \t]*\\(?P<which>begin|end)\{(?P<name>theorem|lemma|proposition|corollary|claim|fact"
    r"|definition"
    r"|assumption|example|remark|exercise|problem|solution|identity|thm|lem|prop|cor|defn"
    r"|proof)\*?\}"
    r"(?:\[(?P<title>[^\]\n]*)\])?"
)
_OTHER_ENVIRONMENT = re.compile(r"[ \t]*\\(?:begin|end)\{[A-Za-z]+\*?\}")
_ROW = re.compile(r"[ \t>]*\|.*\|[ \t]*$")
_RULE = re.compile(r"[ \t>]*\|?[ \t:|-]*-{2,}[ \t:|-]*$")
_LOWER = re.compile(r"[ \t]*(?:[a-z]|,|and\b)")


@dataclass(frozen=True)
class Math:
    """A formula as it stands: what is inside, where that begins, and where the whole is."""

    inside: str
    at: int
    start: int
    end: int
    display: bool = False
    aligned: bool = False


@dataclass(frozen=True)
class Broken:
    """A place where mathematics opens and never closes."""

    at: int
    what: str


@dataclass
class Block:
    """A paragraph, an item, a row of a table or a heading: a part of the text.

    ``kind`` is heading, paragraph, item, row, theorem or end; ``level`` is that of a heading,
    1 for the highest; ``title`` what it is called. ``cells`` are those of a row of LaTeX.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    title: str = ""
    maths: list[Math] = field(default_factory=list)
    cells: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Structure:
    """A piece of a document, cut: ``masked`` has signs that are no text for its formulas."""

    piece: Piece
    masked: str
    blocks: list[Block]
    broken: list[Broken]


def structure(piece: Piece) -> Structure:
    """Cut a text into blocks with their formulas, in the order in which they stand."""
    text = (
        DEFINITION.sub(lambda m: " " * len(m[0]), piece.text)
        if piece.syntax == LATEX
        else piece.text
    )
    maths, broken = list[Math](), [Broken(at, said) for at, said in piece.notes]
    for each in _formulas(text):
        if isinstance(each, Broken):
            broken.append(each)
        elif len(maths) == MOST_FORMULAS:
            broken.append(Broken(each.at, f"more than {MOST_FORMULAS:,} formulas; these are left"))
            break
        else:
            maths.append(each)
    maths, tables = _tables(text, maths)
    masked = _masked(text, maths)
    tables = sorted([*tables, *tabulars(masked)], key=lambda table: table.start)
    blocks = [*_around(masked, tables)]
    _distribute(maths, blocks)
    return Structure(piece, masked, blocks, broken)


def _formulas(text: str) -> Iterator[Math | Broken]:
    """Yield formulas; what has no end is said and passed over, and looked for once."""
    at, missing = 0, set[str]()
    while (found := _OPENER.search(text, at)) is not None:
        at = found.end()
        if found["inline"]:
            end = _INLINE_END.search(text, at)
            if end is None or end[0] != "$":
                if not re.match(r"[\d\s]", text[at : at + 1]):
                    yield Broken(found.start(), "$ without its end $ in its paragraph")
                continue
            if end.start() - at > LONGEST:
                yield Broken(found.start(), _too_long(end.start() - at))
            elif end.start() > at:
                yield Math(text[at : end.start()], at, found.start(), end.end())
            at = end.end()
            continue
        closing = _closing(found)
        stop = -1 if closing in missing else text.find(closing, at)
        if stop < 0:
            missing.add(closing)
            yield Broken(found.start(), f"{found[0]} without its end {closing}")
            continue
        aligned = (found["name"] or "") in ALIGNED or "\\\\" in text[at:stop]
        if stop - at > LONGEST:
            yield Broken(found.start(), _too_long(stop - at))
            at = stop + len(closing)
            continue
        inside, inner = _bare(text[at:stop])
        aligned = aligned and not found["parenthesis"]
        yield Math(
            inside,
            at + inner,
            found.start(),
            stop + len(closing),
            not found["parenthesis"],
            aligned,
        )
        at = stop + len(closing)


def _too_long(length: int) -> str:
    return f"a formula of {length:,} characters; at most {LONGEST:,} are looked at"


def _closing(found: re.Match[str]) -> str:
    if found["name"]:
        return f"\\end{{{found['name']}{found['star']}}}"
    return "$$" if found["dollars"] else r"\]" if found["bracket"] else r"\)"


_INNER = re.compile(
    r"\s*\\begin\{(aligned|split|gathered|align|align\*|equation"
    r"|gather)\}(.*)\\end\{\1\}[\s.,;]*\Z",
    re.DOTALL,
)


# Equations beside each other, whose relations have a column.
_EQUATIONS = re.compile(
    r"\s*\\begin\{(array)\}\{[rcl @{}]*\}(?=[^&]*&\s*(?:=|\\leq?|\\geq?|<|>)\s*&)(.*)"
    r"\\end\{array\}[\s.,;]*\Z",
    re.DOTALL,
)


def _bare(inside: str) -> tuple[str, int]:
    """Return a display without an environment that takes all of it, and where that begins."""
    found = _INNER.match(inside) or _EQUATIONS.match(inside)
    return (found[2], found.start(2)) if found else (inside, 0)


def _masked(text: str, maths: list[Math]) -> str:
    parts, at = list[str](), 0
    for each in maths:
        mark = _DISPLAY if each.display else _MASK
        parts += [text[at : each.start], mark, _MASK * (each.end - each.start - 1)]
        at = each.end
    return "".join([*parts, text[at:]])


def _tables(text: str, maths: Sequence[Math]) -> tuple[list[Math], list[Table]]:
    """Return formulas with the cells of displays that are tables, and these tables."""
    found, tables = list[Math](), list[Table]()
    for each in maths:
        inside = (each.at, each.at + len(each.inside))
        table = array(text, inside, (each.start, each.end)) if each.display else None
        if table is None:
            found.append(each)
            continue
        tables.append(table)
        cells = [cell for row in table.rows for cell in row if cell[0] < cell[1]]
        found += [
            Math(text[start:end], start, start, end)
            for start, end in cells
            if not is_words(text[start:end])
        ]
    return found, tables


def _around(masked: str, tables: Sequence[Table]) -> Iterator[Block]:
    """Yield the blocks of a text, with the rows of its tables between."""
    at = 0
    for table in tables:
        if table.start < at:
            continue
        yield from _blocks(masked, at, table.start)
        for number, row in enumerate(table.rows):
            yield Block("row", row[0][0], row[-1][1], cells=row)
            if number == 0:
                yield Block("rule", row[-1][1], row[-1][1])
        at = table.end
    yield from _blocks(masked, at, len(masked))


def _blocks(masked: str, at: int, last: int) -> Iterator[Block]:
    """Yield blocks of lines; a display goes on with the paragraph around it."""
    open_: Block | None = None
    blank = False
    for line in masked[at:last].split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        if not line.strip():
            blank = open_ is not None
            continue
        alone = _alone(line, start, end)
        if alone is not None:
            if open_ is not None:
                yield open_
            open_, blank = None, False
            if alone.kind == "item":
                open_ = alone
            else:
                yield alone
            continue
        if open_ is not None and (not blank or _joins(masked, open_, line)):
            open_.end, blank = end, False
            continue
        if open_ is not None:
            yield open_
        open_, blank = Block("paragraph", start, end), False
    if open_ is not None:
        yield open_


def _joins(masked: str, block: Block, line: str) -> bool:
    """Say whether a line behind an empty one goes on with a sentence."""
    before = masked[block.start : block.end].rstrip()
    if line.lstrip().startswith(_DISPLAY):
        return not before.endswith((".", "!", "?")) and _ITEM.match(line) is None
    displayed = before.rstrip(_MASK).endswith(_DISPLAY)
    return displayed and _LOWER.match(line) is not None


def _alone(line: str, start: int, end: int) -> Block | None:
    """Return the block that a line begins or is by itself, None for a line of a paragraph."""
    if len(line) > _LONGEST_LINE:
        return None
    heading = _HEADING.match(line) or _SECTION.match(line)
    if heading:
        level = heading["level"]
        number = len(level) if level.startswith("#") else _LEVELS.index(level) + 1
        return Block("heading", start, end, number, heading["title"].strip("# \t"))
    theorem = _THEOREM.match(line)
    return _theorem(theorem, line, start) if theorem else _of_a_line(line, start, end)


def _theorem(found: re.Match[str], line: str, start: int) -> Block:
    kind = "theorem" if found["which"] == "begin" else "end"
    end = start + len(line)
    if line[found.end() :].strip() and kind == "theorem":
        return Block("item", start + found.end(), end, title=found["name"])
    return Block(kind, start, end, title=found["name"])


def _of_a_line(line: str, start: int, end: int) -> Block | None:
    """Return the row, the rule or the item that a line is or begins."""
    if _OTHER_ENVIRONMENT.fullmatch(line.rstrip()) or _RULE.fullmatch(line):
        return Block("rule", start, end)
    if _ROW.match(line):
        return Block("row", start, end)
    item = _ITEM.match(line)
    return Block("item", start + item.end(), end) if item else None


def _distribute(maths: list[Math], blocks: list[Block]) -> None:
    """Give every formula to the block that it stands in."""
    waiting = iter(blocks)
    block = next(waiting, None)
    for each in maths:
        while block is not None and block.end < each.start:
            block = next(waiting, None)
        if block is not None and block.start <= each.start:
            block.maths.append(each)
