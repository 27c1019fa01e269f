"""Opening a picture that anybody may have made: which kinds, how large, and why not."""

from __future__ import annotations

import io
import struct
import warnings

import numpy as np
from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from inspector_app.capture.decoders import Gray
from inspector_app.capture.messages import ScanProblem
from inspector_app.errors import AppError

KINDS = [
    plugin.format
    for plugin in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
        BmpImagePlugin.BmpImageFile,
        GifImagePlugin.GifImageFile,
        TiffImagePlugin.TiffImageFile,
    )
]
"""Nothing that runs another program (EPS) and no rare format whose reader few people test."""
MOST_PIXELS = 100_000_000
MOST_SCANNED = 16_000_000
"""Pixels that the decoders get to see: more cost seconds and show no label that these do not."""
MOST_BYTES = 200_000_000
DECODING_ERRORS = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, TypeError, struct.error)
"""What Pillow's readers raise on broken bytes."""


class PictureRefused(AppError):
    """The bytes are no picture that can be taken in."""

    def __init__(self, problem: ScanProblem) -> None:
        super().__init__("picture_refused", problem=problem)
        self.problem = problem


def open_picture(data: bytes) -> Image.Image:
    """The picture, its header read and its pixels not yet. Raises PictureRefused."""
    if not data:
        raise PictureRefused(ScanProblem.EMPTY)
    if len(data) > MOST_BYTES:
        raise PictureRefused(ScanProblem.TOO_LARGE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's word on bombs: our own limit is below
        try:
            picture = Image.open(io.BytesIO(data), formats=KINDS)
        except Image.DecompressionBombError as error:
            raise PictureRefused(ScanProblem.TOO_LARGE) from error
        except UnidentifiedImageError as error:
            raise PictureRefused(ScanProblem.NOT_AN_IMAGE) from error
        except DECODING_ERRORS as error:
            raise PictureRefused(ScanProblem.DAMAGED) from error
    if picture.width * picture.height > MOST_PIXELS:
        raise PictureRefused(ScanProblem.TOO_LARGE)
    return picture


def load(picture: Image.Image) -> None:
    """Decode the pixels. Raises PictureRefused where the file is cut off or broken."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture.load()
        except MemoryError as error:
            raise PictureRefused(ScanProblem.OUT_OF_MEMORY) from error
        except DECODING_ERRORS as error:
            raise PictureRefused(ScanProblem.DAMAGED) from error


def upright(picture: Image.Image) -> Image.Image:
    """Turned as its EXIF says; as it is where the EXIF is broken."""
    try:
        return ImageOps.exif_transpose(picture)
    except DECODING_ERRORS:
        return picture


def on_white(picture: Image.Image) -> Image.Image:
    """In RGB or grey, what is transparent laid on white paper."""
    if picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info:
        solid = picture.convert("RGBA")
        paper = Image.new("RGBA", solid.size, "white")
        paper.alpha_composite(solid)
        return paper.convert("RGB")
    if picture.mode.startswith("I") or picture.mode == "F":  # 16 bits a pixel; convert() would cut, not scale
        values = np.asarray(picture, np.float32)
        most = max(float(values.max()), 1.0)
        return Image.fromarray((values.clip(0) * (255 / most)).astype(np.uint8))
    return picture if picture.mode in ("RGB", "L") else picture.convert("RGB")


def read_gray(data: bytes) -> Gray:
    """A picture file as the decoders want it: upright, flat, by luminance. Raises PictureRefused."""
    picture = open_picture(data)
    scale = (MOST_SCANNED / (picture.width * picture.height)) ** 0.5
    fitting = (int(picture.width * scale), int(picture.height * scale))
    picture.draft("L", fitting if scale < 1 else None)  # a JPEG holds its luminance apart: no colours to compute
    load(picture)
    gray = on_white(picture).convert("L")
    if gray.width > fitting[0]:
        gray = gray.resize(fitting, Image.Resampling.BILINEAR)
    if "exif" in picture.info:
        gray.info["exif"] = picture.info["exif"]
    return np.asarray(upright(gray))
