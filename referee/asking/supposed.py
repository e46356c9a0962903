"""What is assumed for values to exist: built into a family, or taken for a premise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
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
from referee.asking.building import Building, joined
from referee.asking.functions import derivatives_assumed
from referee.asking.inference import family_of
from referee.asking.kinds import one_of
from referee.asking.lines import bounds_in_words, spelled
from referee.language.comparison import Truth
from referee.language.evaluation import value_of
from referee.language.tree import Formula, Node
from referee.strategies.declared import Bound, Spec
from referee.strategies.intervals import Interval

GENERIC = (23, 41, 71, 113, 173, 251, 347, 467)  # sizes that fit where they are meant to
OF_SIGN = {
    "!=": Interval(nonzero=True),
    ">": Interval(low=fmpq(0), open_low=True),
    ">=": Interval(low=fmpq(0)),
}
PROBED = 60  # small instances, for whether an assumption says anything


def assume(building: Building) -> Iterator[str]:
    """Yield what is assumed for values to exist, and build it or take it for a premise."""
    for name, each in building.reading.found.names.items():
        if each.function:
            applied = building.reading.applied
            for word, said in derivatives_assumed(building.kinds[name], name, applied):
                building.declared_kinds[name] = building.kinds[name][0]
                building.kinds[name][0] += f" {word}"
                yield f"{spelled(name)} is {said}"
    roots = [*building.claims, *building.premises]
    dims = [Bound(dim, "ge", "1") for dim in building.dims]
    family = family_of([replace(s, kind="") for s in building.specs.values()], dims)
    shape = dict(zip(family.shapes[0], GENERIC, strict=False))
    divisors = divided_by(roots)
    for node in inverted(roots):
        if is_number(node, family, shape):
            divisors.append(node)
        elif not building.has_inverse(node):
            yield from _assume_inverse(building, node)
    for node in dict.fromkeys(divisors):
        of_inverse = node.kind == "det" and building.has_inverse(node.args[0])
        known = of_inverse or is_of_sizes(node, building.dims)
        if is_number(node, family, shape) and not known:
            yield from _assume_number(building, node, "!=")
    yield from _assume_entries(building, roots)
    for node, sign in domains(roots):
        least = node if is_number(node, family, shape) else Node("min", (node,))
        yield from _assume_domain(building, node, least, sign)


def _assume_domain(building: Building, node: Node, least: Node, sign: str) -> Iterator[str]:
    """Assume that what a root or logarithm is of, whose least entry is given, has one."""
    if node.kind == "min_on_support":
        yield from _assume_on_support(building, *node.args)
    elif not (sign == ">=" and building.is_of("nonnegative", node)):
        yield from _assume_number(building, least, sign)


def _assume_on_support(building: Building, q: Node, p: Node) -> Iterator[str]:
    """Assume that q is positive wherever p is not 0, which says nothing where all of p is 0."""
    if building.is_of("positive", q):
        return
    premise = Node(">", (Node("min_on_support", (q, p)), ZERO))
    if not building.is_of("probability vector", p):
        nowhere = Node("==", (Node("norm_1", (p,)), ZERO))
        premise = Node("or", (nowhere, premise))
    yield from _suppose(building, premise)


def _assume_entries(building: Building, roots: Sequence[Node]) -> Iterator[str]:
    """Assume that sizes are as large as indices that are numbers: A₂₁ needs n ≥ 2."""
    for name, places in indices(roots):
        spec = building.specs.get(name)
        sizes = () if spec is None else (spec.rows, spec.columns)
        for dim, place in zip(sizes, places, strict=False):
            known = max((int(b.right) for b in building.sizes if b.left == dim and b.sign == "ge"
                         and b.right.isdigit()), default=1)  # fmt: skip
            if not dim.isdigit() and place > known:
                building.sizes.append(Bound(dim, "ge", str(place)))
                building.large.append(dim)
                yield f"{dim} ≥ {place}"


def _assume_inverse(building: Building, node: Node) -> Iterator[str]:
    name = str(node.value) if node.kind == "name" else ""
    if name in building.specs:
        built, others = one_of([*building.kinds[name], "invertible"])
        if built and not others and name not in building.partners.values():
            if not building.kinds[name]:
                building.built_for.add(name)
            building.kinds[name].append("invertible")
            yield f"{spelled(name)} is invertible"
            return
    yield from _suppose(building, Node("invertible", (node,)))


def _assume_number(building: Building, node: Node, sign: str) -> Iterator[str]:
    """Assume that a number is not 0, positive or not negative."""
    name = str(node.value) if node.kind == "name" else ""
    if name in building.specs:
        known = joined(building.intervals[name])
        if not building.bound(name, sign, fmpq(0)) or joined(building.intervals[name]) == known:
            return
        if sign == "!=" and known.excludes_zero:
            building.intervals[name] = [known]
            return
        if known == Interval():
            building.built_for.add(name)
        yield bounds_in_words(spelled(name), OF_SIGN[sign])
        return
    yield from _suppose(building, Node(sign, (node, ZERO)))


def _suppose(building: Building, premise: Node) -> Iterator[str]:
    """Take an assumption for a premise; it is said unless small instances all meet it."""
    if premise in building.premises:
        return
    # The inverse inside of another comes first: a conjunction ends at what is false, and
    # what stands behind may have no value there.
    place = sum(_nodes(each) <= _nodes(premise) for each in building.supposed)
    building.premises.insert(place, premise)
    building.supposed.insert(place, premise)
    if _may_fail(building, premise):
        yield building.written(premise)


def _may_fail(building: Building, premise: Node) -> bool:
    specs = [replace(s, kind="") for s in building.specs.values() if s.name in names_in(premise)]
    settled = [_interval_of(building, s) for s in specs]
    dims = names_in(premise) & building.dims
    sizes = [size for size in building.sizes if {size.left, size.right} & dims]
    family = family_of(settled, [*sizes, *(Bound(dim, "ge", "1") for dim in dims)])
    formula = Formula("", premise)
    for p in islice(family.in_order(), PROBED):
        try:
            if value_of(formula, p).truth is not Truth.TRUE:
                return True
        except (ArithmeticError, ValueError, TypeError, LookupError):
            return True
    return False


def _interval_of(building: Building, spec: Spec) -> Spec:
    found = joined(building.intervals[spec.name])
    return replace(spec, kind="" if found == Interval() else found.spelled)


def _nodes(node: Node) -> int:
    return sum(1 for _ in node.walk())
