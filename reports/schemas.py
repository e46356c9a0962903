"""``python -m referee.reports.schemas``: write the JSON Schemas of logs, answers and checks.

They are for whoever reads them with other programs, and follow from the definitions in
:mod:`referee.evidence.schema`, :mod:`referee.evidence.answer_schema` and
:mod:`referee.evidence.check_schema`. Like these they let
fields be added; this version's own reader refuses those that it does not know.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from referee.evidence import answer_schema, check_schema, schema
from referee.evidence.answer_schema import Asked
from referee.evidence.check_schema import Check
from referee.evidence.schema import IDENTITY_HAS, PICTURES, VERSION, Record, Run
from referee.reports.log import write_atomically

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES: Mapping[str, type] = {"record": Record, "run": Run, "answer": Asked, "check": Check}
VERSIONS: Mapping[str, int] = {"answer": answer_schema.VERSION, "check": check_schema.VERSION}
OF_RECORDS = ("record", "answer")  # those that hold a record's evidence


def path_of(name: str) -> Path:
    """Return where the schema of a record, a run, an answer or a check is."""
    return Path(str(files("referee.reports").joinpath(f"{name}.schema.json")))


def json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a record, a run, an answer or a check, as it is defined."""
    kinds = (FILES[name], *(PICTURES.values() if name in OF_RECORDS else ()))
    _, parts = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    found = {part: _in_order(part, each) for part, each in parts.items()}
    if name in OF_RECORDS:
        found["Identity"] |= _by_proof()
        found["Picture"]["allOf"] = [_by_kind(kind, each) for kind, each in PICTURES.items()]
    whole = found.pop(FILES[name].__name__)
    version = VERSIONS.get(name, VERSION)
    head = {"$schema": DIALECT, "$id": f"urn:claims-referee:{name}:{version}"}
    return head | whole | ({"$defs": found} if found else {})


def _in_order(part: str, found: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a part with its fields in the order of the definition."""
    fields = next(
        getattr(module, part).__annotations__
        for module in (schema, answer_schema, check_schema)
        if hasattr(module, part)
    )
    described = " ".join(found["description"].split())
    required = [name for name in fields if name in found["required"]]
    properties = {name: found["properties"][name] for name in fields}
    return found | {"description": described, "required": required, "properties": properties}


def _by_proof() -> dict[str, Any]:
    return {
        "if": {"properties": {"proved": {"const": True}}},
        "then": {"required": list(IDENTITY_HAS[True])},
        "else": {"required": list(IDENTITY_HAS[False])},
    }


def _by_kind(kind: str, data: type) -> dict[str, Any]:
    return {
        "if": {"properties": {"kind": {"const": kind}}},
        "then": {"properties": {"data": {"$ref": f"#/$defs/{data.__name__}"}}},
    }


def text(name: str) -> str:
    """Return the file of a schema."""
    return json.dumps(json_schema(name), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the files where they belong."""
    for name in FILES:
        write_atomically(path_of(name), text(name))
        sys.stdout.write(f"{path_of(name)}\n")


if __name__ == "__main__":
    main()
