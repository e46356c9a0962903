"""Witnesses: one instance of a claim with its two sides, ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from referee.evidence.schema import Record, Witness
from referee.reports import charts, wording
from referee.reports.charts import Chart
from referee.reports.mathematics import Matrix
from referee.reports.prose import plain


@dataclass(frozen=True)
class Array:
    """An array with its name, also as LaTeX, and its (rows, columns) entries as text."""

    name: str
    latex: str
    entries: Matrix


@dataclass(frozen=True)
class Shown:
    """An instance as a page shows it.

    ``sign`` stands between the sides; it is empty where the relation has none. ``sides`` are
    LaTeX for what they are, None for those of the statement. ``remark`` says the rest in
    words. An answer that is ill-typed has a shape and no more.
    """

    shape: str
    arrays: Sequence[Array]
    lhs: Matrix | None
    rhs: Matrix | None
    sign: str
    sides: Sequence[str] | None
    fails: bool
    remark: str
    slack: float | None
    chart: Chart | None = None

    @property
    def text(self) -> str:
        """The instance and the two sides as a line of text."""
        arrays = ", ".join(f"{plain(a.latex)} = {wording.matrix(a.entries)}" for a in self.arrays)
        if self.lhs is None or self.rhs is None:
            return "; ".join(part for part in (arrays, self.remark) if part)
        between = f" {self.sign} " if self.sign else " and "
        sides = f"{wording.matrix(self.lhs)}{between}{wording.matrix(self.rhs)}"
        return "; ".join(part for part in (arrays, sides, self.remark) if part)


def shown(witness: Witness, *, fails: bool, decided: bool = True) -> Shown:
    """Return a witness of a record as it is shown, its relation negated where it fails."""
    lhs, rhs, name = witness.get("lhs"), witness.get("rhs"), witness.get("relation") or ""
    scalar = lhs is not None and [len(row) for row in lhs] == [1]
    return Shown(
        shape=wording.shape(witness["shape"]),
        arrays=[
            Array(name, array["latex"] or name, array["entries"])
            for name, array in witness.get("values", {}).items()
        ],
        lhs=lhs,
        rhs=rhs,
        sign=wording.sign(name, fails=fails, scalar=scalar) if decided else "",
        sides=witness.get("sides"),
        fails=fails,
        remark=witness.get("note") or wording.property_of(name, fails=fails),
        slack=witness.get("slack"),
        chart=charts.picture(witness),
    )


def counterexample(record: Record) -> Shown | None:
    """Return the smallest counterexample of a record, None where there is none."""
    found = record["counterexample"]
    return shown(found["smallest"], fails=True) if found and found["smallest"] else None


def worst(record: Record) -> Shown | None:
    """Return the worst violation, None where it is the smallest counterexample too."""
    found = record["counterexample"]
    if not found or not found["worst"]:
        return None
    # The instance of smallest slack need not violate anything: part of a claim may have no slack.
    violated = (found["worst"].get("slack") or 0) < 0
    same = found["worst"].get("token") == found["token"]
    return shown(found["worst"], fails=True) if violated and not same else None


def tightest(record: Record) -> Shown | None:
    """Return the instance of smallest slack of a record without a counterexample.

    Where an answer fits at some shapes only, what is true there is beside the point.
    """
    found = record["tightest"] if record["verdict"] != "ill-typed" else None
    return shown(found, fails=False, decided=record["verdict"] == "held") if found else None
