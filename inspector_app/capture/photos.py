"""Taking in a photo: its hash and facts, a thumbnail, a small copy for HQ; and a copy with a watermark.

The bytes that came are the original and are never changed; everything else is derived (domain.md 8.6).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PIL import ExifTags, Image, ImageDraw, ImageFont

from inspector_app.capture.fonts import chinese_font
from inspector_app.capture.pictures import DECODING_ERRORS, load, on_white, open_picture, upright
from inspector_app.domain.local_time import CHINA, instant

THUMBNAIL_SIDE = 256
REDUCED_SIDE = 1600
REDUCED_BYTES = 180_000
"""What a photo may weigh on a village's uplink; an original that is wanted at HQ follows over the office LAN."""
WATERMARKED_SIDE = 2000
BEST_QUALITY = 80
QUALITIES = {70: 0.85, 60: 0.74, 50: 0.66, 40: 0.58}
"""JPEG qualities, and what a picture in them weighs of what it weighs in the best, about."""


@dataclass(frozen=True, slots=True)
class Photo:
    sha256: str
    """Of the original bytes."""
    size: int
    mime: str
    width: int
    height: int
    """As shown: turned as the EXIF says."""
    captured_at: int | None
    """By the camera's clock, microseconds UTC; a camera that names no zone is taken to be on Chinese time."""
    latitude: float | None
    longitude: float | None
    thumbnail: bytes
    reduced: bytes
    """JPEG of at most REDUCED_SIDE and REDUCED_BYTES without EXIF; the original itself where it is that small."""
    reduced_sha256: str


def take_in(data: bytes) -> Photo:
    """Raises PictureRefused for what is no picture, is damaged or too large."""
    picture = open_picture(data)
    width, height = picture.size
    mime = "image/jpeg" if picture.format == "MPO" else Image.MIME[picture.format or "JPEG"]
    exif = _exif(picture)
    small = _scaled(picture, REDUCED_SIDE)
    if exif.get(ExifTags.Base.Orientation, 1) in (5, 6, 7, 8):
        width, height = height, width
    is_small = len(data) <= REDUCED_BYTES and max(width, height) <= REDUCED_SIDE
    reduced = data if is_small else _lightest(small)
    thumbnail = small.resize(_fitted(small.size, THUMBNAIL_SIDE), Image.Resampling.BOX, reducing_gap=2)
    digest = hashlib.sha256(data).hexdigest()
    latitude, longitude = _position(exif)
    return Photo(
        sha256=digest,
        size=len(data),
        mime=mime,
        width=width,
        height=height,
        captured_at=_captured_at(exif),
        latitude=latitude,
        longitude=longitude,
        thumbnail=_jpeg(thumbnail, 80),
        reduced=reduced,
        reduced_sha256=digest if is_small else hashlib.sha256(reduced).hexdigest(),
    )


def watermarked(data: bytes, lines: Sequence[str]) -> bytes:
    """A JPEG copy with the lines (time, place, officer, subject) in a band at its foot. Raises PictureRefused."""
    picture = _scaled(open_picture(data), WATERMARKED_SIDE).convert("RGB")
    size = max(14, max(picture.size) // 40)
    font = chinese_font(size) or ImageFont.load_default(size)
    wrapped = [part for line in lines for part in _wrapped(line, font, picture.width - 2 * size)]
    band = Image.new("RGBA", (picture.width, round((len(wrapped) * 1.4 + 0.8) * size)), (0, 0, 0, 150))
    draw = ImageDraw.Draw(band)
    for row, line in enumerate(wrapped):
        draw.text((size, (0.4 + 1.4 * row) * size), line, fill=(255, 255, 255, 255), font=font)
    picture.paste(band.convert("RGB"), (0, picture.height - band.height), band.getchannel("A"))
    return _jpeg(picture, 85)


def _wrapped(line: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> list[str]:
    """Chinese breaks between any two characters."""
    parts, start = [], 0
    for end in range(1, len(line) + 1):
        if end - start > 1 and font.getlength(line[start:end]) > width:
            parts.append(line[start : end - 1])
            start = end - 1
    return [*parts, line[start:]]


def _scaled(picture: Image.Image, side: int) -> Image.Image:
    """Upright, flat and no longer than `side`; a JPEG is decoded no finer than that needs."""
    picture.draft("RGB", _fitted(picture.size, side))
    load(picture)
    flat = on_white(picture)
    if max(flat.size) > side:
        flat = flat.resize(_fitted(flat.size, side), Image.Resampling.BILINEAR)
    return upright(_with_exif_of(flat, picture))


def _with_exif_of(flat: Image.Image, picture: Image.Image) -> Image.Image:
    if "exif" in picture.info:
        flat.info["exif"] = picture.info["exif"]
    return flat


def _fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _lightest(picture: Image.Image) -> bytes:
    """The best quality that fits REDUCED_BYTES; a picture too rich for any is made smaller. Seldom encodes thrice."""
    best = _jpeg(picture, BEST_QUALITY)
    if len(best) <= REDUCED_BYTES:
        return best
    room = REDUCED_BYTES / len(best)
    for quality, weight in QUALITIES.items():
        if weight < room and len(found := _jpeg(picture, quality)) <= REDUCED_BYTES:
            return found
    shrunk = min(0.9, (room / QUALITIES[50]) ** 0.5)
    side = int(max(picture.size) * shrunk)
    return _lightest(picture.resize(_fitted(picture.size, side), Image.Resampling.BILINEAR))


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, exif=b"")
    return out.getvalue()


def _exif(picture: Image.Image) -> dict[int, Any]:
    """The tags of a photo by number, those of its capture included, GPS under its own; none where they are broken."""
    try:
        exif = picture.getexif()
        detail = exif.get_ifd(ExifTags.IFD.Exif)
        return {**exif, **detail, ExifTags.IFD.GPSInfo: exif.get_ifd(ExifTags.IFD.GPSInfo)}
    except DECODING_ERRORS:
        return {}


def _captured_at(exif: dict[int, Any]) -> int | None:
    taken = str(exif.get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 ")
    zone = str(exif.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\0 ")
    try:
        if zone:
            return _not_negative(instant(dt.datetime.strptime(taken + zone, "%Y:%m:%d %H:%M:%S%z")))
        return _not_negative(instant(dt.datetime.strptime(taken, "%Y:%m:%d %H:%M:%S").replace(tzinfo=CHINA)))
    except (ValueError, OverflowError):
        return None


def _not_negative(moment: int) -> int | None:
    return moment if moment >= 0 else None


def _position(exif: dict[int, Any]) -> tuple[float, float] | tuple[None, None]:
    gps = exif.get(ExifTags.IFD.GPSInfo) or {}
    try:
        latitude, longitude = (
            sum(float(part) / 60**place for place, part in enumerate(gps[tag])) * (-1 if gps[side] in "SW" else 1)
            for tag, side in (
                (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef),
                (ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef),
            )
        )
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None, None
    is_place = abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude or longitude)  # 0, 0: no fix yet
    return (round(latitude, 6), round(longitude, 6)) if is_place else (None, None)
