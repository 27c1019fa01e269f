"""Who stands behind a shop: the blacklist is asked before a registration is saved, by numbers that do not spread."""

from __future__ import annotations

from sqlalchemy import or_

from inspector_app.records.credit import BlacklistEntry, BlacklistState
from inspector_app.services.acting import Acting
from inspector_app.services.registration import Registration, normalised
from inspector_app.storage import rows
from inspector_app.storage.tables import TABLES

_ENTRY = TABLES["blacklist_entry"]


def listed(act: Acting, registration: Registration) -> list[BlacklistEntry]:
    """The entries of the blacklist, in force today, of the business or of the person behind it."""
    registration = normalised(act, registration)
    keys = [
        column == value
        for column, value in (
            (_ENTRY.c.uscc, registration.operator.uscc),
            (_ENTRY.c.id_hmac, registration.owner.id_hmac),
        )
        if value
    ]
    if not keys:
        return []
    query = rows.columns(BlacklistEntry).where(
        or_(*keys), _ENTRY.c.state == BlacklistState.LISTED, _ENTRY.c.voided_at.is_(None)
    )
    found = rows.records(act.session, BlacklistEntry, query.order_by(_ENTRY.c.listed_on, _ENTRY.c.id))
    return [each for each in found if each.term_ends_on is None or each.term_ends_on >= act.today]
