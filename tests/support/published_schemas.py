"""Validators of the JSON Schemas that are published."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator

from referee.reports import schemas


def validator(name: str) -> Draft202012Validator:
    schema = json.loads(schemas.path_of(name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)
