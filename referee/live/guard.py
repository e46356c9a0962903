"""Who may ask: this machine's own pages, that carry the token, and nobody else.

What listens on 127.0.0.1 is reached by every page that a browser has open. A page from elsewhere
gives itself away: by Origin or Sec-Fetch-Site where it asks on its own, by Host where a name of its
own leads here (DNS rebinding), and it knows no token. Where any of it is amiss nothing is answered.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CARRIER = "x-referee-token"  # the header that carries the token; no form can send one
OPEN = ("/favicon.ico",)  # what a browser asks for by itself
SAFE = ("GET", "HEAD")
HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guard:
    """Lets through what comes from this machine's own pages, with a token."""

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        self._app, self._token = app, token
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say why not."""
        if scope["type"] != "http":
            return  # no websockets, and no lifespan
        refusal = self.refusal(scope)
        app = self._app if refusal is None else PlainTextResponse(refusal[1] + "\n", refusal[0])

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                more = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", ()), *more]}
            await send(message)

        await app(scope, receive, guarded)

    def refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return the status and the line that refuse a request, None for a welcome one."""
        named = [(n.decode("latin-1"), t.decode("latin-1")) for n, t in scope["headers"]]
        if [text for name, text in named if name == "host"] not in [[h] for h in self._hosts]:
            return 421, "this server is asked as 127.0.0.1 or localhost, by no other name"
        origins = [text for name, text in named if name == "origin"]
        foreign = any(origin not in self._origins for origin in origins)
        sites = {text for name, text in named if name == "sec-fetch-site"}
        if foreign or not sites <= {"same-origin", "none"}:
            return 403, "a page from elsewhere has no business here"
        if scope["method"] not in SAFE and not origins:
            return 403, "who asks for something says from where: an Origin is missing"
        if scope["path"] not in OPEN and not self._knows_the_token(scope, dict(named)):
            return 403, "open the address that referee serve has printed: it carries a token"
        return None

    def _knows_the_token(self, scope: Scope, named: Mapping[str, str]) -> bool:
        """Say whether a request carries the token: in its address if it opens the page."""
        told = named.get(CARRIER, "")
        if scope["method"] in SAFE and scope["path"] == "/":
            told = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        return hmac.compare_digest(told.encode(), self._token.encode())
