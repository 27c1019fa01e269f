"""What is this code? From a reader, typed, out of photos, or by the camera: what it says and who trades the goods."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy.orm import Session

from inspector_app.capture.messages import ScanProblem
from inspector_app.capture.scanner import Scanner, ScanResult
from inspector_app.domain import shop_codes
from inspector_app.domain.barcodes import Code, CodeKind, understand
from inspector_app.records.goods import Product
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.records.operators import Operator
from inspector_app.services import shop_codes as service
from inspector_app.storage import products
from inspector_app.ui import icons, reasons, theme
from inspector_app.ui.context import Context
from inspector_app.ui.pages import scan_facts
from inspector_app.ui.pages.scan_camera import CameraView
from inspector_app.ui.pages.scan_card import ScanCard
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.photo_dialog import choose_photos
from inspector_app.ui.widgets.section import Column
from inspector_app.ui.widgets.translated import Translated

MOST_SHOWN = 200
AGAIN_MS = 3_000
"""A camera sees one code in many frames: it counts once until it was away for so long."""
LEFT_PX, NARROW_PX = 380, 760


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the list: a code, or a photo that gave none."""

    source: str
    """Name of the photo; empty for a code that was scanned or typed."""
    code: Code | None = None
    product: Product | None = None
    problem: ScanProblem | None = None
    shop_code: str | None = None
    shop: Operator | None = None
    """Whose door the code is on; None of a shop that this laptop does not know."""


class ScanPage(Translated):
    ledger_asked = Signal(str)  # the code, as LedgerPage.take_scan wants it
    line_opened = Signal(object)  # LedgerEntry
    operator_asked = Signal(str)  # operator id
    registration_asked = Signal()

    def __init__(self, context: Context, scanner: Scanner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scan_page")
        self.setAcceptDrops(True)
        self._context, self._scanner = context, scanner
        self._found: list[Found] = []
        self._files: deque[Path] = deque()
        self._of_run = 0
        self._is_reading = False
        self._just_seen: set[str] = set()
        self._build()
        self.retranslate()

    def take_scan(self, text: str) -> None:
        """A code from a reader, or typed."""
        if text.strip():
            self._context.read(self, lambda session: self._known(session, text.strip()), self._add)

    def add_files(self, files: Sequence[Path]) -> None:
        """Read the codes of photos, one photo after the other."""
        self._files.extend(files)
        self._of_run += len(files)
        self._next_file()

    def hideEvent(self, event: object) -> None:
        self._end_camera()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Scan"))
        self._line.setPlaceholderText(self.tr("Scan, or type a code and press Enter"))
        self._line.setAccessibleName(self.tr("Code"))
        self._photos.setText(self.tr("Photos…"))
        self._photos.setToolTip(self.tr("Read the codes of photos (Ctrl+O); or drop them here"))
        self._choose.setText(self.tr("Read the codes of photos"))
        self._camera.setText(self.tr("End camera") if self._view.is_on else self.tr("Camera"))
        self._list.setAccessibleName(self.tr("Codes, the newest first"))
        self._empty.set_texts(
            self.tr("Scan the first code"),
            self.tr("Scan with the reader, type the digits under the bars, choose photos, or use the camera."),
        )
        for at, found in enumerate(self._found):
            self._label(self._list.item(at), found)
        self._show_busy()
        self._show(self._list.currentRow())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    # -- photos -------------------------------------------------------------------------------------------------------

    def _next_file(self) -> None:
        self._show_busy()
        if self._is_reading or not self._files:
            return
        self._is_reading = True
        file, scanner = self._files.popleft(), self._scanner
        self._context.tasks.start(
            self, lambda: scanner.scan_file(file), lambda result: self._on_file(file, result), self._on_error
        )

    def _on_file(self, file: Path, result: ScanResult) -> None:
        self._is_reading = False
        if not result.codes:
            self._add(Found(file.name, problem=result.problem))
        for code in result.codes:
            self._look_up(code, file.name)
        self._next_file()

    def _on_error(self, error: Exception) -> None:
        self._is_reading = False
        self._context.messages.show(self, error)
        self._next_file()

    def _show_busy(self) -> None:
        left = len(self._files) + self._is_reading
        if not left:
            self._of_run = 0
        self._busy.setVisible(bool(left))
        self._busy.setText(
            self.tr("Reading photo {number} of {whole}…").format(number=self._of_run - left + 1, whole=self._of_run)
        )

    def _on_choose(self) -> None:
        choose_photos(self, "choose_codes", (self.tr("Choose photos"), self.tr("Photos")), self.add_files)

    # -- camera -------------------------------------------------------------------------------------------------------

    def _on_camera(self) -> None:
        if self._view.is_on:
            self._end_camera()
        elif not self._view.start():
            self._context.messages.say(
                self.tr("No camera was found. Connect one, or use photos or the reader; nothing else is affected."),
                "warning",
            )
        self._camera.setText(self.tr("End camera") if self._view.is_on else self.tr("Camera"))

    def _end_camera(self) -> None:
        self._view.stop()
        self._camera.setText(self.tr("Camera"))

    def _on_camera_failed(self) -> None:
        self._end_camera()
        self._context.messages.say(
            self.tr("The camera gives no picture; another program may be using it. Close that one and try again."),
            "warning",
        )

    def _on_seen(self, code: Code) -> None:
        if code.text in self._just_seen:
            return
        self._just_seen.add(code.text)
        QTimer.singleShot(AGAIN_MS, self, lambda: self._just_seen.discard(code.text))
        self._look_up(code, self.tr("Camera"))

    # -- the list -----------------------------------------------------------------------------------------------------

    def _look_up(self, code: Code, source: str) -> None:
        self._context.read(self, lambda session: _found(session, source, code), self._add)

    def _known(self, session: Session, text: str) -> Found:
        return _found(session, "", understand(None, text, today=self._context.today()))

    def _add(self, found: Found) -> None:
        self._found.insert(0, found)
        item = QListWidgetItem()
        self._label(item, found)
        self._list.insertItem(0, item)
        del self._found[MOST_SHOWN:]
        while self._list.count() > MOST_SHOWN:
            self._list.takeItem(MOST_SHOWN)
        self._list.setCurrentRow(0)
        self._show(0)
        if found.shop is not None:
            self.operator_asked.emit(found.shop.id)

    def _label(self, item: QListWidgetItem, found: Found) -> None:
        tone, head, below = self._words(found)
        item.setIcon(icons.icon(tone, tone))
        item.setText("\n".join(each for each in (head, below) if each))
        item.setToolTip(head)

    def _words(self, found: Found) -> tuple[str, str, str]:
        code = found.code
        if code is None:
            said = reasons.scan_problem(found.problem) if found.problem else self._no_code()
            return "warning", found.source, said
        if found.shop_code is not None:
            name = found.shop.name if found.shop else shop_codes.printed(found.shop_code)
            said = self.tr("Code of a shop") if found.shop else self.tr("Code of a shop that is not on this laptop")
            return "good" if found.shop else "warning", name, said
        below = " · ".join(each for each in (scan_facts.kind(code), found.source) if each)
        warned = [tone for tone, _ in scan_facts.warnings(code)]
        tone = "bad" if "bad" in warned else "warning" if "warning" in warned else "good" if found.product else "info"
        return tone, found.product.name if found.product else _digits(code), below

    def _no_code(self) -> str:
        return self.tr("No code was found in this photo. Come closer, hold it straight, and take it again.")

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self._found):
            self._pages.setCurrentWidget(self._empty)
            return
        found = self._found[row]
        if found.code is None or found.shop_code is not None:
            _, name, said = self._words(found)
            self._nothing.set_texts(name, said, self._act_on_shop(found))
            self._pages.setCurrentWidget(self._nothing)
            return
        self._card.show_code(found.code, found.product)
        self._pages.setCurrentWidget(self._column)

    def _act_on_shop(self, found: Found) -> str:
        if found.shop_code is None:
            return ""
        return self.tr("Open the operator") if found.shop else self.tr("Register an operator")

    def _on_shop_action(self) -> None:
        found = self._found[self._list.currentRow()]
        if found.shop is not None:
            self.operator_asked.emit(found.shop.id)
        else:
            self.registration_asked.emit()

    def _on_product_made(self, code: Code, product: Product) -> None:
        for at, found in enumerate(self._found):
            if found.code is not None and found.code.gtin == code.gtin:
                self._found[at] = replace(found, product=product)
                self._label(self._list.item(at), self._found[at])
        self._show(self._list.currentRow())
        self._context.messages.say(self.tr("{product} is entered.").format(product=product.name), "good")

    def _on_typed(self) -> None:
        self.take_scan(self._line.text())
        self._line.clear()

    def _on_ledger(self, code: Code) -> None:
        self.ledger_asked.emit(f"]C1{code.text}" if code.kind is CodeKind.GS1 else code.text)

    def _on_line(self, entry: LedgerEntry) -> None:
        self.line_opened.emit(entry)

    def _build(self) -> None:
        self._line = named(QLineEdit(), "scan_text")
        self._line.addAction(icons.icon("scan"), QLineEdit.ActionPosition.LeadingPosition)
        self._line.returnPressed.connect(self._on_typed)
        self._choose = named(QAction(self), "scan_photos")
        self._choose.setShortcut(QKeySequence("Ctrl+O"))
        self._choose.triggered.connect(self._on_choose)
        self.addAction(self._choose)
        self._photos = named(QPushButton(), "scan_choose")
        icons.put_on(self._photos, "photo")
        self._photos.clicked.connect(self._on_choose)
        self._camera = named(QPushButton(), "scan_camera")
        icons.put_on(self._camera, "camera")
        self._camera.clicked.connect(self._on_camera)
        self._busy = named(QLabel(), "scan_busy", role="note")
        self._view = CameraView(self._context, self._scanner)
        self._view.read.connect(self._on_seen)
        self._view.failed.connect(self._on_camera_failed)
        self._list = named(QListWidget(), "scan_list")
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentRowChanged.connect(self._show)
        self._empty = EmptyState("scan_empty", "scan")
        self._nothing = EmptyState("scan_nothing", "photo")
        self._nothing.action_asked.connect(self._on_shop_action)
        self._card = ScanCard(self._context)
        self._card.product_made.connect(self._on_product_made)
        self._card.ledger_asked.connect(self._on_ledger)
        self._card.line_opened.connect(self._on_line)
        self._column = Column("scan_column")
        self._column.add(self._card)
        self._pages = QStackedWidget()
        for page in (self._empty, self._nothing, self._column):
            self._pages.addWidget(page)
        self.setFocusProxy(self._line)
        self._lay_out()

    def _lay_out(self) -> None:
        left = QWidget()
        column = self._left = QVBoxLayout(left)
        column.setSpacing(theme.SMALL + 4)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SMALL)
        buttons.addWidget(self._photos, 1)
        buttons.addWidget(self._camera, 1)
        self._ask = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._ask.setSpacing(theme.SMALL + 4)
        self._ask.addWidget(self._line, 1)
        self._ask.addLayout(buttons)
        column.addLayout(self._ask)
        column.addWidget(self._busy)
        column.addWidget(self._view)
        column.addWidget(self._list, 1)
        split = self._split = QSplitter()
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(left)
        split.addWidget(self._pages)
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
        self._set_narrow(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if (self.width() < NARROW_PX) != self._is_narrow:
            self._set_narrow(not self._is_narrow)
        super().resizeEvent(event)

    def _set_narrow(self, is_narrow: bool) -> None:
        """Without room for two columns the newest code alone is shown, below the line that it was typed into."""
        self._is_narrow = is_narrow
        across = QBoxLayout.Direction.LeftToRight if is_narrow else QBoxLayout.Direction.TopToBottom
        self._ask.setDirection(across)
        self._split.setOrientation(Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal)
        self._list.setVisible(not is_narrow)
        self._split.setSizes([1, LEFT_PX] if is_narrow else [LEFT_PX, LEFT_PX * 2])  # 1: no higher than it must be
        edge = theme.SMALL if is_narrow else theme.LARGE
        self._left.setContentsMargins(theme.LARGE, edge, theme.LARGE if is_narrow else theme.MEDIUM, edge)


def _found(session: Session, source: str, code: Code) -> Found:
    if (shop_code := shop_codes.read(code.text)) is not None:
        return Found(source, code, shop_code=shop_code, shop=service.operator_of(session, shop_code))
    return Found(source, code, _product(session, code))


def _product(session: Session, code: Code) -> Product | None:
    found = products.by_gtin(session, code.gtin) if code.gtin else []
    return found[0] if found else None


def _digits(code: Code) -> str:
    return (code.gtin or "").removeprefix("0") or code.store_code or code.text
