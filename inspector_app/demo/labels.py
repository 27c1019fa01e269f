"""Label photos of the day: real ones where a folder is given, and always a set that we print ourselves."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inspector_app.capture.labels import RenderedLabel, render_set
from inspector_app.capture.scanner import Scanner
from inspector_app.domain.barcodes import gtin14
from inspector_app.errors import AppError

RENDERED = 24
SEED = 2007


@dataclass(frozen=True)
class Reading:
    """How many labels were read, and how many of them wrongly."""

    labels: int
    right: int
    wrong: int

    def __str__(self) -> str:
        return f"{self.right} of {self.labels} read, {self.wrong} wrong"


def rendered(folder: Path, today: date) -> list[RenderedLabel]:
    return render_set(folder, SEED, RENDERED, today)


def read_rendered(scanner: Scanner, labels: list[RenderedLabel]) -> Reading:
    return _read(scanner, [(label.path, {label.text, label.gtin}) for label in labels])


def read_real(scanner: Scanner, folder: Path) -> Reading:
    """Read the photos that manifest.csv of the folder names, and compare with the texts that it expects.

    Raises AppError labels_unreadable when there is no such list.
    """
    try:
        with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if (folder / row["file"]).is_file()]
    except (OSError, KeyError, UnicodeDecodeError) as exc:
        raise AppError("labels_unreadable", folder=str(folder)) from exc
    expected = [(folder / row["file"], {row["expected"], *row["also"].split(" ")} - {""}) for row in rows]
    return _read(scanner, [(path, texts) for path, texts in expected if texts])


def _read(scanner: Scanner, expected: list[tuple[Path, set[str]]]) -> Reading:
    right = wrong = 0
    for path, texts in expected:
        known = {same for text in texts for same in (text, gtin14(text)) if same}
        found = scanner.scan_file(path).codes
        hits = [code for code in found if code.text in known or code.gtin in known]
        right += bool(hits)
        wrong += bool(found) and not hits
    return Reading(len(expected), right, wrong)
