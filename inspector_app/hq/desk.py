"""HQ's own desk: its users move records on by their machines, warn the county, and open what was sealed for HQ."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from inspector_app.domain.local_time import local_date
from inspector_app.domain.states import Move
from inspector_app.domain.workflows import BY_SERVICE, KINDS, machine_of, state_of
from inspector_app.errors import AppError
from inspector_app.hq import confidants, typed, users
from inspector_app.hq.office import Office
from inspector_app.hq.regions import require_in_force
from inspector_app.hq.registers import Register
from inspector_app.records import SCHEMA
from inspector_app.records.complaints import Complaint
from inspector_app.records.credit import BlacklistEntry
from inspector_app.records.inspections import Amendment
from inspector_app.records.notices import Alert, AlertLevel, Campaign, Publication
from inspector_app.records.oversight import Access, Envelope
from inspector_app.records.people import Role
from inspector_app.services import (
    alerts,
    blacklist,
    campaigns,
    complaints,
    corrections,
    envelopes,
    publications,
    workflow,
)
from inspector_app.services.acting import Acting
from inspector_app.services.envelopes import Contents
from inspector_app.services.workflow import Taken
from inspector_app.storage.keys import unseal
from sync.record import Json, Record

Clock = Callable[[], int]
MOVED = sorted(KINDS - BY_SERVICE.keys())
"""Kinds that are moved on at HQ."""


def step(
    office: Office,
    by: str,
    kind: str,
    record_id: str,
    action: str,
    given: Mapping[str, Json],
    reason: str,
    clock: Clock,
) -> Taken[Record]:
    """Move a record by its machine, as the role of `by` may.

    Raises Refused, AppError unknown_user, not_here, no_such_step, not_asked, wrong_choice, wrong_value.
    """
    cls = SCHEMA.kinds[kind]

    def work(act: Acting) -> tuple[Any, dict[str, Json]]:
        record = act.get(cls, record_id)
        told = typed.values(record, action, given)
        if cls is BlacklistEntry:
            return blacklist.take(act, record_id, action, told, reason), {}
        if cls is Complaint:
            return complaints.take(act, record_id, action, told, reason), {}
        if cls is Amendment:
            return corrections.take(act, record_id, action, told, reason), {}
        if cls is Publication:
            return publications.take(act, record_id, action, told, reason), {}
        if cls is Campaign and action == "begin":
            return campaigns.begin(act, record_id), {}
        return workflow.take(act, record, action, told, reason), {}

    return Register.of(office, by, clock).write(work)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a record stands, and what can be done with it now."""

    state: StrEnum
    moves: tuple[Move[Any], ...]
    """By the role of who asks."""
    others: tuple[Move[Any], ...]
    """By other roles alone."""


def standing(office: Office, by: str, kind: str, record_id: str) -> Standing:
    """Raises AppError unknown_user, not_here."""

    def work(act: Acting) -> Standing:
        record = act.get(SCHEMA.kinds[kind], record_id)
        machine, state = machine_of(record), state_of(record)
        mine = machine.actions(state, act.user.role)
        return Standing(state, mine, tuple(each for each in machine.actions(state) if each not in mine))

    return Register.of(office, by, clock=lambda: 0).read(work)


def expire_blacklist(office: Office, clock: Clock) -> int:
    """Take off the list whose term ends today, in the name of an administrator of HQ; how many those were."""
    people = sorted(users.everybody(office), key=lambda each: each.username)
    keeper = next((each for each in people if each.role is Role.HQ_ADMIN and each.active), None)
    if keeper is None:
        return 0
    place = Register(office, keeper, clock)
    ids = place.read(blacklist.over)
    for entry_id in ids:
        place.write(partial(_expire, entry_id))
    return len(ids)


def _expire(entry_id: str, act: Acting) -> tuple[None, dict[str, Json]]:
    blacklist.take(act, entry_id, "expire", reason="期限届满")
    return None, {}


def warn(
    office: Office, by: str, level: AlertLevel, number: str, title: str, text: str, clock: Clock, **more: Any
) -> Alert:
    """Issue an alert, by a number of its own.

    Raises AppError alert_number, not_allowed, unknown_user, unknown_division, division_ended, Refused.
    """
    place = Register.of(office, by, clock)
    if (earlier := office.one(Alert, number=number, published_in=place.user.office_code)) is not None:
        raise AppError("alert_number", number=number, title=earlier.title)
    require_in_force(office, more.get("divisions", ()), local_date(clock()))
    return place.write(lambda act: (alerts.issue(act, level, number, title, text, **more), {}))


def take_back(office: Office, by: str, called: str, clock: Clock) -> Alert:
    """Cancel the alert of this number or id.

    Raises AppError unknown_alert, alert_cancelled, alert_numbers, not_allowed, unknown_user.
    """
    place = Register.of(office, by, clock)
    found = office.every(Alert, id=called) or office.every(Alert, number=called, cancelled_at=None)
    if not found:
        if office.one(Alert, number=called) is None:
            raise AppError("unknown_alert", alert=called)
        raise AppError("alert_cancelled", alert=called)
    if len(found) > 1:  # of several offices
        raise AppError("alert_numbers", alert=called, ids=", ".join(each.id for each in found))
    (one,) = found
    if one.cancelled_at is not None:
        raise AppError("alert_cancelled", alert=called)
    return place.write(lambda act: (alerts.cancel(act, one.id), {}))


def open_envelope(office: Office, envelope_id: str, by: str, reason: str, clock: Clock) -> tuple[Envelope, Contents]:
    """What an envelope holds, for those alone who may know; the look is logged first, with its reason.

    Raises AppError unknown_user, envelope_unknown, envelope_erased, envelope_not_yours, envelope_other_key.
    """
    place = Register.of(office, by, clock)
    envelope = place.read(lambda act: act.writer.find(Envelope, envelope_id))
    if envelope is None:
        raise AppError("envelope_unknown", id=envelope_id)
    if envelope.voided_at is not None:
        on = local_date(envelope.voided_at).isoformat()
        raise AppError("envelope_erased", id=envelope_id, on=on, why=envelope.void_reason or "")
    if not place.read(lambda act: confidants.may_open(act, envelope)):
        raise AppError("envelope_not_yours", username=by)
    key = office.recovery_key
    if envelope.key_sha256 != hashlib.sha256(key.public_key().public_bytes_raw()).hexdigest():
        raise AppError("envelope_other_key", id=envelope_id)
    place.log(Access.REVEAL, Envelope.kind, envelope.id, reason)
    return envelope, envelopes.read(envelope, unseal(key, base64.b64decode(envelope.sealed)))
