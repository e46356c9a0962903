"""An answer as a page of its own: a file with style and policy, as every page has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

from markupsafe import Markup

from referee.evidence.answer_schema import Asked, Instance, Value
from referee.reports import mathematics, rendering, wording
from referee.reports.answers import instances
from referee.reports.answers.latex import formulas, symbol
from referee.reports.text import visible
from referee.reports.witness import Array, Shown

# What a verdict looks like: marks and colours are those of a report's verdicts.
LOOKS: Mapping[str, str] = {"proved": "held", "vacuous": "inconclusive", "not read": "error"}


class Judged(TypedDict):
    """What a page says of a verdict: how it looks, for what it holds, where it fails.

    ``needed`` are hypotheses with where it is false without them, ``ways`` readings with verdicts.
    """

    looks: str
    extent: str
    shown: Shown | None
    needed: Sequence[tuple[str, str]]
    ways: Sequence[tuple[str, str]]


def page(asked: Asked) -> str:
    """Return an answer as HTML."""
    record = asked["record"]
    return rendering.page("answer.html.j2", asked=asked, record=record, found=judged(asked))


def judged(asked: Asked) -> Judged:
    """Return what every page says of the verdict on a statement."""
    found = asked["counterexample"]
    return {
        "looks": LOOKS.get(asked["verdict"], asked["verdict"]),
        "extent": instances.extent(asked) if asked["verdict"] == "proved" else "",
        "shown": None if found is None else shown(found),
        "needed": instances.hypotheses(asked),
        "ways": instances.readings(asked),
    }


def shown(found: Instance) -> Shown:
    """Return a counterexample as pages show one."""
    left, right = found["sides"] or (None, None)
    scalar = left is not None and [len(row) for row in left["entries"]] == [1]
    return Shown(
        shape=wording.shape(found["shape"]),
        arrays=[Array(v["name"], _latex(v), v["entries"]) for v in found["values"]],
        lhs=left and left["entries"],
        rhs=right and right["entries"],
        sign=wording.sign(found["relation"], fails=True, scalar=scalar),
        sides=None if left is None or right is None else (_latex(left), _latex(right)),
        fails=True,
        remark=found["note"],
        slack=None,
    )


def _latex(value: Value) -> str:
    return value["latex"] or symbol(value["name"])


def fragment(asked: Asked) -> str:
    """Return an answer as a piece of HTML that needs no style, for a notebook."""
    typeset = mathematics.Typesetter().symbol
    lines = [*map(visible, instances.summary(asked)), *map(typeset, formulas(asked))]
    body = Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)
    statement = visible(asked["statement"])
    return str(Markup("<div><p><code>{}</code></p>{}</div>").format(statement, body))
