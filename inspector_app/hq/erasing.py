"""Destroys what has to be destroyed: shown first, proposed by one, carried out by another, certified (domain.md 8.4).

What is destroyed is the sealed content of envelopes: the only place where reporters' and patients' names are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.local_time import local_date
from inspector_app.domain.retention import Kept
from inspector_app.domain.states import COUNTY, HQ
from inspector_app.errors import AppError
from inspector_app.hq.office import Office
from inspector_app.hq.registers import Register
from inspector_app.records.oversight import Access, Deletion, Envelope
from inspector_app.records.people import Role
from inspector_app.services import erasure
from inspector_app.services.acting import Acting
from inspector_app.services.erasure import Ended
from inspector_app.storage.files import full_disk
from sync.hq.erasing import Erasure
from sync.record import Json, canonical, new_id

Clock = Callable[[], int]
_DESK = COUNTY | HQ
_NOTE = "deletion"
"""Beside the record, which names no persons' matters, HQ keeps the list that it certifies."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand: what has ended, by its rule, and what was proposed and waits for a second person."""

    today: date
    ended: tuple[tuple[Kept, tuple[Ended, ...]], ...]
    proposed: tuple[Deletion, ...]


def look(office: Office, by: str, clock: Clock) -> Standing:
    """What is due, kept or held in the county of `by`. Raises AppError unknown_user, not_allowed."""

    def work(act: Acting) -> Standing:
        act.require_role(_DESK)
        return Standing(
            act.today,
            tuple((what, tuple(_mine(act, what))) for what in erasure.RULES),
            tuple(each for each in erasure.proposed(act) if _is_mine(act, each.county_code)),
        )

    return Register.of(office, by, clock).read(work)


def propose(office: Office, by: str, clock: Clock) -> list[Deletion]:
    """Propose what is due, a deletion for each rule and county; what waits for its second person already stays there.
    One that can no longer be carried out as it is gives way: what of it is due is proposed anew, without the rest.

    Raises AppError unknown_user, not_allowed, nothing_due.
    """

    def work(act: Acting) -> tuple[list[Deletion], dict[str, Json]]:
        act.require_role(_DESK)
        stuck, waiting = [], set()
        for each in erasure.proposed(act):
            rows = office.setting(_key(each.id), ())
            if _is_mine(act, each.county_code) and _obstacle(act, each, rows) is not None:
                stuck.append(each)
            else:
                waiting |= {row[0] for row in rows}
        made, notes = [], {}
        for what in erasure.RULES:
            due = [e for e in _mine(act, what) if e.is_due(act.today) and e.envelope.id not in waiting]
            for county in sorted({ended.county for ended in due}):
                rows = [_listed(ended.envelope) for ended in due if ended.county == county]
                deletion = Deletion(
                    id=new_id(),
                    county_code=county,
                    what=what.value,
                    kinds={Envelope.kind: len(rows)},
                    proposed_by=act.user.id,
                )
                notes[_key(deletion.id)] = rows
                made.append(act.save(deletion))
        if not made:
            raise AppError("nothing_due")
        for each in stuck:
            act.save(each.changed(voided_at=act.now, void_reason="proposed anew"))
        return made, notes

    return Register.of(office, by, clock).write(work)


def carry_out(office: Office, deletion_id: str, by: str, clock: Clock) -> Deletion:
    """Destroy what somebody else proposed, all of it or nothing; begun again after a stop, it goes on.

    Raises AppError unknown_user, not_allowed, deletion_unknown, deletion_void, deletion_done,
    deletion_second_person, deletion_held, deletion_changed, deletion_readers.
    """
    place = Register.of(office, by, clock)
    deletion, rows = place.read(lambda act: _checked(office, act, deletion_id))
    place.log(Access.DELETE, Deletion.kind, deletion.id, deletion.what)
    now = clock()
    blank: Json = {"sealed": "", "voided_at": now, "void_reason": f"deletion {deletion.id}"}
    gone = {row[0]: blank for row in rows}
    with full_disk():
        office.service.erase(Erasure(Envelope.kind, gone, place.user.id, deletion.id), now)
        if not office.database.scrub():
            raise AppError("deletion_readers", id=deletion.id)
    at = clock()
    sha256 = hashlib.sha256(canonical(_certificate(deletion, rows, place.user.id, at))).hexdigest()
    done = deletion.changed(approved_by=place.user.id, done_at=at, certificate_sha256=sha256)
    return place.write(lambda act: (act.save(done), {}))


def certificate(office: Office, deletion_id: str, by: str, clock: Clock) -> Json:
    """The list that a deletion's certificate is of; the SHA-256 of its canonical form is the record's.

    Raises AppError unknown_user, not_allowed, deletion_unknown: also for one that is not carried out yet.
    """

    def work(act: Acting) -> Json:
        act.require_role(_DESK)
        held = act.writer.find(Deletion, deletion_id)
        if held is None or held.approved_by is None or held.done_at is None or not _is_mine(act, held.county_code):
            raise AppError("deletion_unknown", id=deletion_id)
        return _certificate(held, office.setting(_key(held.id)), held.approved_by, held.done_at)

    return Register.of(office, by, clock).read(work)


def _checked(office: Office, act: Acting, deletion_id: str) -> tuple[Deletion, Json]:
    act.require_role(_DESK)
    deletion = act.writer.find(Deletion, deletion_id)
    rows = office.setting(_key(deletion_id))
    if deletion is None or rows is None or not _is_mine(act, deletion.county_code):
        raise AppError("deletion_unknown", id=deletion_id)
    if deletion.voided_at is not None:
        raise AppError("deletion_void", id=deletion_id)
    if deletion.done_at is not None:
        raise AppError("deletion_done", id=deletion_id)
    if deletion.proposed_by == act.user.id:
        raise AppError("deletion_second_person", username=act.user.username)
    if (obstacle := _obstacle(act, deletion, rows)) is not None:
        raise obstacle
    return deletion, rows


def _obstacle(act: Acting, deletion: Deletion, rows: Json) -> AppError | None:
    """Why it cannot be carried out as it was proposed: a hold stands over a row, or one is no longer due."""
    known = {each.envelope.id: each for each in erasure.ended(act, Kept(deletion.what))}
    for row in rows:
        each = known.get(row[0])
        if each is None and is_gone(act.writer.find(Envelope, row[0])):
            continue
        if each is not None and each.hold is not None:
            since = local_date(each.hold.set_at).isoformat()
            return AppError("deletion_held", kind=row[1], id=row[2], reason=each.hold.reason, since=since)
        if each is None or not each.is_due(act.today):
            return AppError("deletion_changed", kind=row[1], id=row[2])
    return None


def is_gone(envelope: Envelope | None) -> bool:
    """Whether its content was destroyed; what remains tells of which matter it was, and by which deletion it went."""
    return envelope is not None and envelope.voided_at is not None and not envelope.sealed


def _mine(act: Acting, what: Kept) -> list[Ended]:
    return [each for each in erasure.ended(act, what) if _is_mine(act, each.county)]


def _is_mine(act: Acting, county: str) -> bool:
    """A county's desk decides for its county; HQ for all."""
    return act.user.role is Role.HQ_ADMIN or act.user.office_code[:6] == county


def _listed(envelope: Envelope) -> Json:
    sha256 = hashlib.sha256(envelope.sealed.encode()).hexdigest()
    return [envelope.id, envelope.subject_kind, envelope.subject_id, sha256]


def _certificate(deletion: Deletion, rows: Json, by: str, at: int) -> Json:
    return {
        "deletion": deletion.id,
        "county": deletion.county_code,
        "rule": deletion.what,
        "proposed_by": deletion.proposed_by,
        "approved_by": by,
        "done_at": at,
        "envelopes": rows,
    }


def _key(deletion_id: str) -> str:
    return f"{_NOTE}/{deletion_id}"
