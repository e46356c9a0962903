"""The server as a process: what it says over HTTP, who it turns away, how it ends."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import select
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import httpx
import pytest
from live_servers import QUESTIONS, Server, serving
from processes import HANGS
from report_pages import HOSTILE
from starlette.types import Message

from referee.__main__ import main
from referee.commands import serve
from referee.deciding.claim import load
from referee.deciding.corpora import OWN
from referee.live.app import app_of
from referee.live.corpus import Corpus
from referee.live.desk import Desk
from referee.live.server import listening

KNOWN = "t"
GRADIENT, WRONG = "1.2-E5-gradient", "X @ (X.T @ w - y) / 2"
FOR_EVER = "expm(X @ X.T) @ expm(-X @ X.T) @ X @ (X.T @ w - y) / n"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("--questions", QUESTIONS, "--seconds", "1", "--workers", "2") as started:
        yield started


def ended(processes: set[int]) -> bool:
    """Wait until processes are gone, and say whether they are."""
    for process in processes:
        try:
            handle = os.pidfd_open(process)
        except ProcessLookupError:
            continue
        with os.fdopen(handle):
            if not select.select([handle], [], [], HANGS)[0]:
                return False
    return True


def test_the_page_comes_with_its_policy(server: Server) -> None:
    page = httpx.get(server.address)
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; connect-src 'self'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline' ; script" not in policy
    assert policy.partition("; frame")[0] in page.text.replace("&#39;", "'")
    assert page.headers["cache-control"] == "no-store"
    assert server.token not in page.text


def test_a_piece_does_not_wait_until_the_one_before_has_come_through() -> None:
    with listening(0) as listener, socket.create_connection(listener.getsockname()) as client:
        with listener.accept()[0] as connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert client.recv(1) == b""


def test_an_answer_comes_in_pieces(server: Server) -> None:
    said = server.ask(WRONG, claim=GRADIENT)
    kinds = [each["kind"] for each in said]
    assert (kinds[0], kinds[-1]) == ("read", "done")
    assert said[-1]["verdict"] == "refuted"


def test_a_formula_that_takes_for_ever_is_stopped(server: Server) -> None:
    last = server.ask(FOR_EVER, claim=GRADIENT)[-1]
    assert last["verdict"] == "inconclusive"
    assert "more than 1 s of computing" in last["html"]


def test_twenty_pages_at_once(server: Server) -> None:
    def one(number: int) -> str:
        return server.ask(WRONG, claim=GRADIENT, page=f"page-{number}")[-1]["verdict"]

    with ThreadPoolExecutor(20) as pages:
        assert set(pages.map(one, range(20))) == {"refuted"}
    assert ended(server.deciding())


def test_a_page_that_is_closed_ends_its_decision(server: Server) -> None:
    with server.open(FOR_EVER, "closed", GRADIENT) as response:
        lines = response.iter_lines()
        assert [json.loads(next(lines))["kind"] for _ in range(2)] == ["read", "so far"]
        deciding = server.deciding()
        assert len(deciding) == 1
    assert ended(deciding)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "referee.example"}, 421),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"X-Referee-Token": "wrong"}, 403),
        ({"Content-Type": "text/plain"}, 415),  # what a form of another page may send
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_who_is_turned_away(server: Server, headers: dict[str, str], status: int) -> None:
    found = server.post(content=b"{}", headers=server.headers | headers)
    assert found.status_code == status
    assert found.text.count("\n") == 1
    assert server.token not in found.text


def test_a_body_that_is_too_large_is_not_read(server: Server) -> None:
    def body() -> Iterator[bytes]:
        for _ in range(100):
            yield b" " * 100_000

    headers = server.headers | {"Content-Type": "application/json"}
    assert server.post(content=b" " * 200_000, headers=headers).status_code == 413
    with suppress(httpx.WriteError):  # it hangs up on who goes on sending
        assert server.post(content=body(), headers=headers).status_code == 413


def test_a_question_that_breaks_off_is_no_fault() -> None:
    told = {"Host": "127.0.0.1:1", "Origin": "http://127.0.0.1:1", "X-Referee-Token": KNOWN,
            "Content-Type": "application/json"}  # fmt: skip
    headers = [(name.lower().encode(), text.encode()) for name, text in told.items()]
    asked = {"type": "http", "method": "POST", "path": "/ask", "query_string": b""}
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    corpus = Corpus(OWN, load())
    app = app_of(corpus, Desk(corpus, 1), port=1, token=KNOWN)
    asyncio.run(app(asked | {"headers": headers}, receive, send))
    assert sent[0]["status"] == 400
    assert sent[1]["body"] == b"the question broke off\n"


@pytest.mark.parametrize(
    ("claim", "text", "says"),
    [
        (GRADIENT, "x" * 10_000, "10,000 characters; at most 2,000 are read"),
        ("", "x" * 10_001, "10,001 characters; at most 10,000 are read"),
        (GRADIENT, "(" * 1_999, "Not read yet"),
        ("", "(" * 9_999, "Not read yet"),
        (GRADIENT, "\x00\ud800\u202e", "Not read yet"),
        *((GRADIENT, text, "&lt;") for text in HOSTILE[:2]),
    ],
)
def test_texts_that_nobody_means(server: Server, claim: str, text: str, says: str) -> None:
    (found,) = server.ask(text, claim=claim)
    assert found["kind"] == "unread"
    assert says in found["html"]


def test_students_are_sent_no_answer_of_the_reference() -> None:
    async def told(*, students: bool) -> str:
        corpus = Corpus(OWN, load(), students=students)
        app = app_of(corpus, Desk(corpus, 1), port=1, token=KNOWN)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            asked = f"http://127.0.0.1:1/about?claim={GRADIENT}"
            return (await client.get(asked, headers={"X-Referee-Token": KNOWN})).text

    assert "The reference’s answer" in asyncio.run(told(students=False))
    page = asyncio.run(told(students=True))
    assert "write it with" in page
    assert "reference" not in page


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_server_that_is_stopped_leaves_nothing_behind(how: signal.Signals) -> None:
    with serving("--questions", GRADIENT) as server:
        with server.open(FOR_EVER, "open", GRADIENT) as response:
            lines = response.iter_lines()
            assert [json.loads(next(lines))["kind"] for _ in range(2)] == ["read", "so far"]
            deciding = server.deciding()
            assert len(deciding) == 1
            server.process.send_signal(how)
            with suppress(httpx.RemoteProtocolError):  # a server that is killed breaks off
                for _ in lines:
                    pass
        assert server.process.wait(HANGS) == (0 if how is signal.SIGINT else -how)
        assert ended(deciding)


def test_a_port_that_is_taken_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
    says = f"port {port} of 127.0.0.1 is taken; choose another with --port, or 0 for one"
    assert capsys.readouterr().err == f"referee: {says} that is free\n"


@pytest.mark.parametrize("words", [["--port", "99999"], ["--workers", "0"], ["--seconds", "0"]])
def test_what_cannot_be_is_one_line(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert main(["serve", *words]) == 2
    says = capsys.readouterr().err
    assert says.count("\n") == 1
    assert words[0] in says


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "find_spec", lambda name: None if name == "uvicorn" else name)
    with pytest.raises(ValueError, match="needs uvicorn: pip install 'claims-referee\\[live\\]'"):
        serve.run(argparse.Namespace())
