"""Laptops join once, by a file; people sign in first with HQ, and then without it."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import select, update

from inspector_app.domain.local_time import local_date
from inspector_app.errors import AppError
from inspector_app.hq import users
from inspector_app.hq.enrolment import redeem
from inspector_app.hq.office import Office
from inspector_app.records.people import Device, NumberBlock, User
from inspector_app.services import provisioning
from inspector_app.services.asking import Signer, ask
from inspector_app.services.device_key import load
from inspector_app.services.enrolment import EnrolRequest, SignInReply, SignInRequest
from inspector_app.services.exchanging import Exchanger
from inspector_app.storage.keys import seal
from inspector_app.storage.people import number_blocks
from inspector_app.storage.tables import TABLES
from sync.device.outbox import meta, set_meta
from sync.device.problem import ProblemKind, SyncProblem
from sync.device.transport import Address
from sync.record import new_id
from tests.running_hq import PASSWORD, FieldLaptop, clock, enrolled, file_for, make_office, serving


@pytest.fixture
def port(office: Office) -> Iterator[int]:
    with serving(office) as number:
        yield number


def test_a_laptop_joins_and_its_people_sign_in_without_hq(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "laptop"
    with serving(office) as port:
        laptop = enrolled(folder, file_for(office, port, "wang", "li"), "wang")
        other = provisioning.first_sign_in(folder, laptop.signed_in.laptop, "li", PASSWORD, clock)
        other.sessions.close()
    laptop.close()
    for username in ("wang", "li"):
        again = provisioning.sign_in(folder, laptop.signed_in.laptop, username, PASSWORD, clock)
        assert again.user is not None
        assert again.user.username == username
        again.sessions.close()
    assert provisioning.usernames(folder) == ["wang", "li"]


def test_a_wrong_password_opens_nothing(office: Office, port: int, tmp_path: Path) -> None:
    laptop = enrolled(tmp_path, file_for(office, port, "wang", "li"), "wang")
    with pytest.raises(AppError, match="wrong_password"):
        provisioning.sign_in(tmp_path, laptop.signed_in.laptop, "wang", "field-day-2", clock)
    with pytest.raises(AppError, match="wrong_password"):
        provisioning.first_sign_in(tmp_path, laptop.signed_in.laptop, "li", "field-day-2", clock)
    with pytest.raises(AppError, match="unknown_user"):
        provisioning.sign_in(tmp_path, laptop.signed_in.laptop, "li", PASSWORD, clock)
    laptop.close()


def test_repeated_failures_pause_the_sign_in(office: Office, port: int, tmp_path: Path) -> None:
    laptop = provisioning.enrol(tmp_path, file_for(office, port, "wang"), clock())
    for _ in range(5):
        with pytest.raises(AppError, match="wrong_password"):
            provisioning.first_sign_in(tmp_path, laptop, "wang", "not the password", clock)
    with pytest.raises(AppError, match="sign_in_paused"):
        provisioning.first_sign_in(tmp_path, laptop, "wang", PASSWORD, clock)


def test_a_file_is_good_for_one_laptop_only(office: Office, port: int, tmp_path: Path) -> None:
    file = file_for(office, port, "wang")
    first = provisioning.enrol(tmp_path / "a", file, clock())
    again = provisioning.enrol(tmp_path / "a", file, clock())  # the answer was lost
    assert again == first
    with pytest.raises(AppError, match="enrolment_used"):
        provisioning.enrol(tmp_path / "b", file, clock())


def test_an_old_or_foreign_file_is_refused(office: Office, port: int, tmp_path: Path) -> None:
    file = file_for(office, port, "wang")
    with pytest.raises(AppError, match="enrolment_expired"):
        provisioning.enrol(tmp_path, file, file.expires_at + 1)
    with pytest.raises(AppError, match="enrolment_unknown"):
        provisioning.enrol(tmp_path, file.model_copy(update={"secret": "guessed"}), clock())
    (tmp_path / "picture.json").write_bytes(b"\x89PNG")
    with pytest.raises(AppError, match="enrolment_file"):
        provisioning.read_file(tmp_path / "picture.json")


def test_whoever_comes_by_a_used_file_changes_nothing_of_the_laptop(office: Office, port: int, tmp_path: Path) -> None:
    """The file's secret and the laptop's public key are no proof: escrow and users stay as HQ has them."""
    file = file_for(office, port, "wang", "li")
    laptop = enrolled(tmp_path, file, "wang")
    device = office.one(Device, id=laptop.signed_in.laptop.device_id)
    assert device is not None
    with office.service.author("HQ", clock()) as author:
        author.save(device.changed(user_ids=device.user_ids[:1]))
    public = load(tmp_path).public_key().public_bytes_raw()
    sealed = seal(base64.b64decode(file.recovery_key), b"a key of a stranger's own choice")
    again = EnrolRequest(
        secret=file.secret,
        public_key=base64.b64encode(public).decode(),
        database_key=base64.b64encode(sealed).decode(),
    )
    assert redeem(office, again, clock()).device_id == device.id
    kept = office.one(Device, id=device.id)
    assert kept is not None
    assert kept.user_ids == device.user_ids[:1]
    fresh = provisioning.first_sign_in(tmp_path, laptop.signed_in.laptop, "wang", PASSWORD, clock)
    assert fresh.key == laptop.signed_in.key
    fresh.sessions.close()
    with pytest.raises(AppError, match="enrolment_expired"):
        redeem(office, again, file.expires_at + 1)
    laptop.close()


def test_what_is_no_enrolment_is_refused_and_not_a_fault_of_hq(office: Office, tmp_path: Path) -> None:
    file = file_for(office, 1, "wang")
    good = base64.b64encode(bytes(range(32))).decode()
    for public_key, database_key in (("?", good), (good, "?"), (good, good), (good, base64.b64encode(b"x").decode())):
        with pytest.raises(AppError, match=r"malformed|wrong_key"):
            redeem(office, EnrolRequest(secret=file.secret, public_key=public_key, database_key=database_key), clock())


def test_a_name_that_no_database_takes_is_refused_and_not_a_fault_of_hq(office: Office) -> None:
    with pytest.raises(ValidationError, match="NUL"):
        SignInRequest(username="wang\x00", password=PASSWORD, box="")


def test_a_laptop_of_one_hq_does_not_turn_to_another(office: Office, port: int, tmp_path: Path) -> None:
    """Another authority in the place of its own would cut it off from where its work is to go."""
    laptop = enrolled(tmp_path / "laptop", file_for(office, port, "wang"), "wang")
    other = make_office(tmp_path / "other")
    with serving(other) as elsewhere, pytest.raises(AppError, match="other_hq"):
        provisioning.enrol(tmp_path / "laptop", file_for(other, elsewhere, "wang"), clock())
    other.close()
    assert laptop.sync().summary.is_level
    laptop.close()


def test_a_laptop_that_failed_to_join_one_hq_can_join_another(office: Office, port: int, tmp_path: Path) -> None:
    other = make_office(tmp_path / "other")
    with serving(other) as elsewhere:
        file = file_for(other, elsewhere, "wang")
    other.close()
    with pytest.raises(SyncProblem):
        provisioning.enrol(tmp_path / "laptop", file, clock())
    enrolled(tmp_path / "laptop", file_for(office, port, "wang"), "wang").close()


def test_a_laptop_trusts_no_other_authority(office: Office, port: int, tmp_path: Path) -> None:
    other = make_office(tmp_path / "other")
    file = file_for(office, port, "wang").model_copy(update={"ca": other.ca})
    other.close()
    with pytest.raises(SyncProblem) as problem:
        provisioning.enrol(tmp_path / "laptop", file, clock())
    assert problem.value.kind is ProblemKind.TLS


def test_hq_out_of_reach_says_so_and_can_be_tried_again(office: Office, tmp_path: Path) -> None:
    with serving(office) as port:
        file = file_for(office, port, "wang")
    with pytest.raises(SyncProblem) as problem:
        provisioning.enrol(tmp_path, file, clock())
    assert problem.value.kind is ProblemKind.UNREACHABLE
    with serving(office, port):
        assert provisioning.enrol(tmp_path, file, clock()).dataset == "DEMO"


def test_somebody_who_is_not_of_this_laptop_cannot_sign_in(office: Office, port: int, tmp_path: Path) -> None:
    laptop = provisioning.enrol(tmp_path, file_for(office, port, "wang"), clock())
    with pytest.raises(AppError, match="not_provisioned"):
        provisioning.first_sign_in(tmp_path, laptop, "zhao", PASSWORD, clock)


def test_a_sign_in_must_be_signed_by_the_laptop(office: Office, port: int, tmp_path: Path) -> None:
    file = file_for(office, port, "wang")
    provisioning.enrol(tmp_path, file, clock())
    request = SignInRequest(username="wang", password=PASSWORD, box=base64.b64encode(bytes(range(32))).decode())
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    stranger = Signer(new_id(), Ed25519PrivateKey.generate())
    with pytest.raises(AppError, match="unknown_device"):
        ask(Address(file.address, tmp_path / "ca.pem"), "/inspector/v1/sign-in", request, SignInReply, stranger)


def test_a_person_removed_at_hq_cannot_sign_in_after_the_next_sync(office: Office, port: int, tmp_path: Path) -> None:
    laptop = enrolled(tmp_path, file_for(office, port, "wang", "li"), "wang")
    provisioning.first_sign_in(tmp_path, laptop.signed_in.laptop, "li", PASSWORD, clock).sessions.close()
    li = users.find(office, "li")
    assert li is not None
    with office.service.author("HQ", clock()) as author:
        author.save(li.changed(active=False))
    assert provisioning.usernames(tmp_path) == ["wang", "li"]
    laptop.sync()
    assert provisioning.usernames(tmp_path) == ["wang"]
    laptop.close()


def test_after_the_lease_sign_in_asks_for_contact_and_loses_nothing(office: Office, port: int, tmp_path: Path) -> None:
    laptop = enrolled(tmp_path, file_for(office, port, "wang"), "wang")
    with laptop.signed_in.sessions.begin() as session:
        set_meta(session, last_contact=clock() - 46 * provisioning.DAY_US)
    laptop.close()
    with pytest.raises(AppError, match="lease_ended"):
        provisioning.sign_in(tmp_path, laptop.signed_in.laptop, "wang", PASSWORD, clock)
    fresh = provisioning.first_sign_in(tmp_path, laptop.signed_in.laptop, "wang", PASSWORD, clock)
    with fresh.sessions() as session:
        assert session.execute(select(TABLES["region"].c.id)).first() is not None
    fresh.sessions.close()


def test_a_clock_that_once_ran_ahead_locks_nobody_out_for_good(office: Office, port: int, tmp_path: Path) -> None:
    laptop = enrolled(tmp_path, file_for(office, port, "wang"), "wang")
    laptop.close()

    def ahead() -> int:
        return clock() + 400 * provisioning.DAY_US

    fresh = provisioning.first_sign_in(tmp_path, laptop.signed_in.laptop, "wang", PASSWORD, ahead)
    Exchanger(fresh, ahead).run(lambda done, total: None, threading.Event())
    fresh.sessions.close()
    for _ in range(2):
        again = provisioning.sign_in(tmp_path, laptop.signed_in.laptop, "wang", PASSWORD, ahead)
        again.sessions.close()
    again = provisioning.sign_in(tmp_path, laptop.signed_in.laptop, "wang", PASSWORD, clock)
    FieldLaptop(tmp_path, again).sync()  # the contact is told in the right time now
    again.sessions.close()
    provisioning.sign_in(tmp_path, laptop.signed_in.laptop, "wang", PASSWORD, clock).sessions.close()


def test_putting_the_clock_back_does_not_renew_the_lease(office: Office, port: int, tmp_path: Path) -> None:
    laptop = enrolled(tmp_path, file_for(office, port, "wang"), "wang")
    with laptop.signed_in.sessions.begin() as session:
        set_meta(session, last_contact=clock() - 44 * provisioning.DAY_US)
    laptop.close()

    def back() -> int:
        return clock() - 40 * provisioning.DAY_US

    for now in (clock, back):
        provisioning.sign_in(tmp_path, laptop.signed_in.laptop, "wang", PASSWORD, now).sessions.close()
    seen = provisioning.sign_in(tmp_path, laptop.signed_in.laptop, "wang", PASSWORD, back)
    with seen.sessions() as session:
        assert meta(session, "highest_time") > back() + 39 * provisioning.DAY_US
    seen.sessions.close()


def test_r_7_two_laptops_never_get_the_same_number_block(office: Office, port: int, tmp_path: Path) -> None:
    blocks: list[NumberBlock] = []
    for name in ("a", "b"):
        laptop = enrolled(tmp_path / name, file_for(office, port, "wang"), "wang")
        with laptop.signed_in.sessions() as session:
            for letters in ("SR", "CO", "RF"):
                found = number_blocks(session, "990101", letters, local_date(clock()).year)
                assert len(found) == 1
                blocks += found
        laptop.close()
    assert len({(b.document_type, b.block) for b in blocks}) == 6


def test_hq_keeps_no_password_and_no_plain_database_key(office: Office, port: int, tmp_path: Path) -> None:
    laptop = enrolled(tmp_path / "laptop", file_for(office, port, "wang"), "wang")
    office.database.close()
    stored = b"".join(path.read_bytes() for path in office.folder.rglob("hq.sqlite*"))
    assert PASSWORD.encode() not in stored
    assert laptop.signed_in.key not in stored
    laptop.close()


def test_a_user_of_another_dataset_is_told_apart(office: Office, port: int, tmp_path: Path) -> None:
    laptop = enrolled(tmp_path, file_for(office, port, "wang"), "wang")
    with laptop.signed_in.sessions.begin() as session:
        set_meta(session, dataset="REAL")
    with pytest.raises(SyncProblem) as problem:
        laptop.sync()
    assert problem.value.kind is ProblemKind.OTHER_DATASET
    laptop.close()


def test_hq_knows_its_users_and_laptops(office: Office, port: int, tmp_path: Path) -> None:
    laptop = enrolled(tmp_path, file_for(office, port, "wang"), "wang")
    device = office.one(Device, id=laptop.signed_in.laptop.device_id)
    assert device is not None
    wang = office.one(User, username="wang")
    assert wang is not None
    assert device.user_ids == (wang.id,)
    laptop.close()


def test_a_revoked_laptop_is_refused_at_once(office: Office, port: int, tmp_path: Path) -> None:
    from sync.hq.tables import device as device_keys

    laptop = enrolled(tmp_path, file_for(office, port, "wang"), "wang")
    office.database.write(lambda connection: connection.execute(update(device_keys).values(status="revoked")))
    outcome = laptop.sync()
    assert outcome.summary.problem is not None
    assert outcome.summary.problem.kind is ProblemKind.FAULT
    laptop.close()
