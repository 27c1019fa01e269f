"""Which townships boxes offer: those in force, and of the past what something on record bears."""

from __future__ import annotations

from datetime import date

from inspector_app.ui.pages.operators import OperatorsPage
from inspector_app.ui.pages.registration import RegistrationPage
from inspector_app.ui.widgets.choice_box import ChoiceBox
from sync.record import new_id
from tests import factories
from tests.ui.office import Office, laptop, made_office

__all__ = ["laptop", "made_office"]


def opened(office: Office, operator_id: str = "") -> RegistrationPage:
    page = RegistrationPage(office.context, operator_id)
    office.qtbot.addWidget(page)
    office.settle()
    return page


def test_a_township_of_the_past_is_offered_to_its_own_operators_alone(office: Office) -> None:
    def offered(page: RegistrationPage) -> list[str]:
        box = page.findChild(ChoiceBox, "division_code")
        return [box.itemText(row) for row in range(box.count())]

    office.receive(factories.region("990101101", "白塔镇", factories.COUNTY))
    town = next(each for each in factories.regions() if each.code == factories.TOWNSHIP)
    old = town.changed(id=new_id(), code="990101199", name="旧河乡", valid_to=date(2026, 1, 5))
    office.receive(old)
    office.receive(office.laptop.shop.changed(division_code="990101199"))
    page = opened(office, office.laptop.shop.id)
    assert offered(page) == ["清河镇", "白塔镇", "旧河乡 (until 5 Jan 2026)"]
    assert page.findChild(ChoiceBox, "division_code").currentText() == "旧河乡 (until 5 Jan 2026)"
    assert page.findChild(ChoiceBox, "division_code").value() == "990101199"
    assert offered(opened(office)) == ["清河镇", "白塔镇"]


def test_a_township_of_the_past_can_be_filtered_for_while_operators_bear_it(office: Office) -> None:
    town = next(each for each in factories.regions() if each.code == factories.TOWNSHIP)
    for code in ("990101199", "990101198"):
        office.receive(town.changed(id=new_id(), code=code, name="旧河乡", valid_to=date(2026, 1, 5)))
    office.receive(office.laptop.shop.changed(division_code="990101199201"))
    page = OperatorsPage(office.context)
    office.qtbot.addWidget(page)
    office.settle()
    box = page.findChild(ChoiceBox, "filter_township")
    offered = [(box.itemData(row), box.itemText(row)) for row in range(1, box.count())]
    assert offered == [(factories.TOWNSHIP, "清河镇"), ("990101199", "旧河乡 (until 5 Jan 2026)")]
