"""Who is decided when: as many at a time as there is room for, one of a page."""

from __future__ import annotations

import asyncio
import json
import os
import select
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, closing, contextmanager

import pytest
from processes import HANGS

from referee.live import desk as desks
from referee.live.answering import Go, Said, Say
from referee.live.corpus import Corpus
from referee.live.desk import Desk
from referee.live.wanted import Unwelcome, Wanted

CORPUS = Corpus("nobody.asks", {})
Lines = AsyncGenerator[bytes, None]


def said(kind: str) -> Said:
    return {"kind": kind, "verdict": "", "html": ""}  # type: ignore[typeddict-item]


def stand_in(wanted: Wanted, _: Corpus, say: Say, go: Go) -> None:
    """Answer as a text asks for: at once, never, or by dying."""
    say(said("read"))
    go()
    say(said("so far"))
    if wanted.text == "never":
        select.select([], [], [], HANGS)
    if wanted.text == "dies":
        os.abort()
    if wanted.text == "raises":
        raise ValueError("what it is")
    say(said("done"))


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "answer", stand_in)
    monkeypatch.setattr(desks, "PAUSE", 0)


def asked(page: str, text: str = "at once", pane: str = "a") -> Wanted:
    return Wanted(page, pane, text)


async def next_of(lines: Lines) -> str:
    return str(json.loads(await anext(lines))["kind"])


async def all_of(lines: Lines) -> list[str]:
    async with aclosing(lines):
        return [str(json.loads(line)["kind"]) async for line in lines]


@contextmanager
def children_end() -> Iterator[None]:
    """Check that no process is left that was started inside; others of this run may have some."""
    started: list[int] = []
    fork = os.fork

    def forked() -> int:
        child = fork()
        started.append(child)
        return child

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fork", forked)
        yield
    for child in started:
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)


def test_an_answer() -> None:
    async def one() -> list[str]:
        with closing(Desk(CORPUS, 1)) as desk:
            return await all_of(desk.ask(asked("p")))

    with children_end():
        assert asyncio.run(one()) == ["read", "so far", "done"]


def test_no_more_are_decided_than_there_is_room_for() -> None:
    async def two() -> None:
        with closing(Desk(CORPUS, 1)) as desk:
            first, second = desk.ask(asked("p", "never")), desk.ask(asked("q"))
            assert [await next_of(first) for _ in range(2)] == ["read", "so far"]
            assert [await next_of(second) for _ in range(2)] == ["read", "waits"]
            await first.aclose()  # as a page does that is closed
            assert await all_of(second) == ["so far", "done"]

    with children_end():
        asyncio.run(two())


def test_one_of_a_page_is_decided_at_a_time() -> None:
    async def two() -> None:
        with closing(Desk(CORPUS, 5)) as desk:
            first = desk.ask(asked("p", "never"))
            assert [await next_of(first) for _ in range(2)] == ["read", "so far"]
            beside = desk.ask(asked("p", pane="b"))
            assert [await next_of(beside) for _ in range(2)] == ["read", "waits"]
            assert await all_of(desk.ask(asked("q"))) == ["read", "so far", "done"]
            await first.aclose()
            assert await all_of(beside) == ["so far", "done"]

    with children_end():
        asyncio.run(two())


def test_a_later_question_takes_the_place_of_one_before_it() -> None:
    async def two() -> None:
        with closing(Desk(CORPUS, 1)) as desk:
            first = desk.ask(asked("p", "never"))
            assert [await next_of(first) for _ in range(2)] == ["read", "so far"]
            second = desk.ask(asked("p"))
            assert await next_of(second) == "read"
            assert await all_of(first) == []
            assert (await all_of(second))[-1] == "done"

    with children_end():
        asyncio.run(two())


@pytest.mark.parametrize("text", ["never", "dies"])
def test_nobody_waits_while_a_process_ends(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    waitpid, gone = os.waitpid, set()

    def waited(child: int, options: int) -> tuple[int, int]:
        assert options == os.WNOHANG
        found = waitpid(child, options)
        gone.add(found[0])
        return found

    async def one() -> None:
        with closing(Desk(CORPUS, 1)) as desk:
            monkeypatch.setattr(desk, "_prepare", lambda: None)
            lines = desk.ask(asked("p", text))
            assert [await next_of(lines) for _ in range(2)] == ["read", "so far"]
            with monkeypatch.context() as patch:
                patch.setattr(os, "waitpid", waited)
                if text == "dies":
                    assert await next_of(lines) == "ended"
                await lines.aclose()

    with children_end():
        asyncio.run(one())
    assert any(gone)


@pytest.mark.parametrize(("text", "says"), [("dies", "SIGABRT"), ("raises", "what it is")])
def test_how_a_process_ends_is_said(text: str, says: str) -> None:
    async def one() -> list[bytes]:
        with closing(Desk(CORPUS, 1)) as desk:
            return [line async for line in desk.ask(asked("p", text))]

    with children_end():
        last = json.loads(asyncio.run(one())[-1])
    assert last["kind"] == "ended"
    assert says in last["html"]


def test_what_takes_longer_than_anybody_waits_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "PATIENCE", 0)

    async def one() -> list[str]:
        with closing(Desk(CORPUS, 1)) as desk:
            return await all_of(desk.ask(asked("p", "never")))

    with children_end():
        assert asyncio.run(one())[-1] == "ended"


def test_a_question_that_comes_after_a_later_one_takes_nobodys_place() -> None:
    async def two() -> None:
        with closing(Desk(CORPUS, 1)) as desk:
            later = desk.ask(Wanted("p", "a", "at once", number=2))
            assert await next_of(later) == "read"
            with pytest.raises(Unwelcome, match="later question"):
                desk.ask(Wanted("p", "a", "at once", number=1))
            assert await all_of(later) == ["so far", "done"]
            assert (await all_of(desk.ask(Wanted("p", "a", "at once", number=3))))[-1] == "done"

    with children_end():
        asyncio.run(two())


def test_what_nobody_listens_to_takes_nothing() -> None:
    async def none() -> None:
        with closing(Desk(CORPUS, 1)) as desk:
            await desk.ask(asked("p")).aclose()

    with children_end():
        asyncio.run(none())


def test_too_many_questions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "MOST_OPEN", 3)

    async def many() -> None:
        with closing(Desk(CORPUS, 1)) as desk:
            opened = [desk.ask(asked(f"p{number}", "never")) for number in range(3)]
            assert [await next_of(lines) for lines in opened] == ["read"] * 3
            with pytest.raises(Unwelcome, match="close some of the pages"):
                desk.ask(asked("one-more"))
            desk.close()
            for lines in opened:
                await all_of(lines)

    with children_end():
        asyncio.run(many())
