"""The schema of an answer of ``referee ask``: what is said of one statement, field by field.

This is the one definition, of ``--json`` and of what terminal, page, LaTeX and Python code are
made from; the JSON Schema follows from it (:mod:`referee.reports.schemas`). The evidence is the
record of the decision, as in a log (:mod:`referee.evidence.schema`).
"""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypedDict

from msgspec import Meta

from referee.evidence.schema import Matrix, Record, Shape

VERSION: Final = 1  # of the schema: it changes when a field is renamed or dropped
Judgement = Literal["proved", "held", "refuted", "ambiguous", "inconclusive", "vacuous", "not read"]
Misfit = Literal["", "sizes", "layout"]
Floats = list[list[float | None]]


class Value(TypedDict):
    """An exact array with its name, or a side of a relation with its text."""

    name: Annotated[
        str, Meta(description="A name in letters, digits and _, or the text of a side.")
    ]
    shown: Annotated[str, Meta(description="The same as it is shown: λ, x₁.")]
    latex: Annotated[str, Meta(description="The same as LaTeX; empty where there is none.")]
    numpy: Annotated[
        str, Meta(description="A side as Python with NumPy as np; empty where there is none.")
    ]
    entries: Annotated[Matrix, Meta(description="To be shown: long numbers are rounded.")]
    fractions: Annotated[
        Matrix | None,
        Meta(
            description="Every entry exactly, as 3 or -1/2; null where one is no rational number."
        ),
    ]
    floats: Annotated[
        Floats, Meta(description="Nearest floats; null for what is not real or beyond their range.")
    ]


class Instance(TypedDict):
    """One instance of a statement, and the two sides there."""

    shape: Annotated[Shape, Meta(description="The sizes by name.")]
    values: Annotated[list[Value], Meta(description="In the order of the declarations.")]
    relation: Annotated[
        str, Meta(description="What is claimed between the sides, as = or ≤; empty for neither.")
    ]
    sides: Annotated[list[Value], Meta(description="Two, or none where nothing is compared.")]
    note: Annotated[str, Meta(description="A remark, as that a side has no value; may be empty.")]


class Needed(TypedDict):
    """A hypothesis without which the statement is false."""

    hypothesis: Annotated[str, Meta(description="In words or signs, as “A is symmetric”.")]
    counterexample: Annotated[Instance | None, Meta(description="Where it is false without it.")]


class ReadAs(TypedDict):
    """One of several ways in which a statement can be read."""

    statement: Annotated[str, Meta(description="The formula in the canonical notation.")]
    verdict: Judgement
    reason: Annotated[str, Meta(description="Why, in one line.")]
    counterexample: Annotated[Instance | None, Meta(description="Null unless it is refuted.")]


class Asked(TypedDict):
    """What is said of one statement. Fields may be added.

    None is renamed or dropped without a new value of `schema`.
    """

    schema: Annotated[Literal[1], Meta(description="Version of this schema.")]
    statement: Annotated[str, Meta(description="As it was written.")]
    where: Annotated[str, Meta(description="Declarations that were handed over apart from it.")]
    verdict: Judgement
    reason: Annotated[str, Meta(description="Why, in one line.")]
    misfit: Annotated[
        Misfit,
        Meta(
            description="Whether sizes that are declared rule out what is not read; “layout” where"
            " they do unless derivatives are laid out as transposes."
        ),
    ]
    declared: Annotated[list[str], Meta(description="What the statement declares, a line each.")]
    inferred: Annotated[
        list[str], Meta(description="What it leaves out and was taken for granted.")
    ]
    assumed: Annotated[list[str], Meta(description="What has to exist for it to mean anything.")]
    counterexample: Annotated[Instance | None, Meta(description="Null unless it is refuted.")]
    needed: Annotated[list[Needed], Meta(description="What it does not hold without, if known.")]
    readings: Annotated[
        list[ReadAs], Meta(description="Where it can be read in several ways, each of them.")
    ]
    seed: Annotated[int, Meta(description="Seed of the random draws.")]
    seconds: Annotated[float, Meta(ge=0, description="Time that it took.")]
    version: Annotated[str, Meta(description="Version of the referee.")]
    record: Annotated[
        Record | None, Meta(description="The evidence; null where nothing was decided.")
    ]
