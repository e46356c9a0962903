"""The outline of a page: records grouped by part, claim and sheet, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from referee.evidence.schema import Record
from referee.reports.anchors import Anchors
from referee.reports.header import Header
from referee.reports.verdicts import REJECTED, needs_attention, urgency


@dataclass(frozen=True)
class Row:
    """An answer and the ids that links to its claim and to itself point to."""

    record: Record
    claim_anchor: str
    anchor: str


@dataclass(frozen=True)
class SheetRows:
    """The answers of one sheet, to a claim or altogether."""

    name: str
    title: str
    rows: Sequence[Row]

    @property
    def records(self) -> list[Record]:
        """The records of the answers."""
        return [row.record for row in self.rows]

    @property
    def is_wrong(self) -> bool:
        """Whether most of the answers are expected to be rejected."""
        return 2 * sum(r["expected"] in REJECTED for r in self.records) >= len(self.rows)

    @property
    def alarming(self) -> bool:
        """Whether an answer among them needs attention."""
        return any(needs_attention(record) for record in self.records)


@dataclass(frozen=True)
class ClaimRows:
    """All answers to one claim: those of the main sheet, then sheet by sheet."""

    id: str
    anchor: str
    main: Sequence[Row]
    others: Sequence[SheetRows]

    @property
    def right(self) -> list[SheetRows]:
        """The other sheets whose answers are to hold."""
        return [group for group in self.others if not group.is_wrong]

    @property
    def wrong(self) -> list[SheetRows]:
        """The other sheets whose answers are to be rejected."""
        return [group for group in self.others if group.is_wrong]

    @property
    def repairs(self) -> list[Record]:
        """Answers of other sheets that are to hold: one of them repairs a rejected one."""
        return [record for group in self.right for record in group.records]

    @property
    def about(self) -> Record:
        """A record to read what all of them share from: statement, part, equation."""
        return (self.main or self.others[0].rows)[0].record


@dataclass(frozen=True)
class Part:
    """The claims of one part of the homework."""

    name: str
    title: str
    claims: Sequence[ClaimRows]

    @property
    def main(self) -> list[Row]:
        """The answers of the main sheet."""
        return [row for claim in self.claims for row in claim.main]


@dataclass(frozen=True)
class Outline:
    """Everything a page shows, in its order."""

    parts: Sequence[Part]
    others: Sequence[SheetRows]
    attention: Sequence[Row]


def outline(records: Sequence[Record], header: Header) -> Outline:
    """Group records: parts as the header orders them, then claims as the records do."""
    rows = _rows(records)
    return Outline(
        parts=[
            _part(name, [row for row in rows if row.record["part"] == name], header)
            for name in part_names(records, header)
        ],
        others=[group for group in _by_sheet(rows, header) if group.name != header.main],
        attention=sorted(
            (row for row in rows if needs_attention(row.record)), key=lambda r: urgency(r.record)
        ),
    )


def _rows(records: Sequence[Record]) -> list[Row]:
    anchors = Anchors()
    claims = dict.fromkeys((record["part"], record["claim"]) for record in records)
    # Claims take their ids before answers do: they are the links that are passed around.
    ids = {key: anchors.claim(key[1]) for key in claims}
    return [
        Row(r, claim, anchors.answer(claim, r["sheet"], r["label"]))
        for r in records
        for claim in [ids[r["part"], r["claim"]]]
    ]


def part_names(records: Iterable[Record], header: Header) -> list[str]:
    """Return the parts that occur: the header's order, unknown ones, the nameless last."""
    found = dict.fromkeys(str(record["part"]) for record in records)
    order = [*header.parts, *found]
    return sorted(found, key=lambda name: (not name, order.index(name)))


def _part(name: str, rows: Sequence[Row], header: Header) -> Part:
    claims: dict[str, list[Row]] = {}
    for row in rows:
        claims.setdefault(row.claim_anchor, []).append(row)
    return Part(
        name=name,
        title=header.parts.get(name, "") if name else "Claims that are not known",
        claims=[_claim(found, header) for found in claims.values()],
    )


def _claim(rows: Sequence[Row], header: Header) -> ClaimRows:
    groups = _by_sheet(rows, header)
    return ClaimRows(
        id=rows[0].record["claim"],
        anchor=rows[0].claim_anchor,
        main=[row for group in groups if group.name == header.main for row in group.rows],
        others=[group for group in groups if group.name != header.main],
    )


def _by_sheet(rows: Sequence[Row], header: Header) -> list[SheetRows]:
    return [
        SheetRows(name, title, found)
        for name, title in header.sheets.items()
        if (found := [row for row in rows if row.record["sheet"] == name])
    ]
