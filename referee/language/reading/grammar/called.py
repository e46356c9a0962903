"""Words that are no names: functions, constants, literals."""

from __future__ import annotations

from referee.language.reading.grammar.expectations import Expectations
from referee.language.reading.grammar.surface import Surface, call
from referee.language.reading.grammar.words import FUNCTION_WORDS, PREFIXED
from referee.language.reading.naming import counted_at, function_at
from referee.language.reading.notations.tokens import NUMBER, OP, WORD, Token
from referee.language.tree import FormulaError
from referee.language.vocabulary import BINDERS, FUNCTIONS

_LOOSE = frozenset(("exp", "sqrt", "log", "sin", "cos", "tan", "tanh", "sinh", "cosh"))
_CONSTANTS = {
    "euler": "e",
    "np.e": "e",
    "math.e": "e",
    "numpy.e": "e",
    "e": "e",
    "I": "identity",
    "Id": "identity",
    "ones": "ones",
    "𝟙": "ones",
}


_LITERALS = frozenset(("true", "false", "True", "False"))


def _word_of(name: str, *, dotted: bool = False, of_linalg: bool = False) -> str:
    """Return what a function's name stands for; NumPy's own means of some differ."""
    if name == "matrix_power":
        return "matrix power"
    if dotted and name in {"inner", "cross_entropy"}:
        return f"numpy {name}"
    if name == "norm" and of_linalg:
        return "linalg norm"
    return FUNCTION_WORDS.get(name, name)


# What these are of a matrix with 1 or inf differs from what torch.norm is.
_LINALG_NORMS = frozenset(
    f"{module}.norm"
    for module in ("np.linalg", "numpy.linalg", "jnp.linalg", "torch.linalg", "scipy.linalg",
                   "linalg", "LA", "la", "nla", "sp.linalg")
)  # fmt: skip
_OVER = frozenset(("sum", "Sum", "prod", "max", "min"))
_OVER_FREE = _OVER | {"Sigma", "Pi"}  # also without its index


class Called(Expectations):
    """Functions under the names that people give them."""

    def word(self, token: Token) -> Surface:
        """Read a word that is no name."""
        behind = self.peek(1)
        if token.text in {"the", "The"} and behind.kind == WORD:
            self.advance()
            return self.operand()
        if token.text in _LITERALS:
            self.advance()
            return Surface("literal", (), token.text.lower(), token.at, token.end)
        if token.text == "C" and behind.is_op("(") and self._ahead_of_comma():
            self.advance()
            return self._call("binomial", token)
        found = self.expectation(token) or self._over_a_name(token) or self._of_spectrum(token)
        found = found or self._constant(token) or self._called(token)
        if found is not None:
            return found
        if token.text in {"Sigma", "Pi"} and behind.is_op("_"):
            return self.over_index(token)
        single = len(token.text) == 1 and behind.is_op("_", "[")
        return self.member(token) if single else self._split(token)

    def _of_spectrum(self, token: Token) -> Surface | None:
        """Read λ_1(A) and σ_{i}(A): an eigenvalue or a singular value by its index."""
        counted = counted_at(self.tokens, self.at)
        if counted is None:
            return None
        self.advance()
        self.advance()
        index = self.group() if self.peek().is_op("{") else self.word_or_number()
        args = self.arguments()
        end = self.tokens[self.at - 1].end
        return Surface("call", (*args, index), counted[0], token.at, end)

    def _over_a_name(self, token: Token) -> Surface | None:
        """Read argmin_w, min_w and lim_{t → ...}; None for anything else."""
        behind = self.peek(1)
        if token.text == "arg" and behind.text == "min":
            self.advance()
            return self.least("argmin", token)
        if token.text == "argmin" and behind.is_op("_"):
            return self.least("argmin", token)
        if token.text == "min" and self._is_below(behind):
            return self.least("least_value", token)
        return self.limit(token) if token.text == "lim" and behind.is_op("_") else None

    def _is_below(self, behind: Token) -> bool:
        """Say whether the name of a field, and no index, stands below a word."""
        if not behind.is_op("_"):
            return False
        before = self.at
        self.at += 2 + self.peek(2).is_op("{")
        named = self.peek().text in self.setting.arrays and self.is_name()
        self.at = before
        return named

    def _has_range(self) -> bool:
        """Say whether the range of a sum stands in brackets behind it: sum(i=1..n)."""
        word, sign, first = self.peek(2), self.peek(3), self.peek(4)
        starts = self.peek(1).is_op("(") and word.kind == WORD and sign.is_op("=")
        return starts and first.kind == NUMBER

    def _ahead_of_comma(self) -> bool:
        """Say whether two arguments stand in the brackets behind a word: C(n, k)."""
        self.at += 2
        comma = self._ahead(",")
        self.at -= 2
        return comma is not None

    def _called(self, token: Token) -> Surface | None:
        """Read a function: the vocabulary's by its name, or one that people write."""
        binder = self._binder()
        if binder is not None:
            return self.binding_call(binder, token)
        if token.text in {"sum", "prod"} and self._has_range():
            return self.over_range(token)
        dotted = "." in token.text
        free = self._with_free_index(token)
        if free is not None:
            return free
        own = None if dotted else function_at(self.tokens, self.at)
        if own is not None:
            name, self.at = own
            return self._call(name if name in FUNCTIONS else _word_of(name), token)
        last = token.text.rpartition(".")[2]
        if last not in FUNCTION_WORDS and not (dotted and last in FUNCTIONS):
            if dotted:
                raise FormulaError(f"{token.text} is not read here", token.at)
            return None
        of_linalg = token.text in _LINALG_NORMS
        return self._applied_word(_word_of(last, dotted=dotted, of_linalg=of_linalg), token, last)

    def _binder(self) -> str | None:
        """Return the vocabulary's own sum over an index if it is called here: sum_over(i, 1, n, x).

        Its words are cut at their strokes.
        """
        over = self.peek(1).is_op("_") and self.peek(2).text == "over" and self.peek(3).is_op("(")
        name = f"{self.peek().text}_over"
        return name if over and name in BINDERS and self.is_index(self.peek(4)) else None

    def _with_free_index(self, token: Token) -> Surface | None:
        """Read sum c_j and sum(c_j); nothing where a range stands in the brackets."""
        if token.text not in _OVER_FREE:
            return None
        if token.text == "min" and self.peek(1).is_op("lbrace", "{"):
            return self._on_support(token)
        self.at += 2
        ranged = self._ahead(",") is not None or self._ahead("for") is not None
        self.at -= 2
        return None if ranged and self.peek(1).is_op("(") else self.over_free(token)

    def _applied_word(self, word: str, token: Token, last: str) -> Surface | None:
        """Read what a function is applied to, in brackets or without."""
        behind = self.peek(1)
        if word == "log" and behind.is_op("_"):
            word, behind = self._log_to_a_base(token)
        if token.text == "grad":
            return self.gradient(token) if behind.is_op("_", "(") else None
        if behind.is_op("_") and last in {"sum", "prod", "max", "min"}:
            return self.over_index(token)
        if behind.is_op("("):
            self.advance()
            return self._call(word, token)
        if token.text != last:
            self.advance()
            raise self.unexpected(f"the ( of {token.text}")
        return self._without_brackets(word, token)

    def _part_at_bars(self) -> None:
        """Put a comma for the bars in KL(p ‖ q), where they part what it is of."""
        depth, bars = 0, []
        for at in range(self.at, len(self.tokens)):
            token = self.tokens[at]
            depth += token.is_op("(", "[", "{") - token.is_op(")", "]", "}")
            if not depth or (depth == 1 and token.is_op(",")):
                break
            if depth == 1 and token.is_op("norm", "||", "|"):
                bars.append(at)
        if len(bars) == 1 or (len(bars) == 2 and bars[1] == bars[0] + 1):
            bar = self.tokens[bars[0]]
            self.tokens[bars[0] : bars[-1] + 1] = [bar._replace(kind=OP, text=",")]

    def _log_to_a_base(self, token: Token) -> tuple[str, Token]:
        """Read the base below a log, which stands for it in the row of signs."""
        self.advance()
        self.advance()
        braced = self.taken("{")
        base = self.word_or_number()
        if braced:
            self.expect("}", "the end of the base")
        word = {"2": "log2", "10": "log10"}.get(str(base.value))
        if base.kind == "constant" and base.value == "e":
            word = "log"
        if word is None:
            raise FormulaError("a logarithm to the base 2, 10 or e is in the language", base.at)
        self.at -= 1
        self.replace([token._replace(text=word)])
        return word, self.peek(1)

    def _call(self, word: str, token: Token) -> Surface:
        if word == "kl":
            self._part_at_bars()
        args = self.arguments()
        if len(args) == 1 and args[0].kind == "over" and word in _OVER:
            over = args[0]
            _, index, has = over.value
            return Surface(
                "over", over.args, (f"{word.lower()}_over", index, has), token.at, over.end
            )
        end = self.tokens[self.at - 1].end
        if word == "where" and len(args) == len(("condition", "then", "otherwise")):
            return Surface("cases", (args[1], args[0], args[2]), "where", token.at, end)
        axes = [each.value for each in args[1:]]
        if token.text == "torch.transpose" and sorted(map(str, axes)) == ["0", "1"]:
            args = args[:1]
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
            raise self.unexpected(f"what {token.text} is of, as in {token.text}(A),")
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

    def _on_support(self, token: Token) -> Surface | None:
        """Read min{v_i : w_i ≠ 0}; None for a minimum of what is written down."""
        self.advance()
        opening = self.advance()
        bar = self._ahead(":") or self._ahead("|") or 0
        index = self.peek(bar - 1)
        if bar < len("x_i") or not self.peek(bar - 2).is_op("_") or len(index.text) > 1:
            self.at -= len((token, opening))
            return None
        self.bound.append(index.text)
        with self.deeper(), self.inside():
            values = self.sum()
            if not self.taken(":", "|"):
                raise self.unexpected("the : of a condition")
            condition = self.expression(4)
            end = self.expect({"lbrace": "rbrace", "{": "}"}[opening.text], "the end of the set")
        self.bound.pop()
        pair = (values, condition)
        return Surface("on support", pair, index.text, token.at, end.end)

    def _powered_function(self, word: str, token: Token) -> Surface:
        r"""Read \exp^2(x) as the square of the function's value; an exponent −1 is refused."""
        sign = self.advance()
        braced = self.taken("{")
        exponent = self.word_or_number()
        if braced:
            self.expect("}", "the end of the exponent")
        inner = self.factor()
        value = call(word, inner, at=token.at, end=inner.end)
        return Surface("power", (value, exponent), sign.text, token.at, inner.end)

    def _constant(self, token: Token) -> Surface | None:
        called = token.text == "ones" and self.peek(1).is_op("(")
        styled = token.text == "e" and token.whole
        if token.text == "i" and (self.setting.complex or token.whole):
            self.advance()
            return Surface("constant", (), "i", token.at, token.end)
        if token.text not in _CONSTANTS or called or styled:
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
