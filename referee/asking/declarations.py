"""What is declared of the names of a statement, read from tokens of any notation."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from referee.asking.parts import NOUNS, has_part, of_part
from referee.asking.parts import WORDS as OF_PARTS
from referee.asking.problems import NotRead, moved
from referee.asking.sentences import Part
from referee.asking.sets import COMPLEX, Said, set_at, sizes_at
from referee.asking.words import FILLERS, IS, KINDS, LONGEST, MATRIX, NUMBER, VECTOR, Word
from referee.language.reading.grammar.phrases import PHRASES
from referee.language.reading.grammar.words import CONNECTIVES, FUNCTION_WORDS, PROPERTIES, STOPS
from referee.language.reading.notations.latex.text import latex_tokens
from referee.language.reading.notations.plain import plain_tokens
from referee.language.reading.notations.tokens import NUMBER as DIGITS
from referee.language.reading.notations.tokens import OP, WORD, Token
from referee.language.tree import FormulaError
from referee.strategies.declared import GREEK

RELATIONS = frozenset(
    ("=", "!=", "<", "<=", ">", ">=", "succ", "succeq", "prec", "preceq", "notin", "=>", "<=>")
)
_SEPARATORS = frozenset((",", ";", "and"))
_PLURALS = frozenset(
    ("matrices", "vectors", "numbers", "scalars", "reals", "integers", "projections")
)
_PLURAL_NOUNS = ("projections", "projectors", "reflections", "rotations", "involutions",
                 "permutations")  # fmt: skip
_KIND_WORDS = frozenset(word for words in KINDS for word in words.split())
_OTHERS = frozenset(("rank", "not", "in", "by", "size", "order", "dimension"))
_WORDS = _KIND_WORDS | {*_PLURAL_NOUNS} | FILLERS | OF_PARTS | _OTHERS
_SIMS = ("sim", "not")  # ∼, and what ~ is where it is typed
_UNIFORM = frozenset(("U", "Unif", "Uniform", "uniform", "unif"))
_WITH = frozenset(("with", "where", "such", "so"))
_MARKS = {"*": "star", "star": "star", "'": "prime", "+": ""}
MOST_SIDE_BY_SIDE = 4  # letters of a product
_SAID = (*PHRASES, *PROPERTIES)
PROSE = {
    word
    for word in (*_WORDS, *STOPS, *CONNECTIVES, *(x for words in _SAID for x in words))
    if len(word) > 1 and word.isalpha()
}
_IN_PROSE = re.compile(
    r"(?<![\\A-Za-z{])(?:%s)(?:\s+(?:%s))*(?![A-Za-z}])"
    % (("|".join(sorted(PROSE, key=len, reverse=True)),) * 2)
)
STYLED = re.compile(r"\\[A-Za-z]+\s*\{$")  # of a name that starts behind it
# What is said of every diagonal entry: A_{ii} > 0.
_OF_DIAGONAL = re.compile(
    r"([A-Z])_\{?(?:ii|jj)\}?\s*((?:>=?|≥|\\geq?(?![A-Za-z]))\s*0)(?:\s*for all [ij])?"
)
CONNECTING = frozenset(("=>", "<=>", "implies", "iff"))
QUANTIFIERS = frozenset(("forall", "exists", "there", "exist"))


@dataclass
class Name:
    """What is known of a name: where it stands first, its sort, dimensions and kinds.

    ``declared`` says whether anything is; ``every`` whether that is behind "for all".
    """

    name: str
    written: str
    at: int
    sort: str = ""
    rows: str = ""
    columns: str = ""
    kinds: list[str] = field(default_factory=list)
    vector_kinds: list[str] = field(default_factory=list)
    intervals: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    vector_conditions: list[str] = field(default_factory=list)
    square: bool = False
    complex: bool = False
    function: bool = False
    constants: tuple[str, ...] = ()  # of a function: L where it is L-smooth
    declared: bool = False
    every: bool = False
    sized_at: int | None = None

    @property
    def anew(self) -> bool:
        """Whether what is said of it is all there is: it has a size, is a number or a function."""
        return bool(self.rows or self.function or (self.sort == NUMBER and self.declared))

    def joined(self, before: Name) -> Name:
        """Return it with what was said of it before: its size, and of which kinds it is."""
        if self.anew:
            return self
        return replace(
            self,
            sort=before.sort or self.sort,
            rows=before.rows,
            columns=before.columns,
            kinds=[*dict.fromkeys([*before.kinds, *self.kinds])],
            vector_kinds=[*dict.fromkeys([*before.vector_kinds, *self.vector_kinds])],
            intervals=[*dict.fromkeys([*before.intervals, *self.intervals])],
            conditions=[*dict.fromkeys([*before.conditions, *self.conditions])],
            vector_conditions=[
                *dict.fromkeys([*before.vector_conditions, *self.vector_conditions])
            ],
            square=self.square or before.square,
            declared=self.declared or before.declared,
            complex=self.complex or before.complex,
            function=before.function,
            constants=before.constants,
            sized_at=before.sized_at,
        )


@dataclass(frozen=True)
class Condition:
    """What is to hold of names: a formula as it was written, or a canonical one."""

    text: str
    at: int
    canonical: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The words of it, as far as they may be names."""
        return frozenset(re.findall(r"[^\W\d_]+(?:_\w+)?", self.text))


@dataclass(frozen=True)
class Definition:
    """A name, the name of its argument for a function, and the formula that it stands for."""

    name: str
    argument: str
    text: str
    at: int
    name_at: int
    sure: bool


@dataclass
class Declarations:
    """All that is declared: of names by their names, conditions, definitions."""

    names: dict[str, Name] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    samples: str = ""
    columns: str = ""  # the letter of X = [x_1 … x_n]
    random: list[str] = field(default_factory=list)  # x ~ N(m, S), as it is written

    def name(self, name: str, written: str, at: int) -> Name:
        """Return what is known of a name, nothing yet where it is new."""
        return self.names.setdefault(name, Name(name, written, at))

    def redeclare(self, later: Declarations) -> None:
        """Take what is declared later: what gives a name a size stands for what was said before.

        What says more of a name, as "A is symmetric", is added. A condition on names of both, as
        AB = BA, goes with the names that it was about.
        """
        new = {each.name for each in later.definitions}
        new |= {name for name, known in later.names.items() if known.anew}
        self.names = {name: known for name, known in self.names.items() if name not in new}
        self.definitions = [each for each in self.definitions if each.name not in new]
        self.conditions = [each for each in self.conditions if not new & each.names]
        for name, known in later.names.items():
            self.names[name] = known.joined(self.names[name]) if name in self.names else known
        self.definitions += later.definitions
        self.conditions += later.conditions
        self.samples = later.samples or self.samples
        self.columns = later.columns or self.columns


def cut_into_tokens(text: str, at: int) -> list[Token]:
    """Return the tokens of a part. Raises NotRead for a sign that is in no formula."""
    if "\\" not in text:
        try:
            return plain_tokens(text)
        except FormulaError as error:
            raise moved(error, at) from None
    whole, places = in_latex(text)
    try:
        found = latex_tokens(whole, {})
    except FormulaError as error:
        where = None if error.at is None else at + places[min(error.at, len(places) - 1)]
        raise NotRead(error.message, where) from None
    return [t._replace(at=places[t.at], end=places[t.end - 1] + 1) for t in found]


def in_latex(text: str) -> tuple[str, list[int]]:
    """Return LaTeX with its words in text mode, and the place of each sign in the text before."""
    if "\\" not in text:
        return text, [*range(len(text) + 1)]
    pieces: list[str] = []
    places: list[int] = []
    here = 0
    for match in _IN_PROSE.finditer(text):
        if not {*match[0].split()} <= PROSE:
            continue
        pieces += [text[here : match.start()], r"\text{ ", match[0], " }"]
        places += [*range(here, match.start()), *([match.start()] * 7)]
        places += [*range(match.start(), match.end()), *([match.end()] * 2)]
        here = match.end()
    pieces.append(text[here:])
    return "".join(pieces), [*places, *range(here, len(text) + 1)]


SAFE = {"lambda": "lam"}  # what is no name of Python's, by one that is


def name_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """Return the name that stands at a place as an identifier, and where it ends."""
    if at >= len(tokens) or tokens[at].kind != WORD or not tokens[at].text.isascii():
        return None
    name, end = SAFE.get(tokens[at].text, tokens[at].text), at + 1
    if end + 1 < len(tokens) and tokens[end].is_op("_") and tokens[end + 1].kind in {WORD, DIGITS}:
        name, end = f"{name}_{tokens[end + 1].text}", end + 2
    if end < len(tokens) and tokens[end].is_op("'", "*", "star") and _ends(tokens, end + 1):
        name, end = f"{name}_{_MARKS[tokens[end].text]}", end + 1
    elif end + 1 < len(tokens) and tokens[end].is_op("^") and tokens[end + 1].is_op("*", "star"):
        name, end = f"{name}_star", end + 2
    return name, end


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Say whether nothing that could be multiplied follows."""
    if at >= len(tokens) or tokens[at].text in _WORDS:
        return True
    if tokens[at - 1].is_op("'"):  # A' = A is a transpose
        return tokens[at].is_op(",", "in", ":", ":=")
    return tokens[at].kind == OP


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
        group = _Group(self, part)
        for piece in _pieces(tokens):
            group.take(piece)
        group.close()


class _Group:
    """Names that are declared together, and what is said of all of them."""

    def __init__(self, reader: Reader, part: Part) -> None:
        self.reader, self.part = reader, part
        self.names: list[Name] = []
        self.words: list[Word] = []
        self.plural = False
        self.closed = True

    def take(self, tokens: Sequence[Token]) -> None:
        """Read a piece between two commas."""
        if has_part(tokens):
            self._part(tokens)
        elif tokens:
            self._take([*tokens])

    def _take(self, tokens: Sequence[Token]) -> None:
        for at in range(1, len(tokens) - 1):
            rest = tokens[at + 1 :]
            named = name_at(rest, 0) is not None and rest[0].text not in _WORDS
            says = any(t.text in RELATIONS for t in rest) or (len(rest) > 1 and named)
            if tokens[at].text in _WITH and says:
                self.take(tokens[:at])
                self.take(rest[1:] if rest[0].text == "that" else rest)
                return
        if self._distributed(tokens):
            return
        words, sizes, start = self._described(tokens, 0)
        plural = any(t.text in _PLURALS for t in tokens[:start])
        found = self._name_at(tokens, start)
        if start >= len(tokens):
            self._say_more(words, sizes, tokens[0])
            return
        if self._is_formula(tokens, start):
            self._formula(tokens, start, words, sizes)
            return
        if found is None:
            raise self._unread(tokens[start])
        self._start(found[0], joins=not words and not sizes, plural=plural)
        self._name(found[0], tokens[start], tokens[found[1] - 1])
        if words or sizes:
            self.words += words
            self._sizes(sizes, tokens[start])
        if found[1] < len(tokens):
            self._tail(tokens, found[1])
            self.closed = True

    def _distributed(self, tokens: Sequence[Token]) -> bool:
        """Note x ~ N(m, S), whose covariance is positive semidefinite."""
        found = self._name_at(tokens, 0)
        if found is None or found[1] >= len(tokens) or tokens[found[1]].text not in _SIMS:
            return False
        reader = self.reader.found
        self._start(found[0], joins=True, plural=False)
        self._name(found[0], tokens[0], tokens[found[1] - 1])
        behind = self.part.text[tokens[found[1]].end : tokens[-1].end].strip()
        latex = "\\" in self.part.text
        sign = r"\sim" if latex else "∼"
        if latex and behind.startswith("N"):
            behind = r"\mathcal{N}" + behind[1:]
        reader.random += [f"{each.written} {sign} {behind}" for each in self.names]
        self._parameters(tokens[found[1] + 1 :])
        for each in self.names:
            inner = [t for t in tokens if not t.is_op("{", "}")]
            square = inner[-2].text == "2" and inner[-3].is_op("^", "**")
            single = square or (inner[-2].kind == DIGITS and inner[-3].is_op(","))
            capital = VECTOR if each.name[0].isupper() else ""
            each.sort = each.sort or (NUMBER if single else capital)
        self.closed = True
        return True

    def _parameters(self, tokens: Sequence[Token]) -> None:
        """Note the names of a mean and a covariance: N(m, S)."""
        texts = [token.text for token in tokens]
        if texts[:1] and texts[0] in _UNIFORM:
            self._ends(tokens)
            return
        if texts[:2] != ["N", "("] or texts[-1:] != [")"] or texts.count(",") != 1:
            return
        comma = texts.index(",")
        for at, end, kinds in ((2, comma, False), (comma + 1, len(tokens) - 1, True)):
            found = name_at(tokens, at)
            if found is None or found[1] != end or found[0] == "I":
                continue
            first = tokens[at]
            known = self.reader.found.name(found[0], first.text, self.part.at + first.at)
            known.declared = True
            if kinds:
                known.kinds.append("positive semidefinite")
                known.intervals.append("number_ge_0")

    def _ends(self, tokens: Sequence[Token]) -> None:
        """Note that a uniform number lies between two: U(a, b) says a < b."""
        commas = [i for i, token in enumerate(tokens) if token.is_op(",")]
        if len(tokens) < 6 or len(commas) != 1 or not tokens[-1].is_op(")", "]"):
            return
        sides = tokens[2 : commas[0]], tokens[commas[0] + 1 : -1]
        for side in sides:
            found = name_at(side, 0) if len(side) == 1 else None
            if found is not None:
                at = self.part.at + side[0].at
                known = self.reader.found.name(found[0], side[0].text, at)
                known.declared, known.sort = True, known.sort or NUMBER
        for each in self.names:
            each.sort = each.sort or NUMBER
        low, high = (self.part.text[side[0].at : side[-1].end] for side in sides)
        if any(token.kind == WORD for side in sides for token in side):
            self._condition(f"{low} < {high}", tokens[0].at)

    def _distribution(self, tokens: Sequence[Token], at: int) -> int | None:
        """Read "Rademacher" or "standard normal" behind a name; None for anything else."""
        words = [token.text for token in tokens[at : at + 2]]
        signs = words[:1] == ["Rademacher"]
        if not signs and not (words[0] == "standard" and words[1:] in (["normal"], ["Gaussian"])):
            return None
        latex = "\\" in self.part.text
        for each in self.names:
            several = each.sort == VECTOR or each.rows not in {"", "1"}
            normal = r"\mathcal{N}" if latex else "N"
            law = "Rademacher" if signs else f"{normal}(0, {'I' if several else '1'})"
            sign = r"\sim" if latex else "∼"
            self.reader.found.random.append(f"{each.written} {sign} {law}")
            each.declared = True
            each.sort = each.sort or ("" if signs else NUMBER)
        return at + 2 - signs

    def _part(self, tokens: Sequence[Token]) -> None:
        """Note what is said of a part of a matrix. Raises NotRead where that is not known."""
        found = of_part(tokens)
        if found is None:
            noun = next(t for t in reversed(tokens) if t.text in NOUNS or t.text == "diagonal")
            raise NotRead(
                f"what is said of the {noun.text} is not read; write it as a formula, for example"
                " min(diag(A)) > 0",
                self.part.at + noun.at,
            )
        self.take(tokens[: found.until])
        names = [each.written for each in self.names]
        if found.named is not None:
            names = [self.part.text[tokens[found.named].at : tokens[found.named].end]]
        if not names:
            raise NotRead("a name is missing here: of what is this said?", self.part.at)
        for name in names:
            for text in found.texts:
                self._condition(text.format(name), tokens[found.until].at)

    def _name_at(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """Return the name at a place: AB is none where A and B stand elsewhere."""
        found = name_at(tokens, at)
        if found is None or (tokens[at].text in FUNCTION_WORDS and tokens[at].text not in GREEK):
            return None
        letter, _, below = found[0].partition("_")
        entry = letter[0].isupper() and (below.isdigit() or below in {"ii", "ij", "ji", "jj"})
        if entry and len(below) > 1 and letter in {*self.reader.letters, *self.reader.found.names}:
            return None
        if found[0] in GREEK or below:
            return found
        name = found[0]
        product = 1 < len(name) <= MOST_SIDE_BY_SIDE and {*name} <= {*self.reader.letters, "T"}
        return None if product else found

    def _alike(self, name: str) -> bool:
        """Say whether a name is of the sort of those before: symmetric A, B; not symmetric A, x."""
        return bool(self.names) and self.names[-1].name[0].isupper() == name[0].isupper()

    def _start(self, name: str, *, joins: bool, plural: bool) -> None:
        of_all = self.plural or not self.words or self._alike(name)
        if self.closed or not (joins and of_all):
            self.close()
            self.names, self.words, self.plural = [], [], plural
        self.closed = False

    def close(self) -> None:
        """Say of all names of the group what was said of it."""
        for each in self.names:
            each.declared = each.declared or bool(self.words)
            if not each.declared and _is_a_word(each.name):
                raise _no_kind(each.written, each.at)
        self._apply(self.words)
        self.words = []

    def _say_more(self, words: Sequence[Word], sizes: tuple[str, str] | None, first: Token) -> None:
        if not self.names:
            raise NotRead("a name is missing here: of what is this said?", self.part.at + first.at)
        self.words += words
        self._sizes(sizes, first)
        self.close()
        self.closed = True

    def _name(self, name: str, first: Token, last: Token) -> Name:
        start, end = first.at, last.end
        written = self.part.text[start:end]
        found = self.reader.found.name(name, written, self.part.at + start)
        found.every = found.every or self.part.all
        self.names.append(found)
        return found

    def _is_formula(self, tokens: Sequence[Token], start: int) -> bool:
        depth = 0
        for token in tokens[start:]:
            depth += token.is_op("(", "[", "{") - token.is_op(")", "]", "}")
            if depth == 0 and (token.text in RELATIONS or token.text == ":="):
                return True
        found = self._name_at(tokens, start)
        if found is None:
            return True
        after = tokens[found[1] :]
        if not after:
            return False
        if after[0].kind != WORD:
            return not after[0].is_op("in", ":", "times", "-", "and", ",")
        described = after[0].text in _WORDS or len(after) == 1
        return not described and any(t.text in IS for t in after)

    def _formula(
        self,
        tokens: Sequence[Token],
        start: int,
        words: Sequence[Word],
        sizes: tuple[str, str] | None,
    ) -> None:
        """Note a piece that is a formula: a definition, or a condition on names."""
        found = self._name_at(tokens, start)
        follows = tokens[found[1]] if found and found[1] < len(tokens) else None
        waiting = [] if self.closed else [*self.names]
        if found and follows is not None and (follows.text in RELATIONS or follows.text == ":="):
            self._start(found[0], joins=not words and not sizes, plural=False)
            self._name(found[0], tokens[start], tokens[found[1] - 1])
            self.words += words
            self._sizes(sizes, tokens[start])
        if self._defines(tokens, start, found, follows):
            self.closed = True
            return
        at = tokens[start].at
        text = self._text(tokens[start:])
        self._condition(text, at)
        if waiting and found:  # x, y > 0: of both
            rest = self._text(tokens[found[1] :])
            for each in waiting:
                self._condition(each.written + rest, at)
        self.close()
        self.closed = True

    def _text(self, tokens: Sequence[Token]) -> str:
        r"""Return what tokens were written as: a name in \bm{x} starts and ends at its x."""
        styled = STYLED.search(self.part.text[: tokens[0].at])
        found = self.part.text[styled.start() if styled else tokens[0].at : tokens[-1].end]
        return found + "}" * (found.count("{") - found.count("}"))

    def _condition(self, text: str, at: int) -> None:
        diagonal = _OF_DIAGONAL.fullmatch(text)
        if diagonal:
            text = f"min(diag({diagonal[1]})) {diagonal[2]}"
        self.reader.found.conditions.append(Condition(text, self.part.at + at))

    def _defines(
        self,
        tokens: Sequence[Token],
        start: int,
        found: tuple[str, int] | None,
        follows: Token | None,
    ) -> bool:
        """Note a definition: H := …, f(x) = …, X = [x_1 … x_n]."""
        if found is None or follows is None:
            return False
        behind = tokens[found[1] + 1 : found[1] + 2]
        if self.part.supposed and not (follows.is_op(":=") or (behind and behind[0].is_op("["))):
            return False
        end, argument = found[1], ""
        if follows.is_op("(") and end + 3 < len(tokens) and tokens[end + 2].is_op(")"):
            argument, end = tokens[end + 1].text, end + 3
            follows = tokens[end]
        if not follows.is_op("=", ":=") or (argument and not argument.isidentifier()):
            return False
        rest = tokens[end + 1 :]
        if not rest:
            raise NotRead("a formula is missing here", self.part.at + follows.end)
        if rest[0].is_op("[") and any(t.is_op("cdots") for t in rest):
            self.reader.found.samples = "columns"
            self.reader.found.columns = rest[1].text
            closed = next((i for i, t in enumerate(rest) if t.is_op("]")), len(rest) - 1)
            self._tail(rest, closed + 1)
            return True
        if any(t.text in RELATIONS for t in rest):
            return False
        text = self._text(rest)
        sure = follows.is_op(":=") or bool(argument)
        self.reader.found.definitions.append(
            Definition(
                found[0],
                argument,
                text,
                self.part.at + rest[0].at,
                self.part.at + tokens[start].at,
                sure,
            )
        )
        return True

    def _tail(self, tokens: Sequence[Token], at: int) -> None:
        """Read what stands behind a name: a set, words."""
        while at < len(tokens):
            token = tokens[at]
            if token.is_op("in", ":") or (token.text == "in" and token.kind == WORD):
                at = self._set(tokens, at + 1)
                continue
            words, sizes, end = self._described(tokens, at)
            if end == at:
                at = self._rank(tokens, at)
                continue
            self.words += words
            self._sizes(sizes, token)
            at = end

    def _set(self, tokens: Sequence[Token], at: int) -> int:
        if at < len(tokens) and any(t.is_op("->") for t in tokens[at:]):
            raise NotRead(
                "functions are not declared by a set; define it, as f(x) = x^T A x",
                self.part.at + tokens[at].at,
            )
        try:
            said, end = set_at(tokens, at)
        except NotRead as error:
            raise NotRead(
                error.message, None if error.at is None else error.at + self.part.at
            ) from None
        for each in self.names:
            self._declare(each, said, tokens[at])
        return end

    def _declare(self, name: Name, said: Said, token: Token) -> None:
        """Note what a set says of a name. Raises NotRead where it is of another already."""
        known = (name.rows, name.columns)
        if name.rows and known != (said.rows, said.columns):
            raise NotRead(
                f"{name.written} is declared twice: {_size(*known)}, and"
                f" {_size(said.rows, said.columns)} here",
                self.part.at + token.at,
            )
        if name.rows and name.sized_at is not None and not said.kind:
            raise NotRead(f"{name.written} is declared twice", self.part.at + token.at)
        name.rows, name.columns, name.sort = said.rows, said.columns, said.sort
        name.sized_at, name.declared = self.part.at + token.at, True
        if said.kind == COMPLEX:
            name.complex = True
        elif said.sort == NUMBER:
            name.intervals += [said.kind] if said.kind else []
        elif said.kind:
            (name.vector_kinds if said.sort == VECTOR else name.kinds).append(said.kind)

    def _sizes(self, sizes: tuple[str, str] | None, token: Token) -> None:
        if sizes is not None:
            sort = VECTOR if sizes[1] == "1" else MATRIX
            for each in self.names:
                self._declare(each, Said(sort, *sizes), token)

    def _described(
        self, tokens: Sequence[Token], at: int
    ) -> tuple[list[Word], tuple[str, str] | None, int]:
        """Return the words that describe a name, its size, and where they end."""
        words: list[Word] = []
        sizes: tuple[str, str] | None = None
        while at < len(tokens):
            both = _whole_sizes(tokens, at)
            kind = _kind_at(tokens, at)
            if both is not None:
                sizes, at = both
            elif kind is not None:
                words.append(kind[0])
                at = kind[1]
            elif _is_filler(tokens, at):
                at += 1
            else:
                break
        return words, sizes, at

    def _rank(self, tokens: Sequence[Token], at: int) -> int:
        """Read "rank r" behind a name. Raises NotRead for words that say nothing known."""
        if tokens[at].text == "rank" and at + 1 < len(tokens):
            rank = tokens[at + 1]
            for each in self.names:
                if rank.kind == DIGITS and rank.text.isdigit():
                    each.kinds.append(f"rank {rank.text}")
                    each.sort = each.sort or MATRIX
                else:
                    self.reader.found.conditions.append(
                        Condition(f"rank({each.name}) == {rank.text}", self.part.at, True)
                    )
            return at + 2
        law = self._distribution(tokens, at)
        if law is not None:
            return law
        if tokens[at].text == "not":
            raise NotRead(
                "write what holds instead of what does not, as det(A) = 0 for A is not invertible",
                self.part.at + tokens[at].at,
            )
        raise self._unread(tokens[at])

    def _unread(self, token: Token) -> NotRead:
        where = self.part.at + token.at
        if token.kind == WORD and len(token.text) > 2:
            return _no_kind(token.text, where)
        return NotRead(
            f"“{token.text}” does not say what a name is; write for example A in R^(n x n)", where
        )

    def _apply(self, words: Sequence[Word]) -> None:
        for word in words:
            several = word.several and len(self.names) > 1
            vectors = all(n.sort == VECTOR or (not n.sort and _is_small(n)) for n in self.names)
            if several and (not word.kind or vectors):
                self._each_two(word.several)
                if word.of_vectors:
                    self._each(word.of_vectors)
                for each in self.names:
                    each.sort = each.sort or word.sort if not word.kind else each.sort or VECTOR
                    each.square = each.square or word.square
                continue
            for each in self.names:
                _apply(each, word)

    def _each(self, condition: str) -> None:
        for each in self.names:
            text = condition.format(each.name)
            self.reader.found.conditions.append(Condition(text, each.at, True))

    def _each_two(self, condition: str) -> None:
        for i, one in enumerate(self.names):
            for other in self.names[i + 1 :]:
                text = condition.format(one.name, other.name)
                self.reader.found.conditions.append(Condition(text, one.at, True))


def _is_a_word(name: str) -> bool:
    """Say whether a name looks like a word that says something."""
    return len(name) > 2 and name.isalpha() and name not in GREEK and name != "lam"


def _no_kind(word: str, at: int) -> NotRead:
    """Return the refusal of a word that says nothing known of a name."""
    near = difflib.get_close_matches(word.lower(), [*KINDS], 2, 0.7)
    also = f"; did you mean {' or '.join(near)}?" if near else ", as symmetric or invertible"
    return NotRead(f"“{word}” is no kind that is known{also}", at)


def _apply(name: Name, word: Word) -> None:
    """Note what a word says of a name, as far as its sort is known."""
    name.declared = True
    if word.sort and (name.sort in {"", word.sort} or not (word.kind or word.vector)):
        name.sort = word.sort
    name.square = name.square or word.square
    name.kinds += [word.kind] if word.kind else []
    name.vector_kinds += [word.vector] if word.vector else []
    name.intervals += [word.number] if word.number else []
    name.conditions += [word.condition] if word.condition else []
    name.vector_conditions += [word.of_vectors] if word.of_vectors else []


def _is_small(name: Name) -> bool:
    return name.name[0].islower()


def _size(rows: str, columns: str) -> str:
    return "a number" if rows == columns == "1" else f"{rows}×{columns}"


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


def _whole_sizes(tokens: Sequence[Token], at: int) -> tuple[tuple[str, str], int] | None:
    """Return the size n × n at a place, where it is no name with something else behind it."""
    if at < len(tokens) and tokens[at].text in FUNCTION_WORDS:  # exp is no e × p
        return None
    found = sizes_at(tokens, at)
    if found is None or len(found[0]) != 2:
        return None
    return (found[0][0], found[0][1]), found[1]


def _kind_at(tokens: Sequence[Token], at: int) -> tuple[Word, int] | None:
    """Return the longest words for a kind at a place, hyphens left out."""
    words: list[str] = []
    ends: list[int] = []
    place = at
    while place < len(tokens) and len(words) < LONGEST:
        if tokens[place].kind == WORD or tokens[place].text in {"1", "and"}:
            words.append(tokens[place].text)
            ends.append(place + 1)
        elif not tokens[place].is_op("-"):
            break
        place += 1
    for length in range(len(words), 0, -1):
        said = " ".join(words[:length])
        found = KINDS.get(said) or (KINDS.get(said.lower()) if len(said) > 2 else None)
        found = found or (KINDS.get(said[:-1]) if length and said.endswith(_PLURAL_NOUNS) else None)
        if found is not None:
            return found, ends[length - 1]
    return None


def _is_filler(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a word says nothing: an article is one before a word alone."""
    text = tokens[at].text
    if text not in FILLERS and text.lower() not in FILLERS:
        return tokens[at].is_op("forall")
    if len(text) > 1:
        return True
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if text == "a" and _whole_sizes(tokens, at + 1) is not None:
        return True
    described = follows is not None and follows.kind == WORD and follows.text not in {*IS, "in"}
    return text == "a" and described and (len(follows.text) > 1 if follows is not None else False)
