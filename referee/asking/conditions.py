"""Words and conditions built into a family: bounds, kinds, ranks, what commutes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from flint import fmpq

from referee.asking.building import Building
from referee.asking.kinds import commuting, kind_said
from referee.asking.problems import NotRead
from referee.language.tree import Node, constant
from referee.strategies.declared import Bound
from referee.strategies.intervals import Interval, interval_of

_SIGNS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def take_conditions(building: Building, conditions: Sequence[Node]) -> None:
    """Build what words and conditions say into the family; take for premises what is not built."""
    _take_words(building)
    for condition in conditions:
        for leaf in _conjuncts(condition):
            if not _builds(building, leaf):
                building.premises.append(leaf)


def _take_words(building: Building) -> None:
    """Note what the words of declarations say, by what each name has turned out to be."""
    for name, spec in building.specs.items():
        known = building.reading.found.names[name]
        if spec.is_number:
            building.intervals[name] += [interval_of(x) or Interval() for x in known.intervals]
            unfit = [k for k in known.kinds if not known.intervals]
        elif spec.columns == "1":
            building.kinds[name] += known.vector_kinds
            unfit = [k for k in known.kinds if k not in known.vector_kinds]
            building.formulas([c.format(name) for c in known.vector_conditions])
        else:
            building.kinds[name] += known.kinds
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
        building.formulas([c.format(name, zero=zero) for c in conditions])


def _builds(building: Building, leaf: Node) -> bool:
    """Build a condition into the family. Returns False where it is to be a premise."""
    return _bounds(building, leaf) or _of_kind(building, leaf) or _commute(building, leaf)


def _bounds(building: Building, leaf: Node) -> bool:
    """Build a bound of a size or of a number: n ≥ 2, n ≤ d, t > 0, k ≤ n."""
    if leaf.kind not in _SIGNS:
        return False
    for (left, right), sign in ((leaf.args, leaf.kind), (leaf.args[::-1], _TURNED[leaf.kind])):
        if left.kind != "name":
            continue
        name, value = str(left.value), constant(right)
        other = str(right.value) if right.kind == "name" else ""
        if name in building.dims and (other in building.dims or _is_size(value)):
            building.sizes.append(Bound(name, _SIGNS[sign], other or str(value)))
            return True
        if name not in building.specs or not building.specs[name].is_number:
            continue
        whole = any(i.whole for i in building.intervals[name])
        if value is not None and building.bound(
            name, sign, fmpq(value.numerator, value.denominator)
        ):
            return True
        if other in building.dims and whole and building.bound(name, sign, other):
            return True
    return False


def _of_kind(building: Building, leaf: Node) -> bool:
    for name, kind in kind_said(leaf):
        spec = building.specs.get(name)
        if spec is None or spec.is_number:
            continue
        vector = spec.columns == "1"
        if vector == (kind == "unit vector") and (vector or spec.rows == spec.columns):
            building.kinds[name].append(kind)
            return True
    return _of_rank(building, leaf)


def _of_rank(building: Building, leaf: Node) -> bool:
    """Build rank(A) = 2 and rank(X) = n where X has n columns."""
    if leaf.kind != "==" or leaf.args[0].kind != "rank" or leaf.args[0].args[0].kind != "name":
        return False
    name, value = str(leaf.args[0].args[0].value), constant(leaf.args[1])
    spec = building.specs.get(name)
    if spec is None or spec.is_number:
        return False
    if value is not None and value.denominator == 1 and value >= 0:
        building.kinds[name].append(f"rank {value.numerator}")
        return True
    if leaf.args[1].kind == "name" and leaf.args[1].value in {spec.columns, spec.rows}:
        tall = leaf.args[1].value == spec.columns
        square = spec.rows == spec.columns
        kind = "full column rank" if tall else "full row rank"
        building.kinds[name].append("invertible" if square else kind)
        return True
    return False


def _commute(building: Building, leaf: Node) -> bool:
    pair = commuting(leaf)
    if pair is None or {*pair} & {*building.partners, *building.partners.values()}:
        return False
    if any(p not in building.specs or building.kinds[p] for p in pair):
        return False
    first, second = sorted(pair, key=[*building.specs].index)
    building.partners[second] = first
    return True


def _is_size(value: Fraction | None) -> bool:
    return value is not None and value.denominator == 1 and value >= 0


def _conjuncts(node: Node) -> Iterator[Node]:
    if node.kind == "and":
        for arg in node.args:
            yield from _conjuncts(arg)
    else:
        yield node
