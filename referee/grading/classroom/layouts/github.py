"""GitHub Classroom: ``homework-janedoe/``, a repository each.

https://docs.github.com/en/education/manage-coursework-with-github-classroom/teach-with-github-classroom/download-assignments
and ``gh classroom clone student-repos``, which makes ``homework-submissions/homework-janedoe``. A
login may hold dashes; what comes before it is what all names begin with.
"""

from __future__ import annotations

from referee.grading.classroom.download import Download, File
from referee.grading.classroom.handed import Handed
from referee.grading.classroom.layouts import folders
from referee.grading.classroom.layouts.layout import Layout
from referee.grading.classroom.people import Person

_AROUND = "-submissions"
_BRANCHES = ("-main", "-master")  # behind the name of what was downloaded as a zip


def handed_in(download: Download, sure: bool) -> list[Handed]:
    """Return the repositories, where folders show that they are some."""
    tops = download.tops()
    before = _before(download, list(tops))
    cloned = sum(_is_repository(name, download, files) for name, files in tops.items())
    if not sure and (not before or cloned * 2 < len(tops)):
        return []
    behind = next((end for end in _BRANCHES if all(name.endswith(end) for name in tops)), "")
    return [
        each
        for name, files in tops.items()
        for each in folders.attempts(_person(name, before, behind), files)
    ]


def _is_repository(name: str, download: Download, files: list[File]) -> bool:
    """Say whether git keeps something in a folder, or a README lies there."""
    readme = any(len(f.parts) == 2 and f.name.casefold().startswith("readme") for f in files)
    return readme or (name,) in download.repositories


def _person(name: str, before: str, behind: str) -> Person:
    login = name.removeprefix(before).removesuffix(behind) or name
    return Person(login, {"github": login})


def _before(download: Download, names: list[str]) -> str:
    """Return what all names begin with, up to a dash."""
    title = download.title.removesuffix(_AROUND)
    if title != download.title and all(name.startswith(f"{title}-") for name in names):
        return f"{title}-"
    if len(names) < 2:
        return ""
    first, last = min(names), max(names)
    same = next(
        (at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first)
    )
    return first[: first.rfind("-", 0, same) + 1]


LAYOUT = Layout("github", "GitHub Classroom", "homework-janedoe/mine.toml", handed_in)
