"""Two claims as somebody writes them in torch alone, for so many random instances at once.

Nothing here is the referee's: numbers are drawn by ``torch.randint``, the model, its loss and their
derivatives are written out, and a relation fails where both sides differ by more than 1e-9 of the
larger one. d = 4, n = 3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch

D, N, LARGEST, TOLERANCE = 4, 3, 3, 1e-9


def _random(rows: int, height: int, width: int, device: str) -> torch.Tensor:
    """Draw integers between -3 and 3 as (rows, height, width) floats."""
    drawn = torch.randint(-LARGEST, LARGEST + 1, (rows, height, width), device=device)
    return drawn.double()


def _suspicious(lhs: torch.Tensor, rhs: torch.Tensor) -> list[int]:
    """Return the rows in which two sides differ."""
    a, b = lhs.flatten(1), rhs.flatten(1)
    scale = torch.maximum(a.abs(), b.abs()).amax(1)
    found: list[int] = torch.nonzero((a - b).abs().amax(1) > TOLERANCE * scale).flatten().tolist()
    return found


def gradient(rows: int, device: str) -> list[int]:
    """Check that the gradient of |Xᵀw − y|²/2n is X(Xᵀw − y)/n; return the rows that fail."""
    X, y, w = (_random(rows, *size, device) for size in ((D, N), (N, 1), (D, 1)))
    leaf = w.requires_grad_()
    loss = ((X.mT @ leaf - y) ** 2).sum() / (2 * N)
    (slope,) = torch.autograd.grad(loss, leaf)
    with torch.no_grad():
        return _suspicious(slope, X @ (X.mT @ w - y) / N)


def any_model(rows: int, device: str) -> list[int]:
    """Check that |f(w) − y|²/2 falls by (f − y)ᵀJJᵀ(f − y)/n along its flow; return who fails.

    The model is f(w) = (Aᵀw)² + Xᵀw, whose Jacobian is written out.
    """
    A, X = (_random(rows, D, N, device) for _ in range(2))
    y, w = _random(rows, N, 1, device), _random(rows, D, 1, device)

    def energy(at: torch.Tensor) -> torch.Tensor:
        return (((A.mT @ at) ** 2 + X.mT @ at - y) ** 2).sum((-1, -2), keepdim=True) / 2

    leaf = w.clone().requires_grad_()
    (slope,) = torch.autograd.grad(energy(leaf).sum(), leaf)
    along = torch.func.jvp(energy, (w,), (-slope / N,))[1]
    J = 2 * (A.mT @ w) * A.mT + X.mT
    residual = (A.mT @ w) ** 2 + X.mT @ w - y
    return _suspicious(along, -(residual.mT @ J @ J.mT @ residual) / N)


# A claim, the answer to it, and the same by hand.
BY_HAND: Mapping[str, tuple[str, Callable[[int, str], list[int]]]] = {
    "1.1-E1-any-model": ("-(1/n) * (u - y).T @ H @ (u - y)", any_model),
    "1.2-E5-gradient": ("(1/n) * X @ (X.T @ w - y)", gradient),
}
