"""Completion: rules that are confluent, an index that misses none, limits that end a search."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from flint import fmpq

from benchmarks.matrix_facts import FALSE, TRUE, Matrices
from referee.numerics.free_algebra import axioms as known
from referee.numerics.free_algebra import proofs
from referee.numerics.free_algebra.axioms import Axiom, equation
from referee.numerics.free_algebra.coefficients import indeterminate
from referee.numerics.free_algebra.completion import Completion, Limits, contains
from referee.numerics.free_algebra.orders import ORDERS, Code, Order, Terms, letters_of
from referee.numerics.free_algebra.polynomials import identity
from referee.numerics.free_algebra.proofs import Open, Proved, prove
from referee.numerics.free_algebra.rules import Rules, add


def completed(axioms: Sequence[Axiom], order: str, most: int = 400) -> Completion:
    words = [word for axiom in axioms for word in axiom.polynomial.terms]
    named = Order(letters_of(words), *ORDERS[order])
    coded = [named.coded(axiom.polynomial.terms) for axiom in axioms]
    completion = Completion(coded, named, Limits(rules=most))
    for _ in completion.grow():
        pass
    return completion


def presented() -> dict[str, list[Axiom]]:
    m = Matrices()
    m.pseudo_inverse(m.A)
    inverses = Matrices()
    inverses.inverse(inverses.K + inverses.L)
    inverses.inverse(inverses.K)
    kinds = Matrices()
    kinds.require([*known.involution(kinds.K), *known.commuting(kinds.K, kinds.L)])
    kinds.require(known.projection(kinds.L))
    return {"pseudo-inverse": m.axioms, "inverses": inverses.axioms, "kinds": kinds.axioms}


def reduced_anyhow(rules: Rules, terms: Terms, rng: random.Random) -> Terms:
    """Reduce at places that are chosen at random, trying every rule."""
    while True:
        places = [
            (word, at, rules.all[number])
            for word in terms
            for number in rules.used
            for at in range(len(word))
            if word[at : at + len(rules.all[number].lead)] == rules.all[number].lead
        ]
        if not places:
            return terms
        word, at, rule = rng.choice(places)
        c, rest = terms[word], word[at + len(rule.lead) :]
        add(terms, [(word, -c), *((word[:at] + w + rest, c * a) for w, a in rule.tail.items())])


@pytest.mark.parametrize("name", presented())
@pytest.mark.parametrize("order", ORDERS)
def test_completed_rules_are_confluent(name: str, order: str) -> None:
    completion = completed(presented()[name], order)
    assert completion.ended
    rng = random.Random(name + order)
    # Ends of leading words side by side: what is reduced in many ways.
    leads = [completion.rules.all[i].lead for i in sorted(completion.rules.used)]
    for _ in range(40):
        word = rng.choice(leads) + rng.choice(leads)[rng.randint(0, 2) :] + rng.choice(leads)
        terms: Terms = {word: fmpq(1)}
        normal = completion.rules.reduced(terms, [])
        assert reduced_anyhow(completion.rules, dict(terms), rng) == normal
        assert not any(contains(w, lead) for w in normal for lead in leads)


@pytest.mark.parametrize("order", ORDERS)
def test_rules_are_what_they_remember(order: str) -> None:
    axioms = presented()["pseudo-inverse"]
    completion = completed(axioms, order)
    coded = [completion.order.coded(axiom.polynomial.terms) for axiom in axioms]
    for rule in completion.rules.all:
        worth = proofs.worked_out(rule.shares, completion.rules)
        assert worth is not None
        total: Terms = {}
        for (left, axiom, right), c in worth.items():
            add(total, ((left + w + right, c * a) for w, a in coded[axiom].items()))
        assert total == {rule.lead: 1, **{w: -c for w, c in rule.tail.items()}}


@pytest.mark.parametrize("order", ORDERS)
def test_orders_are_admissible(order: str) -> None:
    axioms = presented()["inverses"]
    words = [word for axiom in axioms for word in axiom.polynomial.terms]
    named = Order(letters_of(words), *ORDERS[order])
    rng = random.Random(order)

    def some() -> Code:
        return tuple(rng.randrange(len(named.letters)) for _ in range(rng.randint(0, 4)))

    for _ in range(300):
        a, b, left, right = some(), some(), some(), some()
        assert named.key(()) <= named.key(a)
        if named.key(a) < named.key(b):
            assert named.key(left + a + right) < named.key(left + b + right)


def test_a_search_ends_open_by_each_limit() -> None:
    m = Matrices()
    left, right = FALSE["(A²)⁺ = (A⁺)²"](m)
    limits = {
        "no proof in 50 steps": Limits(steps=50),
        "no proof by 20 rules": Limits(rules=20),
        "no proof by words of a weight up to 9 and rules of a size up to 200": Limits(weight=3),
    }
    for reason, limit in limits.items():
        found = prove(left - right, m.axioms, limit)
        assert isinstance(found, Open)
        assert found.reason == reason
        assert found.rules <= limit.rules
        assert found.steps <= limit.steps + 3
    assert isinstance(prove(identity("n") - m.K, []), Open)


def test_coefficients_that_grow_end_a_search_too() -> None:
    m = Matrices()
    n, r, s, t = map(indeterminate, "nrst")
    K, L, M = m.K, m.L, m.M
    m.require([equation(s * K * L + t * L * K + n * M, identity("n"))])
    m.require([equation(r * K * K + n * L + s * M, t * K)])
    m.require([equation((n + s) * M * L - (t + r) * L * M, n * K + M)])
    found = prove(K * L * M - M * L * K, m.axioms)
    assert isinstance(found, Open)
    assert found.reason.endswith("rules of a size up to 200")
    small = prove(K * L * M - M * L * K, m.axioms, Limits(size=20))
    assert isinstance(small, Open)
    assert small.steps < found.steps


def test_a_claim_that_does_not_follow_is_said_not_to(monkeypatch: pytest.MonkeyPatch) -> None:
    m = Matrices()
    left, right = FALSE["AB = I ⇒ BA = I"](m)
    assert prove(left - right, m.axioms) == Open("it does not follow from the axioms", 2, 0)
    other = Matrices()
    other.require([equation(other.K, identity("n")), equation(other.K, 2 * identity("n"))])
    contradicted = prove(other.L, other.axioms)
    assert isinstance(contradicted, Open)
    assert contradicted.reason == "the axioms contradict each other"
    monkeypatch.setattr(proofs, "LONGEST", 3)
    long = Matrices()
    left, right = TRUE["A⁺ is unique"](long)
    found = prove(left - right, long.axioms)
    assert isinstance(found, Open)
    assert found.reason == "the proof has more than 3 cofactors"


def test_a_search_is_the_same_every_time() -> None:
    runs = []
    for _ in range(2):
        m = Matrices()
        left, right = TRUE["(AAᵀA)⁺ = A⁺(A⁺)ᵀA⁺"](m)
        runs.append(prove(left - right, m.axioms))
    assert isinstance(runs[0], Proved)
    assert runs[0] == runs[1]


def test_a_proof_ends_before_the_rules_are_complete() -> None:
    m = Matrices()
    left, right = TRUE["A⁺ = A, A an orthogonal projection"](m)
    proved = prove(left - right, m.axioms)
    every = completed(m.axioms, "made heavy")
    assert isinstance(proved, Proved)
    assert proved.rules < len(every.rules.all)


def test_the_index_finds_what_trying_every_rule_finds() -> None:
    m = Matrices()
    left, right = FALSE["(AB)⁺ = B⁺A⁺"](m)
    completion = completed([*m.axioms, equation(left, right)], "made last", 80)
    rules, rng = completion.rules, random.Random(1)
    leads = {i: rules.all[i].lead for i in rules.used}
    assert len(rules.used) < len(rules.all)  # some were taken out of use, and are not found
    for _ in range(400):
        word = rng.choice(rules.all).lead[1:] + rng.choice(rules.all).lead[:2]
        every = {
            (at, i)
            for i, lead in leads.items()
            for at in range(len(word))
            if word[at : at + len(lead)] == lead
        }
        found = {(at, i) for at in range(len(word)) for i in rules.beginning(word, at)}
        assert found == every
        first = rules.found(word)
        assert (first in every) if every else first is None
        assert first is None or first[0] == min(at for at, _ in every)
