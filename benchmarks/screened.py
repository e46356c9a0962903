"""Which answers of the corpus a search screens in batches, and why it does not screen the others.

``python -m benchmarks.screened [--of WORD ...]``: of all formulas of the sheets, or of those claims
whose id or family has one of the words in it. What is not screened is decided one by one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.measuring import Bar, Benchmark, Figure, main
from referee.deciding import claim as corpus
from referee.deciding.claim import Claim
from referee.deciding.search.screen import Screen
from referee.grading.sheet import read
from referee.language.evaluation import value_of
from referee.language.reading import parse
from referee.language.screening import NotBatched
from referee.numerics.batches import NUMPY
from referee.strategies.distributions import integers

SHEETS = Path(__file__).parents[1] / "claims" / "sheets"
NAMES = ("reference", "worked_solution", "mutants")
SHAPES, ROWS = 3, 4  # at which it is tried
BARS = {"share": Bar("answers that are screened in batches", 90, "%", least=True)}


def formulas(claim: Claim) -> Iterator[str]:
    """Yield the formulas of the sheets that answer a claim and fit there."""
    for sheet in NAMES:
        for answer in read(SHEETS / f"{sheet}.toml", {claim.id: claim}).to(claim.id):
            if answer.text is not None and answer.expect != "ill-typed":
                yield answer.text


def why_not(claim: Claim, text: str) -> str:
    """Say why an answer is not screened in batches; "" where it is."""
    screen = Screen(claim, partial(value_of, parse(text, dict.fromkeys(claim.names))), NUMPY)
    rng = np.random.default_rng(0)
    try:
        screen.check()
        for shape in claim.family.shapes[:SHAPES]:
            bounds = claim.family.layout(shape).bounds
            screen.see(shape, integers("small", bounds, ROWS, rng))
    except NotBatched as error:
        return str(error)
    return ""


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Print the answers that are not screened, by family and reason."""
    found: Counter[tuple[str, str]] = Counter()
    claims, words = list(corpus.load("referee.claims").values()), options.of
    for claim in claims[:: 20 if options.quick else 1]:
        if not words or any(w in claim.id or w in claim.family.name for w in words):
            found.update((claim.family.name, why_not(claim, text)) for text in formulas(claim))
    screened = sum(often for (_, why), often in found.items() if not why)
    for (family, why), often in found.most_common():
        if why:
            print(f"{often:4} of {family}: {why}")
    note = f"{screened} of {found.total()} answers"
    yield Figure(BARS["share"], (100 * screened / max(1, found.total()),), note)


def with_words(parser: argparse.ArgumentParser) -> None:
    """Add which claims it is about."""
    parser.add_argument("--of", nargs="*", default=[], metavar="WORD")


BENCHMARK = Benchmark(
    "Which answers a search screens in batches",
    BARS,
    figures,
    alone="it counts what ours can",
    options=with_words,
)

if __name__ == "__main__":
    sys.exit(main(BENCHMARK))
