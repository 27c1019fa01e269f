"""A short table that is as high as its rows, so that the page scrolls and not the table."""

from __future__ import annotations

from PySide6.QtWidgets import QTableView


def fit_rows(table: QTableView, most: int) -> None:
    """Beyond `most` rows the table scrolls after all."""
    rows = min(table.model().rowCount(), most)
    height = table.horizontalHeader().sizeHint().height() + rows * table.verticalHeader().defaultSectionSize()
    table.setFixedHeight(height + 2 * table.frameWidth() + 2)
