"""The two barcode decoders behind one shape: zxing-cpp, and zbar where its library is there.

zbar never sees QR: its QR code can abort the process, and its texts come in the wrong character set.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from math import dist
from typing import Any

import numpy as np
import zxingcpp
from numpy.typing import NDArray

from inspector_app.domain.barcodes import MATRIX, RETAIL, Symbology, expand_upc_e, gtin14, has_right_check

Gray = NDArray[np.uint8]
"""A grey picture, (height, width), 0-255."""

_FORMATS = zxingcpp.BarcodeFormat
_ZXING = {
    _FORMATS.EAN13: Symbology.EAN_13,
    _FORMATS.EAN8: Symbology.EAN_8,
    _FORMATS.UPCA: Symbology.UPC_A,
    _FORMATS.UPCE: Symbology.UPC_E,
    _FORMATS.Code128: Symbology.CODE_128,
    _FORMATS.ITF: Symbology.ITF_14,
    _FORMATS.QRCode: Symbology.QR,
    _FORMATS.DataMatrix: Symbology.DATA_MATRIX,
}
_GS1_IDENTIFIERS = {Symbology.CODE_128: "]C1", Symbology.DATA_MATRIX: "]d2", Symbology.QR: "]Q3"}
_NAMES_CHARACTER_SET = ("]Q2", "]Q4", "]Q6", "]d4", "]d5", "]d6")
"""Symbols with an ECI."""
_ZBAR = {
    "EAN13": Symbology.EAN_13,
    "EAN8": Symbology.EAN_8,
    "UPCA": Symbology.UPC_A,
    "UPCE": Symbology.UPC_E,
    "CODE128": Symbology.CODE_128,
    "I25": Symbology.ITF_14,
}


class Decoder(StrEnum):
    ZXING = "zxing-cpp"
    ZBAR = "zbar"


class Sought(Enum):
    """What zxing-cpp is asked for. DataMatrix takes half of its time."""

    ALL = tuple(_ZXING)
    NO_DATA_MATRIX = tuple(known for known, symbology in _ZXING.items() if symbology is not Symbology.DATA_MATRIX)
    LINEAR = tuple(known for known, symbology in _ZXING.items() if symbology not in MATRIX)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one decoder made of one picture. Check digits are right; the rest is for the pipeline to believe."""

    decoder: Decoder
    symbology: Symbology
    text: str
    lines: int
    """Height of the read part in pixels: how many scan lines can have agreed."""
    at: tuple[float, float]
    reach: float
    """Centre and half the length, in pixels."""
    quality: int = 0
    """zbar's own measure; zxing-cpp gives none."""
    identifier: str | None = None
    raw: bytes | None = None
    """The bytes of a text whose character set was guessed."""

    @property
    def key(self) -> str:
        """Equal for two reads of one code, in whichever symbology they were reported."""
        if self.symbology in RETAIL:
            digits = expand_upc_e(self.text) if self.symbology is Symbology.UPC_E else None
            return (digits or self.text).zfill(14)
        return f"{self.symbology}:{self.text}"

    def is_where(self, other: Candidate) -> bool:
        """Whether both are reads of one spot."""
        return dist(self.at, other.at) < max(self.reach, other.reach)


LONGEST_SIDE = 65_535
"""Pixels that zxing-cpp takes in a row or column; nothing so thin holds a code."""


def read_with_zxing(gray: Gray, chinese: bool, *, again: bool = False, sought: Sought = Sought.ALL) -> list[Candidate]:
    """`chinese`: bytes that are not UTF-8 are taken for GB18030 before zxing-cpp's own guess.

    `again`: a variant of a picture that was read before. It is not made smaller or turned light on dark once more:
    that takes half of the time, and of 319 photos none was read by it alone.
    """
    if max(gray.shape) > LONGEST_SIDE:
        return []
    formats: Any = sought.value  # typed as one BarcodeFormats, which only its deprecated "|" makes
    found = zxingcpp.read_barcodes(
        gray,
        formats=formats,
        try_downscale=not again,
        try_invert=not again,
        text_mode=zxingcpp.TextMode.Plain,
    )
    return [candidate for code in found if (candidate := _from_zxing(code, chinese))]


def _from_zxing(code: Any, chinese: bool) -> Candidate | None:
    symbology = _ZXING[code.format]
    # zxing-cpp 3.1.1 calls some GS1 DataMatrix "]d8"; its content type is right.
    is_gs1 = code.content_type == zxingcpp.ContentType.GS1
    identifier = _GS1_IDENTIFIERS.get(symbology) if is_gs1 else code.symbology_identifier
    corners = code.position
    four = [(c.x, c.y) for c in (corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left)]
    at = (sum(x for x, _ in four) / 4, sum(y for _, y in four) / 4)
    across, down = dist(four[0], four[1]), dist(four[0], four[3])
    if symbology in MATRIX:
        text, raw = _text(code, chinese)
        return Candidate(Decoder.ZXING, symbology, text, int(down), at, across / 2, identifier=identifier, raw=raw)
    known = _checked(symbology, code.extra["UPCE"] if symbology is Symbology.UPC_E else code.text)
    if known is None:
        return None
    return Candidate(Decoder.ZXING, *known, int(min(across, down)), at, max(across, down) / 2, identifier=identifier)


def _text(code: Any, chinese: bool) -> tuple[str, bytes | None]:
    """The text of a matrix code, and its bytes where the character set is a guess."""
    if code.symbology_identifier in _NAMES_CHARACTER_SET:
        return code.text, None
    try:
        return code.bytes.decode(), None
    except UnicodeDecodeError:
        pass
    if chinese:
        try:
            return code.bytes.decode("gb18030"), code.bytes
        except UnicodeDecodeError:
            pass
    return code.text, code.bytes


@cache
def has_zbar() -> bool:
    """Whether zbar's library is on this machine. Without it the pipeline reads a few labels less."""
    try:
        import pyzbar.pyzbar  # noqa: F401
    except (ImportError, OSError):  # OSError: a DLL that misses its runtime
        return False
    return True


def read_with_zbar(gray: Gray) -> list[Candidate]:
    """Linear symbologies only. Empty where zbar is missing."""
    if not has_zbar():
        return []
    from pyzbar.pyzbar import ZBarSymbol, decode

    candidates = []
    for code in decode(gray, symbols=[ZBarSymbol[name] for name in _ZBAR]):
        if known := _checked(_ZBAR[code.type], code.data.decode(errors="replace")):
            left, top, across, down = code.rect
            at = (left + across / 2, top + down / 2)
            lines, reach = min(across, down), max(across, down) / 2
            candidates.append(Candidate(Decoder.ZBAR, *known, lines, at, reach, quality=code.quality))
    return candidates


def _checked(symbology: Symbology, text: str) -> tuple[Symbology, str] | None:
    """The symbology and text as printed, or None when the check digit is wrong or an ITF is no ITF-14."""
    if symbology in (Symbology.EAN_13, Symbology.UPC_A) and len(text) == 13 and text.startswith("0"):
        symbology, text = Symbology.UPC_A, text[1:]  # one and the same symbol
    if symbology is Symbology.ITF_14 and len(text) != 14:
        return None
    if symbology is Symbology.UPC_E:
        return (symbology, text) if has_right_check(expand_upc_e(text) or "") else None
    if symbology in RETAIL:
        return (symbology, text) if gtin14(text) else None
    return symbology, text
