"""What other programs document of their formats, written down as constraints.

Gradescope: the autograder specification of its documentation. CTRF: its JSON Schema, which
allows no other property anywhere. JUnit: the schema that Jenkins checks test reports with.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

import jsonschema

TEXT, NUMBER, COUNT = {"type": "string"}, {"type": "number"}, {"type": "integer", "minimum": 0}
VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    """Return the schema of an object that has no other properties."""
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


GRADESCOPE = {
    **closed(
        [],
        score=NUMBER,
        execution_time=NUMBER,
        output=TEXT,
        output_format=FORMAT,
        test_output_format=FORMAT,
        test_name_format=FORMAT,
        visibility=VISIBILITY,
        stdout_visibility=VISIBILITY,
        extra_data={"type": "object"},
        tests={
            "type": "array",
            "items": closed(
                [],
                score=NUMBER,
                max_score=NUMBER,
                status={"enum": ["passed", "failed"]},
                name=TEXT,
                name_format=FORMAT,
                number=TEXT,
                output=TEXT,
                output_format=FORMAT,
                tags={"type": "array", "items": TEXT},
                visibility=VISIBILITY,
                extra_data={"type": "object"},
            ),
        },
        leaderboard={
            "type": "array",
            "items": closed(
                ["name", "value"],
                name=TEXT,
                value={"type": ["number", "string"]},
                order={"enum": ["asc", "desc"]},
            ),
        },
    ),
    # A score at the top, or one for each test.
    "anyOf": [
        {"required": ["score"]},
        {
            "required": ["tests"],
            "properties": {"tests": {"minItems": 1, "items": {"required": ["score"]}}},
        },
    ],
}
CTRF = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    **closed(
        ["results", "reportFormat", "specVersion"],
        reportFormat={"const": "CTRF"},
        specVersion={"type": "string", "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"},
        reportId=TEXT,
        timestamp=TEXT,
        generatedBy=TEXT,
        extra={"type": "object"},
        results=closed(
            ["tool", "summary", "tests"],
            tool=closed(["name"], name={"type": "string", "minLength": 1}, version=TEXT),
            summary=closed(
                ["tests", "passed", "failed", "skipped", "pending", "other", "start", "stop"],
                **dict.fromkeys(
                    ("tests", "passed", "failed", "skipped", "pending", "other", "flaky", "suites"),
                    COUNT,
                ),
                **dict.fromkeys(("start", "stop", "duration"), COUNT),
                extra={"type": "object"},
            ),
            tests={
                "type": "array",
                "items": closed(
                    ["name", "status", "duration"],
                    name={"type": "string", "minLength": 1},
                    status={"enum": ["passed", "failed", "skipped", "pending", "other"]},
                    duration=COUNT,
                    suite={"type": "array", "minItems": 1, "items": TEXT},
                    message=TEXT,
                    trace=TEXT,
                    rawStatus=TEXT,
                    tags={"type": "array", "items": TEXT},
                    extra={"type": "object"},
                ),
            },
            environment={"type": "object"},
            extra={"type": "object"},
        ),
    ),
}
_TIME = re.compile(r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?")
# element: (attributes it must have, attributes it may have, children)
JUNIT: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    "testcase": (
        {"name"},
        {"time", "classname", "group"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    "failure": (set(), {"type", "message"}, set()),
    "error": (set(), {"type", "message"}, set()),
    "skipped": (set(), {"type", "message"}, set()),
    "system-out": (set(), set(), set()),
}


def check_gradescope(found: Any) -> None:
    """Raise ValidationError for what is not as Gradescope documents it."""
    jsonschema.Draft202012Validator(GRADESCOPE).validate(found)


def check_ctrf(found: Any) -> None:
    """Raise ValidationError for what is not as CTRF documents it."""
    jsonschema.Draft7Validator(CTRF).validate(found)


def check_junit(element: Element) -> None:
    """Raise AssertionError for an element that the schema of JUnit reports does not allow."""
    must, may, children = JUNIT[element.tag]
    assert must <= set(element.attrib) <= must | may, element.attrib
    assert _TIME.fullmatch(element.get("time", "0"))
    for child in element:
        assert child.tag in children, (element.tag, child.tag)
        check_junit(child)
