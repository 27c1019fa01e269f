"""The list of visits: one's own unfinished ones first, then those of colleagues, then all others, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject
from sqlalchemy.orm import Session

from inspector_app.records.inspections import Inspection, InspectionState
from inspector_app.storage import inspections
from inspector_app.ui import formats, labels
from inspector_app.ui.context import Context
from inspector_app.ui.models.paged_list import Column, Fetch, PagedList

BATCH = 100


def fetching(user_id: str, state: InspectionState | None) -> Fetch[Inspection]:
    """What PagedList asks for the next visits; with a state, those of it alone."""

    def fetch(session: Session, after: Inspection | None, limit: int) -> Sequence[Inspection]:
        if state is not None:
            return inspections.newest(session, after, limit, state)
        if after is not None and not is_unfinished(after):
            return _finished(session, after, limit)

        def place(visit: Inspection) -> tuple[bool, int, str]:
            return visit.author_id != user_id, -visit.started_at, visit.id

        begun = sorted(inspections.unfinished(session), key=place)
        left = [each for each in begun if after is None or place(each) > place(after)][:limit]
        return left + _finished(session, None, limit - len(left))

    return fetch


def _finished(session: Session, after: Inspection | None, limit: int) -> list[Inspection]:
    """Visits that are signed or void; a full answer as long as there are more."""
    found: list[Inspection] = []
    while len(found) < limit:
        batch = inspections.newest(session, after, BATCH)
        found += [each for each in batch if not is_unfinished(each)]
        if len(batch) < BATCH:
            break
        after = batch[-1]
    return found[:limit]


def is_unfinished(visit: Inspection) -> bool:
    return visit.signed_at is None and visit.voided_at is None


def holder(visit: Inspection) -> str:
    """The name of who began the visit: until it is signed nobody else can change it."""
    return next((each.name for each in visit.inspectors if each.user_id == visit.author_id), "")


def state_words(visit: Inspection, user_id: str) -> str:
    """How far a visit is, and who has it when that is somebody else."""
    state = labels.label(visit.state)
    if visit.author_id == user_id or not is_unfinished(visit) or not holder(visit):
        return state
    words = QCoreApplication.translate("InspectionList", "{state} with {name}")
    return words.format(state=state, name=holder(visit))


class InspectionList(PagedList[Inspection]):
    def __init__(self, context: Context, parent: QObject) -> None:
        columns = (
            Column[Inspection](lambda visit: visit.subject.name),
            Column[Inspection](lambda visit: labels.label(visit.subject.operator_kind)),
            Column[Inspection](lambda visit: labels.label(visit.inspection_type)),
            Column[Inspection](lambda visit: formats.ago(visit.started_at, context.now())),
            Column[Inspection](lambda visit: "、".join(each.name for each in visit.inspectors)),
            Column[Inspection](lambda visit: labels.label(visit.result), _tone_of_result),
            Column[Inspection](
                lambda visit: state_words(visit, context.user.id), lambda visit: labels.tone(visit.state)
            ),
        )
        super().__init__(context, columns, parent)


def _tone_of_result(visit: Inspection) -> str:
    return labels.tone(visit.result) if visit.result else ""
