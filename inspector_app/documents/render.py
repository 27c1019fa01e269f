"""Papers on pages: HTML to PDF, to printers and to preview images, all three from one layout."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontDatabase,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from inspector_app.documents.forms import digest
from inspector_app.documents.paging import Span, paginate, units_of
from inspector_app.documents.searchable import ideographs_of_radicals, with_ideographs
from inspector_app.documents.signing import with_signatures
from inspector_app.documents.templates import macro
from inspector_app.errors import AppError
from inspector_app.records.evidence import Signature

_DPI = 96
"""Papers are laid out in px of CSS and scaled to what they are drawn on, so that a preview breaks lines as the print
does. Qt scales most of a style sheet to other densities, but not text-indent."""
_MM = _DPI / 25.4
_PAGE = QSizeF(210 * _MM, 297 * _MM)
_BODY = QRectF(22 * _MM, 20 * _MM, 168 * _MM, 255 * _MM)
_HEADER_TOP, _FOOTER_TOP = 10 * _MM, 281 * _MM
_RULE = 0.6
"""Half a table rule lies outside the stretch that it borders."""
_DEMO = '<meta name="dataset" content="demo">'
_FONTS = (
    "FangSong", "FangSong_GB2312", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "STSong", "Noto Sans CJK SC",
    "Source Han Sans SC", "Microsoft YaHei", "WenQuanYi Zen Hei",
)  # fmt: skip
"""Faces of official papers, the usual one first."""


class Printable(Protocol):
    """A Form that nobody signed yet, or the Document record that it became."""

    @property
    def title(self) -> str: ...
    @property
    def number(self) -> str | None: ...
    @property
    def html(self) -> str: ...


class Pages:
    """A paper laid out on A4 pages, signatures in place. Needs a QGuiApplication; may live in any one thread."""

    def __init__(
        self,
        paper: Printable,
        signatures: Sequence[Signature] = (),
        *,
        content_sha256: str | None = None,
        recorded: bool = False,
        is_copy: bool = False,
    ) -> None:
        """`signatures`, `content_sha256`, `recorded`: see `with_signatures`. `is_copy` prints 副本."""
        self._device = QImage(1, 1, QImage.Format.Format_RGB32)  # Qt measures text against it
        self._device.setDotsPerMeterX(round(_DPI / 0.0254))
        self._device.setDotsPerMeterY(round(_DPI / 0.0254))
        self._paper = paper
        self._is_copy = is_copy
        self._demo = _DEMO in paper.html
        self._digest = digest(paper.html)
        html = with_signatures(paper.html, signatures, content_sha256=content_sha256, recorded=recorded)
        self._body = self._laid_out(html)
        self._pages = paginate(units_of(self._body), _BODY.height())

    def __len__(self) -> int:
        return len(self._pages)

    def pdf(self) -> bytes:
        """A PDF with its fonts inside and its text searchable (ideographs beyond U+FFFF excepted: Qt names no code)."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setTitle(" ".join(filter(None, (self._paper.title, self._paper.number))))
        self.print_to(writer)
        return with_ideographs(bytes(buffer.data().data()), _ideographs())

    def print_to(self, device: QPagedPaintDevice) -> None:
        """Draw every page on a PDF writer or a printer. Raises AppError("printer_unavailable")."""
        sheet = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
        sheet.setMode(QPageLayout.Mode.FullPageMode)  # measured from the sheet's corner, whatever a printer can reach
        device.setPageLayout(sheet)
        painter = QPainter()
        if not painter.begin(device):
            raise AppError("printer_unavailable", retryable=True)
        painter.scale(device.logicalDpiX() / _DPI, device.logicalDpiY() / _DPI)
        for page in range(len(self)):
            if page:
                device.newPage()
            self._draw(painter, page)
        painter.end()

    def images(self, dpi: int = 100) -> list[QImage]:
        """A picture of every page."""
        pictures = []
        for page in range(len(self)):
            picture = QImage((_PAGE * (dpi / _DPI)).toSize(), QImage.Format.Format_RGB32)
            picture.fill(Qt.GlobalColor.white)
            painter = QPainter(picture)
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            painter.scale(dpi / _DPI, dpi / _DPI)
            self._draw(painter, page)
            painter.end()
            pictures.append(picture)
        return pictures

    def text(self) -> str:
        return self._body.toPlainText()

    def _laid_out(self, html: str) -> QTextDocument:
        document = QTextDocument()
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(paper_font())
        document.documentLayout().setPaintDevice(self._device)
        document.setDocumentMargin(0)
        document.setUseDesignMetrics(True)
        document.setHtml(html)
        document.setTextWidth(_BODY.width())
        return document

    def _draw(self, painter: QPainter, page: int) -> None:
        if self._demo:
            self._draw_watermark(painter)
        header = macro("page.html.j2", "header", self._paper.title, self._paper.number, self._is_copy, self._demo)
        footer = macro("page.html.j2", "footer", page + 1, len(self), self._digest)
        for html, top in ((header, _HEADER_TOP), (footer, _FOOTER_TOP)):
            part = self._laid_out(html)
            _draw_part(painter, part, top, Span(0, part.size().height()))
        top = _BODY.top()
        for span in self._pages[page]:
            _draw_part(painter, self._body, top, span)
            top += span.height

    def _draw_watermark(self, painter: QPainter) -> None:
        painter.save()
        font = QFont(paper_font())
        font.setPixelSize(round(26 * _MM))
        painter.setFont(font)
        painter.setPen(QColor(236, 236, 236))  # opaque: transparency is not for archives
        painter.translate(_PAGE.width() / 2, _PAGE.height() / 2)
        painter.rotate(-45)
        room = QRectF(-150 * _MM, -30 * _MM, 300 * _MM, 60 * _MM)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, macro("page.html.j2", "watermark"))
        painter.restore()


def _draw_part(painter: QPainter, document: QTextDocument, top: float, span: Span) -> None:
    """Draw a stretch of a document, from `top` of the page down."""
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, QColor(0, 0, 0))  # also where the desktop is dark
    context.clip = QRectF(0, span.top, _BODY.width(), span.height).adjusted(-_RULE, -_RULE, _RULE, _RULE)
    painter.save()
    painter.translate(_BODY.left(), top - span.top)
    painter.setClipRect(context.clip)
    document.documentLayout().draw(painter, context)
    painter.restore()


@cache
def paper_font() -> QFont:
    """Raises AppError("no_chinese_font") where papers would come out as boxes."""
    installed = set(QFontDatabase.families())
    chinese = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    families = [name for name in _FONTS if name in installed] or sorted(chinese)
    if not families:
        raise AppError("no_chinese_font")
    font = QFont(families, 11)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for feature in ("locl", "liga"):  # glyphs without a code in a PDF: Noto CJK's digits after letters, ligatures
        font.setFeature(QFont.Tag(feature), 0)
    return font


@cache
def _ideographs() -> dict[int, int]:
    return ideographs_of_radicals(paper_font())
