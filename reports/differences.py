"""Differences: what stands where something else should, marked in formulas."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from referee.evidence.schema import Record
from referee.reports.text import markup

# One leaf of MathML: a number, a name, an operator or text.
_LEAF = re.compile(r"<(mn|mi|mo|mtext)((?:\s[^<>]*)?)>([^<>]*)</\1>")
LONGEST = 1_000  # characters compared; the comparison takes quadratic time at worst


def _matcher(a: Sequence[str], b: Sequence[str]) -> difflib.SequenceMatcher[str]:
    return difflib.SequenceMatcher(None, a, b, autojunk=False)


def marked(formula: Markup, other: Markup, name: str) -> Markup:
    """Return a formula's MathML with the symbols that another formula lacks marked.

    They get the class ``name``; the structure of the formula stays as it is.
    """
    text, rest = _without_source(str(formula))
    mine, others = list(_LEAF.finditer(text)), _leaves(str(other))
    if max(len(mine), len(others)) > LONGEST:
        return formula
    changed = set(_changed([leaf[3] for leaf in mine], others))
    pieces, end = [], 0
    for index, leaf in enumerate(mine):
        pieces.append(text[end : leaf.start()])
        mark = f' class="{name}"' if index in changed and "class=" not in leaf[2] else ""
        pieces.append(f"<{leaf[1]}{leaf[2]}{mark}>{leaf[3]}</{leaf[1]}>")
        end = leaf.end()
    return markup("".join(pieces) + text[end:] + rest)


def _changed(mine: Sequence[str], others: Sequence[str]) -> Iterator[int]:
    for operation, i, j, _, _ in _matcher(mine, others).get_opcodes():
        if operation != "equal":
            yield from range(i, j)


def _leaves(mathml: str) -> list[str]:
    return [leaf[3] for leaf in _LEAF.finditer(_without_source(mathml)[0])]


def _without_source(mathml: str) -> tuple[str, str]:
    """Split MathML before the annotation that holds its source."""
    at = mathml.find("<annotation")
    return (mathml, "") if at < 0 else (mathml[:at], mathml[at:])


def repair(record: Record, candidates: Sequence[Record]) -> Record | None:
    """Return the answer that holds and is most like a rejected one, None where there is none.

    Only a sheet that says of an answer that it is to hold vouches for it: another solution
    that happens to be graded in the same run does not.
    """
    vouched = [c for c in candidates if c["verdict"] == c["expected"] == "held" and c["answer"]]
    answer = record["answer"]
    if not vouched or answer is None:
        return None
    return max(vouched, key=lambda c: _matcher(answer[:LONGEST], c["answer"] or "").ratio())
