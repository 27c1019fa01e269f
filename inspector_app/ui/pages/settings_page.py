"""What a person may choose: language, look, camera, sync interval, password; and what this program is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector_app import settings as stored
from inspector_app.services import backups
from inspector_app.services.exchanging import app_version
from inspector_app.settings import Settings
from inspector_app.ui import formats, icons, language, text_size, theme
from inspector_app.ui.cameras import cameras
from inspector_app.ui.context import Context
from inspector_app.ui.pages.settings_password import PasswordSection
from inspector_app.ui.widgets.field_row import FieldRow
from inspector_app.ui.widgets.form_grid import FormGrid
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.section import Column, Section
from inspector_app.ui.widgets.translated import Translated

THEMES = ("system", "light", "dark")
INTERVALS_S = (60, 300, 900, 3600)
LICENCE = "GNU AGPL 3.0"


class SettingsPage(Translated):
    """Each choice is kept at once; settings_changed tells the rest of the app."""

    settings_changed = Signal(object)  # Settings
    sign_out_asked = Signal()

    def __init__(self, context: Context, settings_file: Path, data_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings_page")
        self._context, self._file, self._folder = context, settings_file, data_folder
        self.settings: Settings = context.settings
        self._backup_made: int | None = None
        """When the last one was made, 0 for none; None while that is not known."""
        self._password = PasswordSection(context, data_folder)
        self._build()
        self._show_choices()
        self.retranslate()

    def on_shown(self) -> None:
        folder = self._folder
        self._context.tasks.start(self, lambda: backups.last(folder), self._on_backup, self._on_error)
        if self._camera.count() < 2:
            self._show_cameras()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self._look.set_title(self.tr("Look and language"))
        self._language_row.set_texts(self.tr("Language"))
        self._theme_row.set_texts(self.tr("Brightness"))
        for at, text in enumerate((self.tr("As the computer"), self.tr("Light"), self.tr("Dark"))):
            self._theme.setItemText(at, text)
        self._size_row.set_texts(self.tr("Size"), self.tr("Takes effect when the program is started again."))
        self._work.set_title(self.tr("Work"))
        self._every_row.set_texts(self.tr("Sync with headquarters"))
        for at, seconds in enumerate(INTERVALS_S):
            self._every.setItemText(at, self.tr("every %n minute(s)", "", seconds // 60))
        self._camera_row.set_texts(self.tr("Camera"))
        self._camera.setItemText(0, self.tr("The first one found"))
        self._about.set_title(self.tr("About this program"))
        names = (
            self.tr("Version"), self.tr("Licence"), self.tr("Number of this laptop"), self.tr("Data folder"),
            self.tr("Last backup"),
        )  # fmt: skip
        for label, name in zip(self._fact_names, names, strict=True):
            label.setText(name)
        self._show_backup()
        self._out.setText(self.tr("Sign out"))

    def _on_backup(self, made: int | None) -> None:
        self._backup_made = made or 0
        self._show_backup()

    def _show_backup(self) -> None:
        if self._backup_made is not None:
            none = self.tr("None yet; one is made when the window is closed, or at signing out")
            self._backup.setText(formats.moment(self._backup_made) if self._backup_made else none)

    def _show_choices(self) -> None:
        self._language.setCurrentIndex(list(language.LANGUAGES).index(self.settings.language))
        self._theme.setCurrentIndex(THEMES.index(self.settings.theme))
        self._size.setCurrentIndex(text_size.SIZES.index(text_size.chosen()))
        every = self.settings.sync_every_s
        self._every.setCurrentIndex(min(range(len(INTERVALS_S)), key=lambda at: abs(INTERVALS_S[at] - every)))
        if self.settings.camera:
            self._camera.addItem(self.settings.camera)
            self._camera.setCurrentIndex(1)

    def _show_cameras(self) -> None:
        known = {self._camera.itemText(at) for at in range(1, self._camera.count())}
        self._camera.addItems([name for each in cameras() if (name := each.description()) not in known])

    def _choose(self, **values: object) -> None:
        self.settings = self.settings.changed(**values)
        self.settings_changed.emit(self.settings)
        settings = self.settings
        self._context.tasks.start(self, lambda: stored.save(self._file, settings), lambda _: None, self._on_error)

    def _on_error(self, error: Exception) -> None:
        self._context.messages.show(self, error)

    def _on_language(self, at: int) -> None:
        name = list(language.LANGUAGES)[at]
        self._choose(language=name)
        language.install(_application(), name)

    def _on_theme(self, at: int) -> None:
        self._choose(theme=THEMES[at])
        theme.apply(_application(), THEMES[at])

    def _on_size(self, at: int) -> None:
        text_size.choose(text_size.SIZES[at])
        self._context.messages.say(self.tr("The size changes when the program is started again."))

    def _on_camera(self, at: int) -> None:
        self._choose(camera=self._camera.itemText(at) if at else "")

    def _build(self) -> None:
        self._language = QComboBox()
        self._language.addItems(list(language.LANGUAGES.values()))
        self._language.activated.connect(self._on_language)
        self._language_row = FieldRow("language", self._language)
        self._theme = QComboBox()
        self._theme.addItems([""] * len(THEMES))
        self._theme.activated.connect(self._on_theme)
        self._theme_row = FieldRow("theme", self._theme)
        self._size = QComboBox()
        self._size.addItems([f"{each} %" for each in text_size.SIZES])
        self._size.activated.connect(self._on_size)
        self._size_row = FieldRow("text_size", self._size)
        self._every = QComboBox()
        self._every.addItems([""] * len(INTERVALS_S))
        self._every.activated.connect(lambda at: self._choose(sync_every_s=INTERVALS_S[at]))
        self._every_row = FieldRow("sync_every", self._every)
        self._camera = QComboBox()
        self._camera.addItem("")
        self._camera.activated.connect(self._on_camera)
        self._camera_row = FieldRow("camera", self._camera)
        self._look, self._work, self._about = (Section(f"{name}_section") for name in ("look", "work", "about"))
        for section, rows in (
            (self._look, (self._language_row, self._theme_row, self._size_row)),
            (self._work, (self._every_row, self._camera_row)),
        ):
            grid = FormGrid(columns=3)
            for row in rows:
                grid.add(row)
            section.body.addWidget(grid)
        self._build_about()
        column = Column("settings_column")
        for part in (self._look, self._work, self._password, self._about):
            column.add(part)
        self.setFocusProxy(self._language)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(column)

    def _build_about(self) -> None:
        self._out = named(QPushButton(), "sign_out")
        icons.put_on(self._out, "lock")
        self._out.clicked.connect(self.sign_out_asked)
        self._about.add_action(self._out)
        self._backup = named(QLabel(), "last_backup")
        texts = (app_version(), LICENCE, self._context.device_id, str(self._folder))
        facts = (*(QLabel(text) for text in texts), self._backup)
        self._fact_names = [named(QLabel(), role="note") for _ in facts]
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.LARGE)
        grid.setVerticalSpacing(theme.SMALL)
        for row, (name, shown) in enumerate(zip(self._fact_names, facts, strict=True)):
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setWordWrap(True)
            grid.addWidget(name, row, 0)
            grid.addWidget(shown, row, 1)
        grid.setColumnStretch(1, 1)
        self._about.body.addLayout(grid)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
