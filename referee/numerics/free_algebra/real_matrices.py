"""What equations between real matrices of finite size say beyond the algebra of their letters.

Two facts that no combination of axioms gives, each used on one premise at a time. Where a product
of square matrices is the identity, so is the product in the other order: a square matrix with an
inverse on one side has it on both. Where a sum of products MᵀM with positive coefficients is 0,
every M is 0: the trace of MᵀM is the sum of the squares of its entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flint import fmpq

from referee.numerics.free_algebra.axioms import Axiom, closed, equation
from referee.numerics.free_algebra.letters import Letter, Word, spelled, transpose
from referee.numerics.free_algebra.polynomials import Polynomial, identity, zero
from referee.numerics.scalars import RATIONAL

ROUNDS = 4  # of consequences of consequences: A⁸ = 0, A⁴ = 0, A² = 0, A = 0
Signs = Mapping[Letter, int]  # ±1 for letters that are ± their own transposes


def consequences(premises: Iterable[Axiom], axioms: Sequence[Axiom]) -> list[Axiom]:
    """Return what premises imply of real matrices, new ones only.

    ``axioms`` are what else is known, of which only is used which letters are symmetric or skew.
    """
    signs = _signs(axioms)
    known = {axiom.polynomial for axiom in axioms}
    found: list[Axiom] = []
    latest = closed(premises)
    for _ in range(ROUNDS):
        made = [each for axiom in latest for each in _implied(axiom, signs)]
        latest = [axiom for axiom in closed(made) if axiom.polynomial not in known]
        if not latest:
            break
        known |= {axiom.polynomial for axiom in latest}
        found += latest
    return found


def _implied(axiom: Axiom, signs: Signs) -> Iterator[Axiom]:
    yield from _other_order(axiom.polynomial, axiom.label)
    yield from _no_squares(axiom.polynomial, signs, axiom.label)


def _signs(axioms: Sequence[Axiom]) -> Signs:
    """Return the letters that axioms, or themselves, say to be symmetric (1) or skew (−1)."""
    found: dict[Letter, int] = {}
    for axiom in axioms:
        for word in axiom.polynomial.terms:
            found |= {letter: 1 for letter in word if letter.symmetric}
        if sorted(map(len, axiom.polynomial.terms)) == [1, 1]:
            ((a,), first), ((b,), second) = axiom.polynomial.terms.items()
            if a == b.T and first in (second, -second):
                found |= dict.fromkeys((a, b), -1 if first == second else 1)
    return found


def _other_order(p: Polynomial, reason: str) -> Iterator[Axiom]:
    """Yield QP = k·I where the polynomial says PQ = k·I of square P and Q, and k is not 0."""
    constant = p.terms.get((), fmpq(0))
    words = [word for word in p.terms if word]
    if p.rows != p.columns or not words or not isinstance(constant, RATIONAL) or not constant:
        return
    unit = identity(p.rows) * -constant
    for first, rest in _factored(p, words):
        said = (rest, first, " = ", unit, f", by {reason} of square matrices")
        parts = (tuple(said[:2]), *said[2:])
        yield equation(rest * first, unit, said=parts)


def _factored(p: Polynomial, words: Sequence[Word]) -> Iterator[tuple[Polynomial, Polynomial]]:
    """Yield the ways in which words are a product P·Q of square matrices, one a word."""
    first = words[0]
    for cut in range(1, len(first)):
        left, right = first[:cut], first[cut:]
        if left[-1].columns != p.rows:
            continue
        if all(word[:cut] == left and len(word) > cut for word in words):
            rests = {word[cut:]: p.terms[word] for word in words}
            yield _word(p, left), Polynomial(p.rows, p.rows, rests)
        elif all(word[-len(right) :] == right and len(word) > len(right) for word in words):
            rests = {word[: -len(right)]: p.terms[word] for word in words}
            yield Polynomial(p.rows, p.rows, rests), _word(p, right)


def _word(p: Polynomial, word: Word) -> Polynomial:
    return Polynomial(p.rows, p.rows, {word: fmpq(1)})


def _no_squares(p: Polynomial, signs: Signs, reason: str) -> Iterator[Axiom]:
    """Yield M = 0 for each M of a sum of MᵀM that is 0, whose coefficients have one sign."""
    found = [_half(word, signs) for word in p.terms]
    coefficients = [fmpq(c) for c in p.terms.values() if isinstance(c, RATIONAL)]
    if len(coefficients) < len(found):
        return
    halves = [half for half in found if half is not None]
    if not halves or len(halves) < len(found):
        return
    strengths = [c * sign for c, (_, sign) in zip(coefficients, halves, strict=True)]
    if all(s > 0 for s in strengths) or all(s < 0 for s in strengths):
        for half, _ in halves:
            rows, columns = half[0].rows, half[-1].columns
            nothing = zero(rows, columns)
            M = Polynomial(rows, columns, {half: fmpq(1)})
            square = f"{spelled(transpose(half))} times {spelled(half)}"
            yield equation(M, nothing, said=(M, " = ", nothing, f", by {reason}: {square}"))


def _half(word: Word, signs: Signs) -> tuple[Word, int] | None:
    """Return M and a sign where a word is ±MᵀM, None where it is none, as the empty one."""
    if not word or len(word) % 2:
        return None
    plain, sign = _plain(word, signs)
    half = plain[len(plain) // 2 :]
    other, turned = _plain(transpose(half), signs)
    return (half, sign * turned) if other == plain[: len(plain) // 2] else None


def _plain(word: Word, signs: Signs) -> tuple[Word, int]:
    """Return a word in which symmetric and skew letters are not transposed, and its sign."""
    letters, sign = [], 1
    for letter in word:
        if letter.transposed and letter in signs:
            letters.append(letter.T)
            sign *= signs[letter]
        else:
            letters.append(letter)
    return tuple(letters), sign
