"""What an enrolled laptop knows before anybody signs in. Light to import: the first window stands on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from inspector_app.errors import AppError


@dataclass(frozen=True)
class Laptop:
    """Kept in laptop.json of the data folder."""

    device_id: str
    address: str
    dataset: str
    lease_days: int
    recovery_key: str
    matching_key: str
    """Hexadecimal; the county's key under which id numbers are matched."""
    snapshot_key: str = ""
    """Hexadecimal; HQ's key for snapshots. A laptop enrolled before there were any reads pages."""

    @staticmethod
    def load(folder: Path) -> Laptop | None:
        """The laptop of a data folder; None before enrolment. Raises AppError file_unreadable."""
        try:
            return Laptop(**json.loads((folder / "laptop.json").read_text("utf-8")))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, OSError) as exc:
            raise AppError("file_unreadable", file="laptop.json") from exc
