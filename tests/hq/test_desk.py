"""At HQ's desk: steps by role, alerts, and envelopes that open for those alone who may know, each look logged."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from inspector_app.errors import AppError
from inspector_app.hq import desk, users
from inspector_app.hq.cli import app
from inspector_app.hq.office import Office
from inspector_app.hq.registers import LOG
from inspector_app.hq.tables import setting
from inspector_app.records.complaints import Complaint, ComplaintState
from inspector_app.records.incidents import Incident, IncidentState
from inspector_app.records.notices import Alert, AlertLevel, Publication, PublicationKind, PublicationState
from inspector_app.records.oversight import Envelope
from inspector_app.records.people import Role, User
from inspector_app.records.steps import Step
from inspector_app.services import envelopes
from inspector_app.services.acting import Acting, Refused
from inspector_app.services.envelopes import Contents, Interference, Reporter
from sync.hq.authoring import Authoring, NotWritten
from sync.record import Record, new_id
from tests import factories
from tests.running_hq import PASSWORD, TOWNSHIP, clock

REPORTER = Reporter(name="秦密举", phone="13900007777")


@dataclass
class _Kept:
    """What a laptop would save."""

    saved: list[Record]

    def find(self, cls: type[Record], row_id: str) -> None:
        return None

    def save(self, record: Record, *, resolves: str | None = None, replaces: str | None = None) -> None:
        self.saved.append(record)


def person(office: Office, username: str, role: Role) -> User:
    user = factories.user(username=username, role=role, certificate_no=None, townships=())
    return users.add(office, user, PASSWORD, clock())


def received(office: Office, contents: Contents, subject: tuple[str, str]) -> Envelope:
    """An envelope as a laptop sealed it to this HQ, and HQ holds it."""
    wang = users.named(office, "wang")
    kept = _Kept([])
    act = Acting(None, kept, wang, new_id(), clock(), hq_key=base64.b64decode(office.recovery_public))  # type: ignore[arg-type]
    envelope = envelopes.seal(act, subject, contents)
    write(office, *kept.saved)
    return envelope


def write(office: Office, *records: Record, by: str = "HQ") -> None:
    with office.service.author(by, clock()) as author:
        for record in records:
            author.save(record)


@pytest.fixture
def sealed(office: Office) -> Envelope:
    """Of a complaint that is assigned to li."""
    complaint_id = new_id()
    envelope = received(office, REPORTER, ("complaint", complaint_id))
    li = users.named(office, "li")
    write(
        office,
        factories.any_of(
            Complaint, id=complaint_id, division_code=TOWNSHIP, envelope_id=envelope.id, assigned_to=li.id,
            state=ComplaintState.RECEIVED,
        ),
    )  # fmt: skip
    return envelope


def test_e_8_only_hq_and_whom_it_is_assigned_open_a_reporters_envelope(office: Office, sealed: Envelope) -> None:
    for username, role in (("admin1", Role.HQ_ADMIN), ("county1", Role.COUNTY_ADMIN)):
        person(office, username, role)
        assert desk.open_envelope(office, sealed.id, username, "核实", clock)[1] == REPORTER
    assert desk.open_envelope(office, sealed.id, "li", "回访", clock)[1] == REPORTER
    person(office, "lead1", Role.TEAM_LEAD)
    person(office, "reader1", Role.READ_ONLY)
    for username in ("wang", "lead1", "reader1"):
        with pytest.raises(AppError, match="envelope_not_yours"):
            desk.open_envelope(office, sealed.id, username, "好奇", clock)
    query = select(setting.c.value).where(setting.c.key.startswith(f"{LOG}/")).order_by(setting.c.key)
    looks = office.database.read(lambda connection: connection.execute(query).scalars().all())
    assert [each[2:] for each in looks] == [["REVEAL", "envelope", sealed.id, why] for why in ("核实", "核实", "回访")]


def test_a_complaint_that_merely_names_an_envelope_opens_it_for_nobody(office: Office, sealed: Envelope) -> None:
    wang, li = users.named(office, "wang"), users.named(office, "li")
    one, other = new_id(), new_id()
    mine = {"division_code": TOWNSHIP, "envelope_id": sealed.id, "assigned_to": wang.id}
    received = {"state": ComplaintState.RECEIVED}
    write(office, factories.any_of(Complaint, id=one, split_from=other, **mine, **received))
    write(office, factories.any_of(Complaint, id=other, split_from=one, **mine, **received))  # a ring of one's own

    def is_refused() -> bool:
        with pytest.raises(AppError, match="envelope_not_yours"):
            desk.open_envelope(office, sealed.id, "wang", "好奇", clock)
        return True

    assert is_refused()
    write(office, factories.any_of(Complaint, split_from=sealed.subject_id, **mine, **received), by=wang.id)
    assert is_refused(), "an officer's own word makes no part"
    whole = office.one(Complaint, id=sealed.subject_id)
    assert whole is not None
    write(office, whole.changed(assigned_to=wang.id), by=wang.id)
    assert is_refused(), "nor gives it to himself"
    write(office, whole, by=li.id)
    part = factories.any_of(Complaint, split_from=whole.id, **mine | {"assigned_to": li.id}, **received)
    lead = person(office, "lead1", Role.TEAM_LEAD)
    write(office, part, by=lead.id)
    write(office, part.changed(assigned_to=wang.id), by=lead.id)
    write(office, whole.changed(voided_at=clock(), void_reason="并案"), by=lead.id)
    assert desk.open_envelope(office, sealed.id, "wang", "办理分出的举报", clock)[1] == REPORTER


def test_who_has_a_complaint_parts_it_for_another(office: Office, sealed: Envelope) -> None:
    wang, li = users.named(office, "wang"), users.named(office, "li")
    lead = person(office, "lead1", Role.TEAM_LEAD)
    part = factories.any_of(
        Complaint, split_from=sealed.subject_id, division_code=TOWNSHIP, envelope_id=sealed.id, assigned_to=li.id,
        state=ComplaintState.RECEIVED,
    )  # fmt: skip
    write(office, part, by=li.id)
    write(office, part.changed(assigned_to=wang.id), by=lead.id)
    assert desk.open_envelope(office, sealed.id, "wang", "办理分出的举报", clock)[1] == REPORTER


def test_another_countys_desk_opens_no_envelope(office: Office, sealed: Envelope) -> None:
    away = factories.user(username="away", role=Role.COUNTY_ADMIN, office_code="990202", townships=())
    users.add(office, away, PASSWORD, clock())
    with pytest.raises(AppError, match="envelope_not_yours"):
        desk.open_envelope(office, sealed.id, "away", "好奇", clock)


def test_interference_is_seen_by_hqs_role_only(office: Office, sealed: Envelope) -> None:
    told = Interference(subject_kind="complaint", subject_id=sealed.subject_id, told="有人打招呼")
    envelope = received(office, told, ("user", new_id()))
    person(office, "admin1", Role.HQ_ADMIN)
    person(office, "county1", Role.COUNTY_ADMIN)
    assert desk.open_envelope(office, envelope.id, "admin1", "核查", clock)[1] == told
    for username in ("county1", "li", "wang"):
        with pytest.raises(AppError, match="envelope_not_yours"):
            desk.open_envelope(office, envelope.id, username, "核查", clock)


def test_who_has_left_opens_nothing(office: Office, sealed: Envelope) -> None:
    left = person(office, "admin1", Role.HQ_ADMIN)
    write(office, left.changed(active=False))
    with pytest.raises(AppError, match="unknown_user"):
        desk.open_envelope(office, sealed.id, "admin1", "核实", clock)


def test_a_publication_is_masked_and_checked_at_the_desk_too(office: Office) -> None:
    person(office, "lead1", Role.TEAM_LEAD)
    person(office, "county1", Role.COUNTY_ADMIN)
    known = factories.any_of(
        Publication, operator_id=None, division_code=TOWNSHIP, publication_kind=PublicationKind.INSPECTION_RESULT,
        title="检查结果", text="负责人电话14000000001", state=PublicationState.DRAFT, facts=(), text_sha256=None,
    )  # fmt: skip
    write(office, known)

    def step(by: str, action: str, **given: str) -> Publication:
        desk.step(office, by, "publication", known.id, action, given, "", clock)
        held = office.one(Publication, id=known.id)
        assert held is not None
        return held

    assert "14000000001" not in step("lead1", "mask").text
    for by, action in (("lead1", "review"), ("county1", "approve")):
        with pytest.raises(AppError, match="not_asked"):
            step(by, action, text="另一段文字")
        assert step(by, action).text_sha256 is not None


def test_what_a_laptop_told_while_hq_moved_a_record_stays(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    person(office, "admin1", Role.HQ_ADMIN)
    incident = factories.any_of(Incident, division_code=TOWNSHIP, state=IncidentState.REPORTED, place="旧址")
    write(office, incident)
    author = office.service.author

    def late(by: str, now: int, **how: Any) -> Authoring:
        monkeypatch.undo()
        write(office, incident.changed(place="新址"))
        return author(by, now, **how)

    monkeypatch.setattr(office.service, "author", late)
    desk.step(office, "admin1", "incident", incident.id, "confirm", {"level": "MAJOR"}, "", clock)
    held = office.one(Incident, id=incident.id)
    assert held is not None
    assert (held.state, held.place) == (IncidentState.RESPONDING, "新址")


def test_a_county_moves_no_record_of_another(office: Office) -> None:
    other = factories.user(username="other", role=Role.COUNTY_ADMIN, office_code="990202", townships=())
    users.add(office, other, PASSWORD, clock())
    incident = factories.any_of(Incident, division_code=TOWNSHIP, state=IncidentState.REPORTED)
    write(office, incident)
    with pytest.raises(NotWritten, match="out_of_scope"):
        desk.step(office, "other", "incident", incident.id, "confirm", {"level": "MAJOR"}, "", clock)
    assert office.one(Incident, id=incident.id) == incident
    assert office.one(Step) is None


def test_who_has_left_moves_nothing(office: Office) -> None:
    write(office, person(office, "admin1", Role.HQ_ADMIN).changed(active=False))
    with pytest.raises(AppError, match="unknown_user"):
        desk.step(office, "admin1", "incident", new_id(), "confirm", {}, "", clock)


def test_hq_moves_a_record_by_its_machine_and_role(office: Office) -> None:
    person(office, "admin1", Role.HQ_ADMIN)
    incident = factories.any_of(Incident, division_code=TOWNSHIP, state=IncidentState.REPORTED)
    write(office, incident)
    with pytest.raises(Refused) as refused:
        desk.step(office, "wang", "incident", incident.id, "confirm", {"level": "MAJOR"}, "", clock)
    assert [each.field for each in refused.value.problems] == ["state"]
    with pytest.raises(Refused) as refused:
        desk.step(office, "admin1", "incident", incident.id, "confirm", {}, "", clock)
    assert [each.field for each in refused.value.problems] == ["level"]
    desk.step(office, "admin1", "incident", incident.id, "confirm", {"level": "MAJOR"}, "", clock)
    held = office.one(Incident, id=incident.id)
    assert held is not None
    assert (held.state, held.level) == (IncidentState.RESPONDING, "MAJOR")
    step = office.one(Step, subject_id=incident.id)
    assert step is not None
    assert (step.action, step.before, step.after) == ("confirm", "REPORTED", "RESPONDING")


def test_hqs_administrator_writes_no_record_of_the_field(office: Office) -> None:
    """What is not laid down by HQ stays the field's, at HQ too."""
    admin = person(office, "admin1", Role.HQ_ADMIN)
    act = Acting(None, _Kept([]), admin, "", clock())  # type: ignore[arg-type]
    with pytest.raises(AppError, match="not_allowed"):
        act.save(factories.operator())


def test_a_step_with_a_value_that_cannot_be_changes_nothing(office: Office) -> None:
    person(office, "county1", Role.COUNTY_ADMIN)
    incident = factories.any_of(Incident, division_code=TOWNSHIP, state=IncidentState.REPORTED)
    write(office, incident)
    for told, code in (({"level": "GREAT"}, "wrong_choice"), ({"level": "MAJOR", "voided_at": "1"}, "not_asked")):
        with pytest.raises(AppError, match=code):
            desk.step(office, "county1", "incident", incident.id, "confirm", told, "", clock)
    assert office.one(Incident, id=incident.id) == incident
    assert office.one(Step, subject_id=incident.id) is None


def run(office: Office, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*words, "--data", str(office.folder)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def test_the_desk_speaks_on_the_terminal(office: Office, sealed: Envelope) -> None:
    person(office, "admin1", Role.HQ_ADMIN)
    warned = ("alert", "RED", "2026-1", "问题奶粉", "立即下架", "--by", "admin1", "--division", TOWNSHIP)
    assert "问题奶粉" in run(office, *warned, "--until", "2026-12-31")[1]
    alert = office.one(Alert, number="2026-1")
    assert alert is not None
    assert (alert.level, alert.divisions, alert.published_in) == (AlertLevel.RED, (TOWNSHIP,), "990101")
    assert run(office, "alert", "RED", "2", "x", "x", "--by", "wang")[0] == 1
    again = ("alert", "RED", "2", "x", "x", "--by", "admin1")
    assert "knows no division abc" in run(office, *again, "--division", "abc")[1]
    assert "this day is past" in run(office, *again, "--until", "2001-01-01")[1]
    code, said = run(office, "envelope", sealed.id, "--by", "wang", "--reason", "看看")
    assert (code, "秦密举" in said) == (1, False)
    assert "秦密举" in run(office, "envelope", sealed.id, "--by", "admin1", "--reason", "核实")[1]
    complaint = ("step", "complaint", sealed.subject_id, "classify", "--by", "wang")
    code, said = run(office, *complaint)
    assert (code, "Complaint kind (complaint_kind) is missing" in said) == (1, True)
    code, said = run(office, *complaint, "--set", "complaint_kind=X")
    assert (code, "complaint_kind: one of 'COMPLAINT'" in said) == (1, True)
    assert "to Classified" in run(office, *complaint, "--set", "complaint_kind=REPORT")[1]


def test_the_steps_that_are_possible_now_are_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    person(office, "county1", Role.COUNTY_ADMIN)
    person(office, "reader", Role.READ_ONLY)
    incident = factories.any_of(Incident, division_code=TOWNSHIP, state=IncidentState.REPORTED)
    write(office, incident)
    words = ("step", "incident", incident.id)
    code, said = run(office, *words, "--by", "county1")
    assert (code, "confirm (level) → " in said) == (0, True)
    assert run(office, *words, "nonsense", "--by", "county1")[0] == 1
    code, said = run(office, *words, "review", "--by", "county1")
    assert (code, "There is no step review now" in said, "confirm (level)" in said) == (1, True, True)
    code, said = run(office, *words, "confirm", "--by", "reader")
    assert (code, "not for the role of this user, but for: County admin" in said) == (1, True)
    assert "MOVE_NOT_ALLOWED" not in said
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "须由县局管理员" in run(office, *words, "confirm", "--by", "reader")[1]
    assert office.one(Incident, id=incident.id) == incident


def test_an_alerts_number_is_used_once_and_an_alert_is_taken_back(office: Office) -> None:
    person(office, "admin1", Role.HQ_ADMIN)
    person(office, "lead1", Role.TEAM_LEAD)
    warned = ("alert", "RED", "1", "问题奶粉", "立即下架", "--by", "admin1")
    assert "alerts --cancel 1" in run(office, *warned)[1]
    code, said = run(office, *warned)
    assert (code, "used already, for: 问题奶粉" in said) == (1, True)
    assert len(office.every(Alert)) == 1
    assert "not be empty" in run(office, "alert", "RED", "2", "x", " ", "--by", "admin1")[1]
    assert "1  Red  问题奶粉" in run(office, "alerts")[1]
    assert "--by" in run(office, "alerts", "--cancel", "1")[1]
    assert "role" in run(office, "alerts", "--cancel", "1", "--by", "lead1")[1]
    assert "no alert 7" in run(office, "alerts", "--cancel", "7", "--by", "admin1")[1]
    assert office.one(Alert, cancelled_at=None) is not None
    assert "Taken back: 问题奶粉" in run(office, "alerts", "--cancel", "1", "--by", "admin1")[1]
    assert office.one(Alert, cancelled_at=None) is None
    assert "taken back on" in run(office, "alerts")[1]
    assert "taken back already" in run(office, "alerts", "--cancel", "1", "--by", "admin1")[1]
