"""A statement as a claim: it is the formula that fills the blank of "a statement that is true"."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import hypothesis

from referee.asking.assumptions import ZERO
from referee.asking.kinds import IMPLIED
from referee.asking.statement import Statement
from referee.deciding.claim import Answering, Claim, Property, given, judged_by_the_answer
from referee.language.comparison import Comparison
from referee.language.evaluation import value_of
from referee.language.tree import Formula, Node
from referee.language.vocabulary import BINDERS, INDEX
from referee.numerics import arrays
from referee.numerics.free_algebra.coefficients import irreducible
from referee.numerics.traced.matrices import Traced
from referee.strategies.families import Family, Instance, named
from referee.strategies.intervals import interval_of

BLANK = "a statement"
PART = "ask"
# What is found is shrunk by the referee, whose steps are fewer.
DRAWING = (hypothesis.Phase.generate, hypothesis.Phase.target)
EXAMPLES = 40  # that Hypothesis draws
# The largest size of instances, where a function costs much or makes much larger matrices.
HEAVY: Mapping[str, int] = {
    "kron": 8,
    **{name: 8 for name, binder in BINDERS.items() if binder.binds != INDEX},
}


def family_named(read: Statement) -> Family:
    """Return the family of a statement's declarations, whose tokens rebuild it anywhere."""
    options = {"of": "+".join(spec.spelled for spec in read.specs)}
    if read.sizes:
        options["sizes"] = "+".join(size.spelled for size in read.sizes)
    return named("declared", **options)


def property_under(
    premises: Sequence[Node], nonzero: Sequence[str] = (), invertible: Sequence[str] = ()
) -> Property:
    """Return the property that a statement is true, which rests on premises as a whole.

    Where it is proved in letters, what a premise says is invertible has an inverse, and what it
    says is not 0 has a reciprocal, as the names of ``nonzero`` numbers have. The inverses of
    ``invertible`` names are put in, for premises to be multiplied with.
    """
    inverted = [Formula("", p.args[0]) for p in premises if p.kind == "invertible"]
    apart = [Formula("", p.args[0]) for p in premises if p.kind == "!=" and p.args[1] == ZERO]
    apart += [Formula("", Node("name", value=name)) for name in nonzero]

    def holds(p: Instance, answer: Answering) -> Comparison:
        if arrays.makes_traced(p.number):
            _guarantee(p, inverted, apart)
            for name in invertible if premises else ():
                p.number.inverse(getattr(p, name).polynomial)
        found: Comparison = answer(p)
        return found

    return holds


def _guarantee(p: Instance, inverted: Sequence[Formula], apart: Sequence[Formula]) -> None:
    """Say of letters which matrices have an inverse, and which numbers are not 0."""
    for formula in inverted:
        p.number.guarantee_inverse(value_of(formula, p).polynomial)
    for formula in apart:
        value = value_of(formula, p)
        if isinstance(value, Traced) and value.is_number:
            c = p.number.coefficient(value.polynomial)
            p.number.determinants.nonzero.update(str(factor) for factor, _ in irreducible(c))


def nonzero_numbers(read: Statement) -> list[str]:
    """Return the names of numbers that are never 0."""
    intervals = ((spec.name, interval_of(spec.kind)) for spec in read.specs if spec.kind)
    return [name for name, found in intervals if found is not None and found.excludes_zero]


def claim_of(read: Statement, root: Node, seed: int = 0, examples: int = EXAMPLES) -> Claim:
    """Return the claim that a statement makes, registered nowhere."""
    family = family_named(read)
    reaches = [HEAVY[n.kind] for r in (root, *read.premises) for n in r.walk() if n.kind in HEAVY]
    if reaches:
        family = family.reaching(min(reaches))
    kinds = {spec.name: {spec.kind, *IMPLIED.get(spec.kind, ())} for spec in read.specs}
    invertible = [name for name, of in kinds.items() if "invertible" in of]
    holds = property_under(read.premises, nonzero_numbers(read), invertible)
    settings = hypothesis.settings(
        database=None, deadline=None, max_examples=examples, print_blob=False, phases=DRAWING
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
