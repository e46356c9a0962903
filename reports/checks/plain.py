"""A check as JSON, as it is defined."""

from __future__ import annotations

import json

from referee.evidence.check_schema import Check


def written(found: Check) -> str:
    """Return a check as JSON."""
    return f"{json.dumps(found, indent=1, ensure_ascii=False)}\n"
