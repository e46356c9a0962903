"""Servers of the live page, each in a process of its own, and what asks them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from processes import HANGS, ROOT, environment

QUESTIONS = "1.2-E5-gradient,1.2-A2-dimension,2.2-E27-bound"


@dataclass(frozen=True)
class Server:
    """A server that runs, and its address with the token."""

    process: subprocess.Popen[str]
    address: str

    @property
    def base(self) -> str:
        """Its address without the token."""
        return self.address.partition("/?")[0]

    @property
    def token(self) -> str:
        """The token of its address."""
        return self.address.partition("token=")[2]

    @property
    def headers(self) -> dict[str, str]:
        """What its own page sends with a question."""
        return {"X-Referee-Token": self.token, "Origin": self.base}

    def ask(self, text: str, **more: str) -> list[dict[str, str]]:
        """Return all that is said of a text."""
        asked = {"page": "test", "pane": "a", "text": text} | more
        headers = self.headers | {"Content-Type": "application/json"}
        found = self.post(content=json.dumps(asked), headers=headers)
        assert found.status_code == 200, found.text
        return [json.loads(line) for line in found.text.splitlines()]

    def open(self, text: str, page: str, claim: str) -> AbstractContextManager[httpx.Response]:
        """Return a question whose answer is read as it comes."""
        asked = {"page": page, "pane": "a", "claim": claim, "text": text}
        return httpx.stream(
            "POST", f"{self.base}/ask", json=asked, headers=self.headers, timeout=HANGS
        )

    def post(self, **options: Any) -> httpx.Response:
        """Return the answer to a request for an answer."""
        return httpx.post(f"{self.base}/ask", **{"timeout": HANGS, **options})

    def deciding(self) -> set[int]:
        """Return the processes of it that decide, which are nicer than those that only read."""
        own = self.process.pid
        listed = Path(f"/proc/{own}/task/{own}/children").read_text(encoding="ascii")
        mine = os.getpriority(os.PRIO_PROCESS, own)
        found = {int(word) for word in listed.split()}
        return {each for each in found if os.getpriority(os.PRIO_PROCESS, each) > mine}


@contextmanager
def serving(*words: object) -> Iterator[Server]:
    """Serve the live page on a free port, and end that as somebody at a terminal does."""
    process = subprocess.Popen(
        [sys.executable, "-m", "referee", "serve", "--port", "0", *map(str, words)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process:
        try:
            yield Server(process, process.stdout.readline().strip())
        finally:
            process.send_signal(signal.SIGINT)
