"""What a person may choose, in one file that is read once at start and passed down."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

log = logging.getLogger(__name__)


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
    is_demo: bool = False
    """The data are made up: every page says so."""

    def changed(self, **values: object) -> Settings:
        return replace(self, **values)  # type: ignore[arg-type]


def load(file: Path) -> Settings:
    """What the file says; what it does not say, or says in a wrong type, is the default."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError):
        log.warning("settings cannot be read; defaults are used")
        return Settings()
    if not isinstance(said, dict):
        return Settings()
    defaults = asdict(Settings())
    known = {field.name for field in fields(Settings)}
    return Settings(**{k: v for k, v in said.items() if k in known and type(v) is type(defaults[k])})


def save(file: Path, settings: Settings) -> None:
    """Write beside, then rename: a power cut leaves the old file or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(asdict(settings), indent=2, ensure_ascii=False), encoding="utf-8")
    beside.replace(file)
