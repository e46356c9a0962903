"""Sums, products and quotients, with every way in which an unmarked product may be meant."""

from __future__ import annotations

from referee.language.reading.grammar.postfixes import Postfixes
from referee.language.reading.grammar.surface import Surface, alternatives, call, product
from referee.language.reading.grammar.words import CONNECTIVES
from referee.language.reading.notations.tokens import END, NUMBER, WORD, Token
from referee.language.tree import MOST_DEPTH, FormulaError

_SIGNS = frozenset(("*", "@", "cdot", "times", "odot", ".*", "otimes", "oplus"))
_RELATIONS = ("=", "!=", "<", "<=", ">", ">=")
_SETS_OFF = frozenset(("norm", "abs", "inner", "big"))  # what no denominator runs on into


class Products(Postfixes):
    """Sums and products of factors."""

    def sum(self) -> Surface:
        """Read a sum of products."""
        left = self.product()
        while self.peek().is_op("+", "-", ".+", ".-") and not self._starts_entry():
            sign = self.advance()
            right = self.product()
            left = Surface(sign.text, (left, right), None, left.at, right.end)
        return left

    def _starts_entry(self) -> bool:
        """Say whether a sign starts the next entry of a row without commas."""
        return self.in_row and self.peek().spaced and not self.peek(1).spaced

    def product(self) -> Surface:
        """Read a product: factors with or without a sign between them, and quotients."""
        factors, signs = [self.factor()], list[str]()
        numbered = factors[0].kind == "group" and factors[0].args[0].kind == "number"
        if numbered and self.at == 3 and self.peek().spaced and self.starts_operand():
            raise FormulaError("a number in brackets in front: of an equation?", factors[0].at)
        while len(factors) <= MOST_DEPTH:
            token = self.peek()
            if token.is_op(*_SIGNS):
                self.advance()
                factors.append(self.factor())
                signs.append(token.text)
            elif token.is_op("/", "./"):
                self.advance()
                factors, signs = self._quotient(product(factors, signs), token)
            elif token.is_op("\\", ".\\"):
                self.advance()
                divided = self._juxtaposed()
                solved = (product(factors, signs), divided)
                factors, signs = [Surface("solve", solved, None, factors[0].at, divided.end)], []
            elif token.kind == WORD and token.text == "choose":
                self.advance()
                factors, signs = self._chosen(factors, signs)
            elif self.starts_operand():
                self._check_zero(factors[-1], token)
                factors.append(self._beside(token, factors[-1]))
                signs.append("")
            else:
                return product(factors, signs)
        raise FormulaError(f"too large: at most {MOST_DEPTH} factors are read", factors[0].at)

    def _check_zero(self, last: Surface, token: Token) -> None:
        """Refuse a > 0 b > 0, where no factor of the 0 is meant."""
        before = self.tokens[max(self.at - 2, 0)]
        related = before.is_op(*_RELATIONS)
        if last.value == "0" and related and self._is_related_behind():
            raise FormulaError("what stands behind a 0? write and, or a ·", token.at)

    def _is_related_behind(self) -> bool:
        """Say whether another relation follows in the same brackets, before a connective."""
        depth, ahead = 0, 0
        while (token := self.peek(ahead)).kind != END and depth >= 0:
            depth += token.is_op("(", "[", "{", "lbrace") - token.is_op(")", "]", "}", "rbrace")
            if depth == 0 and (token.text in CONNECTIVES or token.is_op(",", "=>", "<=>")):
                return False
            if depth == 0 and token.is_op(*_RELATIONS):
                return True
            ahead += 1
        return False

    def _chosen(self, factors: list[Surface], signs: list[str]) -> tuple[list[Surface], list[str]]:
        """Read n choose k; of 2 n choose k both ways."""
        below = self.factor()
        last = call("binomial", factors[-1], below, at=factors[-1].at, end=below.end)
        near = product([*factors[:-1], last], signs)
        if len(factors) == 1:
            return [near], []
        far = call("binomial", product(factors, signs), below, at=factors[0].at, end=below.end)
        return [alternatives(near, far)], []

    def _beside(self, token: Token, before: Surface) -> Surface:
        if self._is_ones(token, before):
            self.replace([token._replace(kind=WORD, text="𝟙")])
        elif token.kind == NUMBER and not self.peek(1).is_op("_"):
            raise FormulaError(
                "a number behind a factor: a product is written with the number in front or with"
                " a ·, a power with ^",
                token.at,
            )
        factor = self.factor()
        if factor.kind == "matrix" and factor.value == "tuple" and not token.spaced:
            raise FormulaError("several arguments of what is no function", factor.at)
        if factor.kind == "group" and factor.args[0].kind == "number" and not self._goes_on():
            raise FormulaError("a number in brackets at the end: of an equation?", factor.at)
        return factor

    def _is_ones(self, token: Token, before: Surface) -> bool:
        """Say whether a 1 behind an array is a column of ones: A 1, x'1, 1'1."""
        behind = self.peek(1)
        ends = behind.kind == END or behind.is_op("'", ")", "]", "}", "+", "-", ",", "=")
        raised = behind.is_op("^") and self.peek(2).text in {"T", "top"}
        return token.text == "1" and (ends or raised) and self._is_array(before)

    def _is_array(self, surface: Surface) -> bool:
        """Say whether a part is an array whatever the sizes: X, (X), X', 1'."""
        if surface.kind == "name":
            return surface.value in self.setting.arrays
        if surface.kind in {"group", "+", "-"}:
            return all(map(self._is_array, surface.args))
        if surface.kind == "constant":
            return bool(surface.value == "ones")
        if surface.kind != "call" or surface.value not in {"transpose", "prime", "inv", "pinv"}:
            return False
        return surface.args[0].value == "1" or self._is_array(surface.args[0])

    def _goes_on(self) -> bool:
        return self.starts_operand() or self.peek().is_op("*", "/", "@", "^", "+", "-", ")")

    def _juxtaposed(self) -> Surface:
        """Read factors side by side, without a sign between them."""
        factors = [self.factor()]
        while self.starts_operand():
            factors.append(self._beside(self.peek(), factors[-1]))
        return product(factors, [""] * (len(factors) - 1))

    def _quotient(self, above: Surface, slash: Token) -> tuple[list[Surface], list[str]]:
        """Read what an oblique stroke divides by: one factor, or all that stand side by side."""
        divisor = self.factor()
        near = Surface("quotient", (above, divisor), slash.text, above.at, divisor.end)
        gap = self.peek().spaced
        rest: list[Surface] = []
        while self.starts_operand():
            rest.append(self._beside(self.peek(), [divisor, *rest][-1]))
        signs = [""] * len(rest)
        if not rest or self._is_set_off(divisor, rest[0], slash, gap=gap):
            return [near, *rest], signs
        below = product([divisor, *rest], signs)
        far = Surface("quotient", (above, below), slash.text, above.at, below.end)
        return [alternatives(product([near, *rest], signs), far)], []

    def _is_set_off(self, divisor: Surface, behind: Surface, slash: Token, *, gap: bool) -> bool:
        """Say whether a quotient ends with its first divisor: 1/(2n) x, 1/2 x, 1/n ‖x‖."""
        by_blank = gap and not slash.spaced and not self.setting.evidence.latex
        return (
            divisor.kind == "group"
            or by_blank
            or behind.kind in _SETS_OFF
            or (behind.kind == "power" and behind.args[0].kind in _SETS_OFF)
        )

    def applied(self, function: str, token: Token, *, loose: bool) -> Surface:
        """Read a function without brackets: of the factor behind it, or of all of them."""
        first = self.factor()
        gap = self.peek().spaced
        rest: list[Surface] = []
        while self.starts_operand():
            rest.append(self._beside(self.peek(), [first, *rest][-1]))
        signs = [""] * len(rest)
        near = Surface("call", (first,), function, token.at, first.end)
        near_all = product([near, *rest], signs)
        whole = product([first, *rest], signs)
        far = Surface("call", (whole,), function, token.at, whole.end)
        if self.peek().is_op("/") and loose:
            return self._divided(near_all, whole, function, token)
        again = any(each.kind == "call" and each.value == function for each in rest)
        if not rest or again or (gap and token.text == "sqrt" and token.kind != WORD):
            return near_all
        return alternatives(near_all, far)

    def _divided(self, near: Surface, whole: Surface, function: str, token: Token) -> Surface:
        """Read a quotient behind a function without brackets: exp -t/2."""
        slash = self.advance()
        divisor = self._juxtaposed()
        outer = Surface("quotient", (near, divisor), "/", token.at, divisor.end)
        inside = Surface("quotient", (whole, divisor), slash.text, whole.at, divisor.end)
        inner = Surface("call", (inside,), function, token.at, divisor.end)
        return alternatives(outer, inner)
