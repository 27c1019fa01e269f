"""What an import wrote, beside the records and in the same transaction: by it an import goes on, or is taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Any, Protocol, TypeVar

from inspector_app.records import SCHEMA
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.records.oversight import Access, LegalHold
from inspector_app.records.people import User
from inspector_app.records.register import ImportBatch
from inspector_app.services import legal_holds
from inspector_app.services.acting import WRITERS, Acting
from inspector_app.sheets.columns import Register
from inspector_app.sheets.faults import FileRefused, SheetCode
from inspector_app.sheets.sentences import said
from inspector_app.storage import ledgers, registers
from sync.record import Json, Record, canonical, new_id

T = TypeVar("T")
Notes = Mapping[str, Json]
_LIST = "imports"
_HEADINGS = "import_headings"


class Place(Protocol):
    """Where a list enters: the replica of a laptop, or HQ."""

    @property
    def dataset(self) -> str:
        """REAL or DEMO; the two never mix."""

    def read(self, work: Callable[[Acting], T]) -> T:
        """Run work, which writes nothing."""

    def write(self, work: Callable[[Acting], tuple[T, Notes]], now: int | None = None) -> T:
        """Run work in a transaction, its notes with it; both stay, or neither. As of `now` where it is given."""

    def noted(self, key: str) -> Json:
        """A note, or None."""

    def log(self, access: Access, entity: str, entity_id: str = "", reason: str = "") -> None:
        """Write down that somebody took something in or out."""


class State(StrEnum):
    BEGUN = "begun"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


@dataclass(frozen=True)
class Import:
    """One import of one file."""

    id: str
    register: str
    file: str
    sha256: str
    """Of the file and of what a person said of its columns."""
    at: int
    by: str
    state: State
    parts: int = 0


@dataclass(frozen=True)
class Left:
    """A record that stays when an import is taken back: somebody went on with it, or a hold stands over it."""

    kind: str
    id: str
    name: str
    hold: LegalHold | None = None
    setter: str = ""
    """User name of who set the hold, as far as it is known here."""


def imports(place: Place) -> list[Import]:
    """Every import that was made here, the newest last."""
    return [Import(**{**told, "state": State(told["state"])}) for told in place.noted(_LIST) or []]


def begin(place: Place, register: Register, file: str, sha256: str) -> Import:
    """The import of a file: the one that was broken off, or a new one."""
    known = imports(place)
    for each in known:
        if each.sha256 == sha256 and each.register == register and each.state is State.BEGUN:
            return each

    def work(act: Acting) -> tuple[Import, Notes]:
        made = Import(new_id(), register.value, file, sha256, act.now, act.user.username, State.BEGUN)
        return made, _with(known, made)

    return place.write(work)


def _with(known: Sequence[Import], changed: Import) -> Notes:
    return {_LIST: [asdict(each) for each in [*(k for k in known if k.id != changed.id), changed]]}


def set_state(place: Place, changed: Import) -> None:
    known = imports(place)
    place.write(lambda _: (None, _with(known, changed)))


def finish(place: Place, made: Import, **told: Any) -> None:
    """Note that it is done; the county is told which file was taken in, by whom, and what came of it."""
    known = imports(place)

    def work(act: Acting) -> tuple[None, Notes]:
        act.save(
            ImportBatch(
                id=made.id, county_code=act.user.office_code, file_name=made.file, file_sha256=made.sha256,
                target_kind=made.register, imported_by=act.user.id, imported_at=made.at, **told,
            )
        )  # fmt: skip
        return None, _with(known, made)

    place.write(work)


def _taken_back(made: Import, act: Acting) -> tuple[None, Notes]:
    batch = act.writer.find(ImportBatch, made.id)
    if batch is not None:  # none of an import that was broken off
        act.save(batch.changed(undone_at=act.now, undone_by=act.user.id))
    return None, {}


def part(made: Import, number: int, records: Iterable[Record], noted: Callable[[str], Json]) -> Notes:
    """The note of what a part wrote: each record with a digest of what it said, those of before a kill among them."""
    written = {row[1]: row for row in noted(_part(made, number)) or []}
    written |= {each.id: [each.kind, each.id, digest(each)] for each in records}
    return {_part(made, number): list(written.values())}


def _part(made: Import, number: int) -> str:
    return f"import/{made.id}/{number}"


def digest(record: Record) -> str:
    return hashlib.sha256(canonical(record.wire())).hexdigest()[:16]


def record_id(made: Import, line: int, sheet: str, number: int) -> str:
    """The id of a record of a line: a UUIDv7 of the import's time, the same whenever the line is read."""
    chance = hashlib.sha256(f"{made.id}/{sheet}/{line}/{number}".encode()).hexdigest()
    return f"{made.id[:13]}-7{chance[:3]}-{'89ab'[int(chance[3], 16) % 4]}{chance[4:7]}-{chance[7:19]}"


def headings_said(place: Place, register: Register) -> dict[str, dict[str, str]]:
    """{fingerprint of headings: {heading: column}} as people said before."""
    return {**(place.noted(f"{_HEADINGS}/{register}") or {})}


def remember_headings(place: Place, register: Register, fingerprint: str, chosen: Mapping[str, str]) -> None:
    said_before = headings_said(place, register)
    notes = {f"{_HEADINGS}/{register}": said_before | {fingerprint: dict(chosen)}}
    place.write(lambda _: (None, notes))


def undo(place: Place, import_id: str, report: Callable[[int, int], None] = lambda done, total: None) -> list[Left]:
    """Take an import back: its records become void, lines of books are reversed. What somebody went on with stays.

    May be broken off and begun again; so it may where a hold keeps something back. Raises FileRefused for
    an import that is not here, or was taken back, AppError not_allowed.
    """
    place.read(lambda act: act.require_role(WRITERS))
    known = {each.id: each for each in imports(place)}
    if import_id not in known:
        raise FileRefused(SheetCode.UNKNOWN_IMPORT, number=import_id)
    made = known[import_id]
    if made.state is State.UNDONE:
        raise FileRefused(SheetCode.IMPORT_UNDONE, number=import_id)
    made = replace(made, state=State.UNDOING)
    set_state(place, made)
    left: list[Left] = []
    number = 0
    while (rows := place.noted(_part(made, number))) is not None:  # of an import that was broken off too
        left += place.write(partial(_undo_part, made, rows))
        number += 1
        report(number, max(number, made.parts))
    if not any(each.hold for each in left):
        place.write(partial(_taken_back, made))
        set_state(place, replace(made, state=State.UNDONE))
    return left


def _undo_part(made: Import, rows: Sequence[Sequence[str]], act: Acting) -> tuple[list[Left], Notes]:
    """The last first: who names another record goes before it."""
    reason = said("undone", chinese=True, batch=made.id)
    kept: set[str] = set()
    left = []
    ids = {row_id for _, row_id, _ in rows}
    for kind, row_id, written in reversed(rows):
        record = act.writer.find(SCHEMA.kinds[kind], row_id)
        if record is None or record.voided_at is not None:
            continue
        if isinstance(record, LedgerEntry):
            if ledgers.reversal_of(act.session, record.id) is None:
                act.save(_reversal(act, record, reason))
            continue
        hold = legal_holds.over(act, record)
        if hold or digest(record) != written or registers.is_used(act.session, kind, row_id, ids - kept):
            kept.add(row_id)
            setter = act.writer.find(User, hold.set_by) if hold else None
            left.append(Left(kind, row_id, str(getattr(record, "name", "")), hold, setter.username if setter else ""))
        else:
            act.save(record.changed(voided_at=act.now, void_reason=reason))
    return left, {}


def _reversal(act: Acting, line: LedgerEntry, reason: str) -> LedgerEntry:
    return line.changed(
        id=new_id(), reverses=line.id, reverse_reason=reason, entered_by=act.user.id, entered_at=act.now
    )
