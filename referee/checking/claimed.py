"""What a sentence makes of its formulas: claims, definitions and declarations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from referee.checking.conditions import Conditions
from referee.checking.forms import A_KIND, Form, Formed, form_of, named
from referee.checking.formulas import CONNECTS, DEFINES, Link, has, links, names, says
from referee.checking.items import (
    DECLARES,
    DEFINES_A_NAME,
    NO_STATEMENT,
    STATEMENT,
    Item,
    Reading,
)
from referee.checking.prose import (
    CLAIM,
    DEFINITION,
    DENIAL,
    OF_SIZES,
    REQUIREMENT,
    claimed_kind,
    matters,
    plain_words,
    required,
    restricts,
    role_of,
)
from referee.checking.sentences import Sentence, Token

_LET = re.compile(r"\b(?:let|put|write|denote|define)\b", re.IGNORECASE)
_GIVEN = re.compile(r"^\s*(?:for|given|with)\b(?: (?:all|every|any|each)\b)?", re.IGNORECASE)
_TAGGED = re.compile(r"\\(?:tag|label)\*?\{([^{}\n]{1,60})\}")


def items_of(reading: Reading, sentence: Sentence) -> Iterator[Item]:
    """Yield the formulas of a sentence; what it declares is known behind it."""
    yield from _Claims(reading, sentence).items()


class _Claims:
    """The formulas of one sentence, one after another."""

    def __init__(self, reading: Reading, sentence: Sentence) -> None:
        self.reading, self.context = reading, reading.context
        self.sentence, self.tokens = sentence, sentence.tokens
        self.conditions = Conditions(reading, sentence)

    def items(self) -> Iterator[Item]:
        """Yield the formulas of the sentence; what it declares is known behind it."""
        if not any(t.math is not None for t in self.tokens):
            if OF_SIZES.search(self.sentence.words):
                self.context.loosen()
            return
        premise: list[str] | None = None  # what is said before the claim that it depends on
        closed = True
        before = ""
        place = 0
        claimed = False
        while place < len(self.tokens):
            token = self.tokens[place]
            place += 1
            if (
                premise is not None
                and not closed
                and self.conditions.is_claimed(premise[-1], token)
            ):
                closed, before = True, premise[-1]
                premise[-1] = _told(premise[-1])
            if premise is not None and not closed:
                cut = self.conditions.cut(place - 1)
                if token.math is not None:
                    premise = self.conditions.briefer(premise, token)
                    yield self._premise_item(token)
                words = (
                    plain_words(token.text) if token.math is None else self.reading.math(token.text)
                )
                premise.append(words if cut is None else _told(words[:cut]))
                closed, before = cut is not None, words[cut:] if cut is not None else ""
            elif token.math is None:
                begun = self.conditions.begun(place - 1, claimed=claimed)
                premise, closed = begun or (premise, closed)
                before += plain_words(token.text)
            else:
                said = self.conditions.without_unused("".join(premise or ()), token.text)
                taken, tail = self.conditions.tail(place - 1)
                yield from self._claim(token, before, said if matters(said) else "", tail)
                behind = self.tokens[place : place + taken]
                yield from (self._premise_item(t) for t in behind if t.math is not None)
                claimed, before = True, ""
                place += taken
        self._declared(premise, claimed)

    def _premise_item(self, token: Token) -> Item:
        defines = (
            has(token.text, DEFINES) or form_of(token.text, self.context).form is Form.DEFINITION
        )
        kind = DEFINES_A_NAME if defines and self.sentence.lasting else DECLARES
        return self.reading.item(token.at, token.text, kind, "")

    def _name(self, token: Token) -> str:
        tag = _TAGGED.search(token.math.inside) if token.math is not None else None
        return tag[1] if tag else self.sentence.label

    def _claim(self, token: Token, before: str, premise: str, tail: str) -> Iterator[Item]:
        """Yield what a formula is that stands under no condition of its own."""
        name, latex = self._name(token), self.reading.text(token.text)
        form = form_of(latex, self.context)
        kind, why = self._taken(token, latex, form, before)
        if why == A_KIND and restricts(premise):  # what is of a kind has it claimed
            kind, why = STATEMENT, ""
        said = self._of_a_kind(token, latex, form, before)
        if said:
            yield self.reading.statement(token.at, said, premise, "", name)
        elif form.form is Form.LONG:
            yield self.reading.statement(token.at, token.text, "", "", name)
        elif kind == STATEMENT:
            yield from self._stated(token, latex, premise, tail, name)
        else:
            if kind == DEFINES_A_NAME:
                self._define(latex)
            yield self.reading.item(token.at, token.text, kind, why, name)
        if kind == DEFINES_A_NAME and form.form is Form.DEFINITION:
            yield from self._links(token, form.rest, premise, tail, name)

    def _taken(self, token: Token, latex: str, form: Formed, before: str) -> tuple[str, str]:
        """Return what a formula is taken for, by its form and the words before it, and why."""
        kind, why = STATEMENT, form.why
        role = role_of(before, self.sentence.words)
        labelled = bool(self.sentence.label) and not has(latex, DEFINES)
        if form.form is Form.EXPRESSION:
            kind, why = NO_STATEMENT, "no relation"
        elif form.form is Form.MEMBER:
            self.context.declare(
                f"Let {self.reading.math(token.text)}{self._words_behind(token)}",
                self.sentence.level,
            )
            kind = DECLARES
        elif form.form is Form.LOOSE:
            kind = NO_STATEMENT
        elif labelled or form.form is Form.LONG:
            kind = STATEMENT
        elif role.role == DENIAL:
            kind, why = NO_STATEMENT, f"the sentence says “{role.word}”"
        elif role.role == DEFINITION or form.form is Form.DEFINITION:
            kind = DEFINES_A_NAME
        elif self._required(token):
            kind, why = NO_STATEMENT, f"required: “{self._required(token)}”"
        elif role.role == REQUIREMENT and not self._is_known(role.word, latex):
            kind, why = NO_STATEMENT, f"required: “{role.word}”"
        elif form.form is Form.CONDITION:
            kind = NO_STATEMENT
        return kind, why

    def _of_a_kind(self, token: Token, latex: str, form: Formed, before: str) -> str:
        """Return the claim that an expression is of a kind, where the words behind it say so."""
        place = self.tokens.index(token) + 1
        behind = self.tokens[place] if place < len(self.tokens) else None
        if form.form is not Form.EXPRESSION or behind is None or behind.math is not None:
            return ""
        kind = claimed_kind(plain_words(behind.text))
        claims = role_of(before, self.sentence.words).role == CLAIM and named(latex) is None
        alone = all(t.math is None for t in self.tokens[place:])
        return rf"{latex.strip()} \text{{ is {kind}}}" if kind and claims and alone else ""

    def _required(self, token: Token) -> str:
        """Return what makes a formula no law: words before it, formulas among them, or around."""
        place = self.tokens.index(token)
        so_far = " ".join(each.text for each in self.tokens[:place])
        return required(so_far, self.sentence.words)

    def _stated(
        self, token: Token, latex: str, premise: str, tail: str, name: str
    ) -> Iterator[Item]:
        """Yield the statements of a formula: one for each relation of a chain."""
        found = [] if has(latex, CONNECTS) else links(latex)
        if len(found) < 2:
            yield self.reading.statement(token.at, latex, premise, tail, name)
        elif latex == token.text:
            yield from self._links(token, found, premise, tail, name)
        else:
            for link in found:
                yield self.reading.statement(token.at, link.latex, premise, tail, name)

    def _is_known(self, word: str, latex: str) -> bool:
        """Say whether what "satisfies" a formula is defined, so that it is claimed of it."""
        about = {name.lstrip("\\") for name in names(latex)}
        opening = self.tokens[0].text if self.tokens[0].math is None else ""
        spoken = "satisf" in opening  # "the trace satisfies": of no name
        return word.startswith("satisf") and (spoken or bool(about & self.context.defined))

    def _links(
        self, token: Token, found: Sequence[Link], premise: str, tail: str, name: str
    ) -> Iterator[Item]:
        for link in found:
            latex = self.reading.text(link.latex)
            yield self.reading.statement(token.at + link.at, latex, premise, tail, name)

    def _define(self, latex: str) -> None:
        found = links(latex)
        if not found:
            return
        first = found[0]
        text = f"Let ${first.left.strip()} := {first.right.strip().rstrip('.,;')}$"
        self.context.declare(text, self.sentence.level)

    def _words_behind(self, token: Token) -> str:
        place = self.tokens.index(token) + 1
        if place < len(self.tokens) and self.tokens[place].math is None:
            words = plain_words(self.tokens[place].text)
            return words if re.match(r"\s*(?:is|are|be|has|have|with)\b", words) else ""
        return ""

    def _declared(self, premise: list[str] | None, claimed: bool) -> None:
        """Note what the sentence declares for what follows."""
        if self.sentence.lasting and premise is not None:
            self.context.declare(_lasting("".join(premise)), self.sentence.level)
        elif premise is not None and not claimed and _LET.search("".join(premise)):
            first, *rest = _LET.split("".join(premise))
            for part in (_GIVEN.sub("", first), *rest):
                if part.strip(" ,"):
                    self.context.declare(f"Let {part.strip(' ,')}", self.sentence.level)
        elif premise is not None and claimed:
            self.context.mention("".join(premise))
        elif not claimed or not any(t.math is not None and says(t.text) for t in self.tokens):
            self._said()

    def _said(self) -> None:
        """Note what a sentence says of names without a relation: A is symmetric."""
        if restricts(self.sentence.words) and re.search(r"\b(?:is|are)\b", self.sentence.words):
            text = "".join(
                self.reading.math(t.text) if t.math is not None else plain_words(t.text)
                for t in self.tokens
            )
            self.context.declare(f"Let {text.strip()}", self.sentence.level, maybe=True)


def _told(words: str) -> str:
    """Return the words of a condition, where they may say something of a name."""
    return words if restricts(words) else ""


def _lasting(text: str) -> str:
    return re.sub(r"^\s*(?:we )?(?:denote|write)\b", "Let", text, flags=re.IGNORECASE)
