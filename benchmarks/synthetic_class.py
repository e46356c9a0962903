"""Synthetic classes: sheets with a realistic spread of answers, made from the corpus's own.

An answer is right, right and written differently, a typical slip (a wrong variant of the
corpus, the right answer with a sign or a factor wrong, either with any one place of it changed),
left blank, or broken. Wrong answers follow the usual law: few slips are common and many are rare.
So a larger class goes on to have answers that nobody gave before.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from referee.deciding.claim import Claim
from referee.deciding.corpora import sheets_of
from referee.grading.sheet import read
from referee.language.mutation import mutants
from referee.language.reading import parse
from referee.language.tree import FormulaError, Node
from referee.language.vocabulary import SIZED

SPREAD: Mapping[str, int] = {"right": 42, "rewritten": 25, "slip": 22, "blank": 8, "broken": 3}
BROKEN = ("X @ (X.T @ w - y", "2 X w", "X^T", "grad(L)", "w = X y", "\\frac{1}{n} X", "??")
_TURNED: Mapping[str, str] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_STATEMENTS = frozenset({*_TURNED, "and", "or", "not", "implies", "iff", "true", "false"})
_INFIX = frozenset({"+", "-", "*", "/", "@", "**", "and", "or", *_TURNED})


class SyntheticClass:
    """Makes sheets; the same seed makes the same sheets, the first ones of a larger class too."""

    def __init__(
        self, claims: Mapping[str, Claim], package: str = "referee.claims", seed: int = 0
    ) -> None:
        folder = sheets_of(package)
        self.claims, self.seed = claims, seed
        reference = read(folder / "reference.toml", claims)
        self.right = {name: [a.text or "" for a in reference.to(name)] for name in claims}
        wrong = read(folder / "mutants.toml", claims)
        self.changed: dict[tuple[str, str], list[str]] = {}
        self.wrong = {name: [a.text or "" for a in wrong.to(name)] for name in claims}

    def sheet(self, number: int) -> str:
        """Return the sheet of a student as TOML."""
        rng = random.Random(f"{self.seed} {number}")
        entries = [
            f'["{name}"]\nanswer = {json.dumps(text)}\n'
            for name in self.claims
            if (text := self.answer(name, rng)) is not None
        ]
        return f'[sheet]\ntitle = "Student {number}"\n\n' + "\n".join(entries)

    def answer(self, name: str, rng: random.Random) -> str | None:
        """Return an answer to a claim, None for none."""
        (kind,) = rng.choices(list(SPREAD), list(SPREAD.values()))
        right = rng.choice(self.right[name])
        if kind == "blank":
            return None
        if kind == "broken":
            return rng.choice(BROKEN)
        if kind == "slip":
            return self._slip(self.claims[name], right, rng)
        return right if kind == "right" else rewritten(right, self.claims[name].names, rng)

    def _slip(self, claim: Claim, right: str, rng: random.Random) -> str:
        pool = [*self.wrong[claim.id]]
        if claim.size is not None:
            pool += [f"-({right})", f"2 * ({right})", f"({right}) / 2"]
            for text in (right, *self.wrong[claim.id]):
                pool += self._changed(claim, text)
        weights = [1 / rank for rank in range(1, len(pool) + 1)]
        return rng.choices(pool, weights)[0]

    def _changed(self, claim: Claim, text: str) -> list[str]:
        """Return an answer with each one place of it changed, nothing where it is not read."""
        key = claim.id, text
        if key not in self.changed:
            self.changed[key] = []
            with suppress(FormulaError):
                formula = parse(text, dict.fromkeys(claim.names))
                self.changed[key] = [each.text for each in mutants(formula, claim)]
        return self.changed[key]

    def write(self, folder: Path, number: int) -> None:
        """Write the first sheets of a class into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for i in range(number):
            (folder / f"student-{i:04}.toml").write_text(self.sheet(i), encoding="utf-8")


def rewritten(text: str, names: Sequence[str], rng: random.Random) -> str:
    """Return a formula written differently: other order, more parentheses, other spaces."""
    return spelt(parse(text, dict.fromkeys(names)).root, rng)


def spelt(node: Node, rng: random.Random) -> str:
    """Return a formula's text, written in one of many ways."""
    text = _spelt(node, rng)
    if rng.random() < 0.1:
        text = f"({text})"
    if node.kind not in _STATEMENTS and _is_array(node) and rng.random() < 0.04:
        text = f"(-(-{text}))"
    return text


def _is_array(node: Node) -> bool:
    return node.kind in _INFIX - _STATEMENTS or node.kind in {"name", "number", "T", "neg", "inv"}


def _spelt(node: Node, rng: random.Random) -> str:
    if node.kind in {"name", "number"}:
        text = str(node.value)
        return f"({text})" if "/" in text else text
    if node.kind in SIZED:
        return f"{node.kind}({', '.join(str(arg.value) for arg in node.args)})"
    args = [spelt(arg, rng) for arg in node.args]
    if node.kind in _INFIX:
        return f"({_infix(node.kind, args, rng)})"
    if node.kind in {"neg", "not"}:
        return f"({'-' if node.kind == 'neg' else 'not '}{args[0]})"
    called = f"{node.kind}({', '.join(args)})" if args else node.kind
    return f"({args[0]}).T" if node.kind == "T" else called


def _infix(kind: str, args: list[str], rng: random.Random) -> str:
    space = rng.choice(["", " "]) if kind not in {"and", "or"} else " "
    swap = rng.random() < 0.5
    turned = [args[1], args[0], *args[2:]] if len(args) > 1 else args
    if swap and kind in {"+", "*"}:
        args = turned
    elif swap and kind in _TURNED:
        args, kind = turned, _TURNED[kind]
    elif swap and kind == "-":
        return f"-{args[1]}{space}+{space}{args[0]}"
    return f"{space}{kind}{space}".join(args)
