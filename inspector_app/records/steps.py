"""One step of any record that has states: who moved it, from where to where, when and why (domain.md 7.4 to 7.13)."""

from __future__ import annotations

from typing import Any

from inspector_app.records.homes import OF_SUBJECT
from sync.record import Change, Id, Instant, Record, Text


class Step(Record):
    """The first step of a record is its beginning: it has no state before."""

    kind = "step"
    change = Change.INSERT_ONLY
    home = OF_SUBJECT

    subject_kind: Text
    subject_id: Id
    action: Text
    """A verb of the machine, such as `close`."""
    before: Text | None = None
    after: Text
    reason: Text = ""
    given: dict[str, Any] = {}
    """What the action asked for, in stored form: {field: value}."""
    by: Id
    at: Instant
