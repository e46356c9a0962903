"""The parts of a statement that declare names, read piece by piece."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from referee.asking.behind import distributed, tail
from referee.asking.declarations import Declarations
from referee.asking.descriptions import described
from referee.asking.formulas import RELATIONS, is_formula, take_formula
from referee.asking.groups import Group
from referee.asking.parts import NOUNS, has_part, of_part
from referee.asking.problems import NotRead
from referee.asking.sentences import Part
from referee.asking.tokens import WORDS, cut_into_tokens, name_at
from referee.asking.words import Word
from referee.language.reading.notations.tokens import Token

_SEPARATORS = frozenset((",", ";", "and"))
_PLURALS = frozenset(
    ("matrices", "vectors", "numbers", "scalars", "reals", "integers", "projections")
)
_WITH = frozenset(("with", "where", "such", "so"))
CONNECTING = frozenset(("=>", "<=>", "implies", "iff"))
QUANTIFIERS = frozenset(("forall", "exists", "there", "exist"))


class Reader:
    """Reads the parts of a statement that declare names."""

    def __init__(self, letters: Collection[str] = ()) -> None:
        self.letters = letters
        self.found = Declarations()

    def read(self, part: Part) -> None:
        """Note what a part declares. Raises NotRead, with the place, for what says nothing."""
        tokens = cut_into_tokens(part.text, part.at)
        for token in tokens:
            if token.text in QUANTIFIERS and not (token.is_op("forall") and token is tokens[0]):
                sign = "∃" if token.text.startswith("exist") else token.text
                raise NotRead(
                    f"{sign}: a statement is about all instances of its declarations;"
                    " quantifiers inside of it are not read",
                    part.at + token.at,
                )
            if part.all and token.text in CONNECTING:
                raise NotRead(
                    "“for all” is read of a whole statement alone, not of a part of it: write it in"
                    " front, with a colon, or ask about the part",
                    part.at + token.at,
                )
        group = Group(self.found, self.letters, part)
        for piece in _pieces(tokens):
            _take(group, piece)
        group.close()


def _take(group: Group, tokens: Sequence[Token]) -> None:
    """Read a piece between two commas."""
    if has_part(tokens):
        _take_part(group, tokens)
    elif tokens:
        _take_plain(group, [*tokens])


def _take_plain(group: Group, tokens: Sequence[Token]) -> None:
    for at in range(1, len(tokens) - 1):
        rest = tokens[at + 1 :]
        named = name_at(rest, 0) is not None and rest[0].text not in WORDS
        says = any(t.text in RELATIONS for t in rest) or (len(rest) > 1 and named)
        if tokens[at].text in _WITH and says:
            _take(group, tokens[:at])
            _take(group, rest[1:] if rest[0].text == "that" else rest)
            return
    if distributed(group, tokens):
        return
    words, sizes, start = described(tokens, 0)
    plural = any(t.text in _PLURALS for t in tokens[:start])
    found = group.name_at(tokens, start)
    if start >= len(tokens):
        _say_more(group, words, sizes, tokens[0])
        return
    if is_formula(group, tokens, start):
        take_formula(group, tokens, start, words, sizes)
        return
    if found is None:
        raise group.unread(tokens[start])
    group.start(found[0], joins=not words and not sizes, plural=plural)
    group.name(found[0], tokens[start], tokens[found[1] - 1])
    if words or sizes:
        group.words += words
        group.sized(sizes, tokens[start])
    if found[1] < len(tokens):
        tail(group, tokens, found[1])
        group.closed = True


def _take_part(group: Group, tokens: Sequence[Token]) -> None:
    """Note what is said of a part of a matrix. Raises NotRead where that is not known."""
    found = of_part(tokens)
    if found is None:
        noun = next(t for t in reversed(tokens) if t.text in NOUNS or t.text == "diagonal")
        raise NotRead(
            f"what is said of the {noun.text} is not read; write it as a formula, for example"
            " min(diag(A)) > 0",
            group.part.at + noun.at,
        )
    _take(group, tokens[: found.until])
    names = [each.written for each in group.names]
    if found.named is not None:
        names = [group.part.text[tokens[found.named].at : tokens[found.named].end]]
    if not names:
        raise NotRead("a name is missing here: of what is this said?", group.part.at)
    for name in names:
        for text in found.texts:
            group.condition(text.format(name), tokens[found.until].at)


def _say_more(
    group: Group, words: Sequence[Word], sizes: tuple[str, str] | None, first: Token
) -> None:
    if not group.names:
        raise NotRead("a name is missing here: of what is this said?", group.part.at + first.at)
    group.words += words
    group.sized(sizes, first)
    group.close()
    group.closed = True


def _pieces(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Cut tokens at commas and "and" outside of brackets."""
    depth, piece = 0, list[Token]()
    for token in tokens:
        depth += token.is_op("(", "[", "{", "lbrace") - token.is_op(")", "]", "}", "rbrace")
        opens = token.is_op("[") and depth <= 0
        if depth <= 0 and token.text in _SEPARATORS and not opens:
            yield piece
            piece, depth = [], 0
        else:
            piece.append(token)
    yield piece
