"""Real functions that are known by a property: convex, L-smooth, Lipschitz, homogeneous, even.

They are sums of ridge functions (:mod:`referee.numerics.ridge_functions`) whose coefficients are
restricted so that every one has the property. A kind is spelled ``function convex smooth~L``:
words, and words with the name of a number or a number behind ~.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from referee.numerics import arrays, ridge_functions
from referee.numerics.arrays import Array
from referee.numerics.ridge_functions import NAMES, PROFILES, RIDGES
from referee.strategies.families import Field, Instance, dimension
from referee.strategies.integer_vectors import DENOMINATOR, Bounds
from referee.strategies.kinds.kind import Kind
from referee.strategies.kinds.vectors import unit_of
from referee.strategies.rationals import choice, column, free, natural, over
from referee.strategies.value_kinds import ALL

PREFIX = "function"
COLUMNS = str(ridge_functions.WIDTH)
# Simple functions are drawn often: of all parts, the quadratic one alone, one ridge alone.
PARTS = ((True, RIDGES), (True, 0), (False, 1))
LITTLE = 8  # the power of 1/(1 + k) by which a function is strictly convex or increasing
_EVERY = frozenset(NAMES)
_CONVEX = frozenset(("abs", "positive", "square", "huber", "positive square", "line", "fourth",
                     "size cubed"))  # fmt: skip
_RISING = frozenset(("positive", "positive square", "line", "cube", "clip", "signed fourth"))
_SLOPING = frozenset(name for name in NAMES if PROFILES[name].slope)
_CURVED = frozenset(name for name in NAMES if PROFILES[name].curvature)


@dataclass(frozen=True)
class Restriction:
    """What coefficients of a function may be.

    ``profiles`` are those of ridges; ``positive`` says that weights and q are at least 0, and
    ``turned`` that the whole then changes sign; ``rising`` that directions and b are at least 0.
    ``shifts``, ``linear``, ``constant`` and ``quadratic`` say whether there are sⱼ, b, c and q.
    ``strictly`` makes what is positive or rising so strictly.
    """

    profiles: frozenset[str] = _EVERY
    positive: bool = False
    turned: bool = False
    rising: bool = False
    shifts: bool = True
    linear: bool = True
    constant: bool = True
    quadratic: bool = True
    strictly: bool = False

    def __and__(self, other: Restriction) -> Restriction:
        return Restriction(
            self.profiles & other.profiles,
            self.positive or other.positive,
            self.turned or other.turned,
            self.rising or other.rising,
            self.shifts and other.shifts,
            self.linear and other.linear,
            self.constant and other.constant,
            self.quadratic and other.quadratic,
            self.strictly or other.strictly,
        )


_HOMOGENEOUS: Mapping[str, frozenset[str]] = {
    "1": frozenset(("abs", "positive", "line")),
    "2": frozenset(("square", "positive square")),
    "3": frozenset(("cube", "size cubed")),
    "4": frozenset(("fourth", "signed fourth")),
}
_convex = Restriction(_CONVEX, positive=True)
_rising = Restriction(_RISING, positive=True, rising=True, quadratic=False)
PROPERTIES: Mapping[str, Restriction] = {
    "continuous": Restriction(),
    "convex": _convex,
    "concave": replace(_convex, turned=True),
    "strictly_convex": replace(_convex, strictly=True),
    "strictly_concave": replace(_convex, turned=True, strictly=True),
    "differentiable": Restriction(_SLOPING),
    "twice": Restriction(_CURVED),
    "quadratic": Restriction(frozenset(("square",))),
    "affine": Restriction(frozenset(), quadratic=False),
    "linear": Restriction(frozenset(), quadratic=False, constant=False),
    "even": Restriction(
        frozenset(("abs", "square", "huber", "fourth", "size cubed")), shifts=False, linear=False
    ),
    "odd": Restriction(
        frozenset(("line", "cube", "clip", "signed fourth")),
        shifts=False,
        constant=False,
        quadratic=False,
    ),
    "increasing": _rising,
    "decreasing": replace(_rising, turned=True),
    "strictly_increasing": replace(_rising, strictly=True),
    "strictly_decreasing": replace(_rising, turned=True, strictly=True),
    **{
        f"homogeneous~{degree}": Restriction(
            profiles, shifts=False, linear=degree == "1", constant=False, quadratic=degree == "2"
        )
        for degree, profiles in _HOMOGENEOUS.items()
    },
}
# With a number: f is smooth with a constant, Lipschitz with one, strongly convex with one.
WITH_A_NUMBER: Mapping[str, Restriction] = {
    "smooth": Restriction(frozenset(("square", "huber", "positive square", "line"))),
    "Lipschitz": Restriction(
        frozenset(("abs", "positive", "huber", "line", "clip")), linear=False, quadratic=False
    ),
    "strongly": _convex,
}
SAYS: Mapping[str, str] = {
    "smooth": "{}-smooth", "Lipschitz": "{}-Lipschitz", "strongly": "{}-strongly convex",
    "homogeneous": "homogeneous of degree {}", "twice": "twice differentiable",
}  # fmt: skip
KINDS_OF_TERM: Mapping[str, str] = {
    "abs": "|aᵀx + s|", "positive": "max(0, aᵀx + s)", "square": "(aᵀx + s)²",
    "huber": "Huber's function of aᵀx + s", "positive square": "max(0, aᵀx + s)²",
    "line": "aᵀx + s", "cube": "(aᵀx + s)³", "fourth": "(aᵀx + s)⁴",
    "signed fourth": "(aᵀx + s)|aᵀx + s|³", "size cubed": "|aᵀx + s|³",
    "clip": "aᵀx + s cut at ±1",
}  # fmt: skip


_GREEK: Mapping[str, str] = {"mu": "μ", "lam": "λ", "beta": "β", "alpha": "α", "sigma": "σ",
                              "rho": "ρ", "eta": "η"}  # fmt: skip


def is_function(kind: str) -> bool:
    """Say whether a kind is that of a function."""
    return kind.split(" ", maxsplit=1)[0] == PREFIX


def words_of(kind: str) -> list[str]:
    """Return the properties of a kind of function."""
    return kind.split(" ")[1:]


def kind_of(properties: Iterable[str]) -> str:
    """Return the kind of the functions with some properties."""
    return " ".join([PREFIX, *dict.fromkeys(properties)])


def restriction(kind: str) -> Restriction:
    """Return what coefficients may be. Raises ValueError for a property without a construction."""
    found = [_restriction(word) for word in words_of(kind)]
    return reduce(Restriction.__and__, found, Restriction())


def _restriction(word: str) -> Restriction:
    name, _, number = word.partition("~")
    known = PROPERTIES.get(word) or (WITH_A_NUMBER.get(name) if number else None)
    if known is None:
        raise ValueError(f"there is no construction of functions that are {word[:60]!r}")
    return known


def constants(kind: str) -> Mapping[str, str]:
    """Return the numbers of properties that have one: smooth → L."""
    parts = (word.partition("~") for word in words_of(kind))
    return {name: number for name, _, number in parts if name in WITH_A_NUMBER}


def in_words(kind: str) -> str:
    """Return the properties in words: "convex and L-smooth"."""
    said = []
    for word in words_of(kind):
        name, _, number = word.partition("~")
        said.append(SAYS.get(name, name.replace("_", " ")).format(_GREEK.get(number, number)))
    return f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else "".join(said)


def family_in_words(kind: str) -> str:
    """Return over which functions a statement is decided: "sums of ½Σqᵢxᵢ², |aᵀx + s|"."""
    allowed = restriction(kind)
    terms = ["Σqᵢxᵢ²"] if allowed.quadratic else []
    terms += [KINDS_OF_TERM[name] for name in NAMES if name in allowed.profiles and name != "line"]
    terms += ["linear ones"] if allowed.linear or "line" in allowed.profiles else []
    text = ", ".join(terms) if len(terms) > 1 else terms[0].replace("ones", "functions")
    return text if allowed.shifts else text.replace(" + s", "")


def of_name(kind: str) -> Kind:
    """Return a kind of function as declarations name it; its members need a number each."""
    said = in_words(kind)
    restriction(kind)
    return Kind(
        kind,
        f"{said} function".strip(),
        lambda rows, _columns: bounds(kind, rows),
        # A kind is made in an arithmetic; here constants such as L are read from the instance.
        lambda p, ints, rows, _columns: build(kind, p, ints, rows),  # type: ignore[arg-type]
    )


def bounds(kind: str, n: int) -> Sequence[Bounds]:
    """Return the bounds of the integers of a function of n numbers."""
    allowed = restriction(kind)
    none: Bounds = (0, 0)
    linear = natural(n) if allowed.rising else free(n)
    signed = natural if allowed.positive else free
    found = [*(linear if allowed.linear else (none,) * n)]
    found += signed(n) if allowed.quadratic else (none,) * n
    found += free(1) if allowed.constant else (none,)
    for _ in range(RIDGES):
        if not allowed.profiles:
            found += (none,) * (3 + n)
            continue
        found += [*signed(1), *choice(len(allowed.profiles))]
        found += free(1) if allowed.shifts else (none,)
        found += natural(n) if allowed.rising else free(n)
    found += natural(1) if allowed.strictly else (none,)
    found += choice(len(PARTS)) if allowed.profiles else (none,)
    return (*found, DENOMINATOR)


def build(kind: str, p: Instance, ints: np.ndarray, n: int) -> Array:
    """Return the function that integers stand for, as an array of its coefficients."""
    allowed = restriction(kind)
    numbers = over(p, ints[..., :-1], ints[..., -1:])

    def vector(start: int) -> Array:
        return column(numbers[..., start : start + n])

    b, q, c = vector(0), vector(n), _entry(numbers, 2 * n)
    directions, shifts, weights, codes = [], [], [], []
    unit = "Lipschitz" in constants(kind)
    for ridge in range(RIDGES):
        start = 2 * n + 1 + ridge * (3 + n)
        weights.append(_entry(numbers, start))
        codes.append((ints[..., start + 1 : start + 2] + ridge) % max(1, len(allowed.profiles)))
        shifts.append(_entry(numbers, start + 2))
        direction = vector(start + 3)
        directions.append(unit_of(p, direction) if unit else direction + _axis(p, n))
    for part, (quadratic, others) in enumerate(PARTS):
        alone = p.number((ints[..., -2:-1] != part).astype(np.int64))[..., None]
        q = q if quadratic else q * alone
        weights = [w if i < others else w * alone for i, w in enumerate(weights)]
    if allowed.strictly:
        # However little it is: a function is strictly convex without being strongly so.
        little = 1 / p.number(1 + ints[..., -3:-2])[..., None] ** LITTLE
        b, q = (b + little, q) if allowed.rising else (b, q + little)
    q, weights = _scaled(kind, p, q, weights, directions)
    if allowed.turned:
        b, q, c, weights = -b, -q, -c, [-w for w in weights]
    order = [NAMES.index(name) for name in NAMES if name in allowed.profiles]
    each = [w * p.number(_chosen(code, order)) for w, code in zip(weights, codes, strict=True)]
    return ridge_functions.of([b, q, *directions], [c, *shifts, *each])


def _axis(p: Instance, n: int) -> Array:
    """Return the first coordinate vector."""
    return p.number(np.eye(n, 1, dtype=np.int64))


def _chosen(code: np.ndarray, order: Sequence[int]) -> np.ndarray:
    """Return 1 at the profile that a code (..., 1) stands for and 0 at others, (..., 1, k)."""
    found = np.zeros((*code.shape, len(NAMES)), dtype=np.int64)
    for place, profile in enumerate(order):
        found[..., profile] = code == place
    return found


def _entry(numbers: Array, place: int) -> Array:
    return numbers[..., place : place + 1][..., None]


def _scaled(
    kind: str, p: Instance, q: Array, weights: Sequence[Array], directions: Sequence[Array]
) -> tuple[Array, list[Array]]:
    """Return q and weights of a function with the constants of its kind.

    φ(aᵀx + s) is ‖a‖²-smooth where φ is 1-smooth, and ‖a‖-Lipschitz where φ is 1-Lipschitz, where
    directions have length 1; sums add their constants.
    """
    known = {name: _constant(p, number) for name, number in constants(kind).items()}
    strong = known.get("strongly")
    scales: list[list[Array]] = [[] for _ in directions]
    if "smooth" in known:
        room = known["smooth"] if strong is None else known["smooth"] - strong
        for each, a in zip(scales, directions, strict=True):
            size = a.mT @ a
            each.append(room / (size + arrays.is_zero(size)))
        q_scale = room
    if "Lipschitz" in known:
        for each in scales:
            each.append(known["Lipschitz"])
        q_scale = known["Lipschitz"]
    if any(scales):
        total = _largest(arrays.absolute(q))
        for weight in weights:
            total = total + arrays.absolute(weight)
        total = arrays.maximum(total, total * 0 + 1)
        weights = [w / total * _least(s) for w, s in zip(weights, scales, strict=True)]
        q = q / total * q_scale
    return (q if strong is None else q + strong), list(weights)


def _constant(p: Instance, number: str) -> Array:
    top, _, below = number.partition("/")
    if top.isdigit():
        whole = p.number(np.array([[int(top)]]))
        return whole / int(below) if below else whole
    found: Array = getattr(p, number)
    return found


def _largest(a: Array) -> Array:
    found = a[..., :1, :]
    for i in range(1, a.shape[-2]):
        found = arrays.maximum(found, a[..., i : i + 1, :])
    return found


def _least(of: Sequence[Array]) -> Array:
    return reduce(lambda a, b: -arrays.maximum(-a, -b), of)


def function_field(kind: str, name: str, rows: str, latex: str = "") -> Field:
    """Return a field of functions of (rows) numbers with the properties of a kind."""
    return Field(
        name,
        rows,
        COLUMNS,
        latex or name,
        f"a function, {in_words(kind)}".removesuffix(", "),
        lambda p, ints: build(kind, p, ints, dimension(rows, p.shape)),
        lambda shape: bounds(kind, dimension(rows, shape)),
        narrow={ALL: "coefficients of a function"},
    )


def wider(kind: str) -> Iterable[tuple[str, str]]:
    """Yield each property that can be left out, in words, with the kind without it.

    That there are derivatives cannot be: without it there is no statement.
    """
    words = words_of(kind)
    for word in words:
        if word not in {"differentiable", "twice", "continuous"}:
            rest = [each for each in words if each != word]
            kept = [*rest, "differentiable"] if word.startswith(("smooth", "linear")) else rest
            yield in_words(kind_of([word])), kind_of(kept)
