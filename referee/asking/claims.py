"""A statement as a claim: it is the formula that fills the blank of "a statement that is true"."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import hypothesis

from referee.asking.statement import Statement
from referee.deciding.claim import Answering, Claim, Property, given, judged_by_the_answer
from referee.language.comparison import Comparison
from referee.language.evaluation import value_of
from referee.language.tree import Formula, Node
from referee.numerics import arrays
from referee.strategies.families import Family, Instance, named

BLANK = "a statement"
PART = "ask"
EXAMPLES = 40  # that Hypothesis draws


def family_named(read: Statement) -> Family:
    """Return the family of a statement's declarations, whose tokens rebuild it anywhere."""
    options = {"of": "+".join(spec.spelled for spec in read.specs)}
    if read.sizes:
        options["sizes"] = "+".join(size.spelled for size in read.sizes)
    return named("declared", **options)


def property_under(premises: Sequence[Node]) -> Property:
    """Return the property that a statement is true, which rests on premises as a whole.

    Where it is proved in letters, what a premise says is invertible has an inverse.
    """
    inverted = [Formula("", p.args[0]) for p in premises if p.kind == "invertible"]

    def holds(p: Instance, answer: Answering) -> Comparison:
        if arrays.makes_traced(p.number):
            for formula in inverted:
                p.number.guarantee_inverse(value_of(formula, p).polynomial)
        found: Comparison = answer(p)
        return found

    return holds


def claim_of(read: Statement, root: Node, seed: int = 0, examples: int = EXAMPLES) -> Claim:
    """Return the claim that a statement makes, registered nowhere."""
    family = family_named(read)
    holds = property_under(read.premises)
    settings = hypothesis.settings(
        database=None, deadline=None, max_examples=examples, print_blob=False
    )
    test = given(p=family.instances())(holds)
    digest = hashlib.sha256(f"{family.name} {root}".encode()).hexdigest()[:12]
    found = Claim(
        f"{PART}-{digest}",
        "{answer}",
        BLANK,
        None,
        tuple(family.by_name),
        None,
        "; ".join((*read.inferred, *read.declared)),
        tuple(spec.name for spec in read.specs),
        "",
        holds,
        hypothesis.seed(seed)(settings(test)),
        family,
    )
    # Hypothesis wants None from a test; the judge takes the comparison instead.
    test.hypothesis.inner_test = judged_by_the_answer(holds)
    test.claim = found
    return found
