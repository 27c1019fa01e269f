"""Colours, spacing, fonts and the one stylesheet. Nothing else in ui/ names a colour or a size of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from inspector_app import paths

SMALL, MEDIUM, LARGE = 8, 16, 24
CONTROL = 40
"""Least height of anything that is pressed, for fingers in the field."""
BASE_PX, NOTE_PX, TITLE_PX, HEADING_PX = 15, 13, 20, 16
FONTS = ("Segoe UI", "Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei")
TONES = ("info", "good", "warning", "bad", "quiet")


@dataclass(frozen=True, slots=True)
class Colours:
    """Each text colour stands on each of its backgrounds at 4.5:1 or better; tests/ui/test_theme.py computes it."""

    window: str
    surface: str
    rail: str
    text: str
    muted: str
    line: str
    """Between things: decoration only."""
    edge: str
    """Around things that are pressed or typed into, 3:1."""
    accent: str
    accent_pressed: str
    on_accent: str
    accent_text: str
    accent_soft: str
    good: str
    good_soft: str
    warning: str
    warning_soft: str
    bad: str
    bad_soft: str

    def tone(self, name: str) -> tuple[str, str]:
        """Text and background of a tone; never the only sign of a state."""
        return {
            "info": (self.accent_text, self.accent_soft),
            "good": (self.good, self.good_soft),
            "warning": (self.warning, self.warning_soft),
            "bad": (self.bad, self.bad_soft),
            "quiet": (self.muted, self.window),
        }[name]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every text colour with every background that it is used on."""
        for background in (self.window, self.surface, self.rail):
            yield from ((ink, background) for ink in (self.text, self.muted, self.accent_text))
            yield from ((ink, background) for ink in (self.good, self.warning, self.bad))
        yield from (self.tone(name) for name in TONES)
        yield from ((self.text, soft) for _, soft in map(self.tone, TONES))
        yield from ((self.on_accent, fill) for fill in (self.accent, self.accent_pressed))


LIGHT = Colours(
    window="#F4F6F8", surface="#FFFFFF", rail="#FBFCFD", text="#1B2128", muted="#56616E", line="#DFE4EA",
    edge="#7E8A99", accent="#1D5FBF", accent_pressed="#174C99", on_accent="#FFFFFF",
    accent_text="#1A56AD", accent_soft="#E4EEFB",
    good="#176B3A", good_soft="#E2F3E8", warning="#7A4F00", warning_soft="#FCF0D2", bad="#B3261E", bad_soft="#FCE9E7",
)  # fmt: skip
DARK = Colours(
    window="#14181D", surface="#1C2128", rail="#181C22", text="#E7EBF0", muted="#A4AFBC", line="#303741",
    edge="#6C7886", accent="#2F6FD0", accent_pressed="#2459AB", on_accent="#FFFFFF",
    accent_text="#8DB9FA", accent_soft="#1E2F48",
    good="#78D39A", good_soft="#16321F", warning="#F0C36A", warning_soft="#3A2D10", bad="#FF9E95", bad_soft="#43201D",
)  # fmt: skip


def apply(app: QApplication, choice: str) -> None:
    """Dress the app: light, dark, or as the computer is set. May be called again while windows are open."""
    QDir.setSearchPaths("icons", [str(paths.resources() / "icons")])
    if choice == "system":
        choice = "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"
    look = DARK if choice == "dark" else LIGHT
    app.setStyle("Fusion")
    app.setFont(font())
    app.setPalette(_palette(look))
    sizes = {"control": CONTROL - 2, "base": BASE_PX, "note": NOTE_PX, "title": TITLE_PX, "heading": HEADING_PX}
    app.setStyleSheet(STYLE.substitute(asdict(look) | {name: str(px) for name, px in sizes.items()}))


def colours() -> Colours:
    """The colours that are worn now, for what is painted by hand."""
    return DARK if QApplication.palette().window().color().lightness() < 128 else LIGHT


def font(px: int = BASE_PX, *, bold: bool = False) -> QFont:
    made = QFont()
    made.setFamilies(list(FONTS))
    made.setPixelSize(px)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made


def _palette(look: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in {
        role.Window: look.window, role.WindowText: look.text, role.Base: look.surface, role.AlternateBase: look.window,
        role.Text: look.text, role.Button: look.surface, role.ButtonText: look.text, role.PlaceholderText: look.muted,
        role.ToolTipBase: look.surface, role.ToolTipText: look.text, role.Highlight: look.accent,
        role.HighlightedText: look.on_accent, role.Link: look.accent_text, role.Accent: look.accent,
        role.Mid: look.edge, role.Dark: look.edge, role.Light: look.surface, role.Midlight: look.line,
    }.items():  # fmt: skip
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(look.muted))
    return palette


STYLE = Template("""
QLabel, QToolTip { qproperty-textFormat: PlainText; }
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: 6px 8px; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading}px; font-weight: 600; }
QLabel[role="label"] { font-weight: 600; }
QLabel[role="note"] { font-size: ${note}px; color: $muted; }
QLabel[role="problem"] { font-size: ${note}px; color: $bad; }
QLabel[role="warning"] { font-size: ${note}px; color: $warning; }

QFrame[role="rail"] { background: $rail; border: 0; border-right: 1px solid $line; }
QFrame[role="bar"] { background: $surface; border: 0; border-bottom: 1px solid $line; }
QFrame[role="status"] { background: $rail; border: 0; border-top: 1px solid $line; }
QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[role="card"][tone="warning"] { background: $warning_soft; border-color: $warning; }
QFrame[role="card"][tone="bad"] { background: $bad_soft; border-color: $bad; }
QLabel[role="halo"] { background: $accent_soft; border-radius: 40px; }
QFrame[role="line"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QScrollArea, QScrollArea > QWidget > QWidget[role="canvas"] { background: transparent; border: 0; }

QPushButton, QToolButton { background: $surface; color: $text; border: 1px solid $edge; border-radius: 8px;
  min-height: ${control}px; padding: 0 16px; outline: 0; }
QDialogButtonBox, QFileDialog, QMessageBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolButton { padding: 0 10px; min-width: 18px; }
QPushButton:hover, QToolButton:hover { background: $accent_soft; }
QPushButton:pressed, QToolButton:pressed { background: $line; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent_text; padding: 0 15px; }
QToolButton:focus { padding: 0 9px; }
QPushButton:disabled, QToolButton:disabled { color: $muted; border-color: $line; background: $window; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:pressed { background: $accent_pressed; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled { background: $line; border-color: $line; color: $muted; }
QPushButton[role="danger"] { color: $bad; border-color: $bad; }
QPushButton[role="danger"]:hover { background: $bad_soft; }
QPushButton[role="quiet"], QToolButton[role="quiet"] { background: transparent; border: 1px solid transparent; }
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover { background: $accent_soft; }
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus { border: 2px solid $accent_text; }

QToolButton[role="rail"] { background: transparent; border: 1px solid transparent; border-radius: 8px;
  padding: 0 12px; text-align: left; color: $text; min-height: 42px; }
QToolButton[role="rail"]:hover { background: $accent_soft; }
QToolButton[role="rail"]:checked { background: $accent_soft; color: $accent_text; font-weight: 600; }
QToolButton[role="rail"]:focus { border: 2px solid $accent_text; padding: 0 11px; }

QToolButton[role="choice"] { padding: 0 18px; }
QToolButton[role="choice"]:checked { font-weight: 600; border: 2px solid $accent_text; background: $accent_soft;
  color: $accent_text; padding: 0 17px; }
QToolButton[role="choice"][tone="good"]:checked { border-color: $good; background: $good_soft; color: $good; }
QToolButton[role="choice"][tone="warning"]:checked { border-color: $warning; background: $warning_soft;
  color: $warning; }
QToolButton[role="choice"][tone="bad"]:checked { border-color: $bad; background: $bad_soft; color: $bad; }
QToolButton[role="choice"]:checked:focus { border-width: 3px; padding: 0 16px; }

QLineEdit, QComboBox, QDateEdit, QDateTimeEdit, QTimeEdit, QPlainTextEdit, QTextEdit {
  background: $surface; color: $text; border: 1px solid $edge; border-radius: 8px; padding: 0 10px;
  selection-background-color: $accent; selection-color: $on_accent;
  placeholder-text-color: $muted; }
QLineEdit, QComboBox { min-height: ${control}px; }
QDateEdit, QDateTimeEdit, QTimeEdit { min-height: 35px; }
QPlainTextEdit, QTextEdit { padding: 6px 8px; }
QLineEdit QToolButton { background: transparent; border: 0; padding: 0; min-width: 0; min-height: 0; }
QAbstractSpinBox QLineEdit { border: 0; padding: 0; min-height: 0; background: transparent; }
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QDateTimeEdit:focus, QTimeEdit:focus {
  border: 2px solid $accent_text; padding: 0 9px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent_text; padding: 5px 7px; }
QLineEdit[problem="true"], QComboBox[problem="true"], QDateEdit[problem="true"], QPlainTextEdit[problem="true"] {
  border-color: $bad; }
QLineEdit:disabled, QComboBox:disabled, QDateEdit:disabled, QPlainTextEdit:disabled,
QLineEdit:read-only, QPlainTextEdit:read-only { background: $window; border-color: $line; color: $muted; }
QComboBox::drop-down, QDateEdit::drop-down { border: 0; width: 32px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url(icons:arrow-down.svg); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; outline: 0; padding: 4px;
  selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 36px; padding: 0 8px; border-radius: 6px; }

QCheckBox, QRadioButton { spacing: 10px; min-height: ${control}px; border: 2px solid transparent; border-radius: 8px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent_text; }
QCheckBox::indicator, QRadioButton::indicator { width: 20px; height: 20px; border: 1px solid $edge;
  background: $surface; margin-left: 4px; }
QCheckBox::indicator { border-radius: 5px; }
QRadioButton::indicator { border-radius: 11px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url(icons:tick.svg); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url(icons:dot.svg); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $window; }

QTableView, QListView, QTreeView { background: $surface; color: $text; border: 1px solid $line; border-radius: 10px;
  outline: 0; gridline-color: $line; selection-background-color: $accent_soft; selection-color: $text; }
QTableView:focus, QListView:focus, QTreeView:focus { border: 2px solid $accent_text; }
QTableView::item { border-bottom: 1px solid $line; padding: 0 9px; }
QListView::item { padding: 6px 10px; border-radius: 6px; min-height: 32px; }
QTableView::item:selected, QListView::item:selected { background: $accent_soft; color: $text; }
QTableView::item:hover, QListView::item:hover { background: $window; }
QTableView::item:selected:hover { background: $accent_soft; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section { background: transparent; color: $muted; border: 0; border-bottom: 1px solid $line;
  padding: 0 12px; min-height: 38px; font-size: ${note}px; font-weight: 600; }

QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $muted; min-height: ${control}px; padding: 0 16px; border: 0;
  border-bottom: 3px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent_text; border-bottom-color: $accent_text; font-weight: 600; }
QTabBar::tab:focus { background: $accent_soft; }

QProgressBar { background: $line; border: 0; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QMenu { background: $surface; border: 1px solid $line; border-radius: 8px; padding: 6px; }
QMenu::item { padding: 9px 28px 9px 14px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::separator { height: 1px; background: $line; margin: 6px 8px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: $edge; border-radius: 4px; min-height: 36px; min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: 0;
  width: 0; height: 0; }
QFrame[role="rail"] QScrollBar:vertical { width: 6px; margin: 0; }
QFrame[role="rail"] QScrollBar::handle { background: $line; border-radius: 3px; }
QCalendarWidget { border: 1px solid $edge; background: $surface; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; }
QCalendarWidget QToolButton { min-height: 34px; border: 0; background: transparent; }
QCalendarWidget QTableView { border: 0; font-size: ${note}px; }
QCalendarWidget QTableView::item { padding: 0; border: 0; }
QSpinBox, QDoubleSpinBox { min-height: 36px; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QSplitter::handle { background: $line; }
QDialog, QMessageBox { background: $surface; }
QMessageBox QLabel#qt_msgbox_label { font-size: ${heading}px; font-weight: 600; min-width: 340px; }
""")
