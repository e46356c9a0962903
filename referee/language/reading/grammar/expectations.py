"""Integrals up to their dx; expectations, variances and covariances in brackets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from referee.language.reading.grammar.derivatives import Derivatives
from referee.language.reading.grammar.surface import Surface
from referee.language.reading.notations.tokens import END, OP, WORD, Token
from referee.language.tree import FormulaError

MOMENTS: Mapping[str, str] = {
    "𝔼": "E", "E": "E", "Exp": "E", "Expectation": "E", "expectation": "E", "Var": "Var",
    "var": "Var", "Variance": "Var", "variance": "Var", "Cov": "Cov", "cov": "Cov",
    "Covariance": "Cov", "covariance": "Cov",
}  # fmt: skip
DISTRIBUTIONS: Mapping[str, str] = {
    "N": "gaussian", "Normal": "gaussian", "normal": "gaussian", "Gaussian": "gaussian",
    "gaussian": "gaussian", "U": "uniform", "Unif": "uniform", "Uniform": "uniform",
    "uniform": "uniform", "unif": "uniform", "Rademacher": "signs", "rademacher": "signs",
}  # fmt: skip
_OPENS: Mapping[str, str] = {"[": "]", "(": ")", "{": "}", "lbrace": "rbrace"}
_SIMS = ("sim", "not")  # ∼, and what ~ is where it is typed


class Over(NamedTuple):
    """A name that an expectation is over; its distribution where the text says it itself."""

    name: str
    kind: str | None
    parameters: tuple[Surface, ...]


class Expectations(Derivatives):
    """What binds what is random, or integrated over."""

    def expectation(self, token: Token) -> Surface | None:
        """Read E[...], Var(...), Cov(..., ...), with what it is over below it; else None."""
        kind = MOMENTS.get(token.text)
        behind = self.peek(1)
        if kind is None or not (behind.is_op("_", *_OPENS) or token.text == "𝔼"):
            return None
        self.advance()
        over = self._over_what() if self.taken("_") else ()
        if not self.peek().is_op(*_OPENS):
            if token.text != "𝔼":
                raise self.unexpected(f"the bracket of {token.text}")
            inner = self.product()
            return Surface("expected", (inner,), (kind, over), token.at, inner.end)
        args = self._of_what(kind)
        end = self.tokens[self.at - 1].end
        return Surface("expected", args, (kind, over), token.at, end)

    def _of_what(self, kind: str) -> tuple[Surface, ...]:
        opening = self.advance()
        self._no_condition()
        with self.deeper(), self.inside():
            args = [self.sum()]
            while self.taken(","):
                args.append(self.sum())
            self.expect(_OPENS[opening.text], f"the end of {kind}")
        if len(args) > (2 if kind == "Cov" else 1):
            raise FormulaError(f"{kind} of {len(args)} things", opening.at)
        return tuple(args)

    def _no_condition(self) -> None:
        """Refuse E[x | y]: a single bar in the brackets."""
        depth, bars = 0, list[Token]()
        for token in self.tokens[self.at :]:
            depth += token.is_op("(", "[", "{", "lbrace") - token.is_op(")", "]", "}", "rbrace")
            if depth < 0:
                break
            bars += [token] if depth == 0 and token.is_op("|") else []
        if len(bars) == 1:
            raise FormulaError("a conditional expectation is not read", bars[0].at)

    def _over_what(self) -> tuple[Over, ...]:
        if not self.taken("{", "("):
            return (Over(self._random_name(), None, ()),)
        found: list[Over] = []
        with self.deeper(), self.inside():
            names = [self._random_name()]
            while not self.taken("}", ")"):
                if self.taken(","):
                    names.append(self._random_name())
                elif self.taken(*_SIMS):
                    kind, parameters = self._distribution()
                    found += [Over(name, kind, parameters) for name in names]
                    names = [self._random_name()] if self.taken(",") else []
                else:
                    raise self.unexpected("the end of what E is over")
        return (*found, *(Over(name, None, ()) for name in names))

    def _random_name(self) -> str:
        token = self.peek()
        found = self.word_or_number() if token.kind == WORD else None
        if found is None or found.kind != "name":
            raise self.unexpected("a name that is random", token)
        return str(found.value)

    def _distribution(self) -> tuple[str, tuple[Surface, ...]]:
        """Read N(m, S), U(a, b), U[a, b], Rademacher."""
        token = self.advance()
        kind = DISTRIBUTIONS.get(token.text)
        if kind is None:
            words = "N(m, S), U(a, b), Rademacher"
            raise FormulaError(f"{token.text} is no distribution here: there are {words}", token.at)
        if kind == "signs" and not self.peek().is_op("("):
            return kind, ()
        opening = self.advance()
        if not opening.is_op("(", "["):
            raise self.unexpected(f"the parameters of {token.text}", opening)
        with self.deeper(), self.inside():
            given = [self.sum()]
            while self.taken(","):
                given.append(self.sum())
            self.expect(_OPENS[opening.text], f"the end of the parameters of {token.text}")
        return kind, tuple(given)

    def integral(self, token: Token) -> Surface:
        """Read an integral: its ends, what is integrated, and d with the letter."""
        self.advance()
        ends = self._ends(token)
        letter = self._differential(token)
        self.bound.append(letter.text)
        with self.deeper():
            at = self.peek()
            one = Surface("number", (), "1", at.at, at.at)
            body = one if at.is_op("differential") else self.sum()
        self.bound.pop()
        end = self.expect("differential", f"an operator, or the d{letter.text} of the integral,")
        return Surface("integral", (body, *ends), letter.text, token.at, end.end)

    def _ends(self, token: Token) -> tuple[Surface, Surface]:
        found: dict[str, Surface] = {}
        while self.peek().is_op("_", "^"):
            sign = self.advance()
            found[sign.text] = self._end()
        below = found.get("_")
        if below is not None and below.kind == "infinity" and below.value == "line":
            minus = Surface("infinity", (), "-", below.at, below.end)
            return minus, Surface("infinity", (), "", below.at, below.end)
        if set(found) != {"_", "^"}:
            raise FormulaError("an integral from where to where? write ∫_0^1", token.at)
        return found["_"], found["^"]

    def _end(self) -> Surface:
        braced = self.taken("{", "(")
        token = self.peek()
        minus = braced and token.is_op("-") and self.peek(1).is_op("infty")
        self.taken("-" if minus else "+")
        if self.peek().is_op("infty"):
            end = self.advance()
            found = Surface("infinity", (), "-" if minus else "", token.at, end.end)
        elif self.peek().kind == WORD and self.peek().text == "ℝ":
            end = self.advance()
            found = Surface("infinity", (), "line", token.at, end.end)
        else:
            found = self.sum() if braced else self.word_or_number()
        if braced and not self.taken("}", ")"):
            raise self.unexpected("the end of an end of the integral")
        return found

    def _differential(self, token: Token) -> Token:
        """Return the letter of the first d that no inner integral has, and put one sign there."""
        depth = inner = 0
        for at in range(self.at, len(self.tokens)):
            here = self.tokens[at]
            depth += here.is_op("(", "[", "{", "lbrace") - here.is_op(")", "]", "}", "rbrace")
            inner += depth == 0 and here.is_op("int")
            letter, length = self._letter(at)
            if depth < 0 or here.kind == END:
                break
            if depth or letter is None:
                continue
            if not inner:
                sign = Token(OP, "differential", here.at, letter.end, True)
                self.tokens[at : at + length] = [sign]
                return letter
            inner -= 1
        raise FormulaError("an integral over what? write dx behind what is integrated", token.at)

    def _letter(self, at: int) -> tuple[Token | None, int]:
        """Return the letter of dx or d x at a place, and how many tokens they are."""
        here, behind = self.tokens[at], self.tokens[min(at + 1, len(self.tokens) - 1)]
        if here.kind != WORD or not here.text.startswith("d"):
            return None, 0
        if here.text == "d":
            if ("d",) in self.setting.spellings.names and self._letter(at + 1)[0] is not None:
                return None, 0
            return (behind, 2) if behind.kind == WORD and behind.text.isalpha() else (None, 0)
        if (here.text,) in self.setting.spellings.names or not here.text[1:].isalpha():
            return None, 0
        named = len(here.text) == 2 or (here.text[1:],) in self.setting.spellings.names
        return (here._replace(text=here.text[1:], at=here.at + 1), 1) if named else (None, 0)


def bound_words(
    tokens: Sequence[Token], names: Collection[str]
) -> tuple[frozenset[int], frozenset[str]]:
    """Return where words stand that bind, and the letters that integrals bind.

    For who looks for names before any has a size: E, N and d are none of these there, and what is
    one of ``names`` stays it.
    """
    words = [at for at, t in enumerate(tokens) if t.kind == WORD and t.text not in names]
    first = next((at for at, token in enumerate(tokens) if token.is_op("int")), len(tokens))
    places = {at for at in words if _binds(tokens, at)}
    letters: set[str] = set()
    for at in (at for at in words if at > first and tokens[at].text.startswith("d")):
        text, behind = tokens[at].text, tokens[at + 1 : at + 2]
        if text == "d" and behind and behind[0].kind == WORD:
            places |= {at, at + 1}
            letters.add(behind[0].text)
        elif len(text) == len("dx"):
            places.add(at)
            letters.add(text[1:])
    return frozenset(places), frozenset(letters)


def _binds(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a word is E in front of its bracket, or the N of N(m, S) behind its ∼."""
    text, behind = tokens[at].text, tokens[at + 1 : at + 2]
    if text in DISTRIBUTIONS and at and tokens[at - 1].is_op(*_SIMS):
        return True
    opens = bool(behind) and behind[0].is_op("_", *_OPENS)
    return text in MOMENTS and (text == "𝔼" or opens)
