"""``referee verify``: a run decided again in a fresh process, by certificates and row by row."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from referee.deciding.corpora import claims_of
from referee.evidence import decoding, sympy_script, verify
from referee.reports.log import write_atomically
from referee.running import redeciding

TROUBLE = (ValueError,)


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("records", type=Path, help="the records.jsonl of a run")
    parser.add_argument("--corpus", default=None, help="the name or the folder of a corpus")
    parser.add_argument(
        "--fast", action="store_true", help="only certificates and the list of rows"
    )
    parser.add_argument(
        "--share", type=float, default=1.0, help="decide this share of the rows again (default: 1)"
    )
    parser.add_argument(
        "--sheet",
        action="append",
        default=[],
        metavar="FILE",
        help="a sheet that was handed in, which its rows are held against; may stand several times",
    )
    parser.add_argument("--rubric", type=Path, default=None, help="the rubric of the run")
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="processes (default: all cores)"
    )
    parser.add_argument(
        "--sympy",
        type=Path,
        default=None,
        metavar="OUT.py",
        help="also write a script that checks every proof at every size with SymPy alone",
    )


def run(options: argparse.Namespace) -> int:
    """Verify a log: 0 when everything is confirmed, 1 when something is not, 2 for no log."""
    if not 0 <= options.share <= 1:
        raise ValueError(f"--share={options.share:g}: a number from 0 to 1 is needed")
    if options.workers < 1:
        raise ValueError(f"--workers={options.workers}: at least 1 is needed")
    status = verify.verify(options.records, options.corpus)
    if options.sympy is not None:
        _write_script(options.records, options.corpus, options.sympy)
    return max(status, 0 if _again(options) else 1)


def _write_script(path: Path, corpus: str | None, out: Path) -> None:
    """Write the script that checks the proofs of a log elsewhere; one that is false fails there."""
    claims = claims_of(verify.package_of(decoding.header(path), path, corpus))
    try:
        text = sympy_script.script(decoding.records(path), claims)
    except ValueError as error:
        raise ValueError(f"--sympy={out}: {error}") from error
    write_atomically(out, text)
    sys.stdout.write(f"written: {out}\n")


def _again(options: argparse.Namespace) -> bool:
    """Decide the rows of a log again and say whether they are as it says."""
    header = decoding.header(options.records)
    if header is None or "request" not in header or header["seed"] is None:
        sys.stderr.write(
            f"{options.records}: no run.json beside it says what was asked for; its rows are not"
            " decided again (--fast asks for certificates alone)\n"
        )
        return bool(options.fast)
    job = redeciding.Job(
        verify.package_of(header, options.records, options.corpus),
        header["seed"],
        header["request"],
        tuple(options.sheet),
        options.rubric,
    )
    share = 0.0 if options.fast else options.share
    workers, show = options.workers, sys.stdout.write
    return redeciding.verify(options.records, job, share=share, workers=workers, show=show)
