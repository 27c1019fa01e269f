"""A paper is shown as it will be printed: at each zoom, and the last asked for wins."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from inspector_app.errors import AppError
from inspector_app.records.evidence import Document, DocumentType
from inspector_app.ui.context import Context
from inspector_app.ui.pages import document_preview
from inspector_app.ui.pages.document_preview import DocumentPreview, Paper
from sync.record import new_id


def paper(text: str = "现场检查笔录", pages: int = 1) -> Paper:
    html = "".join(f"<p style='page-break-after:always'>{text}</p>" for _ in range(pages))
    return Paper(
        Document(
            id=new_id(),
            operator_id=new_id(),
            document_type=DocumentType.SITE_RECORD,
            number="990101-SR-2026-0001-0001",
            title="现场检查笔录",
            html=f"<html><body>{html}</body></html>",
            html_sha256=hashlib.sha256(html.encode()).hexdigest(),
            made_at=1,
            made_by=new_id(),
        )
    )


@pytest.fixture
def preview(context: Context, qtbot: QtBot) -> DocumentPreview:
    made = DocumentPreview("preview", context)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def width(preview: DocumentPreview) -> int:
    return preview._labels[0].pixmap().width() if preview._labels else 0


def test_a_paper_is_shown_and_the_next_takes_its_place(preview: DocumentPreview, qtbot: QtBot) -> None:
    assert not preview.findChild(QPushButton, "paper_save").isEnabled()
    preview.show_paper(paper())
    qtbot.waitUntil(lambda: preview.page_count() == 1)
    assert preview.findChild(QPushButton, "paper_save").isEnabled()
    preview.show_paper(None)
    assert preview.page_count() == 0


def test_zooming_draws_the_pages_larger(preview: DocumentPreview, qtbot: QtBot) -> None:
    preview.show_paper(paper())
    qtbot.waitUntil(lambda: preview.page_count() == 1)
    before = width(preview)
    preview.findChild(QAction, "zoom_in").trigger()
    qtbot.waitUntil(lambda: width(preview) > before)
    assert preview.findChild(QLabel, "zoom_percent").text() == "100 %"


def test_a_page_is_seen_in_its_whole_width_until_somebody_zooms(preview: DocumentPreview, qtbot: QtBot) -> None:
    preview.resize(560, 400)
    preview.show_paper(paper())
    area = preview.findChild(QScrollArea)
    qtbot.waitUntil(lambda: 400 < width(preview) <= area.viewport().width())
    narrow = width(preview)
    preview.resize(900, 400)
    qtbot.waitUntil(lambda: width(preview) > narrow)
    preview.findChild(QAction, "zoom_in").trigger()
    qtbot.waitUntil(lambda: preview.findChild(QLabel, "zoom_percent").text() == "100 %")
    preview.resize(560, 400)
    preview.show_paper(paper())
    qtbot.waitUntil(lambda: width(preview) > 560)


def test_an_older_drawing_never_replaces_a_newer(preview: DocumentPreview, qtbot: QtBot) -> None:
    preview.show_paper(paper("旧"))
    preview.show_paper(paper("新"))
    qtbot.waitUntil(lambda: preview.page_count() == 1)
    assert preview._paper is not None
    assert "新" in preview._paper.document.html


def test_a_pdf_is_written_under_the_papers_name(preview: DocumentPreview, qtbot: QtBot, tmp_path: Path) -> None:
    preview.show_paper(paper())
    preview.findChild(QPushButton, "paper_save").click()
    dialog = preview.window().findChild(QFileDialog, "save_pdf_as")
    assert Path(dialog.selectedFiles()[0]).name == "现场检查笔录 990101-SR-2026-0001-0001.pdf"
    with qtbot.waitSignal(preview._context.messages.said) as said:
        dialog.fileSelected.emit(str(tmp_path / "a.pdf"))
    dialog.close()
    assert said.args[0] == "good"
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_full_disk_is_told_and_leaves_nothing(
    preview: DocumentPreview, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise AppError("disk_full")

    monkeypatch.setattr(document_preview, "write_atomically", full)
    preview.show_paper(paper())
    with qtbot.waitSignal(preview._context.messages.said) as said:
        preview.save_to(tmp_path / "a.pdf")
    assert said.args[0] == "bad"
    assert not (tmp_path / "a.pdf").exists()
