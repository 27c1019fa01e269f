"""Label photos of the day: real ones where a folder is given, and always a set that we print ourselves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from inspector_app.capture.label_photos import Figures, LabelPhoto, label_photos, measure
from inspector_app.capture.labels import RenderedLabel, render_set
from inspector_app.capture.scanner import Scanner
from inspector_app.domain.barcodes import gtin14
from inspector_app.errors import AppError

RENDERED = 24
SEED = 2007


def rendered(folder: Path, today: date) -> list[RenderedLabel]:
    return render_set(folder, SEED, RENDERED, today)


def read_rendered(scanner: Scanner, labels: list[RenderedLabel]) -> Figures:
    """How many of our own labels are read, and how many wrongly."""
    return measure([LabelPhoto(label.path, frozenset({gtin14(label.text) or label.text})) for label in labels], scanner)


def read_real(scanner: Scanner, folder: Path) -> tuple[Figures, int]:
    """(figures of the photos of which it is known what they show, pictures in all of the folder).

    Raises AppError labels_missing when there is no picture.
    """
    photos = [photo for photo in label_photos(folder) if photo.path.is_file()] if folder.is_dir() else []
    if not photos:
        raise AppError("labels_missing", folder=str(folder))
    return measure(photos, scanner), len(photos)
