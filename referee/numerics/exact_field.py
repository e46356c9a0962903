"""What every exact number can do once it can be added, multiplied and turned into its inverse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flint import arb


class ExactNumber:
    """An element of a field of exact real numbers, known by its sum, product and sign.

    A kind of number defines ``__add__``, ``__neg__``, ``__mul__``, ``sign`` and ``ball``, and says
    which operands are ``foreign`` to it and what the ``reciprocal`` of one that is not is.
    """

    __slots__ = ()

    if TYPE_CHECKING:  # an abstract class would make every isinstance of a number slower

        @staticmethod
        def foreign(other: Any) -> bool:
            """Say whether an operand is no number that this kind computes with."""

        @staticmethod
        def reciprocal(number: Any) -> Any:
            """Return one over a number that is not foreign. Raises ZeroDivisionError for 0."""

        def sign(self) -> int | None:
            """Return −1, 0 or 1; None where a tie may be left open and is."""

        def ball(self) -> arb:
            """Return a ball around the value, at the current precision."""

        def __add__(self, other: Any) -> Any: ...

        def __neg__(self) -> Any: ...

        def __mul__(self, other: Any) -> Any: ...

    def __radd__(self, other: Any) -> Any:
        return self.__add__(other)

    def __sub__(self, other: Any) -> Any:
        return NotImplemented if self.foreign(other) else self + (-other)

    def __rsub__(self, other: Any) -> Any:
        return NotImplemented if self.foreign(other) else (-self) + other

    def __rmul__(self, other: Any) -> Any:
        return self.__mul__(other)

    def __truediv__(self, other: Any) -> Any:
        return NotImplemented if self.foreign(other) else self * self.reciprocal(other)

    def __rtruediv__(self, other: Any) -> Any:
        return NotImplemented if self.foreign(other) else self.reciprocal(self) * other

    def __abs__(self) -> Any:
        sign = self.sign()
        if sign is None:
            return abs(self.ball())
        return -self if sign < 0 else self
