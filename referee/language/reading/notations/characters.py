"""Characters beyond ASCII: what each is in a formula, and which are refused by name."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from referee.language.tree import FormulaError

_LOOK_LATIN = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο")  # as letters of a formula they would be taken for those
GREEK: Mapping[str, str] = {
    **{
        chr(start + k): name if start == 0x3B1 else name.capitalize()
        for start in (0x391, 0x3B1)
        for k, name in enumerate(
            [
                "alpha",
                "beta",
                "gamma",
                "delta",
                "epsilon",
                "zeta",
                "eta",
                "theta",
                "iota",
                "kappa",
                "lambda",
                "mu",
                "nu",
                "xi",
                "omicron",
                "pi",
                "rho",
                "finalsigma",
                "sigma",
                "tau",
                "upsilon",
                "phi",
                "chi",
                "psi",
                "omega",
            ]
        )
        if chr(start + k).isalpha() and chr(start + k) not in _LOOK_LATIN
    },
    "ϕ": "phi",
    "ϵ": "epsilon",
    "ϑ": "theta",
    "ϱ": "rho",
    "ℓ": "ell",
    "µ": "mu",
}
OPERATORS: Mapping[str, str] = {
    **dict.fromkeys("−–‒—﹣", "-"),
    **dict.fromkeys("·⋅∙•", "cdot"),
    "×": "times",
    "∗": "*",
    **dict.fromkeys("∘⊙", "odot"),
    "⊘": "./",
    "⊗": "otimes",
    "⊕": "oplus",
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("≤≦⩽", "<="),
    **dict.fromkeys("≥≧⩾", ">="),
    "≠": "!=",
    "∈": "in",
    "∀": "forall",
    "∃": "exists",
    **dict.fromkeys("⇒⟹", "=>"),
    **dict.fromkeys("⇐⟸", "if"),
    **dict.fromkeys("⇔⟺↔", "<=>"),
    "∧": "and",
    "∨": "or",
    "¬": "not",
    "√": "sqrt",
    "∑": "sum",
    "∏": "prod",
    "∫": "int",
    "∼": "sim",
    "∂": "partial",
    "∇": "nabla",
    **dict.fromkeys("‖∥", "norm"),
    "∣": "|",
    **dict.fromkeys("⟨〈", "langle"),
    **dict.fromkeys("⟩〉", "rangle"),
    "⊤": "top",
    "†": "dagger",
    "∞": "infty",
    **dict.fromkeys("…⋯", "cdots"),
    "≔": ":=",
    "→": "->",
    **dict.fromkeys("⪰≽", "succeq"),
    "≻": "succ",
    **dict.fromkeys("⪯≼", "preceq"),
    "≺": "prec",
    **dict.fromkeys("′’ʹ", "'"),
    **dict.fromkeys("⋆★", "star"),
}
SUPERSCRIPTS: Mapping[str, str] = dict(
    zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵈᵏᵐᵗᵀᴴᴸᴹʰʲˣᵖ", "0123456789+-()nidkmtTHLMhjxp", strict=True)
)
SUBSCRIPTS: Mapping[str, str] = dict(
    zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕₖₗₘₙₒₚₛₜₓᵢⱼᵣᵤᵥ", "0123456789+-=()aehklmnopstxijruv", strict=True)
)
FRACTIONS: Mapping[str, tuple[int, int]] = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8),
}  # fmt: skip
_BOLD_DIGITS: Mapping[str, str] = {"𝟎": "0", "𝟏": "𝟙", "𝟙": "𝟙", "𝔼": "𝔼"}
ACCENTS: Mapping[str, str] = {
    "\u0302": "hat",
    "\u0307": "dot",
    "\u0304": "bar",
    "\u0305": "bar",
    "\u0303": "tilde",
}
BLANKS = frozenset(" \t\n\r\u00a0\u2002\u2003\u2009\u202f\u205f")


def simplified(text: str) -> tuple[str, list[int]]:
    """Return a text with letters of mathematical alphabets made plain, and where each came from.

    Letters with an accent are taken apart; nothing else is changed.
    """
    characters: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        found = character
        if character in _BOLD_DIGITS:
            found = _BOLD_DIGITS[character]
        elif 0x1D400 <= ord(character) <= 0x1D7FF:
            found = unicodedata.normalize("NFKC", character)
        elif character != "≠" and len(apart := unicodedata.normalize("NFD", character)) == 2:
            found = apart if apart[1] in ACCENTS and apart[0].isascii() else character
        characters.extend(found)
        places.extend([at] * len(found))
    return "".join(characters), [*places, len(text)]


def refused(character: str, at: int) -> FormulaError:
    """Return the refusal of a character that has no meaning in a formula, with its name."""
    name = unicodedata.name(character, "no character")
    kind = unicodedata.category(character)
    seen = f" {character}" if character.isprintable() and character.isascii() else ""
    what = f"the character{seen} U+{ord(character):04X} ({name})"
    if kind in {"Cf", "Cc", "Co", "Cn", "Cs"} or unicodedata.combining(character):
        return FormulaError(f"{what} is not seen where it stands: remove it", at)
    if character.isalpha():
        return FormulaError(f"{what} is no letter of a formula, if it looks like one", at)
    return FormulaError(f"{what} has no meaning in a formula", at)
