"""The result of a visit and, line by line, why it is that one (domain.scoring)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from inspector_app.domain.scoring import Line, LineCode, Outcome
from inspector_app.records.inspections import InspectionResult, InspectionType
from inspector_app.ui import labels, theme
from inspector_app.ui.language import QT_TRANSLATE_NOOP
from inspector_app.ui.widgets.badge import Badge
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.section import Section

LINES: dict[LineCode, str] = {
    LineCode.COVERAGE: QT_TRANSLATE_NOOP("Scoring", "{type}: {checked} of {items} items were checked."),
    LineCode.KEY_ITEMS: QT_TRANSLATE_NOOP("Scoring", "Key items: {checked} checked, {failed} do not conform."),
    LineCode.GENERAL_ITEMS: QT_TRANSLATE_NOOP(
        "Scoring", "General items: {checked} checked, {na} not applicable, {failed} do not conform."
    ),
    LineCode.GENERAL_RATE: QT_TRANSLATE_NOOP(
        "Scoring", "General items that conform: {passed} of {counted}, that is {percent} %."
    ),
    LineCode.GENERAL_RATE_EMPTY: QT_TRANSLATE_NOOP("Scoring", "No general item applies: counted as 100 %."),
    LineCode.KEY_TOO_MANY: QT_TRANSLATE_NOOP(
        "Scoring", "{failed} key items do not conform; with more than {limit} the result is “does not conform”."
    ),
    LineCode.RATE_TOO_LOW: QT_TRANSLATE_NOOP(
        "Scoring", "{percent} % is below {limit} %: the result is “does not conform”."
    ),
    LineCode.ONE_KEY_FAILED: QT_TRANSLATE_NOOP(
        "Scoring", "All general items conform and {failed} key item does not: “basically conforms”."
    ),
    LineCode.RESULT: QT_TRANSLATE_NOOP("Scoring", "Result: {result}."),
    LineCode.WEIGHTED: QT_TRANSLATE_NOOP(
        "Scoring", "Score for comparison, never the legal result: {earned} of {possible} points, {score} of 100."
    ),
    LineCode.CAPPED: QT_TRANSLATE_NOOP(
        "Scoring", "With {failed} key items that do not conform the score is at most {cap}."
    ),
    LineCode.NOTHING_CHECKED: QT_TRANSLATE_NOOP("Scoring", "Nothing that counts was checked: there is no result."),
}


def explain(line: Line) -> str:
    facts = {name: str(value) for name, value in line.facts.items()}
    if "permille" in line.facts:
        facts["percent"] = f"{int(line.facts['permille']) / 10:.1f}"
    if "type" in facts:
        facts["type"] = labels.label(InspectionType(facts["type"]))
    if "result" in facts:
        facts["result"] = labels.label(InspectionResult(facts["result"]))
    return QCoreApplication.translate("Scoring", LINES[line.code]).format(**facts)


class ResultCard(Section):
    def __init__(self, name: str, outcome: Outcome, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._outcome = outcome
        self._badge = Badge(f"{name}_badge")
        self._score = named(QLabel(), f"{name}_score", role="note")
        self._why = named(QLabel(), f"{name}_why", role="note")
        self._why.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL + 4)
        row.addWidget(self._badge)
        row.addWidget(self._score)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self._why)

    def retranslate(self) -> None:
        self.set_title(self.tr("Result"))
        result = self._outcome.result
        self._badge.set_state(labels.tone(result), labels.label(result) or self.tr("No result"))
        score = self._outcome.score
        self._score.setText("" if score is None else self.tr("Score {score} of 100").format(score=score))
        self._why.setText(
            "\n".join(explain(line) for line in self._outcome.explanation if line.code is not LineCode.RESULT)
        )
