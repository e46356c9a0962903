"""A statement as it is judged: a family of its declarations, premises, and the claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from flint import fmpq

from referee.asking.declarations import Declarations, Name, Reader, cut_into_tokens
from referee.asking.inference import (
    Piece,
    family_of,
    in_words,
    scope_over,
    set_of,
    spelled,
    typed,
)
from referee.asking.kinds import (
    FORMULAS,
    both,
    commuting,
    joined_interval,
    kind_said,
    one_of,
)
from referee.asking.mentioned import Unknown, mentioned
from referee.asking.problems import MOST_CHARACTERS, NotRead
from referee.asking.sentences import Cut, cut
from referee.asking.sets import COMPLEX
from referee.asking.words import MATRIX, NUMBER, VECTOR
from referee.language.reading import parse, read
from referee.language.reading.notations.commands import KNOWN
from referee.language.reading.notations.recognise import evidence_of
from referee.language.tree import Formula, FormulaError, Node, constant
from referee.strategies.declared import COMMUTES, Bound, Spec
from referee.strategies.families import Family, Shape
from referee.strategies.intervals import Interval, interval_of

_SIGNS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
MOST_FORMULAS = 6


@dataclass(frozen=True)
class Statement:
    """What is judged: specs and bounds of a family, and the claim under premises.

    ``claims`` are the ways in which the claim can be read, each with what it rests on.
    ``declared`` and ``inferred`` are lines of set mathematics, ``assumed`` what is assumed for
    inverses and roots to exist.
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

    @property
    def family(self) -> Family:
        """The family of its declarations, without a name that tokens need."""
        return family_of(self.specs, self.sizes)


def read_statement(text: str, where: str = "") -> Statement:
    """Read a statement with its declarations. Raises NotRead, in one line, for no statement."""
    whole = f"{text}\n{where}" if where.strip() else text
    if len(whole) > MOST_CHARACTERS:
        raise NotRead(
            f"the statement has {len(whole):,} characters; at most {MOST_CHARACTERS:,} are read"
        )
    if not text.strip():
        raise NotRead("the statement is empty; write for example tr(AB) = tr(BA)")
    return _Reading(whole, cut(text, where)).statement()


class _Reading:
    """What is found out of one statement, step by step."""

    def __init__(self, whole: str, parts: Cut) -> None:
        self.whole, self.parts = whole, parts
        self.latex = evidence_of(whole, {*KNOWN}).latex
        reader = Reader(latex=self.latex)
        for part in parts.declaring:
            reader.read(part)
        self.found: Declarations = reader.found
        self.inferred: list[str] = []

    def statement(self) -> Statement:
        """Return the statement. Raises NotRead where something does not fit."""
        self._mention()
        self._tell_sizes_from_names()
        names = list(self.found.names.values())
        pieces = [Piece(self.parts.claim.text, self.parts.claim.at)]
        pieces += [Piece(c.text, c.at, c.canonical) for c in self.found.conditions]
        dims = self._dims()
        found = typed(names, pieces, dims, (), self.found.samples)
        return self._built(found.specs, found.formulas, found.said)

    def _mention(self) -> None:
        """Note the names of the claim and of conditions of which nothing is declared."""
        parts = [(self.parts.claim.text, self.parts.claim.at)]
        parts += [(c.text, c.at) for c in self.found.conditions]
        dims = {*self._dims()}
        for text, at in parts:
            tokens = cut_into_tokens(text, at, latex=self.latex)
            known = {*self.found.names, *dims}
            try:
                new = mentioned(tokens, known, self._constants())
            except Unknown as unknown:
                raise NotRead(
                    f"“{unknown.word}” is no name that is declared and no function that is known",
                    at + unknown.at,
                ) from None
            for name, place in new.items():
                if name not in dims:
                    self.found.name(name, name, at + place)

    def _constants(self) -> set[str]:
        """Return the names of constants: where something is complex, i is the imaginary unit."""
        return {"i"} if any(each.complex for each in self.found.names.values()) else set()

    def _dims(self) -> list[str]:
        """Return the sizes that are named, in their order."""
        every = [d for n in self.found.names.values() for d in (n.rows, n.columns)]
        return [d for d in dict.fromkeys(every) if d and not d.isdigit()]

    def _tell_sizes_from_names(self) -> None:
        """Take a name that is a size for one: n ∈ ℕ, n ≥ 2."""
        dims = self._dims()
        for dim in dims:
            name = self.found.names.get(dim)
            if name is None:
                continue
            if name.sort not in {"", NUMBER}:
                raise NotRead(f"{dim} is a size and a {name.sort}; give one another name", name.at)
            del self.found.names[dim]
        if dims or not _general(self.found.names.values()):
            return
        # Nothing has a named size: n is the one that is inferred, where something has one.
        if "n" in self.found.names and self.found.names["n"].sort in {"", NUMBER}:
            del self.found.names["n"]

    def _built(
        self,
        specs: Sequence[Spec],
        formulas: Sequence[tuple[Formula, ...]],
        said: Sequence[str],
    ) -> Statement:
        claims = tuple(f.root for f in formulas[0])
        conditions = [f[0].root for f in formulas[1:]]
        return _Building(self, specs, claims, conditions, said).statement()


def _general(names: Sequence[Name] | object) -> bool:
    """Say whether some name is no number, as far as is known."""
    return any(n.sort != NUMBER and (n.sort or n.name != "n") for n in names)  # type: ignore[attr-defined]


class _Building:
    """Kinds and intervals for conditions, as far as they can be built; premises for the rest."""

    def __init__(
        self,
        reading: _Reading,
        specs: Sequence[Spec],
        claims: tuple[Node, ...],
        conditions: Sequence[Node],
        said: Sequence[str],
    ) -> None:
        self.reading, self.claims, self.said = reading, claims, tuple(said)
        self.specs = {spec.name: spec for spec in specs}
        self.kinds: dict[str, list[str]] = {spec.name: [] for spec in specs}
        self.intervals: dict[str, list[Interval]] = {spec.name: [] for spec in specs}
        self.partners: dict[str, str] = {}
        self.sizes: list[Bound] = []
        self.premises: list[Node] = []
        self.dims = {d for s in specs for d in (s.rows, s.columns) if not d.isdigit()}
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
        inferred = in_words([self.specs[n] for n in self.specs if n not in declared])
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
            self._formulas([] if handled else known.conditions)

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
        spec = self.specs[name] if name in self.specs else None
        if spec is None:
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
        self.specs[name] = replace(spec, kind=kind)

    def _assume(self) -> Iterator[str]:
        """Yield what is assumed for inverses to exist, and build it or take it for a premise."""
        for node in _inverted([*self.claims, *self.premises]):
            if node.kind == "name" and str(node.value) in self.specs:
                name = str(node.value)
                if self.specs[name].is_number:
                    continue
                built, others = one_of([*self.kinds[name], "invertible"])
                if not others and built:
                    if built == "invertible" or "invertible" not in _implied(self.kinds[name]):
                        if "invertible" not in self.kinds[name]:
                            yield f"{spelled(name)} is invertible"
                        self.kinds[name].append("invertible")
                    continue
            premise = Node("invertible", (node,))
            if premise not in self.premises:
                self.premises.insert(0, premise)
                yield f"{self._written(node)} is invertible"

    def _written(self, node: Node) -> str:
        from referee.language.writing.notations import written

        return written(Formula("", node), family_of([*self.specs.values()], ()), "unicode")

    def _declared(self, names: Sequence[str], premises: Sequence[Node]) -> Iterator[str]:
        for name in names:
            spec = self.specs[name]
            yield f"{spelled(name)} ∈ {set_of(spec)}{self._said_of(spec)}"
        for name in self.specs:
            spec = self.specs[name]
            if name not in names and spec.kind and not spec.is_number:
                yield f"{spelled(name)}{self._said_of(spec).replace(',', ' is', 1)}"
            elif name not in names and spec.kind:
                yield f"{spelled(name)} is a {spec.says}"
        yield from (size.says for size in self.sizes)
        yield from (self._written(premise) for premise in premises)

    def _said_of(self, spec: Spec) -> str:
        return f", {spec.says}" if spec.kind else ""

    def _emptiness(self) -> str:
        """Say why there is no instance, "" where there may be one."""
        for spec in self.specs.values():
            interval = interval_of(spec.kind) if spec.kind else None
            named = interval is not None and (
                isinstance(interval.low, str) or isinstance(interval.high, str)
            )
            if interval is not None and not named and interval.lacks({}):
                return f"there is no {interval.says}, which {spelled(spec.name)} is to be"
        shapes: tuple[Shape, ...] = family_of([*self.specs.values()], self.sizes).shapes
        if not shapes:
            said = ", ".join(size.says for size in self.sizes)
            kinds = ", ".join(s.says for s in self.specs.values() if s.kind)
            return f"no sizes are found at which {said or kinds or 'all of this'} is possible"
        return ""


def _implied(kinds: Sequence[str]) -> set[str]:
    from referee.asking.kinds import IMPLIED

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


def _inverted(roots: Sequence[Node]) -> list[Node]:
    """Return what is inverted in formulas, each once, the innermost first."""
    found: dict[Node, None] = {}
    for root in roots:
        for node in reversed([*root.walk()]):
            if node.kind == "inv" and not node.free:
                found.setdefault(node.args[0])
            power = node.args[1] if node.kind == "**" else None
            value = constant(power) if power is not None else None
            if value is not None and value < 0 and node.args[0].kind != "number":
                found.setdefault(node.args[0])
    return list(found)


__all__ = ["MATRIX", "VECTOR", "FormulaError", "Statement", "joined_interval", "read",
           "read_statement", "scope_over"]  # fmt: skip
