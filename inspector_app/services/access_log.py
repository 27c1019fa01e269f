"""The log of accesses to what is protected: each entry holds the hash of the one before it (domain.md 8.5)."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from inspector_app.records.oversight import Access, AccessLog
from inspector_app.services.acting import Acting
from inspector_app.storage.rows import columns, one
from inspector_app.storage.tables import TABLES
from sync.record import canonical, new_id

_LOG = TABLES["access_log"]


def note(
    act: Acting, access: Access, entity: str, *, entity_id: str = "", field: str = "", reason: str = ""
) -> AccessLog:
    """Write down that somebody did something that is logged, whatever the role may record else."""
    query = columns(AccessLog).where(_LOG.c.device_id == act.device_id).order_by(_LOG.c.seq.desc())
    before = one(act.session, AccessLog, query)
    entry = AccessLog(
        id=new_id(),
        device_id=act.device_id,
        seq=before.seq + 1 if before else 1,
        at=act.now,
        user_id=act.user.id,
        role=act.user.role.value,
        access=access,
        entity=entity,
        entity_id=entity_id,
        field=field,
        reason=reason,
        previous_hash=before.hash if before else "",
        hash="0" * 64,
    )
    entry = entry.changed(hash=hash_of(entry))
    act.writer.save(entry)
    return entry


def hash_of(entry: AccessLog) -> str:
    """Over all of the entry but its own hash; it holds that of the entry before."""
    told = {name: value for name, value in entry.wire().items() if name not in ("hash", "voided_at", "void_reason")}
    return hashlib.sha256(canonical(told)).hexdigest()


def first_broken(act: Acting, device_id: str) -> AccessLog | None:
    """The first entry that was changed, or before which one is missing."""
    query = select(_LOG.c.id).where(_LOG.c.device_id == device_id).order_by(_LOG.c.seq)
    before: AccessLog | None = None
    for row_id in act.session.execute(query).scalars():
        entry = act.get(AccessLog, row_id)
        place = (before.seq + 1, before.hash) if before else (1, "")
        if (entry.seq, entry.previous_hash) != place or entry.hash != hash_of(entry):
            return entry
        before = entry
    return None
