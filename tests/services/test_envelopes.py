"""What is for HQ's eyes alone is nowhere on the laptop in the clear: not in its database, outbox, backups or logs."""

from __future__ import annotations

import base64
import dataclasses
import logging
from pathlib import Path

import pytest
import sqlcipher3
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from inspector_app.domain.problems import Code
from inspector_app.errors import AppError
from inspector_app.records.complaints import ComplaintKind, ComplaintSource
from inspector_app.records.oversight import Envelope, EnvelopePurpose
from inspector_app.services import complaints, envelopes, incidents
from inspector_app.services.acting import Refused
from inspector_app.services.complaints import Intake
from inspector_app.services.envelopes import Interference, Patient, Reporter
from inspector_app.storage import keys
from inspector_app.storage.backup import back_up
from inspector_app.storage.cipher import CIPHERS
from inspector_app.storage.rows import columns, records
from tests.replica_fixtures import HQ_KEY, KEY, Laptop

REPORTER = Reporter(name="秦密举", phone="13900007777", address="隐秘巷九号", told="我在该店后厨打工三年")
PATIENT = Patient(name="许病甲", phone="13900008888", id_number="990101200001018888", diagnosis="沙门氏菌感染")
SECRETS = [*REPORTER.model_dump().values(), *PATIENT.model_dump().values(), "副县长打招呼"]
FACTS = "用过期猪肉加工包子"
INTAKE = Intake(source=ComplaintSource.PHONE, facts=FACTS, accused="街口包子铺")


def in_the_clear(file: Path, target: Path) -> bytes:
    """The bytes of an encrypted database once its key has opened it."""
    database = sqlcipher3.connect(str(file))
    CIPHERS[0].unlock(database, KEY)
    database.execute(f"ATTACH DATABASE '{target}' AS plain KEY ''")
    database.execute("SELECT sqlcipher_export('plain')")
    database.close()
    return target.read_bytes()


def sealed(laptop: Laptop) -> list[Envelope]:
    with laptop.sessions() as session:
        return records(session, Envelope, columns(Envelope).order_by("id"))


def opened(envelope: Envelope) -> envelopes.Contents:
    return envelopes.read(envelope, keys.unseal(HQ_KEY, base64.b64decode(envelope.sealed)))


def test_e_8_nothing_of_a_reporter_or_patient_is_on_the_laptop(
    laptop: Laptop, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """By the bytes of the opened database, of which the outbox is a part, of a backup of it, and of the whole log."""
    with caplog.at_level(logging.DEBUG), laptop.acting() as act:
        known = complaints.receive(act, INTAKE, REPORTER)
        complaints.classify(act, known.id, ComplaintKind.REPORT)
        incident = incidents.discover(act, place="实验小学", operator_id=laptop.shop.id)
        incidents.add_case(act, incident.id, "1", PATIENT, ill=True, foods=("包子",))
        envelopes.report_interference(act, known, "副县长打招呼")
    with caplog.at_level(logging.DEBUG):
        back_up(laptop.sessions, KEY, tmp_path / "backup.db")
    replica = next(tmp_path.glob("replica/replica.db"))
    for file in (replica, tmp_path / "backup.db"):
        data = in_the_clear(file, tmp_path / f"{file.stem}.plain")
        assert FACTS.encode() in data  # it is the opened one, outbox and search text included
        assert [each for each in SECRETS if each.encode() in data or each.encode("utf-16-le") in data] == []
    assert [each for each in SECRETS if each in caplog.text] == []


def test_hq_alone_opens_an_envelope(laptop: Laptop) -> None:
    with laptop.acting() as act:
        complaints.receive(act, INTAKE, REPORTER)
    (envelope,) = sealed(laptop)
    assert envelope.purpose is EnvelopePurpose.REPORTER
    assert opened(envelope) == REPORTER
    with pytest.raises(AppError, match="wrong_key"):
        keys.unseal(X25519PrivateKey.generate(), base64.b64decode(envelope.sealed))


def test_the_length_of_an_envelope_says_nothing(laptop: Laptop) -> None:
    with laptop.acting() as act:
        complaints.receive(act, INTAKE, Reporter(name="王一"))
        complaints.receive(act, INTAKE, REPORTER)
    assert len({len(each.sealed) for each in sealed(laptop)}) == 1


def test_interference_does_not_even_tell_which_matter_it_is_about(laptop: Laptop) -> None:
    with laptop.acting() as act:
        known = complaints.receive(act, INTAKE, None)
        envelopes.report_interference(act, known, "副县长打招呼")
        with pytest.raises(Refused):
            envelopes.report_interference(act, known, "  ")
    (envelope,) = sealed(laptop)
    assert (envelope.subject_kind, envelope.subject_id) == ("user", laptop.wang.id)
    assert opened(envelope) == Interference(subject_kind="complaint", subject_id=known.id, told="副县长打招呼")


@pytest.mark.parametrize("text", ["秦密举说包子发霉", "请回电13900007777"])
def test_a_text_that_tells_who_reported_is_refused(laptop: Laptop, text: str) -> None:
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        complaints.receive(act, dataclasses.replace(INTAKE, facts=text), REPORTER)
    assert [(each.field, each.code) for each in refused.value.problems] == [("facts", Code.NAMES_PROTECTED)]
    assert sealed(laptop) == []


def test_without_hqs_key_nothing_is_taken_in(laptop: Laptop) -> None:
    with pytest.raises(AppError, match="no_hq_key"), laptop.acting() as act:
        complaints.receive(dataclasses.replace(act, hq_key=b""), INTAKE, REPORTER)
