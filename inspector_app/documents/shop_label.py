"""The sheet with a shop's code (一店一码) for its door: A5 upright, one to a page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import zxingcpp
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from inspector_app.documents.pictures import Picture, data_url
from inspector_app.documents.render import paper_font
from inspector_app.documents.templates import environment
from inspector_app.domain import shop_codes

_DPI = 96
_MM = _DPI / 25.4
_PAGE = QSizeF(148 * _MM, 210 * _MM)
_EDGE = 12 * _MM
_SYMBOL = round(80 * _MM)
"""Read at arm's length by a phone, at two metres by a good camera."""
_MODULE = 16
"""Pixels of one square of the symbol, so that no printer blurs it."""


@dataclass(frozen=True, slots=True)
class ShopLabel:
    """What stands on the sheet. `code` as stored; `is_demo` says so in print."""

    name: str
    code: str
    authority: str
    is_demo: bool = False

    def pdf(self) -> bytes:
        """Needs a QGuiApplication. Raises AppError no_chinese_font."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setTitle(f"{self.name} {shop_codes.printed(self.code)}")
        sheet = QPageLayout(QPageSize(QPageSize.PageSizeId.A5), QPageLayout.Orientation.Portrait, QMarginsF())
        sheet.setMode(QPageLayout.Mode.FullPageMode)
        writer.setPageLayout(sheet)
        painter = QPainter(writer)
        painter.scale(writer.logicalDpiX() / _DPI, writer.logicalDpiY() / _DPI)
        self._draw(painter)
        painter.end()
        return bytes(buffer.data().data())

    def image(self, dpi: int = 150) -> QImage:
        """A picture of the sheet."""
        picture = QImage((_PAGE * (dpi / _DPI)).toSize(), QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        painter.scale(dpi / _DPI, dpi / _DPI)
        self._draw(painter)
        painter.end()
        return picture

    def _draw(self, painter: QPainter) -> None:
        html = (
            environment()
            .get_template("shop_code.html.j2")
            .render(
                name=self.name,
                code=shop_codes.printed(self.code),
                picture=_symbol(self.code),
                authority=self.authority,
                demo=self.is_demo,
            )
        )
        document = QTextDocument()
        device = QImage(1, 1, QImage.Format.Format_RGB32)  # Qt measures text against it
        device.setDotsPerMeterX(round(_DPI / 0.0254))
        device.setDotsPerMeterY(round(_DPI / 0.0254))
        document.setDefaultFont(paper_font())
        document.documentLayout().setPaintDevice(device)
        document.setDocumentMargin(0)
        document.setHtml(html)
        document.setTextWidth(_PAGE.width() - 2 * _EDGE)
        painter.translate(_EDGE, max(_EDGE, (_PAGE.height() - document.size().height()) / 2))
        document.drawContents(painter, QRectF(0, 0, _PAGE.width() - 2 * _EDGE, _PAGE.height()))


def _symbol(code: str) -> Picture:
    """The QR symbol with its quiet zone, square by square."""
    made = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    gray = np.ascontiguousarray(np.array(zxingcpp.write_barcode_to_image(made, scale=_MODULE), dtype=np.uint8))
    high, wide = gray.shape[:2]
    image = QImage(gray.data, wide, high, wide, QImage.Format.Format_Grayscale8).copy()
    return Picture(data_url(image, "PNG"), _SYMBOL, _SYMBOL)
