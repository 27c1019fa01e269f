"""What HQ alone lays down enters from a file: all of it by who may, or nothing with the entry and its fields."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from inspector_app.errors import AppError
from inspector_app.hq import entering, users
from inspector_app.hq.cli import app
from inspector_app.hq.office import Office
from inspector_app.records import offices
from inspector_app.records.credit import CreditEntry
from inspector_app.records.offices import Post
from inspector_app.records.operators import Operator
from inspector_app.records.oversight import LegalHold
from inspector_app.records.people import Role, User
from inspector_app.records.recalls import RecallNotice
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
        enter(desk, "recall_notice", f"id: {made.id}\ncancelled_at: 2026-02-01")
    assert refused.value.facts == {"number": 1, "fields": "cancel_reason REASON_NEEDED"}
    enter(desk, "recall_notice", f"id: {made.id}\ncancelled_at: 2026-02-01\ncancel_reason: 复检合格")
    ended = desk.one(RecallNotice, id=made.id)
    assert ended is not None
    assert (ended.title, ended.cancel_reason, ended.published_at) == (notice.title, "复检合格", notice.published_at)


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


def test_the_command_tells_the_ids(desk: Office, tmp_path: Path) -> None:
    file = tmp_path / "所.yaml"
    file.write_text(STATION, encoding="utf-8")
    desk.close()
    told = CliRunner().invoke(app, ["enter", "office", str(file), "--by", "county1", "--data", str(desk.folder)])
    assert told.exit_code == 0, told.stderr
    assert told.stdout.startswith("Entered: office ")
