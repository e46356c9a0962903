"""Who is answered when: what is typed is read at once, decided when there is room for it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from math import inf
from weakref import WeakValueDictionary

from referee.live.answering import READING, Kind, Said, answer
from referee.live.apart import Apart
from referee.live.corpus import Corpus
from referee.live.wanted import Unwelcome, Wanted
from referee.reports import live

MOST_OPEN = 64  # questions at once, decided or waiting
PAUSE = 0.15  # seconds after a key in which no other is pressed, before deciding begins
RESPITE = 0.05  # seconds after a question in which it is read, before another process is prepared
PATIENCE = 6  # times what it may take of computing a decision may take by the clock


@dataclass(frozen=True, eq=False)
class _Open:
    """A question that is being answered, by a process."""

    wanted: Wanted
    apart: Apart


def _who(wanted: Wanted) -> tuple[str, str]:
    return wanted.page, wanted.pane


class Desk:
    """Answers the questions of all pages: one a page at a time, at most so many together."""

    def __init__(self, corpus: Corpus, workers: int) -> None:
        self.corpus = corpus
        self._longest = PATIENCE * (corpus.limits.seconds or inf)
        self._room = asyncio.Semaphore(workers)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._open: dict[tuple[str, str], _Open] = {}
        self._spare: Apart | None = None
        self._closed = False

    def ask(self, wanted: Wanted) -> AsyncGenerator[bytes, None]:
        """Return the lines that answer a question; it takes the place of one before it.

        Raises Unwelcome where too many are open, or a later one has come first: a browser sends
        them in order, over connections that are not in any.
        """
        before = self._open.get(_who(wanted))
        if before is not None and before.wanted.number > wanted.number:
            raise Unwelcome(409, "a later question was asked here")
        if before is None and len(self._open) >= MOST_OPEN:
            raise Unwelcome(503, f"{MOST_OPEN} questions are open; close some of the pages")
        return self._lines(wanted)

    def _started(self, wanted: Wanted) -> _Open:
        """Take a process for a question, in the place of the question before it."""
        before = self._open.get(_who(wanted))
        if before is not None:
            before.apart.kill()
        found = self._open[_who(wanted)] = _Open(wanted, self._spare or self._forked())
        self._spare = None
        asyncio.get_running_loop().call_later(RESPITE, self._prepare)
        return found

    def _forked(self) -> Apart:
        corpus = self.corpus
        return Apart(lambda wanted, say, go: answer(wanted, corpus, say, go))

    def _prepare(self) -> None:
        """Have a process ready for the question that comes next."""
        if self._spare is None and not self._closed:
            self._spare = self._forked()

    def close(self) -> None:
        """End whatever is still being answered."""
        self._closed = True
        while self._open:
            self._open.popitem()[1].apart.kill()
        if self._spare is not None:
            self._spare.close()
            self._spare = None

    def _is_open(self, opened: _Open) -> bool:
        return self._open.get(_who(opened.wanted)) is opened

    async def _lines(self, wanted: Wanted) -> AsyncGenerator[bytes, None]:
        # Begun only once somebody listens: what is never listened to takes nothing.
        opened = self._started(wanted)
        # Whoever stops listening, as a page that is closed does, ends the process here.
        try:
            async with asyncio.timeout(None) as limit:
                await opened.apart.ask(wanted)
                async with aclosing(self._answered(opened, limit)) as lines:
                    async for line in lines:
                        yield line
        except TimeoutError:
            yield _ended(f"not decided in {self._longest:g} s: the machine is busy")
        finally:
            if self._is_open(opened):
                del self._open[_who(wanted)]
            await opened.apart.end()

    async def _answered(self, opened: _Open, limit: asyncio.Timeout) -> AsyncGenerator[bytes, None]:
        last, apart = "", opened.apart
        async with AsyncExitStack() as held, aclosing(apart.said()) as said:
            async for line in said:
                yield line
                last = json.loads(line)["kind"]
                if last == "read":
                    await asyncio.sleep(PAUSE)
                    async for waits in self._waited(opened.wanted.page, held):
                        yield waits
                    limit.reschedule(asyncio.get_running_loop().time() + self._longest)
                    await apart.go_on()
        if last in {"", "read", "so far"} and self._is_open(opened):
            limits = self.corpus.limits if last else READING
            yield _ended(await apart.trouble(limits))

    async def _waited(self, page: str, held: AsyncExitStack) -> AsyncIterator[bytes]:
        """Wait for the turn of a question within its page, and for room; say so where it takes."""
        turn = self._turns.setdefault(page, asyncio.Lock())
        if turn.locked() or self._room.locked():
            yield _line("waits", "", live.said("waiting for a decision before it to end"))
        await held.enter_async_context(turn)
        await held.enter_async_context(self._room)


def _ended(says: str) -> bytes:
    return _line("ended", "inconclusive", live.said(says))


def _line(kind: Kind, verdict: str, html: str) -> bytes:
    said: Said = {"kind": kind, "verdict": verdict, "html": html}
    return json.dumps(said).encode() + b"\n"
