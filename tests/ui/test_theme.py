"""What is written can be read, in both looks, and nothing that is pressed is small."""

from __future__ import annotations

import re

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from inspector_app import paths
from inspector_app.ui import icons, theme
from inspector_app.ui.screens import SCREENS

LOOKS = {"light": theme.LIGHT, "dark": theme.DARK}


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, 1.4.3."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("look", LOOKS)
def test_a_4_every_text_can_be_read_on_every_ground_that_it_stands_on(look: str) -> None:
    low = {pair: round(contrast(*pair), 2) for pair in LOOKS[look].pairs() if contrast(*pair) < 4.5}
    assert low == {}


@pytest.mark.parametrize("look", LOOKS)
def test_the_edges_of_what_is_pressed_can_be_seen(look: str) -> None:
    colours = LOOKS[look]
    for ground in (colours.surface, colours.window):
        for edge in (colours.edge, colours.accent_text):
            assert contrast(edge, ground) >= 3


@pytest.mark.parametrize("look", LOOKS)
def test_the_look_that_is_worn_is_the_one_that_was_chosen(app: QApplication, look: str) -> None:
    theme.apply(app, look)
    assert theme.colours() is LOOKS[look]


@pytest.mark.parametrize("made", [QPushButton, QToolButton, QLineEdit, QComboBox])
def test_controls_are_high_enough_for_a_finger(app: QApplication, qtbot: QtBot, made: type[QWidget]) -> None:
    widget = made()
    qtbot.addWidget(widget)
    widget.ensurePolished()
    assert widget.sizeHint().height() >= theme.CONTROL


def test_every_icon_that_is_named_is_drawn(app: QApplication) -> None:
    folder = paths.resources() / "icons"
    named = {icon for icon, _ in SCREENS.values()} | set(theme.TONES)
    named |= set(re.findall(r"icons:([a-z-]+)\.svg", theme.STYLE.template))
    assert {name for name in named if not (folder / f"{name}.svg").exists()} == set()
    for name in {icon for icon, _ in SCREENS.values()} | set(theme.TONES):
        assert not icons.icon(name).pixmap(24, 24).toImage().allGray()


def test_an_icon_follows_a_change_of_theme(app: QApplication) -> None:
    icon = icons.icon("good", "good")
    theme.apply(app, "light")
    light = icon.pixmap(24, 24).toImage()
    theme.apply(app, "dark")
    assert icon.pixmap(24, 24).toImage() != light
