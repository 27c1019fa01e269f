"""One laptop, several people: each signs in without a network; who was removed at HQ does not after the next sync."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.errors import AppError
from inspector_app.hq.office import Office
from inspector_app.records.people import Device, User
from inspector_app.services import provisioning
from inspector_app.services.laptop import Laptop
from inspector_app.services.provisioning import DAY_US
from tests.running_hq import PASSWORD, FieldLaptop, clock, enrolled, file_for, make_office, serving, signed_in

PEOPLE = ("wang", "li", "zhao")


def first_sign_in(folder: Path, laptop: Laptop, username: str) -> None:
    there = provisioning.first_sign_in(folder, laptop, username, PASSWORD, clock)
    assert FieldLaptop(folder, there).sync().summary.is_level
    there.sessions.close()


def remove(office: Office, laptop: Laptop, username: str) -> None:
    """At HQ, from this one laptop."""
    device, user = office.one(Device, id=laptop.device_id), office.one(User, username=username)
    assert device is not None
    assert user is not None
    with office.service.author("HQ", clock()) as author:
        author.save(device.changed(user_ids=tuple(each for each in device.user_ids if each != user.id)))


def test_g_2_three_people_sign_in_offline_until_removed_or_out_of_contact(tmp_path: Path) -> None:
    folder = tmp_path / "laptop"
    office = make_office(tmp_path / "hq")
    with serving(office) as port:
        joined = enrolled(folder, file_for(office, port, *PEOPLE), "wang")
        joined.close()
        laptop = joined.signed_in.laptop
        for username in PEOPLE[1:]:
            first_sign_in(folder, laptop, username)
    for username in (*PEOPLE, *PEOPLE):  # nobody listens any more
        there = signed_in(folder, username)
        assert there.signed_in.user is not None
        assert there.signed_in.user.username == username
        there.close()
    remove(office, laptop, "li")
    signed_in(folder, "li").close()  # until the laptop has heard of it
    with serving(office, office.plan.port):
        there = signed_in(folder, "wang")
        assert there.sync().summary.is_level
        there.close()
    with pytest.raises(AppError, match="unknown_user"):
        signed_in(folder, "li")
    for days, username in ((44, "wang"), (44, "zhao")):
        late = provisioning.sign_in(folder, laptop, username, PASSWORD, lambda days=days: clock() + days * DAY_US)  # type: ignore[misc]
        late.sessions.close()
    with pytest.raises(AppError, match="lease_ended"):
        provisioning.sign_in(folder, laptop, "zhao", PASSWORD, lambda: clock() + 46 * DAY_US)
    office.close()


def test_people_whose_slots_were_lost_get_them_again_from_hq(tmp_path: Path) -> None:
    """HQ hands the database key over to whoever proves who they are."""
    folder = tmp_path / "laptop"
    office = make_office(tmp_path / "hq")
    with serving(office) as port:
        joined = enrolled(folder, file_for(office, port, "wang"), "wang")
        joined.close()
        (folder / "replica.keys").unlink()
        assert provisioning.usernames(folder) == []
        first_sign_in(folder, joined.signed_in.laptop, "wang")
    signed_in(folder, "wang").close()
    office.close()
