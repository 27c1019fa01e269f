"""A state changes by a move of its machine alone, and each move leaves a step that says who, when and why."""

from __future__ import annotations

import typing
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.measures import CRIMINAL_ATTACHMENTS
from inspector_app.domain.problems import Code
from inspector_app.domain.workflows import BY_SERVICE, KINDS, machine_of, machines, state_of
from inspector_app.errors import AppError
from inspector_app.hq.rights import DESK, RIGHTS
from inspector_app.records import SCHEMA
from inspector_app.records.complaints import Complaint, ComplaintKind, ComplaintState
from inspector_app.records.evidence import DocumentType
from inspector_app.records.inspections import Inspection, InspectionResult, Rectification, RectificationState
from inspector_app.records.measures import CaseFile, Disposal, Seal, SealKind, SealState, Transfer, TransferState
from inspector_app.records.people import Role, User
from inspector_app.records.recalls import RecallState, RecallTask, Withdrawal
from inspector_app.records.sampling import Laboratory, Sample, SampleState
from inspector_app.services import workflow
from inspector_app.services.acting import Acting, Refused
from inspector_app.storage import steps
from inspector_app.storage.rows import find
from sync.device.outbox import to_op
from sync.device.tables import outbox
from sync.hq.refusals import OpRefused
from sync.protocol import Op
from sync.record import Change, Record, new_id
from tests import factories
from tests.replica_fixtures import Laptop

MOVED = sorted(kind for kind in KINDS - BY_SERVICE.keys() if SCHEMA.kinds[kind].change is not Change.HQ_ONLY)
MOVES = {kind: [move for machine in machines(kind) for move in machine.moves] for kind in MOVED}
NEEDS = {
    kind: sorted({name for move in moves for need in move.needs for name in need.split("|")} - {"reason"})
    for kind, moves in MOVES.items()
}
ACTIONS = {kind: sorted({move.action for move in moves}) for kind, moves in MOVES.items()}


class Field:
    """A laptop with somebody of each role, and what actions may name."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop
        self.people = {role: factories.user(username=role.lower(), role=role, certificate_no=None) for role in Role} | {
            Role.INSPECTOR: laptop.wang
        }
        shop = laptop.shop.id
        self.named: dict[str, Record] = {
            "inspection_id": factories.any_of(Inspection, operator_id=shop, result=InspectionResult.CONFORM),
            "rectification_id": factories.any_of(Rectification, operator_id=shop),
            "withdrawal_id": factories.any_of(Withdrawal, operator_id=shop),
            "laboratory_id": factories.any_of(Laboratory),
            "case_id": factories.any_of(CaseFile, operator_id=shop),
            "transfer_id": factories.any_of(Transfer, operator_id=shop),
            "disposal_id": factories.any_of(Disposal),
        }
        self.laptop.receive(*(user for user in self.people.values() if user is not laptop.wang), *self.named.values())
        self.laptop.receive(factories.photo_of(self.named["inspection_id"].id, device_id=laptop.device_id))

    def new(self, kind: str, **fields: Any) -> Record:
        cls = SCHEMA.kinds[kind]
        own = {"operator_id": self.laptop.shop.id} if "operator_id" in cls.model_fields else {}
        with self.laptop.acting() as act:
            return workflow.begin(act, factories.any_of(cls, **own | fields)).record

    def given(self, cls: type[Record], names: list[str]) -> dict[str, Any]:
        """A value for each name that an action may ask for."""
        values: dict[str, Any] = {}
        for name in names:
            field, _, member = name.partition(".")
            if name in self.named:
                values[name] = self.named[name].id
            elif member:
                values.setdefault(field, []).append(member)
            elif field in cls.model_fields:
                values[name] = VALUES.get(name, _plain(cls, name))
            else:
                values[name] = True
        return values

    def take(self, record: Record, action: str, by: User, given: dict[str, Any], reason: str = "查明") -> Record:
        with self.laptop.acting(by) as act:
            return workflow.take(act, record, action, given, reason).record

    def history(self, record: Record) -> list[Any]:
        with self.laptop.sessions() as session:
            return steps.of(session, record.kind, record.id)

    def now(self, record: Record) -> Record:
        with self.laptop.sessions() as session:
            found = find(session, type(record), record.id)
        assert found is not None
        return found


VALUES: dict[str, Any] = {
    "scope": {"divisions": ["990101"]},
    "goods": [{"name": "白酒", "quantity_milli": 5000, "unit": "瓶"}],
    "seal_numbers": ["0001"],
    "urgent": True,
    "criminal": False,
    "complaint_kind": "REPORT",
}


def _plain(cls: type[Record], name: str) -> Any:
    value = factories.plainest(name, typing.get_type_hints(cls)[name])
    return factories.any_of(cls, **{name: value}).wire()[name]


@pytest.fixture
def field(laptop: Laptop) -> Field:
    return Field(laptop)


@pytest.mark.parametrize("kind", MOVED)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_sequence_of_actions_reaches_a_forbidden_state(field: Field, kind: str, data: st.DataObject) -> None:
    """Whatever people of all roles try: each state follows from the one before by a move of its machine, whose role and
    needs are met; each move leaves one step, what is refused leaves nothing, and HQ lets in what the laptop did.
    """
    record = field.new(kind)
    for _ in range(data.draw(st.integers(1, 8))):
        before, known = field.now(record), field.history(record)
        likely = [m.action for m in machine_of(before).actions(state_of(before))]
        action = data.draw(st.sampled_from(likely * 3 + ACTIONS[kind]))
        role = data.draw(st.sampled_from(list(Role)))
        names = set(NEEDS[kind]) - data.draw(st.sets(st.sampled_from([*NEEDS[kind], "none"]), max_size=2))
        reason = data.draw(st.sampled_from(["", "  ", "查明"]))
        try:
            after = field.take(before, action, field.people[role], field.given(type(before), sorted(names)), reason)
        except (Refused, AppError):
            assert field.now(record) == before
            assert field.history(record) == known
            continue
        (step,) = [each for each in field.history(record) if each not in known]
        assert (step.action, step.before, step.after) == (action, state_of(before), state_of(after))
        assert (step.by, step.reason) == (field.people[role].id, reason.strip())
        move = machine_of(after).move(state_of(before), action, role)
        assert move is not None
        assert move.end == state_of(after)
        assert move.not_by is None or (move.not_by, step.by) not in [(each.action, each.by) for each in known]
        assert not move.once or action not in [each.action for each in known]
        assert "reason" not in move.needs or reason.strip()
    for op in sent(field):
        if op.t == kind and op.row == record.id and kind not in DESK:
            RIGHTS[next(role for role, user in field.people.items() if user.id == op.by)].check(op)


def sent(field: Field) -> list[Op]:
    with field.laptop.sessions() as session:
        return [Op.model_validate_json(to_op(row).core()) for row in session.execute(outbox.select())]


@pytest.mark.parametrize("kind", MOVED)
def test_a_state_is_not_changed_by_saving(field: Field, kind: str) -> None:
    record = field.new(kind)
    for state in machine_of(record).states - {state_of(record)}:
        with pytest.raises(Refused) as refused, field.laptop.acting() as act:
            act.save(record.changed(state=state))
        assert [problem.code for problem in refused.value.problems] == [Code.MOVE_NOT_ALLOWED]
        with pytest.raises(Refused), field.laptop.acting() as act:
            act.save(record.changed(id=new_id(), state=state))  # nor does a record begin in it
    assert len(field.history(record)) == 1


def test_a_visit_is_not_signed_by_saving(field: Field) -> None:
    """Registration and visits keep their own history; saving makes no move there either that the machine lacks."""
    visit = field.named["inspection_id"]
    assert isinstance(visit, Inspection)
    with pytest.raises(Refused), field.laptop.acting(field.people[Role.COUNTY_ADMIN]) as act:
        act.save(visit.changed(state="SIGNED"))


@pytest.mark.parametrize("kind", MOVED)
def test_hq_refuses_what_no_move_of_that_role_leads_to(field: Field, kind: str) -> None:
    """A laptop that was tampered with writes its state by hand."""
    record = field.new(kind)
    role = Role.INSPECTOR if kind not in DESK else Role.COUNTY_ADMIN
    user = field.people[role]
    forbidden = [
        state
        for state in machine_of(record).states
        if not any(machine.leads(machine.first, state, role) for machine in machines(kind))
    ]
    for state in forbidden:
        with field.laptop.acting(user) as act:
            act.move(factories.any_of(type(record)).changed(state=state))
    wrong = [op for op in sent(field) if op.t == kind and op.row != record.id]
    assert len(wrong) == len(forbidden)
    for op in wrong:
        with pytest.raises(OpRefused):
            RIGHTS[role].check(op)


def test_who_proposed_a_seal_does_not_approve_it(field: Field) -> None:
    boss = factories.user(username="boss", role=Role.COUNTY_ADMIN)
    field.laptop.receive(boss)
    with field.laptop.acting(boss) as act:
        own = workflow.begin(act, factories.any_of(Seal, operator_id=field.laptop.shop.id)).record
    with pytest.raises(Refused) as refused:
        field.take(own, "approve", boss, {})
    assert [problem.code for problem in refused.value.problems] == [Code.SAME_PERSON]
    seal = field.take(field.new("seal", seal_kind=SealKind.SEIZURE), "approve", boss, {})
    assert state_of(seal) == SealState.APPROVED


def test_the_step_tells_what_to_print_and_until_when(field: Field) -> None:
    seal = field.new("seal")
    with field.laptop.acting(field.people[Role.COUNTY_ADMIN]) as act:
        workflow.take(act, seal, "approve")
    goods = [{"name": "白酒", "quantity_milli": 5000, "unit": "瓶"}]
    told = {"begins_on": "2026-03-18", "ends_on": "2026-04-16", "goods": goods, "second_user_id": field.laptop.li.id,
            "document_id": new_id()}  # fmt: skip
    with field.laptop.acting() as act:
        taken = workflow.take(act, seal, "carry_out", told, "涉嫌用非食品原料")
    assert taken.papers[0] is DocumentType.SEAL_DECISION
    assert taken.deadline is not None
    assert (taken.deadline.on - act.today).days == 30
    assert taken.step.given == told
    assert taken.record.goods[0].name == "白酒"


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        (SealKind.SEAL, date(2026, 4, 17)),
        (SealKind.SEIZURE, date(2026, 4, 17)),
        (SealKind.PRESERVATION, date(2026, 3, 27)),
    ],
)
def test_a_seal_lasts_no_longer_than_the_law_lets_it(field: Field, kind: SealKind, last: date) -> None:
    boss = field.people[Role.COUNTY_ADMIN]
    seal = field.take(field.new("seal", seal_kind=kind), "approve", boss, {})
    told = {"begins_on": "2026-03-18", "goods": VALUES["goods"], "second_user_id": new_id(), "document_id": new_id()}
    for day in (last + timedelta(days=1), date(2026, 3, 17)):
        with pytest.raises(Refused) as refused:
            field.take(seal, "carry_out", field.laptop.wang, told | {"ends_on": day.isoformat()})
        assert [(each.field, each.code) for each in refused.value.problems] == [("ends_on", Code.DATE_OUTSIDE)]
    field.take(seal, "carry_out", field.laptop.wang, told | {"ends_on": last.isoformat()})
    if kind is SealKind.PRESERVATION:
        return
    with pytest.raises(Refused):
        field.take(seal, "extend", boss, {"ends_on": "2026-06-02"})
    longer = field.take(seal, "extend", boss, {"ends_on": "2026-06-01"})  # 45 days more (FSLR 61)
    assert state_of(longer) == SealState.EXTENDED


def test_the_time_of_a_test_is_not_counted(field: Field) -> None:
    seal = field.take(
        field.new("seal", testing_until=date(2026, 3, 28)), "approve", field.people[Role.COUNTY_ADMIN], {}
    )
    told = {"begins_on": "2026-03-18", "goods": VALUES["goods"], "second_user_id": new_id(), "document_id": new_id()}
    with pytest.raises(Refused):
        field.take(seal, "carry_out", field.laptop.wang, told | {"ends_on": "2026-04-28"})
    assert state_of(field.take(seal, "carry_out", field.laptop.wang, told | {"ends_on": "2026-04-27"})) == "IN_FORCE"


def test_a_missing_attachment_blocks_a_transfer_to_the_police(field: Field) -> None:
    transfer = field.new("transfer", criminal=True)
    field.take(transfer, "approve", field.people[Role.COUNTY_ADMIN], {})
    told = {"sent_at": field.laptop.now, "document_id": new_id()}
    for missing in CRIMINAL_ATTACHMENTS:
        some = [each for each in CRIMINAL_ATTACHMENTS if each != missing]
        with pytest.raises(Refused) as refused:
            field.take(transfer, "send", field.laptop.wang, told | {"attachments": some})
        assert [problem.field for problem in refused.value.problems] == [f"attachments.{missing}"]
    sent_off = field.take(transfer, "send", field.laptop.wang, told | {"attachments": list(CRIMINAL_ATTACHMENTS)})
    assert state_of(sent_off) == TransferState.SENT


def test_goods_that_do_not_add_up_close_no_recall(field: Field) -> None:
    task = field.new("recall_task")
    counts = {"bought_milli": 9000, "sold_milli": 4000, "found_milli": 5000}
    for action, told in (
        ("match", {}),
        ("trace", counts),
        ("withdraw", {"stopped_at": field.laptop.now}),
        ("dispose", {"returned_milli": 5000}),
    ):
        task = field.take(task, action, field.laptop.wang, told)
    told = {"inspection_id": field.named["inspection_id"].id, "balance": True}
    with pytest.raises(Refused) as refused:
        field.take(task, "verify", field.laptop.wang, told)
    assert [problem.field for problem in refused.value.problems] == ["balance"]  # what the caller says counts nothing
    row = factories.any_of(Withdrawal, operator_id=field.laptop.shop.id, recall_task_id=task.id, found_milli=5000)
    field.laptop.receive(row)
    with pytest.raises(Refused):
        field.take(task, "verify", field.laptop.wang, told)
    field.laptop.receive(row.changed(id=new_id(), returned_milli=5000, replaces=row.id))
    assert state_of(field.take(task, "verify", field.laptop.wang, told)) == RecallState.VERIFIED


def test_an_order_closes_only_after_a_visit_with_photos(field: Field) -> None:
    order = field.new("rectification")
    field.take(order, "deliver", field.laptop.wang, {"delivered_at": field.laptop.now})
    bare = factories.any_of(Inspection, operator_id=field.laptop.shop.id)
    other = factories.any_of(Inspection, operator_id=new_id())
    field.laptop.receive(bare, other, factories.photo_of(other.id, device_id=field.laptop.device_id))
    for visit, missing in ((bare, "photos"), (other, "inspection_id")):
        with pytest.raises(Refused) as refused:
            field.take(order, "accept", field.laptop.wang, {"inspection_id": visit.id})
        assert [problem.field for problem in refused.value.problems] == [missing]
    told = {"inspection_id": field.named["inspection_id"].id}
    corrected = field.take(order, "accept", field.laptop.wang, told)
    assert state_of(corrected) == RectificationState.CORRECTED
    with pytest.raises(Refused):
        field.take(corrected, "close", field.laptop.wang, {})
    closed = field.take(corrected, "close", field.people[Role.TEAM_LEAD], {})
    assert [step.action for step in field.history(closed)] == ["begin", "deliver", "accept", "close"]


def test_a_visit_of_a_shop_settles_what_names_its_earlier_registration(field: Field) -> None:
    earlier, told = factories.operator(name="老店"), {"inspection_id": field.named["inspection_id"].id}
    field.laptop.receive(earlier)
    order = field.new("rectification", operator_id=earlier.id)
    field.take(order, "deliver", field.laptop.wang, {"delivered_at": field.laptop.now})
    with pytest.raises(Refused):
        field.take(order, "accept", field.laptop.wang, told)
    field.laptop.receive(factories.merger(earlier, field.laptop.shop))
    assert state_of(field.take(order, "accept", field.laptop.wang, told)) == RectificationState.CORRECTED


def test_a_complaint_goes_the_way_of_its_kind(field: Field) -> None:
    complaint = field.new("complaint")
    report = field.take(complaint, "classify", field.laptop.wang, {"complaint_kind": ComplaintKind.REPORT.value})
    assert isinstance(report, Complaint)
    assert (report.complaint_kind, report.state) == (ComplaintKind.REPORT, ComplaintState.CLASSIFIED)
    with pytest.raises(Refused):
        field.take(report, "accept", field.people[Role.TEAM_LEAD], {})


def test_a_sample_with_a_broken_seal_is_not_received(field: Field) -> None:
    sample = field.new("sample")
    assert isinstance(sample, Sample)
    field.laptop.receive(sample.changed(state=SampleState.SUBMITTED))
    told = {"receipt_number": "2026-1", "seals_intact": False}
    with pytest.raises(Refused) as refused:
        field.take(sample, "receive", field.laptop.wang, told)
    assert [problem.field for problem in refused.value.problems] == ["seals_intact"]


def test_choices_are_those_of_the_role(field: Field) -> None:
    seal = field.new("seal")
    with field.laptop.acting() as act:
        assert {move.action for move in workflow.choices(act, seal)} == {"act_first"}
    with field.laptop.acting(field.people[Role.COUNTY_ADMIN]) as act:
        assert {move.action for move in workflow.choices(act, seal)} == {"approve", "refuse"}


def test_auxiliary_staff_moves_nothing(field: Field) -> None:
    def may(act: Acting, kind: str) -> bool:
        return bool(workflow.choices(act, field.new(kind)))

    for kind in MOVED:
        with field.laptop.acting(field.laptop.helper) as act:
            assert not may(act, kind), kind


def test_a_recall_task_begins_at_its_beginning(field: Field) -> None:
    with pytest.raises(Refused), field.laptop.acting() as act:
        workflow.begin(act, factories.any_of(RecallTask, operator_id=field.laptop.shop.id, state=RecallState.CLOSED))
