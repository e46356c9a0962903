"""A check as SARIF 2.1.0 (OASIS), which code hosts and editors show beside a document's lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from referee.evidence.check_schema import Check, Checked, Trouble
from referee.reports.checks.lines import message
from referee.reports.text import visible

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
# What is said of a formula as a rule: in words, and how much it matters.
RULES: Mapping[str, tuple[str, str]] = {
    "refuted": ("A formula is false at an instance that is exact.", "error"),
    "ill-typed": ("A formula cannot be true at the sizes that are declared.", "error"),
    "ambiguous": ("A formula can be read in ways whose verdicts differ.", "warning"),
    "vacuous": ("No instance meets the conditions of a formula.", "warning"),
    "inconclusive": ("Too little of a formula was decided.", "note"),
    "not read": ("A formula, or what it depends on, cannot be read.", "note"),
    "unreadable": ("A document, or a part of it, cannot be read.", "error"),
}


def written(found: Check) -> str:
    """Return a check as a log of one run."""
    driver = {
        "name": "referee",
        "version": found["version"],
        "rules": [_rule(name) for name in RULES],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [*map(_of_trouble, found["troubles"]), *_results(found)],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return f"{json.dumps(log, indent=1, ensure_ascii=False)}\n"


def _rule(name: str) -> dict[str, Any]:
    says, level = RULES[name]
    return {
        "id": name.replace(" ", "-"),
        "name": name.title().replace(" ", ""),
        "shortDescription": {"text": says},
        "defaultConfiguration": {"level": level},
    }


def _results(found: Check) -> Iterator[dict[str, Any]]:
    for each in found["formulas"]:
        if each["verdict"] in RULES:
            yield _result(each, str(each["verdict"]))


def _result(each: Checked, verdict: str) -> dict[str, Any]:
    told = _told(verdict, message(each), each["file"], each["line"], each["column"])
    # A baseline of ours is an external suppression: the result stays, and is not reported.
    suppressed = [{"kind": "external", "justification": "known by the baseline"}]
    return told | ({"suppressions": suppressed} if each["known"] else {})


def _of_trouble(trouble: Trouble) -> dict[str, Any]:
    line, column = max(trouble["line"], 1), max(trouble["column"], 1)
    return _told("unreadable", trouble["reason"], trouble["file"], line, column)


def _told(rule: str, said: str, file: str, line: int, column: int) -> dict[str, Any]:
    region = {"startLine": line, "startColumn": column}
    artifact = {"uri": _uri(file)}
    return {
        "ruleId": rule.replace(" ", "-"),
        "ruleIndex": [*RULES].index(rule),
        "level": RULES[rule][1],
        "message": {"text": visible(said)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
    }


def _uri(file: str) -> str:
    """Return a path as a URI, a relative one as a relative reference."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
