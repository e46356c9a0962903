"""A statement as it is judged: a family of its declarations, premises, and the claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from referee.asking.inference import family_of
from referee.language.tree import Node
from referee.strategies.declared import Bound, Spec
from referee.strategies.families import Family


@dataclass(frozen=True)
class Statement:
    """What is judged: specs and bounds of a family, and the claim under premises.

    ``claims`` are the ways in which the claim can be read, each with what it rests on.
    ``declared`` and ``inferred`` are lines of set mathematics, ``assumed`` what is assumed for
    inverses and roots to exist: ``assumed_of`` names that are of a kind for that alone, and
    ``assumed_premises``. ``empty`` says why there is no instance, "" where there may be one.
    """

    text: str
    specs: tuple[Spec, ...]
    sizes: tuple[Bound, ...]
    claims: tuple[Node, ...]
    premises: tuple[Node, ...]
    declared: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    claim_text: str = ""
    empty: str = ""
    said: tuple[str, ...] = field(default=())
    assumed_of: frozenset[str] = frozenset()
    assumed_premises: tuple[Node, ...] = ()

    @property
    def family(self) -> Family:
        """The family of its declarations, without a name that tokens need."""
        return family_of(self.specs, self.sizes)


def under_premises(claim: Node, premises: Sequence[Node]) -> Node:
    """Return a claim as what follows from premises."""
    if not premises:
        return claim
    rest = premises[0] if len(premises) == 1 else Node("and", tuple(premises))
    return Node("implies", (rest, claim))
