"""What a claim states as a pattern with a hole, and the equations that have its form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from referee.deciding.claim import Claim
from referee.grading.documents.chains import Chain, chains
from referee.grading.documents.normalised import HOLE, Tokens, normalised

Key = tuple[str, ...]


@dataclass(frozen=True)
class Pattern:
    """The chain of a claim's statement that its blank stands in.

    ``sides`` are the other members; ``before`` and ``after`` are what the blank's own member has
    around it; ``relation`` joins it to the side before. ``alone`` says that nothing else is stated.
    """

    sides: tuple[Key, ...]
    before: Key
    after: Key
    relation: str
    alone: bool


def pattern_of(claim: Claim) -> Pattern | None:
    """Return the pattern of what a claim states, None where its blank stands beside no relation."""
    found = chains(normalised(claim.states), len(claim.states))
    chain = next((c for c in found if any(HOLE in m.key for m in c.members)), None)
    if chain is None or len(chain.members) < 2:
        return None
    at = next(k for k, m in enumerate(chain.members) if HOLE in m.key)
    before, after = _around(chain.members[at].key)
    sides = tuple(m.key for m in chain.members[:at])
    if not any(_says_something(key) for key in (*sides, before, after)):
        return None
    return Pattern(sides, before, after, chain.relations[max(at - 1, 0)], len(found) == 1)


def _says_something(key: Key) -> bool:
    """Whether there is a name among tokens: what equals 0 is not told by that."""
    return any(text.isalpha() or text.startswith("\\") for text in key)


def _around(key: Key) -> tuple[Key, Key]:
    """Return what stands before and after the hole, without brackets that are the hole's own."""
    at = key.index(HOLE)
    before, after = key[:at], key[at + 1 :]
    if before[-1:] == ("(",) and after[:1] == (")",):
        return before[:-1], after[1:]
    return before, after


def fitting(pattern: Pattern, chain: Chain) -> Iterator[tuple[int, int]]:
    """Yield where in an equation's text stands what fills the hole, what it ends with first."""
    keys = [member.key for member in chain.members]
    for i in (k for k, key in enumerate(keys) if key in pattern.sides):
        later = [j for j in range(len(keys) - 1, i, -1) if _leads(pattern, chain, i, j)]
        equal = pattern.relation == "="
        former = [j for j in range(i) if equal and _leads(pattern, chain, j, i)]
        for j in (*later, *former):
            inside = _inside(pattern, keys[j])
            if inside is not None:
                yield chain.members[j].between(*inside)


def _leads(pattern: Pattern, chain: Chain, i: int, j: int) -> bool:
    """Say whether the relations from one member to a later one amount to the claim's."""
    between = set(chain.relations[i:j])
    return between <= {"=", pattern.relation} and (pattern.relation in between or between == {"="})


def _inside(pattern: Pattern, key: Key) -> tuple[int, int] | None:
    """Return how many tokens stand around the hole, None where a member has another form."""
    before, after = len(pattern.before), len(pattern.after)
    if len(key) <= before + after:
        return None
    if key[:before] != pattern.before or (after and key[-after:] != pattern.after):
        return None
    return before, after


def conclusion(tokens: Tokens, length: int) -> tuple[int, int] | None:
    """Return where an equation's last member stands that is none of a set; None for no relation."""
    found = [c for c in chains(tokens, length) if c.relations and r"\in" not in c.relations]
    return found[-1].members[-1].between(0, 0) if found else None
