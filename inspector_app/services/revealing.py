"""The full value of a field that is shown masked: to who may see it, with a reason, logged (domain.md 8.2, 8.3)."""

from __future__ import annotations

from inspector_app.domain.masking import may_reveal
from inspector_app.domain.problems import Code, Problem
from inspector_app.errors import AppError
from inspector_app.records.oversight import Access
from inspector_app.services import access_log
from inspector_app.services.acting import Acting, require
from sync.record import Personal, Record

SHOWN_S = 30
"""After so many seconds a page hides the value again."""


def reveal(act: Acting, record: Record, field: str, reason: str) -> object:
    """The value of one field of one record; who asked, for what and why is logged first.

    Raises AppError not_allowed for a role that does not see it, Refused without a reason.
    """
    personal = type(record).rules()[field].personal
    if not may_reveal(act.user.role, personal):
        raise AppError("not_allowed")
    if personal is not Personal.P0:
        require([] if reason.strip() else [Problem(field, Code.REASON_NEEDED)])
        access_log.note(act, Access.REVEAL, record.kind, entity_id=record.id, field=field, reason=reason.strip())
    value: object = getattr(record, field)
    return value
