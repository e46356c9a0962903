"""The options of a run, as pytest shows them: one entry each, and the two of an ini-file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from referee.deciding.effort import Effort

CORPUS = "claims_corpus"  # in an ini-file: the corpus of a checkout
CLUSTER = "--claims-cluster"
REPORT = "claims_report"  # in an ini-file: where its report goes
NUMBERS: Mapping[str, Mapping[str, Any]] = {
    "--claims-examples": {
        "type": int,
        "metavar": "N",
        "help": "how many instances Hypothesis draws for each answer (default: the profile's)",
    },
    "--claims-proof": {
        "type": int,
        "default": Effort.proof,
        "metavar": "SIZE",
        "help": "prove identities for all shapes up to SIZE, and search the longer for a proof at"
        " every size the larger SIZE is; 0 for no proofs (default: %(default)s)",
    },
    "--claims-search": {
        "type": float,
        "default": Effort.search,
        "metavar": "SECONDS",
        "help": "search for violations among SECONDS times 16,384 instances (384 where each is"
        " decided exactly) of each answer that nothing refuted; 0 for no search"
        " (default: %(default)s)",
    },
    "--claims-seconds": {
        "type": float,
        "metavar": "S",
        "help": "stop an answer after S seconds of computing (default: never)",
    },
    "--claims-memory": {
        "type": int,
        "metavar": "MB",
        "help": "refuse an answer more than MB megabytes (default: no limit)",
    },
}
OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "--sheet": {
        "action": "append",
        "default": [],
        "metavar": "FILE",
        "help": "a sheet of answers (.toml, .md, .tex or .ipynb), or the name of one of the"
        " corpus's own;"
        " may be given several times, the report is about the first"
        " (default: the worked solution, with the reference and the wrong variants)",
    },
    "--claims-corpus": {
        "metavar": "NAME",
        "help": "the corpus of claims: the name or the folder of a package"
        f" (default: {CORPUS} of the ini-file, else the one that the referee brings)",
    },
    "--claims-only": {
        "action": "append",
        "default": [],
        "metavar": "CLAIM",
        "help": "decide this claim alone, or one answer to it: CLAIM[ANSWER], as a report's"
        " command to replay it says; may be given several times",
    },
    "--claims-report": {
        "metavar": "DIR",
        "help": "where the report and its records are written"
        f" (default: {REPORT} of the ini-file, else claims-report)",
    },
    **NUMBERS,
    "--claims-device": {
        "default": Effort.device,
        "metavar": "DEVICE",
        "help": "where the search computes: cpu, numpy (never torch), or a device of torch's that"
        " has doubles, as cuda, for millions of instances (default: %(default)s)",
    },
    "--claims-study": {
        "choices": ("marked", "all", "none"),
        "default": "marked",
        "help": "for which answers that hold single-node changes are decided and hypotheses"
        " dropped: those of sheets that say study = true, all, or none (default: %(default)s)",
    },
    "--claims-rubric": {
        "type": Path,
        "metavar": "FILE",
        "help": "points and partial credit of sheets that are not the corpus's own"
        " (default: rubric.toml beside the reference sheet)",
    },
    CLUSTER: {
        "metavar": "ADDRESS",
        "help": "decide on the workers of a scheduler of Dask's, as tcp://host:8786"
        " (docs/many-machines.md; default: here)",
    },
    "--claims-stop": {
        "action": "store_true",
        "default": False,
        "help": "stop at the first counterexample: no count of violations, no worst one",
    },
}
