"""A folder of label photos that others took, and how well we read them: manifest.csv says what each photo shows."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inspector_app.capture.scanner import Scanner
from inspector_app.domain.barcodes import Code, expand_upc_e

_CONTROLS = {"<GS>": "\x1d", "<RS>": "\x1e", "<FS>": "\x1c", "<US>": "\x1f", "<EOT>": "\x04"}
_RETAIL = ("EAN-13", "EAN-8", "UPC-A", "UPC-E")
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff")


@dataclass(frozen=True, slots=True)
class LabelPhoto:
    path: Path
    shows: frozenset[str] | None
    """What stands on it, by `content`; empty for a photo without a code, None where nobody has said."""


@dataclass(frozen=True, slots=True)
class Figures:
    pictures: int
    labelled: int
    """Pictures that show a code, by their manifest."""
    read: int
    wrong: int
    """Pictures on which something was read that they do not show."""


def label_photos(folder: Path) -> list[LabelPhoto]:
    """The photos named by manifest.csv (file, symbology, expected, also); without one, all pictures of the folder."""
    manifest = folder / "manifest.csv"
    if not manifest.is_file():
        found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _PICTURES)
        return [LabelPhoto(path, None) for path in found]
    with manifest.open(encoding="utf-8-sig", newline="") as lines:
        return [LabelPhoto(folder / row["file"], frozenset(_shown(row))) for row in csv.DictReader(lines)]


def _shown(row: dict[str, str]) -> Iterator[str]:
    if row["symbology"] != "NONE":
        yield _content(row["symbology"], row["expected"])
    symbology, colon, text = (row.get("also") or "").partition(":")
    if colon:
        yield _content(symbology, text)


def _content(symbology: str, text: str) -> str:
    """Equal for one code in its several forms: GTINs by their 14 digits, texts whatever their line ends."""
    if symbology in _RETAIL:
        return ((expand_upc_e(text) if symbology == "UPC-E" else None) or text).zfill(14)
    for name, control in _CONTROLS.items():
        text = text.replace(name, control)
    return re.sub(r"\r\n?", "\n", text)


def content(code: Code) -> str:
    """What a code that was read is compared by."""
    return _content(code.symbology or "", code.text)


def measure(photos: list[LabelPhoto], scanner: Scanner) -> Figures:
    """Read the photos of which it is known what they show."""
    known = [(photo, shows) for photo in photos if (shows := photo.shows) is not None]
    read = wrong = 0
    for photo, shows in known:
        found = {content(code) for code in scanner.scan_file(photo.path).codes}
        read += bool(found & shows)
        wrong += bool(found - shows)
    return Figures(len(known), sum(bool(shows) for _, shows in known), read, wrong)
