"""Files that an export wrote: each line is a record with its id, and comes back as it went."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from inspector_app.domain.problems import Severity
from inspector_app.records.goods import Product
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.records.operators import Licence, Operator, Person
from inspector_app.records.reference import Standard
from inspector_app.records.register import CoverageDoor
from inspector_app.records.suppliers import Supplier
from inspector_app.services.acting import Acting
from inspector_app.services.import_entries import Ids, Outcome, Result, Seen, made, same, wrong
from inspector_app.sheets import tables
from inspector_app.sheets.cells import Cell
from inspector_app.sheets.columns import Register
from inspector_app.sheets.entries import Entry
from inspector_app.sheets.faults import SheetCode
from inspector_app.sheets.headers import LOOKED_THROUGH, Header
from inspector_app.sheets.reading import Sheet
from inspector_app.sheets.values import CellFault, is_masked
from inspector_app.storage import registers
from sync.record import Personal, Record, Wire

OWN: Mapping[Register, Sequence[tuple[type[Record], str, str]]] = {
    Register.OPERATORS: (
        (Operator, "经营户", "Operators"),
        (Person, "人员", "Persons"),
        (Licence, "许可证", "Licences"),
    ),
    Register.PRODUCTS: ((Product, "产品", "Products"),),
    Register.LEDGER: ((LedgerEntry, "购销台账", "Ledger"),),
    Register.SUPPLIERS: ((Supplier, "供货者", "Suppliers"),),
    Register.DOORS: ((CoverageDoor, "街路门牌", "Doors"),),
    Register.STANDARDS: ((Standard, "标准", "Standards"),),
}
"""{register: (kind, name of its sheet in Chinese, in English)}"""


def own_header(sheet: Sheet, register: Register) -> tuple[Header, type[Record]] | None:
    """The headings of a file that an export wrote, and the kind that it holds."""
    kinds = [cls for cls, _, _ in OWN[register]]
    for line in itertools.islice(sheet.lines(), LOOKED_THROUGH):
        texts = tuple(cell.text for cell in line.cells)
        if (cls := tables.kind_of(texts, kinds)) is not None:
            return Header(register, line.number, texts, tables.fields_of(texts, cls)), cls
    return None


def own_entries(sheet: Sheet, header: Header, cls: type[Record]) -> Iterator[Entry | None]:
    for line in sheet.lines():
        if line.number <= header.line:
            continue
        if line.is_blank:
            yield None
            continue
        values: Wire = {}
        entry = Entry(line, header, values)
        for name, place in header.columns.items():
            try:
                values[name] = _value(cls, name, line[place], is_stored=sheet.is_stored)
            except CellFault as fault:
                severity = Severity.WARN if fault.code is SheetCode.MASKED else Severity.ERROR
                entry.faults.append(entry.fault(name, fault.code, severity, **fault.facts))
        yield entry


def _value(cls: type[Record], name: str, cell: Cell, *, is_stored: bool) -> object:
    if cls.rules()[name].personal is not Personal.P0 and is_masked(cell.text):
        raise CellFault(SheetCode.MASKED)
    return tables.told(cls, name, cell) if is_stored else tables.stored(cls, name, cell)


@dataclass
class RecordForm:
    cls: type[Record]
    _seen: Seen = field(default_factory=Seen)

    def results(self, act: Acting, entries: Sequence[Entry], ids: Callable[[Entry], Ids]) -> list[Result]:
        here = registers.having(act.session, self.cls, "id", (str(entry.get("id") or "") for entry in entries))
        return [self._result(entry, here) for entry in entries]

    def _result(self, entry: Entry, here: Mapping[str, list[Record]]) -> Result:
        if entry.is_wrong:
            return wrong(entry)
        records = made(entry, partial(_one, self.cls, entry.values))
        if isinstance(records, Result):
            return records
        [record] = records
        if (line := self._seen.before([(record.id,)], [(record.id,)], entry.line.number)) is not None:
            return same(entry, line)
        if found := here.get(record.id):
            old, new = found[0].wire(), record.wire()
            differences = [entry.header.heading(name) for name in entry.values if old[name] != new[name]]
            return Result(entry, Outcome.THERE, entry.faults, there=record.id, differences=tuple(differences))
        return Result(entry, Outcome.NEW, entry.faults, records)


def _one(cls: type[Record], values: Mapping[str, object]) -> tuple[Record, ...]:
    return (cls.model_validate(dict(values)),)
