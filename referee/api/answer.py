"""Answers: a verdict on a statement with its evidence, for Python and for notebooks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from referee.evidence.answer_schema import Asked, Instance, Value
from referee.reports.answers.latex import formulas, latex
from referee.reports.answers.latex import text as escaped
from referee.reports.answers.page import fragment, page
from referee.reports.answers.python import code
from referee.reports.answers.text import text

HOLDS = frozenset({"proved", "held"})


@dataclass(frozen=True)
class Side:
    """One of the two sides at a counterexample: what it is, and its value (rows, columns).

    ``exact`` is an array of :class:`~fractions.Fraction`, None where the value is no array of
    rational numbers; ``floats`` are the nearest ones, ``nan`` for what is not real or too large.
    """

    text: str
    exact: np.ndarray | None
    floats: np.ndarray

    def __str__(self) -> str:
        return self.text


class Counterexample(Mapping[str, np.ndarray]):
    """An instance at which a statement is false: its arrays by name, in exact fractions.

    ``found["A"]`` is a (rows, columns) array of :class:`~fractions.Fraction`; vectors are columns,
    numbers are 1×1. ``floats`` has the same as float64, ``sizes`` the dimensions by name, and
    ``sides`` what was compared, ``functions`` the formulas of functions, of x. An array that is
    not rational is in ``floats`` alone. Names are in letters, digits and _, as x_1 and lam;
    ``found["x₁"]`` and ``found["λ"]`` are the same.
    """

    def __init__(self, found: Instance) -> None:
        values = found["values"]
        self._exact = {v["name"]: exact for v in values if (exact := _exact(v)) is not None}
        self._names = {v["shown"]: v["name"] for v in values}
        self.sizes: Mapping[str, int] = dict(found["shape"])
        functions = [v for v in values if v["shown"].endswith("(x)")]
        self.functions: Mapping[str, str] = {v["name"]: v["entries"][0][0] for v in functions}
        self.floats: Mapping[str, np.ndarray] = {
            v["name"]: _floats(v) for v in values if v["name"] not in self.functions
        }
        self.sides = tuple(Side(v["name"], _exact(v), _floats(v)) for v in found["sides"])
        self.relation = found["relation"]

    def __getitem__(self, name: str) -> np.ndarray:
        name = self._names.get(name, name)
        if name in self.functions:
            raise KeyError(f"{name} is a function: functions[{name!r}] is its formula")
        if name not in self._exact and name in self.floats:
            raise KeyError(f"{name} is not rational: floats[{name!r}] is what it is near to")
        return self._exact[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._exact)

    def __len__(self) -> int:
        return len(self._exact)


def _exact(value: Value) -> np.ndarray | None:
    rows = value["fractions"]
    if rows is None:
        return None
    found = np.empty((len(rows), len(rows[0]) if rows else 0), dtype=object)
    for (i, j), _ in np.ndenumerate(found):
        found[i, j] = Fraction(rows[i][j])
    return found


def _floats(value: Value) -> np.ndarray:
    rows = [[np.nan if x is None else x for x in row] for row in value["floats"]]
    return np.array(rows, dtype=np.float64)


@dataclass(frozen=True, repr=False)
class Answer:
    """What the referee says of one statement.

    ``verdict`` is "proved", "held", "refuted", "ambiguous", "inconclusive", "vacuous" or
    "not read". An answer is no bool: what is held is not proved, and what is inconclusive is
    neither true nor false. ``data`` is all of it as plain data, the same as ``referee ask --json``
    writes (:class:`referee.evidence.answer_schema.Asked`).
    """

    data: Asked

    @property
    def statement(self) -> str:
        """The statement as it was written."""
        return self.data["statement"]

    @property
    def verdict(self) -> str:
        """The verdict, one word (two where it was not read)."""
        return self.data["verdict"]

    @property
    def reason(self) -> str:
        """Why the verdict is what it is, in one line."""
        return self.data["reason"]

    @property
    def holds(self) -> bool:
        """Whether it was proved, or held at every instance that was decided."""
        return self.verdict in HOLDS

    @property
    def declared(self) -> tuple[str, ...]:
        """What the statement declares, a line each."""
        return tuple(self.data["declared"])

    @property
    def inferred(self) -> tuple[str, ...]:
        """What the statement leaves out, and was taken for granted."""
        return tuple(self.data["inferred"])

    @property
    def assumed(self) -> tuple[str, ...]:
        """What has to exist for the statement to mean anything."""
        return tuple(self.data["assumed"])

    @property
    def counterexample(self) -> Counterexample | None:
        """An instance at which it is false, None unless it is refuted."""
        found = self.data["counterexample"]
        return None if found is None else Counterexample(found)

    @property
    def needed(self) -> Mapping[str, Counterexample | None]:
        """Hypotheses without which it is false, each with an instance where that is known."""
        found = ((each["hypothesis"], each["counterexample"]) for each in self.data["needed"])
        return {says: Counterexample(at) if at else None for says, at in found}

    @property
    def evidence(self) -> Mapping[str, Any]:
        """What the verdict rests on, as in a record (docs/ask.md); empty for nothing."""
        record = self.data["record"]
        return {} if record is None else dict(record["evidence"])

    def to_json(self) -> str:
        """Return all of it as JSON, as ``referee ask --json`` writes it."""
        return json.dumps(self.data, indent=2)

    def to_html(self) -> str:
        """Return a page of its own, with the derivation where it is proved."""
        return page(self.data)

    def to_latex(self) -> str:
        """Return LaTeX for amsmath: the counterexample, or the derivation."""
        return latex(self.data)

    def to_python(self) -> str:
        """Return Python to paste: the counterexample, or a test that the statement holds."""
        return code(self.data)

    def __bool__(self) -> bool:
        raise TypeError("an answer is no bool; read its verdict, or whether it holds")

    def __str__(self) -> str:
        return text(self.data).rstrip("\n")

    def __repr__(self) -> str:
        return f"<{self.statement}\n{self}>"

    def _repr_html_(self) -> str:
        return fragment(self.data)

    def _repr_latex_(self) -> str:
        rows = r" \\ ".join([rf"\text{{{escaped(self.verdict)}}}", *formulas(self.data)])
        return rf"$\displaystyle \begin{{gathered}} {rows} \end{{gathered}}$"
