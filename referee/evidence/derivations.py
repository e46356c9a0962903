r"""Derivations of what is proved at every size: chains of equalities, each naming what it used.

As data one is LaTeX line by line. ``\underline`` is what the next line replaces; ``\overline`` is
what has come from nothing, as X⁻¹X from I. Text in reasons has its LaTeX between \( and \).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from referee.deciding.case import Case
from referee.deciding.every_size import EverySize, Traced, in_letters
from referee.evidence import schema
from referee.evidence.letters_in_latex import FIRST, ONES, Mark, Notation
from referee.language.latex import to_latex
from referee.language.stating import PREMISE, Goal
from referee.numerics.free_algebra.axioms import Axiom
from referee.numerics.free_algebra.certificates import Certificate
from referee.numerics.free_algebra.derivations import Derivation, Step, derivation
from referee.numerics.free_algebra.letters import Word, transpose
from referee.numerics.free_algebra.polynomials import Polynomial
from referee.numerics.traced.matrices import Traced as Matrix
from referee.numerics.traced.sizes import NotTranslated
from referee.numerics.traced.tracing import FRESH

BLANK = "{answer}"
CONCLUDING = re.compile(r"\\Rightarrow(?:\\[;,!]|\s)*")
NO_SIDE = (r"\text", r"\quad", r"\iff", r"\in ", r"\operatorname{proj}")
GOES, COMES = r"\underline", r"\overline"
_LAYOUT = re.compile(r"\s|\\left|\\right|\\!|\\,")


def derivations(proof: EverySize, case: Case) -> list[schema.Derivation]:
    """Return the derivation of each equation of a claim that is proved at every size.

    A proof about traces has no chain from one side to the other, and none is told.
    """
    if proof.traced is None or not proof.certificates or not is_told(proof):
        return []
    told = Telling(proof.traced, case)
    pairs = zip(proof.traced.goals, proof.certificates, strict=True)
    return [told.derivation(goal, certificate) for goal, certificate in pairs]


def is_told(proof: EverySize) -> bool:
    """Say whether a proof has derivations: one of equations between matrices has."""
    return all(isinstance(c.claim, Polynomial) for c in proof.certificates)


class Telling:
    """How the equations of one claim are told.

    ``known`` are the names that its answer may use, those that it does use first; ``products`` the
    products of letters that have a symbol, ``anything`` the letters that may be any column.
    """

    def __init__(self, traced: Traced, case: Case) -> None:
        self.traced, self.case = traced, case
        used = (str(n.value) for n in case.formula.root.walk() if n.kind == "name")
        self.used = [*dict.fromkeys(used)]
        self.known = [*dict.fromkeys((*self.used, *case.claim.names))]
        names = dict.fromkeys((*self.known, *case.family.by_name))
        found = ((name, _value(traced, name)) for name in names)
        self.values = {name: value for name, value in found if value is not None}
        self.anything = [*dict.fromkeys(_anything(traced))]
        self.plain = Notation(case.family, traced.tracing, {}, self.anything)
        self.products = dict(self._products())
        symbols = {word: case.family.by_name[name].latex for word, name in self.products.items()}
        expected = {word for word, name in self.products.items() if self._is_expected(name)}
        self.notation = Notation(case.family, traced.tracing, symbols, self.anything, expected)

    def _is_expected(self, name: str) -> bool:
        """Say whether a name stands in the answer or in what the claim says."""
        return name in self.used or self._is_stated(name)

    def _is_stated(self, name: str) -> bool:
        latex, claim = self.case.family.by_name[name].latex, self.case.claim
        return latex in claim.states or f" {latex} " in f" {claim.given} "

    def _products(self) -> Iterator[tuple[Word, str]]:
        """Yield the products that have a symbol, each once.

        A field that the claim does not offer is a symbol for what nobody has another name for.
        """
        met: set[Word] = set()
        for name, value in self.values.items():
            for word in _product(value):
                offered = name in self.known or any(map(self.plain.is_ours, word))
                if offered and word not in met and not self._is_letter(name):
                    met.add(word)
                    yield word, name

    def _is_letter(self, name: str) -> bool:
        """Say whether a name is a letter of its own."""
        return [len(w) == 1 and w[0].name == name for w in self.values[name].terms] == [True]

    def derivation(self, goal: Goal, certificate: Certificate) -> schema.Derivation:
        """Return the chain of one equation."""
        for notation in (self.notation, self.plain):
            notation.written.clear()
        chain = derivation(certificate, goal.left, goal.right)
        lines = [*self._lines(chain)]
        begins, ends = self._heads(goal)
        return {
            "supposing": [self._equation(premise) for premise in goal.premises],
            "begins": "" if _same(begins, self.notation.polynomial(goal.left)) else begins,
            "start": lines[0],
            "steps": [
                {"cofactor": step.place, "by": self._by(certificate, step), "latex": line}
                for step, line in zip(chain.steps, lines[1:], strict=True)
            ],
            "ends": "" if _same(ends, self.notation.polynomial(goal.right)) else ends,
            "where": [*self._where()],
        }

    def _lines(self, chain: Derivation[Polynomial]) -> Iterator[str]:
        """Yield every expression, what changes in it marked."""
        words = [*chain.start.terms]
        at: Polynomial = chain.start
        for last, following in zip((None, *chain.steps), (*chain.steps, None), strict=True):
            if last is not None:
                at = last.expression
                words = _reordered(words, last)
            marks = _marks(last, following)
            terms = [(self.notation.term(w, at.rows, marks.get(w, ())), at.terms[w]) for w in words]
            yield self.notation.sum(terms)

    def _equation(self, axiom: Axiom) -> str:
        return self.notation.words(axiom.said).removeprefix(r"\(").removesuffix(r"\)")

    def _by(self, certificate: Certificate, step: Step[Polynomial]) -> str:
        """Return what a step used, in words."""
        axiom = certificate.axioms[certificate.cofactors[step.place].axiom]
        said = self.notation.words(axiom.said or (axiom.label,))
        field = self.case.family.by_name.get(axiom.origin)
        if axiom.origin == PREMISE:
            return f"{said}, as is supposed"
        is_equation = axiom.said[1:2] == (" = ",) and isinstance(axiom.said[0], Polynomial)
        if field is not None and is_equation:
            return rf"property of \({field.latex}\): {said}"
        return said

    def _heads(self, goal: Goal) -> tuple[str, str]:
        """Return the sides as the claim and the answer write them, "" for one that is not known."""
        try:
            answer = self.case.answer(self.traced.p)
        except NotTranslated:
            return "", ""
        if not isinstance(answer, Matrix) or answer.polynomial != goal.right:
            return "", ""
        latex = to_latex(self.case.formula, self.case.family)
        return self._left_head() if self.traced.own else "", latex

    def _left_head(self) -> str:
        """Return what the statement sets equal to the answer, "" where it says more than that."""
        left, equals, rest = self.case.claim.states.rpartition("=")
        if not equals or rest.strip() != BLANK:
            return ""
        left = CONCLUDING.split(left)[-1].strip()
        return "" if any(word in left for word in NO_SIDE) else left

    def _where(self) -> Iterator[str]:
        """Yield what symbols are that stand in the lines or the answer and no claim explains."""
        written, plain = [*self.notation.written], self.plain
        for name, size in self.traced.tracing.shape.items():
            if size.name != name:
                yield rf"\({name} = {size.name}\)"
        shown = [*self.used, *(self._symbol(word) for word in written)]
        for name in dict.fromkeys(shown):
            if name in self.values and not self._is_letter(name):
                latex = self.case.family.by_name[name].latex
                told = plain.polynomial(self.values[name])
                if not _same(latex, told):
                    yield rf"\({latex} = {told}\)"
        alone = (w for w in (*written, *plain.written) if len(w) == 1 and not self._symbol(w))
        for name in dict.fromkeys(word[0].name for word in alone):
            yield from self._meaning(name, plain)

    def _symbol(self, word: Word) -> str:
        """Return the name of a product that has one."""
        return self.products.get(word) or self.products.get(transpose(word), "")

    def _meaning(self, name: str, plain: Notation) -> Iterator[str]:
        field = self.case.family.by_name.get(name)
        if field is not None:
            if name not in self.known and not self._is_stated(name):
                yield rf"\({field.latex}\): {field.meaning}"
        elif name.startswith(FRESH):
            yield rf"\({plain.any_column(name)}\): any column"
        elif found := FIRST.fullmatch(name):
            yield rf"\({plain.layout(name)}\): the first \({found[2]}\) columns of the identity"
        elif ONES.fullmatch(name):
            yield rf"\({plain.layout(name)}\): the column of ones"


def _value(traced: Traced, name: str) -> Polynomial | None:
    """Return what a name is in letters; None for a size, and for what has no translation."""
    if name in traced.p.shape:
        return None
    try:
        found = in_letters(traced.p, name)
    except NotTranslated:
        return None
    return found.polynomial if isinstance(found, Matrix) else None


def _anything(traced: Traced) -> Iterator[str]:
    """Yield the letters of the equations that stand for any column, also on a diagonal."""
    columns = traced.tracing.layouts.columns
    for goal in traced.goals:
        for word in (*goal.left.terms, *goal.right.terms):
            for letter in word:
                inside = columns.get(letter.name, ())
                yield from (x.name for x in (letter, *inside) if x.name.startswith(FRESH))


def _product(value: Polynomial) -> list[Word]:
    """Return the word of a matrix that is one product of letters, else nothing."""
    words = [*value.terms]
    return words if len(words) == 1 and words[0] and value.terms[words[0]] == 1 else []


def _reordered(words: Sequence[Word], step: Step[Polynomial]) -> list[Word]:
    """Return the words of an expression after a step: what is new stands where the old did."""
    now = step.expression.terms
    new = [word for word in step.after.terms if word not in words]
    gone = [place for place, word in enumerate(words) if word not in now]
    changed = [place for place, word in enumerate(words) if word in step.before.terms]
    place = next(iter((*gone, *changed)), len(words))
    return [
        *(word for word in words[:place] if word in now),
        *new,
        *(word for word in words[place:] if word in now),
    ]


def _marks(
    last: Step[Polynomial] | None, following: Step[Polynomial] | None
) -> dict[Word, list[Mark]]:
    """Return what is marked in the words between two steps."""
    marks: dict[Word, list[Mark]] = {}
    if last is not None and not any(_visible(word, last) for word in last.before.terms):
        for word in last.after.terms:
            if word not in last.before.terms:
                marks.setdefault(word, []).append(_mark(word, last, COMES))
    if following is not None:
        for word in following.before.terms:
            if _visible(word, following) or not word:
                marks.setdefault(word, []).append(_mark(word, following, GOES))
    return marks


def _visible(word: Word, step: Step[Polynomial]) -> bool:
    """Say whether a step replaces letters of a word, and not an I that nobody writes."""
    return len(word) > len(step.left) + len(step.right)


def _mark(word: Word, step: Step[Polynomial], command: str) -> Mark:
    return Mark(len(step.left), len(word) - len(step.right), command)


def _same(one: str, other: str) -> bool:
    """Say whether two formulas look alike but for blanks and the size of brackets."""
    return _LAYOUT.sub("", one) == _LAYOUT.sub("", other)
