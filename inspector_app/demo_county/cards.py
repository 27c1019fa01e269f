"""Colour cards that stand for photos: small pictures with text, never of people. Needs Pillow."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

SIZE = (160, 120)
FONT = ImageFont.load_default(11)


def colour_card(evidence_id: str) -> bytes:
    """A PNG of about 200 bytes, the same for the same id."""
    shade = bytes.fromhex(evidence_id[-6:])
    card = Image.new("P", SIZE, 0)
    card.putpalette([*(byte // 2 for byte in shade), 255, 255, 255])
    pen = ImageDraw.Draw(card)
    pen.fontmode = "1"
    pen.text((8, 50), f"DEMO {evidence_id[-12:]}", font=FONT, fill=1)
    file = io.BytesIO()
    card.save(file, "PNG")
    return file.getvalue()
