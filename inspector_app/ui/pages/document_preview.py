"""A paper as it will be printed: its pages with zoom, saved as PDF or printed from the same layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtGui import QAction, QImage, QKeySequence, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from inspector_app.documents.render import Pages
from inspector_app.domain.inspections import recordings_of
from inspector_app.errors import AppError
from inspector_app.records.evidence import Document, Signature
from inspector_app.records.inspections import Inspection
from inspector_app.services.acting import Acting
from inspector_app.services.inspections import evidence_of
from inspector_app.storage import evidence
from inspector_app.storage.files import write_atomically
from inspector_app.ui import icons, theme
from inspector_app.ui.context import Context
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.translated import Translated

ZOOMS = (50, 67, 80, 100, 125, 150, 200)
"""Per cent of a page at 96 dots an inch."""
DPI, FIRST_ZOOM, PAGE_PX = 96, 80, 826
"""PAGE_PX: the width of A4 at 100 per cent, with a little room beside it."""


@dataclass(frozen=True)
class Paper:
    """A document with everything that is put into it when it is drawn."""

    document: Document
    signatures: tuple[Signature, ...] = ()
    content_sha256: str | None = None
    recorded: bool = False
    is_copy: bool = False
    """Printed with 副本: the original was sealed before."""

    def pages(self) -> Pages:
        return Pages(
            self.document,
            self.signatures,
            content_sha256=self.content_sha256,
            recorded=self.recorded,
            is_copy=self.is_copy,
        )

    @property
    def file_name(self) -> str:
        return " ".join(filter(None, (self.document.title, self.document.number))) + ".pdf"


def paper_of(act: Acting, document_id: str) -> Paper:
    """A document of a visit as it stands: signed where it was signed."""
    document = act.get(Document, document_id)
    if document.inspection_id is None:
        return Paper(document)
    visit = act.get(Inspection, document.inspection_id)
    return Paper(
        document,
        tuple(evidence.signatures_of(act.session, visit.id)),
        visit.content_sha256,
        recordings_of(evidence_of(act, visit.id)) > 0,
        is_copy=visit.signed_at is not None,
    )


class DocumentPreview(Translated):
    """Ctrl with + - or the wheel zooms; Ctrl+S saves a PDF, Ctrl+P prints."""

    def __init__(self, name: str, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._context = context
        self._paper: Paper | None = None
        self._zoom = ZOOMS.index(FIRST_ZOOM)
        self._is_chosen = False  # somebody has zoomed; until then a page is as wide as there is room
        self._generation = 0
        self._labels: list[QLabel] = []
        self._redraw = QTimer(self, singleShot=True, interval=60)
        self._redraw.timeout.connect(self._draw)
        self._actions: dict[str, QAction] = {}
        self._build()
        self.retranslate()
        self.show_paper(None)

    def retranslate(self) -> None:
        self._out.setToolTip(self.tr("Smaller (Ctrl+-)"))
        self._in.setToolTip(self.tr("Larger (Ctrl++)"))
        for button in (self._out, self._in):
            button.setAccessibleName(button.toolTip())
        self._save.setText(self.tr("Save PDF…"))
        self._print.setText(self.tr("Print…"))
        self._actions["save_pdf"].setText(self.tr("Save the paper as PDF"))
        self._actions["print_paper"].setText(self.tr("Print the paper"))
        self._actions["zoom_in"].setText(self.tr("Show the paper larger"))
        self._actions["zoom_out"].setText(self.tr("Show the paper smaller"))
        self._scroll.setAccessibleName(self.tr("Pages of the paper"))

    def show_paper(self, paper: Paper | None) -> None:
        self._paper = paper
        for button in (self._save, self._print):
            button.setEnabled(paper is not None)
        self._draw()

    def page_count(self) -> int:
        """Of the pages that are shown now."""
        return len(self._labels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fit():
            self._redraw.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_zoom(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def save_to(self, file: Path) -> None:
        """Write the paper as PDF."""
        paper = self._paper
        if paper is None:
            return

        messages = self._context.messages
        said = self.tr("Saved as {file}").format(file=file.name)

        def write(data: bytes) -> None:
            self._context.tasks.start(
                self,
                lambda: write_atomically(file, data, mode=0o644),
                lambda _: messages.say(said, "good"),
                lambda error: messages.show(self, error),
            )

        self._lay_out(lambda: write(paper.pages().pdf()))

    def _lay_out(self, work: Callable[[], None]) -> None:
        """Draw a paper, some 0.2 s, in this thread.

        WORKAROUND: in a pool thread, text documents make connections while they hold Python's lock; a widget that dies
        in this thread at the same time waits for that lock and holds the connections': both would stand for ever.
        """
        try:
            work()
        except AppError as error:
            self._context.messages.show(self, error)

    def _draw(self) -> None:
        self._generation += 1
        paper, generation = self._paper, self._generation
        if paper is None:
            self._put([])
            return

        def draw() -> None:
            if generation == self._generation:
                self._fit()
                scale = self.devicePixelRatioF()
                dpi = round(DPI * ZOOMS[self._zoom] / 100 * scale)
                images = paper.pages().images(dpi)
                for image in images:
                    image.setDevicePixelRatio(scale)
                self._put(images)

        QTimer.singleShot(0, self, lambda: self._lay_out(draw))  # the page itself is painted first

    def _put(self, images: Sequence[QImage]) -> None:
        while len(self._labels) > len(images):
            self._labels.pop().deleteLater()
        while len(self._labels) < len(images):
            self._labels.append(QLabel())
            self._pages.addWidget(self._labels[-1], 0, Qt.AlignmentFlag.AlignHCenter)
        for label, image in zip(self._labels, images, strict=True):
            label.setPixmap(QPixmap.fromImage(image))
        self._percent.setText(f"{ZOOMS[self._zoom]} %")

    def _fit(self) -> bool:
        """Choose the largest zoom at which a page is seen in its whole width; whether it is another one."""
        before = self._zoom
        if not self._is_chosen:
            room = self._scroll.viewport().width()
            fitting = [zoom for zoom in ZOOMS if zoom <= FIRST_ZOOM and PAGE_PX * zoom / 100 <= room]
            self._zoom = ZOOMS.index(max(fitting, default=ZOOMS[0]))
        return before != self._zoom

    def _on_zoom(self, step: int) -> None:
        self._is_chosen = True
        self._zoom = min(max(self._zoom + step, 0), len(ZOOMS) - 1)
        self._percent.setText(f"{ZOOMS[self._zoom]} %")
        self._redraw.start()

    def _on_save(self) -> None:
        if self._paper is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self.window(), self.tr("Save as PDF"), str(Path(folder) / self._paper.file_name))
        dialog.setObjectName("save_pdf_as")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda file: self.save_to(Path(file)))
        dialog.open()

    def _on_print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # loaded when somebody prints

        paper = self._paper
        if paper is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(paper.file_name)
        dialog = QPrintDialog(printer, self.window())
        dialog.setObjectName("print_paper_on")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        said = self.tr("Sent to the printer")

        def put_out() -> None:
            paper.pages().print_to(printer)
            self._context.messages.say(said, "good")

        dialog.accepted.connect(lambda: self._lay_out(put_out))
        dialog.setModal(True)
        dialog.show()

    def _build(self) -> None:
        self._out = self._tool("zoom_out", "−", lambda: self._on_zoom(-1))
        self._in = self._tool("zoom_in", "+", lambda: self._on_zoom(1))
        self._percent = named(QLabel(f"{ZOOMS[self._zoom]} %"), "zoom_percent", role="note")
        self._percent.setMinimumWidth(44)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._save = named(QPushButton(), "paper_save")
        icons.put_on(self._save, "file")
        self._save.clicked.connect(self._on_save)
        self._print = named(QPushButton(), "paper_print")
        icons.put_on(self._print, "print")
        self._print.clicked.connect(self._on_print)
        self.bar = QHBoxLayout()
        self.bar.setSpacing(theme.SMALL)
        for part in (self._out, self._percent, self._in):
            self.bar.addWidget(part)
        self.bar.addStretch(1)
        self.bar.addWidget(self._save)
        self.bar.addWidget(self._print)
        canvas = named(QWidget(), role="canvas")
        self._pages = QVBoxLayout()
        self._pages.setSpacing(theme.MEDIUM)
        inner = QVBoxLayout(canvas)
        inner.setContentsMargins(theme.SMALL, 0, theme.SMALL, theme.SMALL)
        inner.addLayout(self._pages)
        inner.addStretch(1)
        self._scroll = named(QScrollArea(), "paper_pages")
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(canvas)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.SMALL)
        whole.addLayout(self.bar)
        whole.addWidget(self._scroll, 1)
        for name, keys, slot in (
            ("save_pdf", "Ctrl+S", self._on_save), ("print_paper", "Ctrl+P", self._on_print),
            ("zoom_in", "Ctrl++", lambda: self._on_zoom(1)), ("zoom_out", "Ctrl+-", lambda: self._on_zoom(-1)),
        ):  # fmt: skip
            action = named(QAction(self), name)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            self.addAction(action)
            self._actions[name] = action

    def _tool(self, name: str, text: str, slot: object) -> QToolButton:
        button = named(QToolButton(), f"paper_{name}")
        button.setText(text)
        button.clicked.connect(slot)
        return button


class DocumentPage(Translated):
    """One paper on a page of its own, opened from an operator's file or a list."""

    def __init__(self, context: Context, document_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("document_page")
        self._preview = DocumentPreview("document", context)
        self._title = ""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.SMALL)
        whole.addWidget(self._preview)
        self.setFocusProxy(self._preview)
        self.retranslate()
        context.read(self, lambda session: paper_of(context.acting(session), document_id), self._show)

    def retranslate(self) -> None:
        self.setWindowTitle(self._title or self.tr("Document"))

    def _show(self, paper: Paper) -> None:
        self._title = paper.document.title
        self.retranslate()
        self._preview.show_paper(paper)
