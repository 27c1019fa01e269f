"""The one way in which a record's state changes: a move of its machine, and the step that says who, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from inspector_app.domain import clocks, samples
from inspector_app.domain.clocks import Clocks, Deadline
from inspector_app.domain.deadlines import add
from inspector_app.domain.measures import BEGIN
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.recalls import Balance
from inspector_app.domain.states import Move
from inspector_app.domain.workflows import BY_SERVICE, Attempt, field_of, machine_of, state_of
from inspector_app.errors import AppError
from inspector_app.records.evidence import DocumentType
from inspector_app.records.inspections import Inspection, InspectionResult, Rectification
from inspector_app.records.measures import CaseFile, Disposal, Transfer
from inspector_app.records.recalls import RecallTask, Withdrawal
from inspector_app.records.sampling import Laboratory, Sample
from inspector_app.records.steps import Step
from inspector_app.services.acting import Acting, require
from inspector_app.services.rules import calendar, layers
from inspector_app.storage import corrections, merges, steps
from sync.record import Json, Record, new_id

R = TypeVar("R", bound=Record)

NAMED: Mapping[str, type[Record]] = {
    "inspection_id": Inspection,
    "rectification_id": Rectification,
    "withdrawal_id": Withdrawal,
    "laboratory_id": Laboratory,
    "case_id": CaseFile,
    "transfer_id": Transfer,
    "disposal_id": Disposal,
}
"""Records that an action may name; they have to be there, and speak of the same operator."""
COUNTED = frozenset({"photos", "signatures", "balance", "retestable", "conform"})
"""What nobody tells: it is counted from the records."""


@dataclass(frozen=True)
class Taken(Generic[R]):
    """A step that was taken, and what follows from it."""

    record: R
    step: Step
    papers: tuple[DocumentType, ...] = ()
    """To be printed now."""
    deadline: Deadline | None = None
    """Within which the next thing has to happen."""


def begin(act: Acting, record: R, action: str = BEGIN, reason: str = "") -> Taken[R]:
    """Save a new record in its machine's first state. Raises Refused for another state."""
    return Taken(act.save(record), _note(act, record, action, None, reason, {}))


def take(act: Acting, record: R, action: str, given: Mapping[str, Json] | None = None, reason: str = "") -> Taken[R]:
    """Move a record, with the fields that the action asks for, in stored form. What stands on this device now counts,
    not the copy that is handed in. Raises Refused with all that stops it, AppError not_allowed for who records nothing.
    """
    if record.kind in BY_SERVICE:
        raise ValueError(f"{record.kind} is moved by a service of its own")
    current = act.get(type(record), record.id)
    told = {name: each for name, each in (given or {}).items() if name not in COUNTED}
    attempt = Attempt(current, action, act.user.role, act.user.id, reason, told | _counted(act, current, told))
    done = [(step.action, step.by) for step in steps.of(act.session, current.kind, current.id)]
    require([*attempt.problems(done), *_unknown(act, current, told)])
    machine = machine_of(attempt.after)
    move = machine.move(state_of(current), action, act.user.role)
    assert move is not None
    after = attempt.after.changed(**{field_of(current.kind): move.end})
    require(_overlong(act, move, current, after))
    act.move(after)
    step = _note(act, after, action, str(move.start), reason, told)
    assert isinstance(after, type(record))
    return Taken(after, step, move.papers, _deadline(act, move))


def _note(act: Acting, record: Record, action: str, before: str | None, reason: str, given: Mapping[str, Json]) -> Step:
    return note(act, record, action, str(state_of(record)), before, reason, given)


def note(
    act: Acting,
    record: Record,
    action: str,
    after: str,
    before: str | None = None,
    reason: str = "",
    given: Mapping[str, Json] | None = None,
) -> Step:
    """Write down what was done to a record; of one that runs no machine, `after` says what came of it."""
    return act.save(
        Step(
            id=new_id(),
            subject_kind=record.kind,
            subject_id=record.id,
            action=action,
            before=before,
            after=after,
            reason=reason.strip(),
            given=dict(given or {}),
            by=act.user.id,
            at=act.now,
        )
    )


def _deadline(act: Acting, move: Move[Any]) -> Deadline | None:
    clock = clocks.find_clock(layers(Clocks, act.today, act.user.office_code), move.clock) if move.clock else None
    return clocks.start(clock, act.now, calendar()) if clock else None


def _overlong(act: Acting, move: Move[Any], before: Record, after: Record) -> list[Problem]:
    """A term that would end later than the law lets it. The time that a test takes is not counted (ACL 25)."""
    is_new = "begins_on" in move.needs
    begun: date | None = getattr(after, "begins_on", None) if is_new else getattr(before, "ends_on", None)
    ends: date | None = getattr(after, "ends_on", None)
    clock = clocks.find_clock(layers(Clocks, act.today, act.user.office_code), move.term) if move.term else None
    if clock is None or begun is None or ends is None:
        return []
    tested: date | None = getattr(after, "testing_until", None)
    not_counted = max((tested - begun).days, 0) if tested else 0
    last = add(begun, clock.n, clock.unit, calendar(), moves=clock.moves).on + timedelta(days=not_counted)
    facts = {"first": begun.isoformat(), "last": last.isoformat()}
    return [] if begun <= ends <= last else [Problem("ends_on", Code.DATE_OUTSIDE, facts=facts)]


def _unknown(act: Acting, record: Record, given: Mapping[str, Json]) -> list[Problem]:
    """Records that are named and not there, or another operator's."""
    problems = []
    for name, cls in NAMED.items():
        if (told := given.get(name)) is None:
            continue
        found = act.writer.find(cls, told) if isinstance(told, str) else None
        operator, other = getattr(record, "operator_id", None), getattr(found, "operator_id", None)
        is_others = operator and other and not merges.are_one(act.session, operator, other)
        if found is None or found.voided_at is not None or is_others:
            problems.append(Problem(name, Code.REQUIRED))
    return problems


def _counted(act: Acting, record: Record, given: Mapping[str, Json]) -> dict[str, Json]:
    """What is counted from the records: photos and signatures of it, whether goods add up, what a visit found."""
    visit_id = given.get("inspection_id")
    versions = _versions(act, visit_id) if isinstance(visit_id, str) else []
    visit = versions[-1] if versions else None
    subjects = [record.id, *(each.id for each in versions)]
    counted: dict[str, Json] = {
        "photos": steps.photos_of(act.session, subjects) > 0,
        "signatures": steps.signatures_of(act.session, subjects) > 0,
    }
    if visit is not None:
        counted["conform"] = visit.result is InspectionResult.CONFORM
    if isinstance(record, Sample):
        counted["retestable"] = samples.retestable(record.assay, quick=False)
    if isinstance(record, RecallTask):
        goods = steps.withdrawals_of(act.session, record.id)
        sums = [_balance(each) for each in goods]
        counted["balance"] = (bool(sums) or record.found_milli == 0) and all(each.difference == 0 for each in sums)
    return counted


def _versions(act: Acting, visit_id: str) -> list[Inspection]:
    """All of a signed visit, the one that counts last; of one that is not signed, itself."""
    return corrections.versions(act.session, visit_id) or list(filter(None, [act.writer.find(Inspection, visit_id)]))


def _balance(goods: Withdrawal) -> Balance:
    return Balance(
        goods.found_milli, goods.sealed_milli, goods.returned_milli, goods.destroyed_milli, goods.remaining_milli
    )


def history(act: Acting, record: Record) -> list[Step]:
    """The steps of a record, the first one first."""
    return steps.of(act.session, record.kind, record.id)


def choices(act: Acting, record: Record) -> list[Move[Any]]:
    """What the acting user may do to it now."""
    if record.kind in BY_SERVICE:
        raise AppError("not_allowed")
    return list(machine_of(record).actions(state_of(record), act.user.role))
