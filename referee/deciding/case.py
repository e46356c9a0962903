"""Cases: what is decided, and all that follows from it alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from referee.deciding.claim import Claim
from referee.deciding.drawn_once import Draw, drawn
from referee.deciding.effort import Effort
from referee.deciding.one_instance import decide_at
from referee.language.comparison import Comparison, IllTyped
from referee.language.evaluation import value_of
from referee.language.tree import Formula
from referee.language.types import type_of
from referee.language.vocabulary import spell
from referee.strategies.families import Family, Instance, Shape


@dataclass(frozen=True)
class Case:
    """An answer to a claim, with the seed and the effort it is decided with.

    Nothing in it changes; what is learnt of it are findings.
    """

    claim: Claim
    formula: Formula
    seed: int = 0
    effort: Effort = field(default_factory=Effort)

    @property
    def family(self) -> Family:
        """The family of the claim's instances."""
        return self.claim.family

    @property
    def name(self) -> str:
        """What fixes all that is drawn: the seed, the claim and the formula's tree."""
        return f"{self.seed} {self.claim.id} {self.formula.canonical}"

    def random(self, purpose: str = "") -> Random:
        """Return the random numbers of a purpose; they are the same whenever they are asked for."""
        return Random(f"{purpose} {self.name}" if purpose else self.name)

    def drawn(self, purpose: str, draw: Draw) -> Iterator[Instance]:
        """Yield instances drawn independently, without end: the same for every answer."""
        return drawn(self.family, f"{self.seed} {purpose}", draw)

    def answer(self, p: Instance) -> object:
        """Return the answer's value at an instance."""
        return value_of(self.formula, p)

    def compared_at(self, p: Instance) -> Comparison:
        """Decide the claim at one instance."""
        return decide_at(self.claim.decide, self.answer, p)

    def misfit(self, shape: Shape) -> str:
        """Say what does not fit at a shape; empty where the answer is well typed."""
        try:
            found = type_of(self.formula, self.family, shape)
        except IllTyped as error:
            return f"{error}" if error.at is None else f"{self.formula.place(error.at)}: {error}"
        wanted = self.claim.type_at(shape)
        if found == wanted:
            return ""
        return f"it is {spell(found)}, but {self.claim.blank} is {spell(wanted)}"
