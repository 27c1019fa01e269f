"""What HQ alone lays down enters from a file: all of it by who may, or nothing with the entry and its fields."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from inspector_app.errors import AppError
from inspector_app.hq import entering, users
from inspector_app.hq.cli import app
from inspector_app.hq.office import Office
from inspector_app.hq.publication import publish_regions, region_of
from inspector_app.hq.sentences import sentence
from inspector_app.records import offices
from inspector_app.records.complaints import Complaint
from inspector_app.records.credit import CreditEntry
from inspector_app.records.offices import Post
from inspector_app.records.operators import Operator
from inspector_app.records.oversight import Envelope, LegalHold
from inspector_app.records.people import Role, User
from inspector_app.records.recalls import RecallNotice
from sync.hq import authoring
from sync.hq.authoring import NotWritten
from sync.record import Record
from tests import factories
from tests.running_hq import PASSWORD, TOWNSHIP, clock

STATION = """
code: "990101100"
name: 石桥镇市场监督管理所
office_level: STATION
acting_authority: 云岭县市场监督管理局
townships: ["990101100"]
phone: 0999-0000001
valid_from: 2026-01-01
"""
NOTICE = """
number: 召〔2026〕1号
title: 召回云露牌酸奶
level: I
product_name: 云露酸奶
gtin: "09521234543213"
batches: [A1, A2]
reason: 检出致病菌
issuer: 青川市市场监督管理局
known_at: 2026-01-05 09:30:00
"""
NINE_THIRTY = 1_767_576_600_000_000
"""On that day in China."""


@pytest.fixture
def desk(office: Office) -> Office:
    for username, role in (("hq1", Role.HQ_ADMIN), ("county1", Role.COUNTY_ADMIN), ("lead1", Role.TEAM_LEAD)):
        users.add(office, factories.user(username=username, role=role, townships=()), PASSWORD, clock())
    return office


def enter(desk: Office, kind: str, told: str, by: str = "hq1") -> list[Record]:
    return entering.enter(desk, by, kind, told, clock)


def shop(desk: Office) -> Operator:
    made = factories.operator(division_code=TOWNSHIP)
    with desk.service.author("HQ", clock()) as author:
        author.save(made)
    return made


def test_a_recall_notice_is_published_and_cancelled_with_its_reason(desk: Office) -> None:
    [made] = enter(desk, "recall_notice", NOTICE)
    notice = desk.one(RecallNotice, id=made.id)
    assert notice is not None
    assert (notice.known_at, notice.batches, notice.published_in) == (NINE_THIRTY, ("A1", "A2"), "990101")
    assert notice.published_at > notice.known_at
    with pytest.raises(AppError) as refused:
        enter(desk, "recall_notice", f"id: {made.id}\ncancel_reason: ' '")
    assert refused.value.facts == {"number": 1, "fields": "cancel_reason REASON_NEEDED"}
    enter(desk, "recall_notice", f"id: {made.id}\ncancel_reason: 复检合格")
    ended = desk.one(RecallNotice, id=made.id)
    assert ended is not None
    assert (ended.title, ended.cancel_reason, ended.published_at) == (notice.title, "复检合格", notice.published_at)
    assert ended.cancelled_at is not None
    assert ended.cancelled_at > notice.published_at
    with pytest.raises(AppError) as again:
        enter(desk, "recall_notice", f"id: {made.id}\ncancel_reason: 又一次")
    assert again.value.facts == {"number": 1, "fields": "cancel_reason ONLY_ONCE"}


def test_an_office_and_who_works_there(desk: Office) -> None:
    enter(desk, "office", STATION, "county1")
    found = desk.one(offices.Office, code="990101100")
    assert found is not None
    assert (found.name, found.county_code) == ("石桥镇市场监督管理所", "990101")
    wang = desk.one(User, username="wang")
    assert wang is not None
    enter(desk, "post", f"user_id: {wang.id}\noffice_code: '990101100'\nvalid_from: 2026-01-01")
    assert desk.one(Post, user_id=wang.id) is not None


def test_what_a_file_says_wrong_is_named_and_nothing_of_it_enters(desk: Office) -> None:
    one = yaml.safe_load(NOTICE)
    two = yaml.safe_dump([one, one | {"colour": "red"}])
    for told, number, fields in (
        (two, 2, "colour"),
        (NOTICE.replace("level: I", "level: IV"), 1, "level"),
        (NOTICE.replace("09521234543213", "9521234543213"), 1, "gtin CHECK"),
        (NOTICE.replace("2026-01-05", "2099-01-05"), 1, "known_at DATE_FUTURE"),
        (NOTICE.replace("检出致病菌", '" "'), 1, "reason REQUIRED"),
        (f"{NOTICE}id: 0197f5c0-0000-7000-8000-000000000000", 1, "id"),
        (f"{NOTICE}published_at: 2026-01-06\ncancelled_at: 2026-01-07", 1, "cancelled_at, published_at"),
        (f"{NOTICE}cancel_reason: 有误", 1, "cancel_reason"),
    ):
        with pytest.raises(AppError, match="entry_wrong") as refused:
            enter(desk, "recall_notice", told)
        assert refused.value.facts == {"number": number, "fields": fields}
    assert desk.one(RecallNotice) is None


def test_only_hq_recalls_and_no_officer_enters_anything(desk: Office) -> None:
    for by, kind, told in (
        ("county1", "recall_notice", NOTICE),
        ("lead1", "office", STATION),
        ("wang", "office", STATION),
    ):
        with pytest.raises(AppError, match="not_allowed"):
            enter(desk, kind, told, by)


def test_a_hold_and_an_entry_of_a_credit_file_name_what_is_there(desk: Office) -> None:
    operator = shop(desk)
    about = f"subject_kind: operator\nsubject_id: {operator.id}\nreason: 诉讼保全"
    [made] = enter(desk, "legal_hold", about, "county1")
    assert isinstance(made, LegalHold)
    assert made.set_by == users.named(desk, "county1").id
    praised = f"operator_id: {operator.id}\nevent: COMMENDATION\nhappened_on: 2026-01-02\nsource_kind: operator"
    [praise] = enter(desk, "credit_entry", f"{praised}\nsource_id: {operator.id}")
    assert isinstance(praise, CreditEntry)
    with pytest.raises(AppError, match="entry_wrong"):
        enter(desk, "credit_entry", f"{praised}\nsource_id: {made.id}")


def test_a_file_entered_twice_enters_once(desk: Office) -> None:
    operator, wang = shop(desk), users.named(desk, "wang")
    praise = f"operator_id: {operator.id}\nevent: COMMENDATION\nhappened_on: 2026-01-02\nsource_kind: operator"
    files = {
        "office": STATION,
        "post": f"user_id: {wang.id}\noffice_code: '990101100'\nvalid_from: 2026-01-01",
        "recall_notice": NOTICE,
        "legal_hold": f"subject_kind: operator\nsubject_id: {operator.id}\nreason: 诉讼保全",
        "credit_entry": f"{praise}\nsource_id: {operator.id}",
    }
    assert files.keys() == entering.ENTERED.keys()
    for kind, told in files.items():
        with pytest.raises(AppError, match="entry_there") as within:
            enter(desk, kind, yaml.safe_dump([yaml.safe_load(told)] * 2))
        assert within.value.facts["number"] == 2
        cls = entering.ENTERED[kind].cls
        assert desk.one(cls) is None
        [made] = enter(desk, kind, told)
        with pytest.raises(AppError, match="entry_there") as again:
            enter(desk, kind, told)
        assert again.value.facts == {"number": 1, "id": made.id}
        enter(desk, kind, f"id: {made.id}\nvoid_reason: 录入有误")
        [anew] = enter(desk, kind, told)
        assert [each.id for each in desk.every(cls)] == [anew.id], kind


def test_who_lifts_a_hold_is_named_and_what_hq_holds_no_county_lifts(desk: Office) -> None:
    about = f"subject_kind: operator\nsubject_id: {shop(desk).id}\nreason: 诉讼保全"
    county1, hq1 = users.named(desk, "county1"), users.named(desk, "hq1")
    with pytest.raises(AppError, match="entry_wrong") as told:
        enter(desk, "legal_hold", f"{about}\nset_by: {hq1.id}", "county1")
    assert told.value.facts["fields"] == "set_by"
    [made] = enter(desk, "legal_hold", about, "county1")
    [lifted] = enter(desk, "legal_hold", f"id: {made.id}\nlift_reason: 已撤诉", "county1")
    assert isinstance(lifted, LegalHold)
    assert (lifted.set_by, lifted.lifted_by, lifted.lifted_at is not None) == (county1.id, county1.id, True)
    [by_hq] = enter(desk, "legal_hold", about)
    for word in ("lift_reason", "void_reason", "reason"):
        with pytest.raises(AppError, match="not_allowed"):
            enter(desk, "legal_hold", f"id: {by_hq.id}\n{word}: 不想留", "county1")


def test_a_county_enters_and_changes_nothing_of_another(desk: Office) -> None:
    publish_regions(desk, [region_of("990202", "外县", date(2020, 1, 1))], "HQ", clock())
    other = factories.user(username="other", role=Role.COUNTY_ADMIN, office_code="990202", townships=())
    users.add(desk, other, PASSWORD, clock())
    wang, operator = users.named(desk, "wang"), shop(desk)
    [station] = enter(desk, "office", STATION, "county1")
    [hold] = enter(desk, "legal_hold", f"subject_kind: operator\nsubject_id: {operator.id}\nreason: 诉讼", "county1")
    for kind, told in (
        ("office", f"{STATION.replace('990101100', '990101200')}county_code: '990101'"),
        ("office", f"id: {station.id}\nphone: '0'"),
        ("office", f"id: {station.id}\ncounty_code: '990202'"),
        ("post", f"user_id: {wang.id}\noffice_code: '990202'\nvalid_from: 2026-01-01"),
        ("legal_hold", f"id: {hold.id}\nlift_reason: 撤诉"),
        ("legal_hold", f"subject_kind: operator\nsubject_id: {operator.id}\nreason: 纠纷"),
    ):
        with pytest.raises(NotWritten, match="out_of_scope"):
            enter(desk, kind, told, "other")
    assert desk.one(offices.Office) == station
    assert desk.every(LegalHold) == [hold]
    assert desk.one(Post) is None
    enter(desk, "office", STATION.replace("990101", "990202"), "other")


def test_all_of_a_long_file_enters_or_nothing(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authoring, "CHUNK", 2)
    one = yaml.safe_load(STATION)
    many = [one | {"code": f"99{number:07}"} for number in range(5)]
    with pytest.raises(NotWritten, match="no_home"):
        enter(desk, "office", yaml.safe_dump([*many, one | {"county_code": "770101"}]))
    assert desk.one(offices.Office) is None


def test_the_command_tells_the_ids(desk: Office, tmp_path: Path) -> None:
    file = tmp_path / "所.yaml"
    file.write_text(STATION, encoding="utf-8")
    desk.close()
    told = CliRunner().invoke(app, ["enter", "office", str(file), "--by", "county1", "--data", str(desk.folder)])
    assert told.exit_code == 0, told.stderr
    assert told.stdout.startswith("Entered: office ")


def test_a_county_holds_what_is_sealed_with_its_matter(desk: Office) -> None:
    """The envelope lives with a laptop: the county is told what to hold, another county nothing about it."""
    publish_regions(desk, [region_of("990202", "外县", date(2020, 1, 1))], "HQ", clock())
    other = factories.user(username="other", role=Role.COUNTY_ADMIN, office_code="990202", townships=())
    users.add(desk, other, PASSWORD, clock())
    complaint = factories.any_of(Complaint, division_code=TOWNSHIP, operator_id=None, split_from=None)
    envelope = factories.any_of(
        Envelope, subject_kind="complaint", subject_id=complaint.id, sealed_by_user=users.named(desk, "wang").id
    )
    with desk.service.author("HQ", clock()) as author:
        author.save(complaint)
        author.save(envelope)
    about = f"subject_kind: envelope\nsubject_id: {envelope.id}\nreason: 诉讼保全"
    with pytest.raises(AppError, match="hold_on_envelope") as refused:
        enter(desk, "legal_hold", about, "county1")
    assert refused.value.facts == {"kind": "complaint", "id": complaint.id}
    assert complaint.id in sentence(refused.value)
    with pytest.raises(NotWritten, match="out_of_scope"):
        enter(desk, "legal_hold", about, "other")
    assert desk.one(LegalHold) is None
    told = f"subject_kind: {refused.value.facts['kind']}\nsubject_id: {refused.value.facts['id']}\nreason: 诉讼保全"
    enter(desk, "legal_hold", told, "county1")
    enter(desk, "legal_hold", about, "hq1")
