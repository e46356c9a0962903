"""A statement of what was built: each name of one kind, and what is said of all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from referee.asking.building import Building, joined
from referee.asking.inference import family_of
from referee.asking.kinds import FORMULAS, one_of
from referee.asking.lines import bounds_in_words, declared_line, in_words, spelled
from referee.asking.problems import NotRead
from referee.asking.sets import COMPLEX
from referee.asking.statement import Statement
from referee.asking.supposed import assume
from referee.language.tree import Node
from referee.strategies.declared import COMMUTES, kind_named
from referee.strategies.families import Shape
from referee.strategies.intervals import Interval, interval_of


def stated(building: Building) -> Statement:
    """Return the statement, with what is assumed, inferred and declared of its names."""
    premises = [*building.premises]
    assumed = list(assume(building))
    for name in building.specs:
        _settle(building, name)
    specs = tuple(building.specs.values())
    declared = [n for n in building.specs if _is_declared(building, n)]
    inferred = [*in_words([building.specs[n] for n in building.specs if n not in declared])]
    arrays = {d for s in specs for d in (s.rows, s.columns)}
    inferred += [f"{dim} ∈ ℕ" for dim in building.reading.sized if dim not in arrays]
    inferred += building.reading.conventions
    return Statement(
        building.reading.whole,
        specs,
        tuple(building.sizes),
        building.claims,
        tuple(building.premises),
        tuple(_declared(building, declared, premises)),
        tuple(inferred),
        tuple(assumed),
        building.reading.parts.claim.text,
        _emptiness(building),
        building.said,
        frozenset(building.built_for),
        tuple(building.supposed),
    )


def _is_declared(building: Building, name: str) -> bool:
    known = building.reading.found.names.get(name)
    return known is not None and bool(known.rows)


def _declared(building: Building, names: Sequence[str], premises: Sequence[Node]) -> Iterator[str]:
    for name, spec in building.specs.items():
        kind = "" if name in building.built_for else building.declared_kinds.get(name, spec.kind)
        if name in names or kind:
            yield declared_line(replace(spec, kind=kind), sized=name in names)
    said = (s for s in building.sizes if (s.sign, s.right) != ("ge", "1"))
    yield from (s.says for s in said if s.left not in building.large)
    yield from (building.written(premise) for premise in premises)
    random = building.reading.found.random
    yield from (_plain_law(x) for x in random)


def _plain_law(text: str) -> str:
    """Return a law in Unicode: x ∼ N(μ, Σ)."""
    text = text.replace(r"\sim", "∼").replace(r"\mathcal{N}", "N")
    return re.sub(r"\\([A-Za-z]+)", lambda m: spelled(m[1]), text)


def _settle(building: Building, name: str) -> None:
    """Give a name the kind or interval that is built; what else it is becomes a premise."""
    spec = building.specs[name]
    complex_ = building.reading.found.names[name].complex
    if spec.is_number and complex_:
        return
    if spec.is_number:
        found = joined(building.intervals[name])
        kind = "" if found == Interval() else found.spelled
        building.specs[name] = replace(spec, kind=kind)
        return
    square = spec.rows == spec.columns
    kinds = ["invertible" if square and k == "full rank" else k for k in building.kinds[name]]
    kinds = [COMPLEX, *kinds] if complex_ else kinds
    if name in building.partners and kinds:
        text = f"{name} @ {building.partners[name]} == {building.partners[name]} @ {name}"
        building.formulas([text])
    elif name in building.partners:
        building.specs[name] = replace(spec, kind=f"{COMMUTES}{building.partners[name]}")
        return
    kind, others = one_of(kinds)
    if kind == "full rank":
        kind, others = "", [*others, kind]
        text = f"rank({name}) == min(vstack({spec.rows}, {spec.columns}))"
        building.formulas([text])
        others.remove("full rank")
    for other in others:
        if other not in FORMULAS:
            raise NotRead(
                f"{spelled(name)} cannot be declared {kind} and {other} at once;"
                " write one of them as a formula",
                building.reading.found.names[name].at,
            )
        building.formulas([FORMULAS[other].format(name, spec.columns)])
    sizes = spec.rows.isdigit() and spec.columns.isdigit() and kind
    lacks = kind_named(kind).lacks(int(spec.rows), int(spec.columns)) if sizes else ""
    if lacks:
        what = f"{spec.rows}×{spec.columns} {kind_named(kind).says}"
        building.lacking = f"there is no {what}: it needs {lacks}"
        kind = ""
    building.specs[name] = replace(spec, kind=kind)


def _emptiness(building: Building) -> str:
    """Say why there is no instance, "" where there may be one."""
    if building.lacking:
        return building.lacking
    for spec in building.specs.values():
        interval = interval_of(spec.kind) if spec.kind else None
        named = interval is not None and (
            isinstance(interval.low, str) or isinstance(interval.high, str)
        )
        if interval is not None and not named and interval.lacks({}):
            said = bounds_in_words(spelled(spec.name), interval)
            return f"there is no such number: {said}"
    shapes: tuple[Shape, ...] = family_of([*building.specs.values()], building.sizes).shapes
    if not shapes:
        said = ", ".join(size.says for size in building.sizes)
        kinds = ", ".join(s.says for s in building.specs.values() if s.kind)
        return f"no sizes are found at which {said or kinds or 'all of this'} is possible"
    return ""
