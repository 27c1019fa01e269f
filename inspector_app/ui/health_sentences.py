"""What a health report says, in plain words: what is, and what to do."""

from __future__ import annotations

from inspector_app.services.health import Check, Level
from inspector_app.ui import terminal
from inspector_app.ui.language import QT_TRANSLATE_NOOP

MARKS = {Level.GOOD: "✓", Level.WARNING: "!", Level.BAD: "✗"}
SENTENCES: dict[str, str] = {
    "not_enrolled": QT_TRANSLATE_NOOP("Health", "This laptop is not set up yet: its window asks for the file."),
    "people": QT_TRANSLATE_NOOP("Health", "Can sign in here without a network: {count}. With none, ask headquarters."),
    "device_key_missing": QT_TRANSLATE_NOOP(
        "Health", "This laptop's key to headquarters is missing. Make a rescue package, then ask your county office."
    ),
    "device_key_guarded": QT_TRANSLATE_NOOP("Health", "The key to headquarters is guarded by the system's keyring."),
    "device_key_in_file": QT_TRANSLATE_NOOP(
        "Health", "There is no system keyring, so the key to headquarters lies in a file that only you can read."
    ),
    "disk": QT_TRANSLATE_NOOP(
        "Health", "Free on the disk: {megabytes} MB. Below 500 is little; below 100 photos stop."
    ),
    "backup": QT_TRANSLATE_NOOP("Health", "The newest backup is {days} days old. One is made when the window closes."),
    "no_backup": QT_TRANSLATE_NOOP("Health", "There is no backup yet. One is made when the window closes."),
    "second_backup": QT_TRANSLATE_NOOP("Health", "The newest backup on the second disk is {days} days old."),
    "no_second_backup": QT_TRANSLATE_NOOP("Health", "There is no backup on the second disk yet."),
    "no_second_disk": QT_TRANSLATE_NOOP(
        "Health", "Backups lie on this disk alone. Name a folder on another one with “inspector-app backup --also”."
    ),
    "second_disk_away": QT_TRANSLATE_NOOP("Health", "The second disk for backups is not connected."),
    "no_data": QT_TRANSLATE_NOOP("Health", "There are no data in this folder. Bring back a backup, or sign in."),
    "damaged": QT_TRANSLATE_NOOP(
        "Health", "The data are damaged. Make a rescue package with “inspector-app rescue”, then bring back a backup."
    ),
    "sound": QT_TRANSLATE_NOOP("Health", "The data are sound: every page was read."),
    "nothing_waits": QT_TRANSLATE_NOOP("Health", "Headquarters has every change."),
    "waiting": QT_TRANSLATE_NOOP(
        "Health", "Changes that headquarters does not have yet: {count}, the oldest {days} days old; photos: {photos}."
    ),
    "refused": QT_TRANSLATE_NOOP("Health", "Changes that headquarters refused: {count}. The sync page says why."),
    "lease": QT_TRANSLATE_NOOP("Health", "People can sign in without contact for {days} more days."),
    "clock_wrong": QT_TRANSLATE_NOOP("Health", "The clock of this laptop is {minutes} minutes off. Set it right."),
}


def line(check: Check) -> str:
    return f"{MARKS[check.level]} {terminal.said('Health', SENTENCES[check.name], **check.facts)}"
