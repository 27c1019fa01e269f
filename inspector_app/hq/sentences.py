"""What an administrator reads on the terminal when something cannot be done."""

from __future__ import annotations

from inspector_app.errors import AppError

SENTENCES = {
    "hq_exists": "{folder} already holds an HQ. Nothing was changed; choose another folder.",
    "no_hq": "{folder} holds no HQ. Make one with: inspector-hq init --data {folder}",
    "username_taken": "There is a user {username} already. Nothing was changed.",
    "unknown_user": "There is no such user. Nothing was changed.",
    "password_short": "A password has at least {shortest} characters. Nothing was changed.",
    "file_unreadable": "{file} cannot be read. Nothing was changed.",
    "draft_not_published": "{checklist} is a draft. Have it approved and set its status to published first.",
    "version_published": "{checklist} {version} was published with other content. Give the new one a higher version.",
    "not_demo": "The synthetic county goes into a DEMO HQ only; this one holds REAL data. Nothing was changed.",
    "unknown_size": "Sizes are: {sizes}.",
    "impossible_size": "No county can be made of these counts: {reason}.",
    "database_unreachable": "The database cannot be opened: {reason}. Nothing was changed.",
    "unknown_township": "HQ knows no division {township}. Publish it: inspector-hq divisions FILE. No user was made.",
    "divisions_invalid": "Line {line}: a code of 2, 4, 6, 9 or 12 digits and a name are needed. Nothing was published.",
    "file_exists": "{file} is there already; it may be another laptop's. Nothing was made; choose another name.",
    "unknown_laptop": "There is no laptop {name}. List them with: inspector-hq laptop. Nothing was changed.",
    "laptop_names": "Several laptops are called {name}; give the id of one: {ids}. Nothing was changed.",
    "unknown_photo": "There is no photo of this id. Nothing was asked for.",
    "photo_here": "HQ has the original already.",
    "blobs_invalid": "Photos cannot be kept at {address}: {reason}. Nothing was changed.",
    "disk_full": "The disk is full. Nothing was changed; free some space and run the command again.",
}


def sentence(error: AppError) -> str:
    """The sentence of an error; its code where none is written."""
    return SENTENCES.get(error.code, error.code).format(**error.facts)
