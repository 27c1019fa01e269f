"""What is written to a file is read from it again, whatever it holds; and no spreadsheet finds a formula in it."""

from __future__ import annotations

import typing
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from inspector_app.records import SCHEMA
from inspector_app.records.goods import Product
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.records.operators import Licence, Operator, Person
from inspector_app.records.reference import Standard
from inspector_app.records.register import CoverageDoor
from inspector_app.records.suppliers import Supplier
from inspector_app.sheets import tables
from inspector_app.sheets.cells import Cell
from inspector_app.sheets.faults import FileRefused, SheetCode
from inspector_app.sheets.reading import BANNER, sheets_of
from inspector_app.sheets.tables import Form
from inspector_app.sheets.values import CellFault
from inspector_app.sheets.writing import Heading, Table, write
from sync.record import Json, Record, defaults, new_id
from tests import factories

KINDS: Sequence[type[Record]] = (Operator, Person, Licence, Product, LedgerEntry, Supplier, CoverageDoor, Standard)
TEXTS = st.text(max_size=12).map(lambda text: unicodedata.normalize("NFC", text).replace("\x00", ""))
LONG = 1 << 40


def values_of(cls: type[Record], name: str) -> st.SearchStrategy[Any]:
    """Values of a field in stored form, None where it may be empty."""
    hint = typing.get_type_hints(cls)[name]
    made: dict[Form, st.SearchStrategy[Any]] = {
        Form.TEXT: TEXTS,
        Form.YES_NO: st.booleans(),
        Form.WHOLE: st.integers(-LONG, LONG),
        Form.MONEY: st.integers(-LONG, LONG),
        Form.QUANTITY: st.integers(-(1 << 60), 1 << 60),
        Form.DEGREES: st.floats(-180, 180).map(lambda number: round(number, 6) + 0.0),
        Form.DATE: st.dates().map(str),
        Form.MOMENT: st.integers(0, (1 << 53) - 1),
        Form.JSON: _structures(typing.get_type_hints(cls)[name], defaults(cls)[name]),
    }
    form = tables.forms(cls)[name]
    if form in (Form.WORD, Form.WORDS):
        codes = st.sampled_from([each.value for each in tables._enum(cls, name)])
        made |= {Form.WORD: codes, Form.WORDS: st.lists(codes, max_size=3)}
    if name == "id" or (name.endswith(("_id", "_by", "_of")) or name == "reverses"):
        made[Form.TEXT] = st.builds(new_id)
    if name.endswith("_sha256"):
        made[Form.TEXT] = st.just("a" * 64)
    found = made[form]
    return st.none() | found if type(None) in typing.get_args(hint) else found


def _structures(hint: Any, default: Json) -> st.SearchStrategy[Any]:
    """Lists and mappings of texts; of other structures the default."""
    inner = [arm for arm in typing.get_args(hint) if typing.get_origin(arm) in (tuple, dict)]
    origin, arms = typing.get_origin(hint), typing.get_args(hint)
    if inner:
        origin, arms = typing.get_origin(inner[0]), typing.get_args(inner[0])
    if origin is tuple and arms[0] is str:
        return st.lists(TEXTS, max_size=3)
    if origin is dict and arms == (str, str):
        return st.dictionaries(TEXTS, TEXTS, max_size=3)
    return st.just(default)


@st.composite
def any_record(draw: st.DrawFn) -> Record:
    cls = draw(st.sampled_from(KINDS))
    return cls.model_validate({name: draw(values_of(cls, name)) for name in cls.model_fields})


def read_back(path: Path, cls: type[Record]) -> list[Record]:
    [sheet] = [each for each in sheets_of(path) if each.name not in ("说明", "About")]
    found = []
    fields: dict[str, int] = {}
    for line in sheet.lines():
        if not fields:
            if tables.kind_of([cell.text for cell in line.cells], KINDS) is cls:
                fields = tables.fields_of([cell.text for cell in line.cells], cls)
            continue
        read = tables.told if sheet.is_stored else tables.stored
        found.append(cls.model_validate({name: read(cls, name, line[place]) for name, place in fields.items()}))
    return found


@pytest.mark.parametrize("form", [".xlsx", ".csv", ".json"])
@pytest.mark.parametrize("dataset", ["REAL", "DEMO"])
def test_i_4_a_round_trip_loses_nothing(tmp_path: Path, form: str, dataset: str) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(record=any_record(), chinese=st.booleans())
    def check(record: Record, chinese: bool) -> None:
        path = tmp_path / f"list{form}"
        table = Table(type(record), "表", [record.wire()])
        assert write(path, [table], Heading(dataset, chinese)) == {record.kind: 1}
        assert read_back(path, type(record)) == [record]

    check()


def test_no_cell_of_a_file_is_a_formula(tmp_path: Path) -> None:
    names = ["=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=1\n2"]
    shops = [factories.operator(name=name) for name in names]
    write(tmp_path / "a.xlsx", [Table(Operator, "经营户", [shop.wire() for shop in shops])], Heading("REAL"))
    cells = [cell for row in load_workbook(tmp_path / "a.xlsx")["经营户"].iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    write(tmp_path / "a.csv", [Table(Operator, "经营户", [shop.wire() for shop in shops])], Heading("REAL"))
    assert read_back(tmp_path / "a.csv", Operator) == shops
    told = (tmp_path / "a.csv").read_text("utf-8-sig")
    assert not [name for name in names if f'"{name}' in told]


def test_numbers_that_are_names_are_texts_and_made_up_data_say_so(tmp_path: Path) -> None:
    shop = factories.operator()
    tables_ = [Table(Operator, "经营户", [shop.wire()])]
    write(tmp_path / "a.xlsx", tables_, Heading("DEMO"))
    book = load_workbook(tmp_path / "a.xlsx")
    assert str(book["经营户"]["A1"].value).startswith(BANNER)
    heads = {cell.value: cell.column for cell in book["经营户"][2]}
    assert book["经营户"].cell(3, heads["联系电话"]).data_type == "s"
    about = list(book["说明"].iter_rows(values_only=True))
    assert ("经营户", "联系电话", "phone", "text", None, "P1") in about
    write(tmp_path / "a.csv", tables_, Heading("DEMO"))
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")  # so that spreadsheets see what it is


def test_what_a_cell_cannot_hold_is_told(tmp_path: Path) -> None:
    shop = factories.operator(remark="长" * 32_768)
    with pytest.raises(FileRefused) as refused:
        write(tmp_path / "a.xlsx", [Table(Operator, "经营户", [shop.wire()])], Heading("REAL"))
    assert refused.value.fault.code is SheetCode.CELL_TOO_LONG
    with pytest.raises(FileRefused):
        write(tmp_path / "a.txt", [], Heading("REAL"))


@given(text=st.text(max_size=20), kind=st.sampled_from(KINDS), data=st.data())
def test_any_text_in_any_column_is_read_or_told(text: str, kind: type[Record], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(kind.model_fields)))
    try:
        tables.stored(kind, name, Cell(text))
    except CellFault as fault:
        assert fault.code in (SheetCode.UNREADABLE, SheetCode.ROUNDED)  # noqa: PT017


def test_the_columns_of_every_kind_can_be_told_apart() -> None:
    for cls in SCHEMA.kinds.values():
        for chinese in (True, False):
            heads = tables.headings(cls, chinese=chinese)
            assert len({tables.loose(head) for head in heads.values()}) == len(heads), cls.kind
    for cls in KINDS:
        for chinese in (True, False):
            assert tables.kind_of(list(tables.headings(cls, chinese=chinese).values()), KINDS) is cls


def test_the_types_of_a_kind_are_asked_for_once_however_many_cells_a_file_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    ask = typing.get_type_hints
    monkeypatch.setattr(typing, "get_type_hints", lambda *a, **more: asked.append(a) or ask(*a, **more))
    rows = [factories.operator().wire() for _ in range(30)]
    for name in ("a.csv", "b.csv"):
        write(tmp_path / name, [Table(Operator, "x", rows)], Heading("REAL"))
    assert len(asked) <= 1
    assert tables.stored(Operator, "name", Cell()) == ""
    assert len(asked) <= 1


@pytest.mark.parametrize("cls", KINDS, ids=lambda cls: cls.kind)
@pytest.mark.parametrize("chinese", [True, False])
def test_a_file_speaks_words_not_names_of_the_program(cls: type[Record], chinese: bool) -> None:
    heads = tables.headings(cls, chinese=chinese)
    assert not [head for head in heads.values() if "_" in head]
    assert len(set(heads.values())) == len(heads)
    for name, form in tables.forms(cls).items():
        if form is Form.WORD:
            told = {str(tables.written(cls, name, each.value, chinese=chinese)) for each in tables._enum(cls, name)}
            assert not [word for word in told if "_" in word or (chinese and len(word) > 1 and word.isascii())], name


def test_nothing_is_an_empty_cell_and_yes_is_said_in_the_files_language() -> None:
    assert tables.written(Operator, "former_names", [], chinese=True) is None
    assert tables.stored(Operator, "former_names", Cell()) == []
    for chinese, words in ((True, ("否", "是")), (False, ("No", "Yes"))):
        assert tuple(tables.written(Operator, "export_base", each, chinese=chinese) for each in (False, True)) == words
        assert [tables.stored(Operator, "export_base", Cell(word)) for word in words] == [False, True]
