"""Names that are declared together, and what is said of all of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from referee.asking.declarations import Condition, Declarations, Name
from referee.asking.descriptions import apply_word, no_kind
from referee.asking.problems import NotRead
from referee.asking.sentences import Part
from referee.asking.sets import COMPLEX, Said
from referee.asking.tokens import STYLED, name_at
from referee.asking.words import MATRIX, NUMBER, VECTOR, Word
from referee.language.reading.grammar.words import FUNCTION_WORDS
from referee.language.reading.notations.tokens import WORD, Token
from referee.strategies.declared import GREEK

MOST_SIDE_BY_SIDE = 4  # letters of a product
# What is said of every diagonal entry: A_{ii} > 0.
_OF_DIAGONAL = re.compile(
    r"([A-Z])_\{?(?:ii|jj)\}?\s*((?:>=?|≥|\\geq?(?![A-Za-z]))\s*0)(?:\s*for all [ij])?"
)


class Group:
    """Names that are declared together, and what is said of all of them."""

    def __init__(self, found: Declarations, letters: Collection[str], part: Part) -> None:
        self.found, self.letters, self.part = found, letters, part
        self.names: list[Name] = []
        self.words: list[Word] = []
        self.plural = False
        self.closed = True

    def start(self, name: str, *, joins: bool, plural: bool) -> None:
        """Start a group with a name, unless that joins the names before."""
        of_all = self.plural or not self.words or self._alike(name)
        if self.closed or not (joins and of_all):
            self.close()
            self.names, self.words, self.plural = [], [], plural
        self.closed = False

    def _alike(self, name: str) -> bool:
        """Say whether a name is of the sort of those before: symmetric A, B; not symmetric A, x."""
        return bool(self.names) and self.names[-1].name[0].isupper() == name[0].isupper()

    def name(self, name: str, first: Token, last: Token) -> Name:
        """Add a name to the group, written as the tokens from the first to the last."""
        start, end = first.at, last.end
        written = self.part.text[start:end]
        found = self.found.name(name, written, self.part.at + start)
        found.every = found.every or self.part.all
        self.names.append(found)
        return found

    def close(self) -> None:
        """Say of all names of the group what was said of it."""
        for each in self.names:
            each.declared = each.declared or bool(self.words)
            if not each.declared and _is_a_word(each.name):
                raise no_kind(each.written, each.at)
        self._apply(self.words)
        self.words = []

    def name_at(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """Return the name at a place: AB is none where A and B stand elsewhere."""
        found = name_at(tokens, at)
        if found is None or (tokens[at].text in FUNCTION_WORDS and tokens[at].text not in GREEK):
            return None
        letter, _, below = found[0].partition("_")
        entry = letter[0].isupper() and (below.isdigit() or below in {"ii", "ij", "ji", "jj"})
        if entry and len(below) > 1 and letter in {*self.letters, *self.found.names}:
            return None
        if found[0] in GREEK or below:
            return found
        name = found[0]
        product = 1 < len(name) <= MOST_SIDE_BY_SIDE and {*name} <= {*self.letters, "T"}
        return None if product else found

    def text(self, tokens: Sequence[Token]) -> str:
        r"""Return what tokens were written as: a name in \bm{x} starts and ends at its x."""
        styled = STYLED.search(self.part.text[: tokens[0].at])
        found = self.part.text[styled.start() if styled else tokens[0].at : tokens[-1].end]
        return found + "}" * (found.count("{") - found.count("}"))

    def condition(self, text: str, at: int) -> None:
        """Note a condition that is written at a place of the part."""
        diagonal = _OF_DIAGONAL.fullmatch(text)
        if diagonal:
            text = f"min(diag({diagonal[1]})) {diagonal[2]}"
        self.found.conditions.append(Condition(text, self.part.at + at))

    def declare(self, name: Name, said: Said, token: Token) -> None:
        """Note what a set says of a name. Raises NotRead where it is of another already."""
        known = (name.rows, name.columns)
        if name.rows and known != (said.rows, said.columns):
            raise NotRead(
                f"{name.written} is declared twice: {_size(*known)}, and"
                f" {_size(said.rows, said.columns)} here",
                self.part.at + token.at,
            )
        if name.rows and name.sized_at is not None and not said.kind:
            raise NotRead(f"{name.written} is declared twice", self.part.at + token.at)
        name.rows, name.columns, name.sort = said.rows, said.columns, said.sort
        name.sized_at, name.declared = self.part.at + token.at, True
        if said.kind == COMPLEX:
            name.complex = True
        elif said.sort == NUMBER:
            name.intervals += [said.kind] if said.kind else []
        elif said.kind:
            (name.vector_kinds if said.sort == VECTOR else name.kinds).append(said.kind)

    def sized(self, sizes: tuple[str, str] | None, token: Token) -> None:
        """Note the size of all names of the group. Raises NotRead where one has another."""
        if sizes is not None:
            sort = VECTOR if sizes[1] == "1" else MATRIX
            for each in self.names:
                self.declare(each, Said(sort, *sizes), token)

    def unread(self, token: Token) -> NotRead:
        """Return the refusal of a token that does not say what a name is."""
        where = self.part.at + token.at
        if token.kind == WORD and len(token.text) > 2:
            return no_kind(token.text, where)
        return NotRead(
            f"“{token.text}” does not say what a name is; write for example A in R^(n x n)", where
        )

    def _apply(self, words: Sequence[Word]) -> None:
        for word in words:
            several = word.several and len(self.names) > 1
            vectors = all(n.sort == VECTOR or (not n.sort and _is_small(n)) for n in self.names)
            if several and (not word.kind or vectors):
                self._each_two(word.several)
                if word.of_vectors:
                    self._each(word.of_vectors)
                for each in self.names:
                    each.sort = each.sort or word.sort if not word.kind else each.sort or VECTOR
                    each.square = each.square or word.square
                continue
            for each in self.names:
                apply_word(each, word)

    def _each(self, condition: str) -> None:
        for each in self.names:
            text = condition.format(each.name)
            self.found.conditions.append(Condition(text, each.at, True))

    def _each_two(self, condition: str) -> None:
        for i, one in enumerate(self.names):
            for other in self.names[i + 1 :]:
                text = condition.format(one.name, other.name)
                self.found.conditions.append(Condition(text, one.at, True))


def _is_a_word(name: str) -> bool:
    """Say whether a name looks like a word that says something."""
    return len(name) > 2 and name.isalpha() and name not in GREEK and name != "lam"


def _is_small(name: Name) -> bool:
    return name.name[0].islower()


def _size(rows: str, columns: str) -> str:
    return "a number" if rows == columns == "1" else f"{rows}×{columns}"
