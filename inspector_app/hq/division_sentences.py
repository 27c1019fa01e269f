"""What an administrator reads when something cannot be done with divisions, in English and in Chinese."""

from __future__ import annotations

from inspector_app.hq.texts import Texts

DIVISION_SENTENCES: Texts = {
    "unknown_division": (
        "HQ knows no division {division}. Nothing was changed. See them with: {hq} division list; "
        "publish more with: {hq} divisions FILE",
        "总部没有区划 {division}。未做任何更改。查看：{hq} division list；发布：{hq} divisions 文件",
    ),
    "division_ended": (
        "{division} {name} is of the past since {day}. Nothing was changed. See {hq} division list --ended",
        "{division} {name} 已于 {day} 停用。未做任何更改。查看：{hq} division list --ended",
    ),
    "division_name": (
        "A township needs a name of 1 to {longest} characters (--name). Nothing was changed.",
        "请用 --name 给出乡镇名称（1 至 {longest} 字）。未做任何更改。",
    ),
    "no_division_change": (
        "There is no change of divisions to take back. Nothing was changed.",
        "没有可撤销的区划变更。未做任何更改。",
    ),
    "division_refused_unknown": (
        "HQ knows no township {division}. Nothing was changed. See them with: {hq} division list",
        "总部没有乡镇 {division}。未做任何更改。查看区划：{hq} division list",
    ),
    "division_refused_not_a_township": (
        "{division} is no township's code: 9 digits, the last three from 001 to 599. Nothing was changed.",
        "{division} 不是乡镇代码（9 位数字，末三位 001 至 599）。未做任何更改。",
    ),
    "division_refused_not_a_village": (
        "{division} is no village's code of 12 digits. Nothing was changed.",
        "{division} 不是村（社区）代码（12 位数字）。未做任何更改。",
    ),
    "division_refused_ended": (
        "{division} is a code of the past. Nothing was changed. See {hq} division list --ended",
        "{division} 是已停用的代码。未做任何更改。查看：{hq} division list --ended",
    ),
    "division_refused_in_use": (
        "{division} is the code of a township that there is. To unite two, use: {hq} division merge. "
        "Nothing was changed.",
        "{division} 是现有乡镇的代码。合并乡镇请用：{hq} division merge。未做任何更改。",
    ),
    "division_refused_was_in_use": (
        "{division} was a township's code once, and codes are not given twice. Nothing was changed. "
        "To take the last change back: {hq} division undo",
        "{division} 曾是乡镇代码，代码不重复使用。未做任何更改。撤销上一次变更：{hq} division undo",
    ),
    "division_refused_no_county": (
        "HQ knows no county {division}. Publish it first: {hq} divisions FILE. Nothing was changed.",
        "总部没有县级区划 {division}。请先发布：{hq} divisions 文件。未做任何更改。",
    ),
    "division_refused_itself": (
        "{division} is there already: a township cannot be joined to itself. Nothing was changed.",
        "{division} 已在该乡镇，不能并入自身。未做任何更改。",
    ),
    "division_refused_nothing": (
        "No division is named that would join {division}. Nothing was changed.",
        "没有给出要并入 {division} 的区划。未做任何更改。",
    ),
    "division_refused_day": (
        "A later change of {division} is known already. Nothing was changed.",
        "{division} 已有日期更晚的变更。未做任何更改。",
    ),
    "divisions_empty": (
        "{file} holds no divisions: a line “code,name” and one for each are needed. Nothing was published.",
        "{file} 中没有区划：首行应为 code,name，其后每行一个区划。未发布任何内容。",
    ),
    "divisions_invalid": (
        "Line {line}: a code of 2, 4, 6, 9 or 12 digits and a name are needed. Nothing was published.",
        "第 {line} 行：需要 2、4、6、9 或 12 位代码和名称。未发布任何内容。",
    ),
}
