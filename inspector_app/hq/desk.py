"""HQ's own desk: its users move records on by their machines, warn the county, and open what was sealed for HQ."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from inspector_app.domain.local_time import local_date
from inspector_app.domain.workflows import BY_SERVICE, KINDS
from inspector_app.errors import AppError
from inspector_app.hq import typed, users
from inspector_app.hq.office import Office
from inspector_app.hq.regions import require_in_force
from inspector_app.hq.registers import Register
from inspector_app.records import SCHEMA
from inspector_app.records.complaints import Complaint
from inspector_app.records.credit import BlacklistEntry
from inspector_app.records.notices import Alert, AlertLevel, Campaign, Publication
from inspector_app.records.oversight import Access, Envelope, EnvelopePurpose
from inspector_app.records.people import Role, User
from inspector_app.services import alerts, blacklist, campaigns, complaints, envelopes, publications, workflow
from inspector_app.services.acting import Acting
from inspector_app.services.envelopes import Contents
from inspector_app.services.workflow import Taken
from inspector_app.storage.keys import unseal
from sync.record import Json, Record

Clock = Callable[[], int]
OPENED_BY: Mapping[EnvelopePurpose, frozenset[Role]] = {
    EnvelopePurpose.REPORTER: frozenset({Role.COUNTY_ADMIN, Role.HQ_ADMIN}),
    EnvelopePurpose.PATIENT: frozenset({Role.COUNTY_ADMIN, Role.HQ_ADMIN}),
    EnvelopePurpose.INTERFERENCE: frozenset({Role.HQ_ADMIN}),
}
"""Who opens what; beside them the officer to whom a complaint is assigned asks who made it."""
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

    Raises Refused, AppError unknown_user, not_here, not_asked, wrong_choice, wrong_value.
    """
    cls = SCHEMA.kinds[kind]

    def work(act: Acting) -> tuple[Any, dict[str, Json]]:
        record = act.get(cls, record_id)
        told = typed.values(record, action, given)
        if cls is BlacklistEntry:
            return blacklist.take(act, record_id, action, told, reason), {}
        if cls is Complaint:
            return complaints.take(act, record_id, action, told, reason), {}
        if cls is Publication:
            return publications.take(act, record_id, action, told, reason), {}
        if cls is Campaign and action == "begin":
            return campaigns.begin(act, record_id), {}
        return workflow.take(act, record, action, told, reason), {}

    return Register.of(office, by, clock).write(work)


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
    """Issue an alert. Raises AppError not_allowed, unknown_user, unknown_division, division_ended, Refused."""
    place = Register.of(office, by, clock)
    require_in_force(office, more.get("divisions", ()), local_date(clock()))
    return place.write(lambda act: (alerts.issue(act, level, number, title, text, **more), {}))


def open_envelope(office: Office, envelope_id: str, by: str, reason: str, clock: Clock) -> tuple[Envelope, Contents]:
    """What an envelope holds, for those alone who may know; the look is logged first, with its reason.

    Raises AppError unknown_user, envelope_unknown, envelope_not_yours, envelope_other_key.
    """
    place = Register.of(office, by, clock)
    envelope = office.one(Envelope, id=envelope_id)
    if envelope is None:
        raise AppError("envelope_unknown", id=envelope_id)
    if not may_open(office, place.user, envelope):
        raise AppError("envelope_not_yours", username=by)
    key = office.recovery_key
    if envelope.key_sha256 != hashlib.sha256(key.public_key().public_bytes_raw()).hexdigest():
        raise AppError("envelope_other_key", id=envelope_id)
    place.log(Access.REVEAL, Envelope.kind, envelope.id, reason)
    return envelope, envelopes.read(envelope, unseal(key, base64.b64decode(envelope.sealed)))


def may_open(office: Office, user: User, envelope: Envelope) -> bool:
    """By role; a reporter's name also for the officer who has the complaint, or a part that was split from it."""
    if not user.active or user.voided_at is not None:
        return False
    if user.role in OPENED_BY[envelope.purpose]:
        return True
    if envelope.purpose is not EnvelopePurpose.REPORTER:
        return False
    theirs = office.every(Complaint, envelope_id=envelope.id, assigned_to=user.id)
    return any(envelope.subject_id in _origins(office, each) for each in theirs)


def _origins(office: Office, complaint: Complaint) -> set[str]:
    """The ids of a complaint and of all that it was split from."""
    found: set[str] = set()
    whole: Complaint | None = complaint
    while whole is not None and whole.id not in found:
        found.add(whole.id)
        whole = office.one(Complaint, id=whole.split_from) if whole.split_from else None
    return found
