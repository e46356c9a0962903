"""A place in a row of tokens, the choices made on the way, and the refusals."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from referee.language.reading.grammar.surface import Surface
from referee.language.reading.naming import Spellings
from referee.language.reading.notations.recognise import Evidence
from referee.language.reading.notations.tokens import END, NAME, OP, WORD, Token
from referee.language.tree import MOST_DEPTH, FormulaError

MOST_STEPS = 20_000  # of one way through a text


@dataclass(frozen=True)
class Setting:
    """What the grammar has to know: how names are spelled and what the text shows."""

    spellings: Spellings
    evidence: Evidence
    arrays: frozenset[str] = frozenset()  # the names that are no numbers
    sizes: frozenset[str] = frozenset()  # dimensions of the family, offered or not
    offered: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # as shown, what they are
    complex: bool = False  # whether some names are complex: i is the imaginary unit then


class Cursor(ABC):
    """A row of tokens read from the left.

    Where a text may go on in several ways, ``choose`` takes one of them; :func:`...parsing.parses`
    goes through all of them.
    """

    def __init__(self, tokens: Sequence[Token], setting: Setting, choices: Sequence[int]) -> None:
        end = tokens[-1].end if tokens else 0
        self.tokens = [*tokens, Token(END, "", end, end, spaced=True)]
        self.setting, self.choices = setting, choices
        self.offered: list[int] = []  # how many ways there were at each choice
        self.settled: dict[int, bool] = {}  # whether a bar opens, by its place in the row
        self.bars: list[str] = []
        self.bound: list[str] = []
        self.depth = self.steps = self.at = 0
        self.in_row = self.in_premise = False
        self.guesses = 0  # readings that are looked at only where there is no other

    def choose(self, ways: int) -> int:
        """Return which of several ways is gone this time."""
        made = len(self.offered)
        self.offered.append(ways)
        return self.choices[made] if made < len(self.choices) else 0

    def peek(self, ahead: int = 0) -> Token:
        """Return a token that is still to come."""
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else self.tokens[-1]

    def advance(self) -> Token:
        """Return the next token and go past it."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise FormulaError("the formula takes too long to read", self.peek().at)
        token = self.peek()
        self.at += token.kind != END
        return token

    def taken(self, *texts: str) -> bool:
        """Go past an operator if it is one of these; say whether it was."""
        if self.peek().is_op(*texts):
            self.advance()
            return True
        return False

    def taken_word(self, *texts: str) -> bool:
        """Go past a word if it is one of these; say whether it was."""
        token = self.peek()
        if token.kind == WORD and token.text in texts:
            self.advance()
            return True
        return False

    def expect(self, text: str, why: str) -> Token:
        """Go past an operator that must stand here."""
        if not self.peek().is_op(text):
            raise self.unexpected(why)
        return self.advance()

    def unexpected(self, expected: str, token: Token | None = None) -> FormulaError:
        """Return the refusal of what stands here: what was expected instead."""
        token = token or self.peek()
        if token.kind == END:
            return FormulaError(f"the formula ends too early: {expected} is missing", token.at)
        behind = self.peek(1)
        if token.is_op("\\") and behind.kind == WORD and not behind.spaced:
            return FormulaError(f"the command \\{behind.text} is not read", token.at)
        return FormulaError(f"{shown(token)} cannot stand here: {expected} is expected", token.at)

    def replace(self, pieces: Sequence[Token]) -> None:
        """Put tokens in the place of the next one."""
        self.tokens[self.at : self.at + 1] = pieces

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Go one level down; raises FormulaError where that is too deep."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise FormulaError(f"too deep: at most {MOST_DEPTH} levels are read", self.peek().at)
        try:
            yield
        finally:
            self.depth -= 1

    @contextmanager
    def inside(self, *, in_row: bool = False, bar: str = "(") -> Iterator[None]:
        """Read what is between delimiters: bars outside cannot close in there."""
        before = self.in_row
        self.bars.append(bar)
        self.in_row = in_row
        try:
            yield
        finally:
            self.bars.pop()
            self.in_row = before

    # What the files above this one say.
    @abstractmethod
    def expression(self, level: int = 0) -> Surface:
        """Read a formula or statement."""

    @abstractmethod
    def sum(self) -> Surface:
        """Read a sum."""

    @abstractmethod
    def product(self) -> Surface:
        """Read a product."""

    @abstractmethod
    def factor(self) -> Surface:
        """Read one factor."""

    @abstractmethod
    def comprehension(self, closing: str) -> Surface | None:
        """Read ``x[i] for i in range(n)``, None for other arguments."""

    @abstractmethod
    def operand(self) -> Surface:
        """Read one operand, without what stands behind it."""

    @abstractmethod
    def postfixed(self, base: Surface) -> Surface:
        """Read everything that stands behind an operand and belongs to it."""

    @abstractmethod
    def word_or_number(self) -> Surface:
        """Read one name or number."""

    @abstractmethod
    def check_negated(self, first: Token, inner: Surface) -> None:
        """Refuse a negation that may be of a quantifier or of what holds for each."""

    @abstractmethod
    def quantified(self, token: Token) -> Surface:
        """Read a statement behind a quantifier."""

    @abstractmethod
    def starts_operand(self) -> bool:
        """Say whether an operand starts here."""


def shown(token: Token) -> str:
    """Return a token as it is shown in a message."""
    if token.kind == NAME:
        return f"the name {token.text}"
    if token.kind == OP:
        return _SHOWN.get(token.text, token.text.replace("begin ", "").replace("end ", ""))
    return repr(token.text) if token.kind == WORD else token.text


_SHOWN = {
    "norm": "‖", "lnorm": "‖", "rnorm": "‖", "labs": "|", "rabs": "|", "cdot": "·", "times": "×",
    "langle": "⟨", "rangle": "⟩", "top": "⊤", "newline": "a new line", "=": "=", "in": "∈",
    "nabla": "∇", "partial": "∂", "infty": "∞", "cdots": "…", "odot": "∘", "otimes": "⊗",
    "oplus": "⊕", "int": "∫", "sim": "∼",
    "dagger": "†", "forall": "∀", "exists": "∃", "lbrace": "{", "rbrace": "}",
}  # fmt: skip
