"""Supervision draws, comments and lists; what it lists follows from the visits alone, and it changes none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from inspector_app.domain import officers
from inspector_app.domain.local_time import first_instant, local_date
from inspector_app.domain.problems import Code
from inspector_app.domain.risk import DueReason
from inspector_app.domain.supervision import Doubt
from inspector_app.errors import AppError
from inspector_app.records.inspections import Inspection
from inspector_app.records.operators import Operator, OperatorStatus, RiskGrade
from inspector_app.records.oversight import ReviewVerdict
from inspector_app.records.people import Role, User
from inspector_app.services import corrections, inspections, supervision
from inspector_app.services.acting import Refused
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

MINUTE, DAY_US = factories.MINUTE, 24 * 60 * factories.MINUTE
TODAY = date(2026, 3, 18)


@pytest.fixture
def lead(laptop: Laptop) -> User:
    """A team lead of the same office."""
    lead = factories.user(username="zhao", name="赵强", certificate_no="YL00000003", role=Role.TEAM_LEAD)
    laptop.receive(lead)
    return lead


def visit(laptop: Laptop, begins: int, shop: Operator | None = None, minutes: int = 40, **fields: Any) -> Inspection:
    """A signed visit of Wang, so many minutes after the day began."""
    at = laptop.now + begins * MINUTE
    end = at + minutes * MINUTE
    fields = {"started_at": at, "completed_at": end, "signed_at": end} | fields
    made = factories.visit(shop or laptop.shop, laptop.wang, laptop.device_id, **fields)
    laptop.receive(made)
    return made


def shop(laptop: Laptop, **fields: Any) -> Operator:
    made = factories.operator(**{"registered_at": laptop.now - 10 * DAY_US} | fields)
    laptop.receive(made)
    return made


def test_who_was_never_visited_and_who_is_overdue_follows_from_the_visits(laptop: Laptop) -> None:
    """Compared with a query by hand: last signed visit, else registration, plus the interval of the grade."""
    years_ago = laptop.now - 1000 * DAY_US
    late = shop(laptop, risk_grade=RiskGrade.D, registered_at=years_ago)
    visit(laptop, -130 * 24 * 60, late)
    fresh = shop(laptop, risk_grade=RiskGrade.D, registered_at=years_ago)
    visit(laptop, -100 * 24 * 60, fresh)
    visit(laptop, -10 * 24 * 60, fresh)
    forgotten = shop(laptop, risk_grade=RiskGrade.C, registered_at=years_ago)
    visit(laptop, 0, forgotten, signed_at=None, completed_at=None, state="DRAFT")
    new = shop(laptop, risk_grade=RiskGrade.D)
    closed = shop(laptop, risk_grade=RiskGrade.D, registered_at=years_ago, status=OperatorStatus.CLOSED)
    with laptop.sessions() as session:
        listed = supervision.neglected(session, TODAY)
        never = supervision.never_visited(session)
        by_hand = set(
            session.scalars(
                text(
                    "SELECT o.id FROM operator o WHERE o.status <> 'CLOSED' AND NOT EXISTS (SELECT 1 FROM inspection i "
                    "WHERE i.operator_id = o.id AND i.signed_at IS NOT NULL)"
                )
            )
        )
    assert set(never) == by_hand == {laptop.shop.id, forgotten.id, new.id}
    assert closed.id not in never
    ours = {each.operator_id: each for each in listed if each.operator_id != laptop.shop.id}
    assert list(ours) == [forgotten.id, late.id], "the longest overdue first"
    assert (ours[forgotten.id].due.reason, ours[forgotten.id].last_visit) == (DueReason.FIRST, None)
    assert ours[late.id].last_visit == TODAY - timedelta(days=130)
    assert ours[late.id].due.visits_a_year >= 3


def test_a_visit_of_who_was_merged_counts_for_who_stands(laptop: Laptop) -> None:
    double = shop(laptop)
    visit(laptop, -60, double)
    laptop.receive(factories.merger(double, laptop.shop))
    with laptop.sessions() as session:
        assert supervision.never_visited(session) == []


def doubted(laptop: Laptop) -> list[tuple[Doubt, tuple[str, ...]]]:
    with laptop.sessions() as session:
        return [(each.doubt, each.inspection_ids) for each in supervision.doubtful(session, TODAY, TODAY)]


def test_like_remarks_of_one_author_are_listed(laptop: Laptop) -> None:
    same = [visit(laptop, 60 * n, remark=words) for n, words in enumerate(["检查正常。", " 检查正常。", "检查正常。"])]
    visit(laptop, 200, remark="有过期食品")
    visit(laptop, 260, remark="")
    assert doubted(laptop) == []
    same.append(visit(laptop, 320, remark="检 查正常。"))
    assert doubted(laptop) == [(Doubt.SAME_REMARK, tuple(each.id for each in same))]


def test_like_remarks_of_several_authors_are_not(laptop: Laptop) -> None:
    for n in range(4):
        visit(laptop, 60 * n, remark="检查正常。", author_id=new_id())
    assert doubted(laptop) == []


def test_an_officer_at_two_places_at_once_is_listed(laptop: Laptop) -> None:
    one = visit(laptop, 0, minutes=40)
    other = visit(laptop, 30, shop(laptop))
    both = (Doubt.OVERLAP, (one.id, other.id))
    assert doubted(laptop) == [both]
    visit(laptop, 70, shop(laptop))
    assert doubted(laptop) == [both]


@pytest.mark.parametrize(("north", "minutes_between", "listed"), [(0.1, 5, True), (0.1, 6, False), (0.004, 0, False)])
def test_a_journey_that_no_car_makes_is_listed(
    laptop: Laptop, north: float, minutes_between: int, listed: bool
) -> None:
    """0.1 degrees are 11.1 km: 133 km/h in five minutes, 111 in six. 440 m are next door, whatever the clock says."""
    one = visit(laptop, 0, minutes=30, latitude=25.1, longitude=160.1)
    other = visit(laptop, 30 + minutes_between, shop(laptop), latitude=25.1 + north, longitude=160.1)
    assert doubted(laptop) == ([(Doubt.TOO_FAST, (one.id, other.id))] if listed else [])


def test_who_corrects_a_visit_was_not_there_for_that(laptop: Laptop) -> None:
    """Li corrects visits of Wang's that were made while Li was elsewhere, and did not write their remarks."""
    for n in range(4):
        made = visit(laptop, 60 * n, remark=f"检查正常{n}")
        correction = {"author_id": laptop.li.id, "inspectors": (factories.officer(laptop.li),), "remark": "检查正常"}
        laptop.receive(factories.correction(made, laptop.now + DAY_US, **correction))
    visit(laptop, 10, shop(laptop), minutes=20, inspectors=(factories.officer(laptop.li),))
    (only,) = doubted(laptop)
    assert only[0] is Doubt.SAME_REMARK
    with laptop.sessions() as session:
        assert {each.officer_id for each in supervision.doubtful(session, TODAY, TODAY)} == {laptop.wang.id}


def test_visits_of_other_days_and_replaced_versions_are_left_out(laptop: Laptop) -> None:
    one = visit(laptop, 0)
    visit(laptop, 0, supersedes=one.id)
    visit(laptop, -24 * 60, shop(laptop), minutes=24 * 60 + 30)
    assert doubted(laptop) == []


def test_times_photos_places_and_remarks_of_a_day_flag_a_visit(laptop: Laptop) -> None:
    sound: dict[str, Any] = {"position_note": "室内无信号"}
    good = visit(laptop, 0, **sound)
    short = visit(laptop, 60, minutes=4, **sound)
    lost = visit(laptop, 120)
    bare = visit(laptop, 180, **sound)
    alike = [visit(laptop, 240 + 60 * n, remark="一切正常", **sound) for n in range(4)]
    next_day = visit(laptop, 24 * 60, remark="一切正常", **sound)
    shown = [good, short, lost, *alike, next_day]
    laptop.receive(*(factories.photo_of(each.id, device_id=laptop.device_id) for each in shown))
    with laptop.sessions() as session:
        found = supervision.flagged(session, TODAY, TODAY + timedelta(days=1))
    codes = {each.inspection_id: [flag.code for flag in each.flags] for each in found}
    assert codes == {
        short.id: [Code.SHORT_VISIT],
        lost.id: [Code.POSITION_MISSING],
        bare.id: [Code.FEW_PHOTOS],
        **{each.id: [Code.SAME_REMARK] for each in alike},
    }


def test_anyone_can_repeat_the_draw_of_visits(laptop: Laptop, lead: User) -> None:
    all_visits = [visit(laptop, 60 * n).id for n in range(6)]
    own = visit(laptop, 400, author_id=lead.id, inspectors=(factories.officer(lead),))
    visit(laptop, -24 * 60)
    with laptop.acting(lead) as act:
        drawn = supervision.draw_visits(act, "三月抽查", TODAY, TODAY, 2, "2026-03/1")
    assert drawn.pool == tuple(sorted(all_visits))
    assert drawn.drawn == officers.draw(drawn.seed, drawn.pool, 2)
    assert (len(drawn.drawn), drawn.excluded) == (2, {own.id: "OWN"})
    with pytest.raises(AppError, match="not_allowed"), laptop.acting() as act:
        supervision.draw_visits(act, "自查", TODAY, TODAY, 2, "1")


def test_a_supervisor_comments_and_cannot_edit(laptop: Laptop, lead: User) -> None:
    seen = visit(laptop, 0)
    with laptop.acting() as act:
        draft = inspections.start(act, laptop.shop.id)
    with laptop.acting(lead) as act:
        supervision.comment(act, seen.id, ReviewVerdict.QUESTION, "现场照片为何只有一张")
    for act_of_another in (
        inspections.complete,
        inspections.reopen,
        lambda act, each: inspections.change(act, each, remark="改"),
    ):
        for each in (seen.id, draft.id):
            with pytest.raises(Refused), laptop.acting(lead) as act:
                act_of_another(act, each)
    with laptop.acting() as act:
        assert act.get(Inspection, seen.id) == seen
        assert act.get(Inspection, draft.id) == draft
        (said,) = supervision.reviews_of(act.session, seen.id)
        reply = supervision.answer(act, said.id, "其余在证据袋")
        assert [each.answers for each in supervision.reviews_of(act.session, seen.id)] == [None, said.id]
    assert reply.by == laptop.wang.id
    with pytest.raises(Refused), laptop.acting(lead) as act:
        supervision.answer(act, said.id, "替他回答")


def test_nobody_reviews_what_he_took_part_in(laptop: Laptop, lead: User) -> None:
    seen = visit(laptop, 0, inspectors=(factories.officer(laptop.wang), factories.officer(lead)))
    with pytest.raises(Refused) as refused, laptop.acting(lead) as act:
        supervision.comment(act, seen.id, ReviewVerdict.CORRECT, "  ")
    codes = {(each.field, each.code) for each in refused.value.problems}
    assert codes == {("text", Code.REQUIRED), ("by", Code.SAME_PERSON), ("due_on", Code.REQUIRED)}
    with pytest.raises(AppError, match="not_allowed"), laptop.acting(laptop.li) as act:
        supervision.comment(act, seen.id, ReviewVerdict.GOOD, "好")


def test_a_task_to_correct_is_open_until_a_signed_correction(laptop: Laptop, lead: User) -> None:
    seen = visit(laptop, 0)
    with laptop.acting(lead, later_min=60) as act:
        asked = supervision.comment(act, seen.id, ReviewVerdict.CORRECT, "地址写错", TODAY + timedelta(days=5))

    def tasks() -> list[str]:
        with laptop.sessions() as session:
            assert supervision.to_correct(session, laptop.li.id) == []
            return [each.id for each in supervision.to_correct(session, laptop.wang.id)]

    assert tasks() == [asked.id]
    with laptop.acting(later_min=70) as act:
        draft = corrections.amend(act, seen.id, "地址写错")
    assert tasks() == [asked.id]
    laptop.receive(draft.changed(state="SIGNED", signed_at=laptop.now + 90 * MINUTE, result="CONFORM"))
    assert tasks() == []


def test_a_day_begins_at_midnight_in_china() -> None:
    assert local_date(first_instant(TODAY)) == TODAY
    assert local_date(first_instant(TODAY) - 1) == TODAY - timedelta(days=1)
