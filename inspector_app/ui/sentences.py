"""The sentence of every AppError: what happened, what is safe, what to do. Facts stand in braces."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from inspector_app.capture.pictures import PictureRefused
from inspector_app.errors import AppError
from inspector_app.services.acting import Refused
from inspector_app.settings import Wrong
from inspector_app.ui import formats, reasons
from inspector_app.ui.language import QT_TRANSLATE_NOOP

SENTENCES: dict[str, str] = {
    # signing in
    "wrong_password": QT_TRANSLATE_NOOP(
        "Sentences", "The password does not fit this user. Check Caps Lock and the input method, then try again."
    ),
    "unknown_user": QT_TRANSLATE_NOOP(
        "Sentences", "This user is not set up on this laptop. Choose another, or use an enrolment file."
    ),
    "user_removed": QT_TRANSLATE_NOOP(
        "Sentences", "This user may no longer work on this laptop. What was entered is kept. Ask your county office."
    ),
    "lease_ended": QT_TRANSLATE_NOOP(
        "Sentences",
        "This laptop has not reached headquarters for {days} days. Nothing is lost: connect it to the network and sign "
        "in again; or ask your county office for a renewal file, and choose it in place of an enrolment file.",
    ),
    "not_enrolled": QT_TRANSLATE_NOOP(
        "Sentences", "This laptop is not set up yet. Choose the file that your county office gave you for it."
    ),
    "renewal_other": QT_TRANSLATE_NOOP(
        "Sentences", "This renewal file is for another laptop. Nothing was changed. Ask your county office."
    ),
    "renewal_forged": QT_TRANSLATE_NOOP(
        "Sentences", "This renewal file is not from your headquarters, or was altered. Nothing was changed."
    ),
    "renewal_over": QT_TRANSLATE_NOOP(
        "Sentences",
        "The time of this renewal file is over by the clock of this laptop. Nothing was changed. Check the date of this"
        " laptop, or ask your county office for a new file.",
    ),
    "password_short": QT_TRANSLATE_NOOP(
        "Sentences", "A password has at least {shortest} characters. Choose a longer one."
    ),
    "laptop_emptied": QT_TRANSLATE_NOOP(
        "Sentences",
        "Headquarters ordered this laptop to be emptied, and that was done: what was on it can no longer be read. "
        "Please talk to your county office.",
    ),
    "sign_in_paused": QT_TRANSLATE_NOOP(
        "Sentences", "Too many wrong passwords. Nothing is lost: you can try again in a quarter of an hour at most."
    ),
    # enrolment
    "enrolment_file": QT_TRANSLATE_NOOP(
        "Sentences", "{file} is no enrolment file, or is not complete. Nothing was changed. Choose another file."
    ),
    "enrolment_expired": QT_TRANSLATE_NOOP(
        "Sentences",
        "The time of this enrolment file is over. Nothing was changed. Ask your county office for a new one.",
    ),
    "enrolment_used": QT_TRANSLATE_NOOP(
        "Sentences", "This enrolment file was used before. Nothing was changed. Ask your county office for a new one."
    ),
    "other_hq": QT_TRANSLATE_NOOP(
        "Sentences", "This laptop belongs to another headquarters. Nothing was changed. Ask your county office."
    ),
    "enrolment_unknown": QT_TRANSLATE_NOOP(
        "Sentences", "Headquarters does not know this enrolment file. Nothing was changed. Ask your county office."
    ),
    "not_provisioned": QT_TRANSLATE_NOOP(
        "Sentences", "The enrolment file is not for this user. Nothing was changed. Ask your county office."
    ),
    "malformed": QT_TRANSLATE_NOOP(
        "Sentences", "Headquarters did not understand this laptop. Nothing was changed. Tell your administrator."
    ),
    # the data on this laptop
    "disk_full": QT_TRANSLATE_NOOP(
        "Sentences",
        "The disk is full, so nothing more can be saved on this laptop. What was saved before is safe and can be read. "
        "Free some space, then try again.",
    ),
    "record_too_large": QT_TRANSLATE_NOOP(
        "Sentences",
        "This is more text than one record can hold, so it was not saved. What was saved before is safe. Please shorten"
        " it; a long paper can be added as photos.",
    ),
    "storage_busy": QT_TRANSLATE_NOOP(
        "Sentences",
        "Another program is using the data on this laptop, so nothing was saved just now. Please try again.",
    ),
    "wrong_key": QT_TRANSLATE_NOOP(
        "Sentences", "The data on this laptop do not open with this key. Nothing was changed. Tell your administrator."
    ),
    "database_newer": QT_TRANSLATE_NOOP(
        "Sentences", "A newer version of the program wrote these data. They are safe. Install the newer version."
    ),
    "conflict_of_other_version": QT_TRANSLATE_NOOP(
        "Sentences",
        "Another version of the program made this entry. Both values are kept. Decide it on a laptop of that version.",
    ),
    "key_missing": QT_TRANSLATE_NOOP(
        "Sentences", "This laptop's key to headquarters is missing. Your work is saved here. Ask your county office."
    ),
    "key_exposed": QT_TRANSLATE_NOOP(
        "Sentences",
        "Other people on this computer can read the key {file}, so it is not used. Tell your administrator.",
    ),
    "no_recovery": QT_TRANSLATE_NOOP(
        "Sentences",
        "There is no recovery key for the data on this laptop. Nothing was changed. Tell your administrator.",
    ),
    "file_unreadable": QT_TRANSLATE_NOOP(
        "Sentences", "The file {file} cannot be read. Nothing was changed. Check that it still exists and is complete."
    ),
    "not_allowed": QT_TRANSLATE_NOOP(
        "Sentences", "Your role does not allow this. Nothing was changed. Ask your team lead if you need it."
    ),
    "made_up_county": QT_TRANSLATE_NOOP(
        "Sentences",
        "This county is made up for practice: no numbered form of the authority is filled in here. Nothing was saved.",
    ),
    "no_hq_key": QT_TRANSLATE_NOOP(
        "Sentences",
        "Headquarters' key is not on this laptop, so what only headquarters may read could not be sealed. Nothing was "
        "saved. Sign in again; if it stays so, ask your county office.",
    ),
    "not_here": QT_TRANSLATE_NOOP(
        "Sentences", "This record is not on this laptop. Nothing was changed. Sync, then look for it again."
    ),
    # photos and papers
    "photo_missing": QT_TRANSLATE_NOOP(
        "Sentences", "The photo's file is not on this laptop. Its record is kept; it may still come from headquarters."
    ),
    "no_room_for_photos": QT_TRANSLATE_NOOP(
        "Sentences",
        "Only {megabytes} MB are left on the disk, so no more photos are taken in. Everything you type is still saved. "
        "Free some space, then add the photo again.",
    ),
    "data_damaged": QT_TRANSLATE_NOOP(
        "Sentences",
        "Parts of the data on this laptop are damaged. Sync now if you can, then close the window and ask your county "
        "office: what headquarters does not have can be saved with “inspector-app rescue”, and a backup brought back.",
    ),
    "backup_damaged": QT_TRANSLATE_NOOP(
        "Sentences", "The backup {file} is damaged, so it was not brought back. Nothing was changed. Take another one."
    ),
    "copy_damaged": QT_TRANSLATE_NOOP(
        "Sentences",
        "The disk did not keep the copy as it was written, so the copy was removed. What was copied is whole: nothing "
        "is lost. Take another disk or folder.",
    ),
    "photo_damaged": QT_TRANSLATE_NOOP(
        "Sentences",
        "The photo's file was changed or damaged after it was taken, so it is not shown. Its record is kept.",
    ),
    "printer_unavailable": QT_TRANSLATE_NOOP(
        "Sentences", "The paper could not be printed. It is saved: check the printer, or save it as PDF."
    ),
    "no_chinese_font": QT_TRANSLATE_NOOP(
        "Sentences", "No Chinese font is installed, so papers cannot be made. What you entered is safe. Install a font."
    ),
}
PAUSED = QT_TRANSLATE_NOOP("Sentences", "Too many wrong passwords. Nothing is lost: you can try again in {time}.")
"""sign_in_paused, where it is known how long."""
OTHER = QT_TRANSLATE_NOOP("Sentences", "This could not be done. Nothing was changed, and what you had saved is safe.")


WRONG_SETTINGS = QT_TRANSLATE_NOOP(
    "Sentences", "In {file} this cannot be used: {values}. Choose again in the settings."
)
WRONG_VALUE = QT_TRANSLATE_NOOP("Sentences", "“{name}” {value} ({used} is used instead)")


def wrong_settings(wrong: Sequence[Wrong]) -> str:
    """Which values of the settings' file cannot be used, and what is used instead."""
    one = QCoreApplication.translate("Sentences", WRONG_VALUE)
    values = [one.format(name=each.name, value=each.value, used=each.used) for each in wrong]
    whole = QCoreApplication.translate("Sentences", WRONG_SETTINGS)
    return whole.format(file=wrong[0].file.name, values=formats.listing(values))


DISK_FULL = QT_TRANSLATE_NOOP(
    "Sentences",
    "The disk is full: you can look everything up, but nothing can be saved, received or sent. "
    "Free some space on this laptop.",
)
DISK_LOW = QT_TRANSLATE_NOOP(
    "Sentences",
    "Only {megabytes} MB are left on the disk. Everything is saved so far; free some space before you go on.",
)
FULL, LOW = 2 << 20, 500 << 20
"""Bytes left: below the one nothing can be relied upon to be saved; the other is some days' photos."""


def of_room(free: int) -> tuple[str, str] | None:
    """Tone and sentence for a disk with little room."""
    if free >= LOW:
        return None
    source = DISK_FULL if free < FULL else DISK_LOW
    text = QCoreApplication.translate("Sentences", source).format(megabytes=free >> 20)
    return ("bad" if free < FULL else "warning"), text


def sentence(error: AppError) -> str:
    """One or more sentences, in the language of the window."""
    if isinstance(error, Refused):
        return " ".join(dict.fromkeys(reasons.problem(found) for found in error.problems))
    if isinstance(error, PictureRefused):
        return reasons.scan_problem(error.problem)
    if error.code == "sign_in_paused" and "seconds" in error.facts:
        paused = QCoreApplication.translate("Sentences", PAUSED)
        return paused.format(time=formats.minutes_and_seconds(int(str(error.facts["seconds"]))))
    return QCoreApplication.translate("Sentences", SENTENCES.get(error.code, OTHER)).format(**error.facts)
