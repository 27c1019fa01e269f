"""The inspection pages by keyboard and screen reader: what can be focused has a name."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from inspector_app.records.inspections import Answer, AnswerCode, Inspection, InspectionState
from inspector_app.services import inspections as visits
from inspector_app.storage.photos import PhotoStore
from inspector_app.ui.pages.inspection import InspectionPage
from inspector_app.ui.pages.inspection_steps import Step
from inspector_app.ui.pages.inspections import InspectionsPage
from tests import factories
from tests.replica_fixtures import KEY
from tests.ui.office import Office, laptop, made_office

__all__ = ["laptop", "made_office"]


def visit(office: Office, step: Step) -> str:
    with office.laptop.acting() as act:
        begun = visits.start(act, office.laptop.shop.id)
        officers = (factories.officer(office.laptop.wang), factories.officer(office.laptop.li))
        bad = Answer(code=AnswerCode.NONCONFORM, note="货架上有三袋过期饼干", answered_at=1)
        act.save(begun.changed(inspectors=officers, answers={"RS-B02": bad}))
        if step is not Step.CHECK:
            visits._write_findings(act, act.get(Inspection, begun.id))
            act.save(act.get(Inspection, begun.id).changed(state=InspectionState.COMPLETED, completed_at=2))
    return begun.id


@pytest.mark.parametrize("shown", ["list", *Step])
def test_everything_that_can_be_focused_has_a_name(shown: str, office: Office, tmp_path: Path) -> None:
    page: QWidget
    if shown == "list":
        visit(office, Step.CHECK)
        page = InspectionsPage(office.context)
    else:
        page = InspectionPage(office.context, PhotoStore(tmp_path / "photos", KEY), visit(office, Step(shown)))
    office.qtbot.addWidget(page)
    page.resize(1166, 640)
    page.show()
    office.settle()
    if isinstance(page, InspectionPage) and shown == Step.SIGN:
        page._load(Step.SIGN)
        office.settle()
    nameless = [
        each.objectName() or type(each).__name__
        for each in page.findChildren(QWidget)
        if each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
        and not each.accessibleName()
        and not (isinstance(each, QAbstractButton) and each.text())
        and not (isinstance(each, QLineEdit) and each.placeholderText())
    ]
    assert nameless == []
