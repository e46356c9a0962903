"""What a question in a homework of one file asks to be small, large or weak: its line ``asks:``.

A bound is ``smallest; along d; trivial $norm_1(a)$`` or ``largest; along n lambda; trivial 0``, a
condition ``weakest; about $X^T X$``.
"""

from __future__ import annotations

from collections.abc import Callable

from referee.deciding.strength.asked import Asked, Bound, Condition

BOUNDS, WEAKEST = ("smallest", "largest"), "weakest"
FORM = (
    "smallest or largest, then along … (dimensions and numbers that grow) and trivial … (the answer"
    " that needs no thought), or weakest, then about … (what the question is put in) or exact, are"
    " needed: asks: smallest; along d; trivial $norm(a)$"
)


def asked(text: str, bare: Callable[[str], str]) -> Asked:
    """Return what a line asks for. Raises ValueError, in one line that says what is right.

    ``bare`` takes the marks of a formula away.
    """
    word, *clauses = (" ".join(each.split()) for each in text.split(";"))
    found: dict[str, list[str]] = {}
    for clause in clauses:
        key, _, rest = clause.partition(" ")
        found.setdefault(key.rstrip(":"), []).append(bare(rest))
    word = word.lower()
    if word in BOUNDS and _fits(found, ("along", "trivial")):
        trivial = found["trivial"][0] if "trivial" in found else None
        along = " ".join(found.get("along", [""])[0].replace(",", " ").split())
        return Bound(trivial=trivial, along=along, largest=word == "largest")
    about = found.pop("about", [])
    exact = found.pop("exact", None)
    if word == WEAKEST and not found and all(about) and exact in (None, [""]):
        return Condition(about=tuple(about), exact=exact is not None)
    raise ValueError(FORM)


def _fits(found: dict[str, list[str]], keys: tuple[str, ...]) -> bool:
    """Say whether clauses have known keys alone, each once and with something behind it."""
    return all(key in keys and len(said) == 1 and said[0] for key, said in found.items())


__all__ = ["asked"]
