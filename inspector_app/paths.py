"""Where our files are: resources that we ship, and the folders of the person who is using the computer."""

from __future__ import annotations

import shlex
import shutil
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


def program(name: str) -> str:
    """How a person at this terminal calls one of our programs: by its name where that leads to this very one."""
    beside = [Path(started).parent / name for started in (sys.argv[0], sys.executable)]
    ours = next((place for place in beside if place.is_file()), None)
    found = shutil.which(name)
    if ours is None or (found is not None and Path(found).samefile(ours)):
        return name
    here = Path.cwd()
    return shlex.quote(str(ours.relative_to(here) if ours.is_relative_to(here) else ours))


def data_folder() -> Path:
    """The person's own data: the replica, photos, exports. Not made here."""
    return platformdirs.user_data_path(APP, appauthor=False)


def config_folder() -> Path:
    return platformdirs.user_config_path(APP, appauthor=False)


def log_folder() -> Path:
    return platformdirs.user_log_path(APP, appauthor=False)
