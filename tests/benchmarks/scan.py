"""Scanning and photo intake: rates on rendered (and, with LABELS=DIR, real) labels, and times against the libraries."""

from __future__ import annotations

import datetime as dt
import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from inspector_app.capture.decoders import Gray, read_with_zxing
from inspector_app.capture.label_photos import Figures, label_photos, measure
from inspector_app.capture.labels import PHOTO, RenderedLabel, render_set
from inspector_app.capture.photos import take_in, watermarked
from inspector_app.capture.pictures import read_gray
from inspector_app.capture.scanner import Scanner

DAY = dt.date(2026, 6, 1)
LABELS = 96
FILE_TARGET = 3.0
"""Our own: a file may take all steps of the pipeline, where the limit takes one."""
STREAM = 6
"""Frames for which a label stays before the camera: a fifth of a second."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Scanner(today=lambda: DAY) as scanner:
        labels = render_set(Path(folder), seed=11, count=LABELS, today=DAY)
        rate_on_rendered_labels(labels, scanner)
        live_frames(labels[:32], scanner)
        photo_intake()
        if real := os.environ.get("LABELS"):
            rate_on_real_labels(Path(real), scanner)


def rate_on_rendered_labels(labels: list[RenderedLabel], scanner: Scanner) -> None:
    texts: list[set[str]] = []
    ours: list[float] = []
    alone: list[float] = []
    for label in labels:
        alone.append(timed(lambda label=label: read_alone(label.path)))  # type: ignore[misc]
        began = time.perf_counter()
        texts.append({code.text for code in scanner.scan_file(label.path).codes})
        ours.append(time.perf_counter() - began)
    compare("rendered label, file to result, median ms", statistics.median(ours), statistics.median(alone), FILE_TARGET)
    read = sum(label.text in found for label, found in zip(labels, texts, strict=True))
    wrong = sum(bool(found - {label.text}) for label, found in zip(labels, texts, strict=True))
    print(f"rendered labels read: {read} / {len(labels)} = {read / len(labels):.3f} (target >= 0.95)")
    print(f"rendered labels read wrongly: {wrong} / {len(labels)} = {wrong / len(labels):.3f} (target <= 0.006)")


def live_frames(labels: list[RenderedLabel], scanner: Scanner) -> None:
    """Each label stays for some frames, with fresh noise and a slightly moving hand."""
    chance = np.random.default_rng(1)
    frames: list[Gray] = []
    for picture in (read_gray(label.path.read_bytes()) for label in labels):
        for _ in range(STREAM):
            moved = np.roll(picture, chance.integers(-4, 5, 2), (0, 1)) + chance.normal(0, 3, picture.shape)
            frames.append(moved.clip(0, 255).astype(np.uint8))
    scanner.scan_frame(frames[0])
    alone: list[float] = []
    ours: list[float] = []
    read: set[int] = set()
    wrong: set[int] = set()
    for number, frame in enumerate(frames):
        alone.append(timed(lambda frame=frame: read_with_zxing(frame, True)))  # type: ignore[misc]
        began = time.perf_counter()
        codes = scanner.scan_frame(frame).codes
        ours.append(time.perf_counter() - began)
        for code in codes:
            (read if code.text == labels[number // STREAM].text else wrong).add(number // STREAM)
    name = f"live frame {PHOTO[0]}x{PHOTO[1]} to result, median ms"
    compare(name, statistics.median(ours), statistics.median(alone), 3.0)
    for what, some, target in (("read", read, ">= 0.9"), ("read wrongly", wrong, "<= 0.006")):
        rate = len(some) / len(labels)
        print(f"labels {what} within {STREAM} live frames: {len(some)} / {len(labels)} = {rate:.3f} (target {target})")


def photo_intake() -> None:
    data = phone_photo()

    def limit() -> None:
        picture = Image.open(io.BytesIO(data))
        picture.load()
        picture.save(io.BytesIO(), "JPEG", quality=85)

    lines = ["2026-06-01 10:23  云岭县石桥镇杨柳村", "张三、李四  云岭县石桥镇杨柳村便民食杂店(演示)"]
    watermarked(data, lines)
    limits, taken, marked = [], [], []
    for _ in range(9):  # in turn, so that a busy machine slows all alike
        limits.append(timed(limit))
        taken.append(timed(lambda: take_in(data)))
        marked.append(timed(lambda: watermarked(data, lines)))
    compare("12-megapixel photo to hash, thumbnail and copy for HQ, least ms", min(taken), min(limits), 1.3)
    compare("12-megapixel photo to watermarked copy, least ms", min(marked), min(limits), 1.3)


def phone_photo() -> bytes:
    """4000x3000 with the detail of a shelf and the grain of a small sensor: some 4 MB, as phones make."""
    chance = np.random.default_rng(1)
    shapes = Image.fromarray(chance.integers(0, 255, (150, 200, 3), np.uint8)).resize(
        (4000, 3000), Image.Resampling.BICUBIC
    )
    pixels = np.asarray(shapes, np.int16) + chance.normal(0, 7, (3000, 4000, 1)).astype(np.int16)
    out = io.BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=90)
    return out.getvalue()


def rate_on_real_labels(folder: Path, scanner: Scanner) -> None:
    photos = [photo for photo in label_photos(folder) if photo.shows is not None and photo.path.is_file()]
    if not photos:
        raise SystemExit(f"{folder} holds no photos with a manifest.csv that says what they show")
    figures: list[Figures] = []
    alone: list[float] = []
    ours: list[float] = []
    for photo in photos:  # in turn, so that a busy machine slows both alike
        alone.append(timed(lambda photo=photo: read_alone(photo.path)))  # type: ignore[misc]
        ours.append(timed(lambda photo=photo: figures.append(measure([photo], scanner))))  # type: ignore[misc]
    labelled, read, wrong = (sum(getattr(each, name) for each in figures) for name in ("labelled", "read", "wrong"))
    compare("real label, file to result, mean ms", statistics.fmean(ours), statistics.fmean(alone), FILE_TARGET)
    print(f"real labels read: {read} / {labelled} = {read / labelled:.3f} (target >= 0.88)")
    print(f"real labels read wrongly: {wrong} / {len(photos)} = {wrong / len(photos):.4f} (target <= 0.006)")


def read_alone(path: Path) -> None:
    """The limit of a photo file: zxing-cpp on the decoded picture, whatever it finds."""
    read_with_zxing(read_gray(path.read_bytes()), True)


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def compare(name: str, ours_s: float, limit_s: float, target: float) -> None:
    print(f"{name}: {ours_s * 1000:.1f} / {limit_s * 1000:.1f} = {ours_s / limit_s:.2f} (target <= {target})")


if __name__ == "__main__":
    main()
