"""Each page's query gives what it says, in its order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from inspector_app.records.evidence import Document, DocumentType, EvidenceItem, Signature, SignerRole
from inspector_app.records.goods import Product
from inspector_app.records.inspections import Finding, InspectionState, Rectification, RectificationState
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.people import NumberBlock, Role, User
from inspector_app.records.reference import Checklist, Region
from inspector_app.records.suppliers import SupplierFile
from inspector_app.storage import conflicts, evidence, inspections, ledgers, people, products, reference, suppliers
from inspector_app.storage.engine import Sessions
from inspector_app.storage.operators import by_uscc
from inspector_app.storage.writes import save
from sync.record import Conflict, ConflictStatus, Policy, new_id
from tests import factories

Make = Callable[..., Any]
TODAY = date(2026, 3, 18)
SHOP = new_id()


@pytest.fixture
def keep(sessions: Sessions, user: str) -> Callable[..., None]:
    def keep(*records: Any) -> None:
        with sessions.begin() as session:
            for record in records:
                save(session, record, user, 1)

    return keep


def test_inspections_by_page_operator_and_author(
    sessions: Sessions, keep: Any, make_inspection: Make, user: str
) -> None:
    signed = [make_inspection(SHOP, started_at=100 + i, signed_at=200, state=InspectionState.SIGNED) for i in range(5)]
    draft, other = make_inspection(SHOP, started_at=300), make_inspection(new_id(), author_id=new_id(), started_at=400)
    keep(*signed, draft, other)
    with sessions() as session:
        first = inspections.newest(session, None, 3)
        assert first == [other, draft, signed[4]]
        assert inspections.newest(session, first[-1], 10) == signed[3::-1]
        assert inspections.newest(session, None, 2, InspectionState.SIGNED) == [signed[4], signed[3]]
        assert inspections.of_operator(session, SHOP) == [draft, *signed[::-1]]
        assert inspections.drafts_of(session, user) == [draft]
        assert inspections.previous_signed(session, SHOP, 104) == signed[3]
        assert inspections.previous_signed(session, new_id(), 104) is None


def order(due: date, state: RectificationState = RectificationState.ISSUED, **fields: Any) -> Rectification:
    return Rectification(
        id=new_id(), operator_id=SHOP, inspection_id=new_id(), finding_ids=(), demand="改", issued_on=date(2026, 3, 1),
        due_on=due, state=state, **fields,
    )  # fmt: skip


def test_open_and_overdue_orders_come_by_deadline(sessions: Sessions, keep: Any) -> None:
    late, now, far = order(date(2026, 3, 10)), order(TODAY), order(date(2026, 4, 1))
    closed = order(date(2026, 3, 2), RectificationState.CLOSED)
    keep(far, late, closed, now)
    with sessions() as session:
        assert inspections.open_rectifications(session, None, 2) == [late, now]
        assert inspections.open_rectifications(session, now, 5) == [far]
        assert inspections.overdue_rectifications(session, TODAY, 5) == [late]
        assert set(inspections.rectifications_of(session, SHOP)) == {late, now, far, closed}
        assert inspections.rectifications_ordered_by(session, late.inspection_id) == [late]


def line(day: int, direction: Direction = Direction.IN, **fields: Any) -> LedgerEntry:
    values = {
        "id": new_id(), "operator_id": SHOP, "direction": direction, "product_name": "酱油", "quantity_milli": 1000,
        "unit": "瓶", "happened_on": date(2026, 3, day), "entered_by": new_id(), "entered_at": 1,
    }  # fmt: skip
    return LedgerEntry.model_validate(values | fields)


def test_ledger_lines_by_page_and_batch(sessions: Sessions, keep: Any) -> None:
    lines = [line(day) for day in range(1, 8)]
    batch = [line(9, batch_no="B1", gtin="06901234567892"), line(10, Direction.OUT, batch_no="B1", product_id=SHOP)]
    undo = line(11, reverses=lines[0].id, reverse_reason="误")
    keep(*lines, *batch, undo)
    with sessions() as session:
        assert ledgers.of_operator(session, SHOP, None, 4) == [undo, *batch[::-1], lines[6]]
        assert ledgers.of_operator(session, SHOP, lines[6], 2) == [lines[5], lines[4]]
        assert ledgers.of_operator(session, SHOP, None, 9, Direction.OUT) == [batch[1]]
        assert ledgers.of_same_goods(session, batch[0]) == batch[:1]
        assert ledgers.of_same_goods(session, batch[1]) == batch[1:]
        assert ledgers.of_same_goods(session, batch[0].changed(batch_no="")) == batch[:1]
        assert ledgers.reversal_of(session, lines[0].id) == undo
        assert ledgers.reversal_of(session, lines[1].id) is None
        assert len(ledgers.all_of_operator(session, SHOP)) == 10


def test_the_lines_of_a_supplier_are_found_without_reading_all(sessions: Sessions) -> None:
    paper = factories.any_of(SupplierFile)
    told: list[tuple[str, Any]] = []
    with sessions() as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *args: told.append(args[2:4]))
        suppliers.shops_of(session, paper.supplier_id, TODAY)
        suppliers.lines_under(session, paper)
        asked = [each for each in told if "supplier_id = ?" in each[0] and "FROM ledger_entry" in each[0]]
        plans = [session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given).all() for sql, given in asked]
    assert len(plans) == 2
    assert all("ix_ledger_entry_supplier_id (supplier_id=?)" in str(plan) for plan in plans)


def test_evidence_documents_and_signatures_of_a_visit(sessions: Sessions, keep: Any, user: str) -> None:
    visit = new_id()
    photos = [
        EvidenceItem(
            id=new_id(), inspection_id=visit, item_id=item, sha256=digit * 64, size=1, mime="image/jpeg",
            synced_sha256=digit * 64, synced_size=1, captured_at=1, received_at=at, taker_id=user, device_id=user,
        )
        for at, (item, digit) in enumerate((("A", "a"), ("B", "b"), ("A", "c")))
    ]  # fmt: skip
    paper = Document(
        id=new_id(), inspection_id=visit, operator_id=SHOP, document_type=DocumentType.SITE_RECORD,
        number="990101-SR-2026-00A1-0001", title="笔录", html="<p>", html_sha256="d" * 64, made_at=1, made_by=user,
    )  # fmt: skip
    signature = Signature(
        id=new_id(), inspection_id=visit, signer_role=SignerRole.PARTY, name="王一", signed_at=1,
        content_sha256="d" * 64, strokes=(((1, 2), (3, 4)),),
    )  # fmt: skip
    keep(*photos, paper, signature)
    with sessions() as session:
        assert evidence.of_inspection(session, visit) == photos
        assert evidence.of_inspection(session, visit, "A") == [photos[0], photos[2]]
        assert evidence.by_sha256(session, "b" * 64) == photos[1]
        assert evidence.documents_of(session, visit) == evidence.documents_of_operator(session, SHOP) == [paper]
        assert evidence.document_by_number(session, "990101-SR-2026-00A1-0001") == paper
        assert evidence.signatures_of(session, visit) == [signature]
        assert people.used_numbers(session, "990101-SR-2026-00A1-") == {paper.number}
        assert people.used_numbers(session, "990101-SR-2026-00A2-") == set()


def test_findings_come_by_item(sessions: Sessions, keep: Any) -> None:
    visit = new_id()
    found = [
        Finding(id=new_id(), inspection_id=visit, operator_id=SHOP, item_id=item, key=False, description="x")
        for item in ("B", "A")
    ]
    keep(*found)
    with sessions() as session:
        assert inspections.findings_of(session, visit) == found[::-1]


def test_products_by_codes(sessions: Sessions, keep: Any) -> None:
    known = Product(id=new_id(), county_code="990101", name="酱油", gtin="06901234567892")
    own = Product(id=new_id(), county_code="990101", name="馒头", store_code="12", store_operator_id=SHOP)
    keep(known, own)
    with sessions() as session:
        assert products.by_gtin(session, "06901234567892") == [known]
        assert products.by_store_code(session, SHOP, "12") == [own]
        assert products.by_store_code(session, new_id(), "12") == []


def test_two_operators_of_one_code_are_both_found(sessions: Sessions, keep: Any, make_operator: Make) -> None:
    twins = [make_operator(uscc="92110101MA01ABCD5X") for _ in range(2)]
    keep(*twins)
    with sessions() as session:
        assert by_uscc(session, "92110101MA01ABCD5X") == twins


def checklist(code: str, version: str, valid_from: date) -> Checklist:
    return Checklist(
        id=new_id(), code=code, version=version, title_zh="表", title_en="list", applies_to=("RURAL_STORE",),
        jurisdiction="CN", body={"items": []}, sha256="e" * 64, valid_from=valid_from, published_at=1,
    )  # fmt: skip


def test_the_checklist_in_force_is_the_last_that_became_valid(sessions: Sessions, keep: Any) -> None:
    old, new = checklist("shop", "1", date(2025, 1, 1)), checklist("shop", "2", date(2026, 1, 1))
    coming = checklist("shop", "3", date(2027, 1, 1))
    keep(new, old, coming)
    with sessions() as session:
        assert reference.checklists(session, TODAY) == [new]
        assert reference.checklist(session, "shop", "1") == old


def test_divisions_as_they_are_today(sessions: Sessions, keep: Any) -> None:
    def region(code: str, name: str, since: int, until: int | None = None) -> Region:
        return Region(
            id=new_id(), code=code, name=name, parent_code=code[:9] if len(code) == 12 else None,
            valid_from=date(since, 1, 1), valid_to=None if until is None else date(until, 1, 1), published_in="990101",
        )  # fmt: skip

    old, town = region("990101100", "旧乡", 2000, 2020), region("990101100", "新镇", 2020)
    village = region("990101100200", "杨柳村", 2000)
    keep(old, town, village)
    with sessions() as session:
        assert reference.townships(session, TODAY) == [town]
        assert reference.villages(session, "990101100", TODAY) == [village]
        assert reference.region(session, "990101100", TODAY) == town
        assert reference.region(session, "990101100", date(2010, 1, 1)) == old


def test_townships_are_those_in_force_each_once_and_by_code(sessions: Sessions, keep: Any) -> None:
    def town(code: str, name: str, until: date | None = None, since: int = 2000) -> Region:
        return Region(
            id=new_id(), code=code, name=name, valid_from=date(since, 1, 1), valid_to=until, published_in="990101"
        )

    tomorrow, yesterday = date(2026, 3, 19), date(2026, 3, 17)
    b, a = town("990101102", "乙镇"), town("990101101", "甲镇")
    twice, soon = town("990101101", "甲街道", since=2024), town("990101103", "丙镇", until=tomorrow)
    gone, today = town("990101104", "丁镇", until=yesterday), town("990101105", "戊镇", until=TODAY)
    reborn = [town("990101106", "己乡", until=yesterday), town("990101106", "己镇", since=2026)]
    keep(b, a, twice, soon, gone, today, *reborn)
    with sessions() as session:
        assert [each.name for each in reference.townships(session, TODAY)] == ["甲街道", "乙镇", "丙镇", "己镇"]
        codes = [each.code for each in (a, gone, today, *reborn)]
        assert [each.name for each in reference.ended_townships(session, codes, TODAY)] == ["丁镇", "戊镇"]


def test_people_and_their_number_blocks(sessions: Sessions, keep: Any) -> None:
    def person(name: str, certificate: str | None, active: bool = True) -> User:
        return User(
            id=new_id(), username=name, name=name, role=Role.INSPECTOR, certificate_no=certificate,
            office_code="990101", office_name="所", acting_authority="局", active=active,
        )  # fmt: skip

    wang, aide, gone = person("wang", "YL1"), person("aide", None), person("gone", "YL2", active=False)
    blocks = [
        NumberBlock(
            id=new_id(), device_id=SHOP, incarnation=1, office_code="990101", document_type=kind, year=2026,
            block=f"{i:04X}", first=1, last=50, reserved_at=i,
        )
        for i, kind in enumerate(("SR", "SR", "CO"))
    ]  # fmt: skip
    keep(wang, aide, gone, *blocks)
    with sessions() as session:
        assert people.users(session) == [aide, wang]
        assert people.certified(session) == [wang]
        assert people.user_by_name(session, "wang") == people.user(session, wang.id) == wang
        assert people.number_blocks(session, "990101", "SR", 2026) == blocks[:2]


def test_open_conflicts_newest_first(sessions: Sessions, keep: Any) -> None:
    found = [
        Conflict(
            id=new_id(), row_kind="operator", row_id=SHOP, unit="name", winner="甲", loser="乙",
            policy=Policy.KEEP_CURRENT, loser_op=new_id(), loser_by=new_id(), loser_at=1, status=status,
        )
        for status in (ConflictStatus.OPEN, ConflictStatus.RESOLVED, ConflictStatus.OPEN)
    ]  # fmt: skip
    keep(*found)
    with sessions() as session:
        assert conflicts.open_conflicts(session, None, 5) == [found[2], found[0]]
        assert conflicts.open_conflicts(session, found[2], 5) == [found[0]]
        assert conflicts.of_row(session, "operator", SHOP) == [found[0], found[2]]
        assert conflicts.of_row(session, "operator", SHOP, only_open=False) == found
