"""Lists whose lines become one record each: suppliers, doors, standards. A register more is a row of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from inspector_app.domain import identifiers
from inspector_app.domain.packs import NATIONAL
from inspector_app.domain.problems import Severity
from inspector_app.records.reference import Region, Standard
from inspector_app.records.register import CoverageDoor
from inspector_app.records.suppliers import Supplier
from inspector_app.services.acting import Acting
from inspector_app.services.import_entries import Form, Ids, Key, Outcome, Result, Seen, made, same, there, wrong
from inspector_app.services.import_operators import Places, division
from inspector_app.sheets.columns import Register, columns_of
from inspector_app.sheets.entries import Entry
from inspector_app.sheets.faults import SheetCode, SheetFault
from inspector_app.storage import registers
from sync.record import Record

AREA = "published_in"
LEVELS = (2, 6, 9)
"""Digits of provinces, counties and townships: records live with these, and with the nation."""


@dataclass(frozen=True)
class Kind:
    """How a line becomes a record. Columns bear the names of the fields that they fill."""

    register: Register
    cls: type[Record]
    keys: Sequence[tuple[str, ...]]
    """Fields by which a line is known again; the first of which all are given counts. The first field has an index."""
    numbers: Mapping[str, Callable[[str], identifiers.Verdict]] = field(default_factory=dict)
    """What checks a number; one that does not pass is flagged."""


KINDS = (
    Kind(
        Register.SUPPLIERS,
        Supplier,
        (("uscc",), ("name",)),
        {"uscc": identifiers.uscc, "phone": identifiers.phone},
    ),
    Kind(Register.DOORS, CoverageDoor, (("division_code", "street", "door"),)),
    Kind(Register.STANDARDS, Standard, (("number", "edition", "published_in"),), {"number": identifiers.standard}),
)


@dataclass
class SimpleForm:
    kind: Kind
    _seen: Seen = field(default_factory=Seen)
    _places: Places | None = None
    _areas: Mapping[str, set[str]] | None = None

    def results(self, act: Acting, entries: Sequence[Entry], ids: Callable[[Entry], Ids]) -> list[Result]:
        read = [self._read(act, entry, ids(entry)) for entry in entries]
        records = [result.records[0] for result in read if result.records]
        here: dict[Key, list[Record]] = {}
        for names in self.kind.keys:
            found = registers.having(act.session, self.kind.cls, names[0], {getattr(r, names[0]) for r in records})
            for record in (each for group in found.values() for each in group):
                here.setdefault((names, *_values(record, names)), []).append(record)
        return [self._compared(result, here) for result in read]

    def _read(self, act: Acting, entry: Entry, ids: Ids) -> Result:
        values: dict[str, Any] = {"id": ids(0)}
        fields = self.kind.cls.model_fields
        for home in {"county_code", "published_in"} & fields.keys():
            values[home] = act.user.office_code[:6]
        if "published_at" in fields:
            values["published_at"] = act.now
        for column in columns_of(self.kind.register).columns:
            if (value := entry.get(column)) is not None:
                values[column] = value.strip() if isinstance(value, str) else value
        if "division_code" in columns_of(self.kind.register).columns:
            self._places = self._places or Places.of(registers.places(act.session, act.today))
            place = division(act, entry, self._places, "division_code")
            if isinstance(place, SheetFault):
                return wrong(entry, place)
            values["division_code"] = place
        if entry.get(AREA):
            self._areas = self._areas or _areas(registers.places(act.session, act.today, min(LEVELS)))
            codes = self._areas.get("".join(values[AREA].split()), set())
            if len(codes) != 1:
                code = SheetCode.DIVISION_AMBIGUOUS if codes else SheetCode.PLACE_UNKNOWN
                return wrong(entry, entry.fault(AREA, code, count=len(codes)))
            [values[AREA]] = codes
        if entry.is_wrong:
            return wrong(entry)
        first, last = values.get("valid_from"), values.get("valid_to")
        if first and last and last < first:
            return wrong(entry, entry.fault("valid_to", SheetCode.ENDS_BEFORE, first=str(first)))
        faults = []
        for name, check in self.kind.numbers.items():
            if values.get(name):
                verdict = check(values[name])
                values[name] = verdict.normal
                faults += [entry.fault(name, code, Severity.WARN) for code in verdict.codes]
        records = made(entry, partial(_one, self.kind.cls, values))
        if isinstance(records, Result):
            return records
        return Result(entry, Outcome.NEW, [*entry.faults, *faults], records)

    def _compared(self, read: Result, here: Mapping[Key, list[Record]]) -> Result:
        if not read.records:
            return read
        [record] = read.records
        names = next(names for names in self.kind.keys if all(_values(record, names[:1])))
        key = (names, *_values(record, names))
        line = read.entry.line.number
        if (earlier := self._seen.before([key], [key], line)) is not None:
            return same(read.entry, earlier)
        if found := here.get(key):
            given = {name: name for name in columns_of(self.kind.register).columns}
            return there(read.entry, found[0], record, given, len(found))
        return read


def _areas(regions: Sequence[Region]) -> dict[str, set[str]]:
    """{code or name: codes} of where a record may hold: the nation, and what headquarters knows of its levels."""
    found = {NATIONAL: {NATIONAL}, "全国": {NATIONAL}}
    for region in regions:
        for digits in LEVELS:
            if len(region.code) >= digits:
                found.setdefault(region.code[:digits], set()).add(region.code[:digits])
        if len(region.code) in LEVELS:
            found.setdefault(region.name, set()).add(region.code)
    return found


def _one(cls: type[Record], values: Mapping[str, Any]) -> tuple[Record, ...]:
    return (cls.model_validate(dict(values)),)


def _values(record: Record, names: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(record, name) for name in names)


SIMPLE: Mapping[Register, Callable[[], Form]] = {kind.register: partial(SimpleForm, kind) for kind in KINDS}
