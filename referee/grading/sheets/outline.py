"""What a template says of every question, whatever it is written in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """A name that an answer may use: as it is typed, as LaTeX, its shape, what it means."""

    name: str
    latex: str
    shape: str
    meaning: str


@dataclass(frozen=True)
class Question:
    """A question: its id, what goes into the blank and of which size, the statement around it.

    ``states`` is LaTeX with a square for the blank, ``stated`` the same with [ ]; ``example`` is a
    formula that fits and is no answer.
    """

    id: str
    number: str
    blank: str
    size: str
    states: str
    stated: str
    given: str
    names: tuple[Name, ...]
    example: str

    @property
    def heading(self) -> str:
        """The id, with the number of the equation that it is about."""
        return f"{self.id} {self.number}".rstrip()

    @property
    def asked(self) -> str:
        """What is asked for, and of which size, in one line."""
        return f"{self.blank[:1].upper()}{self.blank[1:]} ({self.size})"


@dataclass(frozen=True)
class Part:
    """A part of the homework, with its questions."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Outline:
    """A homework as a template shows it.

    ``command`` grades the sheet; ``functions`` are those of formulas; ``verbose`` asks for all that
    is known of a question.
    """

    title: str
    parts: tuple[Part, ...]
    command: str
    functions: tuple[str, ...]
    verbose: bool = False
