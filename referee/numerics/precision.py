"""Ball precision: how many bits, and the signs that follow from them.

A ball is an interval that is guaranteed to hold the number it stands for (Johansson,
"Arb: efficient arbitrary-precision midpoint-radius interval arithmetic", 2017). Its
sign is certain or unknown, never approximately right. Whoever needs a sign evaluates
again with twice the bits until it is certain, and says *undecided* at the cap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import flint

START_BITS = 64
CAP_BITS = 4096

T = TypeVar("T")


class OutOfReach(ArithmeticError):
    """A value that was not computed and may exist: more precision may reach it."""


class NotComputed(OutOfReach):
    """A value that is not computed at any precision, for its size or its kind."""


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Compute balls with ``bits`` bits inside the block; the old precision returns after it."""
    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


_steps: ContextVar[dict[str, None] | None] = ContextVar("_steps", default=None)


@contextmanager
def watched() -> Iterator[dict[str, None]]:
    """Collect, in order, what left exact numbers for balls inside the block."""
    steps: dict[str, None] = {}
    token = _steps.set(steps)
    try:
        yield steps
    finally:
        _steps.reset(token)


def in_balls(step: str) -> None:
    """Note a step whose result is a ball, so that a tie it leaves open can name it."""
    steps = _steps.get()
    if steps is not None:
        steps[step] = None


def until_certain(
    evaluate: Callable[[], T], certain: Callable[[T], bool], *, cap: int = CAP_BITS
) -> T:
    """Evaluate with 64, 128, ... up to ``cap`` bits until ``certain``; return the last result.

    What never consults a ball is certain at once, so exact arithmetic pays nothing.
    """
    bits = START_BITS
    while True:
        with precision(bits):
            result = evaluate()
        if certain(result) or bits >= cap:
            return result
        bits *= 2
