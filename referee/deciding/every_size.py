"""Proofs at every size: a claim run on letters, and its equations followed from the axioms.

The property and the answer run as they are, on matrices of letters (numerics.traced) that carry
the axioms of the family's fields (strategies.forms). What the equations need is a combination of
axioms, a certificate, which proves them for all sizes that meet (numerics.free_algebra.proofs).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from referee.deciding.claim import Property
from referee.deciding.effort import Effort
from referee.language.stating import Goal, Stated
from referee.numerics.arrays import Array
from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.certificates import Certificate, without_unused
from referee.numerics.free_algebra.coefficients import Coefficient, may_vanish
from referee.numerics.free_algebra.completion import Limits
from referee.numerics.free_algebra.number_claims import as_traces, names_of
from referee.numerics.free_algebra.number_laws import TooLarge, by_laws
from referee.numerics.free_algebra.polynomials import Polynomial, SizesDiffer
from referee.numerics.free_algebra.proofs import Open, Proved, prove
from referee.numerics.free_algebra.shortening import prove_with_few_axioms
from referee.numerics.free_algebra.trace_proofs import prove_traces
from referee.numerics.traced.sizes import NotTranslated
from referee.numerics.traced.tracing import Letters
from referee.strategies.families import Family, Instance
from referee.strategies.forms import letters_of

SHORTENED = 1_000  # steps of a proof up to which a shorter one is looked for
LIMITS = Limits(rules=150, weight=8, steps=4_000)
USUAL = Effort().proof  # the effort that these limits are those of


def limits_of(proof: int) -> Limits:
    """Return how far a search goes by the effort for proofs: further than usual, never less far."""
    more = max(proof, USUAL)
    return Limits(
        LIMITS.rules * more // USUAL,
        LIMITS.weight + more - USUAL,
        LIMITS.size,
        LIMITS.steps * more**2 // USUAL**2,
    )


@dataclass(frozen=True)
class EverySize:
    """A claim proved for all sizes of its family, or the reason why it is not.

    ``certificates`` are those of its equations; ``names`` are the sizes. ``untranslated`` is the
    step that has no words in the free algebra, "" where that is not the reason; ``conditions``
    are what was met and nothing guarantees, as that a matrix is invertible. ``traced`` is what the
    claim is in letters, None where it has no translation; ``seconds`` is what the search took.
    """

    reason: str = ""
    names: tuple[str, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    rules: int = 0
    steps: int = 0
    untranslated: str = ""
    conditions: tuple[str, ...] = ()
    traced: Traced | None = field(default=None, compare=False, repr=False)
    seconds: float = field(default=0.0, compare=False, repr=False)

    @property
    def holds(self) -> bool:
        """Whether the claim is proved."""
        return not self.reason

    @property
    def says(self) -> str:
        """What is proved, in words."""
        return f"proved for every {' and '.join(self.names)}"


@dataclass(frozen=True)
class Traced:
    """What a claim says in letters ``p``: goals, and the tracing whose axioms they may use.

    ``own`` says that there is one goal, whose sides are those of the statement.
    """

    goals: Sequence[Goal]
    tracing: Letters
    p: Instance
    own: bool = False


def prove_for_every_size(
    decide: Property,
    answer: Callable[[Instance], object],
    family: Family,
    limits: Limits = LIMITS,
) -> EverySize:
    """Prove that a claim holds for all sizes of a family."""
    begun = perf_counter()
    try:
        found = _proved(trace(decide, answer, family), limits)
    except NotTranslated as step:
        found = EverySize(f"not translated: {step}", untranslated=str(step))
    return replace(found, seconds=perf_counter() - begun)


def trace(decide: Property, answer: Callable[[Instance], object], family: Family) -> Traced:
    """Run a claim on letters. Raises NotTranslated, which names the step without translation."""
    try:
        p = letters_of(family)
        found = decide(p, answer)
    except NotTranslated:
        raise
    except Exception as error:  # whatever NumPy says of what is no array
        raise NotTranslated(f"a step that is made for arrays of numbers ({error})") from error
    if not isinstance(found, Stated):
        raise NotTranslated("a statement that is no equation")
    if found.refused:
        raise NotTranslated(found.refused)
    return Traced(found.goals, p.number, p, found.own)


def in_letters(p: Instance, name: str) -> Array:
    """Return a field of an instance of letters. Raises NotTranslated where it has no words."""
    try:
        return getattr(p, name)
    except NotTranslated:
        raise
    except Exception as error:  # whatever NumPy says of what is no array
        raise NotTranslated(f"{name} ({error})") from error


def _proved(traced: Traced, limits: Limits) -> EverySize:
    tracing = traced.tracing
    found = [_goal(goal, tracing, limits) for goal in traced.goals]
    rules, steps = sum(each.rules for each in found), sum(each.steps for each in found)
    conditions = tuple(dict.fromkeys(tracing.conditions))
    sizes = {size.name for size in tracing.shape.values()} & tracing.positive
    names = tuple(sorted(sizes, reverse=True))
    reason = next((each.reason for each in found if isinstance(each, Open)), "")
    certificates = tuple(each.certificate for each in found if isinstance(each, Proved))
    vanishing = [*dict.fromkeys(d for c in certificates for d in divisors(c, tracing))]
    conditions = tuple(
        dict.fromkeys([*conditions, *(f"{divisor} is not 0" for divisor in vanishing)])
    )
    if not reason and conditions:
        reason = f"it is proved only where {' and '.join(conditions)}"
    kept = () if reason else certificates
    return EverySize(reason, names, kept, rules, steps, conditions=conditions, traced=traced)


def _goal(goal: Goal, tracing: Letters, limits: Limits) -> Proved | Open:
    try:
        difference = goal.left - goal.right
    except SizesDiffer as error:
        return Open(str(error))
    if not difference:
        return Proved(Certificate(difference, (), ()), 0, 0)
    return _equation(difference, tracing.axioms_under(goal.premises), tracing, limits)


def _equation(
    difference: Polynomial, axioms: list[Axiom], tracing: Letters, limits: Limits
) -> Proved | Open:
    """Prove that a polynomial is 0 under axioms."""
    if tracing.determinants.matrices or tracing.determinants.powers:
        return _by_determinants(difference, axioms, tracing, limits)
    by_traces = _by_traces(difference, axioms, tracing, limits)
    if by_traces is not None:
        return by_traces
    found = prove(difference, axioms, limits)
    if isinstance(found, Open):
        # A number is its own transpose, which is no axiom of its words: xᵀAx = 0 for a skew A.
        return _by_traces(difference, axioms, tracing, limits, of_words=True) or found
    if found.steps > SHORTENED:
        return found
    return prove_with_few_axioms(difference, axioms, limits)


def _by_determinants(
    difference: Polynomial, axioms: list[Axiom], tracing: Letters, limits: Limits
) -> Proved | Open:
    """Prove an equation once the laws of determinants are put into its coefficients."""
    try:
        reduced = by_laws(difference, tracing.determinants, axioms)
    except ZeroDivisionError:
        return Open("a determinant that it divides by is 0")
    except TooLarge as error:
        return Open(str(error))
    laws, cofactors = reduced.axioms, [*reduced.cofactors]
    if not reduced.rest:
        return Proved(without_unused(difference, laws, cofactors), 0, len(cofactors))
    found = prove(reduced.rest, axioms, limits)
    if isinstance(found, Open):
        return found
    more = found.certificate
    cofactors += [replace(c, axiom=c.axiom + len(laws)) for c in more.cofactors]
    whole = without_unused(difference, (*laws, *more.axioms), cofactors)
    return Proved(whole, found.rules, found.steps + len(reduced.cofactors))


def _by_traces(
    difference: Polynomial,
    axioms: Sequence[Axiom],
    tracing: Letters,
    limits: Limits,
    *,
    of_words: bool = False,
) -> Proved | None:
    """Prove an equation of numbers as one of traces; None where that is none, or stays open.

    What says which words are numbers is left out: in the claim these are words again.
    """
    numbers = tracing.presentation.numbers
    named = {name for number in numbers.values() for name in number.names}
    for claim in as_traces(difference, numbers, of_words=of_words):
        plain = [a for a in axioms if not named & names_of(a.polynomial)]
        found = prove_traces(claim, plain, limits)
        if isinstance(found, Proved):
            return found
    return None


def divisors(certificate: Certificate, tracing: Letters) -> list[str]:
    """Return what a proof divides by, in its claim, its axioms or its steps, and may be 0."""
    found = (
        may_vanish(c, tracing.positive, tracing.determinants.nonzero)
        for c in _coefficients(certificate)
    )
    return [*dict.fromkeys(divisor for each in found for divisor in each)]


def _coefficients(certificate: Certificate) -> Iterator[Coefficient]:
    yield from certificate.claim.terms.values()
    for axiom in certificate.axioms:
        yield from axiom.polynomial.terms.values()
    for lemma in certificate.lemmas:
        yield from lemma.statement.polynomial.terms.values()
        yield from (cofactor.coefficient for cofactor in lemma.cofactors)
    yield from (cofactor.coefficient for cofactor in certificate.cofactors)
