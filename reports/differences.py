"""Differences: what stands where something else should, marked in formulas."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from html import unescape

from markupsafe import Markup

from referee.evidence.schema import Record
from referee.reports.text import markup

# One leaf of MathML: a number, a name, an operator or text.
_LEAF = re.compile(r"<(mn|mi|mo|mtext)((?:\s[^<>]*)?)>([^<>]*)</\1>")
Leaf = re.Match[str]
CARRIED = frozenset("⊤†∗")
QUIET = frozenset("()[]{}|\u2061\u2062")  # parentheses, and signs that nobody sees
# From so many symbols on between what both begin and end with, fewer than this share of them
# in common, formulas are written differently: marks would be all over what is right.
MANY, ALIKE = 16, 0.5
LONGEST = 1_000  # characters compared; the comparison takes quadratic time at worst


def _matcher(a: Sequence[str], b: Sequence[str]) -> difflib.SequenceMatcher[str]:
    return difflib.SequenceMatcher(None, a, b, autojunk=False)


def marked(formula: Markup, other: Markup, name: str) -> Markup:
    """Return a formula's MathML with the symbols that another formula lacks marked.

    They get the class ``name``; the structure of the formula stays as it is. What is written
    too differently to be compared symbol by symbol has no marks.
    """
    text, rest = _without_source(str(formula))
    mine, others = _units(text), _units(_without_source(str(other))[0])
    if max(len(mine), len(others)) > LONGEST:
        return formula
    found = _changed([_said(unit) for unit in mine], [_said(unit) for unit in others])
    leaves = [leaf for index in found for leaf in mine[index]]
    # Where anything else differs, its parentheses are not what is wrong.
    telling = [leaf for leaf in leaves if unescape(leaf[3]) not in QUIET] or leaves
    return markup(_classed(text, telling, name) + rest)


def _classed(text: str, leaves: Sequence[Leaf], name: str) -> str:
    pieces, end = [], 0
    for leaf in leaves:
        mark = f' class="{name}"' if "class=" not in leaf[2] else ""
        pieces.append(text[end : leaf.start()])
        pieces.append(f"<{leaf[1]}{leaf[2]}{mark}>{leaf[3]}</{leaf[1]}>")
        end = leaf.end()
    return "".join(pieces) + text[end:]


def _units(text: str) -> list[list[Leaf]]:
    """Return what is compared: leaves, each with the transpose or star that it carries."""
    units: list[list[Leaf]] = []
    for leaf in _LEAF.finditer(text):
        if units and leaf[3] in CARRIED and units[-1][-1].end() == leaf.start():
            units[-1].append(leaf)
        else:
            units.append([leaf])
    return units


def _said(unit: Sequence[Leaf]) -> str:
    return " ".join(leaf[3] for leaf in unit)


def _changed(mine: Sequence[str], others: Sequence[str]) -> list[int]:
    matcher = _matcher(mine, others)
    codes = matcher.get_opcodes()
    ends = (_is_equal(codes[0]), _is_equal(codes[-1])) if codes else (False, False)
    inner = codes[ends[0] : len(codes) - ends[1]]
    total = sum(i2 - i1 + j2 - j1 for _, i1, i2, j1, j2 in inner)
    alike = sum(2 * (i2 - i1) for code, i1, i2, _, _ in inner if code == "equal")
    if total > MANY and alike < ALIKE * total:
        return []
    return [i for code, i1, i2, _, _ in inner if code != "equal" for i in range(i1, i2)]


def _is_equal(code: tuple[str, int, int, int, int]) -> bool:
    return code[0] == "equal"


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
