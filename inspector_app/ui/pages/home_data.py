"""What the home page shows, read in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from inspector_app.records.evidence import DocumentType
from inspector_app.records.inspections import Inspection, Rectification
from inspector_app.records.notices import Alert
from inspector_app.records.operators import Operator
from inspector_app.services import alerts, numbers
from inspector_app.services.acting import Acting
from inspector_app.services.numbers import Supply
from inspector_app.storage import inspections, rows, sync_state
from inspector_app.storage.sync_state import SyncState
from inspector_app.ui import registration_draft
from inspector_app.ui.registration_draft import Kept

SOON_DAYS = 7
MOST_ORDERS = 100
LOW_SHARE = 5
"""Numbers are low when no more than a fifth of them is left (goals R.7)."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order to correct that is overdue or soon due."""

    rectification: Rectification
    operator_name: str

    @property
    def id(self) -> str:
        return self.rectification.id


@dataclass(frozen=True, slots=True)
class Home:
    alerts: list[Alert]
    """What headquarters warns of and the user has not read, the gravest first."""
    drafts: list[Inspection]
    """Visits to go on with: one's own, and those in which one is the second officer."""
    registration: Kept | None
    """A registration that was begun and not saved."""
    orders: list[Order]
    sync: SyncState
    low: Mapping[DocumentType, Supply]
    """Kinds of document whose reserved numbers run out."""


def read(act: Acting) -> Home:
    session, today = act.session, act.today
    kept = registration_draft.kept(session, registration_draft.key_of(act.user.id))
    supplies = {kind: numbers.supply(act, kind) for kind in numbers.LETTERS}
    return Home(
        alerts=alerts.unread(act),
        drafts=inspections.unfinished_of(session, act.user.id),
        registration=kept if kept and not kept.draft.is_empty else None,
        orders=_orders(session, today),
        sync=sync_state.state(session),
        low={kind: each for kind, each in supplies.items() if each.left * LOW_SHARE <= each.total},
    )


def _orders(session: Session, today: date) -> list[Order]:
    """The longest overdue first."""
    found = inspections.open_rectifications(session, None, MOST_ORDERS)
    near = [each for each in found if each.due_on <= today + timedelta(days=SOON_DAYS)]
    names = rows.find_all(session, Operator, {each.operator_id for each in near})
    return [Order(each, names[each.operator_id].name if each.operator_id in names else "") for each in near]
