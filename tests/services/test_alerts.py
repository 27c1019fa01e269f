"""An alert reaches whom it concerns; a red one that was not read stops a new visit, until it is acknowledged."""

from __future__ import annotations

from typing import Any

import pytest

from inspector_app.domain.problems import Code
from inspector_app.errors import AppError
from inspector_app.records.inspections import InspectionState
from inspector_app.records.notices import Alert, AlertLevel, AlertReceipt
from inspector_app.records.people import Role
from inspector_app.services import alerts, inspections
from inspector_app.services.acting import Refused
from inspector_app.storage.rows import columns, records
from tests import factories
from tests.replica_fixtures import Laptop


def alert(laptop: Laptop, level: AlertLevel = AlertLevel.RED, **fields: Any) -> Alert:
    given = {"level": level, "title": "问题奶粉", "published_in": factories.COUNTY, "issued_at": laptop.now}
    made = factories.any_of(Alert, **given | fields)
    laptop.receive(made)
    return made


def starts(laptop: Laptop) -> bool:
    """Whether a visit can begin; what stops it is the alert by its name."""
    stops: list[tuple[Code, str | int]] = []
    try:
        with laptop.acting() as act:
            visit = inspections.start(act, laptop.shop.id)
            inspections.void(act, visit.id, "试")
    except Refused as refused:
        stops = [(each.code, each.facts["title"]) for each in refused.problems]
    assert stops in ([], [(Code.ALERT_UNREAD, "问题奶粉")])
    return not stops


def test_an_unread_red_alert_blocks_a_new_visit_until_it_is_acknowledged(laptop: Laptop) -> None:
    assert starts(laptop)
    made = alert(laptop)
    assert not starts(laptop)
    with laptop.acting(laptop.li) as act:  # another's receipt is not one's own
        alerts.acknowledge(act, made.id)
    assert not starts(laptop)
    with laptop.acting() as act:
        receipt = alerts.acknowledge(act, made.id, "已下架")
        assert alerts.unread(act) == []
    assert starts(laptop)
    with laptop.sessions() as session:
        kept = records(session, AlertReceipt, columns(AlertReceipt))
    assert receipt in kept
    assert {each.user_id for each in kept} == {laptop.wang.id, laptop.li.id}


def test_a_visit_that_was_begun_goes_on(laptop: Laptop) -> None:
    with laptop.acting() as act:
        begun = inspections.start(act, laptop.shop.id)
    alert(laptop)
    with laptop.acting() as act:
        assert inspections.begin(act, laptop.shop.id) == begun
        assert begun.state is InspectionState.IN_PROGRESS


@pytest.mark.parametrize(
    ("fields", "blocks"),
    [
        ({"level": AlertLevel.ORANGE}, False),
        ({"divisions": (factories.TOWNSHIP,)}, True),
        ({"divisions": (factories.COUNTY,)}, True),
        ({"divisions": (factories.VILLAGE,)}, True),
        ({"divisions": ("990101101", "990102")}, False),
        ({"expires_on": "2026-03-17"}, False),
        ({"expires_on": "2026-03-18"}, True),
        ({"cancelled_at": 5}, False),
    ],
)
def test_it_is_told_by_area_and_level_and_through_its_last_day(
    laptop: Laptop, fields: dict[str, Any], blocks: bool
) -> None:
    alert(laptop, **fields)
    assert starts(laptop) is not blocks


def test_the_gravest_stands_first(laptop: Laptop) -> None:
    made = [alert(laptop, level, issued_at=laptop.now - n) for n, level in enumerate(reversed(AlertLevel))]
    with laptop.acting() as act:
        assert alerts.in_force(act) == made[::-1]


def test_only_hq_warns(laptop: Laptop) -> None:
    with pytest.raises(AppError, match="not_allowed"), laptop.acting() as act:
        alerts.issue(act, AlertLevel.RED, "1", "标题", "内容")
    admin = factories.user(username="admin", role=Role.HQ_ADMIN)
    with pytest.raises(AppError, match="not_allowed"), laptop.acting(admin) as act:  # nor its people on a laptop
        alerts.issue(act, AlertLevel.RED, "1", "标题", "内容")
