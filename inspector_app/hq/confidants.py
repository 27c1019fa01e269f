"""Who may know what is sealed: by role in its county, and the officer to whom a complaint was given who made it.

Fields of a complaint are its officers' to write, so what a row says of itself proves nothing: who assigned it and who
parted it from another is taken from HQ's history of the row.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from inspector_app.domain.states import HQ, LEAD
from inspector_app.hq.scope import is_within
from inspector_app.records.complaints import Complaint
from inspector_app.records.oversight import Envelope, EnvelopePurpose
from inspector_app.records.people import Role, User
from inspector_app.services.acting import Acting
from inspector_app.storage import rows
from inspector_app.storage.tables import TABLES
from sync.hq.tables import row_history

OPENED_BY: Mapping[EnvelopePurpose, frozenset[Role]] = {
    EnvelopePurpose.REPORTER: frozenset({Role.COUNTY_ADMIN, Role.HQ_ADMIN}),
    EnvelopePurpose.PATIENT: frozenset({Role.COUNTY_ADMIN, Role.HQ_ADMIN}),
    EnvelopePurpose.INTERFERENCE: frozenset({Role.HQ_ADMIN}),
}
"""Who opens what; beside them the officer to whom a complaint is assigned asks who made it."""


def may_open(act: Acting, envelope: Envelope) -> bool:
    """Whether the acting user may: by role, or for a complaint, or a part of it, that somebody entitled gave to him."""
    if act.user.role in OPENED_BY[envelope.purpose]:
        # An envelope lives with the laptop that sealed it; what it is about lives in a county.
        return is_within(act.session.connection(), act.user, envelope.subject_kind, envelope.subject_id)
    if envelope.purpose is not EnvelopePurpose.REPORTER:
        return False
    table = TABLES[Complaint.kind]
    query = rows.columns(Complaint).where(
        table.c.envelope_id == envelope.id, table.c.assigned_to == act.user.id, table.c.voided_at.is_(None)
    )
    return any(
        _has(act, act.user.id, each, envelope.subject_id) for each in rows.records(act.session, Complaint, query)
    )


def _has(act: Acting, user_id: str, complaint: Complaint, subject_id: str, below: frozenset[str] = frozenset()) -> bool:
    """Whether this complaint is the user's by right, and comes of the one that was sealed."""
    if complaint.assigned_to != user_id or complaint.id in below:
        return False
    writers = _writers(act, complaint.id)
    first, giver = writers[0][0], next((by for by, units in reversed(writers) if "assigned_to" in units), writers[0][0])
    if not (_decides(act, giver) or (giver == first and (first == user_id or complaint.split_from is not None))):
        return False
    if complaint.id == subject_id:
        return True
    whole = act.writer.find(Complaint, complaint.split_from) if complaint.split_from else None
    if whole is None:
        return False
    if _decides(act, first):
        return _comes_of(act, whole, subject_id)
    return first is not None and _has(act, first, whole, subject_id, below | {complaint.id})


def _comes_of(act: Acting, complaint: Complaint, subject_id: str) -> bool:
    """Whether it is the one that was sealed, or was parted from it by who decides."""
    seen: set[str] = set()
    whole: Complaint | None = complaint
    while whole is not None and whole.id not in seen:
        if whole.id == subject_id:
            return True
        seen.add(whole.id)
        is_sound = _decides(act, _writers(act, whole.id)[0][0])
        whole = act.writer.find(Complaint, whole.split_from) if whole.split_from and is_sound else None
    return False


def _writers(act: Acting, complaint_id: str) -> list[tuple[str | None, str]]:
    """(who, what was set) of each version, the first first; nobody for a row that HQ itself brought in."""
    query = select(row_history.c.by, row_history.c.units).where(
        row_history.c.kind == Complaint.kind, row_history.c.row_id == complaint_id
    )
    query = query.order_by(row_history.c.ver_epoch, row_history.c.ver)
    return [(row.by, row.units) for row in act.session.execute(query)] or [(None, "")]


def _decides(act: Acting, user_id: str | None) -> bool:
    """Whether it is given by who leads, or by HQ, which acts in nobody's name."""
    user = act.writer.find(User, user_id) if user_id else None
    return user is None or user.role in LEAD | HQ
