"""Holds on deletion: what a court or an authority wants kept stays, with all that lives with it (domain.md 8.4).

Asked is before something is destroyed, taken out of a file or taken back with its import. A draft that is given up, and
the number of a spoilt form, are not: they stay where they are with who, when and why, and a number has to be explained.
"""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.local_time import local_date
from inspector_app.domain.problems import Code, Problem
from inspector_app.records import SCHEMA
from inspector_app.records.operators import Operator
from inspector_app.records.oversight import LegalHold
from inspector_app.services.acting import Acting, Refused
from inspector_app.storage import legal_holds, merges
from sync.record import Record, WithParent, WithRow

_Key = tuple[str, str]


def over(act: Acting, *records: Record) -> LegalHold | None:
    """The hold that stops the deletion of one of these: on itself, or on what it belongs to."""
    waiting: list[_Key] = [(record.kind, record.id) for record in records]
    known = {(record.kind, record.id): record for record in records}
    seen: set[_Key] = set()
    while waiting:
        kind, record_id = key = waiting.pop(0)
        if key in seen or kind not in SCHEMA.kinds:
            continue
        seen.add(key)
        ids = _shops(act, record_id) if kind == Operator.kind else [record_id]
        if hold := legal_holds.standing(act.session, kind, ids):
            return hold
        record = known.get(key) or act.writer.find(SCHEMA.kinds[kind], record_id)
        waiting += _above(record) if record else ()
    return None


def require_none(act: Acting, record: Record) -> None:
    """Raises Refused, naming the hold, where one stands over what is to be deleted."""
    if hold := over(act, record):
        facts: dict[str, str | int] = {"reason": hold.reason, "since": local_date(hold.set_at).isoformat()}
        raise Refused([Problem("void_reason", Code.LEGAL_HOLD, facts=facts)])


def _shops(act: Acting, operator_id: str) -> list[str]:
    """All registrations of one business: what is held for one is held for all."""
    return merges.family(act.session, merges.standing(act.session, operator_id))


def _above(record: Record) -> Iterator[_Key]:
    """What a record lives with, or is about."""
    fields = record.wire()
    for home in record.home:
        if isinstance(home, WithParent) and fields[home.field] is not None:
            yield home.kind, fields[home.field]
        if isinstance(home, WithRow) and fields[home.field] is not None:
            yield fields[home.kind_field], fields[home.field]
    if fields.get("subject_kind") and fields.get("subject_id"):
        yield fields["subject_kind"], fields["subject_id"]
