"""The server: a port of this machine, a token, and an end when somebody says so."""

from __future__ import annotations

import contextlib
import errno
import gc
import secrets
import socket
from collections.abc import Callable

import uvicorn

from referee.live.app import app_of
from referee.live.corpus import Corpus
from referee.live.desk import Desk
from referee.reports import live

HOST = "127.0.0.1"
LEAVING = 1  # seconds that an answer has to come to its end when the server is stopped


class PortTaken(ValueError):
    """A port that another program listens on, or that nobody may; the message is one line."""


def listening(port: int) -> socket.socket:
    """Return a socket that listens on a port of this machine, 0 for any. Raises PortTaken."""
    try:
        return socket.create_server((HOST, port))
    except (OSError, OverflowError) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        why = "is taken" if taken else f"cannot be had ({error})"
        says = f"port {port} of {HOST} {why}; choose another with --port, or 0 for one that is free"
        raise PortTaken(says) from None


def serve(corpus: Corpus, port: int, workers: int, started: Callable[[str], object]) -> None:
    """Serve the page until the process is interrupted; ``started`` is told its address.

    Raises PortTaken.
    """
    with listening(port) as listener:
        port = listener.getsockname()[1]
        token, desk = secrets.token_urlsafe(18), Desk(corpus, workers)
        app = app_of(corpus, desk, port=port, token=token)
        # Processes that answer are copies of this one: what they need is loaded and stays put.
        live.warm()
        gc.collect()
        gc.freeze()
        started(f"http://{HOST}:{port}/?token={token}")
        settings = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=LEAVING,
        )
        try:
            # To be interrupted is how it ends.
            with contextlib.suppress(KeyboardInterrupt):
                uvicorn.Server(settings).run(sockets=[listener])
        finally:
            desk.close()
