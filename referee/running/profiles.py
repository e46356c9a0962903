"""Profiles of Hypothesis for decisions: no deadline, no database, no explanations."""

from __future__ import annotations

from hypothesis import Phase, Verbosity, core, settings

DEFAULT = "claims"
# Explaining doubles a run that fails, and says nothing that the shrunk instance does not.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)


def seed(number: int) -> None:
    """Give Hypothesis its seed: its plugin has looked for one before a run could choose it."""
    # Hypothesis types it as None, which it is until somebody sets it.
    vars(core)["global_force_seed"] = number


def register() -> None:
    """Register the profiles: ``claims``, ``quick`` and ``thorough``."""
    settings.register_profile(
        DEFAULT,
        deadline=None,
        database=None,
        phases=PHASES,
        report_multiple_bugs=False,
        verbosity=Verbosity.quiet,
        max_examples=40,  # beside the small scope, the sample and the search
    )
    settings.register_profile("quick", settings.get_profile(DEFAULT), max_examples=25)
    settings.register_profile("thorough", settings.get_profile(DEFAULT), max_examples=2_000)
