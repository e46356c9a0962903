"""All ways through a row of tokens."""

from __future__ import annotations

from collections.abc import Sequence

from referee.language.reading.grammar.brackets import check_brackets
from referee.language.reading.grammar.cursor import Setting
from referee.language.reading.grammar.phrases import in_signs
from referee.language.reading.grammar.quantified import Quantified
from referee.language.reading.grammar.surface import Surface
from referee.language.reading.grammar.words import CONNECTIVES
from referee.language.reading.notations.tokens import END, OP, Token
from referee.language.tree import FormulaError

_CLOSING = frozenset((")", "]", "}", "rabs", "rnorm", "(", "[", "sqrt", "frac"))
MOST_WAYS = 24  # through one text


class Parser(Quantified):
    """One way through a row of tokens."""

    def whole(self) -> Surface:
        """Read all tokens as one formula or statement."""
        found = self.expression()
        while self.peek().is_op(","):
            self.advance()
            other = self.expression()
            parts = found.args if found.kind == "and" else (found,)
            parts = (*parts, *(other.args if other.kind == "and" else (other,)))
            if "or" in {each.kind for each in parts}:
                raise FormulaError("a comma beside or: write brackets, and for the comma", other.at)
            found = Surface("and", parts, ",", found.at, other.end)
        if self.peek().kind != END:
            raise self.unexpected("an operator, or the end")
        return found


def parses(tokens: Sequence[Token], setting: Setting) -> list[tuple[int, Surface]]:
    """Return what tokens say, one tree for each choice that the grammar leaves open.

    With each stands how many guesses it takes: one of more is looked at where none of fewer fits.

    Raises FormulaError, of the way that gets furthest, where none is a formula, and where there
    are more ways than are looked at.
    """
    tokens = in_signs(_tidied(tokens), setting)
    check_brackets(tokens)
    waiting: list[list[int]] = [[]]
    found: list[tuple[int, Surface]] = []
    errors: list[FormulaError] = []
    # Each that waits is at least one way more: where they are too many, none need be looked at.
    while waiting and len(found) + len(errors) + len(waiting) <= MOST_WAYS:
        choices = waiting.pop(0)
        parser = Parser(tokens, setting, choices)
        try:
            surface = parser.whole()
            found.append((parser.guesses, surface))
        except FormulaError as error:
            errors.append(error)
        for k in range(len(choices), len(parser.offered)):
            straight = [0] * (k - len(choices))
            waiting += [[*choices, *straight, way] for way in range(1, parser.offered[k])]
    if waiting:
        raise FormulaError("this can be read in too many ways: write * and brackets")
    if not found:
        raise max(errors, key=lambda error: error.at or 0)
    return found


def _is_blank(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a wide blank stands beside a sign or a word, where it says nothing."""
    if not tokens[at].is_op("quad"):
        return False
    around = [tokens[k] for k in (at - 1, at + 1) if 0 <= k < len(tokens)]
    operators = any(each.kind == OP and each.text not in _CLOSING for each in around)
    return len(around) < 2 or operators or any(each.text in CONNECTIVES for each in around)


def _tidied(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens without what ends a sentence."""
    left = [each for at, each in enumerate(tokens) if not _is_blank(tokens, at)]
    while left and left[-1].is_op(".", ",", ";", "newline"):
        left.pop()
    while left and left[0].is_op("newline"):
        left.pop(0)
    return left
