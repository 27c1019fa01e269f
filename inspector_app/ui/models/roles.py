"""What a model hands out beside texts: whole records, and the tone of a state."""

from __future__ import annotations

from PySide6.QtCore import Qt

RECORD = Qt.ItemDataRole.UserRole + 1
TONE = Qt.ItemDataRole.UserRole + 2
"""One of theme.TONES: RecordTable paints the cell as a badge."""
