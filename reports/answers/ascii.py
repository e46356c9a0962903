"""Mathematics in ASCII, for a terminal that has nothing else."""

from __future__ import annotations

import re
import unicodedata

SIGNS = {
    "∈": "in", "≤": "<=", "≥": ">=", "≠": "!=", "×": "x", "·": "*", "⋅": "*", "−": "-", "–": "-",
    "—": "-", "⁻": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "⋯": "...", "→": "->",
    "⇒": "=>", "⇔": "<=>", "∀": "for all ", "∃": "there is ", "ℝ": "R", "ℂ": "C", "ℤ": "Z",
    "ℕ": "N", "ℚ": "Q", "√": "sqrt ", "∞": "inf", "⊙": ".*", "⊗": " kron ", "∇": "grad ",
    "≈": "~", "⪰": ">=", "≽": ">=", "≻": ">", "≼": "<=", "≺": "<", "∧": " and ", "∨": " or ",
    "¬": "not ", "‖": "||", "∑": "sum ", "∏": "prod ", "½": "1/2", "ᵀ": "^T", "⊤": "^T",
    "⁺": "^+", "∂": "d", "∫": "int ", "∅": "{}", "∪": " or ", "∩": " and ", "�": "?",
}  # fmt: skip
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ]+")


def ascii_of(text: str) -> str:
    """Return a text in ASCII: signs by words or digraphs, Greek letters by their names."""
    raised = _RAISED.sub(lambda found: _power(_low(found[0])), text)
    return "".join(map(_sign, raised))


def _low(raised: str) -> str:
    """Return what is raised on the line: ⁿˣⁿ as n x n, ⁻¹ as -1."""
    spaced = raised.replace("ˣ", " x ").replace("⁻", "-")
    return unicodedata.normalize("NFKD", spaced)


def _power(exponent: str) -> str:
    return f"^{exponent}" if len(exponent) == 1 else f"^({exponent})"


def _sign(character: str) -> str:
    if character.isascii():
        return character
    if character in SIGNS:
        return SIGNS[character]
    name = unicodedata.name(character, "")
    if name.startswith("GREEK") and " LETTER " in name:
        letter = name.rpartition(" LETTER ")[2].split()[0].lower().replace("lamda", "lambda")
        return letter.capitalize() if "CAPITAL" in name else letter
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain or "?"
