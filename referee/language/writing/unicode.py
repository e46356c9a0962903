"""Formulas as mathematics in plain text: Xᵀ(Xw − y)/n."""

from __future__ import annotations

import re
from collections.abc import Sequence

from referee.language.tree import Node
from referee.language.vocabulary import Notation
from referee.language.vocabulary.operation import Piece
from referee.language.writing.writer import Writer

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω", "upsilon": "υ", "lam": "λ", "Upsilon": "Υ",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ",
    "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "infty": "∞",
}  # fmt: skip
_RAISED = str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_EXPONENT = re.compile(r"\^(?:(\d+)(?![\d.])|\((−\d+)\))")
_BARS = {"abs": "|", "norm": "‖", "norm_squared": "‖", "norm_1": "‖", "norm_inf": "‖"}


class UnicodeWriter(Writer):
    """Formulas in the characters of mathematics; what could be taken in two ways is called."""

    key = "unicode"

    def write(self, node: Node) -> str:
        """Return a formula as text, whole exponents raised."""
        text = super().write(node)
        return _EXPONENT.sub(lambda found: (found[1] or found[2]).translate(_RAISED), text)

    def name(self, name: str) -> str:
        """Return a name with its Greek letters, its digits below the line."""
        words = [GREEK.get(word, word) for word in name.split("_")]
        spelled = "_".join(words)
        found = re.fullmatch(r"(\w*?[^\W\d_])_?(\d+)", spelled)
        return found[1] + found[2].translate(_LOWERED) if found and "_" not in name else spelled

    def notation(self, node: Node, pieces: Sequence[Piece]) -> Notation:
        """Write no bars inside of bars: nobody could tell which of them belong together."""
        bar = _BARS.get(node.kind)
        if bar is not None and bar in pieces[0][0]:
            return Notation(f"{node.kind}({{0}})")
        return super().notation(node, pieces)
