"""What a person may choose, in one file that is read once at start and passed down."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, replace
from pathlib import Path

log = logging.getLogger(__name__)

SHORTEST_S, LONGEST_S = 60, 86_400
"""Between two exchanges: more often would keep HQ busy for nothing, less often would leave others waiting."""
CHOICES = {"language": ("zh_CN", "en"), "theme": ("light", "dark", "system")}


@dataclass(frozen=True, slots=True)
class Settings:
    language: str = "zh_CN"
    """zh_CN or en."""
    theme: str = "system"
    """light, dark, or system: as the computer is set."""
    sync_every_s: int = 300
    """Seconds between two exchanges with HQ while it answers."""
    camera: str = ""
    """The chosen camera's name; empty is the first one found."""
    second_backups: str = ""
    """A folder on another disk that gets a copy of each backup; empty is none."""
    is_demo: bool = False
    """The data are made up: every page says so."""

    def changed(self, **values: object) -> Settings:
        return replace(self, **values)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value in the file that cannot be used, and what is used instead."""

    file: Path
    name: str
    value: object
    used: object

    def __str__(self) -> str:
        return f"{self.file}: {self.name} cannot be {json.dumps(self.value)[:40]}; {self.used!r} is used instead"


def load(file: Path) -> Settings:
    """What the file says, and the default of what it does not say or says wrongly; that is logged."""
    settings, wrong = read(file)
    for each in wrong:
        log.warning("%s", each)
    return settings


def read(file: Path) -> tuple[Settings, list[Wrong]]:
    """What the file says, and which of its values cannot be used."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings(), []
    except (OSError, ValueError):
        log.warning("%s cannot be read; defaults are used", file)
        return Settings(), []
    if not isinstance(said, dict):
        return Settings(), []
    defaults = asdict(Settings())
    given = {name: value for name, value in said.items() if name in defaults}
    wrong = [Wrong(file, name, value, defaults[name]) for name, value in given.items() if not _fits(name, value)]
    return Settings(**{**defaults, **given, **{each.name: each.used for each in wrong}}), wrong


def _fits(name: str, value: object) -> bool:
    if type(value) is not type(getattr(Settings(), name)):
        return False
    if name == "sync_every_s":
        return isinstance(value, int) and SHORTEST_S <= value <= LONGEST_S
    return name not in CHOICES or value in CHOICES[name]


def save(file: Path, settings: Settings) -> None:
    """Write beside, then rename: a power cut leaves the old file or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(asdict(settings), indent=2, ensure_ascii=False), encoding="utf-8")
    beside.replace(file)
