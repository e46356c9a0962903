"""When somebody handed in, as far as a platform tells it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from referee.deciding.corpora import OWN, claims_of
from referee.grading.submissions import collect

WEST = timezone(-timedelta(hours=8))
MINE = '"1.2-E5-gradient" = "w"\n'


def handed_in(folder: Path, files: dict[str, str]) -> list[datetime | None]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return [each.at for each in collect(folder, claims_of(OWN)).submissions]


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("2024-01-01 10:00:00.123456789 -08:00", datetime(2024, 1, 1, 10, 0, 0, 123456, WEST)),
        ("2024-01-01 10:00:00 Z", datetime(2024, 1, 1, 10, tzinfo=UTC)),
        ("yesterday", None),
        ("2024-13-01 10:00:00 Z", None),
    ],
)
def test_gradescope_tells_a_time_with_its_zone(
    tmp_path: Path, told: str, at: datetime | None
) -> None:
    metadata = (
        "---\nsubmission_1:\n  :submitters:\n  - :name: Jane Doe\n    :sid: '7'\n"
        f"  :created_at: {told}\n  :history:\n  - :id: 4\n    :created_at: 2020-01-01 10:00:00 Z\n"
    )
    files = {"submission_metadata.yml": metadata, "submission_1/mine.toml": MINE}
    assert handed_in(tmp_path, files) == [at]


def test_blackboard_tells_a_time_without_a_zone(tmp_path: Path) -> None:
    files = {
        "HW_jdoe_attempt_2024-01-01-10-00-00_mine.toml": MINE,
        "HW_jdoe_attempt_2024-01-02-9-05-06_mine.toml": MINE,
        "HW_bob_attempt_2024-02-31-10-00-00_mine.toml": MINE,
    }
    found = handed_in(tmp_path, files)
    assert sorted(map(str, found)) == ["2024-01-02 09:05:06", "None"]
