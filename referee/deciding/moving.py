"""Instances moved onto a condition: to where its equations hold, and to its borders."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest

from referee.deciding.behind import behind
from referee.deciding.case import Case
from referee.deciding.conditions import (
    NO_VALUE,
    Condition,
    conditions,
    met_where_excluded,
    vanishing,
)
from referee.deciding.curves import Point, projected, solved
from referee.deciding.drawn_once import SMALL
from referee.deciding.elsewhere import asked_elsewhere
from referee.deciding.grounds import Grounds
from referee.deciding.plain_starts import from_plain, met_first
from referee.deciding.rays import Base, on_rays, padded
from referee.deciding.scaling import scaled
from referee.deciding.spaces import Attempts, Names, Space
from referee.deciding.structures import members_that_meet
from referee.deciding.turns import in_turns
from referee.language.comparison import Truth
from referee.language.evaluation import value_of
from referee.language.tree import Formula, Node
from referee.strategies.families import Instance
from referee.strategies.integer_vectors import TOP, within
from referee.strategies.shapes import Shape
from referee.strategies.sources import values
from referee.strategies.writing import written

MOST = 16  # that are moved together
BUDGET, BUDGET_OF_FEW = 700, 8_000  # times that a condition is asked for, each way to move
BUDGET_OF_PARTS = 1_200  # of parts of an answer that are to vanish
MOST_KNOWN = 3  # instances that meet a condition, of each shape
MOST_TARGETS = 4  # points for one start
MOST_BASES = 24  # instances that are moved onto a condition
MOST_STARTS = 3  # beside it, at random
MOST_WIDE, MOST_TRIED = 10, 30  # where fields are larger
PLACE_OF_WIDE = 12  # rows are before that: something is known then that is moved
MOST_MET = 6  # that meet it, and are moved along it
MOST_DRAWN, MOST_THAT_MEET = 150, 24
BESIDE = 2  # draws of what a condition says nothing of, for each instance
MOST_VAIN = 2  # starts at one shape from which nothing is found
MOST_ROUNDS = 6  # of such moves
STEPS = (-100, -10, -3, -2, -1, -1, 0, 0, 0, 1, 1, 2, 3, 10, 100)


def moved_onto_premises(
    case: Case, grounds: Grounds, *, few: bool, turn: int = 0
) -> Iterator[Instance]:
    """Yield instances on the equations and at the borders of what a claim rests on, each once.

    What the condition has to exclude is moved onto it; what meets it is moved along it. Where
    ``few`` are known that meet it, what has neither equations nor borders is moved along as well.
    Every ``turn`` draws otherwise.
    """
    rng = case.random("premises" + f" {turn}" * bool(turn))
    seen: set[str] = set()
    found = [x for x in conditions(case, grounds.all[0]) if few or x.solvable]
    if case.claim.size is None:
        found += asked_elsewhere(case, grounds.all)
    unmet = [not any(map(each.holds, grounds.all)) for each in found]
    if grounds.judges_all:
        found += (also := met_where_excluded(case))
        unmet += [True] * len(also)
    pairs = [*zip(found, unmet, strict=True)]
    rows = [
        row
        for each, none in pairs
        for row in _rows(each, grounds, rng, _budget(case, few or none), few=few or none)
    ]
    for each, none in pairs:
        if few or none or case.family.structures is not None:
            rows.append(members_that_meet(each, case.family, rng))
    if draws_beside(case):
        rows[:0] = [
            scaled(each, grounds, names)
            for each in conditions(case, grounds.all[0])
            for names in _movable(each, grounds)[:1]
        ]
    held = {name for each in found for name in each.names}
    redrawn = case.random("beside premises")
    met = _drawn_that_meet(case) if draws_beside(case) else iter(())
    for p in chain(met, in_turns(rows)):
        others = BESIDE if draws_beside(case) else 0
        beside = [_redrawn(p, held, redrawn) for _ in range(others)]
        for q in (p, *filter(None, beside)):
            if q.token not in seen:
                seen.add(q.token)
                yield q


def _budget(case: Case, few: bool) -> int:
    return (BUDGET_OF_FEW if few else BUDGET) // case.effort.part


def _drawn_that_meet(case: Case) -> Iterator[Instance]:
    """Yield small instances that are drawn and happen to meet a premise that many meet."""
    premise = Formula("", case.formula.root.args[0])
    drawn = islice(case.drawn("that meet", SMALL), MOST_DRAWN)
    yield from islice((p for p in drawn if _is_true(premise, p)), MOST_THAT_MEET)


def _is_true(premise: Formula, p: Instance) -> bool:
    try:
        return bool(value_of(premise, p).truth is Truth.TRUE)
    except NO_VALUE:
        return False


def draws_beside(case: Case) -> bool:
    """Say whether what a condition says nothing of is drawn anew: where a claim is under one."""
    return case.claim.size is None and case.formula.root.kind == "implies"


def _redrawn(p: Instance, held: set[str], rng: random.Random) -> Instance | None:
    """Return an instance whose other fields are drawn, None where there are none.

    What is moved onto a condition is small elsewhere: a matrix beside it is often the identity.
    """
    slots = p.family.layout(p.shape).slots
    if all(name in held for name, slot in slots.items() if slot.stop > slot.start):
        return None
    raws = [rng.randint(-TOP, TOP) for _ in p.family.layout(p.shape).bounds]
    other = p.family.from_raw(p.shape, raws, "spread")
    kept = [i for name in held & slots.keys() for i in range(slots[name].start, slots[name].stop)]
    return other.moved({i: int(p.integers[i]) for i in kept})


def moved_where_they_vanish(
    case: Case, parts: Sequence[Node], grounds: Grounds
) -> Iterator[Instance]:
    """Yield instances at which parts of the answer are 0, each once."""
    condition = vanishing(case, parts)
    budget = BUDGET_OF_PARTS // case.effort.part
    rows = _rows(condition, grounds, case.random("exceptions"), budget, few=True)
    seen: set[str] = set()
    for p in in_turns(rows):
        for q in (p, _with_ones_elsewhere(p, condition.names)):
            if q.token not in seen:
                seen.add(q.token)
                yield q


def _with_ones_elsewhere(p: Instance, names: Names) -> Instance:
    """Return an instance with 1 for the first integer of every other field: it is not all 0."""
    layout = p.family.layout(p.shape)
    firsts = [layout.first(name) for name in layout.slots if name not in names]
    ones = [i for i in firsts if i is not None and within(1, layout.bounds[i])]
    return p.moved(dict.fromkeys(ones, 1))


def _rows(
    condition: Condition,
    grounds: Grounds,
    rng: random.Random,
    budget: int,
    *,
    few: bool = False,
) -> list[Iterator[Instance]]:
    """Return for each ground the instances that it is moved to, made only when asked for.

    Where ``few`` are known, sets of fields have budgets of their own, those of one field come
    first, and a shape at which nothing is found is left: several equations of several fields at
    once, or a sphere without rational points, would be asked for until nothing is left.
    """
    sets = _movable(condition, grounds)
    if not sets:
        return []
    apart = few and len(sets) > 1
    share = budget // condition.cost // (len(sets) if apart else 1)
    shared = _Moving(condition, grounds, rng, share, few=few)
    each = [_Moving(condition, grounds, rng, share, few=few) if apart else shared for _ in sets]
    pairs = [*zip(each, sets, strict=True)][:: -1 if apart else 1]
    onto = [moving.onto(p, names) for p in grounds.excluded_first for moving, names in pairs]
    along = [moving.along(p, names) for p in shared.ends for moving, names in pairs]
    onto[PLACE_OF_WIDE:PLACE_OF_WIDE] = [moving.wide(names) for moving, names in pairs]
    rows = [row for pair in zip_longest(onto, along) for row in pair if row is not None]
    plain = (
        from_plain(condition, names, _fitting(grounds), grounds.all[-1], rng) for names in sets
    )
    return [chain.from_iterable(plain), *rows] if few else rows


def _fitting(grounds: Grounds) -> Sequence[Shape]:
    """Return the small shapes that the answer fits, the smallest first."""
    return [s for s in grounds.case.family.shapes if grounds.known.fits(grounds.case, s)]


def _movable(condition: Condition, grounds: Grounds) -> list[Names]:
    """Return the fields that can be given other values, all together and each alone.

    Behind what cannot there are others, each alone.
    """
    names = tuple(n for n in condition.names if any(_is_movable(p, n) for p in grounds.all[-2:]))
    sets = [names, *((name,) for name in names if len(names) > 1)] if names else []
    return [*sets, *behind(condition, names, grounds.all)]


def _is_movable(p: Instance, name: str) -> bool:
    slot = p.family.layout(p.shape).slots[name]
    found = values(p, (name,))
    if not found or slot.stop > slot.start:
        return bool(found)
    return len(found) == 1 and any(True for _ in written(p, {name: getattr(p, name) + 1}))


def _key(space: Space) -> tuple[object, ...]:
    return (*space.p.shape.items(), space.names)


def _magnitudes(point: Point) -> Point:
    """Return the point without signs: norms are the same, and entries that are to be positive."""
    return [abs(x) for x in point]


class _Moving:
    """What moves instances onto one condition, and along it."""

    def __init__(
        self,
        condition: Condition,
        grounds: Grounds,
        rng: random.Random,
        budget: int,
        *,
        few: bool = False,
    ) -> None:
        self.condition, self.grounds, self.rng = condition, grounds, rng
        self.onto_it, self.along_it = Attempts(budget), Attempts(budget)
        self.bases: Counter[Names] = Counter()
        self.based: dict[Names, dict[str, Instance]] = {}
        self.met = [p for p in grounds.all if condition.holds(p)]
        self.solved: dict[tuple[object, ...], list[Point]] = {}
        self.few, self.in_vain = few, Counter[tuple[object, ...]]()

    @property
    def _needs_excluded(self) -> bool:
        """Whether only what a condition has to exclude can make the claim false."""
        return self.grounds.rests_on_answer and not self.grounds.judges_all

    @property
    def ends(self) -> list[Instance]:
        """Some instances that meet the condition: the smallest and the last that were drawn."""
        half = MOST_MET // 2
        return [*self.met[:half], *self.met[half:][-half:]]

    def onto(self, p: Instance, names: Names) -> Iterator[Instance]:
        """Yield instances like one that meet the condition, or hardly meet or miss it.

        They start at points at which what is affine of the condition holds, and which it has to
        exclude, unless it is the claim's own; those that miss it are points too where the claim
        says something of them.
        """
        if not all(_is_movable(p, name) for name in names):
            return
        space = self._space(p, names, self.onto_it)
        again = len(space.own) > 1 and self.condition.cost == 1
        starts = [space.own, *([self._near(space.own)] if again else [])]
        for start in starts if len(space.own) <= MOST else ():
            if self.few and self.in_vain[_key(space)] >= MOST_VAIN:
                return
            if self.bases[names] < MOST_BASES:
                base = self._base(space, projected(space.residual, start, self.rng)[0])
                if base is None:
                    continue  # not in vain: there the condition has nothing to exclude
                self.bases[names] += 1
                self.based.setdefault(names, {})[p.token] = p
                self.in_vain[_key(space)] += 1
                for q in self._from(base):
                    self.in_vain[_key(space)] = 0
                    yield q

    def _base(self, space: Space, point: Point) -> Base | None:
        if self.grounds.judges_all and not space.holds(point):
            return Base(space, point)
        moved = [space.p] if point == space.own else list(space.written(point))
        if self.grounds.rests_on_answer:
            moved = [q for q in moved if self.grounds.is_excluded(q)]
        return Base(space, point, tuple(moved)) if moved else None

    def _from(self, base: Base) -> Iterator[Instance]:
        """Yield the instances that a point is moved to."""
        space = base.space
        if space.holds(base.point):
            yield from base.moved
            return
        if self.condition.cost > 1 and space.residual(base.point) is None:
            return  # nothing can be solved there
        known = self._known(space)
        if self.few and not known:
            known = self._first(space, base.point)
            for target in known:
                yield from space.written(target)
        if self._needs_excluded:
            yield from on_rays(base, known, self.grounds, self.rng)
        for start in self._starts(base.point):
            yield from self._solved_from(space, start, known)

    def _solved_from(
        self, space: Space, start: Point, known: Sequence[Point]
    ) -> Iterator[Instance]:
        for target in islice(solved(space.residual, start, known, self.rng), MOST_TARGETS):
            if space.holds(target):
                self._note(space, target)
                yield from space.written(target)
                if not self.few or _magnitudes(target) == target:
                    continue
            else:
                yield from self._at_borders(space, known, target)
            if space.holds(_magnitudes(target)):
                yield from space.written(_magnitudes(target))

    def _starts(self, point: Point) -> list[Point]:
        """Return a point and some near it; of one number all is seen at once."""
        beside = 0 if self.few and len(point) == 1 else MOST_STARTS
        return [point, *(self._near(point) for _ in range(beside))]

    def _first(self, space: Space, start: Point) -> list[Point]:
        """Return points that meet the condition where none was known, and keep them."""
        found = met_first(space, start, self.rng)
        for target in found:
            self._note(space, target)
        return found

    def _at_borders(
        self, space: Space, known: Sequence[Point], outside: Point
    ) -> Iterator[Instance]:
        """Yield instances where the condition is just met, and just missed if that says something.

        They lie between points at which it holds and one at which it does not.
        """
        borders = [point for inside in known for point in space.at_border(inside, outside)]
        for point in self.rng.sample(borders, len(borders)):
            if self.grounds.judges_all or space.holds(point):
                yield from space.written(point)

    def wide(self, names: Names) -> Iterator[Instance]:
        """Yield instances on rays where fields are larger, and all else is as in a base."""
        if not self._needs_excluded:
            return
        count = 0
        for _ in range(MOST_TRIED):
            own = list(self.based.get(names, {}).values())
            p = self.grounds.widened(self.rng.choice(own), names, self.rng) if own else None
            if p is None or count >= MOST_WIDE:
                return
            space = self._space(p, names, self.onto_it)
            if len(space.own) > MOST:
                continue
            start = projected(space.residual, self._near(space.own), self.rng)[0]
            base = self._base(space, start)
            if base is not None and not space.holds(base.point):
                count += 1
                yield from on_rays(base, self._known(space), self.grounds, self.rng)

    def along(self, p: Instance, names: Names) -> Iterator[Instance]:
        """Yield instances like one that meets the condition, moved at random along it."""
        space = self._space(p, names, self.along_it)
        for _ in range(MOST_ROUNDS if len(space.own) <= MOST else 0):
            near = solved(space.residual, self._near(space.own), [space.own], self.rng)
            for target in (*islice(near, MOST_TARGETS), *space.turned(self.rng)):
                for point in dict.fromkeys(map(tuple, (target, _magnitudes(target)))):
                    if space.holds([*point]):
                        yield from space.written([*point])

    def _space(self, p: Instance, names: Names, attempts: Attempts) -> Space:
        return Space(self.condition, p, names, attempts)

    def _note(self, space: Space, target: Point) -> None:
        """Keep a point that was solved for: lines through it lead to others of its shape."""
        known = self.solved.setdefault(_key(space), [])
        if len(known) < MOST_KNOWN:
            known.append(target)

    def _near(self, point: Point) -> Point:
        return [x + self.rng.choice(STEPS) for x in point]

    def _known(self, space: Space) -> list[Point]:
        """Return points at which the condition holds: of instances of one shape, in the middle."""
        solved_before = [*filter(space.holds, self.solved.get(_key(space), ()))]
        if self.few and solved_before:
            return solved_before
        same = [q for q in self.met if q.shape == space.p.shape]
        chosen = self.rng.sample(same, min(len(same), MOST_KNOWN))
        points = [self._space(q, space.names, self.onto_it).own for q in chosen]
        found = [*points, *filter(None, [space.middle()])]
        found = [point for point in found if space.holds(point)]
        found = found or solved_before
        return found or [
            *islice(filter(space.holds, padded(space, self.met, self.rng)), MOST_KNOWN)
        ]
