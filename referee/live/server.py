"""The server: a port of this machine, a token, and an end when somebody says so."""

from __future__ import annotations

import contextlib
import errno
import gc
import secrets
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from referee.live.answering import warm
from referee.live.app import app_of
from referee.live.corpus import Corpus
from referee.live.desk import Desk

HOST = "127.0.0.1"
LEAVING = 1  # seconds that an answer has to come to its end when the server is stopped


class PortTaken(ValueError):
    """A port that another program listens on, or that nobody may; the message is one line."""


def listening(port: int) -> socket.socket:
    """Return a socket that listens on a port of this machine, 0 for any. Raises PortTaken."""
    if port not in range(2**16):
        raise PortTaken(f"--port={port}: from 0 to 65535, where 0 is one that is free")
    try:
        found = socket.create_server((HOST, port))
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "is taken" if taken else f"cannot be had ({error.strerror})"
        says = f"port {port} of {HOST} {why}; choose another with --port, or 0 for one that is free"
        raise PortTaken(says) from None
    # Connections take it over. A small piece would else wait until the browser says that it has the
    # one before, 40 ms later; asyncio sees to it for sockets alone that name their protocol.
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found


class _Server(uvicorn.Server):
    """A server that, when it is told to end, waits for no answer."""

    def __init__(self, settings: uvicorn.Config, desk: Desk) -> None:
        super().__init__(settings)
        self._desk = desk

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End what is being answered, so that all connections end by themselves."""
        self._desk.close()
        super().handle_exit(sig, frame)


def serve(
    corpus: Corpus, listener: socket.socket, workers: int, started: Callable[[str], object]
) -> None:
    """Serve the page until the process is interrupted; ``started`` is told its address."""
    port, token = listener.getsockname()[1], secrets.token_urlsafe(18)
    desk = Desk(corpus, workers)
    settings = uvicorn.Config(
        app_of(corpus, desk, port=port, token=token),
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=LEAVING,
    )
    # Processes that answer are copies of this one: what they need is loaded and stays put.
    warm(corpus)
    gc.collect()
    gc.freeze()
    started(f"http://{HOST}:{port}/?token={token}")
    try:
        # To be interrupted is how it ends.
        with contextlib.suppress(KeyboardInterrupt):
            _Server(settings, desk).run(sockets=[listener])
    finally:
        desk.close()
