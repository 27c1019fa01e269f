"""What people do in a run: register, edit, move, inspect, sign, order, resolve; on laptops and at HQ."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspector_app.records import SCHEMA
from inspector_app.records.inspections import (
    Answer,
    AnswerCode,
    Finding,
    Inspection,
    Rectification,
    RectificationState,
    Subject,
)
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.records.operators import Operator
from inspector_app.records.reference import Region
from inspector_app.records.steps import Step
from inspector_app.storage import rows
from inspector_app.storage.tables import TABLES
from inspector_app.storage.writes import save, set_aside
from sync.device.core import OpState
from sync.device.tables import outbox
from sync.record import Conflict, ConflictStatus, Record, Wire, new_id
from tests import factories
from tests.sync.simulator.office import COUNTY, TOWNSHIPS, Office

R = TypeVar("R", bound=Record)
PART = 65_536

EDITS: dict[str, tuple[Any, ...]] = {
    "name": ("甲店", "乙店", "丙店"),
    "phone": ("14000000001", "14000000002", None),
    "remark": ("", "一", "二"),
    "tags": ((), ("老",), ("新", "老"), ("新",)),
    "staff_count": (None, 1, 2, 3),
    "licence_state": ("VALID", "EXPIRED", "NONE"),
    "status": ("ACTIVE", "SUSPENDED", "CLOSED"),
    "address": ("一街", "二街"),
    "uscc": ("92990101MA00000C5L", None),
    "voided_at": (None, 1),
}
"""Few values, so that two people often want the same one, or the one that was there before."""


@dataclass
class Person:
    """One act of one user on one laptop, in one transaction."""

    session: Session
    by: str
    device: str
    now: int
    townships: list[str]
    chance: random.Random
    photos: dict[str, bytes]

    def act(self) -> str:
        """Do something that can be done here; what it was."""
        acts: list[Callable[[], bool]] = [
            self.register, self.edit, self.edit, self.edit, self.move, self.enter_line, self.visit, self.visit,
            self.visit, self.order, self.resolve, self.give_up, self.take_photo,
        ]  # fmt: skip
        self.chance.shuffle(acts)
        for act in acts:
            if act():
                return act.__name__
        return "nothing"

    def save(self, record: Record, **names: Any) -> None:
        save(self.session, record, self.by, self.now, **names)

    def any_of(self, cls: type[R], **where: Any) -> R | None:
        """One that is on the screen, by chance."""
        table = TABLES[cls.kind]
        query = rows.columns(cls).where(*(table.c[name] == value for name, value in where.items()))
        found = rows.records(self.session, cls, query.order_by(table.c.id))
        return self.chance.choice(found) if found else None

    def register(self) -> bool:
        if not self.townships:
            return False
        self.save(
            factories.operator(
                division_code=self.chance.choice(self.townships), registered_by=self.by, registered_at=self.now
            )
        )
        return True

    def edit(self) -> bool:
        shop = self.any_of(Operator)
        if shop is None:
            return False
        for field in self.chance.sample(sorted(EDITS), self.chance.choice([1, 1, 2])):
            shop = shop.changed(**{field: self.chance.choice(EDITS[field])})
        self.save(shop)
        return True

    def move(self) -> bool:
        """To another township, sometimes to one that this laptop does not see."""
        shop = self.any_of(Operator)
        if shop is None or self.chance.random() < 0.6:
            return False
        self.save(shop.changed(division_code=self.chance.choice([*TOWNSHIPS, *self.townships])))
        return True

    def enter_line(self) -> bool:
        shop = self.any_of(Operator)
        if shop is None:
            return False
        line = self.any_of(LedgerEntry, operator_id=shop.id)
        if line is not None and self.chance.random() < 0.3:
            self.save(line.changed(id=new_id(), reverses=line.id, reverse_reason="记错"))
        else:
            self.save(factories.ledger_entry(shop.id, entered_by=self.by, happened_on=date(2026, 3, 10)))
        return True

    def visit(self) -> bool:
        """Begin an inspection, go on with one, or sign it."""
        draft = self.any_of(Inspection, author_id=self.by, signed_at=None)
        if draft is None:
            return self._begin_visit()
        draw = self.chance.random()
        if draw < 0.5:
            item = self.chance.choice(["A1", "A2", "A3"])
            code = self.chance.choice([AnswerCode.CONFORM, AnswerCode.NONCONFORM])
            self.save(draft.changed(answers={**draft.answers, item: Answer(code=code, answered_at=self.now)}))
        elif draw < 0.7:
            self.save(
                Finding(
                    id=new_id(), inspection_id=draft.id, operator_id=draft.operator_id, item_id="A1", key=False,
                    description="过期",
                )
            )  # fmt: skip
        else:
            self.save(draft.changed(signed_at=self.now, state="SIGNED"))
        return True

    def _begin_visit(self) -> bool:
        shop = self.any_of(Operator)
        if shop is None:
            return False
        subject = Subject(name=shop.name, operator_kind=shop.operator_kind, address=shop.address)
        self.save(
            Inspection(
                id=new_id(), operator_id=shop.id, author_id=self.by, device_id=self.device, subject=subject,
                checklist_id=new_id(), checklist_sha256="0" * 64, started_at=self.now,
            )
        )  # fmt: skip
        return True

    def order(self) -> bool:
        """An order to correct, or its next step; its state is locked against what others did meanwhile."""
        order = self.any_of(Rectification)
        if order is None or self.chance.random() < 0.3:
            visit = self.any_of(Inspection)
            if visit is None:
                return False
            self.save(
                Rectification(
                    id=new_id(), operator_id=visit.operator_id, inspection_id=visit.id, finding_ids=(), demand="改正",
                    issued_on=date(2026, 3, 1), due_on=date(2026, 3, 10),
                )
            )  # fmt: skip
            return True
        state = self.chance.choice([RectificationState.OPEN, RectificationState.REPORTED, RectificationState.CLOSED])
        self.save(order.changed(state=state))
        self.save(
            Step(
                id=new_id(), subject_kind=order.kind, subject_id=order.id, action="move", before=order.state,
                after=state, by=self.by, at=self.now,
            )
        )  # fmt: skip
        return True

    def resolve(self) -> bool:
        conflict = self.any_of(Conflict, status=ConflictStatus.OPEN, row_kind=Operator.kind)
        shop = rows.find(self.session, Operator, conflict.row_id) if conflict is not None else None
        if conflict is None or shop is None:
            return False
        if self.chance.random() < 0.5:
            shop = shop.changed(remark=self.chance.choice(EDITS["remark"]))
        self.save(shop, resolves=conflict.id)
        return True

    def give_up(self) -> bool:
        """Set a refused change aside."""
        found = select(outbox.c.id).where(outbox.c.state == OpState.REJECTED).order_by(outbox.c.mono)
        refused = list(self.session.scalars(found))
        if not refused or self.chance.random() < 0.5:
            return False
        set_aside(self.session, self.chance.choice(refused))
        return True

    def take_photo(self) -> bool:
        visit = self.any_of(Inspection, author_id=self.by, signed_at=None)
        if visit is None:
            return False
        size = self.chance.choice([1, PART - 1, PART, PART + 1, 3 * PART])
        data = self.chance.randbytes(8) + bytes(size)
        sha256 = hashlib.sha256(data).hexdigest()
        self.photos[sha256] = data
        self.save(
            factories.photo_of(
                visit.id, sha256=sha256, size=len(data), synced_sha256=sha256, synced_size=len(data),
                taker_id=self.by, device_id=self.device,
            )
        )  # fmt: skip
        return True


def act_at_hq(office: Office, chance: random.Random) -> str:
    """HQ's own author edits a shop or publishes something; a division is merged, old news forgotten."""
    draw = chance.random()
    if draw < 0.15:
        office.forget()
        return "compaction"
    if draw < 0.2 and not office.merged:
        township, into = chance.sample(TOWNSHIPS, 2)
        office.merge(township, into)
        return "merger of townships"
    if draw < 0.3:
        office.relocate()
        return "relocation"
    shops: list[Wire] = []
    if office.schema is SCHEMA:  # people at an older HQ edit nothing here
        query = rows.columns(Operator).order_by(TABLES[Operator.kind].c.id)
        shops = office.database.read(lambda conn: [dict(row) for row in conn.execute(query).mappings()])
    with office.service.author(chance.choice(["supervisor", "clerk"]), office.clock()) as author:
        if shops and draw < 0.8:
            field = chance.choice(sorted(EDITS))
            shop = Operator.model_validate(chance.choice(shops))
            author.save(shop.changed(**{field: chance.choice(EDITS[field])}))
            return "edit at HQ"
        code = chance.choice(TOWNSHIPS)
        author.save(
            Region(id=new_id(), code=code, name="镇", parent_code=COUNTY, valid_from=date(2020, 1, 1),
                   published_in=COUNTY)
        )  # fmt: skip
        return "publication"
