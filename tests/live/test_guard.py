"""Nobody but this machine's own pages is answered."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from referee.live.guard import Guard

HOST, ORIGIN = "127.0.0.1:8137", "http://127.0.0.1:8137"
GOOD = {"host": HOST, "origin": ORIGIN, "x-referee-token": "right"}


async def nobody(_: Scope, _receive: Receive, _send: Send) -> None:
    """Answer nothing: these tests ask who would be let through."""


GUARD = Guard(nobody, 8137, "right")


def refused(
    headers: dict[str, str] | list[tuple[str, str]], path: str = "/ask", query: str = ""
) -> int | None:
    pairs = headers.items() if isinstance(headers, dict) else headers
    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST" if path == "/ask" else "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), text.encode()) for name, text in pairs],
    }
    found = GUARD.refusal(scope)
    return None if found is None else found[0]


def test_its_own_page_is_let_through() -> None:
    assert refused(GOOD) is None
    assert refused(GOOD | {"sec-fetch-site": "same-origin"}) is None
    own = {"host": "localhost:8137", "origin": "http://localhost:8137", "x-referee-token": "right"}
    assert refused(own) is None
    assert refused({"host": HOST, "sec-fetch-site": "none"}, "/", "token=right") is None
    assert refused({"host": HOST, "x-referee-token": "right"}, "/about") is None
    assert refused({"host": HOST}, "/favicon.ico") is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (GOOD | {"host": "referee.example:8137"}, 421),  # a name that leads here
        (GOOD | {"host": "127.0.0.1"}, 421),
        (GOOD | {"host": "127.0.0.1:8137.evil.example"}, 421),
        (GOOD | {"host": ""}, 421),
        ({k: v for k, v in GOOD.items() if k != "host"}, 421),
        ([*GOOD.items(), ("host", "evil.example")], 421),
        (GOOD | {"origin": "null"}, 403),  # a sandboxed frame, a file
        (GOOD | {"origin": "http://evil.example"}, 403),
        (GOOD | {"origin": "https://127.0.0.1:8137"}, 403),
        (GOOD | {"origin": "http://127.0.0.1:9999"}, 403),  # another server of this machine
        ([*GOOD.items(), ("origin", "http://evil.example")], 403),
        ({k: v for k, v in GOOD.items() if k != "origin"}, 403),
        (GOOD | {"sec-fetch-site": "cross-site"}, 403),
        (GOOD | {"sec-fetch-site": "same-site"}, 403),
        (GOOD | {"x-referee-token": "wrong"}, 403),
        (GOOD | {"x-referee-token": ""}, 403),
        (GOOD | {"x-referee-token": "rïght"}, 403),
        ({k: v for k, v in GOOD.items() if k != "x-referee-token"}, 403),
    ],
)
def test_others_are_not(headers: dict[str, str], status: int) -> None:
    assert refused(headers) == status


@pytest.mark.parametrize("query", ["", "token=", "token=wrong", "token=wrong&token=right"])
def test_the_page_is_opened_with_the_token_alone(query: str) -> None:
    assert refused({"host": HOST}, "/", query) == 403


def test_a_token_in_an_address_opens_the_page_and_asks_nothing() -> None:
    form = {"host": HOST, "origin": ORIGIN}
    assert refused(form, "/ask", "token=right") == 403
    assert refused(form, "/about", "token=right") == 403
