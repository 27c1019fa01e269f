"""Who reported and who fell ill is destroyed when its term is over: by two people, unless a hold stands, for good."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, insert, select
from typer.testing import CliRunner

from inspector_app.errors import AppError
from inspector_app.hq import desk, entering, erasing, snapshots, users
from inspector_app.hq.cli import app
from inspector_app.hq.office import Office
from inspector_app.hq.registers import LOG
from inspector_app.hq.rule_publication import publish_rules
from inspector_app.hq.tables import setting
from inspector_app.records.complaints import Complaint, ComplaintKind, ComplaintState
from inspector_app.records.incidents import CaseLine, Incident, IncidentState
from inspector_app.records.oversight import Deletion, Envelope
from inspector_app.records.people import Role
from inspector_app.records.steps import Step
from inspector_app.services import envelopes, rules
from inspector_app.services.acting import Acting
from inspector_app.services.envelopes import Contents, Patient, Reporter
from inspector_app.storage.tables import TABLES
from sync.hq import tables
from sync.hq.erasing import remains
from sync.hq.files import FeedFiles
from sync.hq.slices import SnapshotBuilder
from sync.protocol import CHAIN_START
from sync.record import Record, canonical, new_id
from sync.snapshot import Manifest
from tests import factories
from tests.hq.test_desk import _Kept, write
from tests.running_hq import PASSWORD, TOWNSHIP, clock, make_office
from tests.sync.conformance.conftest import postgres

__all__ = ["postgres"]

DAY_US = 86_400_000_000
REPORTER, PATIENT = Reporter(name="秦密举", phone="13900007777"), Patient(name="许病甲", diagnosis="沙门氏菌")
OLD = 4 * 366 * DAY_US
"""Longer ago than a reporter's name is kept."""


@pytest.fixture
def desks(office: Office) -> Office:
    county = Role.COUNTY_ADMIN
    for username, role in (("hq1", Role.HQ_ADMIN), ("county1", county), ("county2", county), ("lead1", Role.TEAM_LEAD)):
        users.add(office, factories.user(username=username, role=role, townships=()), PASSWORD, clock())
    elsewhere = factories.user(username="other1", role=Role.COUNTY_ADMIN, townships=(), office_code="990102")
    users.add(office, elsewhere, PASSWORD, clock())
    return office


def sealed(office: Office, contents: Contents, subject: tuple[str, str]) -> Envelope:
    act = Acting(None, _Kept([]), users.named(office, "wang"), new_id(), clock(), hq_key=_key(office))  # type: ignore[arg-type]
    return envelopes.seal(act, subject, contents)


def _key(office: Office) -> bytes:
    return base64.b64decode(office.recovery_public)


def step(record: Record, after: str, ago: int) -> Step:
    return factories.any_of(
        Step, subject_kind=record.kind, subject_id=record.id, after=after, at=clock() - ago, action="x"
    )


def reported(office: Office, ago: int = OLD, state: ComplaintState = ComplaintState.CLOSED) -> Complaint:
    """A report whose reporter is sealed, closed so long ago."""
    complaint_id = new_id()
    envelope = sealed(office, REPORTER, (Complaint.kind, complaint_id))
    made = factories.any_of(
        Complaint, id=complaint_id, division_code=TOWNSHIP, operator_id=None, envelope_id=envelope.id, state=state,
        complaint_kind=ComplaintKind.REPORT, split_from=None,
    )  # fmt: skip
    write(office, envelope, made, step(made, state.value, ago))
    return made


def outbreak(office: Office, state: IncidentState = IncidentState.CONCLUDED, ago: int = DAY_US) -> CaseLine:
    incident = factories.any_of(Incident, division_code=TOWNSHIP, operator_id=None, state=state)
    line_id = new_id()
    envelope = sealed(office, PATIENT, (CaseLine.kind, line_id))
    line = factories.any_of(CaseLine, id=line_id, incident_id=incident.id, envelope_id=envelope.id, person="1")
    write(office, incident, line, envelope, step(incident, state.value, ago))
    return line


def held(office: Office, envelope_id: str | None) -> Envelope:
    query = select(*(TABLES["envelope"].c[name] for name in Envelope.model_fields))
    found = office.database.read(lambda conn: conn.execute(query.where(TABLES["envelope"].c.id == envelope_id)).one())
    return Envelope.model_validate(found._asdict())


def due(office: Office, by: str = "county1") -> list[str]:
    standing = erasing.look(office, by, clock)
    return [each.envelope.subject_id for _, ended in standing.ended for each in ended if each.is_due(standing.today)]


def test_what_is_due_follows_from_the_end_of_the_matter_and_its_term(desks: Office) -> None:
    old, line = reported(desks), outbreak(desks)
    reported(desks, ago=3 * 365 * DAY_US - 2 * DAY_US)
    reported(desks, state=ComplaintState.VERIFIED)
    outbreak(desks, IncidentState.CONTROLLED)
    outbreak(desks, ago=0)
    whole = reported(desks)
    part = whole.changed(id=new_id(), split_from=whole.id, state=ComplaintState.CLASSIFIED)
    write(desks, part)
    assert sorted(due(desks)) == sorted([old.id, line.id])
    assert due(desks, "other1") == []
    assert sorted(due(desks, "hq1")) == sorted([old.id, line.id])
    with pytest.raises(AppError, match="not_allowed"):
        due(desks, "lead1")


def test_a_hold_stops_it_and_is_named(desks: Office) -> None:
    """On the complaint, on the shop that it is about, on an incident of which a case is a part."""
    shop = factories.operator(division_code=TOWNSHIP)
    complaint, line = reported(desks), outbreak(desks)
    write(desks, shop, complaint.changed(operator_id=shop.id))
    [deletion, other] = erasing.propose(desks, "county1", clock)
    for subject in (("operator", shop.id), ("incident", line.incident_id)):
        entering.enter(
            desks,
            "county1",
            "legal_hold",
            f"subject_kind: {subject[0]}\nsubject_id: {subject[1]}\nreason: 诉讼保全",
            clock,
        )
    assert due(desks) == []
    for each in (deletion, other):
        with pytest.raises(AppError, match="deletion_held") as refused:
            erasing.carry_out(desks, each.id, "county2", clock)
        assert refused.value.facts["reason"] == "诉讼保全"
    with pytest.raises(AppError, match="nothing_due"):
        erasing.propose(desks, "hq1", clock)
    assert held(desks, complaint.envelope_id).sealed
    assert held(desks, line.envelope_id).sealed


def hold(office: Office, complaint: Complaint) -> None:
    told = f"subject_kind: complaint\nsubject_id: {complaint.id}\nreason: 复议未结"
    entering.enter(office, "county1", "legal_hold", told, clock)


def test_what_is_held_or_goes_on_does_not_keep_what_was_proposed_with_it(desks: Office) -> None:
    """Proposed anew without it, the rest is carried out; the first proposal is set aside and says so."""
    stopped, resumed, goes = reported(desks), reported(desks), reported(desks)
    [first] = erasing.propose(desks, "county1", clock)
    assert first.kinds == {"envelope": 3}
    hold(desks, stopped)
    [second] = erasing.propose(desks, "county2", clock)
    write(desks, resumed.changed(id=new_id(), split_from=resumed.id, state=ComplaintState.CLASSIFIED))
    with pytest.raises(AppError, match="deletion_changed"):
        erasing.carry_out(desks, second.id, "county1", clock)
    [third] = erasing.propose(desks, "county1", clock)
    assert [each.kinds for each in (second, third)] == [{"envelope": 2}, {"envelope": 1}]
    assert erasing.look(desks, "county1", clock).proposed == (third,)
    for each in (first, second):
        with pytest.raises(AppError, match="deletion_void"):
            erasing.carry_out(desks, each.id, "hq1", clock)
    erasing.carry_out(desks, third.id, "county2", clock)
    assert [bool(held(desks, each.envelope_id).sealed) for each in (stopped, resumed, goes)] == [True, True, False]


def test_two_people_destroy_it_and_the_certificate_says_what(desks: Office) -> None:
    complaint = reported(desks)
    envelope = held(desks, complaint.envelope_id)
    [deletion] = erasing.propose(desks, "county1", clock)
    assert (deletion.what, deletion.kinds, deletion.done_at) == ("REPORTER_IDENTITY", {"envelope": 1}, None)
    with pytest.raises(AppError, match="deletion_second_person"):
        erasing.carry_out(desks, deletion.id, "county1", clock)
    with pytest.raises(AppError, match="deletion_unknown"):
        erasing.carry_out(desks, deletion.id, "other1", clock)
    with pytest.raises(AppError, match="nothing_due"):
        erasing.propose(desks, "county2", clock)
    done = erasing.carry_out(desks, deletion.id, "hq1", clock)
    assert desks.one(Deletion, id=deletion.id) == done
    people = [users.named(desks, name).id for name in ("county1", "hq1")]
    assert [done.proposed_by, done.approved_by] == people
    told = erasing.certificate(desks, done.id, "county2", clock)
    sha256 = hashlib.sha256(envelope.sealed.encode()).hexdigest()
    assert told["envelopes"] == [[envelope.id, "complaint", complaint.id, sha256]]
    assert done.certificate_sha256 == hashlib.sha256(canonical(told)).hexdigest()
    with pytest.raises(AppError, match="deletion_done"):
        erasing.carry_out(desks, deletion.id, "hq1", clock)
    with pytest.raises(AppError, match="envelope_erased"):
        desk.open_envelope(desks, envelope.id, "hq1", "核实", clock)
    assert desks.one(Complaint, id=complaint.id) == complaint
    looks = select(setting.c.value).where(setting.c.key.startswith(f"{LOG}/"))
    logged = desks.database.read(lambda conn: conn.execute(looks).scalars().all())
    assert [each[1:5] for each in logged] == [[people[1], "DELETE", "deletion", done.id]]


def test_nothing_of_it_is_left_in_hqs_files_nor_in_its_log(desks: Office) -> None:
    """Neither the sealed bytes nor their base64; the log still proves what it was."""
    complaint, line, kept = reported(desks), outbreak(desks), reported(desks, ago=0)
    gone = [held(desks, each.envelope_id) for each in (complaint, line)]
    stays = held(desks, kept.envelope_id).sealed
    before = _log(desks)
    told_twice = next(row for row in before if row.op_id and gone[0].sealed.encode() in row.core)
    again = told_twice._asdict() | {"dev": "rescue/x", "n": 7}
    desks.database.write(lambda conn: conn.execute(insert(tables.op_result), again))
    for deletion in erasing.propose(desks, "county1", clock):
        erasing.carry_out(desks, deletion.id, "county2", clock)
    assert len(_in_files(desks.folder, stays)) >= 1
    assert [_in_files(desks.folder, each.sealed) for each in gone] == [[], []]
    assert [_in_files(desks.folder, base64.b64decode(each.sealed)) for each in gone] == [[], []]
    after = {(row.dev, row.inc, row.n): row.core for row in _log(desks)}
    assert after["rescue/x", 1, 7] == remains(told_twice.core)
    chain, altered = CHAIN_START, 0
    for row in before:
        core = after[row.dev, row.inc, row.n]
        altered += core != row.core
        digest = bytes.fromhex(core.removeprefix(b"sha256:").decode()) if core != row.core else _sha(row.core)
        chain = _sha(chain + row.n.to_bytes(8, "big") + digest)
        assert chain == row.chain
    assert altered == len(gone)


def test_it_is_not_done_while_somebody_holds_the_file_and_goes_on_when_asked_again(
    desks: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = outbreak(desks)
    sealed_before = held(desks, line.envelope_id).sealed
    [deletion] = erasing.propose(desks, "county1", clock)
    with monkeypatch.context() as busy:
        busy.setattr(desks.database, "scrub", lambda: False)
        with pytest.raises(AppError, match="deletion_readers"):
            erasing.carry_out(desks, deletion.id, "county2", clock)
    open_still = desks.one(Deletion, id=deletion.id)
    assert open_still is not None
    assert open_still.done_at is None
    assert erasing.carry_out(desks, deletion.id, "county2", clock).done_at is not None
    assert _in_files(desks.folder, sealed_before) == []


def _sealed_files(office: Office) -> set[str]:
    """Names of the files of feeds on HQ's disk."""
    return {path.name for path in (office.folder / "files").glob("??/*")}


def test_files_that_a_stop_left_on_the_disk_go_before_it_is_certified(
    desks: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = outbreak(desks)
    feed_of_it = _feed_of(desks, line)
    snapshots.builder(desks.folder, desks.database).build([feed_of_it], clock())
    made = _sealed_files(desks)
    assert made
    [deletion] = erasing.propose(desks, "county1", clock)

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as stopped:
        stopped.setattr(FeedFiles, "remove_forgotten", killed)
        with pytest.raises(SystemExit):
            erasing.carry_out(desks, deletion.id, "county2", clock)
    assert held(desks, line.envelope_id).sealed == ""
    assert _sealed_files(desks) == made
    with monkeypatch.context() as refusing:
        refusing.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(PermissionError(13, "no")))
        with pytest.raises(PermissionError):
            erasing.carry_out(desks, deletion.id, "county2", clock)
    assert erasing.carry_out(desks, deletion.id, "county2", clock).done_at is not None
    assert _sealed_files(desks) == set()


def test_a_snapshot_that_was_read_before_does_not_bring_it_back(desks: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    line = outbreak(desks)
    feed_of_it, builder = _feed_of(desks, line), snapshots.builder(desks.folder, desks.database)
    [deletion] = erasing.propose(desks, "county1", clock)
    publish, read_before = SnapshotBuilder._published, []

    def meanwhile(self: SnapshotBuilder, manifest: Manifest, now: int) -> Manifest | None:
        if not read_before:
            read_before.extend(_sealed_files(desks))
            erasing.carry_out(desks, deletion.id, "county2", clock)
        return publish(self, manifest, now)

    monkeypatch.setattr(SnapshotBuilder, "_published", meanwhile)
    [made] = builder.build([feed_of_it], clock())
    assert read_before
    assert {each.sha256 for each in made.slices} == _sealed_files(desks)
    assert not _sealed_files(desks) & set(read_before)


def _feed_of(office: Office, line: CaseLine) -> int:
    table = TABLES[Envelope.kind]
    query = select(table.c.feed_id).where(table.c.id == line.envelope_id)
    return int(office.database.read(lambda conn: conn.execute(query).scalar_one()))


@pytest.mark.slow
def test_on_postgresql_the_log_and_the_rows_lose_it_too(postgres: str, tmp_path: Path) -> None:
    office = make_office(tmp_path / "hq", postgres)
    for username in ("hq1", "hq2"):
        users.add(office, factories.user(username=username, role=Role.HQ_ADMIN, townships=()), PASSWORD, clock())
    complaint, kept = reported(office), reported(office, ago=0)
    [deletion] = erasing.propose(office, "hq1", clock)
    sealed_before = held(office, complaint.envelope_id).sealed
    erasing.carry_out(office, deletion.id, "hq2", clock)
    cores = [row.core for row in _log(office)]
    assert not any(sealed_before.encode() in core for core in cores)
    assert any(held(office, kept.envelope_id).sealed.encode() in core for core in cores)
    assert held(office, complaint.envelope_id).sealed == ""
    office.close()


def _log(office: Office) -> list[Row[Any]]:
    query = select(tables.op_result).order_by(tables.op_result.c.dev, tables.op_result.c.n)
    return list(office.database.read(lambda conn: conn.execute(query).all()))


def _sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _in_files(folder: Path, piece: str | bytes) -> list[str]:
    looked = piece.encode() if isinstance(piece, str) else piece
    return [file.name for file in folder.rglob("*") if file.is_file() and looked[40:200] in file.read_bytes()]


def run(office: Office, *words: str) -> str:
    return CliRunner().invoke(app, ["erase", *words, "--data", str(office.folder)]).output


def test_the_command_shows_first_and_destroys_by_a_second_hand(desks: Office) -> None:
    complaint, line = reported(desks), outbreak(desks)
    hold(desks, complaint)
    said = run(desks, "--by", "county1")
    assert "patients' names: 1 due, 0 kept for now, 0 held" in said
    assert "reporters' names: 0 due, 0 kept for now, 1 held" in said
    assert f"held: complaint {complaint.id}, 复议未结" in said
    assert held(desks, line.envelope_id).sealed
    deletion = run(desks, "--by", "county1", "--propose").partition("--carry-out ")[2].split()[0]
    assert deletion in run(desks, "--by", "county2")
    assert "a second person" in run(desks, "--by", "county1", "--carry-out", deletion)
    assert "Destroyed: 1 envelopes of patients' names" in run(desks, "--by", "county2", "--carry-out", deletion)
    assert f'"{line.id}"' in run(desks, "--by", "hq1", "--certificate", deletion)
    assert "0 due" in run(desks, "--by", "hq1")
    assert "Nothing is due" in run(desks, "--by", "hq1", "--propose")
    assert "There is no such deletion" in run(desks, "--by", "hq1", "--carry-out", "zzz")
    assert "There is no such deletion" in run(desks, "--by", "hq1", "--certificate", "zzz")


def voided(record: Record, ago: int) -> Record:
    return record.changed(voided_at=clock() - ago, void_reason="录入有误")


def test_what_was_voided_has_ended_with_that(desks: Office) -> None:
    """A complaint or an incident that was entered by mistake; a line of the list of cases alone too."""
    old, fresh = (reported(desks, state=ComplaintState.VERIFIED) for _ in range(2))
    goes_on = reported(desks, state=ComplaintState.VERIFIED)
    part = goes_on.changed(id=new_id(), split_from=goes_on.id, state=ComplaintState.CLASSIFIED)
    line, alone, kept = (outbreak(desks, IncidentState.CONTROLLED) for _ in range(3))
    incident = desks.one(Incident, id=line.incident_id)
    assert incident is not None
    write(
        desks, voided(old, OLD), voided(fresh, DAY_US), voided(goes_on, OLD), part,
        voided(incident, DAY_US), voided(alone, DAY_US), voided(kept, 0),
    )  # fmt: skip
    assert sorted(due(desks)) == sorted([old.id, line.id, alone.id])


def test_a_pack_that_names_no_term_leaves_the_nations(desks: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A county's rules of its own, and rules of the nation that forgot it."""
    monkeypatch.setattr(rules, "_published", rules._Published())
    old, line = reported(desks), outbreak(desks)
    term = {"what": "INSPECTION", "months": 60, "basis": "本县档案保管期限", "tag": "proposal"}
    version = {"source": "本县", "tag": "proposal", "terms": [term]}
    places = [{"jurisdiction": "990101", "valid_from": "2016-01-01"}, {"valid_from": "2015-10-01"}]
    body = {
        "pack": "retention",
        "title": {"zh": "期限", "en": "Terms"},
        "versions": [version | each for each in places],
    }
    assert len(publish_rules(desks, body, "HQ", clock())) == 2
    assert sorted(due(desks)) == sorted([old.id, line.id])
