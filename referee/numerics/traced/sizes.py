"""Sizes that are names, and matrices written down by their sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn, TypeAlias


class NotTranslated(Exception):
    """A step that the free algebra has no words for; the message says which."""


@dataclass(frozen=True, slots=True)
class NamedSize:
    """A number of rows or columns that is known by its name alone.

    Two are equal where their names are. Whatever asks for the number raises NotTranslated.
    """

    name: str

    def __index__(self) -> int:
        raise NotTranslated(f"a step for each of {self.name} indices")

    __int__ = __index__

    @property
    def numerator(self) -> NoReturn:
        """Refuse, where a rational number is asked for."""
        self._refuse()

    def _refuse(self, _: object = None) -> NoReturn:
        raise NotTranslated(f"arithmetic with the size {self.name}")

    __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __pow__ = _refuse


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
