"""From a notice to orders, counted goods and a closed recall: nothing is left open, and the difference has a name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspector_app.domain.problems import Code
from inspector_app.domain.recalls import STATES
from inspector_app.domain.states import LEAD
from inspector_app.errors import AppError
from inspector_app.records.inspections import Inspection, InspectionResult
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.operators import Operator
from inspector_app.records.people import Role, User
from inspector_app.records.recalls import (
    Hold,
    RecallLevel,
    RecallMatch,
    RecallNotice,
    RecallState,
    RecallTask,
    Withdrawal,
)
from inspector_app.services import holds, recalls, workflow
from inspector_app.services.acting import Acting, Refused
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

GTIN = "09521234543213"
HOUR = 60 * factories.MINUTE


class Recall:
    """A notice, a shop whose ledger has the very batch, and one that may have it."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop
        self.lead: User = factories.user(username="lead", role=Role.TEAM_LEAD)
        self.notice: RecallNotice = factories.any_of(
            RecallNotice, number="召回〔2026〕1号", title="召回云露酸奶", level=RecallLevel.I, product_name="云露酸奶",
            gtin=GTIN, batches=("20260301",), reason="菌落总数不合格", known_at=laptop.now - 10 * HOUR,
            issuer="云岭县市场监督管理局", published_at=laptop.now,
        )  # fmt: skip
        self.sure, self.likely = laptop.shop, factories.operator(name="石桥小卖部")
        laptop.receive(self.lead, self.notice, self.likely)
        self.line(self.sure, 9_000, batch_no="2026-03-01")
        self.line(self.sure, 4_000, batch_no="20260301", direction=Direction.OUT)
        self.line(self.sure, 1_000, batch_no="")
        self.line(self.likely, 6_000, batch_no="")

    def line(self, shop: Operator, milli: int, **fields: Any) -> LedgerEntry:
        made = factories.ledger_entry(shop.id, product_name="云露酸奶", gtin=GTIN, quantity_milli=milli, **fields)
        self.laptop.receive(made)
        return made

    def opened(self) -> dict[str, RecallTask]:
        with self.laptop.acting() as act:
            return {task.operator_id: task for task in recalls.open_tasks(act, self.notice.id)}

    def goods(self, task: RecallTask, **quantities: int) -> Withdrawal:
        told = {"returned_to": "云岭云露食品有限公司", "destroyed_how": "填埋", "witness": "赵敏", "unit": "袋"}
        return factories.any_of(
            Withdrawal, operator_id=task.operator_id, recall_task_id=task.id, **told,
            **{f"{name}_milli": milli for name, milli in quantities.items()},
        )  # fmt: skip

    def verified(self, task: RecallTask, act: Acting) -> RecallTask:
        """A holder that sends all it had back."""
        recalls.trace(act, task.id, {"bought_milli": 5_000, "sold_milli": 0, "found_milli": 5_000})
        recalls.stop_sale(act, task.id)
        recalls.account(act, self.goods(task, found=5_000, returned=5_000))
        visit = factories.any_of(Inspection, operator_id=task.operator_id, author_id=act.user.id)
        act.writer.save(visit.changed(result=InspectionResult.CONFORM))
        act.writer.save(factories.photo_of(visit.id, device_id=self.laptop.device_id))
        return workflow.take(act, recalls.dispose(act, task.id).record, "verify", {"inspection_id": visit.id}).record


@pytest.fixture
def recall(laptop: Laptop) -> Recall:
    return Recall(laptop)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, Code]]:
    return [(each.field, each.code) for each in refused.value.problems]


def test_l_7_from_the_notice_to_tasks_holds_and_printed_orders(recall: Recall) -> None:
    tasks = recall.opened()
    sure, likely = tasks[recall.sure.id], tasks[recall.likely.id]
    assert (sure.match, sure.state, sure.estimate_milli, sure.unit) == (
        RecallMatch.EXACT, RecallState.MATCHED, 6_000, "袋",
    )  # fmt: skip
    assert likely.match is RecallMatch.PROBABLE
    with recall.laptop.acting() as act:
        (held,) = holds.standing(act, recall.sure.id)  # the purchase of this very batch, and no other
        assert (held.recall_task_id, held.ledger_entry_id in sure.ledger_entry_ids) == (sure.id, True)
        assert holds.standing(act, recall.likely.id) == []
        papers = [recalls.order(act, task.id, demo=False) for task in tasks.values()]
    for paper, shop in zip(papers, (recall.sure, recall.likely), strict=True):
        assert (paper.subject_kind, paper.operator_id) == ("recall_task", shop.id)
        assert all(word in paper.html for word in (shop.name, recall.notice.number, "云露酸奶", "20260301"))
    assert recall.opened() == {}  # a second look makes no second task


def test_l_7_the_clocks_run_from_when_the_risk_was_known(recall: Recall) -> None:
    with recall.laptop.acting() as act:
        for level, hours, last in (("I", 24, date(2026, 3, 31)), ("II", 48, date(2026, 4, 15)), ("III", 72, None)):
            found = recalls.limits(act, recall.notice.changed(level=level))
            assert found.start.at == recall.notice.known_at + hours * HOUR
            assert last is None or found.end.on == last
        assert recalls.limits(act, recall.notice).start.standing(recall.notice.known_at + 25 * HOUR) == "LATE"


def test_l_7_what_is_dealt_with_adds_up_or_the_difference_is_named(recall: Recall) -> None:
    task = recall.opened()[recall.sure.id]
    with pytest.raises(Refused) as refused, recall.laptop.acting() as act:
        recalls.account(act, recall.goods(task, found=5_000, sealed=2_000, returned=1_000))
    assert codes(refused) == [("remaining_milli", Code.UNBALANCED)]
    assert refused.value.problems[0].facts == {"left_milli": 2_000, "unit": "袋"}
    with pytest.raises(Refused) as refused, recall.laptop.acting() as act:
        recalls.account(act, recall.goods(task, found=5_000, sealed=6_000, remaining=-1_000))
    assert codes(refused) == [("remaining_milli", Code.QUANTITY)]
    with recall.laptop.acting() as act:
        recalls.trace(act, task.id, {"bought_milli": 9_000, "sold_milli": 3_000, "found_milli": 5_000})
        first = recalls.account(act, recall.goods(task, found=4_000, sealed=2_000, remaining=2_000))
        (shop, _) = sorted(recalls.standing(act, recall.notice.id), key=lambda each: each.task.id != task.id)
        assert (shop.untraced_milli, shop.unaccounted_milli) == (1_000, 1_000)
        recalls.account(act, recall.goods(task, found=5_000, sealed=5_000).changed(replaces=first.id))
        (shop, _) = sorted(recalls.standing(act, recall.notice.id), key=lambda each: each.task.id != task.id)
        assert (shop.untraced_milli, shop.unaccounted_milli) == (1_000, 0)


def test_l_7_nothing_is_destroyed_before_time_and_place_were_told(recall: Recall) -> None:
    task = recall.opened()[recall.sure.id]
    goods = recall.goods(task, found=5_000, destroyed=5_000)
    with pytest.raises(Refused) as refused, recall.laptop.acting() as act:
        recalls.account(act, goods)
    assert codes(refused) == [("disposal_notified_at", Code.REQUIRED)]
    for at, place in ((recall.laptop.now + HOUR, " "), (recall.laptop.now - HOUR, "县填埋场")):
        with pytest.raises(Refused), recall.laptop.acting() as act:
            recalls.announce_destruction(act, task.id, at, place)
    with recall.laptop.acting() as act:
        recalls.announce_destruction(act, task.id, recall.laptop.now + HOUR, "县填埋场")
    with pytest.raises(Refused), recall.laptop.acting(later_min=30) as act:
        recalls.account(act, goods)  # the hour has not come
    with recall.laptop.acting(later_min=60) as act:
        assert recalls.account(act, goods).destroyed_milli == 5_000


def test_l_7_of_two_corrections_of_one_row_the_later_counts(recall: Recall) -> None:
    """Two laptops correct the same row; then one of the corrections is corrected."""
    task = recall.opened()[recall.sure.id]

    def counted() -> list[int]:
        with recall.laptop.acting(later_min=30) as act:
            (shop,) = (each for each in recalls.standing(act, recall.notice.id) if each.task.id == task.id)
            return [each.found_milli for each in shop.goods]

    with recall.laptop.acting() as act:
        first = recalls.account(act, recall.goods(task, found=4_000, sealed=4_000))
    with recall.laptop.acting(later_min=1) as act:
        ours = recalls.account(act, recall.goods(task, found=5_000, sealed=5_000).changed(replaces=first.id))
    theirs = ours.changed(id=new_id(), found_milli=6_000, sealed_milli=6_000, at=ours.at + 1)
    recall.laptop.receive(theirs)
    assert counted() == [6_000]
    with recall.laptop.acting(later_min=5) as act:
        recalls.account(act, recall.goods(task, found=7_000, sealed=7_000).changed(replaces=ours.id))
    assert counted() == [7_000]
    with pytest.raises(Refused) as refused, recall.laptop.acting(later_min=6) as act:
        recalls.account(act, recall.goods(task, found=8_000, sealed=8_000).changed(replaces=first.id))
    assert codes(refused) == [("replaces", Code.ONLY_ONCE)]


def test_l_7_goods_are_of_the_holder_whose_task_and_row_they_name(recall: Recall) -> None:
    tasks = recall.opened()
    sure, likely = tasks[recall.sure.id], tasks[recall.likely.id]
    with recall.laptop.acting() as act:
        first = recalls.account(act, recall.goods(sure, found=4_000, sealed=4_000))
    goods = recall.goods(likely, found=4_000, sealed=4_000)
    for wrong, field in (
        (goods.changed(operator_id=sure.operator_id), "operator_id"),
        (goods.changed(replaces=first.id), "replaces"),
    ):
        with pytest.raises(Refused) as refused, recall.laptop.acting() as act:
            recalls.account(act, wrong)
        assert codes(refused) == [(field, Code.OTHER_SUBJECT)]


def test_l_7_what_is_left_is_told_of_a_shop_that_was_merged_since(recall: Recall) -> None:
    """Its task and the first row name the earlier registration, the page the one that stands."""
    task, heir = recall.opened()[recall.sure.id], factories.operator(name="杨柳新店")
    with recall.laptop.acting() as act:
        first = recalls.account(act, recall.goods(task, found=4_000, sealed=4_000))
    of_heir = recall.goods(task, found=5_000, sealed=5_000).changed(operator_id=heir.id, replaces=first.id)
    recall.laptop.receive(heir)
    with pytest.raises(Refused), recall.laptop.acting() as act:
        recalls.account(act, of_heir)
    recall.laptop.receive(factories.merger(recall.sure, heir))
    with recall.laptop.acting() as act:
        recalls.account(act, of_heir)
        (standing,) = [each for each in recalls.standing(act, recall.notice.id) if each.task.id == task.id]
    assert [each.found_milli for each in standing.goods] == [5_000]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.INSPECTOR])
def test_l_7_a_task_with_goods_held_is_cancelled_by_a_lead_or_the_county_alone(recall: Recall, role: Role) -> None:
    task, user = recall.opened()[recall.sure.id], factories.user(username="somebody", role=role)
    recall.laptop.receive(user)
    if role in LEAD:
        with recall.laptop.acting(user) as act:
            assert recalls.cancel(act, task.id, "批号看错").record.state is RecallState.CANCELLED
    else:
        with pytest.raises((Refused, AppError)), recall.laptop.acting(user) as act:
            recalls.cancel(act, task.id, "批号看错")
    with recall.laptop.acting() as act:
        assert bool(holds.standing(act, recall.sure.id)) is (role not in LEAD)


def test_l_7_a_holder_that_the_recall_does_not_concern_is_let_go(recall: Recall) -> None:
    task = recall.opened()[recall.sure.id]
    with pytest.raises(Refused), recall.laptop.acting() as act:
        recalls.cancel(act, task.id, "批号看错")  # an officer does not cancel it
    with recall.laptop.acting(recall.lead) as act:
        assert recalls.cancel(act, task.id, "批号看错").record.state is RecallState.CANCELLED
        assert holds.standing(act, recall.sure.id) == []
    assert recall.opened() == {}


def test_l_7_goods_that_remain_are_not_disposed_of(recall: Recall) -> None:
    task = recall.opened()[recall.sure.id]
    with recall.laptop.acting() as act:
        recalls.trace(act, task.id, {"bought_milli": 9_000, "sold_milli": 4_000, "found_milli": 5_000})
        recalls.stop_sale(act, task.id)
        part = recalls.account(act, recall.goods(task, found=4_000, returned=4_000))
    assert rest(recall, task) == 1_000  # one was found and stands nowhere
    with recall.laptop.acting() as act:
        whole = recall.goods(task, found=5_000, returned=4_000, remaining=1_000).changed(replaces=part.id)
        recalls.account(act, whole)
    assert rest(recall, task) == 1_000


def test_l_7_a_holder_that_has_nothing_left_is_done_with(recall: Recall) -> None:
    task = recall.opened()[recall.likely.id]
    with recall.laptop.acting() as act:
        recalls.trace(act, task.id, {"bought_milli": 5_000, "sold_milli": 5_000, "found_milli": 0})
        recalls.stop_sale(act, task.id)
        disposed = recalls.dispose(act, task.id).record
        visit = factories.any_of(Inspection, operator_id=task.operator_id, author_id=act.user.id)
        act.writer.save(visit.changed(result=InspectionResult.CONFORM))
        act.writer.save(factories.photo_of(visit.id, device_id=recall.laptop.device_id))
        done = workflow.take(act, disposed, "verify", {"inspection_id": visit.id}).record
    assert (disposed.returned_milli, done.state) == (0, RecallState.VERIFIED)


def test_l_7_sealed_goods_and_those_with_a_mended_label_are_dealt_with(recall: Recall) -> None:
    tasks = recall.opened()
    recall.laptop.receive(recall.notice.changed(label_only=True))
    with recall.laptop.acting() as act:
        for shop, goods in ((recall.sure, {"sealed": 2_000}), (recall.likely, {"remaining": 2_000})):
            task = tasks[shop.id]
            recalls.trace(act, task.id, {"bought_milli": 5_000, "sold_milli": 3_000, "found_milli": 2_000})
            recalls.stop_sale(act, task.id)
            recalls.account(act, recall.goods(task, found=2_000, **goods))
            assert recalls.dispose(act, task.id).record.state is RecallState.DISPOSED


def rest(recall: Recall, task: RecallTask) -> Any:
    with pytest.raises(Refused) as refused, recall.laptop.acting() as act:
        recalls.dispose(act, task.id)
    assert codes(refused) == [("remaining_milli", Code.UNBALANCED)]
    return refused.value.problems[0].facts["left_milli"]


def test_l_7_a_recall_does_not_close_with_an_open_holder(recall: Recall) -> None:
    tasks = recall.opened()
    with recall.laptop.acting() as act:
        recall.verified(tasks[recall.sure.id], act)
    assert still_open(recall) == 1
    with recall.laptop.acting() as act:
        recall.verified(tasks[recall.likely.id], act)
    late = factories.operator(name="后来查到的店")
    recall.laptop.receive(late)
    recall.line(late, 1_000, batch_no="20260301")
    assert still_open(recall) == 1  # a holder without a task is open too
    with recall.laptop.acting() as act:
        (task,) = recalls.open_tasks(act, recall.notice.id)
        recall.verified(task, act)
    with pytest.raises((Refused, AppError)), recall.laptop.acting() as act:
        recalls.close(act, recall.notice.id)  # an officer does not close it
    with recall.laptop.acting(recall.lead) as act:
        closed = recalls.close(act, recall.notice.id)
    assert {task.state for task in closed} == {RecallState.CLOSED}
    assert len(closed) == 3
    assert RecallState.CLOSED in STATES.ends


def test_l_7_shops_that_are_one_have_one_task(recall: Recall) -> None:
    """Goods of a shop that was merged are its heir's; a task from before the merger goes on as its own."""
    both = factories.operator(name="两本账")
    recall.line(both, 2_000, batch_no="20260301")
    recall.laptop.receive(both, factories.merger(both, recall.sure))
    tasks = recall.opened()
    assert {*tasks} == {recall.sure.id, recall.likely.id}
    assert (len(tasks[recall.sure.id].ledger_entry_ids), tasks[recall.sure.id].estimate_milli) == (4, 8_000)
    recall.laptop.receive(factories.merger(recall.likely, recall.sure))
    assert recall.opened() == {}
    assert still_open(recall) == 2


def still_open(recall: Recall) -> Any:
    with pytest.raises(Refused) as refused, recall.laptop.acting(recall.lead) as act:
        recalls.close(act, recall.notice.id)
    (problem,) = refused.value.problems
    assert problem.code is Code.HOLDERS_OPEN
    return problem.facts["number"]


def test_a_cancelled_notice_opens_nothing(recall: Recall) -> None:
    cancelled = recall.notice.changed(id=new_id(), cancelled_at=1)
    recall.laptop.receive(cancelled)
    with pytest.raises(Refused), recall.laptop.acting() as act:
        recalls.open_tasks(act, cancelled.id)


def test_what_two_laptops_hold_for_a_recall_is_held_once_and_released_at_once(recall: Recall) -> None:
    recall.opened()
    with recall.laptop.acting() as act:
        (ours,) = holds.standing(act, recall.sure.id)
    recall.laptop.receive(ours.changed(id=new_id(), at=ours.at + 1))
    other = ours.changed(id=new_id(), hold_reason="SUSPECT", recall_task_id=None, at=ours.at - 1)
    recall.laptop.receive(other)
    with recall.laptop.acting(later_min=1) as act:
        assert holds.standing(act, recall.sure.id) == [other, ours]
        holds.release(act, ours.id, "已退回")
        assert holds.standing(act, recall.sure.id) == [other]
    recall.laptop.receive(ours.changed(id=new_id(), at=ours.at + 2))  # from before, heard of later
    with recall.laptop.acting(later_min=2) as act:
        assert holds.standing(act, recall.sure.id) == [other]
        again = holds.hold(act, ours.changed(id=new_id()))
        assert holds.standing(act, recall.sure.id) == [other, again]


def test_a_hold_is_released_once_and_with_a_reason(recall: Recall) -> None:
    recall.opened()
    with recall.laptop.acting() as act:
        (held,) = holds.standing(act, recall.sure.id)
    with pytest.raises(Refused), recall.laptop.acting() as act:
        holds.release(act, held.id, " ")
    with recall.laptop.acting() as act:
        released = holds.release(act, held.id, "标签已补正，可以销售")
        assert holds.standing(act, recall.sure.id) == []
    for hold_id in (held.id, released.id):
        with pytest.raises(Refused), recall.laptop.acting() as act:
            holds.release(act, hold_id, "再次")
    with pytest.raises(Refused), recall.laptop.acting() as act:
        holds.hold(act, factories.any_of(Hold, operator_id=recall.sure.id))
