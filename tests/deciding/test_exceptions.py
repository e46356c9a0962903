"""Where a part of an answer vanishes it may be another formula: the equation is solved."""

from __future__ import annotations

from itertools import islice

import pytest
from small_claims import answer, examples

from referee.deciding.case import Case
from referee.deciding.claim import load
from referee.deciding.decision import decide
from referee.deciding.effort import Effort
from referee.deciding.findings import EXCEPTIONS, Findings
from referee.deciding.grounds import Grounds
from referee.deciding.moving import moved_where_they_vanish
from referee.deciding.phases import learned
from referee.deciding.phases.exceptions import Exceptions
from referee.language.evaluation import value_of
from referee.language.exceptions import exceptional
from referee.language.reading import parse
from referee.language.tree import Formula

CLAIMS = load()
GRADIENT = CLAIMS["1.2-E5-gradient"]
RIGHT = "X @ (X.T @ w - y) / n"
NAMES = dict.fromkeys(GRADIENT.names)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (RIGHT, []),
        ("w / (w.T @ w + 1)", ["w.T @ w + 1"]),
        ("rank(norm_1(X - 2*X)) * w", ["X - 2*X"]),
        ("pinv(sum(y) - 17) * w", ["sum(y) - 17"]),
        ("pinv(X @ X.T) * w", []),
        ("abs(d - n) * w", []),
        ("abs(sum(w) - 3) * pinv(y.T @ y) * w", ["sum(w) - 3", "y.T @ y"]),
    ],
)
def test_the_parts_that_vanish_somewhere_are_found(text: str, parts: list[str]) -> None:
    wanted = [parse(part, NAMES).root for part in parts]
    found = exceptional(parse(text, NAMES).root, GRADIENT.family.shapes[0])
    alone = [(part,) for part in wanted if any(n.kind in "+-" for n in part.walk())]
    assert found == [*alone, *([tuple(wanted)] if len(wanted) > 1 else [])]


@pytest.mark.parametrize("part", ["sum(y) - 17", "X.T @ w - 3*y", "sum(X) - 5", "w.T @ w - 25"])
def test_instances_at_which_a_part_vanishes_are_made(part: str) -> None:
    case = Case(GRADIENT, parse(f"rank({part}) * w", NAMES), 3)
    node = parse(part, NAMES).root
    found = list(islice(moved_where_they_vanish(case, [node], Grounds(case, Findings())), 6))
    assert len(found) == 6
    assert len({p.token for p in found}) == 6
    for p in found:
        assert not any(value_of(Formula("", node), p).flat)


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(
    "wrong",
    [
        f"{RIGHT} * pinv(sum(y) - 17) * (sum(y) - 17)",
        f"{RIGHT} + (1 - rank(X.T @ w - 3*y + 100*y)) * w",
        f"{RIGHT} + (1 - rank(sum(w) - sum(y) - 1234/5)) * w",
        f"{RIGHT} + (1 - rank(abs(sum(X) - 331))) * w",
        f"{RIGHT} * (sum(w) - 7/3) / (sum(w) - 7/3)",
    ],
)
def test_an_answer_that_is_wrong_at_an_exception_alone_is_refuted(wrong: str, seed: int) -> None:
    known = learned(Exceptions(), Case(GRADIENT, parse(wrong, NAMES), seed), Findings())
    assert known.trouble is None
    assert known.tally.counterexample is not None
    with examples(GRADIENT, 1):
        found = decide(GRADIENT, answer(wrong, to=GRADIENT.id), seed=seed)
    assert found.verdict == "refuted"


@pytest.mark.parametrize(
    "right", [RIGHT, f"{RIGHT} + 0 * abs(sum(w) - 7) * w", f"{RIGHT} * (1 + 0 * rank(y - 3*y))"]
)
def test_nothing_is_refuted_that_is_true_there_too(right: str) -> None:
    with examples(GRADIENT, 1):
        found = decide(
            GRADIENT, answer(right, to=GRADIENT.id), effort=Effort(20, 20, 5, 0, search=0)
        )
    assert found.verdict == "held"


def test_what_is_proved_is_looked_at_as_well() -> None:
    assert Exceptions().name == EXCEPTIONS
    wrong = f"{RIGHT} + (1 - rank(sum(y) - 98765)) * w"
    with examples(GRADIENT, 1):
        found = decide(
            GRADIENT, answer(wrong, to=GRADIENT.id), effort=Effort(20, 20, 5, 0, search=0)
        )
    assert found.verdict == "refuted"


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_what_does_not_vanish_with_it_is_not_zero_either(seed: int) -> None:
    """A factor that is 0 at an instance would hide what the answer is there."""
    case = Case(GRADIENT, parse("(1 - rank(sum(y) - 17)) * w", NAMES), seed)
    node = parse("sum(y) - 17", NAMES).root
    found = list(islice(moved_where_they_vanish(case, [node], Grounds(case, Findings())), 12))
    assert sum(int(p.integers_of("w")[0]) == 1 for p in found) >= len(found) // 2
