"""A checklist that goes through a spreadsheet comes back the same, whatever it holds."""

from __future__ import annotations

import copy
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from inspector_app.domain.checklist_faults import faults
from inspector_app.domain.checklists import body_of, sha256_of
from inspector_app.domain.citations import numeral
from inspector_app.hq import xlsform as x
from inspector_app.hq.publication import shipped_checklists
from inspector_app.hq.xlsform_export import workbook
from inspector_app.hq.xlsform_import import read_workbook
from inspector_app.paths import resources
from inspector_app.records.inspections import FindingAction, InspectionType
from inspector_app.records.operators import AgriKind

SHIPPED = {body["id"]: body for body in shipped_checklists()}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_list_comes_back_the_same(name: str) -> None:
    imported = read_workbook(workbook(SHIPPED[name]))
    assert imported.faults == ()
    assert imported.body is not None
    assert sha256_of(imported.body) == sha256_of(SHIPPED[name])


def test_exporting_twice_says_the_same() -> None:
    body = SHIPPED["agri-input-shop"]
    again = read_workbook(workbook(body)).body
    assert again is not None
    first, second = (load_workbook(io.BytesIO(workbook(each))) for each in (body, again))
    assert [sheet.title for sheet in first] == [x.SURVEY, x.CHOICES, x.SETTINGS, x.LAWS, x.README]
    for sheet in first:
        assert list(sheet.values) == list(second[sheet.title].values)


TEXT = st.text("食品安全检查Aa09 =+-@|｜<>&'\"{}$，。", min_size=1, max_size=20).map(str.strip).filter(bool)
TOKEN = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
MILLI = st.integers(-99_999, 99_999).map(lambda number: number / 1000).map(lambda n: int(n) if n == int(n) else n)
SMALL = st.integers(1, 130)


@st.composite
def clauses(draw: st.DrawFn) -> dict[str, Any]:
    law = draw(st.sampled_from(["FSL", "LOCAL", "GB7718"]))
    if law == "LOCAL":
        return {"law": law, "topic": draw(st.sampled_from(["zone", "label"])), "cite_zh": draw(TEXT)}
    if law == "GB7718":
        return {"law": law, "clause": draw(st.sampled_from(["4.1", "A.1", "7"])), "cite_zh": draw(TEXT)}
    art = draw(SMALL)
    return {"law": law, "art": art, "cite_zh": f"{draw(TEXT)}第{numeral(art)}条"}


@st.composite
def items(draw: st.DrawFn, number: int) -> dict[str, Any]:
    evidence: dict[str, Any] = {"photo": draw(st.sampled_from(["none", "on_nonconform", "always"]))}
    if draw(st.booleans()):
        evidence["note"] = "always"
    for name in ("docs", "ledgers", "quick_tests"):
        if tokens := draw(st.lists(TOKEN, max_size=2)):
            evidence[name] = tokens
    if draw(st.booleans()):
        evidence |= {"scan": True, "sample_size": draw(SMALL)}
    measures = [
        {"name": name, "unit": draw(TEXT), "min": low, "max": high}
        for name in draw(st.lists(TOKEN, max_size=2, unique=True))
        for low, high in [sorted([draw(MILLI), draw(MILLI)])]
    ]
    if measures:
        measures[0][draw(st.sampled_from(["min", "max"]))] = None
        evidence["measures"] = measures
    actions: list[dict[str, Any]] = [{"do": "RECTIFY", "days": draw(SMALL)}, {"do": "TRANSFER", "to": draw(TOKEN)}]
    other = sorted(set(FindingAction) - {FindingAction.RECTIFY, FindingAction.TRANSFER})
    actions += [{"do": str(each)} for each in draw(st.lists(st.sampled_from(other), max_size=2))]
    never = draw(st.booleans())
    return {
        "id": f"T-{number:02}",
        "key": draw(st.booleans()),
        "zh": draw(TEXT),
        "en": draw(TEXT),
        "basis": draw(st.lists(clauses(), min_size=1, max_size=3)),
        "evidence": evidence,
        "on_nonconform": actions,
        "na": {"allowed": False} if never else {"allowed": True, "when_zh": draw(TEXT), "when_en": draw(TEXT)},
    }


@st.composite
def bodies(draw: st.DrawFn) -> dict[str, Any]:
    body = copy.deepcopy(SHIPPED["food-stall"])
    laws = body["laws"] | {"GB7718": SHIPPED["rural-food-store"]["laws"]["GB7718"]}
    sections = []
    for code in "ABC"[: draw(st.integers(1, 3))]:
        count = draw(st.integers(1, 3))
        listed = [draw(items(10 * len(sections) + number)) for number in range(count)]
        section: dict[str, Any] = {"code": code, "title": {"zh": draw(TEXT), "en": draw(TEXT)}, "items": listed}
        if draw(st.booleans()):
            section["applies_when"] = {"operator_agri_kinds_has": str(draw(st.sampled_from(list(AgriKind))))}
        sections.append(section)
    listed = [item for section in sections for item in section["items"]]
    cited = {basis["law"] for item in listed for basis in item["basis"]}
    types = draw(st.lists(st.sampled_from([str(each) for each in InspectionType]), min_size=1, unique=True))
    body["answers"][3] |= {"only_for_types": types} | ({"retired": True} if draw(st.booleans()) else {})
    key = sum(item["key"] for item in listed)
    return body | {
        "note": {"zh": draw(TEXT), "en": draw(TEXT)},
        "sections": sections,
        "laws": {name: law for name, law in laws.items() if name in cited},
        "counts": {"items": len(listed), "key": key, "general": len(listed) - key},
    }


@settings(max_examples=40, deadline=None)
@given(bodies())
def test_any_list_without_fault_comes_back_the_same(body: dict[str, Any]) -> None:
    assert faults(body) == []
    imported = read_workbook(workbook(body))
    assert imported.faults == ()
    assert imported.body == body


def test_other_tools_find_what_they_look_for() -> None:
    """The columns and expressions that pyxform turns into a form."""
    book = load_workbook(io.BytesIO(workbook(SHIPPED["agri-input-shop"])))
    head, *rows = book[x.SURVEY].values
    survey = {row[1]: dict(zip(head, row, strict=True)) for row in rows}
    item = survey["AI-A01"]
    assert (item["type"], item["required"]) == ("select_one ans", "yes")
    visits = "(name != 'NOT_CHECKED' or selected('SPOT FLYING', ${visit_type}))"
    assert item["choice_filter"] == f"name != 'NA' and {visits}"
    assert item[x.HINT].startswith("《无证无照经营查处办法》第六条；")
    assert survey["AI-A01_photo"]["required"] == "yes"
    assert survey["AI-A01_photo"]["relevant"] is None
    assert survey["AI-A03_photo"]["relevant"] == "${AI-A03} = 'NONCONFORM'"
    assert survey["AI-A03_note"]["relevant"] == "${AI-A03} = 'NONCONFORM' or ${AI-A03} = 'NA'"
    assert survey["AI-G05_film_thickness"]["constraint"] == ". >= 0.01"
    assert survey["C"]["relevant"] == "selected(${operator_agri_kinds}, 'PESTICIDE')"
    assert survey["key_failed"]["calculation"].count("= 'NONCONFORM'") == 14
    settings_head, settings_row = book[x.SETTINGS].values
    assert dict(zip(settings_head, settings_row, strict=True))["default_language"] == "Chinese (zh)"


def test_a_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    body = copy.deepcopy(SHIPPED["food-stall"])
    body["sections"][0]["items"][0]["zh"] = '=HYPERLINK("x")'
    book = load_workbook(io.BytesIO(workbook(body)))
    (cell,) = (cell for row in book[x.SURVEY] for cell in row if cell.value == '=HYPERLINK("x")')
    assert cell.data_type == "s"
    assert read_workbook(workbook(body)).body == body


def test_every_shipped_list_is_there() -> None:
    files = sorted((resources() / "checklists").glob("*.yaml"))
    assert [body_of(path.read_text("utf-8"))["id"] for path in files] == list(SHIPPED)
