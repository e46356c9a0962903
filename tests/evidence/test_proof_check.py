"""The checker of certificates: it passes what was proved, and catches every leaf that changed."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from module_imports import imports, modules

from benchmarks.matrix_facts import TRUE, Matrices
from referee.evidence.proof_check import fault
from referee.numerics.free_algebra.axioms import vanishing
from referee.numerics.free_algebra.coefficients import indeterminate
from referee.numerics.free_algebra.encoding import encode
from referee.numerics.free_algebra.polynomials import identity
from referee.numerics.free_algebra.proofs import Proved
from referee.numerics.free_algebra.shortening import prove_shortly
from referee.numerics.free_algebra.traces import norm_squared, number, trace
from referee.numerics.free_algebra.uniqueness import by_uniqueness

Path = tuple[Any, ...]
n, t = indeterminate("n"), indeterminate("t")
# What a person reads beside the equations, which are what is checked: names, and of a lemma which
# of its terms stand on the right, whatever they are.
WORDS = {"label", "origin", "citation", "transposed", "right"}


def proved(name: str) -> Any:
    m = Matrices()
    left, right = TRUE[name](m)
    found = prove_shortly(left - right, m.axioms)
    assert isinstance(found, Proved)
    return json.loads(json.dumps(encode(found.certificate)))


def with_sides(name: str) -> Any:
    """Return a proof that tells its two sides."""
    m = Matrices()
    left, right = TRUE[name](m)
    found = prove_shortly(left - right, m.axioms)
    assert isinstance(found, Proved)
    return json.loads(json.dumps(encode(found.certificate, left, right)))


def with_divisors() -> Any:
    """Return a proof that divides by n + 1 and by t: ((n + 1)tK)⁻¹ = K⁻¹/((n + 1)t)."""
    m = Matrices()
    G = m.inverse((n + 1) * t * m.K)
    found = prove_shortly(m.inverse(m.K) / (n + 1) / t - G, m.axioms)
    assert isinstance(found, Proved)
    return encode(found.certificate)


def of_traces() -> Any:
    """Return the proof of ‖y‖² = ‖AA⁺y‖² + ‖(I − AA⁺)y‖² and of a trace that is n − m."""
    m = Matrices()
    fitted = m.A * m.pseudo_inverse(m.A) * m.y
    hat = m.A * m.inverse(m.A.T * m.A) * m.A.T
    claim = norm_squared(m.y) - norm_squared(fitted) - norm_squared(m.y - fitted)
    claim += trace(identity("n") - hat) - number(n - indeterminate("m"))
    found = prove_shortly(claim, m.axioms)
    assert isinstance(found, Proved)
    return encode(found.certificate)


def with_lemmas() -> Any:
    """Return a proof by the four equations, each a lemma."""
    m = Matrices()
    left, right = TRUE["A⁺ = A, A an orthogonal projection"](m)
    found = by_uniqueness(left, right, m)
    assert isinstance(found, Proved)
    assert found.certificate.lemmas
    return encode(found.certificate)


CERTIFICATES: dict[str, Callable[[], Any]] = {
    "X(XᵀX)⁻¹ = (XXᵀ)⁺X": lambda: proved("X(XᵀX)⁻¹ = (XXᵀ)⁺X"),
    "Woodbury": lambda: proved("Woodbury, four inverses"),
    "Sherman–Morrison": lambda: proved("Sherman–Morrison"),
    "a multiple": lambda: proved("(tA)⁺ = A⁺/t, t ≠ 0"),
    "sides": lambda: with_sides("Ridge: (AᵀA + tI)⁻¹Aᵀ = Aᵀ(AAᵀ + tI)⁻¹"),
    "divisors": with_divisors,
    "traces": of_traces,
    "lemmas": with_lemmas,
}


def leaves(data: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the place of everything in a certificate that is no list and no map."""
    if isinstance(data, dict | list):
        for key in data if isinstance(data, dict) else range(len(data)):
            yield from leaves(data[key], (*path, key))
    else:
        yield path


def at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data


def changed(data: Any, path: Path, leaf: Any) -> Any:
    other = copy.deepcopy(data)
    at(other, path[:-1])[path[-1]] = leaf
    return other


def others(data: Any, path: Path) -> list[Any]:
    """Return what could stand in a leaf's place: another name or number."""
    leaf = at(data, path)
    if isinstance(leaf, int):
        return [leaf + 1, leaf - 1, str(leaf)]
    sizes = {size for rows, columns, _ in data["letters"].values() for size in (rows, columns)}
    numbers = ["2", "-1", "0", "1/2", "7"]
    return [x for x in [*data["letters"], *sorted(sizes), *numbers, "", None] if x != leaf]


@pytest.mark.parametrize("name", CERTIFICATES)
def test_a_certificate_is_passed_and_each_changed_leaf_is_caught(name: str) -> None:
    data = CERTIFICATES[name]()
    assert fault(data) == ""
    seen = 0
    for path in leaves(data):
        if not WORDS & {*path}:
            for other in others(data, path):
                seen += 1
                new = changed(data, path, other)
                assert fault(new) != "" or same_trace(data, new, path), (path, other)
    assert seen > 300


def same_trace(data: Any, other: Any, path: Path) -> bool:
    """Say whether a word became its own transpose, read around a circle, where that is as good.

    Under a trace it is, also in an axiom: that it is an axiom of the family is checked elsewhere.
    """
    word, new = at(data, path[:-1]), at(other, path[:-1])
    if "traces" not in data["claim"] or not {*word} <= {*data["letters"]}:
        return False
    transposed = [data["letters"][name][2] for name in reversed(word)]
    return any(new == transposed[i:] + transposed[:i] for i in range(len(word)))


@pytest.mark.parametrize("name", CERTIFICATES)
def test_what_is_left_out_put_in_twice_or_exchanged_is_caught(name: str) -> None:
    data = CERTIFICATES[name]()
    for key in {*data} - WORDS - {"sides"}:
        assert fault({k: v for k, v in data.items() if k != key}) != ""
    for place in range(len(data["cofactors"])):
        for other in (slice(place, place + 1), slice(0)):
            less = copy.deepcopy(data)
            less["cofactors"][other] = [] if other.stop else [less["cofactors"][place]]
            assert fault(less) != ""
    for place, axiom in enumerate(data["axioms"]):
        for term in range(len(axiom["terms"])):
            less = copy.deepcopy(data)
            del less["axioms"][place]["terms"][term]
            assert fault(less) != ""
    if len(data["axioms"]) > 1:
        turned = {**data, "axioms": data["axioms"][::-1]}
        assert fault(turned) != ""


def test_sides_whose_difference_is_another_polynomial_are_caught() -> None:
    data = with_sides("(AB)⁻¹ = B⁻¹A⁻¹")
    assert fault(data) == ""
    assert fault(data | {"sides": data["sides"][::-1]}) == (
        "the claim is not the difference of its sides"
    )
    assert fault(data | {"sides": data["sides"][:1]}).startswith("the certificate is malformed")


@pytest.mark.parametrize("bad", [None, [], {}, "x", 3, {"letters": 0}, {"claim": {"traces": []}}])
def test_what_is_no_certificate_is_said_to_be_malformed(bad: Any) -> None:
    assert fault(bad).startswith("the certificate is malformed")


def one(word: list[str], coefficient: str = "1") -> list[Any]:
    return [[[[coefficient, []]], []], word]


def square_and_wide() -> Any:
    """Return a false proof of BA = I from AB = I, A n×m, that forgets the sizes."""
    ab = {"rows": "n", "columns": "n", "label": "AB = I", "origin": ""}
    return {
        "letters": {
            "A": ["n", "m", "Aᵀ"],
            "Aᵀ": ["m", "n", "A"],
            "B": ["m", "n", "Bᵀ"],
            "Bᵀ": ["n", "m", "B"],
        },
        "nonzero": [],
        "lemmas": [],
        "axioms": [{**ab, "terms": [one(["A", "B"]), one([], "-1")]}],
        "claim": {"rows": "n", "columns": "n", "terms": [one(["A", "B"]), one([], "-1")]},
        "cofactors": [[[[["1", []]], []], [], 0, []]],
    }


def test_sizes_have_to_meet_everywhere() -> None:
    good = square_and_wide()
    assert fault(good) == ""
    other = copy.deepcopy(good)
    other["claim"] = {**good["claim"], "rows": "m", "columns": "m"}
    assert "sizes do not meet at A" in fault(other) or "not m×m" in fault(other)
    other = copy.deepcopy(good)
    other["cofactors"][0][1] = ["A"]
    assert fault(other) == "A in a left factor ends at m and not at n"
    other = copy.deepcopy(good)
    other["axioms"][0]["columns"] = "m"
    assert fault(other) == "A B in AB = I ends at n and not at m"
    other = copy.deepcopy(good)
    other["letters"]["Aᵀ"] = ["n", "m", "A"]
    assert "is no transpose of" in fault(other)


def test_a_divisor_that_is_zero_proves_nothing() -> None:
    data = square_and_wide()
    data["nonzero"] = [[["1", [["n", 1]]], ["-1", [["n", 1]]]]]
    for terms in (data["axioms"][0]["terms"], data["claim"]["terms"], data["cofactors"]):
        for term in terms:
            term[0][1] = [0]
    assert fault(data) == "it divides by 0"
    data["nonzero"] = [[["1", [["n", 1]]]]]
    assert fault(data) == ""
    data["cofactors"][0][0][1] = [1]
    assert "do not sum to the claim" in fault(data)
    data["cofactors"][0][0][1] = [10**9]
    assert fault(data) == "1000000000 is no exponent"


def test_a_divisor_is_named_where_a_proof_divides() -> None:
    data = with_divisors()
    assert [sorted(name for _, [[name, _]] in d[:1]) for d in data["nonzero"]] in (
        [["n"], ["t"]],
        [["t"], ["n"]],
    )
    assert len(data["nonzero"]) == 2


def test_a_lemma_rests_on_those_before_it_only() -> None:
    data = with_lemmas()
    count = len(data["axioms"])
    lemma = data["lemmas"][0]
    itself = {**lemma, "cofactors": [[lemma["cofactors"][0][0], [], count, []]]}
    assert fault({**data, "lemmas": [itself, *data["lemmas"][1:]]}) != ""
    assert fault({**data, "lemmas": data["lemmas"][::-1]}) != ""
    assert fault({**data, "lemmas": data["lemmas"][1:]}) != ""
    less = {**lemma, "cofactors": lemma["cofactors"][1:]}
    said = fault({**data, "lemmas": [less, *data["lemmas"][1:]]})
    assert said.startswith(f"the cofactors do not sum to {lemma['label']} at ")


def test_the_trace_of_an_identity_is_its_size() -> None:
    m = Matrices()
    m.require([vanishing(m.K - identity("n"))])
    found = prove_shortly(trace(m.K) - number(n), m.axioms)
    assert isinstance(found, Proved)
    data = encode(found.certificate)
    assert fault(data) == ""
    data["claim"]["traces"] = [term for term in data["claim"]["traces"] if term[1]]
    assert "do not sum to the claim at I" in fault(data)


def test_the_checker_shares_no_code_with_what_it_checks() -> None:
    every = modules()
    found = [found.name for found in imports(every["referee.evidence.proof_check"], every)]
    assert found
    assert {name.split(".")[0] for name in found} <= sys.stdlib_module_names
