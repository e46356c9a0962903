"""The command that decides one item alone, on the same instances, wherever it is typed."""

from __future__ import annotations

import shlex
from pathlib import Path

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.corpora import OWN, folder_of, is_checkout, package_of, place_of


def replay_command(claim: Claim, answer: Answer, seed: int | None = None) -> str:
    """Return the command that decides an answer to a claim alone.

    At the top of a checkout it names the item by its place, which reads best; elsewhere the corpus
    and the sheet by their paths and the item by its claim, so that it works in any folder.
    """
    package = package_of(claim)
    parts = ["python", "-m", "pytest"]
    if package == OWN and is_checkout() and folder_of(OWN).parent == Path.cwd():
        module = "/".join(claim.test.__module__.split(".")[-2:])
        parts.append(f"{module}.py::{claim.test.__name__}[{answer.id}]")
    else:
        # A claim outside of any package, as a test makes one, is of no corpus.
        parts += [] if package in {"", OWN} else [f"--claims-corpus={place_of(package)}"]
        parts.append(f"--claims-only={claim.id}[{answer.id}]")
    parts += [f"--sheet={answer.path}"] if answer.path else []
    parts += [] if seed is None else [f"--hypothesis-seed={seed}"]
    return shlex.join(parts)
