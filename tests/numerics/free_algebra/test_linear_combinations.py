"""Linear combinations over ℚ(n, t): what is found is exact, and uses no vector in vain."""

from __future__ import annotations

from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from referee.numerics.free_algebra.coefficients import Coefficient, indeterminate
from referee.numerics.free_algebra.span import combination

properties = settings(deadline=None, database=None, max_examples=80)
n, t = indeterminate("n"), indeterminate("t")
numbers: st.SearchStrategy[Coefficient] = st.one_of(
    st.builds(fmpq, st.integers(1, 5), st.integers(1, 3)),
    st.sampled_from([n, t, n - 1, 1 / t, (n + t) / n]),
)
vectors = st.dictionaries(st.sampled_from("abcde"), numbers, max_size=4)


def total(parts: list[tuple[Coefficient, dict[str, Coefficient]]]) -> dict[str, Coefficient]:
    found: dict[str, Coefficient] = {}
    for number, vector in parts:
        for key, c in vector.items():
            found[key] = found.get(key, fmpq(0)) + number * c
    return {key: c for key, c in found.items() if c}


@given(st.lists(st.tuples(numbers, vectors), max_size=6))
@properties
def test_a_combination_is_found_again(
    parts: list[tuple[Coefficient, dict[str, Coefficient]]],
) -> None:
    target, every = total(parts), [vector for _, vector in parts]
    found = combination(target, every)
    assert found is not None
    assert total([(c, every[i]) for i, c in found.items()]) == target
    for left_out in found:
        others = [every[i] for i in found if i != left_out]
        assert combination(target, others) is None


@given(st.lists(vectors, max_size=3))
@properties
def test_what_is_outside_is_not_found(every: list[dict[str, Coefficient]]) -> None:
    assert combination({"f": n}, every) is None
    assert combination({}, every) == {}
