"""The credit archive shows everything that happened, and a score whose parts lead to the records behind them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from inspector_app.documents.papers import paper
from inspector_app.documents.render import Pages
from inspector_app.domain.credit import Band, Cause, Entry, ScorePart
from inspector_app.domain.local_time import CHINA, instant
from inspector_app.records.complaints import Complaint, ComplaintSource
from inspector_app.records.credit import CreditEntry, CreditEvent
from inspector_app.records.inspections import Inspection, InspectionResult, Rectification
from inspector_app.records.measures import CaseFile, Interview, PenaltyKind, SpotPenalty
from inspector_app.records.operators import Operator
from inspector_app.records.sampling import Sample
from inspector_app.records.steps import Step
from inspector_app.services.credit_files import CreditFile, open_file, sheet
from inspector_app.storage import operator_history
from inspector_app.storage.operator_history import Happening
from sync.record import Record, new_id
from tests import factories
from tests.replica_fixtures import Laptop

DAY = date(2026, 3, 18)
BY = new_id()
Put = Callable[..., None]
Visit = Callable[..., Inspection]
Read = Callable[[], CreditFile]


def at(day: str) -> int:
    """Noon of a day."""
    return instant(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=CHINA))


@pytest.fixture
def shop(laptop: Laptop) -> Operator:
    return laptop.shop


@pytest.fixture
def put(laptop: Laptop) -> Put:
    return laptop.receive


@pytest.fixture
def read(laptop: Laptop) -> Read:
    def read() -> CreditFile:
        with laptop.sessions() as session:
            return open_file(session, laptop.shop.id, DAY, laptop.shop.division_code)

    return read


@pytest.fixture
def visit(laptop: Laptop) -> Visit:
    """A visit of a day, signed unless told otherwise."""

    def visit(day: str, **fields: Any) -> Inspection:
        times = {"started_at": at(day), "signed_at": at(day)}
        return factories.visit(laptop.shop, laptop.wang, laptop.device_id, **times | fields)

    return visit


def moved(subject: Record, after: str, day: str) -> Step:
    return Step(
        id=new_id(), subject_kind=subject.kind, subject_id=subject.id, action="move", after=after, by=BY, at=at(day)
    )


def counted(file: CreditFile) -> dict[CreditEvent, list[tuple[date, str]]]:
    """{event: the days and records that its parts of the score name}."""
    found: dict[CreditEvent, list[tuple[date, str]]] = {}
    for part in file.score.parts:
        if part.entry is not None:
            found.setdefault(part.entry.event, []).append((part.entry.on, part.entry.source_id))
    return found


def test_f_1_everything_of_an_operator_stands_in_the_order_of_time(
    put: Put, read: Read, shop: Operator, visit: Visit
) -> None:
    seen = visit("2026-01-10")
    talk = Interview(id=new_id(), operator_id=shop.id, talked_to="王一", cause="两次不符合", by=BY, at=at("2025-12-01"))
    complaint = Complaint(
        id=new_id(),
        operator_id=shop.id,
        source=ComplaintSource.PHONE,
        facts="过期食品",
        received_at=at("2026-02-01"),
        received_by=BY,
    )
    planned = Sample(id=new_id(), operator_id=shop.id, planned_by=BY)
    put(seen, talk, complaint, planned)
    assert [each.record.id for each in read().happenings] == [planned.id, complaint.id, seen.id, talk.id]


def test_a_part_of_the_score_leads_to_its_record(put: Put, read: Read, shop: Operator, visit: Visit) -> None:
    seen = visit("2026-01-10", result=InspectionResult.NONCONFORM)
    draft = visit("2026-02-10", result=InspectionResult.NONCONFORM, signed_at=None)
    order = Rectification(
        id=new_id(),
        operator_id=shop.id,
        inspection_id=seen.id,
        finding_ids=(),
        demand="改",
        issued_on="2026-01-10",
        due_on="2026-01-20",
    )
    late = order.changed(id=new_id(), due_on=date(2026, 1, 14))
    sample = Sample(id=new_id(), operator_id=shop.id, planned_by=BY)
    fine = SpotPenalty(
        id=new_id(),
        operator_id=shop.id,
        number="1",
        penalty_kind=PenaltyKind.FINE,
        facts="无证",
        penalty_basis="第一百二十二条",
        decided_by=BY,
        second_user_id=BY,
        decided_at=at("2026-02-02"),
    )
    put(seen, draft, order, late, sample, fine)
    put(moved(order, "CORRECTED", "2026-01-20"), moved(late, "CORRECTED", "2026-01-15"))
    put(moved(sample, "FAIL", "2026-01-05"), moved(sample, "CONFIRMED_FAIL", "2026-01-25"))
    file = read()
    assert counted(file) == {
        CreditEvent.INSPECTION_NONCONFORM: [(date(2026, 1, 10), seen.id)],
        CreditEvent.RECTIFIED_IN_TIME: [(date(2026, 1, 20), order.id)],
        CreditEvent.RECTIFIED_LATE: [(date(2026, 1, 15), late.id)],
        CreditEvent.SAMPLE_FAIL: [(date(2026, 1, 25), sample.id)],
        CreditEvent.PENALTY: [(date(2026, 2, 2), fine.id)],
    }
    assert file.score.score == sum(part.points for part in file.score.parts)
    assert not file.repeat_offender


def test_what_headquarters_enters_for_a_record_takes_the_place_of_what_is_reckoned(
    put: Put, read: Read, shop: Operator
) -> None:
    talk = Interview(id=new_id(), operator_id=shop.id, talked_to="王一", cause="事", by=BY, at=at("2026-01-02"))
    put(talk)
    entry = CreditEntry(
        id=new_id(),
        operator_id=shop.id,
        event=CreditEvent.INTERVIEW,
        happened_on=date(2026, 1, 3),
        source_kind="interview",
        source_id=talk.id,
        entered_at=at("2026-01-04"),
    )
    put(entry)
    assert counted(read()) == {CreditEvent.INTERVIEW: [(date(2026, 1, 3), talk.id)]}


def test_three_penalties_within_a_year_are_told(put: Put, read: Read, shop: Operator) -> None:
    def fine(day: str) -> SpotPenalty:
        return SpotPenalty(
            id=new_id(),
            operator_id=shop.id,
            number=day,
            penalty_kind=PenaltyKind.FINE,
            facts="x",
            penalty_basis="x",
            decided_by=BY,
            second_user_id=BY,
            decided_at=at(day),
        )

    put(fine("2025-04-01"), fine("2025-09-01"))
    assert not read().repeat_offender
    put(fine("2026-03-01"))
    assert read().repeat_offender


def test_f_2_an_old_score_stays_under_old_rules_when_hq_publishes_others(
    read: Read, laptop: Laptop, put: Put, visit: Visit, publish: Any
) -> None:
    put(visit("2026-01-10", result=InspectionResult.NONCONFORM))
    before = read().score
    publish(before.rules, valid_from=DAY + timedelta(days=1), begins=before.rules.begins - 20)
    assert read().score == before
    with laptop.sessions() as session:
        later = open_file(session, laptop.shop.id, DAY + timedelta(days=1), laptop.shop.division_code).score
    assert later.score == before.score - 20
    assert later.rules.version_name != before.rules.version_name
    for score in (before, later):
        assert sum(part.points for part in score.parts) == score.score


def test_f_1_three_hundred_events_open_within_half_a_second(put: Put, read: Read, visit: Visit, shop: Operator) -> None:
    put(*(visit("2025-05-01") for _ in range(150)))
    put(*(Sample(id=new_id(), operator_id=shop.id, planned_by=BY, taken_at=at("2025-06-01")) for _ in range(150)))
    began = time.process_time()
    assert len(read().happenings) == 300
    assert time.process_time() - began < 0.5


def test_a_revoked_licence_keeps_its_holder_from_the_trade_for_five_years(put: Put, read: Read, shop: Operator) -> None:
    def case(day: str | None, *kinds: PenaltyKind) -> CaseFile:
        return CaseFile(
            id=new_id(), operator_id=shop.id, facts="x", proposed_by=BY, proposed_at=1, penalty_kinds=kinds,
            decided_on=day,
        )  # fmt: skip

    put(case("2024-02-28", PenaltyKind.FINE), case(None, PenaltyKind.REVOCATION))
    assert read().banned_until is None
    put(case("2024-02-29", PenaltyKind.FINE, PenaltyKind.REVOCATION))
    assert read().banned_until == date(2029, 2, 28)


def test_f_1_the_file_prints_every_part_of_the_score_and_every_event(
    put: Put, read: Read, shop: Operator, visit: Visit, laptop: Laptop, qapp: object
) -> None:
    seen = visit("2026-01-10", result=InspectionResult.NONCONFORM)
    put(seen, Sample(id=new_id(), operator_id=shop.id, planned_by=BY), moved(seen, "SIGNED", "2026-01-11"))
    with laptop.acting() as act:
        pages = Pages(sheet(act, shop.id, demo=False))
    text = "".join(pages.text().split())
    file = read()
    assert f"信用评分{file.score.score}分（一般）" in text
    for said in (
        shop.name,
        "基准分+80",
        "2026-01-10检查不符合-10",
        "2026-01-10监督检查",
        "未进行抽样检验",
        "办理进展：监督检查",
    ):
        assert said in text, said
    assert text.count(seen.id) == 2
    assert pages.pdf().startswith(b"%PDF")


def test_the_paper_has_a_word_for_every_kind_of_event(read: Read, laptop: Laptop, shop: Operator) -> None:
    records = [factories.any_of(cls, id=new_id()) for cls in (*operator_history.KINDS, Step)]
    parts = [ScorePart(cause, 1) for cause in Cause if cause is not Cause.EVENT]
    parts += [ScorePart(Cause.EVENT, 1, Entry(DAY, each, BY), each) for each in CreditEvent]
    known = read()
    for band in Band:
        score = replace(known.score, band=band, parts=tuple(parts))
        file = replace(known, score=score, happenings=tuple(Happening(each, DAY) for each in records))
        form = paper("credit_file", laptop.wang, None, demo=False, operator=shop, file=file, made_at=laptop.now)
        assert form.html.count(DAY.isoformat()) == len(records) + len(CreditEvent)


def test_an_operator_without_a_past_has_the_score_that_all_begin_with(read: Read) -> None:
    file = read()
    assert file.happenings == ()
    assert [part.cause for part in file.score.parts] == [Cause.BEGINS]


def test_a_long_past_takes_no_more_queries_than_a_short_one(put: Put, read: Read, visit: Visit, laptop: Laptop) -> None:
    def asked() -> int:
        count = 0

        def counting(*_: Any) -> None:
            nonlocal count
            count += 1

        engine = laptop.sessions().get_bind()
        event.listen(engine, "before_cursor_execute", counting)
        read()
        event.remove(engine, "before_cursor_execute", counting)
        return count

    put(*(visit("2025-05-01") for _ in range(3)))
    few = asked()
    put(*(visit("2025-05-01") for _ in range(100)))
    assert asked() == few
