"""Submissions: the sheets of a class in a folder, whatever somebody has put there.

Files are found by their names, in their order, in folders a few levels deep; symbolic links
are not followed, and what is no regular file is not opened. Whatever is wrong with a file
is one line that names it; nothing that is wrong with one keeps the others from being read.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.limits import Limits, OverTime, held
from referee.grading.sheet import SheetError, read
from referee.grading.sheets.formats import PATTERNS, format_of, refusal

MOST_SECONDS = 2  # of computing, to read a sheet
MOST_ANSWERS = 8  # to one claim that are graded
MOST_PROBLEMS = 20  # that are listed of one sheet
MOST_LEVELS = 4
LONGEST_NAME = 80
_LONGEST_ID = 60


@dataclass(frozen=True)
class Submission:
    """One file of a class: its name as shown, a name for files of its own, its answers.

    ``refused`` says whether it could not be read at all. Each problem is one line.
    """

    name: str
    id: str
    path: Path
    answers: Mapping[str, Sequence[Answer]]
    problems: Sequence[str] = ()
    refused: bool = False


def collect(place: Path, claims: Mapping[str, Claim]) -> list[Submission]:
    """Read the sheets in a folder, or one sheet. Raises SheetError where there is nothing."""
    found = [place] if place.is_file() else list(_files(place, MOST_LEVELS))
    if not found:
        raise SheetError(f"{place}: no sheets: a folder with files {PATTERNS} is needed")
    taken: Counter[str] = Counter()
    root = place.parent if place.is_file() else place
    return [_submission(path, root, claims, taken) for path in found]


def _files(folder: Path, levels: int) -> Iterator[Path]:
    """Yield what lies in a folder, folders opened in their order.

    Hidden files are left out, and what macOS puts beside the files of an archive.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise SheetError(f"{folder}: {error.strerror or error}") from None
    for entry in entries:
        if entry.name.startswith(".") or entry.name == "__MACOSX":
            continue
        inside = entry.is_dir(follow_symlinks=False) and levels > 1
        if inside and os.access(entry.path, os.R_OK | os.X_OK):
            yield from _files(Path(entry.path), levels - 1)
        else:
            yield Path(entry.path)


def _submission(
    path: Path, root: Path, claims: Mapping[str, Claim], taken: Counter[str]
) -> Submission:
    name = printable(str(path.relative_to(root).with_suffix("")))
    unique, same = _unique(name, taken)
    problems = [f"{name}: another sheet goes by this name; this one is {unique}"] if same else []
    name = f"{name} ({unique})" if same else name
    try:
        with held(Limits(seconds=MOST_SECONDS, kill=False)):
            answers, more = _answers(path, name, claims)
    except SheetError as error:
        why = printable(str(error).removeprefix(f"{path}: "), 300)
        return Submission(name, unique, path, {}, [*problems, f"{name}: {why}"], refused=True)
    except OverTime:
        line = f"{name}: not read: it takes more than {MOST_SECONDS} s to read"
        return Submission(name, unique, path, {}, [*problems, line], refused=True)
    except (MemoryError, RecursionError):
        line = f"{name}: not read: it is too large or nested too deeply"
        return Submission(name, unique, path, {}, [*problems, line], refused=True)
    return Submission(name, unique, path, answers, [*problems, *more])


def _answers(
    path: Path, name: str, claims: Mapping[str, Claim]
) -> tuple[dict[str, list[Answer]], list[str]]:
    """Return a sheet's answers by claim, and what is wrong with its entries."""
    if path.is_symlink():
        raise SheetError(f"{path}: a symbolic link; hand in the file itself")
    if format_of(path) is None:
        raise SheetError(f"{path}: {refusal(path)}")
    answers: dict[str, list[Answer]] = {}
    problems = []
    for answer in read(path, claims).answers:
        if answer.problem and answer.claim not in claims:  # the others have a record
            why = answer.problem.removeprefix(path.name).lstrip(":, ")
            problems.append(f"{name}: {printable(why, 300)}")
        if answer.claim in claims:
            answers.setdefault(answer.claim, []).append(answer)
    for claim, several in answers.items():
        # An entry that is left empty beside an answer is no answer.
        several[:] = [a for a in several if a.text is not None or a.problem] or several[:1]
        if len(several) > MOST_ANSWERS:
            problems.append(f"{name}: {claim}: {len(several)} answers; {MOST_ANSWERS} are graded")
            del several[MOST_ANSWERS:]
    return answers, problems


def shortened(name: str, problems: list[str]) -> list[str]:
    """Return the problems of a sheet, the first ones where there are many."""
    more = len(problems) - MOST_PROBLEMS
    return [*problems[:MOST_PROBLEMS], f"{name}: {more} more problems"] if more > 0 else problems


def printable(text: str, most: int = LONGEST_NAME) -> str:
    """Return text from outside as one line without controls, of bounded length."""
    line = "".join(c if c.isprintable() else "�" for c in text)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _unique(name: str, taken: Counter[str]) -> tuple[str, bool]:
    """Return a file name that is safe and no other submission's, and whether names collide."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^A-Za-z0-9_.-]+", "-", plain).strip("-.")[:_LONGEST_ID] or "sheet"
    folded = unicodedata.normalize("NFKC", name).casefold()
    same = taken[f"/{folded}"] > 0
    taken[f"/{folded}"] += 1
    found, number = safe, 1
    while taken[found.casefold()]:
        number += 1
        found = f"{safe}-{number}"
    taken[found.casefold()] += 1
    return found, same
