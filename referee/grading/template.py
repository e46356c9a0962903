"""The template of a sheet: every blank with its names and shapes, ready to be filled in."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterator, Mapping

from referee.deciding.claim import Claim
from referee.deciding.corpora import OWN
from referee.language.vocabulary import BINDERS, FUNCTIONS
from referee.strategies.families import Family

WIDTH = 96


def template(
    title: str, parts: Mapping[str, str], claims: Mapping[str, Claim], package: str = OWN
) -> str:
    """Return a sheet that leaves every claim unanswered, with comments that say how to answer."""
    lines = list(_head(title, package))
    for part in dict.fromkeys(claim.part for claim in claims.values()):
        lines += ["", f"# {'=' * 70}", f"# {part} {parts.get(part, '')}".rstrip()]
        for claim in (c for c in claims.values() if c.part == part):
            lines += ["", *_entry(claim)]
    return "\n".join(lines) + "\n"


def _head(title: str, package: str) -> Iterator[str]:
    yield f"# {title}"
    yield from _comment(
        "Write each answer between the quotes; leave what you do not answer empty. A formula is"
        " made of the names its question offers, numbers, + - * / **, @ for the matrix product,"
        " .T for the transpose, comparisons, and, or, not, and functions:"
        f" {', '.join([*FUNCTIONS, *BINDERS])}."
        " Numbers are exact: 1/3 is a third. All vectors are columns."
    )
    yield from _comment("A long formula goes between three quotes. Grade the sheet yourself with")
    yield f"#   {self_check('mine.toml', package)}"
    yield ""
    yield "[sheet]"
    yield 'title = "My answers"'


def self_check(file: str, package: str) -> str:
    """Return the command with which somebody grades a sheet before handing it in."""
    if package == OWN:
        return shlex.join(["python", "-m", "pytest", f"--sheet={file}"])
    safe = f"./{file}" if file.startswith("-") else file
    grade = ["grade", safe, "--corpus", package, "--out", "graded"]
    return shlex.join(["referee", *grade])


def _entry(claim: Claim) -> Iterator[str]:
    yield from _comment(f"{_capital(claim.blank)}: {_size(claim)}.")
    yield from _comment(f"Stands in  {claim.states.replace('{answer}', '[ ]')}")
    if claim.given:
        yield from _comment(f"Given: {claim.given}.")
    for name, meaning in claim.offered(claim.family).items():
        yield from _comment(f"  {name} ({_shape(claim.family, name)}): {meaning}")
    yield from _comment(f"Notation: {example(claim)}")
    yield f'["{claim.id}"]'
    yield 'answer = ""'


def _comment(text: str) -> list[str]:
    line = " ".join(text.split(" ")) if text.isprintable() else " ".join(text.split())
    indent = "#   " if line.startswith("  ") else "# "
    return textwrap.wrap(
        line.strip(),
        WIDTH,
        initial_indent=indent,
        subsequent_indent="#     ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _size(claim: Claim) -> str:
    if claim.size is None:
        return "a statement, true or false"
    rows, columns = claim.size.split()
    return "a number" if rows == columns == "1" else f"{rows}×{columns}"


def _shape(family: Family, name: str) -> str:
    field = family.by_name[name]
    return "a number" if field.rows == field.columns == "1" else f"{field.rows}×{field.columns}"


def example(claim: Claim) -> str:
    """Return an answer that fits a claim's blank, to show the notation; it is not the answer.

    It names an array that fits, or one of zeros and ones, or a number.
    """
    if claim.size is None:
        numbers = [n for n in claim.names if _is_size(claim.family, n)]
        return f"{numbers[0]} <= 3 or {numbers[-1]} != 2" if numbers else "not (2/3 < 1/2)"
    rows, columns = claim.size.split()
    if rows == columns == "1":
        numbers = [n for n in claim.names if _is_size(claim.family, n)]
        return f"3 / (2 * {numbers[0]} + 1)" if numbers else "-3/4"
    if all(word in claim.names or word.isdigit() for word in (rows, columns)):
        return f"-3/4 * ones({rows}, {columns})"
    fits = [n for n in claim.names if _shape(claim.family, n) == f"{rows}×{columns}"]
    turned = [n for n in claim.names if _shape(claim.family, n) == f"{columns}×{rows}"]
    return f"-3/4 * {fits[0]}" if fits else f"-3/4 * {turned[0]}.T" if turned else "-3/4"


def _is_size(family: Family, name: str) -> bool:
    return name in family.shapes[0]
