"""Power: what becomes of the formulas that differ from an answer in a single node.

Each is decided like an answer, exactly, on instances of the claim's own family. It is
refuted; or it is equivalent, since the claim is proved for it too or its value is proved
identical to the answer's; or inconclusive, as a premise that is never met; or it survives.
A survivor is a statement that is true as well (a looser bound, a stronger condition), or
shows that the claim is too weak.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from referee.deciding.claim import Claim, Property
from referee.deciding.drawn_once import SMALL, drawn, smallest
from referee.deciding.identity import LARGE, prove
from referee.deciding.one_instance import decide_at
from referee.deciding.verdict import ENOUGH
from referee.language.comparison import Comparison, IllTyped, Truth, equal, fact, iff
from referee.language.evaluation import AnswerUndefined, value_of
from referee.language.mutation import mutants
from referee.language.tree import Formula, Node
from referee.strategies.families import Instance

UP_TO = 3  # shapes up to which a mutant's equivalence is proved
SCOPE = 60  # smallest instances a mutant is decided on
SAMPLE = 100  # independent ones
MORE = 120  # and more for what is neither refuted nor proved by then, where its value differs


@dataclass(frozen=True)
class Power:
    """How many mutants of an answer there are, and what became of them.

    ``survivors`` are formulas; ``distinct`` are those among them whose value is not the
    answer's at some instance: each is another statement that the claim admits.
    """

    generated: int = 0
    refuted: int = 0
    equivalent: int = 0
    inconclusive: int = 0
    survivors: tuple[str, ...] = ()
    distinct: tuple[str, ...] = ()


def power(claim: Claim, formula: Formula, *, seed: int = 0) -> Power:
    """Decide every mutant of an answer that holds. The seed and the claim fix all instances."""
    court = _Court(claim, formula, seed)
    outcomes = {mutant.text: court.outcome(mutant) for mutant in mutants(formula, claim)}
    counts = Counter(outcomes.values())
    survivors = tuple(text for text, outcome in outcomes.items() if outcome == "survived")
    return Power(
        len(outcomes),
        counts["refuted"],
        counts["equivalent"],
        counts["inconclusive"],
        survivors,
        tuple(text for text in survivors if text in court.distinct),
    )


@dataclass
class _Court:
    """The instances that every mutant of one answer is decided on.

    They are built once. One that refutes a mutant goes to the front: most mutants fall at
    the first instance.
    """

    claim: Claim
    answer: Formula
    seed: int
    distinct: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        family = self.claim.family
        sample = list(islice(drawn(family, f"{self.seed} small", SMALL), SAMPLE + MORE))
        self.instances = [*smallest(family, SCOPE), *sample[:SAMPLE]]
        self.more = sample[SAMPLE:]

    def outcome(self, mutant: Formula) -> str:
        """Return "refuted", "equivalent", "inconclusive" or "survived"."""
        telling, open_ = 0, False
        for index, p in enumerate(self.instances):
            compared = self._decided(mutant, p)
            if compared.truth is Truth.FALSE:
                self.instances.insert(0, self.instances.pop(index))
                return "refuted"
            open_ = open_ or compared.truth is Truth.UNDECIDED
            telling += not compared.vacuous
        return "inconclusive" if open_ or telling < ENOUGH else self._proved(mutant)

    def _decided(self, mutant: Formula, p: Instance) -> Comparison:
        """Decide a mutant at an instance; a fault on the way decides nothing."""
        try:
            return decide_at(self.claim.decide, lambda at: value_of(mutant, at), p)
        except (ArithmeticError, TypeError, ValueError) as error:
            return Comparison(Truth.UNDECIDED, "is decided", note=str(error))

    def _proved(self, mutant: Formula) -> str:
        """Try to prove the claim for a mutant, then its value to be the answer's."""
        rng = random.Random(f"{self.seed} power {self.claim.id} {mutant.text}")
        family = self.claim.family
        proof = prove(self.claim.decide, lambda p: value_of(mutant, p), family, rng, most=UP_TO)
        if proof.holds:
            return "equivalent"
        if proof.fails_at is not None:
            large = (family.sample_large(proof.fails_at, rng) for _ in range(LARGE))
            false = any(self._decided(mutant, p).truth is Truth.FALSE for p in large)
            return "refuted" if false else "survived"
        if any(self._differs(mutant, p) for p in self.instances):
            self.distinct.add(mutant.text)
        elif any(self._identical(*pair, rng) for pair in _replaced(self.answer.root, mutant.root)):
            return "equivalent"
        return self._searched(mutant)

    def _searched(self, mutant: Formula) -> str:
        """Look further for an instance that refutes a mutant: where its value differs."""
        for p in self.more:
            if self._differs(mutant, p):
                self.distinct.add(mutant.text)
                if self._decided(mutant, p).truth is Truth.FALSE:
                    self.instances.insert(0, p)
                    return "refuted"
        return "survived"

    def _differs(self, mutant: Formula, p: Instance) -> bool:
        """Say whether the values of a mutant and of the answer are certainly different."""
        return decide_at(self._compared(self.answer, mutant), _nothing, p).truth is Truth.FALSE

    def _identical(self, one: Node, other: Node, rng: random.Random) -> bool:
        """Say whether two parts of a formula are proved to have the same value."""
        pair = Formula("", one), Formula("", other)
        try:
            return prove(self._compared(*pair), _nothing, self.claim.family, rng, most=UP_TO).holds
        except IllTyped:  # parts of different sizes inside formulas of one size
            return False

    @staticmethod
    def _compared(one: Formula, other: Formula) -> Property:
        def same(p: Instance, _: object) -> Comparison:
            left, right = _value(one, p), _value(other, p)
            if left is None or right is None:
                return fact(left is right, "is defined")
            return iff(left, right) if isinstance(left, Comparison) else equal(left, right)

        return same


def _value(formula: Formula, p: Instance) -> Any:
    """Return a formula's value, None where it has none."""
    try:
        return value_of(formula, p)
    except AnswerUndefined:
        return None


def _nothing(_: Instance) -> object:
    """Stand in for an answer where a property asks for none."""
    return None


def _replaced(one: Node, other: Node) -> Iterator[tuple[Node, Node]]:
    """Yield the parts at which two trees differ, the innermost first."""
    if one.kind == other.kind and one.value == other.value and len(one.args) == len(other.args):
        changed = [pair for pair in zip(one.args, other.args, strict=True) if pair[0] != pair[1]]
        if len(changed) == 1:
            yield from _replaced(*changed[0])
    yield one, other
