"""Where our files are: resources that we ship, and the folders of the person who is using the computer."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import platformdirs

APP = "FieldInspector"


@cache
def resources() -> Path:
    """The resources folder: beside the package in a source tree, else where the installation has put it."""
    places = (
        Path(__file__).resolve().parents[1],
        Path(sys.prefix) / "share" / "field-inspector",
        Path(sys.executable).resolve().parent,
    )
    for place in places:
        if (place / "resources" / "icons").is_dir():
            return place / "resources"
    raise FileNotFoundError("resources")


def data_folder() -> Path:
    """The person's own data: the replica, photos, exports. Not made here."""
    return platformdirs.user_data_path(APP, appauthor=False)


def config_folder() -> Path:
    return platformdirs.user_config_path(APP, appauthor=False)


def log_folder() -> Path:
    return platformdirs.user_log_path(APP, appauthor=False)
