"""A statement as a claim: it is the formula that fills the blank of "a statement that is true"."""

from __future__ import annotations

import hashlib

from referee.asking.statement import Statement
from referee.deciding.claim import Answering, Claim, Test, given, judged_by_the_answer
from referee.language.comparison import Comparison
from referee.language.tree import Node
from referee.strategies.families import Family, Instance, named

BLANK = "a statement"
PART = "ask"


def family_named(read: Statement) -> Family:
    """Return the family of a statement's declarations, whose tokens rebuild it anywhere."""
    options = {"of": "+".join(spec.spelled for spec in read.specs)}
    if read.sizes:
        options["sizes"] = "+".join(size.spelled for size in read.sizes)
    return named("declared", **options)


def holds(p: Instance, answer: Answering) -> Comparison:
    """Return what a statement is at an instance."""
    found: Comparison = answer(p)
    return found


def claim_of(read: Statement, root: Node) -> Claim:
    """Return the claim that a statement makes, registered nowhere."""
    family = family_named(read)
    test: Test = given(p=family.instances())(holds)
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
        test,
        family,
    )
    # Hypothesis wants None from a test; the judge takes the comparison instead.
    test.hypothesis.inner_test = judged_by_the_answer(holds)
    test.claim = found
    return found
