"""The statistics as a file (统计导出), in Chinese or English: each number with its definition, query and period."""

from __future__ import annotations

from pathlib import Path

from inspector_app.records.names import kind_name
from inspector_app.records.oversight import Access
from inspector_app.services import access_log
from inspector_app.services.acting import Acting
from inspector_app.services.statistics import Number, Sheet
from inspector_app.sheets.plain import PlainTable, write_plain
from inspector_app.storage import figures

_HEADINGS = {
    True: ("指标", "定义", "记录类别", "合计", "占上级指标%", "上级指标", "查询语句"),
    False: ("Figure", "Definition", "Kind of record", "Total", "Percent of", "Part of", "Query"),
}
_ABOUT = {
    True: ("统计期间", "统计日期", "指标版本", "数据集"),
    False: ("Period", "Counted on", "Version of the figures", "Dataset"),
}
_NOWHERE = {True: "不属于乡镇", False: "Of no township"}
_NAMES = {True: ("统计", "说明"), False: ("Statistics", "About")}


def export(act: Acting, path: Path, shown: Sheet, dataset: str, *, chinese: bool) -> int:
    """Write a sheet of statistics (.xlsx, or .csv with the notes beside it); how many figures. It is logged.

    Raises FileRefused, OSError.
    """
    access_log.note(act, Access.EXPORT, "statistics", reason=f"{shown.period.first}–{shown.period.last}")
    townships = sorted({code for number in shown.numbers for code in number.by_township})
    heads = [*_HEADINGS[chinese], *(code or _NOWHERE[chinese] for code in townships)]
    lines = [_line(number, shown, townships, chinese) for number in shown.numbers]
    period = f"{shown.period.first} – {shown.period.last}"
    said = (period, shown.period.today.isoformat(), shown.rule_version.isoformat(), dataset)
    about = [list(each) for each in zip(_ABOUT[chinese], said, strict=True)]
    name, notes = _NAMES[chinese]
    write_plain(path, [PlainTable(name, [heads, *lines]), PlainTable(notes, about)], dataset)
    return len(lines)


def _line(number: Number, shown: Sheet, townships: list[str], chinese: bool) -> list[str | int | float | None]:
    figure = number.figure
    whole = next((each.figure for each in shown.numbers if each.figure.id == figure.of), None)
    percent = None if number.percent is None else round(number.percent, 2)
    return [
        figure.title.zh if chinese else figure.title.en,
        figure.formula.zh if chinese else figure.formula.en,
        kind_name(figure.kind, "zh" if chinese else "en"),
        number.total,
        percent,
        None if whole is None else whole.title.zh if chinese else whole.title.en,
        figures.query_text(figure, shown.period),
        *(number.by_township.get(code, 0) for code in townships),
    ]
