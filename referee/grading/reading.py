"""Reading what one student handed in: several files, zips of files, and typed text are one sheet.

What is no sheet beside one is a note. Of two files that answer one question both answers stand, and
the worse counts, as in one sheet.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from referee.deciding.answer import Answer
from referee.deciding.claim import Claim
from referee.deciding.limits import Limits, OverTime, held
from referee.grading.classroom import archives
from referee.grading.classroom.download import Download, File
from referee.grading.classroom.handed import FILE, NOTE, TEXT, Handed, Part
from referee.grading.classroom.online_text import as_sheet
from referee.grading.sheet import SheetError, contents, read
from referee.grading.sheets.formats import ENDINGS, format_of, refusal
from referee.grading.sheets.prose import NOTHING_NAMED

MOST_SECONDS = 2  # of computing, to read a sheet
MOST_ANSWERS = 8  # to one claim that are graded
MOST_ZIPS = 20  # of one submission, zips in zips included
MANY, MOST_SHEETS = 20, 1_000  # of one submission: a line says so; no more are read
LONGEST_NAME = 80
_OUT_OF_BOUNDS = "not read: it is too large or nested too deeply"


@dataclass(frozen=True)
class Read:
    """A submission as read: its answers by claim, lines on what is wrong, the sheet that counts."""

    path: Path
    file: str
    answers: Mapping[str, list[Answer]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    refused: bool = False


def read_parts(handed: Handed, name: str, claims: Mapping[str, Claim]) -> Read:
    """Read all files of an attempt; lines begin with a name. Nothing is raised for bad ones."""
    with tempfile.TemporaryDirectory(prefix="referee-", ignore_cleanup_errors=True) as into:
        one = _Reading(name, claims, Path(into), [*handed.problems], plain=handed.plain)
        return one.of(list(handed.parts))


@dataclass
class _One:
    """A file as read: its answers and what is wrong with some of them, or why it is not read."""

    part: Part
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    why: str = ""


class _Reading:
    def __init__(
        self,
        name: str,
        claims: Mapping[str, Claim],
        into: Path,
        problems: list[str],
        *,
        plain: bool,
    ) -> None:
        self.name, self.claims, self.into = name, claims, into
        self.problems = problems
        self.plain = plain
        self.zips = 0
        self.alone = True  # whether nothing else was handed in

    def of(self, parts: list[Part]) -> Read:
        """Read parts, and return what they say together."""
        every = [inner for part in parts for inner in self._inside(part)]
        sheets = self._sheets(every)
        self.alone = len(every) == 1
        if not sheets:
            return self._none(every)
        found = [self._one(part) for part in sheets]
        good = [one for one in found if not one.why]
        for one in found:
            self._tell(one, beside=any(other.answers for other in good if other is not one))
        main = max(good or found, key=_worth)
        answers = self._joined(good)
        lines = tuple(self.problems)
        return Read(main.part.file.path, main.part.name, answers, lines, refused=not good)

    def _none(self, every: list[Part]) -> Read:
        """Return a submission without a sheet; the line says what is there in its place."""
        files = [part for part in every if part.kind != NOTE] or every
        if all(part.kind == NOTE for part in every) and not self.problems:
            why = "no file was handed in"
        elif len(files) == 1 and not self.problems:
            (part,) = files
            why = refusal(Path(part.name))
        else:
            names = ", ".join(printable(part.name, 40) for part in files[:3]) or "nothing"
            more = f" and {len(files) - 3:,} more" if len(files) > 3 else ""
            why = f"no sheet ({ENDINGS}) among what was handed in: {names}{more}"
        first = files[0] if files else None
        path, file = (first.file.path, first.name) if first else (Path(), "")
        return Read(path, file, {}, (*self.problems, f"{self.name}: {why}"), refused=True)

    def _inside(self, part: Part) -> Iterator[Part]:
        """Yield a part, or in place of a zip what is in it."""
        if part.kind != FILE or part.file.ending != "zip" or part.file.path.is_symlink():
            yield part
            return
        try:
            found = self._opened(part.file)
        except SheetError as error:
            why = str(error).removeprefix(f"{part.file.path}: ")
            self._say(f"{printable(part.name)}: {printable(why, 300)}")
            yield Part(part.file, part.name, NOTE)
            return
        for problem in found.problems:
            self._say(f"{printable(part.name)}: {printable(problem, 300)}")
        for file in found.files:
            yield from self._inside(Part(file, "/".join(file.parts)))

    def _opened(self, file: File) -> Download:
        path = file.path
        if file.trouble:
            raise SheetError(f"{path}: {file.trouble}")
        self.zips += 1
        if self.zips > MOST_ZIPS:
            raise SheetError(f"{path}: more than {MOST_ZIPS} zips in one submission; not opened")
        return archives.of_zip(path, self.into / f"zip-{self.zips}", archives.of_student())

    def _sheets(self, every: list[Part]) -> list[Part]:
        """Return the parts that are to be read."""
        sheets = [part for part in every if part.kind == TEXT or _may_be_sheet(part, every)]
        if len(sheets) > MANY:
            read_all = "all of them are read"
            what = read_all if len(sheets) <= MOST_SHEETS else f"the first {MOST_SHEETS:,} are read"
            self._say(f"{len(sheets):,} sheets in one submission; {what}")
        return sheets[:MOST_SHEETS]

    def _say(self, line: str) -> None:
        self.problems.append(f"{self.name}: {line}")

    def _one(self, part: Part) -> _One:
        path = part.file.path
        try:
            with held(Limits(seconds=MOST_SECONDS, kill=False)):
                path = self._typed(part) if _is_typed(part) else path
                return self._read(part, path)
        except SheetError as error:
            why = str(error).removeprefix(f"{path}: ")
            return _One(part, why=printable(why, 300))
        except OverTime:
            return _One(part, why=f"not read: it takes more than {MOST_SECONDS} s to read")
        except (MemoryError, RecursionError):
            return _One(part, why=_OUT_OF_BOUNDS)

    def _read(self, part: Part, path: Path) -> _One:
        if part.file.trouble or path.is_symlink():
            why = part.file.trouble or "a symbolic link; hand in the file itself"
            raise SheetError(f"{path}: {why}")
        if format_of(path) is None:
            raise SheetError(f"{path}: {refusal(path)}")
        one = _One(part)
        for answer in read(path, self.claims).answers:
            if answer.claim in self.claims:
                one.answers.setdefault(answer.claim, []).append(answer)
            elif answer.problem:  # the others have a record
                why = answer.problem.removeprefix(path.name).lstrip(":, ")
                one.problems.append(printable(why, 300))
        return one

    def _typed(self, part: Part) -> Path:
        """Write what was typed as a sheet and return its path."""
        text = contents(part.file.path) if part.text is None else part.text
        sheet, ending = as_sheet(text, self.claims)
        folder = self.into / f"typed-{len(list(self.into.iterdir()))}"
        folder.mkdir()
        path = folder / f"online-text.{ending}"
        path.write_text(sheet, encoding="utf-8")
        return path

    def _tell(self, one: _One, *, beside: bool) -> None:
        """Say what is wrong with a file, unless it is a note beside a sheet."""
        if beside and NOTHING_NAMED in one.why:
            return
        bare = self.alone and (self.plain or one.part.kind == TEXT or _is_sheet(one.part))
        where = "" if bare else f"{printable(one.part.name)}: "
        if one.why:
            self._say(f"{where}{one.why}")
        elif beside and not one.answers:
            self._say(f"{where}answers no question; left out")
        else:
            for problem in one.problems:
                self._say(f"{where}{problem}")

    def _joined(self, good: list[_One]) -> dict[str, list[Answer]]:
        """Return the answers of all files by claim."""
        answers: dict[str, list[Answer]] = {}
        files: dict[str, list[str]] = {}
        for one in good:
            for claim, given in one.answers.items():
                before = [_as_given(answer) for answer in answers.get(claim, [])]
                new = [answer for answer in given if _as_given(answer) not in before]
                kept = new if len(good) > 1 else given
                answers.setdefault(claim, []).extend(kept)
                if any(a.text is not None for a in kept):
                    files.setdefault(claim, []).append(one.part.name)
        for claim, several in answers.items():
            self._bounded(claim, several, files.get(claim, []))
        return answers

    def _bounded(self, claim: str, several: list[Answer], files: list[str]) -> None:
        # An entry that is left empty beside an answer is no answer.
        several[:] = [a for a in several if a.text is not None or a.problem] or several[:1]
        if len(files) > 1:
            names = ", ".join(printable(file, 40) for file in files[:3])
            more = f" and {len(files) - 3} more files" if len(files) > 3 else ""
            self._say(f"{claim}: answered in {names}{more}; the worst of them counts")
        if len(several) > MOST_ANSWERS:
            self._say(f"{claim}: {len(several)} answers; {MOST_ANSWERS} are graded")
            del several[MOST_ANSWERS:]


def _may_be_sheet(part: Part, every: list[Part]) -> bool:
    """Say whether a file is read: one with the ending of a sheet, or the only one there is."""
    if part.kind != FILE:
        return False
    if Path(part.name).stem.casefold() == "readme":
        others = (each for each in every if each is not part and each.kind == FILE)
        if any(format_of(other.file.path) for other in others):
            return False
    return _is_sheet(part) or len(every) == 1


def _is_typed(part: Part) -> bool:
    return part.kind == TEXT and not (part.file.trouble and part.text is None)


def _is_sheet(part: Part) -> bool:
    return format_of(part.file.path) is not None


def _as_given(answer: Answer) -> tuple[object, ...]:
    return answer.text, answer.problem, answer.notation, answer.names, answer.foreign


def _worth(one: _One) -> int:
    return sum(answer.text is not None for given in one.answers.values() for answer in given)


def printable(text: str, most: int = LONGEST_NAME) -> str:
    """Return text from outside as one line without controls, of bounded length."""
    line = "".join(c if c.isprintable() else "�" for c in text)
    return line if len(line) <= most else f"{line[: most - 1]}…"
