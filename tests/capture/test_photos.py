"""Taking in photos: facts, derived copies, refusals; the original bytes are never touched."""

from __future__ import annotations

import datetime as dt
import hashlib
import io

import numpy as np
import pytest
from PIL import ExifTags, Image

from inspector_app.capture.fonts import chinese_font
from inspector_app.capture.messages import ScanProblem
from inspector_app.capture.photos import REDUCED_BYTES, REDUCED_SIDE, THUMBNAIL_SIDE, take_in, watermarked
from inspector_app.capture.pictures import PictureRefused
from inspector_app.domain.local_time import CHINA, instant


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def shot(width: int, height: int, exif: Image.Exif | None = None, kind: str = "JPEG", noise: int = 12) -> bytes:
    """A picture with the grain of a camera, red on its left half and blue on its right."""
    pixels = np.zeros((height, width, 3), np.int16)
    pixels[:, : width // 2, 0] = 220
    pixels[:, width // 2 :, 2] = 220
    pixels += np.random.default_rng(1).normal(0, noise, (height, width, 1)).astype(np.int16)
    out = io.BytesIO()
    picture = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    picture.save(out, kind, **({} if exif is None else {"exif": exif, "quality": 92}))
    return out.getvalue()


def exif(**tags: object) -> Image.Exif:
    made = Image.Exif()
    for name, value in tags.items():
        if name == "Orientation":
            made[ExifTags.Base.Orientation] = value
        elif name == "gps":
            made.get_ifd(ExifTags.IFD.GPSInfo).update(value)  # type: ignore[call-overload]
        else:
            made.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base[name]] = value
    return made


def test_hash_and_size_are_of_the_original_bytes() -> None:
    data = shot(2400, 1800)
    photo = take_in(data)
    assert (photo.sha256, photo.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert (photo.mime, photo.width, photo.height) == ("image/jpeg", 2400, 1800)


def test_the_copy_for_hq_is_small_and_named_by_its_own_hash() -> None:
    photo = take_in(shot(3200, 2400, noise=40))
    assert len(photo.reduced) <= REDUCED_BYTES
    assert max(opened(photo.reduced).size) <= REDUCED_SIDE
    assert photo.reduced_sha256 == hashlib.sha256(photo.reduced).hexdigest() != photo.sha256


def test_a_small_photo_is_its_own_copy() -> None:
    data = shot(800, 600)
    photo = take_in(data)
    assert (photo.reduced, photo.reduced_sha256) == (data, photo.sha256)


def test_taking_in_twice_gives_the_same_bytes() -> None:
    data = shot(2400, 1800)
    assert take_in(data) == take_in(data)


@pytest.mark.parametrize(("orientation", "left_is_red"), [(1, True), (3, False)])
def test_copies_are_turned_as_the_camera_says(orientation: int, left_is_red: bool) -> None:
    photo = take_in(shot(2400, 1800, exif(Orientation=orientation)))
    for copy in (photo.thumbnail, photo.reduced):
        picture = opened(copy).convert("RGB")
        red, _, blue = picture.getpixel((picture.width // 4, picture.height // 2))  # type: ignore[misc]
        assert (red > blue) is left_is_red
        assert not picture.getexif()


def test_a_photo_on_its_side_stands_upright() -> None:
    photo = take_in(shot(2400, 1800, exif(Orientation=6)))
    assert (photo.width, photo.height) == (1800, 2400)
    assert opened(photo.reduced).size == (1200, 1600)
    assert opened(photo.thumbnail).size == (192, THUMBNAIL_SIDE)


@pytest.mark.parametrize(
    ("tags", "moment"),
    [
        ({"DateTimeOriginal": "2026:05:31 09:30:00"}, dt.datetime(2026, 5, 31, 9, 30, tzinfo=CHINA)),
        (
            {"DateTimeOriginal": "2026:05:31 09:30:00", "OffsetTimeOriginal": "+00:00"},
            dt.datetime(2026, 5, 31, 9, 30, tzinfo=dt.UTC),
        ),
        ({"DateTimeOriginal": "0000:00:00 00:00:00"}, None),
        ({"DateTimeOriginal": "yesterday"}, None),
        ({}, None),
    ],
)
def test_the_camera_time_is_an_instant(tags: dict[str, str], moment: dt.datetime | None) -> None:
    photo = take_in(shot(640, 480, exif(**tags) if tags else None))
    assert photo.captured_at == (instant(moment) if moment else None)


@pytest.mark.parametrize(
    ("gps", "place"),
    [
        ({1: "N", 2: (25.0, 30.0, 0.0), 3: "E", 4: (160.0, 15.0, 36.0)}, (25.5, 160.26)),
        ({1: "S", 2: (25.0, 30.0, 0.0), 3: "W", 4: (160.0, 15.0, 36.0)}, (-25.5, -160.26)),
        ({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, (None, None)),
        ({1: "N", 2: (99.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, (None, None)),
        ({2: (25.0, 30.0, 0.0)}, (None, None)),
    ],
)
def test_the_camera_place_is_in_degrees(gps: dict[int, object], place: tuple[float | None, float | None]) -> None:
    photo = take_in(shot(640, 480, exif(gps=gps)))
    assert (photo.latitude, photo.longitude) == place


@pytest.mark.parametrize(("kind", "mime"), [("PNG", "image/png"), ("WEBP", "image/webp"), ("TIFF", "image/tiff")])
def test_the_kind_is_told_by_content(kind: str, mime: str) -> None:
    assert take_in(shot(640, 480, kind=kind)).mime == mime


def test_a_drawing_on_nothing_is_laid_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (900, 2000), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(take_in(out.getvalue()).reduced).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", ScanProblem.EMPTY),
        ("一份笔录".encode(), ScanProblem.NOT_AN_IMAGE),
        (b"%PDF-1.7", ScanProblem.NOT_AN_IMAGE),
        (shot(640, 480)[:5000], ScanProblem.DAMAGED),
    ],
)
def test_what_is_no_photo_is_refused_with_the_reason(data: bytes, problem: ScanProblem) -> None:
    for work in (take_in, lambda bad: watermarked(bad, ["a"])):
        with pytest.raises(PictureRefused) as refusal:
            work(data)
        assert refusal.value.facts == {"problem": problem}


def test_a_photo_with_broken_exif_is_taken_in() -> None:
    data = shot(640, 480, exif(DateTimeOriginal="2026:05:31 09:30:00"))
    at = data.index(b"Exif\0\0") + 6
    photo = take_in(data[:at] + b"\xff" * 60 + data[at + 60 :])
    assert photo.captured_at is None


def test_c_4_the_watermark_is_on_the_copy_alone_and_fits() -> None:
    data = shot(3000, 2000)
    kept = bytes(data)
    lines = ["2026-06-01 10:23  云岭县石桥镇", "张三、李四 " + "检查对象:杨柳村便民食杂店 " * 6]
    copy = watermarked(data, lines)
    assert data == kept
    plain, marked = (opened(each).convert("L").resize((1080, 720)) for each in (data, copy))
    difference = np.abs(np.asarray(plain, np.int16) - np.asarray(marked, np.int16))
    assert difference[:360].mean() < 8
    assert difference[-60:].mean() > 20


@pytest.mark.skipif(chinese_font(20) is None, reason="no Chinese font here")
def test_c_4_watermark_letters_are_large_enough_at_1080_pixels() -> None:
    """A line of a watermark is told from the same line with another character of like strokes."""
    data = shot(3000, 2000, noise=0)
    first, other = (
        np.asarray(opened(watermarked(data, [f"地点:云岭县{mark}石桥镇"])).convert("L").resize((1080, 720)), np.int16)
        for mark in "己已"
    )
    rows, columns = np.nonzero(np.abs(first - other) > 60)
    assert 2 <= np.ptp(rows) <= 40
    assert 2 <= np.ptp(columns) <= 40
