"""What a document says: its formulas in their order, and what each of them is taken for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from referee.checking.context import INNERMOST, Context
from referee.checking.forms import A_KIND, MOST_CHARACTERS, Form, Formed, form_of, named
from referee.checking.formulas import (
    CONNECTS,
    DEFINES,
    MEMBER,
    Link,
    clauses,
    has,
    links,
    names,
    rows,
    says,
)
from referee.checking.prose import (
    DEFINITION,
    DENIAL,
    LASTING,
    REQUIREMENT,
    is_tail,
    matters,
    plain_words,
    qualifier,
    restricts,
    role_of,
    tail_end,
    until_then,
    without_nouns,
)
from referee.checking.sources import Piece
from referee.checking.structure import Block, Math, Structure, structure
from referee.checking.tables import Row, rows_of, said_by
from referee.grading.documents.macros import Macro, expanded, macros

STATEMENT, DEFINES_A_NAME, DECLARES, NO_STATEMENT = (
    "statement", "definition", "declaration", "no statement",
)  # fmt: skip
_FOR = re.compile(r"[\s,;(]*(?:for|where|with)\b", re.IGNORECASE)
_AND_MATH = re.compile(r"(?:,?\s*\band\b|,)\s*\$(?P<math>[^$]*)\$")
_LET = re.compile(r"\b(?:let|put|write|denote|define)\b", re.IGNORECASE)
_GIVEN = re.compile(r"^\s*(?:for|given|with)\b(?: (?:all|every|any|each)\b)?", re.IGNORECASE)
DEEP = 50  # the level of what a theorem declares
_END = re.compile(r"[.!?](?=\s|$|[*_)\]]*(?:\s|$))")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|eq|eqs|resp|s\.t|w\.r\.t|etc|fig|sec|thm|vs|ex|no|a\.s)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[\s*_]*\((?P<name>[^()\n]{1,60})\)[\s*_:.]*(?=$)")
_TAGGED = re.compile(r"\\(?:tag|label)\*?\{([^{}\n]{1,60})\}")
# Words of a condition, by those that a statement is asked with.
_SO_BEHIND = re.compile(r"^[\s,;(]*(?:since|because|as long as|in case|at|on)\b", re.IGNORECASE)
_SO = re.compile(r"^\s*(?:since|because|as long as|in case|whenever)\b", re.IGNORECASE)
_LETS = re.compile(r"^\s*(?:where|with|on|throughout|whose)\b", re.IGNORECASE)
_DECLARING = re.compile(
    r"\s*(?:let|define|denote|consider|take|fix|given|suppose|assume)\b", re.IGNORECASE
)
_STRONG = re.compile(
    r"\b(?:then|we have|one has|it holds|there holds|we get|we obtain)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Try:
    """A way to ask about a formula; one that is not ``whole`` leaves out what it depends on."""

    statement: str
    section: tuple[str, ...]
    whole: bool = True


@dataclass(frozen=True)
class Item:
    """A formula of a document: where it stands, what it is taken for and why.

    ``tries`` are ways to ask about a statement, the first of which that can be read counts;
    ``doubt`` says what of its declarations was not read, so that no refutation counts.
    """

    piece: Piece
    at: int
    latex: str
    kind: str
    why: str = ""
    name: str = ""
    tries: tuple[Try, ...] = ()
    doubt: str = ""


@dataclass(frozen=True)
class Problem:
    """Something of a document that cannot be read at all, with its place."""

    piece: Piece
    at: int
    reason: str


def found_in(pieces: Sequence[Piece]) -> tuple[list[Item], list[Problem]]:
    """Return the formulas of a document, and what in it cannot be read."""
    known: dict[str, Macro] = {}
    for piece in pieces:
        known |= macros(piece.text)
    context, items, problems = Context(), list[Item](), list[Problem]()
    for piece in pieces:
        cut = structure(piece)
        problems += [Problem(piece, each.at, each.what) for each in cut.broken]
        items += _Reader(cut, context, known).items()
    return items, problems


@dataclass(frozen=True)
class Token:
    """Words, or a part of a formula with its place in the text."""

    text: str
    at: int
    math: Math | None = None


class _Reader:
    """Reads the blocks of a text one after another."""

    def __init__(self, cut: Structure, context: Context, known: dict[str, Macro]) -> None:
        self.cut, self.context, self.known = cut, context, known
        self.piece = cut.piece

    def items(self) -> Iterator[Item]:
        """Yield the formulas of the text."""
        blocks = self.cut.blocks
        at = 0
        while at < len(blocks):
            block = blocks[at]
            if block.kind == "row":
                end = at
                while end < len(blocks) and blocks[end].kind in {"row", "rule"}:
                    end += 1
                yield from self._table(blocks[at:end])
                at = end
                continue
            if block.kind == "heading":
                self.context.enter(block.level)
            elif block.kind == "theorem":
                self.context.leave(DEEP if block.title != "proof" else INNERMOST)
                self.context.level = DEEP if block.title != "proof" else self.context.level
            elif block.kind == "end":
                self.context.level = self._outer()
            yield from self._block(block)
            at += 1

    def _outer(self) -> int:
        levels = [each.level for each in self.context.entries if each.level < DEEP]
        return max(levels, default=0)

    def _block(self, block: Block) -> Iterator[Item]:
        self.context.leave(INNERMOST)
        for sentence in _sentences(self.cut.masked, block):
            yield from _Sentence(self, sentence, block.kind).items()

    def _table(self, blocks: Sequence[Block]) -> Iterator[Item]:
        self.context.leave(INNERMOST)
        for row in rows_of(self.cut.masked, blocks):
            yield from self._row(row)

    def _row(self, row: Row) -> Iterator[Item]:
        said = [*said_by(row)] if row.head is not None else []
        for statement in said:
            latex = self.text(statement.latex)
            tail = f" where {self.text(statement.condition)}" if statement.condition else ""
            yield self.statement(statement.at, latex, "", tail, "")
        taken = {id(statement.math) for statement in said} | {
            id(m) for statement in said for m in statement.also
        }
        for cell in row.cells:
            for math in cell.maths:
                if id(math) in taken:
                    continue
                if said or row.head is None or not says(math.inside):
                    yield self.item(math.at, math.inside, NO_STATEMENT, "a cell of a table")
                    continue
                sentence = [Token(math.inside, math.at, math)]
                yield from _Sentence(self, _flat(sentence), "row").items()

    def text(self, latex: str) -> str:
        """Return LaTeX with the commands of the document written out."""
        return expanded(latex, self.known)

    def item(self, at: int, latex: str, kind: str, why: str, name: str = "") -> Item:
        """Return a formula that is no statement."""
        return Item(self.piece, at + _blanks(latex), " ".join(latex.split()), kind, why, name)

    def statement(self, at: int, latex: str, premise: str, tail: str, name: str) -> Item:
        """Return a formula that is a statement, with the ways to ask about it."""
        claim = f"${latex.strip().rstrip('.,; ')}$"
        section = self.context.texts
        doubt = self.context.unread(latex)
        shown = " ".join(latex.split())
        if len(latex) > MOST_CHARACTERS:
            why = f"a formula of {len(latex):,} characters; at most {MOST_CHARACTERS:,} are read"
            return Item(self.piece, at, f"{shown[:80]}…", STATEMENT, why, name)
        tries = [Try(_asked(premise, claim, tail), section)]
        if premise or tail:
            tries.append(Try(claim, section, whole=False))
        return Item(
            self.piece, at + _blanks(latex), shown, STATEMENT, "", name, tuple(tries), doubt
        )


def _blanks(latex: str) -> int:
    return len(latex) - len(latex.lstrip())


def _asked(premise: str, claim: str, tail: str) -> str:
    """Return a sentence that says all that a formula depends on."""
    premise, tail = without_nouns(premise), without_nouns(tail)
    tail = _SO_BEHIND.sub(" if", tail)
    if not premise:
        return f"{claim}{tail}"
    premise = _LETS.sub("Let", _SO.sub("If", premise))
    lets = _DECLARING.match(premise)
    return (
        f"{premise.strip()}. Then {claim}{tail}"
        if lets
        else f"{premise.strip()}, then {claim}{tail}"
    )


def _sentences(masked: str, block: Block) -> Iterator[list[Token]]:
    """Yield the sentences of a block as tokens, formulas cut into their parts."""
    tokens: list[Token] = []
    at = block.start
    for math in [*block.maths, None]:
        end = block.end if math is None else math.start
        words = masked[at:end]
        start = 0
        for stop in _END.finditer(words):
            before = words[max(0, stop.start() - 12) : stop.end()]
            if _NO_END.search(before):
                continue
            tokens.append(Token(words[start : stop.start()], at + start))
            yield _flat(tokens)
            tokens, start = [], stop.end()
        tokens.append(Token(words[start:], at + start))
        if math is not None:
            tokens.append(Token(math.inside, math.at, math))
            at = math.end
            if math.inside.rstrip().endswith(".") or (
                math.inside.rstrip().endswith(";") and math.display
            ):
                yield _flat(tokens)
                tokens = []
    yield _flat(tokens)


def _flat(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens with each formula cut into rows, and these into clauses and words."""
    found: list[Token] = []
    for token in tokens:
        if token.math is None:
            found.append(token)
            continue
        inside = re.sub(r"[.;,]\s*\Z", lambda m: " " * len(m[0]), token.text)
        for at, row in rows(inside, aligned=token.math.aligned):
            for clause in clauses(row):
                where = token.at + at + clause.at
                if clause.words:
                    found.append(Token(f" {clause.words} ", where))
                if clause.latex.strip():
                    found.append(Token(clause.latex, where, token.math))
    return found


def _labelled(tokens: list[Token]) -> tuple[str, list[Token]]:
    """Return the label in front of a formula, as (24), and the tokens without it."""
    first = tokens[0] if tokens else None
    found = _LABEL.match(first.text) if first is not None and first.math is None else None
    return (found["name"], tokens[1:]) if found else ("", tokens)


class _Sentence:
    """One sentence: which of its formulas are claimed, under which conditions."""

    def __init__(self, reader: _Reader, tokens: list[Token], kind: str) -> None:
        self.reader, self.context, self.kind = reader, reader.context, kind
        self.label, tokens = _labelled(tokens)
        self.tokens = [t for t in tokens if t.math is not None or t.text.strip()]
        self.words = " ".join(plain_words(t.text) for t in tokens if t.math is None)
        first = self.tokens[0] if self.tokens else None
        opening = plain_words(first.text) if first is not None and first.math is None else ""
        self.lasting = LASTING.match(opening)
        self.level = None if kind != "item" else INNERMOST

    def items(self) -> Iterator[Item]:
        """Yield the formulas of the sentence; what it declares is known behind it."""
        if not any(t.math is not None for t in self.tokens):
            return
        premise: list[str] | None = None  # what is said before the claim that it depends on
        closed = True
        before = ""
        place = 0
        claimed = False
        while place < len(self.tokens):
            token = self.tokens[place]
            place += 1
            if premise is not None and not closed and self._is_claimed(premise[-1], token):
                closed, before = True, premise[-1]
                premise[-1] = _told(premise[-1])
            if premise is not None and not closed:
                cut = self._cut(place - 1)
                if token.math is not None:
                    premise = self._briefer(premise, token)
                    yield self._premise_item(token)
                words = plain_words(token.text) if token.math is None else self._math(token)
                premise.append(words if cut is None else _told(words[:cut]))
                closed, before = cut is not None, words[cut:] if cut is not None else ""
            elif token.math is None:
                begun = self._begun(place - 1, claimed=claimed)
                premise, closed = begun or (premise, closed)
                before += plain_words(token.text)
            else:
                said = self._without_unused("".join(premise or ()), token.text)
                taken, tail = self._tail(place - 1)
                yield from self._claim(token, before, said if matters(said) else "", tail)
                behind = self.tokens[place : place + taken]
                yield from (self._premise_item(t) for t in behind if t.math is not None)
                claimed, before = True, ""
                place += taken
        self._declared(premise, claimed)

    def _cut(self, place: int) -> int | None:
        """Return where words end a condition that has begun, None where they go on with it."""
        token = self.tokens[place]
        words = plain_words(token.text) if token.math is None else ""
        return until_then(words) if self._a_claim_follows(place, words) else None

    def _begun(self, place: int, *, claimed: bool) -> tuple[list[str], bool] | None:
        """Return the condition that begins in words, and whether it ends there; None for none."""
        words = plain_words(self.tokens[place].text)
        start = None if claimed and self.kind != "paragraph" else qualifier(words)
        if start is None or not self._qualifies(words[start:], place):
            return None
        rest = words[start:]
        cut = until_then(rest)
        ends = cut is not None and matters(rest[:cut]) and self._a_claim_follows(place, words)
        return ([rest[:cut]], True) if ends else ([rest], False)

    @staticmethod
    def _briefer(premise: list[str], token: Token) -> list[str]:
        """Return what begins a condition without words that say nothing of the name behind them."""
        lead = re.match(r"\s*\w+ ?", premise[-1]) if len(premise) == 1 else None
        # What a definition is called says no more than what it is.
        idle = has(token.text, DEFINES) or not restricts(premise[-1])
        return [lead[0]] if lead and idle else premise

    def _without_unused(self, premise: str, latex: str) -> str:
        """Return a condition without what defines a name that the formula does not use."""

        def kept(found: re.Match[str]) -> str:
            if form_of(found["math"], self.context).form is not Form.DEFINITION:
                return found[0]
            left = links(found["math"])[0].left
            name = named(left)
            unused = name is not None and name.marks and left.strip() not in latex
            return "" if unused else found[0]

        return _AND_MATH.sub(kept, premise)

    def _is_claimed(self, words: str, token: Token) -> bool:
        """Say whether a formula behind the words of a condition is claimed and no part of it.

        It is no name's, and the words have a verb: "with a step η > 0 the value is $…$".
        """
        if words.startswith("$") or not self._claims(token):
            return False
        said = re.sub(r"\b(?:and|or)\b|[^A-Za-z]", "", words)
        asks = role_of(words, "").role in {REQUIREMENT, DEFINITION} or qualifier(words) is not None
        return bool(said) and not asks

    def _math(self, token: Token) -> str:
        return f"${self.reader.text(token.text).strip().rstrip('.,;')}$"

    def _qualifies(self, words: str, place: int) -> bool:
        """Say whether a condition begins in words: a formula follows, or a kind is in it."""
        lead = re.match(r"(\w+)", words)
        if lead is not None and lead[1].lower() in {"on", "for", "with", "where", "given"}:
            follows = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
            claims = follows is not None and self._claims(follows)
            return restricts(words) or not claims
        return True

    def _claims(self, token: Token) -> bool:
        if token.math is None or has(token.text, MEMBER):
            return False
        return form_of(token.text, self.context).form in {Form.STATEMENT, Form.CHAIN}

    def _a_claim_follows(self, place: int, words: str) -> bool:
        """Say whether words end a condition: what follows is a claim, as words or form say."""
        follows = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        if follows is None or follows.math is None:
            return False
        strong = _STRONG.search(words)
        if strong:
            return True
        lead = self.lasting["word"].lower() if self.lasting else ""
        if lead in {
            "let",
            "define",
            "denote",
            "where",
            "with",
            "fix",
            "take",
            "write",
        } or lead.startswith("we "):
            return False
        return self._claims(follows)

    def _tail(self, place: int) -> tuple[int, str]:
        """Return how many tokens behind a claim say what it depends on, and what they say."""
        rest = self.tokens[place + 1 :]
        said: list[str] = []
        for count, token in enumerate(rest):
            if token.math is not None:
                if not said:
                    return 0, self._later_tail(place)
                if count > 1 and not self.label and self._is_next(said, token):
                    tail = "".join(said[:-1])  # what is claimed next is no part of it
                    return (count - 1, tail) if matters(tail) else (0, "")
                said.append(self._math(token))
                continue
            words = plain_words(token.text)
            if not said and not is_tail(words):
                return 0, self._later_tail(place)
            end = tail_end(words)
            if end is not None and (said or end):
                said.append(words[:end])
                tail = "".join(said)
                return (count + (end >= len(words)), tail) if matters(tail) else (0, "")
            said.append(words)
        tail = "".join(said)
        return (len(rest), tail) if matters(tail) else (0, "")

    def _is_next(self, said: Sequence[str], token: Token) -> bool:
        """Say whether a formula in what stands behind a claim is the next one claimed.

        Behind a comma alone it is a condition: "where A and B are idempotent, AB = BA".
        """
        spoken = re.search(r"[A-Za-z]", said[-1]) is not None
        return spoken and _FOR.match(said[0]) is not None and self._claims(token)

    def _later_tail(self, place: int) -> str:
        """Return the tail of the last of several claims that commas and "and" part."""
        rest = self.tokens[place + 1 :]
        for count, token in enumerate(rest):
            if token.math is None:
                words = plain_words(token.text)
                if is_tail(words) and count:
                    return _Sentence._tail(self, place + count)[1]
                if words.strip(" ,;") not in {"", "and", "or"}:
                    return ""
        return ""

    def _premise_item(self, token: Token) -> Item:
        defines = (
            has(token.text, DEFINES) or form_of(token.text, self.context).form is Form.DEFINITION
        )
        kind = DEFINES_A_NAME if defines and self.lasting else DECLARES
        return self.reader.item(token.at, token.text, kind, "")

    def _name(self, token: Token) -> str:
        tag = _TAGGED.search(token.math.inside) if token.math is not None else None
        return tag[1] if tag else self.label

    def _claim(self, token: Token, before: str, premise: str, tail: str) -> Iterator[Item]:
        """Yield what a formula is that stands under no condition of its own."""
        name, latex = self._name(token), self.reader.text(token.text)
        form = form_of(latex, self.context)
        kind, why = self._taken(token, latex, form, before)
        if why == A_KIND and restricts(premise):  # what is of a kind has it claimed
            kind, why = STATEMENT, ""
        if form.form is Form.LONG:
            yield self.reader.statement(token.at, token.text, "", "", name)
        elif kind == STATEMENT:
            yield from self._stated(token, latex, premise, tail, name)
        else:
            if kind == DEFINES_A_NAME:
                self._define(latex)
            yield self.reader.item(token.at, token.text, kind, why, name)
        if kind == DEFINES_A_NAME and form.form is Form.DEFINITION:
            yield from self._links(token, form.rest, premise, tail, name)

    def _taken(self, token: Token, latex: str, form: Formed, before: str) -> tuple[str, str]:
        """Return what a formula is taken for, by its form and the words before it, and why."""
        kind, why = STATEMENT, form.why
        role = role_of(before, self.words)
        labelled = bool(self.label) and not has(latex, DEFINES)
        if form.form is Form.EXPRESSION:
            kind, why = NO_STATEMENT, "no relation"
        elif form.form is Form.MEMBER:
            self.context.declare(f"Let {self._math(token)}{self._words_behind(token)}", self.level)
            kind = DECLARES
        elif form.form is Form.LOOSE:
            kind = NO_STATEMENT
        elif labelled or form.form is Form.LONG:
            kind = STATEMENT
        elif role.role == DENIAL:
            kind, why = NO_STATEMENT, f"the sentence says “{role.word}”"
        elif role.role == DEFINITION or form.form is Form.DEFINITION:
            kind = DEFINES_A_NAME
        elif role.role == REQUIREMENT and not self._is_known(role.word, latex):
            kind, why = NO_STATEMENT, f"required: “{role.word}”"
        elif form.form is Form.CONDITION:
            kind = NO_STATEMENT
        return kind, why

    def _stated(
        self, token: Token, latex: str, premise: str, tail: str, name: str
    ) -> Iterator[Item]:
        """Yield the statements of a formula: one for each relation of a chain."""
        found = [] if has(latex, CONNECTS) else links(latex)
        if len(found) < 2:
            yield self.reader.statement(token.at, latex, premise, tail, name)
        elif latex == token.text:
            yield from self._links(token, found, premise, tail, name)
        else:
            for link in found:
                yield self.reader.statement(token.at, link.latex, premise, tail, name)

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
            latex = self.reader.text(link.latex)
            yield self.reader.statement(token.at + link.at, latex, premise, tail, name)

    def _define(self, latex: str) -> None:
        found = links(latex)
        if not found:
            return
        first = found[0]
        text = f"Let ${first.left.strip()} := {first.right.strip().rstrip('.,;')}$"
        self.context.declare(text, self.level)

    def _words_behind(self, token: Token) -> str:
        place = self.tokens.index(token) + 1
        if place < len(self.tokens) and self.tokens[place].math is None:
            words = plain_words(self.tokens[place].text)
            return words if re.match(r"\s*(?:is|are|be|has|have|with)\b", words) else ""
        return ""

    def _declared(self, premise: list[str] | None, claimed: bool) -> None:
        """Note what the sentence declares for what follows."""
        if self.lasting and premise is not None:
            self.context.declare(_lasting("".join(premise)), self.level)
        elif premise is not None and not claimed and _LET.search("".join(premise)):
            first, *rest = _LET.split("".join(premise))
            for part in (_GIVEN.sub("", first), *rest):
                if part.strip(" ,"):
                    self.context.declare(f"Let {part.strip(' ,')}", self.level)
        elif not claimed or not any(t.math is not None and says(t.text) for t in self.tokens):
            self._said()

    def _said(self) -> None:
        """Note what a sentence says of names without a relation: A is symmetric."""
        if restricts(self.words) and re.search(r"\b(?:is|are)\b", self.words):
            text = "".join(
                self._math(t) if t.math is not None else plain_words(t.text) for t in self.tokens
            )
            self.context.declare(f"Let {text.strip()}", self.level, maybe=True)


def _told(words: str) -> str:
    """Return the words of a condition, where they may say something of a name."""
    return words if restricts(words) else ""


def _lasting(text: str) -> str:
    return re.sub(r"^\s*(?:we )?(?:denote|write)\b", "Let", text, flags=re.IGNORECASE)
