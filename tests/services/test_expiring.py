"""Papers and certificates of health that end soon are warned of once each, on the right day."""

from __future__ import annotations

from datetime import date, timedelta

from inspector_app.records.register import StaffMember
from inspector_app.services import expiring
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

END = date(2026, 12, 31)
DAY = timedelta(days=1)


def cook(laptop: Laptop, **fields: object) -> StaffMember:
    values = {"id": new_id(), "operator_id": laptop.shop.id, "name": "孙小梅", "health_valid_until": END}
    return StaffMember.model_validate(values | fields)


def test_r_10_each_warning_appears_once_on_the_right_day(laptop: Laptop) -> None:
    paper, staff = factories.licence(laptop.shop.id, valid_until=END), cook(laptop)
    laptop.receive(paper, staff, cook(laptop, left_on=date(2026, 6, 1)), factories.licence(laptop.shop.id))
    seen: list[tuple[date, str, int]] = []
    day, looked = END - 100 * DAY, None
    while day <= END + 10 * DAY:
        with laptop.acting() as act:
            seen += [(day, each.id, each.days) for each in expiring.due(act.session, looked, day)]
        day, looked = day + DAY, day
    expected = [(END - days * DAY, each.id, days) for days in (60, 30, 7) for each in (paper, staff)]
    assert seen == expected


def test_r_10_after_days_without_a_look_only_the_most_urgent_warning_appears(laptop: Laptop) -> None:
    laptop.receive(factories.licence(laptop.shop.id, valid_until=END))
    with laptop.acting() as act:
        (found,) = expiring.due(act.session, END - 90 * DAY, END - 5 * DAY)
        assert (found.days, found.operator_id, found.valid_until) == (7, laptop.shop.id, END)
        assert expiring.due(act.session, END - 5 * DAY, END) == []
        assert expiring.due(act.session, None, END + DAY) == [], "what is over is no warning"
