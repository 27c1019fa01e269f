"""What HQ alone lays down and no other command makes - offices and posts, recall notices, holds on deletion, entries
of credit files - taken from a file that people write; an entry with an `id` changes the record of that id, and a
`void_reason`, `cancel_reason` or `lift_reason` with it ends that.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select

from inspector_app.domain import yaml_files
from inspector_app.domain.barcodes import gtin14
from inspector_app.domain.local_time import CHINA, first_instant, instant
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import COUNTY, HQ
from inspector_app.errors import AppError
from inspector_app.hq.office import Office as Headquarters
from inspector_app.hq.registers import Register
from inspector_app.hq.scope import is_within
from inspector_app.records import SCHEMA
from inspector_app.records.credit import CreditEntry
from inspector_app.records.offices import Office, Post
from inspector_app.records.operators import Operator
from inspector_app.records.oversight import Envelope, LegalHold
from inspector_app.records.people import Role, User
from inspector_app.records.recalls import RecallNotice
from inspector_app.services.acting import Acting, Refused, require
from inspector_app.services.import_journal import Notes
from inspector_app.storage.tables import TABLES
from sync.record import Record, new_id

_DESK = COUNTY | HQ


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends an entry: the file tells why, and when and by whom is taken down."""

    at: str
    by: str | None = None


_VOID = {"void_reason": Ending("voided_at")}


@dataclass(frozen=True, slots=True)
class Entered:
    """A kind that is entered so: by whom, what tells two of them apart, and what is taken down beside the file."""

    cls: type[Record]
    roles: Collection[Role]
    needs: tuple[str, ...]
    """Texts that must not be empty."""
    key: tuple[str, ...]
    """Of two that agree in these there is one alone; what was voided does not count."""
    at: str | None = None
    by: str | None = None
    place: str | None = None
    """Its county: that of who enters it, unless the file names another."""
    ends: Mapping[str, Ending] = field(default_factory=lambda: _VOID)
    """{reason: what it ends}."""
    check: Callable[[Acting, Any], Iterable[Problem]] = lambda act, record: ()

    @property
    def not_told(self) -> set[str]:
        """Who and when: no file says that."""
        endings = {name for each in self.ends.values() for name in (each.at, each.by)}
        return {name for name in (self.at, self.by, *endings) if name is not None}


def _notice(act: Acting, notice: RecallNotice) -> Iterable[Problem]:
    if notice.gtin and gtin14(notice.gtin) != notice.gtin:
        yield Problem("gtin", Code.CHECK)
    if notice.known_at > act.now:
        yield Problem("known_at", Code.DATE_FUTURE)
    if notice.produced_from and notice.produced_to and notice.produced_to < notice.produced_from:
        yield Problem("produced_to", Code.DATE_ORDER)


def _hold(act: Acting, hold: LegalHold) -> Iterable[Problem]:
    """A county holds what is sealed with what it is about: the envelope lives with a laptop, not in the county.

    Raises AppError not_allowed for a county's hand on what HQ's role holds, hold_on_envelope.
    """
    setter = act.writer.find(User, hold.set_by)
    if setter is not None and setter.role in HQ and act.user.role not in HQ:
        raise AppError("not_allowed")
    envelope = act.writer.find(Envelope, hold.subject_id) if hold.subject_kind == Envelope.kind else None
    if envelope is not None and act.user.role not in HQ:
        kind, subject_id = envelope.subject_kind, envelope.subject_id
        if is_within(act.session.connection(), act.user, kind, subject_id):
            raise AppError("hold_on_envelope", kind=kind, id=subject_id)
    yield from _named(act, "subject_id", hold.subject_kind, hold.subject_id)


def _credit(act: Acting, entry: CreditEntry) -> Iterable[Problem]:
    yield from _named(act, "operator_id", Operator.kind, entry.operator_id)
    yield from _named(act, "source_id", entry.source_kind, entry.source_id)
    if entry.happened_on > act.today:
        yield Problem("happened_on", Code.DATE_FUTURE)


def _named(act: Acting, field: str, kind: str, record_id: str) -> Iterable[Problem]:
    """What is named has to be there."""
    cls = SCHEMA.kinds.get(kind)
    if cls is None or act.writer.find(cls, record_id) is None:
        yield Problem(field, Code.REQUIRED)


ENTERED: Mapping[str, Entered] = {
    Office.kind: Entered(
        Office, _DESK, ("code", "name", "acting_authority"), ("county_code", "code", "valid_to"), place="county_code"
    ),
    Post.kind: Entered(
        Post, _DESK, ("office_code",), ("user_id", "office_code", "valid_to"),
        check=lambda act, post: _named(act, "user_id", User.kind, post.user_id),
    ),
    RecallNotice.kind: Entered(
        RecallNotice, HQ, ("number", "title", "product_name", "reason", "issuer"), ("published_in", "number"),
        at="published_at", place="published_in", ends=_VOID | {"cancel_reason": Ending("cancelled_at")}, check=_notice,
    ),
    LegalHold.kind: Entered(
        LegalHold, _DESK, ("reason",), ("subject_kind", "subject_id", "reason", "lifted_at"),
        at="set_at", by="set_by", ends=_VOID | {"lift_reason": Ending("lifted_at", "lifted_by")}, check=_hold,
    ),
    CreditEntry.kind: Entered(
        CreditEntry, _DESK, ("source_kind",), ("operator_id", "event", "happened_on", "source_kind", "source_id"),
        at="entered_at", check=_credit,
    ),
}  # fmt: skip


def enter(office: Headquarters, by: str, kind: str, told: str, clock: Callable[[], int]) -> list[Record]:
    """Write down all entries of a file, or none. Raises AppError unknown_user, not_allowed, entries_unreadable,
    entry_wrong with the number of the entry and its fields, hold_on_envelope, entry_there for what was
    entered before; NotWritten for what belongs to another county than the user's.
    """
    entries, how = _read(told), ENTERED[kind]

    def work(act: Acting) -> tuple[list[Record], Notes]:
        act.require_role(how.roles)
        made: dict[str, Record] = {}
        for number, each in enumerate(entries, 1):
            record = _one(act, how, number, each)
            if (other := _twin(act, how, record, made)) is not None:
                raise AppError("entry_there", number=number, id=other)
            made[record.id] = act.save(record)
        return list(made.values()), {}

    return Register.of(office, by, clock).write(work)


def _read(told: str) -> list[dict[str, Any]]:
    try:
        found = yaml_files.read(told)
    except yaml_files.Unreadable as error:
        raise AppError("entries_unreadable", reason=str(error)) from error
    entries = found if isinstance(found, list) else [found]
    if not entries or not all(isinstance(each, dict) and all(isinstance(n, str) for n in each) for each in entries):
        raise AppError("entries_unreadable", reason="field: value")
    return entries


def _one(act: Acting, how: Entered, number: int, told: dict[str, Any]) -> Record:
    fields = {name: _moment(how.cls, name, value) for name, value in told.items()}
    before = act.writer.find(how.cls, fields["id"]) if isinstance(fields.get("id"), str) else None
    if "id" in fields and (before is None or before.voided_at is not None):
        raise AppError("entry_wrong", number=number, fields="id")
    strange = (how.not_told if before else how.not_told | how.ends.keys()) & fields.keys()
    if strange:
        raise AppError("entry_wrong", number=number, fields=", ".join(sorted(strange)))
    stamps = {how.at: act.now, how.by: act.user.id, how.place: act.user.office_code[:6]}
    filled = {name: value for name, value in stamps.items() if name is not None}
    try:
        if before is None:
            record = how.cls.model_validate({"id": new_id()} | filled | fields)
        else:
            record = before.changed(**fields, **_ended(act, how, before, fields))
        require([Problem(name, Code.REQUIRED) for name in how.needs if not getattr(record, name).strip()])
        require(list(how.check(act, record)))
    except ValidationError as error:
        wrong = ", ".join(sorted({str(each["loc"][0]) for each in error.errors() if each["loc"]}))
        raise AppError("entry_wrong", number=number, fields=wrong) from error
    except Refused as refused:
        wrong = ", ".join(f"{each.field} {each.code.value}" for each in refused.problems)
        raise AppError("entry_wrong", number=number, fields=wrong) from refused
    return record


def _ended(act: Acting, how: Entered, before: Record, fields: Mapping[str, Any]) -> dict[str, Any]:
    """When and by whom it ends, where the file tells why. Raises Refused for what has ended so, or without a reason."""
    stamps: dict[str, Any] = {}
    for reason in how.ends.keys() & fields.keys():
        ending = how.ends[reason]
        if getattr(before, ending.at) is not None:
            raise Refused([Problem(reason, Code.ONLY_ONCE)])
        if not str(fields[reason] or "").strip():
            raise Refused([Problem(reason, Code.REASON_NEEDED)])
        stamps[ending.at] = act.now
        if ending.by is not None:
            stamps[ending.by] = act.user.id
    return stamps


def _twin(act: Acting, how: Entered, record: Record, in_file: Mapping[str, Record]) -> str | None:
    """The id of another one, of this file or from before, that is the same thing."""
    if record.voided_at is not None:
        return None
    table, told = TABLES[record.kind], record.wire()
    query = select(table.c.id).where(*(table.c[name] == told[name] for name in how.key), table.c.voided_at.is_(None))
    same = [row_id for row_id in act.session.scalars(query) if row_id not in in_file]
    key = _key(how, record)
    same += [each.id for each in in_file.values() if each.voided_at is None and _key(how, each) == key]
    return next((row_id for row_id in same if row_id != record.id), None)


def _key(how: Entered, record: Record) -> list[Any]:
    return [getattr(record, name) for name in how.key]


def _moment(cls: type[Record], name: str, value: Any) -> Any:
    """An instant is written as a day, or a day and a time, by Chinese time; all else stays as it is."""
    annotation = typing.get_type_hints(cls).get(name)
    if annotation is not int and int not in typing.get_args(annotation):
        return value
    if isinstance(value, datetime):
        return instant(value if value.tzinfo else value.replace(tzinfo=CHINA))
    return first_instant(value) if isinstance(value, date) else value
