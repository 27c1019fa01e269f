"""What HQ alone lays down and no other command makes - offices and posts, recall notices, holds on deletion, entries
of credit files - taken from a file that people write; an entry with an `id` changes the record of that id.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from inspector_app.domain import yaml_files
from inspector_app.domain.barcodes import gtin14
from inspector_app.domain.local_time import CHINA, first_instant, instant
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import COUNTY, HQ
from inspector_app.errors import AppError
from inspector_app.hq.office import Office as Headquarters
from inspector_app.hq.registers import Register
from inspector_app.records import SCHEMA
from inspector_app.records.credit import CreditEntry
from inspector_app.records.offices import Office, Post
from inspector_app.records.operators import Operator
from inspector_app.records.oversight import LegalHold
from inspector_app.records.people import Role, User
from inspector_app.records.recalls import RecallNotice
from inspector_app.services.acting import Acting, Refused, require
from inspector_app.services.import_journal import Notes
from sync.record import Record, new_id

_DESK = COUNTY | HQ


@dataclass(frozen=True, slots=True)
class Entered:
    """A kind that is entered so: by whom, and what is filled in where the file does not say it."""

    cls: type[Record]
    roles: Collection[Role]
    needs: tuple[str, ...]
    """Texts that must not be empty."""
    at: str | None = None
    by: str | None = None
    place: str | None = None
    """Its county: that of who enters it."""
    check: Callable[[Acting, Any], Iterable[Problem]] = lambda act, record: ()


def _notice(act: Acting, notice: RecallNotice) -> Iterable[Problem]:
    if notice.gtin and gtin14(notice.gtin) != notice.gtin:
        yield Problem("gtin", Code.CHECK)
    if notice.known_at > act.now:
        yield Problem("known_at", Code.DATE_FUTURE)
    if notice.produced_from and notice.produced_to and notice.produced_to < notice.produced_from:
        yield Problem("produced_to", Code.DATE_ORDER)
    if notice.cancelled_at is not None and not notice.cancel_reason.strip():
        yield Problem("cancel_reason", Code.REASON_NEEDED)


def _hold(act: Acting, hold: LegalHold) -> Iterable[Problem]:
    yield from _named(act, "subject_id", hold.subject_kind, hold.subject_id)
    if hold.lifted_at is not None and not hold.lift_reason.strip():
        yield Problem("lift_reason", Code.REASON_NEEDED)


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
    Office.kind: Entered(Office, _DESK, ("code", "name", "acting_authority"), place="county_code"),
    Post.kind: Entered(
        Post, _DESK, ("office_code",), check=lambda act, post: _named(act, "user_id", User.kind, post.user_id)
    ),
    RecallNotice.kind: Entered(
        RecallNotice, HQ, ("number", "title", "product_name", "reason", "issuer"), "published_at",
        place="published_in", check=_notice,
    ),
    LegalHold.kind: Entered(LegalHold, _DESK, ("reason",), "set_at", "set_by", check=_hold),
    CreditEntry.kind: Entered(CreditEntry, _DESK, ("source_kind",), "entered_at", check=_credit),
}  # fmt: skip


def enter(office: Headquarters, by: str, kind: str, told: str, clock: Callable[[], int]) -> list[Record]:
    """Write down all entries of a file, or none. Raises AppError unknown_user, not_allowed, entries_unreadable, and
    entry_wrong with the number of the entry and its fields.
    """
    entries, how = _read(told), ENTERED[kind]

    def work(act: Acting) -> tuple[list[Record], Notes]:
        act.require_role(how.roles)
        return [_one(act, how, number, each) for number, each in enumerate(entries, 1)], {}

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
    if "id" in fields and before is None:
        raise AppError("entry_wrong", number=number, fields="id")
    stamps = {how.at: act.now, how.by: act.user.id, how.place: act.user.office_code}
    filled = {name: value for name, value in stamps.items() if name is not None}
    try:
        record = before.changed(**fields) if before else how.cls.model_validate({"id": new_id()} | filled | fields)
        require([Problem(name, Code.REQUIRED) for name in how.needs if not getattr(record, name).strip()])
        require(list(how.check(act, record)))
    except ValidationError as error:
        wrong = ", ".join(sorted({str(each["loc"][0]) for each in error.errors() if each["loc"]}))
        raise AppError("entry_wrong", number=number, fields=wrong) from error
    except Refused as refused:
        wrong = ", ".join(f"{each.field} {each.code.value}" for each in refused.problems)
        raise AppError("entry_wrong", number=number, fields=wrong) from refused
    return act.save(record)


def _moment(cls: type[Record], name: str, value: Any) -> Any:
    """An instant is written as a day, or a day and a time, by Chinese time; all else stays as it is."""
    annotation = typing.get_type_hints(cls).get(name)
    if annotation is not int and int not in typing.get_args(annotation):
        return value
    if isinstance(value, datetime):
        return instant(value if value.tzinfo else value.replace(tzinfo=CHINA))
    return first_instant(value) if isinstance(value, date) else value
