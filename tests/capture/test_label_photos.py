"""Folders of label photos: what a manifest says, and how reads are counted. With LABELS=DIR, on real photos too."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from inspector_app.capture.label_photos import Figures, label_photos, measure
from inspector_app.capture.labels import render_set
from inspector_app.capture.scanner import Scanner

FOLDER = os.environ.get("LABELS") or None


def test_reads_are_counted_against_the_manifest(tmp_path: Path) -> None:
    right, wrong, unread = render_set(tmp_path, seed=3, count=3, today=dt.date(2026, 6, 1))
    unread.path.write_bytes(right.path.read_bytes()[:200])
    (tmp_path / "manifest.csv").write_text(
        "file,symbology,expected,also\n"
        f"{right.path.name},{right.symbology},{right.text},\n"
        f"{wrong.path.name},NONE,,\n"
        f"{unread.path.name},EAN-13,{unread.text},\n"
    )
    with Scanner() as scanner:
        assert measure(label_photos(tmp_path), scanner) == Figures(pictures=3, labelled=2, read=1, wrong=1)


@pytest.mark.parametrize(
    ("row", "shows"),
    [
        ("UPC-E,01234565,", {"00012345000065"}),
        ("UPC-A,036000291452,", {"00036000291452"}),
        ("EAN-13,9521234543213,DataMatrix:5699", {"09521234543213", "5699"}),
        ("GS1-DataMatrix,0109521234543213<GS>10A,", {"0109521234543213\x1d10A"}),
        ("NONE,,", set()),
    ],
)
def test_a_manifest_says_what_a_photo_shows(tmp_path: Path, row: str, shows: set[str]) -> None:
    (tmp_path / "manifest.csv").write_text(f"file,symbology,expected,also\na.jpg,{row}\n")
    (photo,) = label_photos(tmp_path)
    assert (photo.path, photo.shows) == (tmp_path / "a.jpg", frozenset(shows))


def test_without_a_manifest_the_pictures_of_a_folder_are_taken(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("b.JPG", "deep/a.png", "notes.txt"):
        (tmp_path / name).touch()
    photos = label_photos(tmp_path)
    assert [(photo.path.name, photo.shows) for photo in photos] == [("b.JPG", None), ("a.png", None)]


@pytest.mark.skipif(FOLDER is None, reason="LABELS names no folder of photos")
def test_real_labels_are_read_and_hardly_any_wrongly() -> None:
    assert FOLDER
    with Scanner() as scanner:
        figures = measure(label_photos(Path(FOLDER)), scanner)
    assert figures.read / figures.labelled >= 0.88, figures
    assert figures.wrong / figures.pictures <= 0.006, figures
