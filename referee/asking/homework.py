"""The questions of a homework in one file as claims.

A question is a statement with a blank. It is read twice: with its answer, which says what has to be
declared and what has to exist, and with a name in the blank's place, which is what is asked. The
family is that of its declarations, so that a token rebuilds an instance without the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any, cast

from referee.asking.claims import HEAVY, family_named, nonzero_numbers, property_under
from referee.asking.inference import family_of, scope_over
from referee.asking.kinds import IMPLIED
from referee.asking.problems import NotRead
from referee.asking.reading import read_statement
from referee.asking.statement import Statement, under_premises
from referee.asking.tokens import in_latex
from referee.deciding.claim import Answering, Test, claim, given
from referee.deciding.document_corpus import COPY, origin_of
from referee.deciding.document_text import BLANK, DocumentError, Question, read_homework
from referee.language.comparison import Comparison, IllTyped
from referee.language.evaluation import value_of
from referee.language.latex import to_latex
from referee.language.reading import read
from referee.language.tree import Formula, FormulaError, Node
from referee.language.types import node_type
from referee.language.vocabulary import BINDERS, TRUTH
from referee.strategies.families import Family, Instance, dimension

LETTERS = "QZWVYURKMGF"  # what may stand for a blank while a question is read
# A condition is asked for, which is no hypothesis that instances are built by.
_CONDITION = re.compile(rf"\(?{BLANK}\)?\s*(\\(implies|(Long)?[Rr]ightarrow)\b|[⇒⟹]|=>|implies\b)")
TOGETHER = "; "  # between what is declared
Size = tuple[str, str]
INSIDE = (
    f"the blank stands inside of a sum, a derivative or an extremum, where its answer would be"
    f" varied; put it in place of the whole, as in $\\sum_i x_i = {BLANK}$ or"
    f" $\\nabla_w f(w) = {BLANK}$, and let what stands inside be given"
)
# What is said of an answer with the index of a sum, and of a derivative of a blank.
_VARIED = ("is not known here", "a derivative of what does not depend on that")


@dataclass(frozen=True)
class Asked:
    """A question as it is read: what is declared, and the tree with a name for its blank."""

    read: Statement
    root: Node  # without what is assumed
    blank: str
    size: Size | None
    family: Family  # with the blank as one of its names


class _Filled:
    """An instance in which the blank has the value of an answer, which is asked for when needed."""

    def __init__(self, p: Instance, asked: Asked, answer: Callable[[Instance], Any]) -> None:
        self._p, self._blank, self._answer = p, asked.blank, answer
        self.family = asked.family

    def __getattr__(self, name: str) -> Any:
        return self._answer(self._p) if name == self._blank else getattr(self._p, name)


def define(module: dict[str, Any]) -> None:
    """Define the claims of the document beside a module, in it. Raises DocumentError."""
    folder = Path(module["__file__"]).parent
    shown = origin_of(folder) or folder / COPY
    for question in read_homework(folder / COPY).questions:
        try:
            test = claim_of(question, module["__name__"])
        except (NotRead, FormulaError, ValueError) as error:
            says = str(error).partition("\n")[0]
            # What a claim asks for is refused by its name, and stands in a line of its own.
            is_asked = bool(question.asks) and says.startswith(f"{question.id}: ")
            at = question.asks_at if is_asked else question.at
            says = says.removeprefix(f"{question.id}: ")
            raise DocumentError(f"{shown}:{at}: {question.id}: {says}") from None
        module[test.__name__] = test


def claim_of(question: Question, module: str) -> Test:
    """Return a question as the registered claim of a module. Raises NotRead, ValueError."""
    asked = asked_of(question)
    found, family = asked.read, family_named(asked.read)
    reaches = [HEAVY[n.kind] for n in asked.root.walk() if n.kind in HEAVY]
    family = family.reaching(min(reaches)) if reaches else family
    holds = _property(asked)
    holds.__module__ = module
    holds.__name__ = holds.__qualname__ = "test_" + re.sub(r"\W", "_", question.id)
    lines = (*found.declared, *found.inferred, *found.assumed)
    register = claim(
        question.id,
        states=_states(asked),
        blank=question.says or "what goes into the blank",
        size=" ".join(asked.size) if asked.size else None,
        names=" ".join(family.by_name),
        given="; ".join(lines),
        shows=" ".join(spec.name for spec in found.specs),
        asks=question.asks,
    )
    return register(given(p=family.instances())(holds))


def asked_of(question: Question) -> Asked:
    """Return a question as it is read. Raises NotRead."""
    answer = question.answer.text if question.answer else ""
    read_with = _read(question, f"({answer})", "")
    try:
        return _with_a_blank(question, answer, read_with)
    except (NotRead, FormulaError) as error:
        binds = any(node.kind in BINDERS for node in read_with.claims[0].walk())
        if binds and any(says in str(error) for says in _VARIED):
            raise NotRead(INSIDE) from None
        raise


def _with_a_blank(question: Question, answer: str, read_with: Statement) -> Asked:
    size = _size(answer, read_with)
    blank = _letter(question)
    there, more = (f"({blank} = 0)", ("1", "1")) if size is None else (blank, size)
    where = f"{blank} in R^({more[0]} x {more[1]})"
    read_blank = _read(question, there, where)
    _check_same(read_with, read_blank, blank)
    root = read_blank.claims[0]
    if size is None:
        root = _put(root, blank)
    family = family_of(read_blank.specs, read_blank.sizes)
    asked = Asked(read_with, root, blank, size, family)
    _check_place(asked)
    return asked


def _check_same(read_with: Statement, read_blank: Statement, blank: str) -> None:
    """Refuse a question that says less of its names than its answer takes for granted."""
    more = [name for name in read_with.family.by_name if name not in read_blank.family.by_name]
    if more:
        raise NotRead(f"the answer uses {', '.join(more)}, which the question does not mention;"
                      " declare it beside the formula, with where: …")  # fmt: skip
    kept = {spec for spec in read_blank.specs if spec.name != blank}
    apart = [spec.name for spec in _unassumed(read_with) if spec not in kept]
    if apart:
        raise NotRead(f"what {', '.join(apart)} is hangs on the answer; declare it, with where: …")


def _unassumed(read: Statement) -> list[Any]:
    """Return what is declared, without what is assumed for the answer to exist."""
    return [replace(s, kind="") if s.name in read.assumed_of else s for s in read.specs]


def _read(question: Question, there: str, more: str) -> Statement:
    conditional = _CONDITION.match(question.statement)
    text = question.statement.replace(BLANK, there)
    text = rf"({text}) \land 1 = 1" if conditional else text
    where = TOGETHER.join(filter(None, (*question.where.splitlines(), more)))
    try:
        found = read_statement(text, where, question.section)
    except NotRead as error:
        raise NotRead(error.told(text, where)) from None
    if found.empty:
        raise NotRead(found.empty)
    if len(found.claims) > 1:
        raise NotRead("it can be read in several ways; put brackets around what is meant")
    return replace(found, claims=(found.claims[0].args[0],)) if conditional else found


def _size(answer: str, read_with: Statement) -> Size | None:
    """Return the rows and columns of an answer as names of sizes, None for a statement."""
    scope = replace(scope_over(read_with.specs, read_with.sizes), wants=None)
    formulas = read(in_latex(answer)[0], scope).formulas
    types = set()
    for each in formulas:
        try:
            types.add(node_type(each.root, scope.family, scope.shape))
        except IllTyped:
            continue
    if len(types) != 1:
        raise NotRead(f"the answer {answer} can be read in several ways")
    (found,) = types
    if found == TRUTH:
        return None
    dims = list(scope.shape)
    names = ["1", *dims, *(f"{a}*{b}" for a, b in product(dims, dims))]
    rows, columns = (_named(size, names, scope.shape) for size in cast(tuple[int, int], found))
    return rows, columns


def _named(size: int, names: list[str], shape: Any) -> str:
    found = (name for name in names if name == "1" or "*" not in name)
    return next((name for name in found if dimension(name, shape) == size), str(size))


def _letter(question: Question) -> str:
    """Return a letter that the question does not use."""
    answer = question.answer.text if question.answer else ""
    used = {*re.findall(r"[A-Za-z]", " ".join((question.statement, question.where, answer)))}
    free = [letter for letter in LETTERS if letter not in used]
    if not free:
        raise NotRead("no letter is left for the blank; use fewer names in a question")
    return free[0]


def _put(node: Node, blank: str) -> Node:
    """Return a tree with the name in place of the relation that stood for it."""
    if node.kind == "==" and node.args[0].kind == "name" and node.args[0].value == blank:
        return node.args[0]
    return replace(node, args=tuple(_put(arg, blank) for arg in node.args))


def _check_place(asked: Asked) -> None:
    """Refuse a blank inside of a sum or a derivative, where its answer would be varied."""
    blank = Node("name", value=asked.blank)
    for node in asked.root.walk():
        if node.kind in BINDERS and any(_is(each, blank) for each in node.walk()):
            raise NotRead(INSIDE)


def _is(node: Node, name: Node) -> bool:
    return node.kind == name.kind and node.value == name.value


def _property(asked: Asked) -> Callable[..., Comparison]:
    """Return the property of a question: what it says, with the answer in its blank."""
    read_with = asked.read
    formula = Formula("", under_premises(asked.root, read_with.premises))
    kinds = {spec.name: {spec.kind, *IMPLIED.get(spec.kind, ())} for spec in read_with.specs}
    invertible = [name for name, of in kinds.items() if "invertible" in of]
    guaranteed = property_under(read_with.premises, nonzero_numbers(read_with), invertible)

    def holds(p: Instance, answer: Answering) -> Comparison:
        def filled(at: Instance) -> Any:
            found = value_of(formula, cast(Instance, _Filled(at, asked, answer)))
            # The name that stands for the blank is nobody's.
            return replace(found, sides=None) if isinstance(found, Comparison) else found

        return guaranteed(p, filled)

    return holds


def _states(asked: Asked) -> str:
    """Return the question in LaTeX, with {answer} where its blank is."""
    whole = to_latex(Formula("", asked.root), asked.family)
    blank = to_latex(Formula("", Node("name", value=asked.blank)), asked.family)
    before, _, after = whole.rpartition(blank)
    return f"{before}{{answer}}{after}" if whole.count(blank) == 1 else f"{whole} ({blank})"


__all__ = ["Asked", "asked_of", "claim_of", "define"]
