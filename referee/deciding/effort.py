"""How much is done for an answer, in numbers: read by whoever asks for a decision.

It imports nothing heavy: every run of pytest reads the defaults here, whatever it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

LARGE = 16.0  # seconds of search for which a processor's torch is imported


@dataclass(frozen=True)
class Effort:
    """What is done besides Hypothesis's own cases."""

    scope: int = 150  # how many of the smallest instances are decided, in order
    sample: int = 250  # how many independent ones
    beside: int = 30  # how many of them beside a counterexample, for the worst violation
    ladder: int = 2  # how many instances of each large size; 0 for none
    proof: int = 6  # up to which size an identity is proved; 0 for no proof
    search: float = 1.0  # seconds of search, counted in instances; 0 for none
    # Where the search computes: "cpu", "numpy" without torch however much there is, or a device
    # of torch's, where it is drawn too and a second are four million instances.
    device: str = "cpu"
    stop: bool = False  # whether one counterexample is enough: no count of violations then
    settled: bool = False  # whether a proof for every size ends the decision: it is tried early
    work: float = inf  # units of work in all, counted in numerics.work; about a microsecond each
    each: float = inf  # units for one instance: what takes more is left out, and that is said
    part: int = 1  # one in so many of the instances that are moved onto something is made

    @property
    def screening(self) -> str:
        """The device that batches are screened on: NumPy's where a search is small.

        To import torch takes 1.4 s, in which NumPy has screened more than a search of a few
        seconds asks for.
        """
        return "numpy" if self.device == "cpu" and self.search < LARGE else self.device

    @property
    def less(self) -> Iterator[str]:
        """What was asked to be left out, that an answer which holds is believed without."""
        usual = Effort()
        if not self.search:
            yield "not searched, as was asked for"
        elif self.search < usual.search:
            yield f"searched for {self.search:g} of the usual {usual.search:g} s"
        if not self.proof:
            yield "no proof tried, as was asked for"
