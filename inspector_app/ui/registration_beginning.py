"""What a new registration begins with: where the inspector works, what was chosen last, what was looked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSettings

from inspector_app.domain import identifiers
from inspector_app.records.operators import Operator
from inspector_app.records.people import User
from inspector_app.records.reference import Region
from inspector_app.ui.registration_draft import Draft, fresh

LAST_TOWNSHIP, LAST_KIND = "registration/township", "registration/kind"


def beginning(user: User, townships: Sequence[Region], text: str = "") -> Draft:
    """`text` is what was looked for and not found."""
    kind = str(QSettings().value(LAST_KIND, "")) or None
    given = {"township": _township(user, [region.code for region in townships])} | _guessed(text)
    try:
        return fresh(**given, **({"operator_kind": kind} if kind else {}))
    except ValueError:  # a kind that a later version remembered
        return fresh(**given)


def remember(operator: Operator) -> None:
    """The next registration begins with the same township and kind."""
    QSettings().setValue(LAST_TOWNSHIP, operator.division_code[:9])
    QSettings().setValue(LAST_KIND, operator.operator_kind.value)


def _township(user: User, known: Sequence[str]) -> str:
    """The last one chosen, while the user works in it; else the only one there is. Empty where a person must say."""
    own = [code for code in known if code in user.townships] or list(known)
    last = str(QSettings().value(LAST_TOWNSHIP, ""))
    return last if last in own else own[0] if len(own) == 1 else ""


def _guessed(text: str) -> dict[str, str]:
    """What was looked for goes into the field that it fits."""
    if not text:
        return {}
    if identifiers.uscc(text).ok:
        return {"uscc": text}
    if identifiers.phone(text).ok:
        return {"phone": text}
    return {} if text.isascii() else {"name": text}
