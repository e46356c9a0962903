"""A text as people write it, into the formulas that it may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from referee.language.comparison import IllTyped
from referee.language.normal_form import normal_form
from referee.language.reading.canonical.characters import bare
from referee.language.reading.canonical.notation import parse
from referee.language.reading.elaboration.candidates import (
    ANY_SIZE,
    Candidate,
    Context,
    Failure,
    resized,
)
from referee.language.reading.elaboration.conventions import conventions
from referee.language.reading.elaboration.elaborator import Elaborator
from referee.language.reading.elaboration.parts import TOO_DEEP
from referee.language.reading.grammar.cursor import Setting
from referee.language.reading.grammar.parsing import parses
from referee.language.reading.grammar.surface import Surface
from referee.language.reading.naming import signs_of, spellings
from referee.language.reading.notations.commands import KNOWN
from referee.language.reading.notations.latex.macros import definitions
from referee.language.reading.notations.latex.text import latex_tokens
from referee.language.reading.notations.plain import plain_tokens
from referee.language.reading.notations.recognise import Evidence, evidence_of
from referee.language.reading.notations.tokens import Token
from referee.language.reading.result import LAYOUT, SIZES, DoesNotFit, NotParsed, Reading
from referee.language.reading.scope import Scope
from referee.language.reading.sides import left_out, sides_of
from referee.language.spelling import to_text
from referee.language.tree import (
    MOST_CHARACTERS,
    MOST_DEPTH,
    MOST_NODES,
    Formula,
    FormulaError,
    Node,
)
from referee.language.types import node_type
from referee.language.vocabulary import SCALAR, TRUTH, Type
from referee.strategies.families import Shape

MOST_READINGS = 12


def read(text: str, scope: Scope) -> Reading:
    """Read a text in a scope; raises FormulaError, with a place in the text, for no formula.

    The canonical spelling keeps its meaning. Anything else is read as all that it may mean at
    the sizes of the names: one formula, or several between which the text does not tell.
    """
    try:
        return _read(text, scope)
    except RecursionError:
        raise FormulaError(TOO_DEEP) from None
    except FormulaError as error:
        at, message = _pointed(error, text), _printable(error.message)
        told = type(error)(message, at, "" if at is None else text)
        if isinstance(told, DoesNotFit) and isinstance(error, DoesNotFit):
            told.misfit = error.misfit
        raise told from None


def _pointed(error: FormulaError, text: str) -> int | None:
    """Return where an error is, at the command that it names where that is known.

    An argument of a command is cut by itself: what is wrong in it has the command's place.
    """
    named = re.match(r"the command (\\[A-Za-z]+)", error.message)
    if named is None or error.at is None:
        return error.at
    found = text.find(named[1], error.at)
    return error.at if found < 0 else found


def _printable(message: str) -> str:
    """Return a message in which what cannot be seen is told by its number."""
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in message)


def _read(text: str, scope: Scope) -> Reading:
    if len(text) > MOST_CHARACTERS:
        raise FormulaError(
            f"the formula has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read"
        )
    canonical = _canonical(text, scope)
    evidence = shows(text, scope)
    if isinstance(canonical, Formula):
        fitting = fits(canonical.root, scope)
        star = any(re.search(rf"\b{base}\*\s+[-+]\s", text) for base in spellings(scope).starred)
        if fitting and not star and not _is_starred(canonical.root, scope, evidence):
            return Reading(text, "python", (canonical,))
        # Another reading stands in its place only if it fits where this one does not.
        return _other_reading(text, scope, evidence) or Reading(text, "python", (canonical,))
    if not bare(text).strip():
        what = "it is a comment alone" if text.strip() else "nothing stands there"
        raise FormulaError(f"the formula is empty: {what}")
    return _widely(text, scope, evidence)


def _other_reading(text: str, scope: Scope, evidence: Evidence) -> Reading | None:
    try:
        found = _widely(text, scope, evidence)
    except FormulaError:
        return None
    return found if fits(found.formulas[0].root, scope) else None


def _canonical(text: str, scope: Scope) -> Formula | FormulaError:
    """Return a text as the canonical spelling has it, or why it is not in that."""
    if scope.aliases:
        return FormulaError("names of the writer's")
    try:
        return parse(text, dict.fromkeys(scope.names))
    except FormulaError as error:
        return error


def fits(node: Node, scope: Scope) -> bool:
    """Say whether a tree has the type that is wanted in a scope."""
    for shape in _shapes(scope):
        try:
            type_ = node_type(node, scope.family, shape)
        except IllTyped:
            continue
        if scope.wanted_at(shape) in {None, type_}:
            return True
    return False


def _shapes(scope: Scope) -> list[Shape]:
    """Return the generic shape, and the family's own most general one where that is narrower."""
    if scope.even:
        return [scope.shape]
    shapes = scope.family.shapes
    own = max(shapes, key=lambda s: len({size for size in s.values() if size > 1}))
    narrow = all(len(set(shape.values())) < len(shape) for shape in shapes if len(shape) > 1)
    return [scope.shape, own] if narrow else [scope.shape]


def _is_starred(root: Node, scope: Scope, evidence: Evidence) -> bool:
    """Say whether a * or / of two matrices in a canonical text may be meant as a product."""
    if evidence.python or evidence.numpy:
        return False
    return any(_is_unclear(node, scope) for node in root.walk() if node.kind in {"*", "/"})


def _is_unclear(node: Node, scope: Scope) -> bool:
    try:
        sizes = [node_type(arg, scope.family, scope.shape) for arg in node.args]
    except IllTyped:
        return True
    arrays = [each for each in sizes if not isinstance(each, str) and each != SCALAR]
    if len(arrays) < len(sizes):
        return False
    return sizes[0] != sizes[1] or all(rows == columns for rows, columns in arrays)


def _widely(text: str, scope: Scope, evidence: Evidence) -> Reading:
    """Read a text in every notation but the canonical one."""
    if evidence.matlab and "%" in text:
        text = re.sub(r"%.*", lambda found: " " * len(found[0]), text)
    unclear = None if evidence.latex else re.search(r"\S\\ ", text)
    if unclear:
        raise FormulaError("a blank of LaTeX, or a division from the left?", unclear.start() + 1)
    tokens = _cut(text, scope, evidence)
    setting = Setting(
        spellings(scope),
        evidence,
        _arrays(scope),
        frozenset(scope.shape),
        _offers(scope, evidence),
        scope.is_complex,
    )
    tokens, said = left_out(tokens, scope)
    sides, more = sides_of(tokens, scope, lambda part: _is_readable(part, setting, scope))
    found: list[Node] = []
    errors: list[FormulaError] = []
    for side in sides:
        try:
            found += _fitting(side, setting, scope)
        except FormulaError as error:
            errors.append(error)
    if not found:
        raise errors[-1]
    if more and not any(fits(root, scope) for root in found):
        raise FormulaError(
            "a statement, where a formula of another size is asked for", tokens[0].at
        )
    roots = _differing(found, scope)
    formulas = tuple(Formula(_spelled(root), root, text) for root in roots)
    return Reading(text, evidence.notation, formulas, (*said, *more, *_aliases_in(tokens, scope)))


def _cut(text: str, scope: Scope, evidence: Evidence) -> list[Token]:
    """Return the tokens of a text, of which there are some."""
    try:
        tokens = latex_tokens(text, scope.macros) if evidence.latex else plain_tokens(text)
    except FormulaError as error:
        raise NotParsed(error.message, error.at) from None
    if not tokens:
        raise NotParsed("the formula is empty: nothing stands there")
    return tokens


def _aliases_in(tokens: Sequence[Token], scope: Scope) -> list[str]:
    """Return a line for each name of the writer's that stands in a text."""
    row = f" {' '.join(signs_of(tokens))} "
    found = spellings(scope).aliases.items()
    return [
        f"{alias} stands for {scope.aliases[alias]}"
        for alias, spelled in found
        if any(f" {' '.join(signs)} " in row for signs in spelled)
    ]


def _is_readable(tokens: Sequence[Token], setting: Setting, scope: Scope) -> bool:
    """Say whether tokens are a formula of the names, whatever its type."""
    try:
        return bool(_fitting(tokens, setting, replace(scope, wants=None)))
    except FormulaError:
        return False


def shows(text: str, scope: Scope) -> Evidence:
    """Return what a text shows of its notation."""
    return evidence_of(text, {*KNOWN, *definitions(text), *scope.macros}, scope.notation)


def offered(text: str, scope: Scope) -> dict[str, tuple[str, str]]:
    """Return the names that a text may use, each as it is written there and what it means."""
    return _offers(scope, shows(text, scope))


def _offers(scope: Scope, evidence: Evidence) -> dict[str, tuple[str, str]]:
    written = {name: alias for alias, name in scope.aliases.items()}
    fields = {name: scope.field(name) for name in scope.names}
    return {
        name: (written.get(name, each.latex if evidence.latex else name), each.meaning)
        for name, each in fields.items()
    }


def _arrays(scope: Scope) -> frozenset[str]:
    fields = [scope.field(name) for name in scope.names]
    return frozenset(each.name for each in fields if {each.rows, each.columns} != {"1"})


def _fitting(tokens: Sequence[Token], setting: Setting, scope: Scope) -> list[Node]:
    """Return what tokens may be: of the type that is wanted, else of the one they have."""
    try:
        ways = parses(tokens, setting)
    except FormulaError as error:
        raise NotParsed(error.message, error.at) from None
    failures: list[Failure] = []
    others: list[Node] = []
    tiers = [
        [surface for guesses, surface in ways if guesses == number]
        for number in sorted({guesses for guesses, _ in ways})
    ]
    for shape, tier, surfaces in product(
        _shapes(scope), conventions(tokens, setting.evidence), tiers
    ):
        wanted: list[Node] = []
        for surface, convention in product(surfaces, tier):
            context = Context(scope, shape, setting.evidence, convention)
            candidates = Elaborator(context).of(surface)
            fit, misfit = _sorted(candidates, context, scope.wanted_at(shape))
            failures += context.failures
            wanted += fit
            others += misfit
        if wanted:
            return wanted
    if others:
        return others[:1]
    if not failures:
        raise FormulaError("this is no formula", ways[0][1].at)
    raise _misfit(failures)


def _misfit(failures: Sequence[Failure]) -> DoesNotFit:
    """Return what did not fit first; the sizes alone rule it out where they rule out all of it."""
    error = DoesNotFit(failures[0].message, failures[0].at)
    kinds = {each.misfit for each in failures}
    if "" not in kinds:
        error.misfit = LAYOUT if LAYOUT in kinds else SIZES
    return error


def _sorted(
    candidates: Sequence[Candidate], context: Context, wanted: Type | None
) -> tuple[list[Node], list[Node]]:
    """Part the readings that are of the wanted type from the others."""
    fit: list[Node] = []
    others: list[Node] = []
    for each in candidates:
        if str(each.type).startswith("set"):
            context.fail(Surface("set", at=each.node.at), "a set: it stands behind ∈ alone")
        elif each.type == ANY_SIZE:
            if wanted is not None:
                fit += [r.node for r in resized(context, each, wanted)]
        elif (wrong := _ill_typed(each.node, context)) is not None:
            context.failures.append(Failure(*wrong))
        elif wanted is None or each.type == wanted:
            fit.append(each.node)
        elif TRUTH in {wanted, each.type}:
            what = "a statement" if wanted == TRUTH else context.spelled(wanted)
            context.fail(Surface("all", at=each.node.at), f"{what} is asked for here")
        else:
            others.append(each.node)
    return fit, others


def _ill_typed(node: Node, context: Context) -> tuple[int, str] | None:
    """Say what the vocabulary itself finds wrong with a tree, None for nothing."""
    try:
        node_type(node, context.scope.family, context.shape)
    except IllTyped as error:
        return error.at or node.at, str(error)
    return None


def _differing(roots: Sequence[Node], scope: Scope) -> list[Node]:
    """Return trees no two of which are the same formula."""
    found: dict[str, Node] = {}
    for root in dict.fromkeys(roots):
        if sum(1 for _ in root.walk()) > MOST_NODES or _depth(root) > MOST_DEPTH:
            raise FormulaError(TOO_DEEP)
        found.setdefault(normal_form(Formula("", root), scope.family), root)
    if len(found) > MOST_READINGS:
        raise FormulaError("this can be read in too many ways: write * and brackets")
    return list(found.values())


def _depth(node: Node) -> int:
    return 1 + max((_depth(arg) for arg in node.args), default=0)


def _spelled(root: Node) -> str:
    return to_text(root)
