"""Every text is there in Chinese, and is shown in it."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import string
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QDir, QFileInfo, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QFileIconProvider, QLabel, QTreeView
from pytestqt.qtbot import QtBot

from inspector_app import paths
from inspector_app.ui import language

I18N = paths.resources() / "i18n"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The translation files as `update.py` would leave them now."""
    folder = tmp_path_factory.mktemp("i18n")
    for file in I18N.glob("*.ts"):
        shutil.copy(file, folder)
    spec = importlib.util.spec_from_file_location("update", I18N / "update.py")
    assert spec is not None
    assert spec.loader is not None
    update = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(update)
    update.update(folder)
    return folder


def messages(file: Path) -> list[tuple[str, str, str, str]]:
    """(context, source, translation, its type)"""
    return [
        (
            context.findtext("name", ""),
            message.findtext("source", ""),
            "".join(message.find("translation").itertext()).strip(),  # type: ignore[union-attr]
            message.find("translation").get("type", ""),  # type: ignore[union-attr]
        )
        for context in ET.parse(file).iter("context")
        for message in context.iter("message")
    ]


def test_a_1_every_text_has_its_chinese(fresh: Path) -> None:
    unfinished = [(context, source) for context, source, text, kind in messages(fresh / "inspector_zh_CN.ts")
                  if kind or not text]  # fmt: skip
    assert unfinished == []


def test_every_count_has_its_english_plurals(fresh: Path) -> None:
    unfinished = [(context, source) for context, source, text, kind in messages(fresh / "inspector_en.ts")
                  if kind or not text]  # fmt: skip
    assert unfinished == []


def test_every_text_is_found_with_its_class(fresh: Path) -> None:
    """Written `tr = self.tr`, a text is extracted without its class and never translated."""
    assert [source for context, source, _, _ in messages(fresh / "inspector_zh_CN.ts") if not context] == []


def test_what_is_filled_in_is_the_same_in_both_languages(fresh: Path) -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name} | ({"%n"} if "%n" in text else set())

    wrong = [source for _, source, text, kind in messages(fresh / "inspector_zh_CN.ts")
             if not kind and places(source) != places(text)]  # fmt: skip
    assert wrong == []


def test_the_translations_compile_and_load(app: QApplication, fresh: Path) -> None:
    for name in language.LANGUAGES:
        binary = language.compiled(fresh, name)
        assert binary.parent == fresh
        if name == "zh_CN":
            assert QTranslator().load(str(binary))


def test_a_compiled_translation_is_made_again_when_the_text_is_newer(fresh: Path) -> None:
    binary = language.compiled(fresh, "zh_CN")
    os.utime(binary, (1, 1))
    language.compiled(fresh, "zh_CN")
    assert binary.stat().st_mtime > 1


def test_texts_and_qts_own_buttons_are_chinese_and_english_again(app: QApplication) -> None:
    language.install(app, "zh_CN")
    assert QCoreApplication.translate("Rail", "Ledger") == "台账"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    language.install(app, "en")
    assert QCoreApplication.translate("Rail", "Ledger") == "Ledger"


def test_a_1_no_word_of_qts_file_dialog_is_english_in_chinese(app: QApplication, qtbot: QtBot) -> None:
    language.install(app, "zh_CN")
    dialog = QFileDialog(filter="照片 (*.jpg)")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    qtbot.addWidget(dialog)
    dialog.show()
    parts = [*dialog.findChildren(QLabel), *dialog.findChildren(QAbstractButton), *dialog.findChildren(QAction)]
    texts = {text for part in parts for text in (part.text(), part.toolTip()) if text}
    columns = dialog.findChild(QTreeView).model()
    texts |= {columns.headerData(at, Qt.Orientation.Horizontal) for at in range(columns.columnCount())}
    texts.add(QFileIconProvider().type(QFileInfo(QDir.tempPath())))
    assert len(texts) > 10
    assert sorted(text for text in texts if re.search("[A-Za-z]{2}", text)) == []
