"""Relations, properties in words, and what joins statements."""

from __future__ import annotations

from collections.abc import Mapping

from referee.language.reading.grammar.operands import Operands
from referee.language.reading.grammar.surface import Surface
from referee.language.reading.grammar.words import CONNECTIVES, PROPERTIES
from referee.language.reading.notations.tokens import OP, WORD
from referee.language.tree import FormulaError

_LEVELS: Mapping[str, int] = {"<=>": 1, "=>": 2, "if": 2, "or": 3, "and": 4}
_RELATIONS = frozenset(
    ("=", "!=", "<", "<=", ">", ">=", "in", "notin", "sums", "succ", "succeq", "prec", "preceq")
)
_ARTICLES = ("a", "an", "the")
_NOUNS = ("matrix", "matrices", "number", "numbers", "vector", "vectors", "value")
_LONGEST = max(map(len, PROPERTIES))


class Statements(Operands):
    """Statements, from the ones that bind least."""

    def expression(self, level: int = 0) -> Surface:
        """Read a formula or statement whose connectives bind at least so tightly."""
        with self.deeper():
            left = self._premise() if level == 0 else self._negation()
            while True:
                sign = self._connective()
                binds = _LEVELS.get(sign, -1)
                if binds < level or binds < 0:
                    return left
                self.advance()
                if sign == "if":
                    left = self._conditional(left)
                    continue
                shared = self._shared(left) if sign in {"and", "or"} else None
                right = shared or self.expression(binds if sign == "=>" else binds + 1)
                left = _joined(sign, left, right)

    def _conditional(self, left: Surface) -> Surface:
        """Read what stands behind an "if": a premise, or a condition and what is otherwise."""
        condition = self.expression(3)
        if self.peek().is_op(",") and self.peek(1).text == "otherwise":
            self.advance()
        if not self.taken_word("else", "otherwise"):
            return _joined("if", left, condition)
        other = self.expression(2)
        return Surface("cases", (left, condition, other), None, left.at, other.end)

    def _shared(self, left: Surface) -> Surface | None:
        """Read a property behind "and" that is of what the one before is of."""
        last = left.args[-1] if left.kind in {"and", "or"} else left
        kind = self._adjective() if last.kind == "property" else None
        if kind is None:
            return None
        self.taken_word(*_NOUNS)
        return Surface("property", last.args, kind, last.at, self.peek().at)

    def _adjective(self) -> str | None:
        """Read a property by its words, if one stands here."""
        for length in range(_LONGEST, 0, -1):
            words = tuple(self.peek(k).text for k in range(length))
            if words in PROPERTIES and (words[0],) not in self.setting.spellings.names:
                for _ in words:
                    self.advance()
                return PROPERTIES[words]
        return None

    def _premise(self) -> Surface:
        """Read ``if A then B``, or whatever else starts here."""
        token = self.peek()
        if not (token.kind == WORD and token.text == "if"):
            return self._negation()
        self.advance()
        before, self.in_premise = self.in_premise, True
        left = self.expression(3)
        self.in_premise = before
        if not (self.taken_word("then") or self.taken(",")):
            raise self.unexpected("then")
        self.taken_word("then")
        right = self.expression(2)
        if self.taken_word("else"):
            other = self.expression(2)
            return Surface("cases", (right, left, other), None, token.at, other.end)
        return Surface("=>", (left, right), None, token.at, right.end)

    def _connective(self) -> str:
        token = self.peek()
        if token.kind == WORD:
            found = CONNECTIVES.get(token.text, "")
            return "" if found == "=" else found
        if token.is_op("||", "|") and self.at in self.settled:
            return "or"
        return {"->": "=>"}.get(token.text, token.text) if token.kind == OP else ""

    def _negation(self) -> Surface:
        token = self.peek()
        is_word = token.kind == WORD and token.text in {"not", "NOT"}
        if is_word or token.is_op("not", "!"):
            self.advance()
            first = self.peek()
            with self.deeper():
                inner = self._negation()
            self.check_negated(first, inner)
            return Surface("not", (inner,), None, token.at, inner.end)
        if token.is_op("forall", "exists"):
            return self.quantified(token)
        return self._relation()

    def _relation(self) -> Surface:
        terms, signs = [self.sum()], list[str]()
        while True:
            token = self.peek()
            if token.kind == OP and token.text in _RELATIONS:
                if token.text == ">" and self.bars and self.bars[-1] == "<":
                    break
                self.advance()
                signs.append(token.text)
                terms.append(self.sum())
            elif token.kind == WORD and token.text in {"equals", "in"}:
                self.advance()
                signs.append("=" if token.text == "equals" else "in")
                terms.append(self.sum())
            else:
                break
        if self.peek().kind == WORD and self.peek().text in {"is", "are", "has", "have"}:
            return self._property(terms, signs)
        if not signs:
            kind = self._adjective() if self.peek().kind == WORD else None
            if kind is None:
                return terms[0]
            return Surface("property", (terms[0],), kind, terms[0].at, self.peek().at)
        return Surface("compare", tuple(terms), tuple(signs), terms[0].at, terms[-1].end)

    def _property(self, terms: list[Surface], signs: list[str]) -> Surface:
        """Read a property in words: X is invertible, X has rank n."""
        if signs:
            raise self.unexpected("and")
        verb, subject = self.advance(), terms[0]
        negated = self.taken_word("not")
        self.taken_word(*_ARTICLES)
        found = self._has(subject) if verb.text in {"has", "have"} else self._is(subject)
        self.taken_word(*_NOUNS)
        if negated and found.kind == "compare" and found.value == ("=",):
            return Surface("compare", found.args, ("!=",), found.at, found.end)
        return Surface("not", (found,), None, found.at, found.end) if negated else found

    def _has(self, subject: Surface) -> Surface:
        if self.taken_word("full"):
            side = self.advance().text
            if side == "rank":
                return Surface("property", (subject,), "full rank", subject.at, self.peek().at)
            if side not in {"column", "row"} or not self.taken_word("rank"):
                raise FormulaError(
                    "full rank of what? write full column rank or full row rank", subject.at
                )
            return Surface("property", (subject,), f"full {side} rank", subject.at, self.peek().at)
        if self.taken_word("rank"):
            rank = Surface("call", (subject,), "rank", subject.at, subject.end)
            value = self.sum()
            return Surface("compare", (rank, value), ("=",), subject.at, value.end)
        raise self.unexpected("rank, full column rank or full row rank")

    def _is(self, subject: Surface) -> Surface:
        if self.taken_word("in"):
            whole = self.sum()
            return Surface("compare", (subject, whole), ("in",), subject.at, whole.end)
        if self.taken_word("equal"):
            self.taken_word("to")
            other = self.sum()
            return Surface("compare", (subject, other), ("=",), subject.at, other.end)
        kind = self._adjective()
        if kind is not None:
            return Surface("property", (subject,), kind, subject.at, self.peek().at)
        value = self.sum()
        return Surface("compare", (subject, value), ("=",), subject.at, value.end)


def _joined(sign: str, left: Surface, right: Surface) -> Surface:
    if sign == "if":
        return Surface("=>", (right, left), None, left.at, right.end)
    parts = (*left.args, right) if left.kind == sign and sign in {"and", "or"} else (left, right)
    return Surface(sign, parts, None, left.at, right.end)
