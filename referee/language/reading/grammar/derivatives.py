"""Gradients and derivatives of what follows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from referee.language.reading.grammar.comprehensions import Comprehensions
from referee.language.reading.grammar.surface import Surface, alternatives, product
from referee.language.reading.notations.tokens import WORD, Token


class Derivatives(Comprehensions):
    """What names a variable that is derived by."""

    def gradient(self, token: Token) -> Surface:
        """Read the gradient of what follows, by the name below the sign if there is one.

        With a 2 above the sign, before or behind that name, it is the Hessian.
        """
        self.advance()
        twice = self._twice()
        variable: Surface | None = None
        if self.taken("_"):
            braced = self.taken("{")
            variable = self.word_or_number()
            if braced:
                self.expect("}", "the end of the variable")
        kind = "hessian" if twice or self._twice() else "gradient"
        return self._reaching(
            lambda inner: Surface(
                kind,
                (inner,) if variable is None else (inner, variable),
                None,
                token.at,
                inner.end,
            )
        )

    def _twice(self) -> bool:
        """Take the 2 above a sign of a derivative."""
        if not self.peek().is_op("^"):
            return False
        if self._order_of_derivative() != 2:
            raise self.unexpected("a 2, for second derivatives,")
        return True

    def _reaching(self, of: Callable[[Surface], Surface]) -> Surface:
        """Return the derivative of the factors behind it: of the first alone if in brackets."""
        if not self.peek().is_op("("):
            return of(self.product())
        first = self.factor()
        rest: list[Surface] = []
        while self.starts_operand():
            rest.append(self.factor())
        signs = [""] * len(rest)
        if self.peek().is_op("*", "/", "cdot", "@"):
            raise self.unexpected("brackets around all that is derived")
        near = product([of(first), *rest], signs)
        return alternatives(near, of(product([first, *rest], signs))) if rest else near

    def least(self, kind: str, token: Token) -> Surface:
        """Read where, or how far down, what follows is least by the name below the word.

        Behind a colon below it may stand an equation that is met. What follows is a whole sum, of
        brackets the first alone.
        """
        self.advance()
        if not self.taken("_"):
            raise self.unexpected("the name over which it is least, below the word,")
        braced = self.taken("{")
        variable = self.word_or_number()
        below = [variable]
        if braced and self.taken(":", "|", "mid"):
            with self.deeper(), self.inside():
                below = [self.expression(), variable]
        if braced:
            self.expect("}", "the end of what it is over")
        inner = self.product() if self.peek().is_op("(") else self.sum()
        return Surface(kind, (inner, *below), None, token.at, inner.end)

    def limit(self, token: Token) -> Surface:
        r"""Read \lim_{t \to 0^+} of what follows: a whole sum, of brackets the first alone."""
        self.advance()
        self.advance()
        if not self.taken("{", "("):
            raise self.unexpected("the { of what tends to what")
        variable = self.word_or_number()
        if not self.taken("->"):
            raise self.unexpected("the → of a limit")
        kind, at = self._where_to()
        if not self.taken("}", ")"):
            raise self.unexpected("the end of what tends to what")
        inner = self.product() if self.peek().is_op("(") else self.sum()
        return Surface(kind, (inner, *at, variable), None, token.at, inner.end)

    def _where_to(self) -> tuple[str, list[Surface]]:
        """Read what a limit is taken at: ∞, −∞, or a number from both sides or one."""
        falls = self.peek().is_op("-")
        if self.peek(1).is_op("infty") and self.peek().is_op("+", "-"):
            self.advance()
        if self.taken("infty"):
            return ("limit_minus_infinity" if falls else "limit_infinity"), []
        with self.deeper(), self.inside():
            return self._from_a_side()

    def _from_a_side(self) -> tuple[str, list[Surface]]:
        """Read a point with the sign of the side above it, 0^+ or 0^{-}."""
        for ahead in range(1, len(self.tokens) - self.at):
            braced = self.peek(ahead + 1).is_op("{")
            side = self.peek(ahead + 1 + braced)
            ends = self.peek(ahead + 2 + 2 * braced).is_op("}", ")")
            if self.peek(ahead).is_op("^") and side.is_op("+", "-") and ends:
                del self.tokens[self.at + ahead : self.at + ahead + 2 + 2 * braced]
                kind = "limit_above" if side.text == "+" else "limit_below"
                return kind, [self.sum()]
            if self.peek(ahead).is_op("}", ")"):
                break
        return "limit", [self.sum()]

    def derivative(self, token: Token) -> Surface | None:
        """Read d/dt of what follows, or of what stands above the line; None for a fraction."""
        below = self._below()
        if below is None or self.peek(1).text != below.text:
            return None
        self.advance()
        self.advance()
        order = self._order_of_derivative()
        inner: Surface | None = None
        if not self.peek().is_op("}"):
            inner = self.product()
        self.expect("}", "the end of the numerator")
        self.expect("{", "a denominator")
        variables, layout = self._differentials()
        if len(variables) != order:
            raise self.unexpected("the same order above and below")
        if inner is not None:
            return self._derived(inner, variables, token, layout)
        return self._reaching(lambda of: self._derived(of, variables, token, layout))

    def _differentials(self) -> tuple[list[Surface], str]:
        r"""Read dt^2, \partial x \partial y^T to the end of a denominator: its names, in order.

        A transpose above the only name lays the derivatives of a number out in a row: "T".
        """
        variables: list[Surface] = []
        layout = ""
        while not self.taken("}"):
            self.advance()
            variable = self.word_or_number()
            layout = "T" if self._is_transposed() else ""
            variables += [variable] * (1 if layout else self._order_of_derivative())
            sign = self.peek()
            if not (sign.is_op("partial", "}") or (sign.kind == WORD and sign.text == "d")):
                raise self.unexpected("the end of the denominator")
        return variables, layout if len(variables) == 1 else ""

    def _is_transposed(self) -> bool:
        """Take a transpose above the name of a differential."""
        braced = self.peek(1).is_op("{")
        sign = self.peek(1 + braced)
        if not self.peek().is_op("^") or not (sign.is_op("top") or sign.text == "T"):
            return False
        for _ in range(2 + 2 * braced):
            self.advance()
        return True

    def _order_of_derivative(self) -> int:
        if not self.taken("^"):
            return 1
        braced = self.taken("{")
        token = self.advance()
        if token.text not in {"1", "2", "3"}:
            raise self.unexpected("a first, second or third derivative", token)
        if braced:
            self.expect("}", "the end of the order")
        return int(token.text)

    def _derived(
        self, inner: Surface, variables: Sequence[Surface], token: Token, layout: str = ""
    ) -> Surface:
        """Return the derivative by the last variable, of that the one by the last but one, ...

        By two columns it is a row of second derivatives for each entry of the first.
        """
        if len(variables) == 2:
            return Surface("hessian", (inner, *variables), None, token.at, inner.end)
        for variable in reversed(variables):
            inner = Surface("derivative", (inner, variable), layout, token.at, inner.end)
        return inner

    def may_be_divided(self) -> bool:
        """Say whether a d above the line may be a number: where d is a name, in d x / d t."""
        named = (self.peek(1).text,) in self.setting.spellings.names
        raised = self.peek(2).is_op("^")
        behind = self.peek(2 + raised * (4 if self.peek(3).is_op("{") else 2))
        return named and not behind.is_op("}")

    def _below(self) -> Token | None:
        """Return the d or ∂ of a denominator dt or ∂w, None for any other."""
        depth = 0
        for at in range(self.at, len(self.tokens) - 2):
            token = self.tokens[at]
            depth += token.is_op("{") - token.is_op("}")
            if depth == 0:
                below, variable = self.tokens[at + 2], self.tokens[at + 3 : at + 4]
                is_d = below.is_op("partial") or (below.kind == WORD and below.text == "d")
                varies = variable and variable[0].kind == WORD
                by_size = varies and variable[0].text in self.setting.sizes
                return below if is_d and varies and not by_size else None
        return None

    def derivative_in_line(self, token: Token) -> Surface | None:
        """Read d/dt ..., ∂/∂w ... and d(...)/dt, ∂(...)/∂w in one line; None for anything else."""
        if not (token.is_op("partial") or (token.kind == WORD and token.text == "d")):
            return None
        if self.peek(1).is_op("/") and self._is_differential(2, token.text):
            self.advance()
            self.advance()
            variable = self._variable(token.text)
            return self._reaching(lambda of: self._derived(of, [variable], token))
        slash = self._slash_behind()
        if slash is None or not self._is_differential(slash + 1, token.text):
            return None
        self.advance()
        inner = self.factor()
        if not self.taken("/"):
            return None
        variable = self._variable(token.text)
        return self._derived(inner, [variable], token)

    def _slash_behind(self) -> int | None:
        """Return how far the stroke is behind the one thing that stands behind a d."""
        depth = 0
        first = self.peek(1)
        if not first.is_op("(", "norm", "|", "||", "lnorm"):
            return None
        for ahead in range(1, len(self.tokens) - self.at):
            token = self.peek(ahead)
            depth += token.is_op("(", "[") - token.is_op(")", "]")
            if depth == 0 and token.is_op("/"):
                return ahead
        return None

    def _is_differential(self, ahead: int, sign: str) -> bool:
        """Say whether dt or ∂w stands so far ahead."""
        token, behind = self.peek(ahead), self.peek(ahead + 1)
        if sign == "partial":
            return token.is_op("partial") and behind.kind == WORD
        is_name = (token.text,) in self.setting.spellings.names  # d/delta is a quotient
        differential = token.text.startswith("d") and len(token.text) > 1
        return token.kind == WORD and differential and not is_name

    def _variable(self, sign: str) -> Surface:
        token = self.peek()
        if sign == "partial":
            self.advance()
        else:
            self.replace([token._replace(text=token.text[1:], at=token.at + 1)])
        return self.word_or_number()
