"""A corpus of a claim per part, written into a folder of its own."""

from __future__ import annotations

from pathlib import Path

PARTS = ("1", "2", "10", "1.10", "1.9")
_CLAIM = """
@claim("{part}-size", states="{{answer}} = n", blank="the size", size="1 1", names="n d")
@given(p=matrices())
def test_{number}(p, answer):
    return equal(answer(p), p.n)
"""


def build(folder: Path, name: str) -> Path:
    """Write a corpus under a name into a folder and return its own."""
    corpus = folder / name
    corpus.mkdir(parents=True)
    titles = {part: f"Part {part}" for part in PARTS}
    (corpus / "__init__.py").write_text(f'TITLE = "Sizes"\nPARTS = {titles}\n', encoding="utf-8")
    claims = [_CLAIM.format(part=part, number=i) for i, part in enumerate(PARTS)]
    head = (
        "from referee.deciding.claim import claim, given\n"
        "from referee.language.comparison import equal\n"
        "from referee.strategies.matrices import matrices\n"
    )
    (corpus / "sizes.py").write_text(head + "\n".join(claims), encoding="utf-8")
    return corpus
