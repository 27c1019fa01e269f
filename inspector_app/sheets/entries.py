"""The lines of a sheet as entries of a register: values of the columns that we know, and what is wrong with cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from inspector_app.domain.problems import Code, Severity
from inspector_app.sheets.cells import Cell
from inspector_app.sheets.columns import Register, Type, column_named, columns_of, known_columns
from inspector_app.sheets.faults import FileRefused, SheetCode, SheetFault
from inspector_app.sheets.headers import Header, is_foot
from inspector_app.sheets.reading import Line, Sheet
from inspector_app.sheets.values import CellFault, is_nothing, unit_beside, value_of


@dataclass(frozen=True)
class Entry:
    """One line: what it says, in stored form, and what cannot be read of it."""

    line: Line
    header: Header
    values: Mapping[str, Any]
    faults: list[SheetFault] = field(default_factory=list)

    def get(self, column: str) -> Any:
        return self.values.get(column)

    def fault(
        self, column: str, code: SheetCode | Code, severity: Severity = Severity.ERROR, **facts: str | int
    ) -> SheetFault:
        """A fault at the cell of a column."""
        place = self.header.columns.get(column, -1)
        cell = self.line[place]
        if cell.is_number and code in (Code.LENGTH, Code.FORMAT):
            code = SheetCode.ZEROS_LOST
        return SheetFault(self.line.number, self.header.heading(column), cell.text, code, severity, facts, place)

    @property
    def is_wrong(self) -> bool:
        return any(fault.severity is Severity.ERROR for fault in self.faults)


def fixed_values(register: Register, told: Mapping[str, str]) -> dict[str, Any]:
    """Values that hold for each line of a file that has no column for them. Raises FileRefused."""
    columns = columns_of(register).columns
    values = {}
    for named, text in told.items():
        name = column_named(register, named)
        if name is None:
            raise FileRefused(SheetCode.COLUMN_UNKNOWN, heading=named, known=known_columns(register))
        try:
            values[name] = value_of(columns[name], Cell(text))
        except CellFault as fault:
            raise FileRefused(fault.code, **fault.facts) from None
    return values


def require_columns(header: Header, register: Register, fixed: Mapping[str, Any]) -> None:
    """Raises FileRefused when a column is not there that no line can do without."""
    columns = columns_of(register).columns
    present = {*header.columns, *fixed}
    if "quantity" in header.columns:
        present.add("unit")  # it may stand behind the quantity
    missing = [name for name, column in columns.items() if column.needed and name not in present]
    if missing:
        names = "、".join(columns[name].zh for name in missing)
        raise FileRefused(SheetCode.COLUMN_MISSING, columns=names, names=", ".join(missing))


def entries(sheet: Sheet, header: Header, register: Register, fixed: Mapping[str, Any]) -> Iterator[Entry | None]:
    """The entries below the headings; None for a line that is none: blank, a sum, a signature."""
    columns = columns_of(register).columns
    needed = [name for name, column in columns.items() if column.needed]
    for line in sheet.lines():
        if line.number <= header.line:
            continue
        yield None if line.is_blank or is_foot(line, header, needed) else _entry(line, header, register, fixed)


def _entry(line: Line, header: Header, register: Register, fixed: Mapping[str, Any]) -> Entry:
    values: dict[str, Any] = dict(fixed)
    entry = Entry(line, header, values)
    columns = columns_of(register).columns
    for name, place in header.columns.items():
        try:
            value = value_of(columns[name], line[place])
        except CellFault as fault:
            severity = Severity.WARN if fault.code is SheetCode.MASKED else Severity.ERROR
            entry.faults.append(entry.fault(name, fault.code, severity, **fault.facts))
            continue
        if value is not None:
            values[name] = value
        elif columns[name].type is Type.DATE and not is_nothing(line[place]):
            values.pop(name, None)
    if not values.get("unit") and "quantity" in header.columns and values.get("quantity") is not None:
        values["unit"] = unit_beside(line[header.columns["quantity"]])
    said = {fault.column for fault in entry.faults}
    for name, column in columns.items():
        if column.needed and values.get(name) in (None, "") and header.heading(name) not in said:
            entry.faults.append(entry.fault(name, Code.REQUIRED))
    if line.is_last and len(line.cells) < header.width:  # nobody knows where its last cell would have ended
        entry.faults[:] = [SheetFault(line.number, "", "", SheetCode.BROKEN_OFF)]
    return entry
