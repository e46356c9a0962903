"""A family of named arrays with nothing behind them, to write formulas over in tests."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
from flint import fmpq

from referee.language.evaluation import value_of
from referee.language.reading import parse
from referee.language.tree import Formula
from referee.numerics import arrays
from referee.strategies.families import Family, Field, Instance

SIZES = {
    "a": "1 1",
    "b": "1 1",
    "v": "d 1",
    "w": "d 1",
    "y": "n 1",
    "X": "d n",
    "Z": "d n",
    "Q": "d d",
    "H": "n n",
    "d": "1 1",
    "n": "1 1",
}


def _absent(_: Instance, __: np.ndarray) -> Any:
    raise AssertionError("only the types of these fields are asked for")


def _field(name: str) -> Field:
    rows, columns = SIZES[name].split()
    return Field(name, rows, columns, name, name, _absent)


SHAPES = tuple({"d": d, "n": n} for d in range(1, 5) for n in range(1, 5))
FAMILY = Family("named_arrays", SHAPES, tuple(_field(name) for name in SIZES))


def instance(d: int = 3, n: int = 2, **values: Any) -> Instance:
    """Return an instance with the arrays given, exact."""
    sizes = {"d": [[d]], "n": [[n]]}
    replaced = {name: arrays.exact(value) for name, value in {**sizes, **values}.items()}
    return Instance(FAMILY, {"d": d, "n": n}, np.array([], dtype=object), arrays.exact, replaced)


def random_instance(d: int, n: int, seed: int, *, most: int = 30) -> Instance:
    """Return an instance with random rational entries, none of them zero."""
    rng = random.Random(seed)
    shape = {"d": d, "n": n, "1": 1}
    values = {}
    for name, size in SIZES.items():
        if name not in shape:
            rows, columns = (shape[s] for s in size.split())
            numbers = [[_number(rng, most) for _ in range(columns)] for _ in range(rows)]
            values[name] = numbers
    return instance(d, n, **values)


def _number(rng: random.Random, most: int) -> fmpq:
    return fmpq(rng.choice([-1, 1]) * rng.randint(1, most), rng.randint(1, 4))


def read(text: str) -> Formula:
    return parse(text, SIZES)


def evaluate(text: str, p: Instance) -> Any:
    return value_of(read(text), p)
