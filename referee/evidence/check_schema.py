"""The schema of a check: what is known of every formula of documents, field by field.

This is the one definition, of ``referee check --format json`` and of what lists, pages and files
for other programs are made from; the JSON Schema follows from it.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypedDict

from msgspec import Meta

from referee.evidence.answer_schema import Instance, Needed

VERSION: Final = 1  # of the schema: it changes when a field is renamed or dropped
Kind = Literal["statement", "definition", "declaration", "no statement"]
Verdict = Literal[
    "proved", "held", "refuted", "ill-typed", "ambiguous", "inconclusive", "vacuous", "not read"
]


class Checked(TypedDict):
    """A formula of a document: where it stands, what it is taken for, and what is known of it."""

    file: Annotated[str, Meta(description="The path of the document, as it was given.")]
    line: Annotated[int, Meta(ge=1, description="The line of the file, from 1.")]
    column: Annotated[int, Meta(ge=1, description="The column of the line, from 1.")]
    cell: Annotated[int | None, Meta(description="The cell of a notebook, from 1; else null.")]
    name: Annotated[str, Meta(description="Its number, label or tag; may be empty.")]
    latex: Annotated[str, Meta(description="The formula, blanks made one.")]
    kind: Kind
    why: Annotated[str, Meta(description="Why it is no statement; empty where that is plain.")]
    verdict: Annotated[
        Verdict | None,
        Meta(description="Null for what is no statement; “ill-typed” where no sizes can fit."),
    ]
    reason: Annotated[str, Meta(description="Why, in one line; empty for what is no statement.")]
    statement: Annotated[str, Meta(description="What was asked of it; may be empty.")]
    section: Annotated[list[str], Meta(description="The declarations that it stands under.")]
    declared: Annotated[list[str], Meta(description="What of them it uses, a line each.")]
    inferred: Annotated[list[str], Meta(description="What is not declared and was inferred.")]
    assumed: Annotated[list[str], Meta(description="What has to exist for it to mean anything.")]
    needed: Annotated[list[Needed], Meta(description="What it does not hold without, if known.")]
    counterexample: Annotated[Instance | None, Meta(description="Null unless it is refuted.")]
    known: Annotated[bool, Meta(description="Whether a baseline has it with its verdict.")]
    seconds: Annotated[float, Meta(ge=0, description="Time that it took.")]


class Trouble(TypedDict):
    """Something of a document, or a whole file, that cannot be read."""

    file: Annotated[str, Meta(description="The path of the document, as it was given.")]
    line: Annotated[int, Meta(ge=0, description="The line of the file; 0 for the whole of it.")]
    column: Annotated[int, Meta(ge=0, description="The column of the line; 0 for the file.")]
    reason: Annotated[str, Meta(description="Why, in one line.")]


class Check(TypedDict):
    """What is known of the formulas of documents. Fields may be added.

    None is renamed or dropped without a new value of `schema`.
    """

    schema: Annotated[Literal[1], Meta(description="Version of this schema.")]
    files: Annotated[list[str], Meta(description="The documents, in their order.")]
    formulas: Annotated[list[Checked], Meta(description="In the order of files and lines.")]
    troubles: Annotated[list[Trouble], Meta(description="What cannot be read.")]
    gone: Annotated[int, Meta(ge=0, description="How many of a baseline are not found any more.")]
    seed: Annotated[int, Meta(description="Seed of the random draws.")]
    version: Annotated[str, Meta(description="Version of the referee.")]
