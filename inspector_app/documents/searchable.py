"""PDF text that can be searched and copied as it was written.

WORKAROUND https://github.com/wkhtmltopdf/wkhtmltopdf/issues/4414: where a font draws an ideograph and a radical by one
glyph, as Noto CJK does for 日 (U+65E5) and ⽇ (U+2F47), QPdfWriter tells readers of the file the lower code, the
radical; a search for 食品 would then find nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtGui import QFont, QRawFont

_RADICALS = "".join(map(chr, range(0x2E80, 0x2FE0)))
_IDEOGRAPHS = "".join(map(chr, range(0x4E00, 0xA000)))
_CMAP = re.compile(rb"begincmap\n.*?\nendcmap", re.DOTALL)
_CODE = re.compile(rb"<2[EF][0-9A-F]{2}>")


def ideographs_of_radicals(font: QFont) -> dict[int, int]:
    """{code of a radical: code of the ideograph that `font` draws by the same glyph}."""
    raw = QRawFont.fromFont(font)
    ideographs = dict(zip(raw.glyphIndexesForString(_IDEOGRAPHS), _IDEOGRAPHS, strict=True))
    pairs = zip(_RADICALS, raw.glyphIndexesForString(_RADICALS), strict=True)
    return {ord(radical): ord(ideographs[glyph]) for radical, glyph in pairs if glyph and glyph in ideographs}


def with_ideographs(pdf: bytes, ideographs: Mapping[int, int]) -> bytes:
    """The file with every such radical in its ToUnicode tables replaced; nothing in it moves."""

    def write(code: re.Match[bytes]) -> bytes:
        radical = int(code[0][1:-1], 16)
        return b"<%04X>" % ideographs.get(radical, radical)

    return _CMAP.sub(lambda table: _CODE.sub(write, table[0]), pdf)
