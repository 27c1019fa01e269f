"""A checklist as an XLSForm workbook that clerks edit in a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from inspector_app.domain.checklists import SHORTEST_REMARK, ChecklistForm, PhotoRule, Scheme, parse
from inspector_app.domain.scoring import ScoringRules
from inspector_app.hq import xlsform as x
from inspector_app.services import rules

Row = Mapping[str, str]

VISITS = {
    "DAILY": ("日常监督检查", "Daily inspection"),
    "SPOT": ("抽查", "Spot check"),
    "FLYING": ("飞行检查", "Flying inspection"),
    "SYSTEM": ("体系检查", "System inspection"),
    "CAMPAIGN": ("专项检查", "Campaign"),
    "REINSPECTION": ("复查", "Re-inspection"),
    "COMPLAINT_CHECK": ("投诉核查", "Complaint check"),
}
GOODS = {
    "PESTICIDE": ("农药", "Pesticide"),
    "VETERINARY_DRUG": ("兽药", "Veterinary drug"),
    "FEED": ("饲料", "Feed"),
    "SEED": ("种子", "Seed"),
    "FERTILISER": ("肥料", "Fertiliser"),
    "FILM": ("农膜", "Film"),
}
GUIDE = (
    ("说明", "Guide"),
    (
        "灰色列由程序生成，供其他工具使用，修改后不会读回；其余各列均会读回。",
        "Grey columns are made for other tools and are not read back; all others are.",
    ),
    (
        "x_basis 每行一条依据：法规代号 art=条 para=款 item=项 | 中文引文。",
        "x_basis holds one clause a line: law art= para= item= | citation.",
    ),
    (
        "x_actions 每行一项处置：RECTIFY days=天数；TRANSFER to=接收部门；其余只写代号。",
        "x_actions holds one action a line: RECTIFY days=…, TRANSFER to=…, else the code alone.",
    ),
    (
        "不允许合理缺项的条目，choice_filter 中写 name != 'NA'，并清空 x_na_zh、x_na_en。",
        "An item that is always applicable has name != 'NA' in choice_filter, and x_na_zh, x_na_en empty.",
    ),
    (
        "照片行（名称以 _photo 结尾）：relevant 为空即必须拍照，否则仅不符合时拍照；删除该行即不要求拍照。",
        "A photo row (…_photo) without relevant asks for a photo always; with it, on non-conformity; no row, never.",
    ),
    (
        "请勿合并单元格；改动后请提高 settings 中的 version。",
        "Merge no cells; give settings a higher version after a change.",
    ),
)
_WIDTHS = {x.ZH: 46, x.EN: 40, x.HINT: 30, "x_basis": 46, "x_actions": 22, "type": 16, "name": 20, "zh": 40, "en": 40}
_MADE_COLUMNS = (*x.MADE_SURVEY, *x.MADE_SETTINGS)
_MADE_LABELS = ("decimal", "barcode", "image", "text", f"select_one {x.VISITS}", f"select_multiple {x.AGRI_KINDS}")
_MADE = Font(color="808080")
_HEAD = PatternFill("solid", fgColor="E8EEF7")


def workbook(body: Mapping[str, Any]) -> bytes:
    """The bytes of the .xlsx file. Raises ChecklistInvalid for a body that is no checklist."""
    form = parse(body)
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, columns, rows in (
        (x.SURVEY, (*x.READ_SURVEY, *x.MADE_SURVEY), list(_survey(body, form))),
        (x.CHOICES, x.READ_CHOICES, list(_choices(body))),
        (x.SETTINGS, (*x.READ_SETTINGS, *x.MADE_SETTINGS), [_settings(body)]),
        (x.LAWS, x.READ_LAWS, [{"law": key, **law} for key, law in body["laws"].items()]),
        (x.README, ("中文", "English"), [{"中文": zh, "English": en} for zh, en in GUIDE]),
    ):
        _fill(book.create_sheet(name), columns, rows)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet: Worksheet, columns: Sequence[str], rows: Iterable[Row]) -> None:
    for number, row in enumerate([dict(zip(columns, columns, strict=True)), *rows], 1):
        for at, column in enumerate(columns, 1):
            if text := row.get(column, ""):
                cell = sheet.cell(number, at, text)
                cell.data_type = "s"  # a text that begins with = is no formula
                cell.number_format = "@"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if column in _MADE_COLUMNS or (column in (x.ZH, x.EN) and row.get("type") in _MADE_LABELS):
                    cell.font = _MADE
                if number == 1:
                    cell.fill = _HEAD
    for at, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(column, 14)
    sheet.freeze_panes = "A2"


def _settings(body: Mapping[str, Any]) -> Row:
    return {
        "form_title": body["title"]["zh"],
        "form_id": body["id"],
        "version": body["version"],
        "default_language": "Chinese (zh)",
        "x_title_en": body["title"]["en"],
        "x_note_zh": body["note"]["zh"],
        "x_note_en": body["note"]["en"],
        "x_schema": body["schema"],
        "x_status": body["status"],
        "x_origin": body["origin"],
        "x_applies_to": x.words(body["applies_to"]),
        "x_jurisdiction": body["jurisdiction"],
        "x_languages": x.words(body["languages"]),
        "x_scoring": x.words(body["scoring"]),
    }


def _choices(body: Mapping[str, Any]) -> Iterator[Row]:
    for answer in body["answers"]:
        yield {
            "list_name": x.ANSWERS,
            "name": answer["code"],
            x.ZH: answer["zh"],
            x.EN: answer["en"],
            "x_needs_reason": x.yes_no(answer.get("needs_reason", False)),
            "x_only_for_types": x.words(answer.get("only_for_types", ())),
            "x_retired": x.yes_no(answer.get("retired", False)),
        }
    for name, choices in ((x.VISITS, VISITS), *([(x.AGRI_KINDS, GOODS)] if _has_conditions(body) else [])):
        yield from ({"list_name": name, "name": code, x.ZH: zh, x.EN: en} for code, (zh, en) in choices.items())


def _has_conditions(body: Mapping[str, Any]) -> bool:
    return any(section.get("applies_when") for section in body["sections"])


def _survey(body: Mapping[str, Any], form: ChecklistForm) -> Iterator[Row]:
    yield _question(f"select_one {x.VISITS}", x.VISIT, "检查类型", "Type of visit", required=x.YES)
    if _has_conditions(body):
        yield _question(f"select_multiple {x.AGRI_KINDS}", x.SHOP, "经营的农资", "Goods of the shop")
    for section in body["sections"]:
        row = _question("begin group", section["code"], section["title"]["zh"], section["title"]["en"])
        if condition := section.get("applies_when"):
            row["relevant"] = x.condition_cell(condition["operator_agri_kinds_has"])
        yield row
        for item in section["items"]:
            yield _item(item, body["answers"])
            yield from _evidence(item)
        yield {"type": "end group"}
    if form.scoring[0] is Scheme.CONFORMITY_2016:
        yield from _result(form)


def _question(kind: str, name: str, zh: str, en: str, **cells: str) -> dict[str, str]:
    return {"type": kind, "name": name, x.ZH: zh, x.EN: en, **cells}


def _item(item: Mapping[str, Any], answers: Sequence[Mapping[str, Any]]) -> Row:
    evidence, na = item["evidence"], item["na"]
    cells = {
        x.HINT: "；".join(basis["cite_zh"] for basis in item["basis"]),
        "choice_filter": x.filter_cell(na["allowed"], answers),
        "x_key": x.yes_no(item["key"]),
        "x_basis": x.basis_cell(item["basis"]),
        "x_actions": x.actions_cell(item["on_nonconform"]),
        "x_na_zh": na.get("when_zh") or "",
        "x_na_en": na.get("when_en") or "",
        "x_docs": x.words(evidence.get("docs", ())),
        "x_ledgers": x.words(evidence.get("ledgers", ())),
        "x_sample_size": str(evidence.get("sample_size") or ""),
        "x_quick_tests": x.words(evidence.get("quick_tests", ())),
        "x_fail_class": item.get("fail_class") or "",
        "x_edition": item.get("edition") or "",
    }
    return _question(f"select_one {x.ANSWERS}", item["id"], item["zh"], item["en"], required=x.YES, **cells)


def _evidence(item: Mapping[str, Any]) -> Iterator[Row]:
    number, evidence = item["id"], item["evidence"]
    failed = x.answered(number, "NONCONFORM")
    for measure in evidence.get("measures", ()):
        label = f"{measure['name']} ({measure['unit']})"
        row = _question("decimal", f"{number}_{measure['name']}", label, label, x_unit=measure["unit"])
        if row_constraint := x.constraint_cell(measure):
            row |= {"constraint": row_constraint, x.MESSAGE_ZH: "超出限值", x.MESSAGE_EN: "Out of bounds"}
        yield row
    if evidence.get("scan"):
        yield _question("barcode", f"{number}_{x.SCAN}", f"{number} 扫码", f"{number} scan")
    photo = evidence.get("photo", PhotoRule.NONE)
    if photo != PhotoRule.NONE:
        relevant = "" if photo == PhotoRule.ALWAYS else failed
        zh, en = f"{number} 照片", f"{number} photo"
        yield _question("image", f"{number}_{x.PHOTO}", zh, en, required=x.YES, relevant=relevant)
    yield _question(
        "text",
        f"{number}_{x.NOTE}",
        f"{number} 备注",
        f"{number} remark",
        required=x.YES,
        relevant="" if evidence.get("note") else x.answered(number, "NONCONFORM", "NA"),
        constraint=f"string-length(.) >= {SHORTEST_REMARK} or not({failed})",
    )


def _result(form: ChecklistForm) -> Iterator[Row]:
    """The legal result by `conformity_2016`, so that other tools show what we count."""

    def count(code: str, key: bool) -> str:
        return " + ".join(f"(${{{item.id}}} = '{code}')" for item in form.items if item.key is key) or "0"

    yield {"type": "calculate", "name": x.RESULT[0], "calculation": count("NONCONFORM", True)}
    yield {"type": "calculate", "name": x.RESULT[1], "calculation": count("NONCONFORM", False)}
    yield {"type": "calculate", "name": x.RESULT[2], "calculation": count("CONFORM", False)}
    limits = rules.latest(ScoringRules)
    rate = f"100 * ${{general_passed}} >= {limits.min_general_rate} * (${{general_passed}} + ${{general_failed}})"
    basic = f"if(${{key_failed}} <= {limits.max_key_for_basic} and {rate}, 'BASICALLY_CONFORM', 'NONCONFORM')"
    result = f"if(${{key_failed}} = 0 and ${{general_failed}} = 0, 'CONFORM', {basic})"
    yield {"type": "calculate", "name": x.RESULT[3], "calculation": result}
