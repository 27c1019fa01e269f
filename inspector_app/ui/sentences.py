"""The sentence of every error code: what happened, what is safe, what to do. Facts stand in braces."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from inspector_app.errors import AppError
from inspector_app.ui.language import QT_TRANSLATE_NOOP

SENTENCES: dict[str, str] = {
    "wrong_password": QT_TRANSLATE_NOOP(
        "Sentences", "The password does not fit this user. Check Caps Lock and the input method, then try again."
    ),
    "unknown_user": QT_TRANSLATE_NOOP(
        "Sentences",
        "This user is not set up on this laptop. Choose another, or ask your county office for an enrolment file.",
    ),
    "hq_unreachable": QT_TRANSLATE_NOOP(
        "Sentences", "Headquarters cannot be reached. Your work is saved on this laptop and will be sent later."
    ),
    "disk_full": QT_TRANSLATE_NOOP(
        "Sentences",
        "The disk is full, so the last entry was not saved. Everything before it is safe. "
        "Free some space, then save again.",
    ),
    "storage_busy": QT_TRANSLATE_NOOP(
        "Sentences",
        "The data on this laptop are in use by another program, so nothing was saved just now. Please try again.",
    ),
    "file_unreadable": QT_TRANSLATE_NOOP(
        "Sentences", "The file cannot be read. Nothing was changed. Check that it still exists and is complete."
    ),
    "not_allowed": QT_TRANSLATE_NOOP(
        "Sentences", "Your role does not allow this. Nothing was changed. Ask your team lead if you need it."
    ),
    "not_found": QT_TRANSLATE_NOOP(
        "Sentences", "This record is no longer on this laptop. Nothing was changed. Go back and look for it again."
    ),
}
OTHER = QT_TRANSLATE_NOOP("Sentences", "This could not be done. Nothing was changed, and what you had saved is safe.")


def sentence(error: AppError) -> str:
    source = SENTENCES.get(error.code, OTHER)
    return QCoreApplication.translate("Sentences", source).format(**error.facts)
