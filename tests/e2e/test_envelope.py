"""Who reported is sealed on an enrolled laptop, travels as it is, and is read at headquarters alone."""

from __future__ import annotations

import base64
from pathlib import Path

from inspector_app.hq import desk, users
from inspector_app.records.complaints import ComplaintSource
from inspector_app.records.people import Role
from inspector_app.services import complaints
from inspector_app.services.acting import Acting
from inspector_app.services.complaints import Intake
from inspector_app.services.envelopes import Reporter
from inspector_app.storage.writes import DeviceWriter
from sync.device.outbox import meta, set_meta
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
