"""Recalls on a laptop: who had the goods, what each holder does with them, and when it is over (domain.md 7.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain import clocks
from inspector_app.domain.clocks import Clocks, Deadline
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.recalls import Balance, Holder, Recalled
from inspector_app.domain.recalls import holders as among
from inspector_app.domain.states import FIELD, OFFICERS
from inspector_app.errors import AppError
from inspector_app.records.evidence import Document, DocumentType
from inspector_app.records.operators import Operator
from inspector_app.records.recalls import (
    Hold,
    HoldReason,
    RecallNotice,
    RecallState,
    RecallTask,
    Withdrawal,
)
from inspector_app.services import holds, papers, workflow
from inspector_app.services.acting import Acting, Refused, require
from inspector_app.services.rules import calendar, layers
from inspector_app.services.workflow import Taken
from inspector_app.storage import merges, recalls, steps
from sync.record import Id, Instant, Json, id_for, new_id

ANNOUNCE = "announce_destruction"
OVER = frozenset({RecallState.VERIFIED, RecallState.CLOSED, RecallState.CANCELLED})


def holders(act: Acting, notice: RecallNotice) -> list[Holder]:
    """Every operator here whose ledger has goods of the notice, the surest first."""
    recalled = what_is_recalled(notice)
    lines, makers = recalls.candidates(act.session, recalled)
    return among(recalled, lines, makers)


def what_is_recalled(notice: RecallNotice) -> Recalled:
    """What the notice names, as the rules of matching take it."""
    return Recalled(
        notice.product_name,
        notice.maker_name,
        notice.gtin,
        notice.licence_no,
        frozenset(notice.batches),
        notice.produced_from,
        notice.produced_to,
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """The two clocks of a recall; they run from when the risk became known."""

    start: Deadline
    end: Deadline


def limits(act: Acting, notice: RecallNotice) -> Limits:
    """Until when a recall has to begin, and to be done, by its level."""
    known = layers(Clocks, act.today, act.user.office_code)
    start, end = (clocks.find_clock(known, name) for name in (notice.level.start_clock, notice.level.end_clock))
    if start is None or end is None:
        raise AppError("not_here", kind=Clocks.pack, id=notice.level)
    return Limits(*(clocks.start(clock, notice.known_at, calendar()) for clock in (start, end)))


def open_tasks(act: Acting, notice_id: Id) -> list[RecallTask]:
    """A task for each holder that has none yet. Goods that are exactly those of the notice are held at once.

    A holder's task has the same id on every laptop: two that open it apart from each other open one. Raises Refused for
    a notice that was cancelled.
    """
    notice = act.get(RecallNotice, notice_id)
    if notice.cancelled_at is not None:
        raise Refused([Problem("recall_notice_id", Code.ONLY_ONCE)])
    known = _with_task(act, notice_id)
    return [_open(act, notice, holder) for holder in holders(act, notice) if holder.operator_id not in known]


def _with_task(act: Acting, notice_id: Id) -> set[Id]:
    tasks = recalls.tasks_of(act.session, notice_id)
    return {*merges.now_of(act.session, {each.operator_id for each in tasks}).values()}


def _open(act: Acting, notice: RecallNotice, holder: Holder) -> RecallTask:
    unit = max(holder.bought_milli, key=lambda each: holder.bought_milli[each], default="")
    task = RecallTask(
        id=id_for(RecallTask.kind, notice.id, holder.operator_id),
        operator_id=holder.operator_id,
        recall_notice_id=notice.id,
        match=holder.match,
        ledger_entry_ids=tuple(holder.entry_ids),
        estimate_milli=holder.left_milli.get(unit),
        unit=unit,
    )
    workflow.begin(act, task, reason=notice.number)
    for entry_id in recalls.bought(act.session, holder.exact_ids):
        holds.hold(
            act,
            Hold(
                id=new_id(),
                operator_id=holder.operator_id,
                ledger_entry_id=entry_id,
                hold_reason=HoldReason.RECALL,
                note=notice.number,
                recall_task_id=task.id,
                by=act.user.id,
                at=act.now,
            ),
        )
    return workflow.take(act, task, "match").record


def cancel(act: Acting, task_id: Id, reason: str) -> Taken[RecallTask]:
    """End the task of a holder that the recall does not concern after all; what was held for it may be sold again."""
    taken = workflow.take(act, act.get(RecallTask, task_id), "cancel", reason=reason)
    for held in holds.standing(act, taken.record.operator_id):
        if held.recall_task_id == task_id:
            holds.release(act, held.id, reason)
    return taken


def order(act: Acting, task_id: Id, *, demo: bool) -> Document:
    """The order to one holder (召回/停止经营通知书): what is recalled, what it has to do, until when."""
    act.require_role(FIELD)
    task = act.get(RecallTask, task_id)
    notice = act.get(RecallNotice, task.recall_notice_id)
    return papers.write(
        act,
        DocumentType.RECALL_ORDER,
        "recall_order",
        task,
        demo=demo,
        notice=notice,
        operator=act.get(Operator, task.operator_id),
        limits=limits(act, notice),
    )


def trace(act: Acting, task_id: Id, counted: Mapping[str, Json]) -> Taken[RecallTask]:
    """What the visit counted: `bought_milli`, `sold_milli`, `found_milli`, and to whom it was sold."""
    return workflow.take(act, act.get(RecallTask, task_id), "trace", counted)


def stop_sale(act: Acting, task_id: Id) -> Taken[RecallTask]:
    """The goods are off the shelf; from now on what becomes of them is written down by `account`."""
    return workflow.take(act, act.get(RecallTask, task_id), "withdraw", {"stopped_at": act.now})


def announce_destruction(act: Acting, task_id: Id, at: Instant, place: str) -> RecallTask:
    """The holder has told when and where goods will be destroyed (FSL 63): nothing is destroyed before."""
    act.require_role(OFFICERS)
    task = act.get(RecallTask, task_id)
    problems = [] if place.strip() else [Problem("place", Code.REQUIRED)]
    if at < act.now:
        problems.append(Problem("disposal_notified_at", Code.TIME_ORDER))
    require(problems)
    after = act.save(task.changed(disposal_notified_at=act.now))
    workflow.note(act, after, ANNOUNCE, after.state, task.state, given={"at": at, "place": place.strip()})
    return after


def account(act: Acting, goods: Withdrawal) -> Withdrawal:
    """Write down what became of goods that were found: what was sealed, returned, destroyed and remains adds up to it.

    A correction names the row that it `replaces`. Raises Refused with the difference, for goods destroyed before time
    and place were told, for a row of another holder and for one that was corrected already.
    """
    act.require_role(OFFICERS)
    quantities = ("found_milli", "sealed_milli", "returned_milli", "destroyed_milli", "remaining_milli")
    problems = [Problem(name, Code.QUANTITY) for name in quantities if getattr(goods, name) < 0]
    if difference := _balance(goods).difference:
        facts: dict[str, str | int] = {"left_milli": difference, "unit": goods.unit}
        problems.append(Problem("remaining_milli", Code.UNBALANCED, facts=facts))
    if goods.returned_milli and not goods.returned_to.strip():
        problems.append(Problem("returned_to", Code.REQUIRED))
    if goods.destroyed_milli:
        problems += [Problem(name, Code.REQUIRED) for name in ("destroyed_how", "witness") if not getattr(goods, name)]
        if goods.recall_task_id is not None and not _announced(act, goods.recall_task_id):
            problems.append(Problem("disposal_notified_at", Code.REQUIRED))
    require([*problems, *_misplaced(act, goods)])
    return act.save(goods.changed(by=act.user.id, at=act.now))


def _misplaced(act: Acting, goods: Withdrawal) -> list[Problem]:
    """Whether goods are of the shop whose task they name, and a correction of the row that it replaces."""
    task = act.get(RecallTask, goods.recall_task_id) if goods.recall_task_id else None
    before = act.get(Withdrawal, goods.replaces) if goods.replaces else None
    problems = []
    if task is not None and not merges.are_one(act.session, task.operator_id, goods.operator_id):
        problems.append(Problem("operator_id", Code.OTHER_SUBJECT))
    if before is not None and _about(act, before) != _about(act, goods):
        problems.append(Problem("replaces", Code.OTHER_SUBJECT))
    if before is not None and steps.corrections_of(act.session, before.id) - {goods.id}:
        problems.append(Problem("replaces", Code.ONLY_ONCE))
    return problems


def _about(act: Acting, goods: Withdrawal) -> tuple[Id | None, ...]:
    return merges.standing(act.session, goods.operator_id), goods.recall_task_id, goods.sample_id


def _announced(act: Acting, task_id: Id) -> bool:
    """Whether the hour that was told has come."""
    told = steps.of(act.session, RecallTask.kind, task_id)
    return any(step.action == ANNOUNCE and step.given["at"] <= act.now for step in told)


def _balance(goods: Withdrawal) -> Balance:
    return Balance(
        goods.found_milli, goods.sealed_milli, goods.returned_milli, goods.destroyed_milli, goods.remaining_milli
    )


def dispose(act: Acting, task_id: Id) -> Taken[RecallTask]:
    """All that was found is dealt with, if anything was. What remains at the holder, or stands nowhere, is not; but
    goods recalled for their label alone may be sold again once it is put right (FSL 63)."""
    task = act.get(RecallTask, task_id)
    goods = steps.withdrawals_of(act.session, task_id)
    may_remain = act.get(RecallNotice, task.recall_notice_id).label_only
    remaining = 0 if may_remain else sum(each.remaining_milli for each in goods)
    rest = remaining or Standing(task, tuple(goods)).unaccounted_milli or 0
    if rest > 0:
        facts: dict[str, str | int] = {"left_milli": rest, "unit": task.unit}
        raise Refused([Problem("remaining_milli", Code.UNBALANCED, facts=facts)])
    return workflow.take(act, task, "dispose", {"returned_milli": sum(each.returned_milli for each in goods)})


@dataclass(frozen=True, slots=True)
class Standing:
    """How one holder stands."""

    task: RecallTask
    goods: tuple[Withdrawal, ...]

    @property
    def untraced_milli(self) -> int | None:
        """Bought, and neither sold nor found; below nothing where more turned up. None: not counted yet."""
        task = self.task
        if task.bought_milli is None or task.sold_milli is None or task.found_milli is None:
            return None
        return task.bought_milli - task.sold_milli - task.found_milli

    @property
    def unaccounted_milli(self) -> int | None:
        """Found at the visit, and not written down as dealt with or remaining."""
        if self.task.found_milli is None:
            return None
        return self.task.found_milli - sum(each.found_milli for each in self.goods)


def standing(act: Acting, notice_id: Id) -> list[Standing]:
    """Every holder of a notice that has a task here."""
    tasks = recalls.tasks_of(act.session, notice_id)
    return [Standing(task, tuple(steps.withdrawals_of(act.session, task.id))) for task in tasks]


def close(act: Acting, notice_id: Id, reason: str = "") -> list[RecallTask]:
    """End a recall for all holders here. Raises Refused while one is open, or a holder has no task yet."""
    notice = act.get(RecallNotice, notice_id)
    tasks = recalls.tasks_of(act.session, notice_id)
    without = {each.operator_id for each in holders(act, notice)} - _with_task(act, notice_id)
    if number := len(without) + sum(task.state not in OVER for task in tasks):
        raise Refused([Problem("state", Code.HOLDERS_OPEN, facts={"number": number})])
    verified = [task for task in tasks if task.state is RecallState.VERIFIED]
    return [workflow.take(act, task, "close", reason=reason).record for task in verified]
