"""A statement as it is judged: a family of its declarations, premises, and the claim."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import islice

from flint import fmpq

from referee.asking.assumptions import (
    ZERO,
    divided_by,
    domains,
    indices,
    inverted,
    is_number,
    is_of_sizes,
    names_in,
)
from referee.asking.declarations import (
    Condition,
    Declarations,
    Definition,
    Name,
    Reader,
    cut_into_tokens,
)
from referee.asking.definitions import Definitions
from referee.asking.functions import Applied, derivatives_assumed, functions_in, note
from referee.asking.inference import (
    Piece,
    Typed,
    family_of,
    typed,
)
from referee.asking.kinds import (
    FORMULAS,
    IMPLIED,
    both,
    commuting,
    joined_interval,
    kind_said,
    one_of,
)
from referee.asking.lines import bounds_in_words, declared_line, in_unicode, in_words, spelled
from referee.asking.mentioned import Unknown, mentioned
from referee.asking.nouns import named
from referee.asking.problems import MOST_CHARACTERS, NotRead
from referee.asking.sentences import Cut, cut
from referee.asking.sets import COMPLEX
from referee.asking.words import KINDS, NUMBER, VECTOR
from referee.language.comparison import Truth
from referee.language.evaluation import value_of
from referee.language.reading import parse
from referee.language.reading.grammar.words import FUNCTION_WORDS
from referee.language.reading.notations.tokens import NUMBER as DIGITS
from referee.language.reading.notations.tokens import Token
from referee.language.tree import Formula, Node, constant
from referee.strategies.declared import COMMUTES, Bound, Spec, kind_named
from referee.strategies.families import Family, Shape
from referee.strategies.intervals import Interval, interval_of

_SIGNS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
# An expectation that does not say over what it is.
_EXPECTATION = re.compile(
    r"(?:\\mathbb\s*\{?E\}?|\\operatorname\{(?:E|Var|Cov)\}|(?<![A-Za-z\\])(?:E|𝔼|Var|Cov))"
    r"(?=\s*(?:\\left\s*)?[\[(])"
)
GENERIC = (23, 41, 71, 113, 173, 251, 347, 467)  # sizes that fit where they are meant to
OF_SIGN = {
    "!=": Interval(nonzero=True),
    ">": Interval(low=fmpq(0), open_low=True),
    ">=": Interval(low=fmpq(0)),
}
_INNER = re.compile(r"[(\[]\s*(?:\$\s*)?(?:for\s+(?:all|every|each|any)\b|∀|\\forall\b)")
_COORDINATE = re.compile(r"e_[1-9][0-9]?")  # e₁ of which nothing else is said
_PROJECTION = re.compile(r"(?<![A-Za-z\\_])P_\{?\s*([A-Z])\s*\}?(?![A-Za-z0-9])")
CLAIMLESS = "1 = 1"  # a claim that says nothing, for declarations alone
PROBED = 60  # small instances, for whether an assumption says anything
_QUANTIFIER = re.compile(r"∃|\\n?exists\b|\b(?:there (?:is|are|exists?)|exists?|exist)\b")


@dataclass(frozen=True)
class Statement:
    """What is judged: specs and bounds of a family, and the claim under premises.

    ``claims`` are the ways in which the claim can be read, each with what it rests on.
    ``declared`` and ``inferred`` are lines of set mathematics, ``assumed`` what is assumed for
    inverses and roots to exist: ``assumed_of`` names that are of a kind for that alone, and
    ``assumed_premises``. ``empty`` says why there is no instance, "" where there may be one.
    """

    text: str
    specs: tuple[Spec, ...]
    sizes: tuple[Bound, ...]
    claims: tuple[Node, ...]
    premises: tuple[Node, ...]
    declared: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    claim_text: str = ""
    empty: str = ""
    said: tuple[str, ...] = field(default=())
    assumed_of: frozenset[str] = frozenset()
    assumed_premises: tuple[Node, ...] = ()

    @property
    def family(self) -> Family:
        """The family of its declarations, without a name that tokens need."""
        return family_of(self.specs, self.sizes)


def read_statement(text: str, where: str = "", section: str | Sequence[str] = "") -> Statement:
    """Read a statement with its declarations. Raises NotRead, in one line, for no statement.

    ``section`` are declarations of a whole section: those of names that the statement uses and
    does not declare itself. Of several texts the later ones declare names anew.
    """
    whole = f"{text}\n{where}" if where.strip() else text
    if len(whole) > MOST_CHARACTERS:
        raise NotRead(
            f"the statement has {len(whole):,} characters; at most {MOST_CHARACTERS:,} are read"
        )
    quantifier = _QUANTIFIER.search(whole)
    if quantifier:
        raise NotRead(
            "a statement is about every instance of its declarations: that something exists is"
            " not read",
            quantifier.start(),
        )
    inner = _INNER.search(whole)
    if inner:
        raise NotRead(
            "“for all” is read of a whole statement alone, not of a part of it in brackets: whether"
            " a part holds for all values is not decided by some of them",
            inner.start(),
        )
    if not text.strip():
        raise NotRead("the statement is empty; write for example tr(AB) = tr(BA)")
    written = named(text)
    if written != text:
        whole = f"{written}\n{where}" if where.strip() else written
    texts = [section] if isinstance(section, str) else section
    found = Declarations()
    for each in filter(str.strip, texts):
        found.redeclare(declared_in(each, whole))
    try:
        reading = _Reading(whole, cut(written, where))
        reading.take(found)
        return reading.statement()
    except NotRead as error:
        if written == text:
            raise
        raise NotRead(f"{error.message} (it is read as: {written})") from None


def declared_in(section: str, text: str = "") -> Declarations:
    """Return what a section declares for a text. Raises NotRead, without a place in that."""
    if len(section) > MOST_CHARACTERS:
        raise NotRead(f"the section's declarations have {len(section):,} characters")
    try:
        reader = Reader()
        functions, declaring = functions_in(cut(CLAIMLESS, section).declaring, f"{section}\n{text}")
        for part in declaring:
            reader.read(part)
        note(functions, reader.found)
    except NotRead as error:
        raise NotRead(f"in the declarations of the section: {error.message}") from None
    return reader.found


class _Reading:
    """What is found out of one statement, step by step."""

    def __init__(self, whole: str, parts: Cut) -> None:
        self.whole, self.parts = whole, parts
        words = re.findall(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])", whole)
        reader = Reader(frozenset(words))
        functions, declaring = functions_in(parts.declaring, whole)
        for part in declaring:
            reader.read(part)
        self.found: Declarations = reader.found
        note(functions, self.found)
        self.applied = Applied({each.name for each in functions})
        self.unknown: list[tuple[Unknown, Piece]] = []
        self.conventions: list[str] = []  # what is meant by names that have a usual meaning
        self.sized: list[str] = []  # names that are sizes without being declared

    def take(self, section: Declarations) -> None:
        """Take what a section declares of the names that are used and not declared here.

        What is said here of a name without a size is added to what the section says.
        """
        own = {name for name, known in self.found.names.items() if known.anew}
        own |= {each.name for each in self.found.definitions}
        used = self._used(section)
        used |= {c for x in used if x in section.names for c in section.names[x].constants}
        for name, known in section.names.items():
            if name in used - own and all(d.name != name for d in section.definitions):
                here = self.found.names.get(name)
                joins = here is not None and here.declared
                self.found.names[name] = here.joined(known) if here and joins else known
        self.found.definitions += [d for d in section.definitions if d.name in used - own]
        for each in section.conditions:
            tokens = cut_into_tokens(each.text, each.at)
            about = {*mentioned(tokens, {*section.names})[0]}
            if about <= used | {*self._dims()} and not about & own:
                self.found.conditions.append(each)
        self.applied.functions |= {n for n, known in self.found.names.items() if known.function}
        self.found.samples = self.found.samples or section.samples
        self.found.columns = self.found.columns or section.columns

    def _used(self, section: Declarations) -> set[str]:
        """Return the names that the statement uses, also by what it uses of the section."""
        known = {*self.found.names, *section.names, *(d.name for d in section.definitions)}
        texts = [self.parts.claim.text, *(c.text for c in self.found.conditions)]
        texts += [each.text for each in self.found.definitions]
        used: set[str] = {*self.found.names}
        met: set[str] = set()
        while texts:
            used |= {*mentioned(cut_into_tokens(texts.pop(), 0), known)[0]}
            for each in section.definitions:
                if each.name in used - met:
                    met.add(each.name)
                    texts.append(each.text)
        return used

    def statement(self) -> Statement:
        """Return the statement. Raises NotRead where something does not fit."""
        pieces = self._pieces()
        self._mention(pieces)
        sizes = self._sizes_among_names()
        every = self.found.names.values()
        names = [name for name in every if name.declared]
        names += sorted((name for name in every if not name.declared), key=lambda name: name.at)
        dims = [*dict.fromkeys([*self._dims(), *(size.left for size in sizes)])]
        try:
            found = typed(names, pieces, dims, sizes, self.found.samples)
        except NotRead:
            if not self.unknown:
                raise
            word, piece = self.unknown[0]
            written = piece.text[word.at : word.end]
            raise NotRead(_unknown(word, written), piece.at + word.at) from None
        return self._built(found, sizes)

    def _pieces(self) -> list[Piece]:
        """Return the claim and the conditions, with definitions put into them."""
        self._projections()
        defined = self._definitions()
        known = {*self.found.names, *self._letters(defined)}
        claim = self.parts.claim
        text = self._over_random(claim.text)
        put = defined.put_into(text, claim.at, known)
        pieces = [Piece(self.applied.put_into(put, claim.at), claim.at)]
        for each in self.found.conditions:
            text = each.text
            if not each.canonical:
                text = defined.put_into(text, each.at, known)
                text = self.applied.put_into(text, each.at)
            pieces.append(Piece(text, each.at, each.canonical))
        return pieces

    def _projections(self) -> None:
        """Define P_X, of which nothing else is said, as the projection onto the columns of X."""
        word = r"\operatorname{proj}" if "\\" in self.whole else "proj"
        own = {*self.found.names, *(each.name for each in self.found.definitions)}
        for match in _PROJECTION.finditer(self.whole):
            name, of = f"P_{match[1]}", match[1]
            if name not in own:
                own.add(name)
                text = f"{word}({of})"
                at = match.start()
                self.found.definitions.append(Definition(name, "", text, at, at, sure=True))
                self.conventions.append(f"{name} is the projection onto the columns of {of}")

    def _over_random(self, text: str) -> str:
        """Return a formula whose expectations say over what they are, as declarations do."""
        over = ", ".join(self.found.random)
        return _EXPECTATION.sub(lambda m: f"{m[0]}_{{{over}}}", text) if over else text

    def _letters(self, defined: Definitions) -> set[str]:
        """Return the letters that stand alone somewhere: of words of which they are parts."""
        letters = set(re.findall(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])", self.whole))
        return letters - {*defined.of}

    def _definitions(self) -> Definitions:
        """Return what is defined; an equation for a name that is declared is a condition."""
        found: list[Definition] = []
        for each in self.found.definitions:
            name = self.found.names.get(each.name)
            tokens = cut_into_tokens(each.text, each.at)
            own = any(t.text == each.name for t in tokens)
            # A number is drawn as itself: a derivative by it is still one.
            own |= each.name[0].islower() and all(_is_of_number(t) for t in tokens)
            if each.name in self._dims() or (
                not each.sure and (own or (name is not None and _is_declared(name)))
            ):
                text = self.whole[each.name_at : each.at + len(each.text)]
                self.found.conditions.append(Condition(text, each.name_at))
                continue
            if any(other.name == each.name for other in found) or (name is not None and name.rows):
                raise NotRead(f"{each.name} is declared twice", each.name_at)
            found.append(each)
        for each in found:
            self.found.names.pop(each.name, None)
        return Definitions(found)

    def _mention(self, pieces: Sequence[Piece]) -> None:
        """Note the names of formulas of which nothing is declared."""
        dims = {*self._dims(), *self._constants()}
        for piece in pieces:
            if piece.canonical:
                continue
            tokens = cut_into_tokens(piece.text, piece.at)
            new, unknown = mentioned(tokens, {*self.found.names, *dims})
            self.unknown += [(word, piece) for word in unknown]
            for name, place in new.items():
                if name not in dims and name.partition("_")[0] != self.found.columns:
                    usual = _COORDINATE.fullmatch(name) and not {name, "e"} & {*self.found.names}
                    found = self.found.name(name, name, piece.at + place)
                    if usual:
                        found.sort = VECTOR
                        found.vector_kinds = [f"standard vector {name[2:]}"]

    def _constants(self) -> set[str]:
        """Return the names of constants: where something is complex, i is the imaginary unit."""
        some = any(each.complex for each in self.found.names.values())
        return {"i"} - self.found.names.keys() if some else set()

    def _dims(self) -> list[str]:
        """Return the sizes that are named, in their order."""
        every = [d for n in self.found.names.values() for d in (n.rows, n.columns)]
        return [d for d in dict.fromkeys(every) if d and not d.isdigit()]

    def _sizes_among_names(self) -> list[Bound]:
        """Take names for sizes that are: dimensions, whole numbers that start somewhere, n."""
        dims, sizes = self._dims(), list[Bound]()
        for key, name in [*self.found.names.items()]:
            natural = _least(name)
            is_dim = key in dims
            if is_dim and name.sort not in {"", NUMBER}:
                raise NotRead(f"{key} is a size and a {name.sort}; give one another name", name.at)
            if is_dim and name.rows and natural is None:
                raise NotRead(f"{key} is a size: a whole number, as in {key} ∈ ℕ", name.at)
            free = name.sort in {"", NUMBER} and not name.intervals and not name.declared
            plain = key in {"n", "m", "N"} and free and not self._tends(key)
            if is_dim or natural is not None or plain:
                del self.found.names[key]
                if plain and not is_dim and not name.declared:
                    self.sized.append(key)
                sizes.append(Bound(key, "ge", str(natural if natural is not None else 1)))
        return sizes

    def _tends(self, name: str) -> bool:
        """Say whether a name is that of a limit: lim_{n → ∞}."""
        limit = rf"\blim\w*\s*_\s*[{{(]?\s*{name}\s*(?:\\to|\\rightarrow|→|->)"
        return re.search(limit, self.whole) is not None

    def _built(self, found: Typed, sizes: Sequence[Bound]) -> Statement:
        claims = tuple(f.root for f in found.formulas[0])
        conditions = [f[0].root for f in found.formulas[1:]]
        for claim in claims:
            self._check_quantifiers(claim, conditions)
        return _Building(self, found, sizes, claims, conditions).statement()

    def _check_quantifiers(self, claim: Node, conditions: Sequence[Node]) -> None:
        """Refuse "A = 0 if Ax = 0 for all x": there the quantifier belongs to a premise alone."""
        said = _names(claim)
        premises = [p for p in conditions if len(_names(p)) > 1]
        if claim.kind in {"implies", "iff"}:
            premises.append(claim.args[0])
            said = _names(claim.args[1])
        alone = {n for p in premises for n in _names(p)} - said
        alone |= said - _names(claim.args[0]) if claim.kind == "iff" else set()
        for name in self.found.names.values():
            if name.every and name.name in alone:
                raise NotRead(
                    f"“for all {name.written}” seems to belong to a part of it alone; a quantifier"
                    " inside of a statement is not read",
                    name.at,
                )


def _names(node: Node) -> set[str]:
    return {str(n.value) for n in node.walk() if n.kind == "name"}


def _is_of_number(token: Token) -> bool:
    return token.kind == DIGITS or token.is_op("-", "/", ".")


def _is_declared(name: Name) -> bool:
    return bool(name.rows or name.sort or name.kinds or name.vector_kinds or name.intervals)


def _unknown(of: Unknown, written: str) -> str:
    """Say that a word is not known, and what it may be meant to be."""
    if of.function and len(of.word) == 1:
        return f"{written} is not defined: add where {written}(x) = …, or write {written}·(…)"
    near = difflib.get_close_matches(of.word, [*dict.fromkeys([*KINDS, *FUNCTION_WORDS])], 2, 0.75)
    also = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"“{written}” is no name that is declared and no function that is known{also}"


def _least(name: Name) -> int | None:
    """Return where whole numbers start that a name runs through without end, None for others."""
    if name.sort not in {"", NUMBER} or not name.intervals or name.kinds not in ([], ["whole"]):
        return None
    found = joined_interval(name.intervals)
    low = found.low
    if not found.whole or found.high is not None or not isinstance(low, fmpq) or low < 0:
        return None
    return found.ends({})[0]


class _Building:
    """Kinds and intervals for conditions, as far as they can be built; premises for the rest."""

    def __init__(
        self,
        reading: _Reading,
        found: Typed,
        sizes: Sequence[Bound],
        claims: tuple[Node, ...],
        conditions: Sequence[Node],
    ) -> None:
        self.reading, self.claims, self.said = reading, claims, found.said
        specs = found.specs
        self.specs = {spec.name: spec for spec in specs}
        self.kinds: dict[str, list[str]] = {spec.name: [] for spec in specs}
        self.intervals: dict[str, list[Interval]] = {spec.name: [] for spec in specs}
        self.partners: dict[str, str] = {}
        self.built_for: set[str] = set()  # names that are of a kind only for an inverse to exist
        self.declared_kinds: dict[str, str] = {}  # of functions, where a derivative is assumed
        self.supposed: list[Node] = []
        self.lacking = ""
        self.large: list[str] = []  # sizes that are bounded for entries to exist
        self.sizes = list(sizes)
        self.premises: list[Node] = []
        self.dims = {d for s in specs for d in (s.rows, s.columns) if not d.isdigit()}
        self.dims |= {size.left for size in sizes}
        self._from_words()
        for condition in conditions:
            for leaf in _conjuncts(condition):
                if not self._builds(leaf):
                    self.premises.append(leaf)

    def statement(self) -> Statement:
        """Return what is judged."""
        stated = [*self.premises]
        assumed = list(self._assume())
        for name in self.specs:
            self._settle(name)
        specs = tuple(self.specs.values())
        declared = [n for n in self.specs if self._is_declared(n)]
        inferred = [*in_words([self.specs[n] for n in self.specs if n not in declared])]
        arrays = {d for s in specs for d in (s.rows, s.columns)}
        inferred += [f"{dim} ∈ ℕ" for dim in self.reading.sized if dim not in arrays]
        inferred += self.reading.conventions
        return Statement(
            self.reading.whole,
            specs,
            tuple(self.sizes),
            self.claims,
            tuple(self.premises),
            tuple(self._declared(declared, stated)),
            tuple(inferred),
            tuple(assumed),
            self.reading.parts.claim.text,
            self._emptiness(),
            self.said,
            frozenset(self.built_for),
            tuple(self.supposed),
        )

    def _is_declared(self, name: str) -> bool:
        known = self.reading.found.names.get(name)
        return known is not None and bool(known.rows)

    def _from_words(self) -> None:
        """Note what the words of declarations say, by what each name has turned out to be."""
        for name, spec in self.specs.items():
            known = self.reading.found.names[name]
            if spec.is_number:
                self.intervals[name] += [interval_of(x) or Interval() for x in known.intervals]
                unfit = [k for k in known.kinds if not known.intervals]
            elif spec.columns == "1":
                self.kinds[name] += known.vector_kinds
                unfit = [k for k in known.kinds if k not in known.vector_kinds]
                self._formulas([c.format(name) for c in known.vector_conditions])
            else:
                self.kinds[name] += known.kinds
                unfit = [k for k in known.vector_kinds if k not in known.kinds]
            if unfit and spec.columns == "1" == spec.rows and spec.is_number:
                unfit = [k for k in unfit if k not in {"symmetric", "diagonal"}]
            if unfit:
                what = "a number" if spec.is_number else "a vector" if spec.columns == "1" else (
                    f"a {spec.rows}×{spec.columns} matrix"
                )  # fmt: skip
                raise NotRead(f"{known.written} is {what}, and cannot be {unfit[0]}", known.at)
            handled = spec.is_number and known.intervals
            zero = "0" if spec.is_number else f"zeros({spec.rows}, {spec.columns})"
            conditions = [] if handled else known.conditions
            self._formulas([c.format(name, zero=zero) for c in conditions])

    def _formulas(self, texts: Sequence[str]) -> None:
        names = dict.fromkeys([*self.specs, *self.dims])
        self.premises += [parse(text, names).root for text in texts]

    def _builds(self, leaf: Node) -> bool:
        """Build a condition into the family. Returns False where it is to be a premise."""
        return self._bounds(leaf) or self._of_kind(leaf) or self._commute(leaf)

    def _bounds(self, leaf: Node) -> bool:
        """Build a bound of a size or of a number: n ≥ 2, n ≤ d, t > 0, k ≤ n."""
        if leaf.kind not in _SIGNS:
            return False
        for (left, right), sign in ((leaf.args, leaf.kind), (leaf.args[::-1], _TURNED[leaf.kind])):
            if left.kind != "name":
                continue
            name, value = str(left.value), constant(right)
            other = str(right.value) if right.kind == "name" else ""
            if name in self.dims and (other in self.dims or _is_size(value)):
                self.sizes.append(Bound(name, _SIGNS[sign], other or str(value)))
                return True
            if name not in self.specs or not self.specs[name].is_number:
                continue
            whole = any(i.whole for i in self.intervals[name])
            if value is not None and self._interval(
                name, sign, fmpq(value.numerator, value.denominator)
            ):
                return True
            if other in self.dims and whole and self._interval(name, sign, other):
                return True
        return False

    def _interval(self, name: str, sign: str, value: fmpq | str) -> bool:
        if sign == "!=" and value != 0:
            return False
        found = Interval(
            False,
            value if sign in {">", ">=", "=="} else None,
            value if sign in {"<", "<=", "=="} else None,
            sign == ">",
            sign == "<",
            sign == "!=",
        )
        known = joined([*self.intervals[name], found])
        if isinstance(value, str) and not (
            joined(self.intervals[name]).high is None and sign in {"<", "<="}
        ):
            return False
        self.intervals[name] = [known]
        return True

    def _of_kind(self, leaf: Node) -> bool:
        for name, kind in kind_said(leaf):
            spec = self.specs.get(name)
            if spec is None or spec.is_number:
                continue
            vector = spec.columns == "1"
            if vector == (kind == "unit vector") and (vector or spec.rows == spec.columns):
                self.kinds[name].append(kind)
                return True
        return self._of_rank(leaf)

    def _of_rank(self, leaf: Node) -> bool:
        """Build rank(A) = 2 and rank(X) = n where X has n columns."""
        if leaf.kind != "==" or leaf.args[0].kind != "rank" or leaf.args[0].args[0].kind != "name":
            return False
        name, value = str(leaf.args[0].args[0].value), constant(leaf.args[1])
        spec = self.specs.get(name)
        if spec is None or spec.is_number:
            return False
        if value is not None and value.denominator == 1 and value >= 0:
            self.kinds[name].append(f"rank {value.numerator}")
            return True
        if leaf.args[1].kind == "name" and leaf.args[1].value in {spec.columns, spec.rows}:
            tall = leaf.args[1].value == spec.columns
            square = spec.rows == spec.columns
            kind = "full column rank" if tall else "full row rank"
            self.kinds[name].append("invertible" if square else kind)
            return True
        return False

    def _commute(self, leaf: Node) -> bool:
        pair = commuting(leaf)
        if pair is None or {*pair} & {*self.partners, *self.partners.values()}:
            return False
        if any(p not in self.specs or self.kinds[p] for p in pair):
            return False
        first, second = sorted(pair, key=[*self.specs].index)
        self.partners[second] = first
        return True

    def _settle(self, name: str) -> None:
        """Give a name the kind or interval that is built; what else it is becomes a premise."""
        spec = self.specs[name]
        complex_ = self.reading.found.names[name].complex
        if spec.is_number and complex_:
            return
        if spec.is_number:
            found = joined(self.intervals[name])
            kind = "" if found == Interval() else found.spelled
            self.specs[name] = replace(spec, kind=kind)
            return
        square = spec.rows == spec.columns
        kinds = ["invertible" if square and k == "full rank" else k for k in self.kinds[name]]
        kinds = [COMPLEX, *kinds] if complex_ else kinds
        if name in self.partners and kinds:
            text = f"{name} @ {self.partners[name]} == {self.partners[name]} @ {name}"
            self._formulas([text])
        elif name in self.partners:
            self.specs[name] = replace(spec, kind=f"{COMMUTES}{self.partners[name]}")
            return
        kind, others = one_of(kinds)
        if kind == "full rank":
            kind, others = "", [*others, kind]
            text = f"rank({name}) == min(vstack({spec.rows}, {spec.columns}))"
            self._formulas([text])
            others.remove("full rank")
        for other in others:
            if other not in FORMULAS:
                raise NotRead(
                    f"{spelled(name)} cannot be declared {kind} and {other} at once;"
                    " write one of them as a formula",
                    self.reading.found.names[name].at,
                )
            self._formulas([FORMULAS[other].format(name, spec.columns)])
        sizes = spec.rows.isdigit() and spec.columns.isdigit() and kind
        lacks = kind_named(kind).lacks(int(spec.rows), int(spec.columns)) if sizes else ""
        if lacks:
            what = f"{spec.rows}×{spec.columns} {kind_named(kind).says}"
            self.lacking = f"there is no {what}: it needs {lacks}"
            kind = ""
        self.specs[name] = replace(spec, kind=kind)

    def _assume(self) -> Iterator[str]:
        """Yield what is assumed for values to exist, and build it or take it for a premise."""
        for name, each in self.reading.found.names.items():
            if each.function:
                applied = self.reading.applied
                for word, said in derivatives_assumed(self.kinds[name], name, applied):
                    self.declared_kinds[name] = self.kinds[name][0]
                    self.kinds[name][0] += f" {word}"
                    yield f"{spelled(name)} is {said}"
        roots = [*self.claims, *self.premises]
        dims = [Bound(dim, "ge", "1") for dim in self.dims]
        family = family_of([replace(s, kind="") for s in self.specs.values()], dims)
        shape = dict(zip(family.shapes[0], GENERIC, strict=False))
        divisors = divided_by(roots)
        for node in inverted(roots):
            if is_number(node, family, shape):
                divisors.append(node)
            elif not self._has_inverse(node):
                yield from self._assume_inverse(node)
        for node in dict.fromkeys(divisors):
            of_inverse = node.kind == "det" and self._has_inverse(node.args[0])
            known = of_inverse or is_of_sizes(node, self.dims)
            if is_number(node, family, shape) and not known:
                yield from self._assume_number(node, "!=")
        yield from self._assume_entries(roots)
        for node, sign in domains(roots):
            least = node if is_number(node, family, shape) else Node("min", (node,))
            yield from self._assume_number(least, sign)

    def _assume_entries(self, roots: Sequence[Node]) -> Iterator[str]:
        """Assume that sizes are as large as indices that are numbers: A₂₁ needs n ≥ 2."""
        for name, places in indices(roots):
            spec = self.specs.get(name)
            sizes = () if spec is None else (spec.rows, spec.columns)
            for dim, place in zip(sizes, places, strict=False):
                known = max((int(b.right) for b in self.sizes if b.left == dim and b.sign == "ge"
                             and b.right.isdigit()), default=1)  # fmt: skip
                if not dim.isdigit() and place > known:
                    self.sizes.append(Bound(dim, "ge", str(place)))
                    self.large.append(dim)
                    yield f"{dim} ≥ {place}"

    def _assume_inverse(self, node: Node) -> Iterator[str]:
        name = str(node.value) if node.kind == "name" else ""
        if name in self.specs:
            built, others = one_of([*self.kinds[name], "invertible"])
            if built and not others and name not in self.partners.values():
                if not self.kinds[name]:
                    self.built_for.add(name)
                self.kinds[name].append("invertible")
                yield f"{spelled(name)} is invertible"
                return
        yield from self._suppose(Node("invertible", (node,)))

    def _assume_number(self, node: Node, sign: str) -> Iterator[str]:
        """Assume that a number is not 0, positive or not negative."""
        name = str(node.value) if node.kind == "name" else ""
        if name in self.specs:
            known = joined(self.intervals[name])
            if not self._interval(name, sign, fmpq(0)) or joined(self.intervals[name]) == known:
                return
            if sign == "!=" and known.excludes_zero:
                self.intervals[name] = [known]
                return
            if known == Interval():
                self.built_for.add(name)
            yield bounds_in_words(spelled(name), OF_SIGN[sign])
            return
        yield from self._suppose(Node(sign, (node, ZERO)))

    def _suppose(self, premise: Node) -> Iterator[str]:
        """Take an assumption for a premise; it is said unless small instances all meet it."""
        if premise in self.premises:
            return
        # The inverse inside of another comes first: a conjunction ends at what is false, and
        # what stands behind may have no value there.
        place = sum(_nodes(each) <= _nodes(premise) for each in self.supposed)
        self.premises.insert(place, premise)
        self.supposed.insert(place, premise)
        if self._may_fail(premise):
            yield self._written(premise)

    def _may_fail(self, premise: Node) -> bool:
        specs = [replace(s, kind="") for s in self.specs.values() if s.name in names_in(premise)]
        settled = [self._interval_of(s) for s in specs]
        dims = names_in(premise) & self.dims
        sizes = [size for size in self.sizes if {size.left, size.right} & dims]
        family = family_of(settled, [*sizes, *(Bound(dim, "ge", "1") for dim in dims)])
        formula = Formula("", premise)
        for p in islice(family.in_order(), PROBED):
            try:
                if value_of(formula, p).truth is not Truth.TRUE:
                    return True
            except (ArithmeticError, ValueError, TypeError, LookupError):
                return True
        return False

    def _interval_of(self, spec: Spec) -> Spec:
        found = joined(self.intervals[spec.name])
        return replace(spec, kind="" if found == Interval() else found.spelled)

    def _has_inverse(self, node: Node) -> bool:
        """Say whether what a node is made of makes it invertible: a product of invertible ones."""
        if node.kind in {"@", "T", "inv", "neg"}:
            return all(map(self._has_inverse, node.args))
        if node.kind == "eye":
            return True
        of = self.kinds.get(str(node.value), []) if node.kind == "name" else []
        return "invertible" in of or "invertible" in _implied(of)

    def _written(self, node: Node) -> str:
        plain = [replace(spec, kind="") for spec in self.specs.values()]
        return in_unicode(node, family_of(plain, [Bound(dim, "ge", "1") for dim in self.dims]))

    def _declared(self, names: Sequence[str], premises: Sequence[Node]) -> Iterator[str]:
        for name, spec in self.specs.items():
            kind = "" if name in self.built_for else self.declared_kinds.get(name, spec.kind)
            if name in names or kind:
                yield declared_line(replace(spec, kind=kind), sized=name in names)
        said = (s for s in self.sizes if (s.sign, s.right) != ("ge", "1"))
        yield from (s.says for s in said if s.left not in self.large)
        yield from (self._written(premise) for premise in premises)
        random = self.reading.found.random
        yield from (_plain_law(x) for x in random)

    def _emptiness(self) -> str:
        """Say why there is no instance, "" where there may be one."""
        if self.lacking:
            return self.lacking
        for spec in self.specs.values():
            interval = interval_of(spec.kind) if spec.kind else None
            named = interval is not None and (
                isinstance(interval.low, str) or isinstance(interval.high, str)
            )
            if interval is not None and not named and interval.lacks({}):
                said = bounds_in_words(spelled(spec.name), interval)
                return f"there is no such number: {said}"
        shapes: tuple[Shape, ...] = family_of([*self.specs.values()], self.sizes).shapes
        if not shapes:
            said = ", ".join(size.says for size in self.sizes)
            kinds = ", ".join(s.says for s in self.specs.values() if s.kind)
            return f"no sizes are found at which {said or kinds or 'all of this'} is possible"
        return ""


def _plain_law(text: str) -> str:
    """Return a law in Unicode: x ∼ N(μ, Σ)."""
    text = text.replace(r"\sim", "∼").replace(r"\mathcal{N}", "N")
    return re.sub(r"\\([A-Za-z]+)", lambda m: spelled(m[1]), text)


def _nodes(node: Node) -> int:
    return sum(1 for _ in node.walk())


def under_premises(claim: Node, premises: Sequence[Node]) -> Node:
    """Return a claim as what follows from premises."""
    if not premises:
        return claim
    rest = premises[0] if len(premises) == 1 else Node("and", tuple(premises))
    return Node("implies", (rest, claim))


def _implied(kinds: Sequence[str]) -> set[str]:
    return {other for kind in kinds for other in IMPLIED.get(kind, ())}


def joined(intervals: Sequence[Interval]) -> Interval:
    """Return the numbers that are in all of several intervals."""
    found = Interval()
    for each in intervals:
        found = both(found, each)
    return found


def _is_size(value: Fraction | None) -> bool:
    return value is not None and value.denominator == 1 and value >= 0


def _conjuncts(node: Node) -> Iterator[Node]:
    if node.kind == "and":
        for arg in node.args:
            yield from _conjuncts(arg)
    else:
        yield node
