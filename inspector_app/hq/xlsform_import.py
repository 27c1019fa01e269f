"""A checklist out of an XLSForm workbook that a clerk has edited, with every fault at its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from inspector_app.domain.checklist_faults import Fault, Place, faults
from inspector_app.hq import xlsform as x
from inspector_app.hq.sheet_faults import SheetCode, SheetFault
from inspector_app.hq.xlsform_sheets import Row, read

T = TypeVar("T")
Body = dict[str, Any]

WANTED = {x.SURVEY: x.READ_SURVEY, x.CHOICES: x.READ_CHOICES, x.SETTINGS: x.READ_SETTINGS, x.LAWS: x.READ_LAWS}
_SETTINGS: tuple[tuple[str, Place, Callable[[str], Any]], ...] = (
    ("x_schema", ("schema",), x.plain),
    ("form_id", ("id",), x.plain),
    ("version", ("version",), x.plain),
    ("x_status", ("status",), x.plain),
    ("form_title", ("title", "zh"), str),
    ("x_title_en", ("title", "en"), str),
    ("x_note_zh", ("note", "zh"), str),
    ("x_note_en", ("note", "en"), str),
    ("x_applies_to", ("applies_to",), x.words_of),
    ("x_jurisdiction", ("jurisdiction",), x.plain),
    ("x_languages", ("languages",), x.words_of),
    ("x_origin", ("origin",), x.plain),
    ("x_scoring", ("scoring",), x.words_of),
)

_ENDINGS = {"barcode": x.SCAN, "image": x.PHOTO, "text": x.NOTE}
"""{type of a row: how its name ends after the item's}."""


@dataclass(frozen=True)
class Imported:
    body: Body | None
    """None when anything is wrong."""
    faults: tuple[SheetFault, ...]


def read_workbook(data: bytes) -> Imported:
    """The checklist of a workbook, or all that is wrong with it, in the order of its sheets and rows."""
    sheets = read(data, WANTED)
    if sheets.faults and any(name not in sheets.rows for name in WANTED):
        return Imported(None, tuple(sheets.faults))
    reading = _Reading(list(sheets.faults))
    body = reading.body(sheets.rows)
    told = {(each.sheet, each.row, each.column) for each in reading.faults}
    meant = [reading.at_cell(fault) for fault in faults(body)]
    found = [*reading.faults, *(each for each in meant if (each.sheet, each.row, each.column) not in told)]
    order = list(WANTED)
    found.sort(key=lambda each: (order.index(each.sheet), each.row))
    return Imported(None if found else body, tuple(found))


@dataclass
class _Reading:
    faults: list[SheetFault]
    origins: dict[Place, tuple[Row, str]] = field(default_factory=dict)
    """The cell that a part of the body was read from."""

    def at_cell(self, fault: Fault) -> SheetFault:
        place = fault.place
        while place and place not in self.origins:
            place = place[:-1]
        if not place:
            return SheetFault(x.SETTINGS, 0, "", fault.code, fault.facts)
        row, column = self.origins[place]
        return row.fault(column, fault.code, **fault.facts)

    def cell(self, row: Row, column: str, make: Callable[[str], T], default: T) -> T:
        try:
            return make(row[column])
        except x.CellUnreadable as error:
            self.faults.append(row.fault(column, SheetCode.CELL_UNREADABLE, value=str(error)))
            return default

    def put(self, into: Body, place: Place, row: Row, column: str, make: Callable[[str], Any] = str) -> None:
        """Take a cell into a part whose place is known; an empty cell leaves the field out."""
        self.origins[place] = (row, column)
        if row[column]:
            into[str(place[-1])] = self.cell(row, column, make, None)

    def body(self, rows: Mapping[str, Sequence[Row]]) -> Body:
        body: Body = {"title": {}, "note": {}}
        self._settings(body, rows[x.SETTINGS])
        body["answers"] = self._answers(rows[x.CHOICES])
        body["laws"] = self._laws(rows[x.LAWS])
        body["sections"] = _Survey(self).sections(rows[x.SURVEY])
        items = [item for section in body["sections"] for item in section["items"]]
        key = sum(item["key"] is True for item in items)
        body["counts"] = {"items": len(items), "key": key, "general": len(items) - key}
        return body

    def _settings(self, body: Body, rows: Sequence[Row]) -> None:
        row = rows[0] if rows else Row(x.SETTINGS, 2, {})
        for column, place, make in _SETTINGS:
            self.put(body if len(place) == 1 else body[str(place[0])], place, row, column, make)

    def _answers(self, rows: Sequence[Row]) -> list[Body]:
        answers: list[Body] = []
        for row in rows:
            if x.plain(row["list_name"]) != x.ANSWERS:
                continue
            place: Place = ("answers", len(answers))
            answer: Body = {}
            self.origins[place] = (row, "name")
            self.put(answer, (*place, "code"), row, "name", x.plain)
            self.put(answer, (*place, "zh"), row, x.ZH)
            self.put(answer, (*place, "en"), row, x.EN)
            for name in ("needs_reason", "retired"):
                if self.cell(row, f"x_{name}", x.is_yes, False):
                    answer[name] = True
            self.put(answer, (*place, "only_for_types"), row, "x_only_for_types", x.words_of)
            answers.append(answer)
        return answers

    def _laws(self, rows: Sequence[Row]) -> dict[str, Body]:
        laws: dict[str, Body] = {}
        for row in rows:
            key = x.plain(row["law"])
            if key in laws:
                self.faults.append(row.fault("law", SheetCode.ROW_TWICE, value=key))
                continue
            laws[key] = {}
            self.origins["laws", key] = (row, "law")
            for name in ("zh", "en"):
                self.put(laws[key], ("laws", key, name), row, name)
            for name in ("kind", "text_status"):
                self.put(laws[key], ("laws", key, name), row, name, x.plain)
        return laws


@dataclass
class _Survey:
    """Reads the rows of the survey one after the other: sections, their items, and what follows each item."""

    reading: _Reading
    done: list[Body] = field(default_factory=list)
    section: Body | None = None
    item: Body | None = None
    begun: Row | None = None

    def sections(self, rows: Sequence[Row]) -> list[Body]:
        for row in rows:
            for fault in self._row(row):
                self.reading.faults.append(fault)
        if self.section is not None and self.begun is not None:
            self.reading.faults.append(self.begun.fault("type", SheetCode.SECTION_OPEN, value=self.section.get("code")))
        return self.done

    def _row(self, row: Row) -> Iterator[SheetFault]:
        kind = " ".join(x.plain(row["type"]).lower().replace("_", " ").split())
        if kind == "begin group":
            yield from self._begin(row)
        elif kind == "end group":
            if self.section is None:
                yield row.fault("type", SheetCode.END_WITHOUT_BEGIN)
            self.section = self.item = None
        elif x.plain(row["name"]) in (x.VISIT, x.SHOP, *(x.RESULT if kind == "calculate" else ())):
            return
        elif kind == f"select one {x.ANSWERS}":
            yield from self._item(row)
        elif kind in _ENDINGS or kind == "decimal":
            yield from self._evidence(row, kind)
        else:
            yield row.fault("type", SheetCode.TYPE_UNKNOWN, value=row["type"])

    def _begin(self, row: Row) -> Iterator[SheetFault]:
        if self.section is not None:
            yield row.fault("type", SheetCode.SECTION_IN_SECTION)
        place: Place = ("sections", len(self.done))
        self.section, self.item, self.begun = {"title": {}, "items": []}, None, row
        self.reading.origins[place] = (row, "name")
        self.reading.put(self.section, (*place, "code"), row, "name", x.plain)
        self.reading.put(self.section["title"], (*place, "title", "zh"), row, x.ZH)
        self.reading.put(self.section["title"], (*place, "title", "en"), row, x.EN)
        if row["relevant"]:
            self.reading.origins[*place, "applies_when"] = (row, "relevant")
            if kind := self.reading.cell(row, "relevant", x.condition_of, ""):
                self.section["applies_when"] = {"operator_agri_kinds_has": kind}
        self.done.append(self.section)

    def _item(self, row: Row) -> Iterator[SheetFault]:
        section = self.section
        if section is None:
            yield row.fault("type", SheetCode.OUTSIDE_SECTION)
            return
        place: Place = ("sections", len(self.done) - 1, "items", len(section["items"]))
        put, cell, origins = self.reading.put, self.reading.cell, self.reading.origins
        origins[place] = (row, "name")
        item: Body = {"key": cell(row, "x_key", x.is_yes, False), "evidence": {"photo": "none"}, "on_nonconform": []}
        put(item, (*place, "id"), row, "name", x.plain)
        put(item, (*place, "zh"), row, x.ZH)
        put(item, (*place, "en"), row, x.EN)
        put(item, (*place, "basis"), row, "x_basis", x.basis_of)
        put(item, (*place, "on_nonconform"), row, "x_actions", x.actions_of)
        for name in ("fail_class", "edition"):
            put(item, (*place, name), row, f"x_{name}", x.plain)
        for name in ("docs", "ledgers", "quick_tests"):
            put(item["evidence"], (*place, "evidence", name), row, f"x_{name}", x.words_of)
        put(item["evidence"], (*place, "evidence", "sample_size"), row, "x_sample_size", x.number_of)
        item["na"] = {"allowed": x.allows_na(row["choice_filter"])}
        origins[*place, "na"] = (row, "x_na_zh")
        put(item["na"], (*place, "na", "when_zh"), row, "x_na_zh")
        put(item["na"], (*place, "na", "when_en"), row, "x_na_en")
        section["items"].append(item)
        self.item = item
        if row["relevant"]:
            yield row.fault("relevant", SheetCode.RELEVANT_NOT_HERE, value=row["relevant"])

    def _evidence(self, row: Row, kind: str) -> Iterator[SheetFault]:
        name = x.plain(row["name"])
        number = self.item.get("id", "") if self.item else ""
        if self.item is None or not number or not name.startswith(f"{number}_"):
            yield row.fault("name", SheetCode.NOT_OF_THE_ITEM, value=row["name"], item=number)
            return
        evidence, what = self.item["evidence"], name.removeprefix(f"{number}_")
        if kind == "decimal":
            yield from self._measure(row, evidence, what)
        elif what != _ENDINGS[kind]:
            yield row.fault("name", SheetCode.NOT_OF_THE_ITEM, value=row["name"], item=number)
        elif kind == "barcode":
            yield from self._once(row, evidence, "scan", True)
        elif kind == "image":
            yield from self._photo(row, evidence, number)
        else:
            yield from self._note(row, evidence, number)

    def _once(self, row: Row, evidence: Body, name: str, value: object) -> Iterator[SheetFault]:
        if evidence.get(name, "none") != "none":
            yield row.fault("name", SheetCode.ROW_TWICE, value=row["name"])
        evidence[name] = value

    def _measure(self, row: Row, evidence: Body, name: str) -> Iterator[SheetFault]:
        measures = evidence.setdefault("measures", [])
        items = self.done[-1]["items"]
        place: Place = ("sections", len(self.done) - 1, "items", len(items) - 1, "evidence", "measures", len(measures))
        measure: Body = {"name": name}
        self.reading.origins[place] = (row, "constraint")
        self.reading.origins[*place, "name"] = (row, "name")
        self.reading.put(measure, (*place, "unit"), row, "x_unit")
        measure |= self.reading.cell(row, "constraint", x.bounds_of, {"min": None, "max": None})
        measures.append(measure)
        if row["relevant"]:
            yield row.fault("relevant", SheetCode.RELEVANT_NOT_HERE, value=row["relevant"])

    def _photo(self, row: Row, evidence: Body, number: str) -> Iterator[SheetFault]:
        failed = x.answered(number, "NONCONFORM")
        yield from self._required(row)
        if row["relevant"] and not x.same(row["relevant"], failed):
            yield row.fault("relevant", SheetCode.RELEVANT_UNREADABLE, value=row["relevant"], wanted=failed)
        yield from self._once(row, evidence, "photo", "on_nonconform" if row["relevant"] else "always")

    def _note(self, row: Row, evidence: Body, number: str) -> Iterator[SheetFault]:
        remarked = x.answered(number, "NONCONFORM", "NA")
        yield from self._required(row)
        if not row["relevant"]:
            yield from self._once(row, evidence, "note", "always")
        elif not x.same(row["relevant"], remarked):
            yield row.fault("relevant", SheetCode.RELEVANT_UNREADABLE, value=row["relevant"], wanted=remarked)

    def _required(self, row: Row) -> Iterator[SheetFault]:
        if not self.reading.cell(row, "required", x.is_yes, True):
            yield row.fault("required", SheetCode.REQUIRED_DIFFERS)
