r"""Derivations: chains of equalities of a record, for a page and as LaTeX to copy.

In the record ``\underline`` and ``\overline`` mark what changes; a page shows them as its own
marks. Text has its LaTeX between \( and \).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from referee.evidence.schema import Derivation, Record
from referee.reports import wording
from referee.reports.differences import repair
from referee.reports.mathematics import Typesetter
from referee.reports.outline import ClaimRows
from referee.reports.prose import prose
from referee.reports.text import markup
from referee.reports.verdicts import REJECTED

WRITTEN_OUT = "multiplied out"
_DIFFERENTIATED = re.compile(r"\\(nabla|partial|dot|frac\{d\}|tfrac\{d\})")
_INLINE = re.compile(r"\\\((.*?)\\\)", re.DOTALL)
_ESCAPED = re.compile(r"([#$%&_{}])")
# The typesetter knows colours and no classes: each mark goes through it as a colour of its own.
_MARKS = ((r"\underline{", r"{\color{red}", "FF0000", "goes"),
          (r"\overline{", r"{\color{blue}", "0000FF", "comes"))  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of a chain: a formula as LaTeX, and why it equals the line before, "" at first."""

    latex: str
    by: str = ""


def chains(record: Record) -> Sequence[Derivation]:
    """Return the derivations of a record, one for each of its equations."""
    proof = record["evidence"].get("every_size")
    if record["verdict"] != "held" or not proof or not proof["proved"]:
        return []
    return proof.get("derivations", [])


def lines(chain: Derivation) -> list[Line]:
    """Return the lines of a chain, with the sides as the claim and the answer write them."""
    found = [Line(chain["begins"])] if chain["begins"] else []
    found.append(Line(chain["start"], _first_step(chain["begins"])))
    found += [Line(step["latex"], step["by"]) for step in chain["steps"]]
    return [*found, *([Line(chain["ends"], f"{WRITTEN_OUT}, the same")] if chain["ends"] else [])]


def _first_step(begins: str) -> str:
    """Say how a side becomes a sum of products, "" where it is one."""
    if not begins:
        return ""
    return f"differentiated, {WRITTEN_OUT}" if _DIFFERENTIATED.search(begins) else WRITTEN_OUT


def extent(record: Record) -> str:
    """Say for which sizes it is derived, in how many steps."""
    proof = record["evidence"].get("every_size")
    names = wording.listed(proof["names"]) if proof and proof["names"] else "size"
    steps = sum(len(chain["steps"]) for chain in chains(record))
    return f"for every {names}, {wording.counted(steps, 'step') if steps else WRITTEN_OUT}"


def where(record: Record) -> list[str]:
    """Return what the symbols of all chains are, each once."""
    return [*dict.fromkeys(said for chain in chains(record) for said in chain["where"])]


def is_marked(record: Record, command: str) -> bool:
    """Say whether a mark stands in a chain."""
    return any(command in line.latex for chain in chains(record) for line in lines(chain))


def beside(claim: ClaimRows) -> list[Record]:
    """Return the answers that hold whose derivation no answer of the main sheet shows."""
    for row in claim.main:
        better = repair(row.record, claim.repairs) if row.record["verdict"] in REJECTED else None
        if chains(better or row.record):
            return []
    return [record for record in claim.repairs if chains(record)][:1]


def latex(record: Record) -> str:
    """Return all chains as LaTeX that stands alone: an ``align*`` for each."""
    return "\n".join(map(_aligned, chains(record)))


def _aligned(chain: Derivation) -> str:
    first, *rest = lines(chain)
    supposed = [rf"\text{{supposing }} & {latex} \\" for latex in chain["supposing"]]
    body = " \\\\\n".join(f"  &= {line.latex} && {_in_text(line.by)}" for line in rest)
    whole = [r"\begin{align*}", *supposed, first.latex, body, r"\end{align*}"]
    return "\n".join(filter(None, whole))


def _in_text(by: str) -> str:
    r"""Return a text with LaTeX in it as LaTeX with \text in it."""
    parts = ((part, is_math, _ESCAPED.sub(r"\\\1", part)) for part, is_math in _parts(by))
    return "".join(part if is_math else rf"\text{{{said}}}" for part, is_math, said in parts)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text, and whether each is LaTeX; every second one is."""
    for place, part in enumerate(_INLINE.split(text)):
        if part:
            yield part, bool(place % 2)


class Setter:
    """Sets lines and reasons as MathML."""

    def __init__(self, typesetter: Typesetter) -> None:
        self._typesetter = typesetter

    def line(self, latex: str) -> Markup:
        """Return a formula whose marks are classes of the page's style."""
        coloured = latex
        for command, colour, _, _ in _MARKS:
            coloured = coloured.replace(command, colour)
        found = str(self._typesetter.symbol(coloured))
        for _, _, colour, name in _MARKS:
            found = found.replace(f'<mrow style="color:#{colour};">', f'<mrow class="{name}">')
        return markup(found)

    def text(self, text: str) -> Markup:
        """Return a text with its formulas."""
        parts = (self._typesetter.symbol(p) if is_math else prose(p) for p, is_math in _parts(text))
        return Markup("").join(parts)
