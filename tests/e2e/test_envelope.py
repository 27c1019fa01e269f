"""Who reported is sealed on an enrolled laptop, travels as it is, and is read at headquarters alone."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from sqlalchemy import select

from inspector_app.errors import AppError
from inspector_app.hq import desk, erasing, users
from inspector_app.records.complaints import ComplaintKind, ComplaintSource
from inspector_app.records.oversight import Envelope
from inspector_app.records.people import Role
from inspector_app.services import complaints
from inspector_app.services.acting import Acting
from inspector_app.services.complaints import Intake
from inspector_app.services.envelopes import Reporter
from inspector_app.storage.rows import find
from inspector_app.storage.writes import DeviceWriter
from sync.device.outbox import meta, set_meta, to_op
from sync.device.tables import outbox
from sync.protocol import Outcome
from tests import factories
from tests.running_hq import PASSWORD, clock, enrolled, file_for, make_office, serving, signed_in

REPORTER = Reporter(name="秦密举", phone="13900007777")


def test_e_8_a_reporter_travels_sealed_to_headquarters(tmp_path: Path) -> None:
    office, folder = make_office(tmp_path / "hq"), tmp_path / "laptop"
    users.add(office, factories.user(username="admin1", role=Role.HQ_ADMIN), PASSWORD, clock())
    with serving(office) as port:
        laptop = enrolled(folder, file_for(office, port, "wang"), "wang")
        with laptop.signed_in.sessions.begin() as session:
            set_meta(session, hq_key="")  # as on a laptop of before there were envelopes
        laptop.close()
        laptop = signed_in(folder, "wang")
        user, now = laptop.signed_in.user, clock()
        assert user is not None
        with laptop.signed_in.sessions.begin() as session:
            key = base64.b64decode(meta(session, "hq_key"))
            device = laptop.signed_in.laptop.device_id
            act = Acting(session, DeviceWriter(session, user.id, now), user, device, now, hq_key=key)
            intake = Intake(source=ComplaintSource.PHONE, facts="用过期猪肉加工包子", accused="街口包子铺")
            known = complaints.receive(act, intake, REPORTER)
        assert laptop.sync().summary.is_level
        laptop.close()
    assert known.envelope_id is not None
    assert desk.open_envelope(office, known.envelope_id, "admin1", "核实", clock)[1] == REPORTER
    for file in office.folder.glob("hq.sqlite*"):
        assert REPORTER.name.encode() not in file.read_bytes(), file.name
    office.close()


def test_the_name_is_destroyed_at_headquarters_and_on_the_laptop_and_does_not_come_back(tmp_path: Path) -> None:
    office, folder = make_office(tmp_path / "hq"), tmp_path / "laptop"
    for username, role in (("admin1", Role.HQ_ADMIN), ("admin2", Role.HQ_ADMIN)):
        users.add(office, factories.user(username=username, role=role), PASSWORD, clock())

    def later() -> int:
        return clock() + 4 * 366 * 86_400_000_000

    with serving(office) as port:
        laptop = enrolled(folder, file_for(office, port, "wang"), "wang")
        user, now = laptop.signed_in.user, clock()
        assert user is not None
        device = laptop.signed_in.laptop.device_id
        with laptop.signed_in.sessions.begin() as session:
            key = base64.b64decode(meta(session, "hq_key"))
            act = Acting(session, DeviceWriter(session, user.id, now), user, device, now, hq_key=key)
            known = complaints.receive(
                act, Intake(source=ComplaintSource.PHONE, facts="过期", accused="包子铺"), REPORTER
            )
            complaints.classify(act, known.id, ComplaintKind.NOT_OURS)
            complaints.take(act, known.id, "transfer", {"answer": "已告知向卫健部门反映"})
            envelope = find(session, Envelope, known.envelope_id or "")
        assert envelope is not None
        assert laptop.sync().summary.is_level
        with laptop.signed_in.sessions() as session:
            rows = session.execute(select(outbox).where(outbox.c.kind == "envelope"))
            ops = [to_op(row) for row in rows]
        [deletion] = erasing.propose(office, "admin1", later)
        erasing.carry_out(office, deletion.id, "admin2", later)
        assert laptop.sync().summary.is_level
        with laptop.signed_in.sessions() as session:
            held = find(session, Envelope, envelope.id)
        assert held is not None
        assert (held.sealed, held.void_reason) == ("", f"deletion {deletion.id}")
        again = office.service.hand_in(device, ops, clock())
        laptop.close()
    assert [each.r for each in again] == [Outcome.APPLIED]
    with pytest.raises(AppError, match="envelope_erased"):
        desk.open_envelope(office, envelope.id, "admin1", "核实", clock)
    assert office.database.scrub()
    for file in office.folder.rglob("*"):
        assert file.is_dir() or envelope.sealed[:300].encode() not in file.read_bytes(), file.name
    office.close()
