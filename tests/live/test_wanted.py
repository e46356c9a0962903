"""What comes over the wire is a question, or is refused in one line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from referee.deciding.claim import load
from referee.live.wanted import Unwelcome, Wanted, wanted

CLAIMS = load()
ASKED = {"page": "p-1", "pane": "a", "claim": "1.2-E5-gradient", "text": "X"}


def asked(**more: Any) -> bytes:
    return json.dumps(ASKED | more).encode()


def test_a_question() -> None:
    found = wanted(asked(notation="python", number=7), CLAIMS)
    assert found == Wanted("p-1", "a", "X", "1.2-E5-gradient", notation="python", number=7)


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"", 400, "a JSON object"),
        (b"\xff\xfe", 400, "a JSON object"),
        (b"[" * 50_000, 400, "a JSON object"),
        (b"[1]", 400, "a JSON object"),
        (asked(text=1), 400, "'text'"),
        (asked(text=None), 400, "'text'"),
        (asked(seed="1"), 400, "'seed'"),
        (asked(number=-1), 400, "number says"),
        (asked(number=True), 400, "number says"),
        (asked(number=1.5), 400, "number says"),
        (asked(number="1"), 400, "number says"),
        (asked(page=""), 400, "page and pane"),
        (asked(page="../x"), 400, "page and pane"),
        (asked(pane="c"), 400, "page and pane"),
        (asked(claim="9.9-none"), 404, "no question '9.9-none'"),
        (asked(claim="<script>" * 100), 404, "no question"),
        (asked(notation="cobol"), 400, "a notation is one of python"),
    ],
)
def test_what_is_no_question_is_refused(body: bytes, status: int, says: str) -> None:
    with pytest.raises(Unwelcome) as refused:
        wanted(body, CLAIMS)
    assert refused.value.status == status
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200
