"""Why a number could not be recorded: what is chosen from, and what is written into the record (always Chinese)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from inspector_app.ui.language import QT_TRANSLATE_NOOP

NUMBER: dict[str, str] = {
    "未办理营业执照": QT_TRANSLATE_NOOP("MissingReasons", "Has no business licence yet"),
    "证照未在现场": QT_TRANSLATE_NOOP("MissingReasons", "The paper was not at the place"),
    "证照遗失，正在补办": QT_TRANSLATE_NOOP("MissingReasons", "Lost, a new one is applied for"),
    "依法无需办理": QT_TRANSLATE_NOOP("MissingReasons", "Needs none by law"),
    "当事人拒绝提供": QT_TRANSLATE_NOOP("MissingReasons", "The party refused to show it"),
}
ID_NUMBER: dict[str, str] = {
    "证件未随身携带": QT_TRANSLATE_NOOP("MissingReasons", "Did not carry the ID card"),
    "证件遗失，正在补办": QT_TRANSLATE_NOOP("MissingReasons", "Lost, a new one is applied for"),
    "负责人不在现场": QT_TRANSLATE_NOOP("MissingReasons", "The person was not at the place"),
    "当事人拒绝提供": QT_TRANSLATE_NOOP("MissingReasons", "The party refused to show it"),
}
PHONE: dict[str, str] = {
    "本人未使用手机": QT_TRANSLATE_NOOP("MissingReasons", "Has no phone"),
    "无电话，由村委会转告": QT_TRANSLATE_NOOP("MissingReasons", "Is reached through the village committee"),
    "当事人拒绝提供": QT_TRANSLATE_NOOP("MissingReasons", "The party refused to give it"),
}


def choices(reasons: dict[str, str], present: str = "") -> list[tuple[str, str]]:
    """[(what is written, what is shown)]; a reason of another origin that stands in the record is kept."""
    known = [(written, QCoreApplication.translate("MissingReasons", source)) for written, source in reasons.items()]
    return known if not present or present in reasons else [*known, (present, present)]
