"""Passwords change at HQ, and take effect at the next sign-in that reaches it."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.app import _sign_in
from inspector_app.domain.password_pause import FAILURES_ALLOWED
from inspector_app.errors import AppError
from inspector_app.hq import users
from inspector_app.services import provisioning, sign_ins
from tests.running_hq import PASSWORD, clock, enrolled, file_for, make_office, serving

CHANGED = "another-day-2"


def signs_in(folder: Path, password: str) -> bool:
    try:
        _sign_in(folder, "wang", password).sessions.close()
    except AppError as error:
        assert error.code == "wrong_password"  # noqa: PT017
        return False
    return True


def test_a_password_changed_at_hq_takes_effect_at_the_next_sign_in_online(tmp_path: Path) -> None:
    office, folder = make_office(tmp_path / "hq"), tmp_path / "laptop"
    with serving(office) as port:
        enrolled(folder, file_for(office, port, "wang"), "wang").close()
    users.reset_password(office, "wang", CHANGED)
    assert signs_in(folder, PASSWORD), "without HQ the old one still opens the laptop"
    assert not signs_in(folder, CHANGED)
    with serving(office, port):
        assert signs_in(folder, CHANGED)
    assert signs_in(folder, CHANGED)
    assert not signs_in(folder, PASSWORD)
    office.close()


def test_wrong_passwords_pause_the_sign_in_also_after_a_restart_and_not_for_others(tmp_path: Path) -> None:
    office, folder = make_office(tmp_path / "hq"), tmp_path / "laptop"
    with serving(office) as port:
        laptop = enrolled(folder, file_for(office, port, "wang", "li"), "wang")
        provisioning.first_sign_in(folder, laptop.signed_in.laptop, "li", PASSWORD, clock).sessions.close()
        laptop.close()
    for _ in range(FAILURES_ALLOWED - 1):
        assert not signs_in(folder, CHANGED)
    for password in (CHANGED, PASSWORD):  # the fifth wrong one begins the pause, which the right one does not end
        with pytest.raises(AppError, match="sign_in_paused"):
            _sign_in(folder, "wang", password)
    _sign_in(folder, "li", PASSWORD).sessions.close()
    assert sign_ins.last(folder) == "li"
    office.close()


def test_the_pause_of_hq_is_told_with_its_seconds(tmp_path: Path) -> None:
    office, folder = make_office(tmp_path / "hq"), tmp_path / "laptop"
    with serving(office) as port:
        desk = enrolled(folder, file_for(office, port, "wang", "li"), "wang")
        laptop = desk.signed_in.laptop
        desk.close()
        for _ in range(FAILURES_ALLOWED):
            with pytest.raises(AppError, match="wrong_password"):
                provisioning.first_sign_in(folder, laptop, "li", CHANGED, clock)
        with pytest.raises(AppError, match="sign_in_paused") as told:
            provisioning.first_sign_in(folder, laptop, "li", PASSWORD, clock)
    assert 0 < int(str(told.value.facts["seconds"])) <= 60
    office.close()


def test_a_laptop_that_joined_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="not_enrolled"):
        _sign_in(tmp_path, "wang", PASSWORD)
