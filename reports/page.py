"""The page of a run: one HTML file that needs nothing else, rebuilt from its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from referee.evidence.schema import Record, Run
from referee.reports import marks, power, rendering, verdicts
from referee.reports.header import derive
from referee.reports.outline import Outline, outline
from referee.reports.overview import overview

MALFORMED = rendering.MALFORMED


def render(records: Sequence[Record], run: Run | None = None) -> str:
    """Return the page of a run as HTML.

    ``records`` are shown in their order; where there is no header, ``run``, what it says is
    derived from them. Raises one of MALFORMED on what are no records.
    """
    header = derive(run, records)
    grouped = outline(records, header)
    main = [record for record in records if record["sheet"] == header.main]
    return rendering.page(
        "page.html.j2",
        header=header,
        outline=grouped,
        overview=overview(grouped),
        power=power.figures(records),
        records=records,
        earned=marks.earned(main),
        main=main,
        columns=list(verdicts.count(records)),
        repeated=_repeated(grouped),
    )


def _repeated(grouped: Outline) -> set[str | None]:
    """Return the headings that several claims share."""
    claims = [claim for part in grouped.parts for claim in part.claims]
    counts = Counter(claim.about["blank"] for claim in claims)
    return {blank for blank, number in counts.items() if blank and number > 1}
