"""Definitions put in their place: H := X(XᵀX)⁻¹Xᵀ, f(x) = xᵀAx and then f(y), ∇f(x)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from referee.asking.declarations import Definition
from referee.asking.problems import NotRead
from referee.asking.tokens import STYLED, cut_into_tokens, name_at
from referee.language.reading.notations.tokens import WORD, Token

MOST_CHARACTERS = 4_000  # of a formula once definitions are put into it
DEPTH = 8  # definitions in one another
_OPEN, _CLOSE = ("(", "["), (")", "]")


class Definitions:
    """The definitions of a statement, by their names."""

    def __init__(self, of: Sequence[Definition], *, once: bool = False) -> None:
        self.of: Mapping[str, Definition] = {each.name: each for each in of}
        self.once = once

    def put_into(self, text: str, at: int, known: Collection[str], depth: int = 0) -> str:
        """Return a formula with what names stand for in their place.

        ``known`` are other names: a word of these side by side is taken apart. Raises NotRead for
        definitions that go round, and for formulas that become too long.
        """
        if not self.of:
            return text
        if depth > DEPTH:
            raise NotRead("these definitions go round", next(iter(self.of.values())).name_at)
        tokens = cut_into_tokens(text, at)
        pieces: list[str] = []
        here = place = 0
        while place < len(tokens):
            found = self._at(text, at, tokens, place, known, depth)
            if found is None:
                place += 1
                continue
            written, end = found
            start, stop = _ends(text, tokens[place:end])
            pieces += [text[here:start], written]
            here, place = stop, end
        whole = "".join([*pieces, text[here:]])
        if len(whole) > MOST_CHARACTERS:
            raise NotRead("a formula is too long once definitions are put into it", at)
        return whole

    def _at(
        self,
        text: str,
        at: int,
        tokens: Sequence[Token],
        place: int,
        known: Collection[str],
        depth: int,
    ) -> tuple[str, int] | None:
        """Return what stands for the tokens at a place, and where they end; None for themselves."""
        token = tokens[place]
        if token.is_op("nabla"):
            return self._gradient(text, at, tokens, place, known, depth)
        if token.kind != WORD:
            return None
        name = name_at(tokens, place)
        if name is not None and name[0] in self.of:
            return self._named(text, at, tokens, (place, name[1]), name[0], known, depth)
        if token.text in self.of:
            return self._named(text, at, tokens, (place, place + 1), token.text, known, depth)
        letters = {*token.text}
        if len(letters) > 1 and letters <= {*self.of, *known} and letters & {*self.of}:
            written = [
                self._body(self.of[x], known, depth) if x in self.of else x for x in token.text
            ]
            return " ".join(written), place + 1
        return None

    def _named(
        self,
        text: str,
        at: int,
        tokens: Sequence[Token],
        ends: tuple[int, int],
        name: str,
        known: Collection[str],
        depth: int,
    ) -> tuple[str, int]:
        definition, end = self.of[name], ends[1]
        if not definition.argument:
            return self._body(definition, known, depth), end
        call = argument_at(tokens, end)
        if call is None:
            raise NotRead(
                f"{name} is a function: write {name}({definition.argument})",
                at + tokens[ends[0]].at,
            )
        inner = text[tokens[end + 1].at : tokens[call - 2].end]
        inner = self.put_into(inner, at + tokens[end + 1].at, known, depth + 1)
        return self._called(definition, inner, known, depth), call

    def _called(
        self, definition: Definition, inner: str, known: Collection[str], depth: int
    ) -> str:
        """Return the body of a function with an argument in it."""
        body = definition.text
        if inner != definition.argument:
            argument = Definition(definition.argument, "", inner, 0, 0, sure=True)
            names = {*known, definition.argument, *self.of}
            put = Definitions([argument], once=True)
            body = put.put_into(body, definition.at, names)
        return f"({self.put_into(body, definition.at, known, depth + 1)})"

    def _body(self, definition: Definition, known: Collection[str], depth: int) -> str:
        if self.once:
            return f"({definition.text})"
        return f"({self.put_into(definition.text, definition.at, known, depth + 1)})"

    def _gradient(
        self,
        text: str,
        at: int,
        tokens: Sequence[Token],
        place: int,
        known: Collection[str],
        depth: int,
    ) -> tuple[str, int] | None:
        """Return the gradient of a defined function by its argument: ∇f(x) is ∇_x of its body."""
        order, place = _order(tokens, place)
        function = tokens[place + 1] if place + 1 < len(tokens) else None
        definition = self.of.get(function.text) if function is not None else None
        if function is None or definition is None or not definition.argument:
            return None
        call = argument_at(tokens, place + 2)
        if call is None:
            argument, end = definition.argument, place + 2
        else:
            argument, end = text[tokens[place + 3].at : tokens[call - 2].end], call
        inner = cut_into_tokens(argument, at)
        named = name_at(inner, 0)
        if named is None or named[1] != len(inner):
            raise NotRead(
                f"the gradient of {function.text} is taken at a name, as in ∇{function.text}(y)",
                at + function.at,
            )
        body = self._called(definition, argument, known, depth)
        nabla = r"\nabla" if "\\" in text else "∇"
        return f"({nabla}{order}_{{{argument}}} {body})", end


def _ends(text: str, tokens: Sequence[Token]) -> tuple[int, int]:
    r"""Return where a name starts and ends with the style it is written in: \bm{x}, \bar{x}."""
    start, stop = min(t.at for t in tokens), max(t.end for t in tokens)
    styled = STYLED.search(text[:start])
    whole = styled is not None and text[stop : stop + 1] == "}"
    return (styled.start(), stop + 1) if styled is not None and whole else (start, stop)


def _order(tokens: Sequence[Token], place: int) -> tuple[str, int]:
    """Return the power of a nabla, and the place before what stands behind it."""
    for power in (["^", "2"], ["^", "{", "2", "}"], ["**", "2"]):
        if [t.text for t in tokens[place + 1 : place + 1 + len(power)]] == power:
            return "^2", place + len(power)
    return "", place


def argument_at(tokens: Sequence[Token], at: int) -> int | None:
    """Return where the bracket ends that stands at a place, None where none does."""
    if at >= len(tokens) or not tokens[at].is_op(*_OPEN):
        return None
    depth = 0
    for end in range(at, len(tokens)):
        depth += tokens[end].is_op(*_OPEN) - tokens[end].is_op(*_CLOSE)
        if depth == 0:
            return end + 1 if end > at + 1 else None
    return None
