"""Lines of set mathematics: what a name is declared or inferred to be, in Unicode."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from referee.language.tree import Formula, Node
from referee.language.writing.notations import written
from referee.language.writing.unicode import GREEK
from referee.language.writing.writer import NotWritten
from referee.strategies.declared import ENTRIES, Spec
from referee.strategies.families import Family
from referee.strategies.functions import PREFIX, is_function
from referee.strategies.functions import in_words as in_words_of_function
from referee.strategies.intervals import Interval, interval_of
from referee.strategies.kinds.over_complex import KINDS as OVER_COMPLEX


def in_words(specs: Sequence[Spec]) -> Iterator[str]:
    """Yield lines of set mathematics: ``A, B ∈ ℝⁿˣⁿ``."""
    groups: dict[str, list[Spec]] = {}
    for spec in specs:
        groups.setdefault(set_of(spec), []).append(spec)
    for where, members in groups.items():
        sign = ":" if "→" in where else " ∈"
        yield f"{', '.join(spelled(each.name) for each in members)}{sign} {where}"


_RAISED = dict(zip("0123456789nmkdijpqrstxNMT", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿᵐᵏᵈⁱʲᵖqʳˢᵗˣᴺᴹᵀ", strict=True))
_NOT_RAISED = frozenset("qN")


def set_of(spec: Spec) -> str:
    """Return the set that a spec is in, its kind left out."""
    if is_function(spec.kind):
        numbers = set_of(Spec(spec.name, spec.rows, "1"))
        return f"{numbers} → ℝ"
    field = "ℂ" if spec.kind in OVER_COMPLEX else "ℝ"
    if spec.is_number:
        interval = interval_of(spec.kind)
        if interval is None:
            return field
        return "ℤ" if interval.whole else "ℚ" if interval.rational else field
    both = (spec.rows,) if spec.columns == "1" else (spec.rows, spec.columns)
    raised = all(c in _RAISED and c not in _NOT_RAISED for dim in both for c in dim)
    if raised:
        return field + "ˣ".join("".join(_RAISED[c] for c in dim) for dim in both)
    return f"{field}^({'×'.join(both)})" if len(both) > 1 else f"{field}^{both[0]}"


_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_MARKED = {"star": "*", "prime": "′", "hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}


def spelled(name: str) -> str:
    """Return a name in Unicode: lambda_1 is λ₁."""
    base, _, below = name.partition("_")
    head = GREEK.get(base, base)
    if below in _MARKED:
        return head + _MARKED[below]
    if below.isdigit():
        return head + below.translate(_LOWERED)
    return f"{head}_{GREEK.get(below, below)}" if below else head


def declared_line(spec: Spec, *, sized: bool) -> str:
    """Return a declaration: ``A ∈ ℝⁿˣⁿ, symmetric``; of what has no size of its own its kind."""
    said = kind_in_words(spec) if spec.kind else ""
    if not sized:
        return "" if spec.kind == PREFIX else said
    where = set_of(spec)
    if is_function(spec.kind):
        said = in_words_of_function(spec.kind)
        return f"{spelled(spec.name)}: {where}{said and f', {said}'}"
    interval = interval_of(spec.kind) if spec.kind else None
    if interval is not None:
        bounds = bounds_in_words(spelled(spec.name), interval)
        return f"{spelled(spec.name)} ∈ {where}{bounds and f', {bounds}'}"
    said = ENTRIES[spec.kind].says if spec.kind in ENTRIES else spec.kind
    if spec.partner:
        said = f"{spec.partner}{spec.name} = {spec.name}{spec.partner}"
    return f"{spelled(spec.name)} ∈ {where}{said and f', {said}'}"


def kind_in_words(spec: Spec) -> str:
    """Return what is said of a name beside its size: A is symmetric, t > 0."""
    name, interval = spelled(spec.name), interval_of(spec.kind)
    if interval is not None:
        bounds = bounds_in_words(name, interval)
        if interval.rational and bounds:
            return f"{name} ∈ ℚ, {bounds}"
        return bounds or f"{name} ∈ {set_of(spec)}"
    if spec.partner:
        return f"{spec.partner}{spec.name} = {spec.name}{spec.partner}"
    if is_function(spec.kind):
        return f"{name} is {in_words_of_function(spec.kind)}"
    says = spec.says
    if spec.kind.endswith("vector"):
        says = spec.kind
    elif says.startswith(f"{spec.kind} "):
        return f"{name} is {spec.kind}"
    return f"{name} is a{'n' * (says[0] in 'aeiou')} {says}"


def bounds_in_words(name: str, interval: Interval) -> str:
    """Return bounds as they are written: 0 < t ≤ 1; "" where there are none."""
    low, high = interval.low, interval.high
    if low is not None and low == high and not (interval.open_low or interval.open_high):
        return f"{name} = {low}"
    left = "" if low is None else f"{low} {'<' if interval.open_low else '≤'} "
    right = "" if high is None else f" {'<' if interval.open_high else '≤'} {high}"
    apart = f"{name} ≠ 0" if interval.nonzero else ""
    if left and not right:
        bounds = f"{name} {'>' if interval.open_low else '≥'} {low}"
    else:
        bounds = f"{left}{name}{right}" if right else ""
    return ", ".join(part for part in (bounds, apart) if part).replace("-", "−")


def in_unicode(node: Node, family: Family) -> str:
    """Return a formula in Unicode, in the canonical spelling where that has no words for it."""
    try:
        return written(Formula("", node), family, "unicode")
    except NotWritten:
        return written(Formula("", node), family, "canonical")
