"""What a clerk reads about the faults of a checklist, in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.checklist_faults import Body, Fault, FaultCode, Place
from inspector_app.hq.sheet_faults import SheetCode, SheetFault
from inspector_app.hq.texts import chosen, in_terminal, is_chinese

SENTENCES: dict[FaultCode | SheetCode, tuple[str, str]] = {
    FaultCode.NOT_READABLE: ("This cannot be read: {reason}.", "无法读取：{reason}。"),
    FaultCode.NAMED_TWICE: ("“{name}” stands here twice.", "“{name}”在这里写了两次。"),
    FaultCode.MISSING: ("“{name}” is missing.", "缺少“{name}”。"),
    FaultCode.UNKNOWN_FIELD: ("“{name}” is not known here.", "这里没有“{name}”这一项。"),
    FaultCode.WRONG_KIND: ("A {wanted} belongs here.", "内容类型不对，应为：{wanted}。"),
    FaultCode.NOT_ONE_OF: ("“{value}” is not possible here. Possible: {wanted}.", "不能填“{value}”。可填：{wanted}。"),
    FaultCode.WRONG_FORM: ("“{value}” is not written as it should be ({wanted}).", "“{value}”的写法不对（{wanted}）。"),
    FaultCode.EMPTY: ("This must not be empty.", "不能为空。"),
    FaultCode.TOO_SMALL: ("{value} is too small; at least {least}.", "{value} 太小，至少为 {least}。"),
    FaultCode.DECIMALS: ("{value} has more than three decimals.", "{value} 超过三位小数。"),
    FaultCode.THERE_TWICE: ("“{value}” is there already; each may stand once.", "“{value}”已经有了，不能重复。"),
    FaultCode.ITEM_ID_FORM: (
        "“{value}” is no number of an item, such as RS-A01.",
        "“{value}”不是规范的条目编号（如 RS-A01）。",
    ),
    FaultCode.TOKEN_FORM: (
        "“{value}” must be written in small Latin letters, digits and _ .",
        "“{value}”只能用小写字母、数字和下划线。",
    ),
    FaultCode.LAW_UNKNOWN: (
        "The law “{value}” is not among the laws of the list.",
        "依据“{value}”不在本表的法规清单中。",
    ),
    FaultCode.LAW_UNUSED: ("No item cites the law “{value}”.", "没有条目引用法规“{value}”。"),
    FaultCode.TOPIC_UNKNOWN: (
        "“{value}” is no topic of a provincial rule. Possible: {wanted}.",
        "“{value}”不是地方规定的主题。可用：{wanted}。",
    ),
    FaultCode.TOPIC_NOT_LOCAL: ("Only LOCAL has a topic (“{value}”).", "只有 LOCAL 才写主题（“{value}”）。"),
    FaultCode.CITATION_DIFFERS: (
        "The citation “{value}” does not say {wanted}, as its numbers do.",
        "引文“{value}”与条款号不一致，应含“{wanted}”。",
    ),
    FaultCode.COUNT_DIFFERS: ("{value} is written, {found} are there.", "写的是 {value}，实际为 {found}。"),
    FaultCode.ANSWER_MISSING: ("The answer {value} is needed and not there.", "缺少必需的答案选项 {value}。"),
    FaultCode.VERSION_NOT_HIGHER: (
        "Version {value} is not above {highest}, which is published.",
        "版本号 {value} 应高于已发布的 {highest}。",
    ),
    FaultCode.ANSWER_DROPPED: (
        "The answer {value} was published. It may retire (retired: true), never go.",
        "答案选项 {value} 已经发布过，只能停用（retired: true），不能删除。",
    ),
    FaultCode.ITEM_RETURNED: (
        "“{value}” was an item of an earlier version and was dropped. Give the new one another number.",
        "编号“{value}”在以前的版本中用过并已删除，请换一个新编号。",
    ),
    FaultCode.REASON_MISSING: (
        "An item that may be not applicable says when; “{name}” is missing.",
        "允许合理缺项的条目须写明情形，缺少“{name}”。",
    ),
    FaultCode.REASON_NOT_NEEDED: (
        "This item is always applicable; a reason says nothing.",
        "该条目不允许合理缺项，不应写缺项情形。",
    ),
    FaultCode.DAYS_MISSING: ("RECTIFY needs its days.", "限期整改（RECTIFY）须写天数。"),
    FaultCode.DAYS_NOT_NEEDED: ("Only RECTIFY has days, not {value}.", "只有 RECTIFY 写天数，{value} 不写。"),
    FaultCode.RECEIVER_MISSING: ("TRANSFER needs its receiver.", "移送（TRANSFER）须写接收部门。"),
    FaultCode.RECEIVER_NOT_NEEDED: (
        "Only TRANSFER has a receiver, not {value}.",
        "只有 TRANSFER 写接收部门，{value} 不写。",
    ),
    FaultCode.BOUNDS_CROSSED: (
        "The lower bound {low} is above the upper bound {high}.",
        "下限 {low} 大于上限 {high}。",
    ),
    FaultCode.LABEL_ONLY: (
        "This belongs to a label checklist alone (PRODUCT_LABEL with label_defect).",
        "只有标签检查表（PRODUCT_LABEL，label_defect）才有此项。",
    ),
    SheetCode.NOT_A_WORKBOOK: (
        "This is no .xlsx workbook. Save it in WPS or Excel as .xlsx and try again.",
        "这不是 .xlsx 工作簿。请在 WPS 或 Excel 中另存为 .xlsx 后重试。",
    ),
    SheetCode.TOO_LARGE: (
        "Unpacked, this workbook has more than {most} MB. Save the checklist's sheets alone and try again.",
        "该工作簿展开后超过 {most} MB。请只保留检查表的工作表，另存后重试。",
    ),
    SheetCode.TOO_MANY_ROWS: (
        "Rows after {most} are not read, and this one is not empty. Nothing was taken in.",
        "第 {most} 行之后的内容不读取，而此行有内容。未导入任何内容。",
    ),
    SheetCode.SHEET_MISSING: ("This sheet is missing.", "缺少该工作表。"),
    SheetCode.COLUMN_MISSING: ("The column “{name}” is missing.", "缺少“{name}”列。"),
    SheetCode.COLUMN_TWICE: ("The column “{name}” is there twice.", "“{name}”列出现了两次。"),
    SheetCode.MERGED: ("The cells {cells} are merged; take them apart.", "单元格 {cells} 已合并，请取消合并。"),
    SheetCode.DATE_CELL: (
        "The spreadsheet made a date of it ({value}). Set the cell to text and type it again.",
        "表格软件把它变成了日期（{value}）。请把单元格设为文本后重新输入。",
    ),
    SheetCode.NUMBER_CELL: (
        "The spreadsheet made a number of it ({value}). Set the cell to text and type it again.",
        "表格软件把它变成了数值（{value}）。请把单元格设为文本后重新输入。",
    ),
    SheetCode.ERROR_CELL: ("The cell shows an error ({value}).", "单元格显示错误（{value}）。"),
    SheetCode.TYPE_UNKNOWN: (
        "A row of type “{value}” has no place in a checklist.",
        "检查表中没有“{value}”这种行类型。",
    ),
    SheetCode.OUTSIDE_SECTION: (
        "An item stands between begin group and end group.",
        "条目必须写在 begin group 与 end group 之间。",
    ),
    SheetCode.SECTION_IN_SECTION: (
        "A section begins before the last one ended; an end group is missing above.",
        "上一部分尚未结束（缺少 end group），不能开始新的部分。",
    ),
    SheetCode.SECTION_OPEN: ("The section “{value}” has no end group.", "“{value}”部分缺少 end group。"),
    SheetCode.END_WITHOUT_BEGIN: ("This end group ends nothing.", "这个 end group 前面没有 begin group。"),
    SheetCode.NOT_OF_THE_ITEM: (
        "“{value}” does not belong to the item above (“{item}”): such a row is named after it, as in {item}_photo.",
        "“{value}”与上方条目（“{item}”）不对应：这类行应以条目编号开头，如 {item}_photo。",
    ),
    SheetCode.ROW_TWICE: ("“{value}” is there already.", "“{value}”已经有了。"),
    SheetCode.CELL_UNREADABLE: ("“{value}” cannot be understood in this column.", "此列无法识别“{value}”。"),
    SheetCode.RELEVANT_UNREADABLE: (
        "The condition “{value}” is not possible here. Leave it empty or write: {wanted}",
        "此处不能用条件“{value}”。请留空，或写：{wanted}",
    ),
    SheetCode.RELEVANT_NOT_HERE: (
        "An item is asked always; the condition “{value}” is not possible here. Leave it empty.",
        "条目总要检查，此处不能用条件“{value}”，请留空。",
    ),
    SheetCode.REQUIRED_DIFFERS: (
        "A remark or photo that is asked for is required: write yes, or take the row out.",
        "要求的备注或照片必须为必填：请写 yes，或删除该行。",
    ),
}


WANTED: Mapping[str, tuple[str, str]] = {
    "text": ("text", "文字"),
    "number": ("number", "数字"),
    "yes or no": ("yes or no", "是或否（true / false）"),
    "list": ("list", "列表"),
    "mapping": ("mapping", "“名称: 内容”"),
    "checklist": ("checklist (checklist/1)", "检查表（checklist/1）"),
    r"^[a-z0-9-]{3,40}$": ("3 to 40 small letters, digits and -", "3 至 40 个小写字母、数字或 -"),
    r"^\d+(\.\d+){0,2}$": ("numbers with points, such as 1.2.0", "用点隔开的数字，如 1.2.0"),
    r"^(CN|\d{2,12})$": ("CN, or the code of a division", "CN 或区划代码"),
}
"""What belongs somewhere, in words: the name of a kind, or the pattern that a text has to have."""
NAMES: Mapping[str, str] = {
    "zh": "中文文字", "en": "英文文字", "basis": "依据", "when_zh": "缺项情形（中文）",
    "when_en": "缺项情形（英文）", "title": "标题", "version": "版本号", "status": "状态", "id": "编号",
    "items": "条目", "sections": "部分", "answers": "答案选项", "laws": "法规清单", "law": "法规",
    "article": "条", "cite": "引文", "code": "代码", "scoring": "评分", "counts": "条目数",
    "jurisdiction": "适用地区", "applies_to": "适用对象", "languages": "语言", "origin": "来源", "note": "说明",
    "schema": "格式", "on_nonconform": "不符合时的处理", "evidence": "证据", "key": "重点",
}  # fmt: skip
"""What a clerk calls the fields of a checklist."""


def sentence(fault: Fault | SheetFault) -> str:
    facts = dict(fault.facts)
    if (wanted := facts.get("wanted")) in WANTED:
        facts["wanted"] = chosen(WANTED[str(wanted)])
    if is_chinese() and (name := facts.get("name")) in NAMES:
        facts["name"] = f"{NAMES[str(name)]}（{name}）"
    if "reason" in facts:
        facts["reason"] = in_terminal(str(facts["reason"]))
    return chosen(SENTENCES[fault.code]).format(**facts)


def words_of(place: Place, body: Body | None) -> str:
    """A place as a clerk finds it: items and sections by their own numbers, as in `RS-A01 basis 1 law`."""
    words: list[str] = []
    part: object = body
    for step in place:
        try:
            part = part[step]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            part = None
        if not isinstance(step, int):
            words.append(step)
            continue
        name = part.get("id") or part.get("code") if isinstance(part, dict) else None
        own = name if isinstance(name, str) and words[-1] in ("sections", "items", "answers") else None
        if own and words[-1] == "items":
            words = [own]
        elif own:
            words[-1] = own
        else:
            words.append(str(step + 1))
    return " ".join(words)
