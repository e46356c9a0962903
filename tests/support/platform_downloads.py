"""A class of 40 as each platform packs what it handed in, and as it lists the class.

The names of files are those that the layouts' docstrings name the sources of.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Files = dict[str, bytes]

# Names that a pattern takes for its own, of several scripts, with commas, signs and brackets.
NAMES = (
    "Jane Doe", "José Núñez", "Bob (Robert) O'Brien", "Ana-Maria de la Cruz", "Li Wei", "Zoë Ünal",
    "A.J. Smith+Jones", "Max [TA] Muster", "D'Arcy Wretzky", "Søren Å. Ødegård", "王 小明",
    "Иван Петров", "Mary Ann Lee", "Mary Lee", "Karl-Heinz Groß", "Chloé^2 $ign",
)  # fmt: skip


@dataclass(frozen=True)
class Pupil:
    """Somebody in the class: a name, first names before the last one, and ids of every kind."""

    number: int
    name: str

    @property
    def first(self) -> str:
        return self.name.rpartition(" ")[0]

    @property
    def last(self) -> str:
        return self.name.rpartition(" ")[2]

    @property
    def login(self) -> str:
        return f"user{self.number}a"

    @property
    def sid(self) -> str:
        return f"0{self.number:04}X"

    @property
    def email(self) -> str:
        return f"{self.login}@example.edu"

    @property
    def canvas(self) -> int:
        return 71_000 + self.number

    @property
    def moodle(self) -> int:
        return 905_000 + self.number


def pupils(count: int = 40) -> list[Pupil]:
    """Return a class; who has no name of ``NAMES`` is called by a number."""
    plain = [f"Student{chr(65 + n % 26)}{n} Family{n}" for n in range(count)]
    return [Pupil(n, [*NAMES, *plain][n]) for n in range(count)]


ABSENT = (Pupil(98, "Nora Nothing"), Pupil(99, "Otto Nowhere"))


def sheet(answers: Mapping[str, str]) -> bytes:
    """Write a sheet."""
    lines = [f'"{claim}" = {json.dumps(text)}\n' for claim, text in answers.items()]
    return "".join(lines).encode()


Layout = Callable[[Sequence[tuple[Pupil, bytes]]], Files]


def canvas(handed: Sequence[tuple[Pupil, bytes]]) -> Files:
    found: Files = {}
    for who, text in handed:
        name = re.sub(r"\W", "", f"{who.last}{who.first}").lower()
        late = "_LATE" if who.number % 10 == 3 else ""
        found[f"{name}{late}_{who.canvas}_{88_000 + who.number}_mine.toml"] = text
    return found


def moodle(handed: Sequence[tuple[Pupil, bytes]]) -> Files:
    clean = {who: re.sub(r'[\\/:*?"<>|]', "", who.name) for who, _ in handed}
    return {
        f"{clean[who]}_{who.moodle}_assignsubmission_file/mine.toml": text for who, text in handed
    }


def moodle_flat(handed: Sequence[tuple[Pupil, bytes]]) -> Files:
    return {
        f"{who.name}_{who.moodle}_assignsubmission_file_mine.toml": text for who, text in handed
    }


def moodle_online(handed: Sequence[tuple[Pupil, bytes]]) -> Files:
    """Return the same answers, typed: a paragraph a line."""
    found: Files = {}
    for who, text in handed:
        lines = text.decode().replace('"', "&quot;").replace(" = ", "&nbsp;= ").splitlines()
        html = "".join(f"<p dir='ltr'>{line}<br></p>" for line in lines)
        place = f"{who.name}_{who.moodle}_assignsubmission_onlinetext/onlinetext.html"
        found[place] = html.encode()
    return found


def blackboard(handed: Sequence[tuple[Pupil, bytes]]) -> Files:
    found: Files = {}
    for who, text in handed:
        before = f"Homework 1_{who.login}_attempt_2024-01-{who.number % 28 + 1:02}-10-00-00"
        found[f"{before}_mine.toml"] = text
        found[f"{before}.txt"] = blackboard_note(who, f"{before}_mine.toml").encode()
    return found


def blackboard_note(who: Pupil, file: str, typed: str = "") -> str:
    nothing = "There is no student submission text data for this assignment."
    return (
        f"Name: {who.name} ({who.login})\nAssignment: Homework 1\n"
        "Date Submitted: Monday, January 1, 2024 10:00:00 AM EST\nCurrent Grade: Needs Grading\n\n"
        f"Submission Field:\n{typed or nothing}\n\n"
        "Comments:\nThere are no student comments for this assignment.\n\n"
        f"Files:\n\tOriginal filename: mine.toml\n\tFilename: {file}\n"
    )


def gradescope(handed: Sequence[tuple[Pupil, bytes]]) -> Files:
    lines = ["---"]
    found: Files = {}
    for who, text in handed:
        folder = f"submission_{120_000 + who.number}"
        lines += [f"{folder}:", "  :submitters:", f"  - :name: {json.dumps(who.name)}"]
        lines += [f"    :sid: '{who.sid}'", f"    :email: {who.email}"]
        lines += ["  :created_at: 2024-01-01 10:00:00.000000000 -08:00", "  :score: 1.0"]
        lines += ["  :results:", "    tests: [{name: a, score: !ruby/object:BigDecimal 0.1e1}]"]
        found[f"{folder}/mine.toml"] = text
    found["submission_metadata.yml"] = "\n".join([*lines, ""]).encode()
    return {f"assignment_5_export/{place}": text for place, text in found.items()}


def github(handed: Sequence[tuple[Pupil, bytes]]) -> Files:
    found: Files = {}
    for who, text in handed:
        repository = f"homework-submissions/homework-{who.login}"
        found[f"{repository}/.git/HEAD"] = b"ref: refs/heads/main\n"
        found[f"{repository}/README.md"] = b"# Homework 1\n\nPush your sheet before Friday.\n"
        found[f"{repository}/mine.toml"] = text
    return found


def folders(handed: Sequence[tuple[Pupil, bytes]]) -> Files:
    return {f"class/{who.name}/mine.toml": text for who, text in handed}


def flat(handed: Sequence[tuple[Pupil, bytes]]) -> Files:
    return {f"{who.name}.toml": text for who, text in handed}


LAYOUTS: Mapping[str, Layout] = {
    "canvas": canvas,
    "moodle": moodle,
    "moodle-flat": moodle_flat,
    "moodle-online": moodle_online,
    "blackboard": blackboard,
    "gradescope": gradescope,
    "github": github,
    "folders": folders,
    "flat": flat,
}


def rosters(people: Sequence[Pupil]) -> dict[str, bytes]:
    """Return how each platform lists a class."""
    return {
        "canvas": table(_canvas_rows(people)).encode(),
        "moodle": table(_moodle_rows(people)).encode("utf-8-sig"),
        "blackboard": table(_blackboard_rows(people), "\t").encode("utf-16"),
        "gradescope": table(_gradescope_rows(people)).encode(),
        "github": table(_github_rows(people)).encode(),
        "any": table([["Name"], *([who.name] for who in people)], ";").encode(),
    }


def table(rows: Iterator[list[str]] | list[list[str]], sign: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=sign).writerows(rows)
    return stream.getvalue()


def _canvas_rows(people: Sequence[Pupil]) -> Iterator[list[str]]:
    yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "HW 1 (551)", "Final Score"]
    yield ["", "", "", "", "", "Manual Posting", ""]
    yield ["    Points Possible", "", "", "", "", "10", "(read only)"]
    yield ["", "", "", "", "", "", ""]
    for who in people:
        name = f"{who.last}, {who.first}"
        yield [name, str(who.canvas), who.sid, who.login, "Section 1", "", "0"]
    yield ["Student, Test", "1", "", "0123456789abcdef", "Section 1", "", "0"]


def _moodle_rows(people: Sequence[Pupil]) -> Iterator[list[str]]:
    yield [
        "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade",
        "Grade can be changed", "Last modified (submission)", "Last modified (grade)",
        "Feedback comments",
    ]  # fmt: skip
    for who in people:
        late = " - 2 days 3 hours late" if who.number % 10 == 3 else ""
        status = f"Submitted for grading{late}"
        row = [f"Participant {who.moodle}", who.name, who.email, status, "", "10.00", "Yes"]
        yield [*row, "-", "-", ""]


def _blackboard_rows(people: Sequence[Pupil]) -> Iterator[list[str]]:
    yield ["Last Name", "First Name", "Username", "Student ID", "Last Access", "Availability"]
    for who in people:
        yield [who.last, who.first, who.login, who.sid, "2024-01-01 10:00:00", "Yes"]


def _gradescope_rows(people: Sequence[Pupil]) -> Iterator[list[str]]:
    yield ["First Name", "Last Name", "SID", "Email", "Role", "Sections"]
    yield ["Ina", "Structor", "", "ina@example.edu", "Instructor", ""]
    for who in people:
        yield [who.first, who.last, who.sid, who.email, "Student", "A"]


def _github_rows(people: Sequence[Pupil]) -> Iterator[list[str]]:
    yield ["identifier", "github_username", "github_id", "name"]
    for who in people:
        yield [who.email, who.login.upper(), str(who.number), who.name]


OF_LAYOUT = {"moodle-flat": "moodle", "moodle-online": "moodle", "folders": "any", "flat": "any"}


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a folder."""
    for place, content in files.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(content)
    return folder


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a zip."""
    path.write_bytes(packed(files))
    return path


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, content in files.items():
            archive.writestr(place, content)
    return stream.getvalue()
