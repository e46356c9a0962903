"""The scopes of the corpus of readings: claims by their ids, and families made up here.

A claim's id stands for its own names, sizes and the type that it wants. The others have names with
nothing behind them; what is wanted is said by each entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from string import ascii_letters
from typing import Any

import numpy as np

from referee.deciding.claim import load
from referee.language.reading import Scope, scope_of
from referee.strategies.families import Family, Field, Instance

# Names and their sizes; "samples" says what x_i is of X.
SCOPES: Mapping[str, str] = {
    "square": "A:n,n B:n,n C:n,n x:n,1 y:n,1 z:n,1 a:1,1 b:1,1 c:1,1 t:1,1 n:1,1",
    "rectangles": "P:m,n Q:n,p R:m,p u:m,1 v:n,1 a:1,1 b:1,1 m:1,1 n:1,1 p:1,1",
    "rows": "X:n,d y:n,1 w:d,1 K:n,n lambda_0:1,1 alpha:1,1 eta:1,1 n:1,1 d:1,1",
    "samples": "X:d,n y:n,1 w:d,1 v:d,1 W:d,d lambda_0:1,1 alpha:1,1 t:1,1 n:1,1 d:1,1",
    "numbers": "a:1,1 b:1,1 c:1,1 f:1,1 j:1,1 k:1,1 m:1,1 n:1,1 p:1,1 q:1,1 r:1,1 t:1,1 x:1,1"
    " y:1,1 z:1,1 alpha:1,1 beta:1,1 lambda_min:1,1 lambda_0:1,1 theta:1,1 delta:1,1",
    "alphabet": " ".join(f"{letter}:1,1" for letter in ascii_letters),
    "horizon": "T:1,1 A:n,n B:n,n x:n,1 y:n,1 a:1,1 b:1,1 n:1,1",
    "letters": "e:n,1 I:n,1 A:n,n pi:1,1 i:1,1 n:1,1",
    "words": "grad:1,1 ab:1,1 a:1,1 b:1,1 rank_1:1,1 Xy:n,1 X:n,n y:n,1 n:1,1",
    "starred": "w:d,1 w_star:d,1 w_infty:d,1 w_hat:d,1 w_dot:d,1 A:d,d d:1,1",
    "products": "u:n,1 v:n,1 u_prime:n,1 a:1,1 b:1,1 n:1,1",
}
SAMPLES: Mapping[str, str] = {"rows": "rows", "samples": "columns"}
_SIZES: Mapping[str, str] = {"rectangles": "m n p", "rows": "n d", "samples": "d n", "starred": "d"}
_MARKS: Mapping[str, str] = {
    "star": "{}^*",
    "hat": r"\hat {}",
    "dot": r"\dot {}",
    "prime": "{}'",
    "infty": r"{}_\infty",
}
_GREEK = ("lambda", "alpha", "beta", "theta", "delta", "eta")


def scope_named(name: str, wants: str | None) -> Scope:
    """Return a scope of the corpus; raises KeyError for a name that is neither."""
    if name not in SCOPES:
        return scope_of(load()[name])
    family = _family(name)
    return Scope(family, tuple(family.by_name), wants, samples=SAMPLES.get(name, ""))


@cache
def _family(name: str) -> Family:
    sizes = _SIZES.get(name, "n").split()
    shapes = tuple(dict.fromkeys(sizes, k) for k in (1, 2, 3))
    generic = dict(zip(sizes, (2, 3, 4), strict=False))
    return Family(name, (*shapes, generic), tuple(_field(each) for each in SCOPES[name].split()))


def _field(described: str) -> Field:
    name, sizes = described.split(":")
    rows, columns = sizes.split(",")
    return Field(name, rows, columns, _latex(name), name, _absent)


def _latex(name: str) -> str:
    letter, _, index = name.partition("_")
    start = f"\\{letter}" if letter in _GREEK else letter
    if index in _MARKS:
        return _MARKS[index].format(start)
    return f"{start}_{{{index}}}" if index else start


def _absent(_: Instance, __: np.ndarray) -> Any:
    raise AssertionError("only the types of these fields are asked for")
