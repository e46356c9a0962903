"""The template of a sheet: every blank, ready to be filled in, in any format of sheets."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from referee.deciding.claim import Claim
from referee.deciding.corpora import OWN
from referee.grading.sheets.formats import FORMATS
from referee.grading.sheets.outline import Name, Outline, Part, Question
from referee.language.reading import scope_of
from referee.language.reading.example import example
from referee.language.vocabulary import BINDERS, FUNCTIONS
from referee.strategies.families import Family

BLANK = r"\square"


def template(
    title: str,
    parts: Mapping[str, str],
    claims: Mapping[str, Claim],
    package: str = OWN,
    *,
    form: str = "toml",
    verbose: bool = False,
    questions: str = "",
) -> str:
    """Return a sheet that leaves every claim unanswered, with a line or two on each of them.

    ``form`` is one of FORMATS; a ``verbose`` template says all that is known of a question.
    ``questions`` is the list of what is asked, as a command line names it.
    """
    named = dict.fromkeys(claim.part for claim in claims.values())
    outline = Outline(
        title,
        tuple(
            Part(
                f"{part} {parts.get(part, '')}".rstrip(),
                tuple(_question(c) for c in claims.values() if c.part == part),
            )
            for part in named
        ),
        self_check(f"mine.{form}", package, questions),
        (*FUNCTIONS, *BINDERS),
        verbose,
    )
    return FORMATS[form].template(outline)


def self_check(file: str, package: str, questions: str = "") -> str:
    """Return the command with which somebody grades a sheet before handing it in."""
    if package == OWN and not questions:
        return shlex.join(["python", "-m", "pytest", f"--sheet={file}"])
    safe = f"./{file}" if file.startswith("-") else file
    corpus = [] if package == OWN else ["--corpus", package]
    asked = [f"--questions={questions}"] if questions else []
    return shlex.join(["referee", "grade", safe, *corpus, *asked, "--out", "graded"])


def _question(claim: Claim) -> Question:
    numbers = claim.equation if isinstance(claim.equation, tuple) else (claim.equation,)
    return Question(
        claim.id,
        ", ".join(f"({number})" for number in numbers if number is not None),
        claim.blank,
        _size(claim),
        claim.states.replace("{answer}", BLANK),
        claim.states.replace("{answer}", "[ ]"),
        claim.given,
        tuple(
            Name(name, claim.family.by_name[name].latex, _shape(claim.family, name), meaning)
            for name, meaning in claim.offered(claim.family).items()
        ),
        example(scope_of(claim)),
    )


def _size(claim: Claim) -> str:
    if claim.size is None:
        return "a statement, true or false"
    rows, columns = claim.size.split()
    return "a number" if rows == columns == "1" else f"{rows}×{columns}"


def _shape(family: Family, name: str) -> str:
    field = family.by_name[name]
    return "a number" if field.rows == field.columns == "1" else f"{field.rows}×{field.columns}"
