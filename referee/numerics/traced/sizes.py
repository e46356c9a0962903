"""Sizes that are names, and matrices written down by their sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn, TypeAlias


class NotTranslated(Exception):
    """A step that the free algebra has no words for; the message says which."""


class NamedSize:
    """A number of rows or columns that is known by its name alone.

    It equals itself; whether it equals another size or a number nobody knows, so that whatever
    asks for it, or for the number in any other way, raises NotTranslated.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __eq__(self, other: object) -> bool:
        if isinstance(other, NamedSize) and other.name == self.name:
            return True
        raise NotTranslated(f"whether {self} is {other}")

    def __hash__(self) -> int:
        raise NotTranslated(f"whether {self} is one of some numbers")

    def __index__(self) -> int:
        raise NotTranslated(f"a step for each of {self} indices")

    __int__ = __float__ = __bool__ = __index__

    @property
    def numerator(self) -> NoReturn:
        """Refuse, where a rational number is asked for."""
        self._refuse()

    def _refuse(self, _: object = None) -> NoReturn:
        raise NotTranslated(f"arithmetic with the size {self}")

    __lt__ = __le__ = __gt__ = __ge__ = __neg__ = __abs__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _refuse
    __mod__ = __rmod__ = __divmod__ = __rdivmod__ = __pow__ = __rpow__ = _refuse

    def __str__(self) -> str:
        return self.name

    __repr__ = __str__


class NoIntegers:
    """What stands for the integers of an instance of letters: whoever looks at them is refused."""

    def _refuse(self, *_: object) -> NoReturn:
        raise NotTranslated("a step that depends on the integers of an instance")

    __getattr__ = __getitem__ = __iter__ = __len__ = __array__ = _refuse


Size: TypeAlias = NamedSize | int


@dataclass(frozen=True, slots=True)
class Written:
    """A matrix of shape ``(rows, columns)`` that its name says: identity, zeros or ones."""

    kind: str
    rows: Size
    columns: Size


def is_named(*sizes: object) -> bool:
    """Say whether one of some sizes is a name."""
    return any(isinstance(size, NamedSize) for size in sizes)


def vertex(size: Size) -> str:
    """Return the name of a size in the free algebra."""
    return size.name if isinstance(size, NamedSize) else str(size)


def size_at(name: str) -> Size:
    """Return the size that a vertex of the free algebra stands for."""
    return int(name) if name.isdigit() else NamedSize(name)
