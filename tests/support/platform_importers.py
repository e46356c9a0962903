"""What platforms do with a file that is uploaded, written down from what documents it.

Canvas: ``lib/gradebook_importer.rb`` of instructure/canvas-lms. Moodle: ``importgradeslib.php`` and
``locallib.php`` of ``mod/assign/feedback/offline``, ``importziplib.php`` of
``mod/assign/feedback/file`` in moodle/moodle. Blackboard: "Uploading or Downloading Grade Center
Items for Working Offline".
PrairieLearn: ``apps/prairielearn/src/lib/score-upload.ts`` and its page on external grading.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

BLACKBOARD_OWN = frozenset(
    ["Username", "Last Name", "First Name", "Student ID", "Last Access", "Availability",
     "Grading Notes", "Notes Format", "Feedback to Learner", "Feedback Format"]
)  # fmt: skip
CANVAS_ROWS = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)
CANVAS_COMPUTED = re.compile(
    "Current Score|Current Points|Current Grade|Final Score|Final Points|Final Grade|"
    "Override Score|Override Grade|Override Status"
)


class RefusedUpload(Exception):
    """A file that a platform does not take."""


@dataclass
class CanvasCourse:
    """A course of Canvas: students by id, the points of assignments by their id."""

    students: dict[int, str]
    assignments: dict[int, str]
    grades: dict[tuple[int, str], str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)  # new assignments with their points
    strangers: list[str] = field(default_factory=list)

    def upload(self, text: str) -> None:
        """Take grades over by the title of the assignment."""
        lines = [line for line in text.splitlines() if not re.fullmatch("[;, ]+", line)]
        head, *rows = csv.reader(io.StringIO("\n".join(lines), newline=""))
        taken = self._assignments(head)
        for row in rows:
            if "Points Possible" in row[0]:
                self.made |= {t: row[at] for at, t in taken.items() if t in self.made}
            elif not all(CANVAS_ROWS.fullmatch(cell) for cell in row):
                self._student(row, taken)

    def _assignments(self, head: list[str]) -> dict[int, str]:
        if len(head) <= 3 or "Student" not in head[0] or "ID" not in head[1]:
            raise RefusedUpload("Invalid header row")
        count = 3
        if "SIS Login ID" in head[2]:
            count = 4
        elif "SIS User ID" in head[2] and "SIS Login ID" in head[3]:
            count = 5 + ("Integration ID" in head[4])
        if "Section" not in head[count - 1]:
            raise RefusedUpload("Invalid header row")
        found: dict[int, str] = {}
        for at, heading in enumerate(head):
            if at < count or CANVAS_COMPUTED.search(heading):
                continue
            numbered = re.fullmatch(r"(.+?)\s*\((\d+)\)", heading)
            known = self.assignments.get(int(numbered[2])) if numbered else None
            known = known or next((t for t in self.assignments.values() if t == heading), None)
            if known is None:
                self.made[heading] = ""
            found[at] = known or heading
        return found

    def _student(self, row: list[str], taken: Mapping[int, str]) -> None:
        student = int(row[1]) if row[1].isdecimal() else -1
        if student not in self.students:
            self.strangers.append(row[0])
            return
        self.grades |= {(student, title): row[at].strip() for at, title in taken.items()}


@dataclass
class MoodleAssignment:
    """An assignment of Moodle: participants by number, when each was graded last."""

    participants: Mapping[int, str]
    most: float
    modified: dict[int, datetime] = field(default_factory=dict)
    grades: dict[int, float] = field(default_factory=dict)
    comments: dict[int, str] = field(default_factory=dict)
    files: dict[tuple[int, str], bytes] = field(default_factory=dict)
    passed_over: list[str] = field(default_factory=list)

    def upload(self, text: str) -> None:
        """Take a worksheet over, with commas."""
        head, *rows = csv.reader(io.StringIO(text, newline=""))
        if not {"Identifier", "Grade", "Last modified (grade)"} <= set(head):
            raise RefusedUpload("invalidgradeimport")
        for row in rows:
            if len(row) != len(head):
                raise RefusedUpload("csvweirdcolumns")
            self._row(dict(zip(head, row, strict=True)))

    def _row(self, row: Mapping[str, str]) -> None:
        number = int(row["Identifier"].removeprefix("Participant "))
        if number not in self.participants:
            self.passed_over.append(row["Identifier"])
            return
        if row["Grade"]:
            grade = float(row["Grade"])
            if 0 <= grade <= self.most:
                self.grades[number] = grade
            else:
                self.passed_over.append(row["Identifier"])
        self.comments[number] = row["Feedback comments"]

    def upload_feedback(self, content: bytes) -> None:
        """Take a zip of feedback files over."""
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                found = self._file(name)
                if found is None:
                    self.passed_over.append(name)
                else:
                    self.files[found] = archive.read(name)

    def _file(self, name: str) -> tuple[int, str] | None:
        parts = name.split("/")
        if parts[-1].startswith((".", "~")):
            return None
        for at, part in enumerate(parts):
            info = part.split("_", 4)
            if len(info) < 4 or not info[1].isdecimal() or int(info[1]) not in self.participants:
                continue
            if info[2] in {"assignsubmission", "assignfeedback"} and info[3] in {
                "file",
                "comments",
            }:
                inside = "/".join([*info[4:], *parts[at + 1 :]])
                return int(info[1]), inside.rpartition("/")[2]
        return None


@dataclass
class BlackboardCourse:
    """A course of Blackboard: names of users, columns by their number."""

    users: Mapping[str, str]
    columns: Mapping[int, str]
    grades: dict[tuple[str, int], str] = field(default_factory=dict)
    comments: dict[str, tuple[str, str]] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)  # columns of text, worth 0 points
    strangers: list[str] = field(default_factory=list)

    def upload(self, content: bytes) -> None:
        """Take grades over, from text with tabs."""
        head, *rows = csv.reader(io.StringIO(content.decode("utf-16"), newline=""), delimiter="\t")
        if "Username" not in head:
            raise RefusedUpload("no user names")
        for row in rows:
            cells = dict(zip(head, row, strict=True))
            if cells["Username"] in self.users:
                self._user(cells)
            else:
                self.strangers.append(cells["Username"])

    def _user(self, cells: Mapping[str, str]) -> None:
        for heading, cell in cells.items():
            numbered = re.search(r"\|(\d+)$", heading)
            if numbered and int(numbered[1]) in self.columns:
                self.grades[cells["Username"], int(numbered[1])] = cell
            elif heading not in BLACKBOARD_OWN and heading not in self.made:
                self.made.append(heading)
        if "Feedback to Learner" in cells:
            said = cells["Feedback to Learner"], cells["Feedback Format"]
            self.comments[cells["Username"]] = said


def prairielearn_scores(text: str) -> dict[tuple[str, int], float]:
    """Return the scores that PrairieLearn takes over, by uid and instance."""
    found: dict[tuple[str, int], float] = {}
    for row in csv.DictReader(io.StringIO(text, newline="")):
        keys = {key.lower(): value for key, value in row.items()}
        if not {"uid", "instance", "score_perc"} <= set(keys):
            raise RefusedUpload(f"columns: {', '.join(keys)}")
        found[keys["uid"], int(keys["instance"])] = float(keys["score_perc"])
    return found
