r"""Tables of formulas: a head such as "f(x) | gradient" says what a row states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from referee.checking.formulas import names, says
from referee.checking.prose import restricts
from referee.checking.structure import Block, Math

_GRADIENT = re.compile(r"gradient|derivative|\\nabla|∇|\\partial|\\frac\s*\{?d", re.IGNORECASE)
_JACOBIAN = re.compile(r"jacobian", re.IGNORECASE)
_HESSIAN = re.compile(r"hessian|\\nabla(?:_\{?\w+\}?)?\^\{?2|∇²|second derivative", re.IGNORECASE)
_OF = re.compile(
    r"\\nabla(?:\^\{?2\}?)?_\{?(\\?[A-Za-z]+)\}?|\\partial\s*(?:\\mathbf\s*)?\{?(\\?[A-Za-z]+)\s*\}"
    r"|respect to\s*\$?(\\?[A-Za-z]+)"
)
_ARGUMENT = re.compile(r"\(\s*(\\?[A-Za-z]+)\s*\)")
_CONDITION = re.compile(
    r"condition|assum|where|valid|dimension|sizes?|\bif\b|\bfor\b|when", re.IGNORECASE
)
_EXPRESSION = re.compile(
    r"function|expression|objective|loss|\$?\s*[fgLJ]\s*(?:\(|\$|$)|matrix|left|formula|quantity"
    r"|term",
    re.IGNORECASE,
)
_NOTE = re.compile(r"note|comment|name|remark|reference", re.IGNORECASE)
_MADE = (
    (re.compile(r"inverse", re.IGNORECASE), r"({})^{{-1}}"),
    (re.compile(r"transpose", re.IGNORECASE), r"({})^\top"),
    (re.compile(r"determinant|\\det", re.IGNORECASE), r"\det({})"),
    (re.compile(r"trace|\\operatorname\{tr\}|\\tr", re.IGNORECASE), r"\operatorname{{tr}}({})"),
    (re.compile(r"right|equals?|value|result|simplif|is$|same as|identity", re.IGNORECASE), r"{}"),
)
_MASK = "\ue001\ue003"


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its words, with formulas between dollars, and the formulas."""

    text: str
    maths: tuple[Math, ...]


@dataclass(frozen=True)
class Row:
    """A row of a table under its head, None for a head itself."""

    cells: tuple[Cell, ...]
    head: tuple[Cell, ...] | None


@dataclass(frozen=True)
class Said:
    """What a row states: a formula, the one it stands at, and its condition in words."""

    latex: str
    math: Math
    at: int
    condition: str
    also: tuple[Math, ...] = ()


def rows_of(masked: str, blocks: Sequence[Block]) -> Iterator[Row]:
    """Yield the rows of a table; the first one is its head where a rule is below it."""
    real = [each for each in blocks if each.kind == "row"]
    ruled = len(blocks) > 1 and blocks[1].kind == "rule"
    head = _cells(masked, real[0]) if ruled and real else None
    for place, block in enumerate(real):
        cells = head if head is not None and place == 0 else _cells(masked, block)
        yield Row(cells, None if place == 0 else head)


def _cells(masked: str, block: Block) -> tuple[Cell, ...]:
    if block.cells:
        return tuple(_cell(masked, block, *span) for span in block.cells)
    found, start = list[Cell](), block.start
    for match in re.finditer(r"(?<!\\)\||$", masked[block.start : block.end]):
        end = block.start + match.start()
        found.append(_cell(masked, block, start, end))
        start = end + 1
    trimmed = found[1:] if found and not found[0].text.strip() else found
    return tuple(trimmed[:-1] if trimmed and not trimmed[-1].text.strip() else trimmed)


def _cell(masked: str, block: Block, start: int, end: int) -> Cell:
    inside = tuple(m for m in block.maths if start <= m.start < end)
    return Cell(_text(masked, start, end, inside), inside)


def _text(masked: str, start: int, end: int, maths: Sequence[Math]) -> str:
    parts, at = list[str](), start
    for math in maths:
        parts += [masked[at : math.start], f"${math.inside}$"]
        at = math.end
    return "".join([*parts, masked[at:end]]).strip()


def said_by(row: Row) -> Iterator[Said]:
    """Yield the statements of a row, as its head says them."""
    if row.head is None or len(row.cells) < 2:
        return
    columns = [(h.text, c) for h, c in zip(row.head, row.cells, strict=False)]
    conditions = [c.text for h, c in columns if c.text and _is_condition(h, c)]
    rest = [(h, c) for h, c in columns if not (_CONDITION.search(h) or _NOTE.search(h))]
    single = [(h, c) for h, c in rest if len(c.maths) == 1 and not says(c.maths[0].inside)]
    if len(single) < 2:
        return
    subject_head, subject = single[0]
    of = subject.maths[0]
    for head, cell in single[1:]:
        made = _made(head, subject_head, of.inside)
        if made:
            math = cell.maths[0]
            latex = f"{made} = {math.inside.strip()}"
            yield Said(latex, math, math.at, ", ".join(conditions), (of,))


def _is_condition(head: str, cell: Cell) -> bool:
    """Say whether a cell says under what its row holds; a note does where it says of which kind."""
    noted = _NOTE.search(head) is not None and restricts(cell.text)
    return _CONDITION.search(head) is not None or noted


def _made(head: str, subject_head: str, of: str) -> str:
    """Return the left side that a head makes of a row's first formula, "" for none."""
    if _GRADIENT.search(head) or _HESSIAN.search(head) or _JACOBIAN.search(head):
        variable = _variable(head, subject_head, of)
        if _HESSIAN.search(head):
            return rf"\nabla_{{{variable}}}^2 ({of.strip()})"
        if _JACOBIAN.search(head):
            return rf"\frac{{\partial}}{{\partial {variable}}} ({of.strip()})"
        return rf"\nabla_{{{variable}}} ({of.strip()})"
    for pattern, form in _MADE:
        if pattern.search(head):
            return form.format(of.strip())
    return ""


def _variable(head: str, subject_head: str, of: str) -> str:
    """Return the name by which a row's derivative is taken."""
    found = [*_OF.finditer(head)]
    if found:  # of ∂f/∂x the last one
        return next(group for group in found[-1].groups() if group)
    argument = _ARGUMENT.search(subject_head) or _ARGUMENT.search(head)
    if argument:
        return argument[1]
    used = [name.lstrip("\\") for name in names(of)]
    return next((name for name in ("x", "X", "w", "W", "z", "t") if name in used), "x")
