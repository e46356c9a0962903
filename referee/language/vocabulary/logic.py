"""Statements: true and false, and what joins them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from referee.language import comparison
from referee.language.comparison import Comparison, Truth, fact
from referee.language.vocabulary.operation import Changes, Notation, Operation
from referee.language.vocabulary.sizes import statements

Asked = Callable[[], Comparison]  # a statement that is decided only when called


def conjunction(*parts: Asked) -> Comparison:
    """Decide statements from the left, no further than one that is false."""
    return comparison.all_of(*_until(Truth.FALSE, parts))


def disjunction(*parts: Asked) -> Comparison:
    """Decide statements from the left, no further than one that is true."""
    return comparison.any_of(*_until(Truth.TRUE, parts))


def implication(premise: Asked, conclusion: Asked) -> Comparison:
    """Decide a premise, and the conclusion where it matters."""
    return comparison.implies(premise(), conclusion)


def _until(decisive: Truth, parts: tuple[Asked, ...]) -> Iterator[Comparison]:
    for part in parts:
        found = part()
        yield found
        if isinstance(found, Comparison) and found.truth is decisive:
            return


def _literal(says: str, kind: str, other: str) -> Operation:
    latex = Notation(rf"\text{{{{{kind}}}}}", 9)
    changes = Changes(to=(other,))
    return Operation(
        says,
        0,
        statements,
        lambda: fact(kind == "true", kind),
        latex,
        Notation(kind),
        changes=changes,
        written={
            "unicode": Notation(kind),
            "matlab": Notation(kind),
            "numpy": Notation(kind.capitalize()),
            "lean": Notation(kind.capitalize()),
        },
    )


LITERALS: Mapping[str, Operation] = {
    "true": _literal("what always holds", "true", "false"),
    "false": _literal("what never holds", "false", "true"),
}
OPERATORS: Mapping[str, Operation] = {
    "and": Operation(
        "all of several statements",
        2,
        statements,
        conjunction,
        Notation(r"{0} \text{{ and }} {1}", 1, (2, 2)),
        Notation("{0} and {1}", 2, (3, 3)),
        lazy=True,
        several=True,
        changes=Changes(to=("or", "iff")),
        written={
            "matlab": Notation("{0} && {1}", 2, (3, 3)),
            "unicode": Notation("{0} and {1}", 1, (2, 2)),
            "lean": Notation("{0} ∧ {1}", 2, (3, 3)),
        },
    ),
    "or": Operation(
        "at least one of several statements",
        2,
        statements,
        disjunction,
        Notation(r"{0} \text{{ or }} {1}", 1, (2, 2)),
        Notation("{0} or {1}", 1, (2, 2)),
        lazy=True,
        several=True,
        changes=Changes(to=("and",)),
        written={
            "matlab": Notation("{0} || {1}", 1, (2, 2)),
            "unicode": Notation("{0} or {1}", 1, (2, 2)),
            "lean": Notation("{0} ∨ {1}", 1, (2, 2)),
        },
    ),
    "not": Operation(
        "the opposite of a statement",
        1,
        statements,
        comparison.negation,
        Notation(r"\text{{not }} {0}", 1, (2,)),
        Notation("not {0}", 3, (3,)),
        written={
            "matlab": Notation("~{0}", 7, (8,)),
            "unicode": Notation("not {0}", 1, (2,)),
            "lean": Notation("¬{0}", 3, (10,)),
        },
    ),
}
FUNCTIONS: Mapping[str, Operation] = {
    "implies": Operation(
        "the second statement, where the first one holds",
        2,
        statements,
        implication,
        Notation(r"{0} \Rightarrow {1}", 1, (2, 2)),
        lazy=True,
        changes=Changes(swapped=True),
        written={
            "unicode": Notation("{0} ⇒ {1}", 1, (2, 2)),
            "lean": Notation("{0} → {1}", 0, (1, 1)),
        },
    ),
    "iff": Operation(
        "both statements or neither",
        2,
        statements,
        comparison.iff,
        Notation(r"{0} \Leftrightarrow {1}", 1, (2, 2)),
        commutes=True,
        written={
            "unicode": Notation("{0} ⇔ {1}", 1, (2, 2)),
            "lean": Notation("{0} ↔ {1}", 0, (1, 1)),
        },
    ),
}
