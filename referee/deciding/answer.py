"""Answers: what somebody writes into the blank of a claim, as written."""

from __future__ import annotations

from dataclasses import dataclass, replace

# Verdicts that may be expected.
SETTLED = ("held", "refuted", "ill-typed", "ambiguous", "inconclusive", "unanswered")

CANONICAL = "canonical"  # the notation of formulas that every tree is written in


@dataclass(frozen=True)
class Answer:
    """One answer of a sheet to one claim, as written.

    ``problem`` says in one line what is wrong with the entry, if something is; an answer
    with ``text`` None and no problem is left blank on purpose. ``rests_on`` are the ids,
    separated by blanks, of the claims whose answers this sheet derives this one from.
    ``notation`` is what the sheet says it is written in, empty where the text itself has to tell;
    ``names`` are pairs of a name of the sheet's and the claim's name that it stands for;
    ``foreign`` are those that stand for a name of other claims.
    ``path`` is the file of a sheet that is not the corpus's own; ``where`` says for messages in
    which file, and at which place of it, the answer stands; ``study`` says that the sheet's answers
    are studied.
    """

    sheet: str
    claim: str
    text: str | None
    label: str = ""
    reading: str = ""
    expect: str | None = None
    because: str = ""
    rests_on: str = ""
    problem: str = ""
    path: str = ""
    study: bool = False
    notation: str = ""
    names: tuple[tuple[str, str], ...] = ()
    foreign: tuple[tuple[str, str], ...] = ()
    where: str = ""

    def meaning(self, text: str) -> Answer:
        """Return this answer in the notation that has one reading alone, to stand for it."""
        return replace(self, text=text, notation=CANONICAL, names=(), foreign=(), expect=None)

    @property
    def id(self) -> str:
        """The answer's id within its claim: the sheet and the label."""
        return f"{self.sheet}-{self.label}" if self.label else self.sheet
