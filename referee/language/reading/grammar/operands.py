"""Operands: numbers, names however they are spelled, functions, sums over an index."""

from __future__ import annotations

import re

from referee.language.reading.canonical.words import nearest
from referee.language.reading.grammar.brackets import Brackets
from referee.language.reading.grammar.indexed import Indexed
from referee.language.reading.grammar.powers import Powers
from referee.language.reading.grammar.products import Products
from referee.language.reading.grammar.surface import Surface, call
from referee.language.reading.grammar.words import FUNCTION_WORDS, PREFIXED, PROPERTIES, STOPS
from referee.language.reading.naming import function_at, signs_of, splits
from referee.language.reading.notations.tokens import NUMBER, OP, WORD, Token
from referee.language.tree import FormulaError
from referee.language.vocabulary import FUNCTIONS

_OPENERS = frozenset(
    ("(", "{", "sqrt", "root", "frac", "binom", "sum", "prod", "nabla", "langle", "labs", "lnorm",
     "conj", "begin matrix", "begin det", "begin norm", "begin cases", "lbrace")
)  # fmt: skip
_LOOSE = frozenset(("exp", "sqrt", "log", "ln", "sin", "cos", "tan"))
# Words that are made of letters which may all be names, and are no product of them.
_NO_PRODUCTS = frozenset(
    ["end", "for", "nan", "NaN", "inf", "Inf", "erf", "pm", "mp", "def", "let", "var", "mod", "max", "min", "sin", "cos", "tan", "log", "exp", "det", "dim"]
)
_CONSTANTS = {"e": "e", "I": "identity", "Id": "identity", "ones": "ones", "𝟙": "ones"}


class Operands(Brackets, Indexed, Powers, Products):
    """Operands and what stands behind them."""

    def factor(self) -> Surface:
        """Read a factor: an operand with its signs in front and its powers behind."""
        token = self.peek()
        if token.is_op("-", "+"):
            self.advance()
            with self.deeper():
                inner = self.factor()
            if token.text == "+":
                return inner
            return Surface("neg", (inner,), None, token.at, inner.end)
        with self.deeper():
            return self.postfixed(self._operand())

    def starts_operand(self) -> bool:
        """Say whether an operand starts here, as the next factor of a product."""
        token = self.peek()
        if self.in_row and token.spaced:
            return False
        if token.kind == WORD:
            return self.is_name() or (token.text not in STOPS and not self._is_property())
        if token.kind == NUMBER:
            return True
        if token.is_op("|", "norm", "||"):
            return self.bar_opens()
        if token.is_op("["):
            return True
        if token.is_op("<"):
            return self._opens_inner()
        return token.kind == OP and (token.text in _OPENERS or self._name_length(sure=True) > 0)

    def _is_property(self) -> bool:
        """Say whether a property in words starts here: A symmetric."""
        token = self.peek()
        first = (token.text,) in PROPERTIES or token.text in {"positive", "linearly"}
        return first and not self.peek(1).is_op("(")

    def _opens_inner(self) -> bool:
        """Say whether a < behind an operand opens an inner product: 2 <u, v>."""
        if not self.peek().spaced or self.peek(1).spaced:
            return False
        depth, comma = 0, False
        for token in self.tokens[self.at + 1 :]:
            depth += token.is_op("(", "[") - token.is_op(")", "]")
            comma |= depth == 0 and token.is_op(",")
            if depth < 0 or (depth == 0 and token.is_op(">")):
                return comma and depth == 0
        return False

    def _operand(self) -> Surface:
        token = self.peek()
        if token.kind == NUMBER:
            self.advance()
            return Surface("number", (), token.text, token.at, token.end)
        named = self.derivative_in_line(token) or self._named()
        if named is not None:
            return named
        if token.kind == WORD:
            return self._word(token)
        if token.kind == OP:
            return self._delimited(token)
        raise self.unexpected("a name, a number or (")

    def _delimited(self, token: Token) -> Surface:
        if token.is_op("(", "{", "lbrace"):
            return self.group()
        if token.is_op("["):
            return self.matrix()
        if token.is_op("|", "norm", "||", "labs", "lnorm"):
            return self.barred()
        if token.is_op("langle", "<"):
            return self.inner()
        if token.is_op("sqrt", "root", "conj"):
            return self._root(token)
        if token.is_op("frac", "binom"):
            return self._fraction(token)
        if token.is_op("sum", "prod"):
            return self.over_index(token)
        if token.is_op("nabla", "partial"):
            return self.gradient(token)
        if token.text.startswith("begin "):
            return self.environment()
        raise self.unexpected("a name, a number or (")

    # Names -------------------------------------------------------------------------------------

    def pieces(self) -> list[str]:
        """Return the words that a word may be made of: names, bound indices, e and I."""
        names = self.setting.spellings.names
        single = [signs[0] for signs in names if len(signs) == 1]
        return [*single, *self.bound, *(each for each in ("e", "I") if each not in single)]

    def is_name(self) -> bool:
        """Say whether a name of the scope, or a bound index, starts here."""
        return self.peek().text in self.bound or self._name_length(sure=True) > 0

    def _name_length(self, *, sure: bool) -> int:
        """Return how many tokens the longest spelling of a name takes that starts here."""
        table = self.setting.spellings.names if sure else self.setting.spellings.unsure
        for length in range(self.setting.spellings.longest, 0, -1):
            tokens = self.tokens[self.at : self.at + length]
            if signs_of(tokens) in table and (sure or not any(t.spaced for t in tokens[1:])):
                return length
        return 0

    def _named(self) -> Surface | None:
        """Read a name, spelled in any way; one that could be something else is a choice."""
        token, length = self.peek(), self._name_length(sure=True)
        if token.kind == WORD and token.text in self.bound and length <= 1:
            self.advance()
            return Surface("name", (), token.text, token.at, token.end)
        starred = self._starred(length)
        if starred is not None:
            return starred
        unsure = self._name_length(sure=False)
        if unsure > length and not self.choose(2):
            return self._take_name(unsure, self.setting.spellings.unsure)
        return self._take_name(length, self.setting.spellings.names) if length else None

    def _take_name(self, length: int, table: dict[tuple[str, ...], str]) -> Surface:
        tokens = [self.advance() for _ in range(length)]
        name = table[signs_of(tokens)]
        return Surface("name", (), name, tokens[0].at, tokens[-1].end)

    def _starred(self, length: int) -> Surface | None:
        """Read w* for a name w_star, where no operand stands behind the star."""
        token = self.peek()
        name = self.setting.spellings.starred.get(token.text) if token.kind == WORD else None
        if name is None or not self.peek(1).is_op("*"):
            return None
        behind = self.peek(2)
        operand = behind.kind in {WORD, NUMBER} or behind.is_op("(", "[", "{", "sqrt", "|", "frac")
        if operand and length and behind.kind == WORD and behind.text in STOPS:
            operand = False
        if self.bars and self.bars[-1] != "(" and behind.is_op(self.bars[-1]):
            operand = False
        if (
            behind.is_op("-", "+")
            and behind.spaced
            and self.peek(3).spaced
            and not (self.peek(1).spaced)
        ):
            operand, length = False, 0
        if length and (operand or (behind.is_op("-", "+") and self.choose(2))):
            return None
        self.advance()
        star = self.advance()
        return Surface("name", (), name, token.at, star.end)

    def word_or_number(self) -> Surface:
        """Read one name or number, as stands behind ^ without brackets."""
        token = self.peek()
        if token.kind == NUMBER:
            self.advance()
            return Surface("number", (), token.text, token.at, token.end)
        named = self._named()
        if named is not None:
            return named
        if token.kind == WORD:
            return self._word(token)
        raise self.unexpected("a name, a number or (")

    # Words that are no names -------------------------------------------------------------------

    def _word(self, token: Token) -> Surface:
        if token.text in {"the", "The", "a"} and self.peek(1).kind == WORD:
            self.advance()
            return self._operand()
        if token.text in {"true", "false", "True", "False"}:
            self.advance()
            return Surface("literal", (), token.text.lower(), token.at, token.end)
        found = self._called(token) or self._constant(token)
        if found is not None:
            return found
        if token.text in {"Sigma", "Pi"} and self.peek(1).is_op("_"):
            return self.over_index(token)
        if token.text in {"np.e", "math.e", "numpy.e"}:
            self.advance()
            return Surface("constant", (), "e", token.at, token.end)
        if self.peek(1).is_op("_", "[") and len(token.text) == 1:
            return self.member(token)
        return self._split(token)

    def _called(self, token: Token) -> Surface | None:
        """Read a function: the vocabulary's by its name, or one that people write."""
        own = function_at(self.tokens, self.at)
        last = token.text.rpartition(".")[2]
        if token.text in {"np.e", "math.e", "numpy.e"}:
            return None
        if own is not None and "." not in token.text:
            name, self.at = own
            if name not in FUNCTIONS:
                name = {"matrix_power": "matrix power"}.get(name, FUNCTION_WORDS.get(name, name))
            return self._call(name, token)
        if "." in token.text and last in FUNCTIONS:
            word = FUNCTION_WORDS.get(last, last)
        elif last in FUNCTION_WORDS and ("." in token.text or token.text in FUNCTION_WORDS):
            word = FUNCTION_WORDS[last]
        else:
            if "." in token.text:
                raise FormulaError(f"{token.text} is not read here", token.at)
            return None
        behind = self.peek(1)
        if last == "grad" and "." not in token.text:
            return self.gradient(token) if behind.is_op("_", "(") else None
        if last == "inner" and token.text != "inner":
            word = "numpy inner"
        if last == "matrix_power":
            word = "matrix power"
        if behind.is_op("_") and last in {"sum", "prod", "max", "min"}:
            return self.over_index(token)
        if behind.is_op("("):
            self.advance()
            return self._call(word, token)
        if "." in token.text:
            self.advance()
            raise self.unexpected(f"the ( of {token.text}")
        return self._without_brackets(word, token)

    def _call(self, word: str, token: Token) -> Surface:
        args = self.arguments()
        if len(args) == 1 and args[0].kind == "over" and word in {"sum", "prod", "max", "min"}:
            over = args[0]
            _, index, has = over.value
            return Surface("over", over.args, (f"{word}_over", index, has), token.at, over.end)
        end = self.tokens[self.at - 1].end
        return Surface("call", tuple(args), word, token.at, end)

    def _without_brackets(self, word: str, token: Token) -> Surface | None:
        behind = self.peek(1)
        if behind.kind == WORD and behind.text == "of":
            self.advance()
            self.advance()
            self.taken_word("the")
            inner = self.factor()
            return call(word, inner, at=token.at, end=inner.end)
        if behind.is_op("lbrace", "{") and word in {"span", "conv"}:
            self.advance()
            inner = self.members()
            return call(word, inner, at=token.at, end=inner.end)
        if token.text not in PREFIXED:
            return None
        self.advance()
        if self.peek().is_op("^"):
            return self._powered_function(word, token)
        if self.peek().is_op("[", "lbrace", "{"):
            inside = self._in_brackets()
            return call(word, *inside, at=token.at, end=self.tokens[self.at - 1].end)
        if not self.starts_operand() and not self.peek().is_op("-"):
            raise self.unexpected(f"what {token.text} is of")
        return self.applied(word, token, loose=word in _LOOSE)

    def _in_brackets(self) -> tuple[Surface, ...]:
        """Read the argument of a function in other brackets than (): exp[...], exp{...}."""
        opening = self.advance()
        closing = {"[": "]", "lbrace": "rbrace", "{": "}"}[opening.text]
        with self.deeper(), self.inside():
            inner = [self.expression()]
            while self.taken(","):
                inner.append(self.expression())
            self.expect(closing, "the end of the argument")
        return tuple(inner)

    def _powered_function(self, word: str, token: Token) -> Surface:
        r"""Read \exp^2(x) as the square of the function's value; an exponent −1 is refused."""
        sign = self.advance()
        exponent = self.word_or_number()
        inner = self.factor()
        value = call(word, inner, at=token.at, end=inner.end)
        return Surface("power", (value, exponent), sign.text, token.at, inner.end)

    def _constant(self, token: Token) -> Surface | None:
        if token.text not in _CONSTANTS:
            return None
        self.advance()
        kind = _CONSTANTS[token.text]
        args: tuple[Surface, ...] = ()
        if kind != "e" and self.taken("_"):
            args = self._sizes()
        elif kind != "e" and self.peek().is_op("(") and not self.peek().spaced:
            closing = self.peek(2).is_op(")")
            if closing and self.peek(1).text in self.setting.spellings.names.values():
                args = tuple(self.arguments())
        return Surface("constant", args, kind, token.at, self.tokens[self.at - 1].end)

    def _sizes(self) -> tuple[Surface, ...]:
        """Read the sizes below an identity, zeros or ones: n, or n × m."""
        if not self.taken("{"):
            return (self.word_or_number(),)
        sizes = [self.word_or_number()]
        while self.taken("times", ",", "cdot", "*"):
            sizes.append(self.word_or_number())
        self.expect("}", "the end of the size")
        return tuple(sizes)

    def _split(self, token: Token) -> Surface:
        """Read a word as names side by side; raises FormulaError for a word that is none."""
        root = re.fullmatch("sqrt([0-9]+)", token.text)
        if root:
            number = Token(NUMBER, root[1], token.at + 4, token.end)
            self.replace([token._replace(text="sqrt", end=token.at + 4), number])
            return self._operand()
        ways = self._ways(token.text)
        if not ways:
            raise self._unknown(token)
        words = ways[self.choose(len(ways))] if len(ways) > 1 else ways[0]
        at, pieces = token.at, list[Token]()
        for text in words:
            spaced = token.spaced if not pieces else False
            pieces.append(Token(WORD, text, at, at + len(text), spaced))
            at += len(text)
        self.replace(pieces)
        if len(pieces) == 1:
            raise self._unknown(token)
        return self._operand()

    def _ways(self, word: str) -> list[list[str]]:
        """Return the ways to read a word as names side by side; the last may have an index."""
        if word in _NO_PRODUCTS:
            return []
        pieces = self.pieces()
        ways = splits(word, pieces)
        behind = self.peek(1).text if self.peek(1).kind == OP else ""
        heads = {s[0] for s in self.setting.spellings.names if len(s) > 1 and s[1] == behind}
        for head in heads - set(pieces):
            if word.endswith(head) and word != head:
                ways += [[*way, head] for way in splits(word[: -len(head)], pieces)]
        return ways

    def _unknown(self, token: Token) -> FormulaError:
        offered = self.setting.offered
        near = nearest(token.text, offered)
        hint = near
        close = near.removeprefix(" (did you mean ").removesuffix("?)")
        if close in offered:
            name, meaning = offered[close]
            hint = f" (did you mean {name}{', ' + meaning if meaning != close else ''}?)"
        begin = [name for name in offered if name.startswith(token.text + "_")]
        if not hint and begin:
            hint = f" (did you mean {' or '.join(offered[name][0] for name in begin)}?)"
        if not hint and token.text in FUNCTION_WORDS:
            hint = f" (it is a function: write {token.text}(...))"
        return FormulaError(
            f"unknown name {token.text!r}{hint}; the names here are"
            f" {', '.join(shown for shown, _ in offered.values()) or 'none'}",
            token.at,
        )

    # Roots and fractions -----------------------------------------------------------------------

    def _root(self, token: Token) -> Surface:
        self.advance()
        if token.text == "sqrt":
            if self.peek().is_op("{", "("):
                inner = self.group()
                return call("sqrt", inner, at=token.at, end=inner.end)
            return self.applied("sqrt", token, loose=False)
        if token.text == "conj":
            inner = self.group()
            return call("conj", inner, at=token.at, end=inner.end)
        degree = self.group()
        inner = self.group() if self.peek().is_op("{", "(") else self.factor()
        one = Surface("number", (), "1", degree.at, degree.end)
        exponent = Surface("quotient", (one, degree), "/", degree.at, degree.end)
        return Surface("power", (inner, exponent), "^", token.at, inner.end)

    def _fraction(self, token: Token) -> Surface:
        self.advance()
        if token.text == "frac":
            derived = self.derivative(token)
            if derived is not None:
                return derived
        above, below = self.group(), self.group()
        if token.text == "binom":
            return call("binom", above, below, at=token.at, end=below.end)
        quotient = Surface("quotient", (above, below), "frac", token.at, below.end)
        return Surface("group", (quotient,), "frac", token.at, below.end)
