"""How a checklist is written as an XLSForm workbook: sheets, columns, and the notation of its cells (domain.md 4.1).

The sheets survey, choices and settings follow pyxform and open in ODK tools; what a checklist has beyond them stands in
columns that begin with x_ and in sheets that begin with _, which those tools leave alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

SURVEY, CHOICES, SETTINGS, LAWS, README = "survey", "choices", "settings", "_laws", "_readme"
ZH, EN = "label::Chinese (zh)", "label::English (en)"
HINT = "hint::Chinese (zh)"
MESSAGE_ZH, MESSAGE_EN = "constraint_message::Chinese (zh)", "constraint_message::English (en)"

READ_SURVEY = (
    "type", "name", ZH, EN, "required", "relevant", "constraint", "choice_filter", "x_key", "x_basis", "x_actions",
    "x_na_zh", "x_na_en", "x_docs", "x_ledgers", "x_sample_size", "x_quick_tests", "x_unit", "x_fail_class",
    "x_edition",
)  # fmt: skip
MADE_SURVEY = (HINT, MESSAGE_ZH, MESSAGE_EN, "calculation")
"""Written for other tools, made anew with each export, and not read back."""
READ_CHOICES = ("list_name", "name", ZH, EN, "x_needs_reason", "x_only_for_types", "x_retired")
READ_SETTINGS = (
    "form_title", "form_id", "version", "x_title_en", "x_note_zh", "x_note_en", "x_schema", "x_status", "x_origin",
    "x_applies_to", "x_jurisdiction", "x_languages", "x_scoring",
)  # fmt: skip
MADE_SETTINGS = ("default_language",)
READ_LAWS = ("law", "zh", "en", "kind", "text_status")

ANSWERS, VISITS, AGRI_KINDS = "ans", "visit_types", "agri_kinds"
"""Lists of choices."""
VISIT, SHOP = "visit_type", "operator_agri_kinds"
"""Questions that filters and conditions refer to; they are no items."""
RESULT = ("key_failed", "general_failed", "general_passed", "result")
"""Calculations at the end, made anew with each export."""
NOTE, PHOTO, SCAN = "note", "photo", "scan"
"""What a row that follows an item asks for; other endings are names of measures."""

YES, NO = "yes", "no"
_YES_NO = {"yes": True, "true": True, "true()": True, "1": True, "是": True, "√": True, "*": True, "✓": True,
           "no": False, "false": False, "false()": False, "0": False, "否": False, "": False}  # fmt: skip
_PART = re.compile(r"(\S+)((?:\s+\w+=\S+)*)")
_BOUND = re.compile(r"\.\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)")
_CONDITION = re.compile(r"selected\(\s*\$\{operator_agri_kinds\}\s*,\s*'([^']+)'\s*\)")
_NUMBERS = ("art", "para", "item", "days")


class CellUnreadable(ValueError):
    """A cell is not in the notation of its column; the message is the part that is not."""


def plain(text: str) -> str:
    """For codes: full-width letters and digits as half-width ones, no blanks at the ends."""
    return unicodedata.normalize("NFKC", text).strip()


def yes_no(value: bool) -> str:
    return YES if value else NO


def is_yes(cell: str) -> bool:
    try:
        return _YES_NO[plain(cell).lower()]
    except KeyError:
        raise CellUnreadable(cell) from None


def words(values: Iterable[str]) -> str:
    return " ".join(values)


def words_of(cell: str) -> list[str]:
    return [word for word in re.split(r"[\s,;、]+", plain(cell)) if word]


def basis_cell(basis: Iterable[Mapping[str, Any]]) -> str:
    """One line a clause: `FSL art=35 para=1 | 《食品安全法》第三十五条第一款`."""
    return "\n".join(f"{_line(each, 'law', 'cite_zh')} | {each['cite_zh']}" for each in basis)


def basis_of(cell: str) -> list[dict[str, Any]]:
    found = []
    for line in _lines(cell):
        head, *cite = re.split("[|｜]", line, maxsplit=1)
        match = _PART.fullmatch(plain(head))
        if match is None or not cite or not cite[0].strip():
            raise CellUnreadable(line)
        found.append({"law": match[1], **_fields(match[2], line), "cite_zh": cite[0].strip()})
    return found


def actions_cell(actions: Iterable[Mapping[str, Any]]) -> str:
    """One line an action: `RECTIFY days=15`, `TRANSFER to=police`, `CASE`."""
    return "\n".join(_line(each, "do") for each in actions)


def actions_of(cell: str) -> list[dict[str, Any]]:
    found = []
    for line in _lines(cell):
        match = _PART.fullmatch(plain(line))
        if match is None:
            raise CellUnreadable(line)
        found.append({"do": match[1], **_fields(match[2], line)})
    return found


def _line(part: Mapping[str, Any], first: str, last: str = "") -> str:
    return " ".join(
        [str(part[first]), *(f"{name}={value}" for name, value in part.items() if name not in (first, last))]
    )


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.splitlines() if line.strip()]


def _fields(text: str, line: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, _, value in (word.partition("=") for word in text.split()):
        if name in fields or (name in _NUMBERS and not (value.isascii() and value.isdigit())):
            raise CellUnreadable(line)
        fields[name] = int(value) if name in _NUMBERS else value
    return fields


def constraint_cell(measure: Mapping[str, Any]) -> str:
    bounds = [(">=", measure["min"]), ("<=", measure["max"])]
    return " and ".join(f". {sign} {value}" for sign, value in bounds if value is not None)


def bounds_of(cell: str) -> dict[str, Any]:
    """{"min": …, "max": …} of `. >= 0 and . <= 8`; None where there is no bound."""
    bounds: dict[str, Any] = {">=": None, "<=": None}
    for part in plain(cell).split(" and ") if cell.strip() else ():
        match = _BOUND.fullmatch(part.strip())
        if match is None or bounds[match[1]] is not None:
            raise CellUnreadable(cell)
        bounds[match[1]] = number_of(match[2])
    return {"min": bounds[">="], "max": bounds["<="]}


def number_of(cell: str) -> int | float:
    try:
        number = Decimal(plain(cell))
    except InvalidOperation:
        raise CellUnreadable(cell) from None
    if not number.is_finite():
        raise CellUnreadable(cell)
    return int(number) if number == number.to_integral_value() else float(number)


def condition_cell(kind: str) -> str:
    return f"selected(${{{SHOP}}}, '{kind}')"


def condition_of(cell: str) -> str:
    """The kind of goods of a section's condition."""
    match = _CONDITION.fullmatch(plain(cell))
    if match is None:
        raise CellUnreadable(cell)
    return match[1]


def filter_cell(na_allowed: bool, answers: Iterable[Mapping[str, Any]]) -> str:
    """Which answers the item offers: all, without NA, without those of other visits or retired ones."""
    parts = [] if na_allowed else ["name != 'NA'"]
    for answer in answers:
        code, types = answer["code"], answer.get("only_for_types")
        if answer.get("retired") and not (code == "NA" and not na_allowed):
            parts.append(f"name != '{code}'")
        elif types:
            parts.append(f"(name != '{code}' or selected('{words(types)}', ${{{VISIT}}}))")
    return " and ".join(parts)


def allows_na(cell: str) -> bool:
    return not re.search(r"name\s*!=\s*'NA'", plain(cell))


def answered(item_id: str, *codes: str) -> str:
    return " or ".join(f"${{{item_id}}} = '{code}'" for code in codes)


def same(cell: str, expected: str) -> bool:
    """Whether two expressions are the same but for blanks and width."""
    return re.sub(r"\s+", "", plain(cell)) == re.sub(r"\s+", "", expected)
