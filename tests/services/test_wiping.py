"""HQ's order to empty a laptop: carried out when nothing is lost by it, or as ordered; then nothing can be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.errors import AppError
from inspector_app.hq.office import Office
from inspector_app.services import provisioning, sign_ins
from inspector_app.storage.blobs import expect
from inspector_app.storage.snapshots import SnapshotIntake
from inspector_app.storage.writes import save
from sync.device import blobs
from sync.faults import Fault, Wipe
from sync.hq.auth import DeviceStatus, set_status
from sync.protocol import Refusal
from sync.record import new_id
from tests import factories
from tests.running_hq import PASSWORD, FieldLaptop, clock, enrolled, file_for, make_office, serving


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path / "hq")
    yield made
    made.close()


@pytest.fixture
def laptop(office: Office, tmp_path: Path) -> Iterator[FieldLaptop]:
    with serving(office) as port:
        joined = enrolled(tmp_path / "laptop", file_for(office, port, "wang"), "wang")
        yield joined
        joined.close()


def record(laptop: FieldLaptop) -> None:
    user = laptop.signed_in.user
    assert user is not None
    with laptop.signed_in.sessions.begin() as session:
        save(session, factories.operator(), user.id, clock())


def order(office: Office, laptop: FieldLaptop, status: DeviceStatus, wipe: Wipe | None) -> None:
    device = laptop.signed_in.laptop.device_id
    office.database.write(lambda conn: set_status(conn, device, status, wipe))


def told(office: Office) -> int:
    with office.database.engine.connect() as conn:
        return conn.exec_driver_sql("SELECT count(*) FROM device_key WHERE wiped_at IS NOT NULL").scalar_one()


def test_h_15_a_stolen_laptop_is_emptied_at_its_next_contact(office: Office, laptop: FieldLaptop) -> None:
    record(laptop)
    sign_ins.note_right(laptop.folder, "wang")
    (laptop.folder / "downloads").mkdir(exist_ok=True)
    order(office, laptop, DeviceStatus.REVOKED, Wipe.AT_ONCE)
    outcome = laptop.sync()
    assert outcome.wiped
    assert told(office) == 1
    assert [path.name for path in laptop.folder.iterdir() if path.suffix not in (".lock", ".pem")] == []
    with pytest.raises(AppError, match="unknown_user"):
        provisioning.sign_in(laptop.folder, laptop.signed_in.laptop, "wang", PASSWORD, clock)


def test_a_full_disk_stops_no_order_to_empty_the_laptop(
    office: Office, laptop: FieldLaptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise AppError("disk_full")

    monkeypatch.setattr(SnapshotIntake, "index", no_room)
    order(office, laptop, DeviceStatus.REVOKED, Wipe.AT_ONCE)
    assert laptop.sync().wiped
    assert told(office) == 1


def test_a_laptop_that_is_handed_over_gives_its_work_first(office: Office, laptop: FieldLaptop) -> None:
    record(laptop)
    order(office, laptop, DeviceStatus.TRANSFERRED, Wipe.AFTER_HAND_OVER)
    outcome = laptop.sync()
    assert (outcome.summary.refused, outcome.wiped) == (1, True)
    with office.database.engine.connect() as conn:
        kept = conn.exec_driver_sql("SELECT code FROM quarantine").scalars().all()
    assert kept == [Refusal.TRANSFERRED]


def test_an_order_to_hand_over_is_not_carried_out_while_hq_lacks_a_photo(
    office: Office, laptop: FieldLaptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with laptop.signed_in.sessions.begin() as session:
        expect(session, factories.photo_of(new_id()), clock())
    monkeypatch.setattr(blobs, "send", lambda *_: blobs.Sent())
    order(office, laptop, DeviceStatus.TRANSFERRED, Wipe.AFTER_HAND_OVER)
    assert not laptop.sync().wiped
    assert provisioning.usernames(laptop.folder) == ["wang"]


def test_a_laptop_that_is_only_blocked_keeps_everything(office: Office, laptop: FieldLaptop) -> None:
    record(laptop)
    order(office, laptop, DeviceStatus.REVOKED, None)
    outcome = laptop.sync()
    assert outcome.problem is not None
    assert (outcome.problem.fault, outcome.wiped) == (Fault.REVOKED, False)
    laptop.close()
    again = provisioning.sign_in(laptop.folder, laptop.signed_in.laptop, "wang", PASSWORD, clock)
    again.sessions.close()
