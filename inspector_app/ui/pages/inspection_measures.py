"""Values read from an instrument for an item, with their bounds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.checklists import Item, Measure
from inspector_app.ui import formats
from inspector_app.ui.language import QT_TRANSLATE_NOOP
from inspector_app.ui.pages.inspection_answering import measured
from inspector_app.ui.pages.inspection_draft import Draft
from inspector_app.ui.widgets.field_row import FieldRow
from inspector_app.ui.widgets.number_edit import NumberEdit
from inspector_app.ui.widgets.translated import Translated

WIDTH, PAUSE_MS = 160, 800
NAMES: dict[str, str] = {
    "chiller_temp": QT_TRANSLATE_NOOP("Measures", "Chiller temperature"),
    "core_temp": QT_TRANSLATE_NOOP("Measures", "Core temperature"),
    "delivery_temp": QT_TRANSLATE_NOOP("Measures", "Temperature on delivery"),
    "ebike_speed": QT_TRANSLATE_NOOP("Measures", "Greatest speed by the certificate"),
    "ebike_voltage": QT_TRANSLATE_NOOP("Measures", "Voltage of the battery"),
    "film_thickness": QT_TRANSLATE_NOOP("Measures", "Film thickness"),
    "free_chlorine": QT_TRANSLATE_NOOP("Measures", "Free chlorine of the water"),
    "freezer_temp": QT_TRANSLATE_NOOP("Measures", "Freezer temperature"),
    "hot_hold_temp": QT_TRANSLATE_NOOP("Measures", "Hot holding temperature"),
    "inhibition_rate": QT_TRANSLATE_NOOP("Measures", "Inhibition rate of the quick test"),
    "net_weight_error": QT_TRANSLATE_NOOP("Measures", "Error of the net weight"),
    "sample_cabinet_temp": QT_TRANSLATE_NOOP("Measures", "Sample cabinet temperature"),
    "sample_weight": QT_TRANSLATE_NOOP("Measures", "Weight of the kept sample"),
    "storage_temp": QT_TRANSLATE_NOOP("Measures", "Storage temperature"),
}
"""A list that names another measure shows the name that it gives."""


def measure_name(name: str) -> str:
    return QCoreApplication.translate("Measures", NAMES[name]) if name in NAMES else name


class MeasureFields(Translated):
    """A value counts when its field is left, at Enter, or when typing pauses: -1 on the way to -18 is no value."""

    entered = Signal()

    def __init__(self, name: str, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._draft = draft
        self._item: Item | None = None
        self._rows: dict[str, FieldRow] = {}
        self._wrong: dict[tuple[str, str], str] = {}  # (item, measure): what was typed and is no number
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.take)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def retranslate(self) -> None:
        for measure in self._measures():
            text = f"{measure_name(measure.name)} ({measure.unit})"
            self._rows[measure.name].set_texts(text, self._bounds(measure))

    def show_item(self, item: Item | None) -> None:
        if item is self._item:
            return
        self.take()
        self._keep_wrong()
        self._item = item
        for row in self._rows.values():
            row.deleteLater()
        self._rows = {}
        for measure in item.evidence.measures if item else ():
            edit = NumberEdit(decimals=3, is_signed=True)
            edit.setMaximumWidth(WIDTH)
            edit.value_changed.connect(lambda _: self._pause.start())
            edit.editingFinished.connect(self.take)
            edit.returnPressed.connect(self.entered)
            self._rows[measure.name] = FieldRow(f"measure_{measure.name}", edit)
            self._column.addWidget(self._rows[measure.name])
            if item is not None:
                edit.setText(self._wrong.get((item.id, measure.name), ""))
        self.setVisible(bool(self._rows))
        self.retranslate()

    def show_values(self) -> None:
        """Show what the draft holds, where nobody is typing."""
        given = self._draft.answer(self._item.id) if self._item else None
        for measure in self._measures():
            row = self._rows[measure.name]
            value = given.measures.get(measure.name) if given else None
            edit = self._edit(measure)
            if not self._pause.isActive() and edit.value() != value:
                edit.set_value(value)
            edit.setReadOnly(not self._draft.is_open)
            is_out = value is not None and not measure.allows(value)
            row.set_problem(self.tr("Out of bounds: {bounds}").format(bounds=self._bounds(measure)) if is_out else "")

    def unread(self) -> str:
        """What was typed and is no number; it is not saved."""
        wrong = [edit.text() for edit in map(self._edit, self._measures()) if edit.value() is None]
        return "; ".join(text.strip() for text in wrong if text.strip())

    def take(self) -> None:
        """What stands in the fields counts now."""
        self._pause.stop()
        if self._item is None or not self._draft.is_open:
            return
        values = {measure.name: self._edit(measure).value() for measure in self._measures()}
        measures = {name: value for name, value in values.items() if value is not None}
        before = self._draft.answer(self._item.id)
        if measures != (before.measures if before else {}):
            self._draft.set_answer(self._item.id, measured(self._item, before, measures, self._draft.now()))

    def _keep_wrong(self) -> None:
        """The item is left: what is no number is there again, to be mended, when somebody comes back."""
        for measure in self._measures():
            assert self._item is not None
            edit = self._edit(measure)
            self._wrong[self._item.id, measure.name] = edit.text() if edit.value() is None else ""

    def _measures(self) -> Sequence[Measure]:
        return self._item.evidence.measures if self._item else ()

    def _edit(self, measure: Measure) -> NumberEdit:
        edit = self._rows[measure.name].editor
        assert isinstance(edit, NumberEdit)
        return edit

    def _bounds(self, measure: Measure) -> str:
        low, high = measure.low_milli, measure.high_milli
        if low is not None and high is not None:
            return self.tr("{low} to {high} {unit}").format(
                low=formats.quantity(low), high=formats.quantity(high), unit=measure.unit
            )
        if high is not None:
            return self.tr("at most {high} {unit}").format(high=formats.quantity(high), unit=measure.unit)
        if low is not None:
            return self.tr("at least {low} {unit}").format(low=formats.quantity(low), unit=measure.unit)
        return ""
