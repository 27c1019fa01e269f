"""A laptop knows who signed in last, and counts wrong passwords of each person through a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.password_pause import FAILURES_ALLOWED, MINUTE_US
from inspector_app.errors import AppError
from inspector_app.services import sign_ins

NOW = 1_773_800_000_000_000


def wrong(folder: Path, times: int) -> int:
    """The seconds of the pause that the last one begins, 0 for none."""
    seconds = 0
    for _ in range(times):
        try:
            sign_ins.note_wrong(folder, "wang", NOW)
        except AppError as paused:
            seconds = int(str(paused.facts["seconds"]))
    return seconds


def test_the_last_person_is_remembered(tmp_path: Path) -> None:
    assert sign_ins.last(tmp_path) == ""
    for name in ("wang", "li"):
        sign_ins.note_right(tmp_path, name)
    assert sign_ins.last(tmp_path) == "li"


def test_the_fifth_wrong_password_begins_a_pause_and_each_further_one_a_longer(tmp_path: Path) -> None:
    assert wrong(tmp_path, FAILURES_ALLOWED - 1) == 0
    assert [wrong(tmp_path, 1) for _ in range(5)] == [60, 120, 240, 480, 900]
    with pytest.raises(AppError, match="sign_in_paused"):
        sign_ins.require_no_pause(tmp_path, "wang", NOW + 14 * MINUTE_US)
    sign_ins.require_no_pause(tmp_path, "wang", NOW + 15 * MINUTE_US)
    sign_ins.require_no_pause(tmp_path, "li", NOW)


def test_who_signs_in_begins_to_count_anew(tmp_path: Path) -> None:
    wrong(tmp_path, FAILURES_ALLOWED)
    sign_ins.note_right(tmp_path, "wang")
    assert wrong(tmp_path, FAILURES_ALLOWED - 1) == 0


@pytest.mark.parametrize("damaged", ["", "[]", "null", '{"last": 1, "wrong": {"wang": 5}}'])
def test_a_damaged_file_locks_nobody_out(tmp_path: Path, damaged: str) -> None:
    (tmp_path / "sign-ins.json").write_text(damaged)
    sign_ins.require_no_pause(tmp_path, "wang", NOW)
    sign_ins.note_right(tmp_path, "wang")
    assert sign_ins.last(tmp_path) == "wang"
