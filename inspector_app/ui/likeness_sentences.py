"""Why an operator may be the one that is being registered, in a plain line: its name, its address, and the reasons."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.duplicates import Evidence, Sign
from inspector_app.services.duplicates import Found
from inspector_app.ui.language import QT_TRANSLATE_NOOP

MOST_REASONS = 4
REASONS: dict[Sign, str] = {
    Sign.SAME_USCC: QT_TRANSLATE_NOOP("Likeness", "the same credit code"),
    Sign.SAME_REG_NO: QT_TRANSLATE_NOOP("Likeness", "the same registration number"),
    Sign.SAME_ID: QT_TRANSLATE_NOOP("Likeness", "the same id number of the owner"),
    Sign.SAME_PHONE: QT_TRANSLATE_NOOP("Likeness", "the same telephone {phone}"),
    Sign.SAME_OWNER_NAME: QT_TRANSLATE_NOOP("Likeness", "an owner of the same name, {name}"),
    Sign.LIKE_OWNER_NAME: QT_TRANSLATE_NOOP("Likeness", "an owner of a like name, {name}"),
    Sign.SAME_NAME: QT_TRANSLATE_NOOP("Likeness", "the same name"),
    Sign.SAME_SIGN: QT_TRANSLATE_NOOP("Likeness", "the same name proper"),
    Sign.LIKE_NAME: QT_TRANSLATE_NOOP("Likeness", "a like name"),
    Sign.SAME_HOUSE: QT_TRANSLATE_NOOP("Likeness", "the same house number"),
    Sign.SAME_STREET: QT_TRANSLATE_NOOP("Likeness", "the same street"),
    Sign.NEAR: QT_TRANSLATE_NOOP("Likeness", "{metres} m away"),
    Sign.SAME_VILLAGE: QT_TRANSLATE_NOOP("Likeness", "the same village"),
}
"""Of every sign that speaks for it."""


def line(found: Found) -> str:
    reasons = found.candidate.reasons[:MOST_REASONS]
    said = QCoreApplication.translate("Likeness", "• {name}, {address}: {reasons}")
    shop = found.operator
    return said.format(name=shop.name, address=shop.address, reasons=" · ".join(map(reason, reasons)))


def reason(evidence: Evidence) -> str:
    return QCoreApplication.translate("Likeness", REASONS[evidence.sign]).format(**dict(evidence.facts))
