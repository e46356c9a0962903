"""Quantifiers that are not read: that something exists, and "for all" of a part alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from referee.asking.known import Reading
from referee.asking.problems import NotRead
from referee.language.tree import Node

_QUANTIFIER = re.compile(r"∃|\\n?exists\b|\b(?:there (?:is|are|exists?)|exists?|exist)\b")
_INNER = re.compile(r"[(\[]\s*(?:\$\s*)?(?:for\s+(?:all|every|each|any)\b|∀|\\forall\b)")


def refuse_quantifiers(whole: str) -> None:
    """Refuse, by NotRead, that something exists, and "for all" of a part in brackets."""
    quantifier = _QUANTIFIER.search(whole)
    if quantifier:
        raise NotRead(
            "a statement is about every instance of its declarations: that something exists is"
            " not read",
            quantifier.start(),
        )
    inner = _INNER.search(whole)
    if inner:
        raise NotRead(
            "“for all” is read of a whole statement alone, not of a part of it in brackets: whether"
            " a part holds for all values is not decided by some of them",
            inner.start(),
        )


def check_quantifiers(reading: Reading, claim: Node, conditions: Sequence[Node]) -> None:
    """Refuse "A = 0 if Ax = 0 for all x": there the quantifier belongs to a premise alone."""
    said = _names(claim)
    premises = [p for p in conditions if len(_names(p)) > 1]
    if claim.kind in {"implies", "iff"}:
        premises.append(claim.args[0])
        said = _names(claim.args[1])
    alone = {n for p in premises for n in _names(p)} - said
    alone |= said - _names(claim.args[0]) if claim.kind == "iff" else set()
    for name in reading.found.names.values():
        if name.every and name.name in alone:
            raise NotRead(
                f"“for all {name.written}” seems to belong to a part of it alone; a quantifier"
                " inside of a statement is not read",
                name.at,
            )


def _names(node: Node) -> set[str]:
    return {str(n.value) for n in node.walk() if n.kind == "name"}
