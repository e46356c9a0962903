"""The addresses of the live page: the page itself, what is told of a claim, and answers.

An answer is a stream of lines of JSON, as its pieces come.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from referee.live.corpus import Corpus
from referee.live.desk import Desk
from referee.live.guard import Guard
from referee.live.wanted import MOST_BYTES, Unwelcome, wanted
from referee.reports import live

JSON = "application/json"


class Streamed(Response):
    """Lines that are sent as they come; where nobody listens any more, no more are made."""

    media_type = "application/x-ndjson"

    def __init__(self, lines: AsyncGenerator[bytes, None]) -> None:
        super().__init__()
        del self.headers["content-length"]
        self._lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the lines, until they end or the connection does."""
        del scope
        sending = asyncio.ensure_future(self._sent(send))
        leaving = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sending.cancel()
            leaving.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)
            await self._lines.aclose()

    async def _sent(self, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        async with aclosing(self._lines) as lines:
            async for line in lines:
                await send({"type": "http.response.body", "body": line, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def app_of(corpus: Corpus, desk: Desk, *, port: int, token: str) -> Starlette:
    """Return the application, which answers what the guard lets through."""

    async def page(_: Request) -> Response:
        html, policy = live.page(
            corpus.title, corpus.parts, _offered(corpus), students=corpus.students
        )
        return HTMLResponse(html, headers={"Content-Security-Policy": policy})

    async def about(request: Request) -> Response:
        name = request.query_params.get("claim", "")
        if name not in corpus.claims:
            raise Unwelcome(404, f"no question {name[:60]!r} in this corpus")
        return HTMLResponse(live.about(corpus.about(name)))

    async def ask(request: Request) -> Response:
        return Streamed(desk.ask(wanted(await _body(request), corpus.claims)))

    async def icon(_: Request) -> Response:
        return Response(status_code=204)

    return Starlette(
        routes=[
            Route("/", page),
            Route("/about", about),
            Route("/ask", ask, methods=["POST"]),
            Route("/favicon.ico", icon),
        ],
        middleware=[Middleware(Guard, port=port, token=token)],
        exception_handlers={Unwelcome: _refused},
    )


def _offered(corpus: Corpus) -> list[live.Offered]:
    return [{"claim": c.id, "part": c.part, "blank": c.blank} for c in corpus.claims.values()]


async def _body(request: Request) -> bytes:
    """Return the body of a request. Raises Unwelcome for what is no whole JSON, or long."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != JSON:
        raise Unwelcome(415, f"a question is {JSON}")
    found = bytearray()
    try:
        async for piece in request.stream():
            found += piece
            if len(found) > MOST_BYTES:
                raise Unwelcome(413, f"a question has at most {MOST_BYTES:,} bytes")
    except ClientDisconnect:
        raise Unwelcome(400, "the question broke off") from None
    return bytes(found)


async def _refused(_: Request, error: Exception) -> Response:
    return PlainTextResponse(f"{error}\n", error.status if isinstance(error, Unwelcome) else 500)
