"""An answer as LaTeX, to paste: the counterexample with both sides, or the derivation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from referee.evidence.answer_schema import Asked, Instance, Value
from referee.reports import derivations, wording
from referee.reports.answers import instances
from referee.reports.answers.ascii import ascii_of
from referee.reports.text import one_line

WIDEST = 2_000  # characters of a line of text
SIGNS = {"=": "=", "≠": r"\neq", "≤": r"\leq", "<": "<", "≥": r"\geq", ">": ">", "≰": r"\not\leq",
         "≮": r"\not<", "≯": r"\not>", "≱": r"\not\geq"}  # fmt: skip
_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_NAME = re.compile(r"([^\W\d_])(?:_?([0-9A-Za-z]+))?")
_NUMBER = re.compile(r"(-?)([0-9]+)(?:/([0-9]+))?")


def latex(asked: Asked) -> str:
    """Return an answer as LaTeX for amsmath; what is no mathematics of ours is escaped text."""
    lines = "\n".join(_lines(asked))
    return f"{lines}\n"


def _lines(asked: Asked) -> Iterator[str]:
    yield f"% {one_line(asked['statement'], WIDEST)}: {asked['verdict']}"
    found, record = asked["counterexample"], asked["record"]
    if record is not None and record["answer_latex"]:
        yield rf"\[ {record['answer_latex']} \]"
    if asked["inferred"]:
        yield text("; ".join(asked["inferred"]))
    if found is not None:
        yield from _counterexample(found)
        return
    yield text(f"{asked['verdict'].capitalize()}: {instances.extent(asked) or asked['reason']}.")
    if record is not None and asked["verdict"] == "proved":
        told = derivations.latex(record)
        if told:
            yield told


def _counterexample(found: Instance) -> Iterator[str]:
    yield text("Refuted by")
    yield rf"\[ {arrays(found)} \]"
    if found["sides"]:
        yield rf"\[ {sides(found)} \]"
    elif found["note"]:
        yield text(f"{wording.sentence(found['note'])}.")


def formulas(asked: Asked) -> list[str]:
    """Return an answer as formulas: the statement, and the counterexample with its two sides."""
    found, record = asked["counterexample"], asked["record"]
    stated = record["answer_latex"] if record else None
    shown = [] if found is None else [arrays(found), *([sides(found)] if found["sides"] else [])]
    return [*([stated] if stated else []), *(formula for formula in shown if formula)]


def arrays(found: Instance) -> str:
    """Return the sizes and the arrays of an instance."""
    sizes = (f"{symbol(name)} = {size}" for name, size in found["shape"].items())
    return r", \quad ".join((*sizes, *map(equation, found["values"])))


def sides(found: Instance) -> str:
    """Return the two sides of an instance, with what does not hold between them."""
    left, right = found["sides"]
    scalar = [len(row) for row in left["entries"]] == [1]
    sign = wording.sign(found["relation"], fails=True, scalar=scalar)
    between = SIGNS.get(sign, r"\quad\text{and}\quad")
    return f"{side(left)} = {matrix(left)} {between} {matrix(right)} = {side(right)}"


def equation(value: Value) -> str:
    """Return an array with its name."""
    return f"{value['latex'] or symbol(value['name'])} = {matrix(value)}"


def side(value: Value) -> str:
    """Return what a side is: mathematics where it is known as such, else as it was written."""
    return value["latex"] or symbol(value["name"])


def symbol(name: str) -> str:
    """Return a name as LaTeX: x_1 with its index lowered, words upright."""
    found = _NAME.fullmatch(name)
    if found is None or not found[1].isascii():
        return rf"\text{{{text(name)}}}"
    return f"{found[1]}_{{{found[2]}}}" if found[2] else found[1]


def matrix(value: Value) -> str:
    """Return the entries of an array, a number as such."""
    rows = value["fractions"] or value["entries"]
    if [len(row) for row in rows] == [1]:
        return number(rows[0][0])
    body = r" \\ ".join(" & ".join(map(number, row)) for row in rows)
    return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"


def number(entry: str) -> str:
    """Return a number as LaTeX; what is no fraction is text."""
    found = _NUMBER.fullmatch(entry)
    if found is None:
        return rf"\text{{{text(entry)}}}"
    sign, whole, below = found.groups()
    return rf"{sign}\tfrac{{{whole}}}{{{below}}}" if below else f"{sign}{whole}"


def text(said: str) -> str:
    """Return a text in ASCII with everything escaped that LaTeX would take for a command."""
    shown = ascii_of(one_line(said, WIDEST))
    return "".join(_SPECIAL.get(c, f"\\{c}" if c in "#$%&_{}" else c) for c in shown)
