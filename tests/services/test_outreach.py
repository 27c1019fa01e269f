"""Courses, help between firms and leaflets are kept with their operators, counted by township, and printed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtGui import QTextDocument

from inspector_app.domain.packs import Tag
from inspector_app.domain.problems import Code
from inspector_app.errors import AppError
from inspector_app.records.equipment import Attendance, SupportPair, TrainingEvent, TrainingKind
from inspector_app.records.register import StaffMember
from inspector_app.services import outreach
from inspector_app.services.acting import Acting, NotHere, Refused
from inspector_app.services.statistics import Period, rows_behind, sheet
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

TODAY = date(2026, 3, 18)


def course(laptop: Laptop, **fields: Any) -> TrainingEvent:
    values = {
        "training_kind": TrainingKind.STAFF,
        "title": "小作坊培训",
        "held_on": date(2026, 3, 10),
        "place": "镇政府",
    }
    event = TrainingEvent(
        id=new_id(), county_code=factories.COUNTY, organised_by=laptop.wang.id, **values | fields
    )  # fmt: skip
    with laptop.acting() as act:
        return outreach.hold(act, event)


def took_part(act: Acting, event: TrainingEvent, operator_id: str, **fields: Any) -> Attendance:
    made = Attendance(
        id=new_id(), operator_id=operator_id, training_event_id=event.id, recorded_by=act.user.id, **fields
    )
    return outreach.attend(act, made)


def refused(raised: pytest.ExceptionInfo[Refused]) -> list[tuple[str, Code]]:
    return [(each.field, each.code) for each in raised.value.problems]


def words(html: str) -> str:
    document = QTextDocument()
    document.setHtml(html)
    return "".join(document.toPlainText().split())


def test_an_operators_history_of_training_is_kept_and_printed(laptop: Laptop, qapp: object) -> None:
    cook = StaffMember(id=new_id(), operator_id=laptop.shop.id, name="陈红")
    laptop.receive(cook)
    early, late = course(laptop, held_on=date(2025, 11, 3), title="冬季用火用气"), course(laptop)
    answers = [2, 3, 1, 1, 1]
    marks = outreach.marked("shopkeeper", answers, TODAY)
    assert (marks.percent, marks.passed, marks.wrong) == (80, True, (5,))
    with laptop.acting() as act:
        took_part(act, late, laptop.shop.id, staff_member_id=cook.id, score=marks.percent, passed=marks.passed)
        took_part(act, early, laptop.shop.id, name="李桂芳")
        told = outreach.history(act.session, laptop.shop.id)
        member = act.get(StaffMember, cook.id)
        form = outreach.history_paper(act, laptop.shop.id, demo=False)
    assert [(each.attendance.name, each.event.title if each.event else "") for each in told] == [
        ("陈红", "小作坊培训"),
        ("李桂芳", "冬季用火用气"),
    ]
    assert (member.trained_on, member.training_result) == (late.held_on, "80")
    text = words(form.html)
    for fact in (
        "从业人员培训记录",
        laptop.shop.name,
        "2026年3月10日",
        "陈红",
        "80分（合格）",
        "冬季用火用气",
        "outreach2025-01-01",
    ):
        assert fact in text
    assert "冬季用火用气（材料版本：outreach2025-01-01）" in text
    assert "编号" not in text


def test_what_a_merged_shop_learned_is_shown_too(laptop: Laptop) -> None:
    double = factories.operator(name="杨柳食杂店")
    laptop.receive(double)
    event = course(laptop)
    with laptop.acting() as act:
        took_part(act, event, double.id, name="李桂芳")
    laptop.receive(factories.merger(double, laptop.shop))
    with laptop.sessions() as session:
        assert len(outreach.history(session, laptop.shop.id)) == 1


def test_an_attendance_names_somebody_and_has_possible_marks(laptop: Laptop) -> None:
    event = course(laptop)
    with pytest.raises(Refused) as raised, laptop.acting() as act:
        took_part(act, event, laptop.shop.id, score=101)
    assert refused(raised) == [("name", Code.REQUIRED), ("score", Code.RANGE)]
    stranger = StaffMember(id=new_id(), operator_id=new_id(), name="外人")
    laptop.receive(stranger)
    with pytest.raises(Refused), laptop.acting() as act:
        took_part(act, event, laptop.shop.id, staff_member_id=stranger.id)
    with pytest.raises(NotHere), laptop.acting() as act:
        took_part(act, event.changed(id=new_id()), laptop.shop.id, name="李桂芳")
    with pytest.raises(AppError, match="not_allowed"), laptop.acting(laptop.helper) as act:
        took_part(act, event, laptop.shop.id, name="李桂芳")


def test_leaflets_and_quizzes_are_printed_with_their_version(laptop: Laptop, qapp: object) -> None:
    with laptop.acting() as act:
        leaflet = words(outreach.leaflet_paper(act, "tell-a-fake", demo=True).html)
        quiz = words(outreach.quiz_paper(act, "villager", demo=False).html)
    assert "演示数据" in leaflet
    assert "没有厂名、厂址、生产日期的，不买。" in leaflet
    assert "12315" in leaflet
    assert "□B.SC" in quiz
    assert all("outreach2025-01-01" in text for text in (leaflet, quiz))


def test_a_new_version_of_the_leaflets_counts_from_its_day(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    before = outreach.rule(outreach.Outreach, TODAY)
    newer = before.model_copy(update={"valid_from": TODAY, "tag": Tag.PROPOSAL})
    monkeypatch.setattr("inspector_app.services.rules.versions_of", lambda cls: (before, newer))
    assert course(laptop, held_on=TODAY).material_version == "outreach 2026-03-18"
    assert course(laptop, held_on=TODAY - timedelta(days=1)).material_version == "outreach 2025-01-01"


@pytest.fixture
def mill(laptop: Laptop) -> SupportPair:
    """A mill that helps the store since January."""
    with laptop.acting() as act:
        support = {"operator_id": laptop.shop.id, "mentor_name": "清河面业有限公司", "plan": "每月一次"}
        return outreach.pair(act, factories.any_of(SupportPair, **support, since=date(2026, 1, 5)))


def test_e_12_visits_of_a_helper_are_listed_per_workshop_and_counted_by_town(laptop: Laptop, mill: SupportPair) -> None:
    with laptop.acting() as act:
        for day in (date(2026, 3, 5), date(2026, 2, 3)):
            outreach.helped(act, mill.id, day, "指导索证索票", "张工")
        (supported,) = outreach.support_of(act.session, laptop.shop.id)
        assert [each.visited_on for each in supported.visits] == [date(2026, 2, 3), date(2026, 3, 5)]
        march = Period(date(2026, 3, 1), TODAY, TODAY)
        counted = sheet(act.session, march)
        assert counted.number("support_pairs").by_township == {factories.TOWNSHIP: 1}
        visits = counted.number("support_visits")
        assert visits.by_township == {factories.TOWNSHIP: 1}
        assert rows_behind(act.session, visits, march) == [supported.visits[1].id]


def test_a_visit_of_a_helper_lies_within_the_pairs_time(laptop: Laptop, mill: SupportPair) -> None:
    for day in (date(2026, 1, 4), TODAY + timedelta(days=1)):
        with pytest.raises(Refused) as raised, laptop.acting() as act:
            outreach.helped(act, mill.id, day, " ")
        assert refused(raised) == [("done", Code.REQUIRED), ("visited_on", Code.DATE_OUTSIDE)]


def test_nobody_helps_himself(laptop: Laptop, mill: SupportPair) -> None:
    wrong = mill.changed(id=new_id(), mentor_id=laptop.shop.id, until=date(2026, 1, 1))
    with pytest.raises(Refused) as raised, laptop.acting() as act:
        outreach.pair(act, wrong)
    assert refused(raised) == [("mentor_id", Code.SAME_OPERATOR), ("until", Code.DATE_ORDER)]


def test_members_of_an_association_are_found(laptop: Laptop) -> None:
    members = [factories.operator(name=name, association="石桥镇餐饮商会") for name in ("丙店", "甲店", "乙店")]
    other, void = (
        factories.operator(association="粮油协会"),
        factories.operator(association="石桥镇餐饮商会", voided_at=1, void_reason="误录"),
    )
    laptop.receive(*members, other, void)
    with laptop.sessions() as session:
        first = outreach.of_association(session, "石桥镇餐饮商会", None, 2)
        rest = outreach.of_association(session, "石桥镇餐饮商会", first[-1], 2)
    assert [each.name for each in (*first, *rest)] == sorted(["丙店", "甲店", "乙店"])
