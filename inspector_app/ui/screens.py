"""The screens of the rail, in its order: identifier, icon, title."""

from __future__ import annotations

from inspector_app.ui.language import QT_TRANSLATE_NOOP

SCREENS: dict[str, tuple[str, str]] = {
    "HOME": ("home", QT_TRANSLATE_NOOP("Rail", "Home")),
    "OPERATOR": ("operator", QT_TRANSLATE_NOOP("Rail", "Operators")),
    "INSPECT": ("inspect", QT_TRANSLATE_NOOP("Rail", "Inspections")),
    "LEDGER": ("ledger", QT_TRANSLATE_NOOP("Rail", "Ledger")),
    "SCAN": ("scan", QT_TRANSLATE_NOOP("Rail", "Scan")),
    "SYNC": ("sync", QT_TRANSLATE_NOOP("Rail", "Sync")),
    "SETTINGS": ("settings", QT_TRANSLATE_NOOP("Rail", "Settings")),
}
