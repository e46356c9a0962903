"""The page of a run: one HTML file that needs nothing else, rebuilt from its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from referee.reports import power, rendering, verdicts
from referee.reports.header import derive
from referee.reports.outline import outline
from referee.reports.overview import overview
from referee.reports.text import Record

MALFORMED = rendering.MALFORMED


def render(records: Sequence[Record], run: Mapping[str, Any] | None = None) -> str:
    """Return the page of a run as HTML.

    ``records`` are as in ``record.schema.json``, shown in their order; ``run`` is as in
    ``run.schema.json``, and what it lacks is derived from the records. Raises one of
    MALFORMED on what are no such records.
    """
    header = derive(run, records)
    grouped = outline(records, header)
    return rendering.page(
        "page.html.j2",
        header=header,
        outline=grouped,
        overview=overview(grouped),
        power=power.figures(records),
        records=records,
        main=[record for record in records if record["sheet"] == header.main],
        columns=list(verdicts.count(records)),
    )
