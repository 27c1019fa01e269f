"""The list of operators: a page of them with place, last visit and where each record is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from sqlalchemy.orm import Session

from inspector_app.records.operators import Operator, OperatorStatus
from inspector_app.storage import operators, overview, sync_state
from inspector_app.storage.operators import OperatorFilter
from inspector_app.ui import formats, labels
from inspector_app.ui.context import Context
from inspector_app.ui.models.paged_list import Column, Fetch, PagedList
from sync.device.core import RowState


@dataclass(frozen=True, slots=True)
class OperatorEntry:
    operator: Operator
    place: str
    """Township and village by name."""
    last_visit: int | None
    """When the last signed visit began."""
    state: RowState

    @property
    def id(self) -> str:
        return self.operator.id


def fetching(shown: OperatorFilter) -> Fetch[OperatorEntry]:
    """What PagedList asks for the next entries."""

    def fetch(session: Session, after: OperatorEntry | None, limit: int) -> Sequence[OperatorEntry]:
        found = operators.page(session, shown, after.operator if after else None, limit)
        return entries(session, found)

    return fetch


def entries(session: Session, found: Sequence[Operator]) -> list[OperatorEntry]:
    ids = [operator.id for operator in found]
    places = overview.place_names(session, (operator.division_code for operator in found))
    visits = overview.last_visits(session, ids)
    states = sync_state.row_states(session, Operator.kind, ids)
    return [OperatorEntry(each, places[each.division_code], visits.get(each.id), states[each.id]) for each in found]


class OperatorList(PagedList[OperatorEntry]):
    """Columns: name, kind, place, licence state, risk grade, last visit, status, where the record is."""

    def __init__(self, context: Context, parent: QObject) -> None:
        columns = (
            Column[OperatorEntry](lambda entry: entry.operator.name),
            Column[OperatorEntry](lambda entry: labels.label(entry.operator.operator_kind)),
            Column[OperatorEntry](lambda entry: entry.place),
            Column[OperatorEntry](
                lambda entry: labels.label(entry.operator.licence_state),
                tone=lambda entry: labels.tone(entry.operator.licence_state),
            ),
            Column[OperatorEntry](
                lambda entry: entry.operator.risk_grade or "", tone=lambda entry: _grade_tone(entry.operator)
            ),
            Column[OperatorEntry](
                lambda entry: formats.ago(entry.last_visit, context.now()) if entry.last_visit else ""
            ),
            Column[OperatorEntry](
                lambda entry: labels.label(entry.operator.status), tone=lambda entry: _status_tone(entry.operator)
            ),
            Column[OperatorEntry](lambda entry: labels.label(entry.state), tone=lambda entry: _state_tone(entry.state)),
        )
        super().__init__(context, columns, parent)


def _grade_tone(operator: Operator) -> str:
    return labels.tone(operator.risk_grade) if operator.risk_grade else ""


# What is as it should be is plain text: a badge calls for the eye.


def _status_tone(operator: Operator) -> str:
    return "" if operator.status is OperatorStatus.ACTIVE else labels.tone(operator.status)


def _state_tone(state: RowState) -> str:
    return "" if state is RowState.AT_HQ else labels.tone(state)
