"""A counterexample to copy: its sizes and arrays, whole and with their shapes, for two programs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from referee.evidence.schema import Record, Witness
from referee.reports import wording
from referee.reports.answers import latex
from referee.reports.answers.python import identifiers
from referee.reports.text import one_line
from referee.reports.witness import Shown

_RATIONAL = re.compile(r"-?\d+(?:/\d+)?", re.ASCII)
_DECIMAL = re.compile(r"≈ (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*$", re.ASCII)
# A size that a question speaks of has a letter, perhaps with an index; others are a family's own.
_SIZE = re.compile(r"[^\W\d_](?:_\w+)?")
WIDEST = 300  # characters of a comment


def sizes(shape: Mapping[str, int]) -> str:
    """Return the sizes that a reader of the question knows: d = 2, n = 1."""
    return wording.shape(known(shape))


def known(shape: Mapping[str, int]) -> dict[str, int]:
    """Return the sizes of a shape that have a letter in the question."""
    return {name: size for name, size in shape.items() if _SIZE.fullmatch(name)}


def of(record: Record) -> Witness | None:
    """Return the smallest counterexample of a record as far as it has arrays, None for none."""
    found = record["counterexample"]
    witness = found["smallest"] if found else None
    return witness if witness and witness.get("values") else None


def shown(record: Record, found: Shown) -> Shown:
    """Return an instance as a page shows it below the sentence that tells both values."""
    witness = of(record)
    said = witness is not None and "belongs" in witness
    return replace(found, lhs=None, rhs=None) if said and found.arrays else found


def numpy(witness: Witness) -> str:
    """Return Python that defines an instance; nothing in it is code but numbers and names."""
    return "\n".join(["import numpy as np", "", *_defined(witness)])


def _defined(witness: Witness) -> Iterator[str]:
    values = witness.get("values", {})
    names = identifiers((*known(witness["shape"]), *values))
    yield from (f"{names[size]} = {number}" for size, number in known(witness["shape"]).items())
    for name, array in values.items():
        rows = array["entries"]
        shown = [[_python(entry) for entry in row] for row in rows]
        if any(entry is None for row in shown for entry in row):
            yield f"# {one_line(f'{names[name]} = {wording.matrix(rows)}', WIDEST)}"
            continue
        inside = ", ".join(f"[{', '.join(map(str, row))}]" for row in shown)
        yield f"{names[name]} = np.array([{inside}])  # {_shape(rows)}"


def _python(entry: str) -> str | None:
    """Return a number as Python: a quotient as it is, else its decimal; None where it has none."""
    text = entry.replace("−", "-").strip()
    if _RATIONAL.fullmatch(text):
        return text
    found = _DECIMAL.search(text)
    return found[1] if found else None


def _shape(rows: Sequence[Sequence[str]]) -> str:
    return f"{len(rows)} × {len(rows[0]) if rows else 0}"


def as_latex(witness: Witness) -> str:
    """Return an instance as LaTeX for amsmath: sizes, then each array with its shape."""
    lines = [f"{latex.symbol(name)} = {size}" for name, size in known(witness["shape"]).items()]
    for name, array in witness.get("values", {}).items():
        symbol = array["latex"] or latex.symbol(name)
        shown = [[_latex(entry) for entry in row] for row in array["entries"]]
        sign = r"\approx" if any("≈" in e for row in array["entries"] for e in row) else "="
        lines.append(rf"{symbol} {sign} {_matrix(shown)} \quad % {_shape(shown)}")
    rows = [_row(line, last=line is lines[-1]) for line in lines]
    return "\n".join([r"\begin{gather*}", *rows, r"\end{gather*}"])


def _row(line: str, *, last: bool) -> str:
    """Return a line of a display: its end stands before what is said of it."""
    formula, percent, said = line.partition(r" \quad % ")
    end = "" if last else r" \\"
    return f"  {formula}{end}{f' % {said}' if percent else ''}"


def _latex(entry: str) -> str:
    """Return a number as LaTeX: by its decimal where it is no fraction and has one."""
    found = None if _RATIONAL.fullmatch(entry) else _DECIMAL.search(entry)
    return found[1] if found else latex.number(entry)


def _matrix(rows: Sequence[Sequence[str]]) -> str:
    """Return numbers in LaTeX as a matrix, one alone as itself."""
    if [len(row) for row in rows] == [1]:
        return rows[0][0]
    body = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"
