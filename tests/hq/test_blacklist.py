"""The blacklist at HQ: basis, evidence, a second person, a term; removal on its last day; what was, stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest

from inspector_app.domain.local_time import CHINA, instant
from inspector_app.domain.problems import Code
from inspector_app.errors import AppError
from inspector_app.hq import desk, users
from inspector_app.hq.office import Office
from inspector_app.hq.registers import Register
from inspector_app.records.credit import BlacklistEntry, BlacklistState
from inspector_app.records.operators import Operator
from inspector_app.records.people import Role, User
from inspector_app.services import blacklist
from inspector_app.services.acting import Acting, Refused
from sync.record import new_id
from tests import factories
from tests.running_hq import PASSWORD, TOWNSHIP, clock

DAY = date(2026, 3, 18)
EVIDENCE = (new_id(),)


def at(day: date) -> Callable[[], int]:
    """The clock of HQ at noon of a day."""
    return lambda: instant(datetime.combine(day, time(12), CHINA))


@pytest.fixture
def shop(office: Office) -> Operator:
    """With the three people of the procedure: two of the county, one of HQ."""
    for username, role in (("county1", Role.COUNTY_ADMIN), ("county2", Role.COUNTY_ADMIN), ("admin1", Role.HQ_ADMIN)):
        users.add(office, factories.user(username=username, role=role, townships=()), PASSWORD, clock())
    made = factories.operator(division_code=TOWNSHIP)
    with office.service.author("HQ", clock()) as author:
        author.save(made)
        author.save(factories.person(made.id, id_hmac="ab" * 32))
    return made


def act(office: Office, by: str, work: Callable[[Acting], Any], day: date = DAY) -> Any:
    return Register.of(office, by, at(day)).write(lambda acting: (work(acting), {}))


def proposed(office: Office, shop: Operator, by: str = "county1", **fields: Any) -> BlacklistEntry:
    told = {"basis": "食品安全法实施条例第六十六条", "evidence": EVIDENCE} | fields
    entry: BlacklistEntry = act(office, by, lambda acting: blacklist.propose(acting, shop.id, **told))
    return entry


def step(office: Office, by: str, entry: BlacklistEntry, action: str, day: date = DAY, **given: Any) -> BlacklistEntry:
    reason = given.pop("reason", "")
    taken = desk.step(office, by, "blacklist_entry", entry.id, action, given, reason, at(day))
    assert isinstance(taken.record, BlacklistEntry)
    return taken.record


def refused(office: Office, by: str, entry: BlacklistEntry, action: str, day: date = DAY, **given: Any) -> list[Code]:
    with pytest.raises(Refused) as stopped:
        step(office, by, entry, action, day, **given)
    return [each.code for each in stopped.value.problems]


def listed(office: Office, shop: Operator) -> BlacklistEntry:
    entry = proposed(office, shop)
    step(office, "county1", entry, "notify")
    step(office, "admin1", entry, "decide", statement="无异议")
    return step(office, "admin1", entry, "list")


def state(office: Office, entry: BlacklistEntry) -> BlacklistState:
    held = office.one(BlacklistEntry, id=entry.id)
    assert held is not None
    return held.state


@pytest.mark.parametrize("missing", [{"basis": " "}, {"evidence": ()}])
def test_f_3_nobody_is_proposed_without_basis_and_evidence(
    office: Office, shop: Operator, missing: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as stopped:
        proposed(office, shop, **missing)
    assert [(each.field, each.code) for each in stopped.value.problems] == [(next(iter(missing)), Code.REQUIRED)]
    assert office.one(BlacklistEntry, operator_id=shop.id) is None


def test_f_3_only_hqs_role_lists_and_the_party_is_heard_first(office: Office, shop: Operator) -> None:
    with pytest.raises(AppError, match="not_allowed"):
        proposed(office, shop, by="wang")
    entry = proposed(office, shop)
    assert refused(office, "admin1", entry, "list") == [Code.MOVE_NOT_ALLOWED]
    assert refused(office, "admin1", entry, "decide", statement="x") == [Code.MOVE_NOT_ALLOWED]
    step(office, "county2", entry, "notify")
    assert refused(office, "county1", entry, "decide", statement="x") == [Code.MOVE_NOT_ALLOWED]
    assert refused(office, "admin1", entry, "decide") == [Code.REQUIRED]
    step(office, "admin1", entry, "decide", no_statement=True)
    for by in ("wang", "county1", "county2"):
        assert refused(office, by, entry, "list") == [Code.MOVE_NOT_ALLOWED]
    assert step(office, "admin1", entry, "list").state is BlacklistState.LISTED


def test_f_3_who_told_the_party_does_not_decide(office: Office, shop: Operator) -> None:
    """The same person in another chair is no second person."""
    entry = proposed(office, shop)
    step(office, "county1", entry, "notify")
    same: User = users.named(office, "county1")
    with office.service.author("HQ", clock()) as author:
        author.save(same.changed(role=Role.HQ_ADMIN))
    assert refused(office, "county1", entry, "decide", statement="x") == [Code.SAME_PERSON]


def test_nothing_of_the_list_is_written_on_a_laptop(office: Office, shop: Operator) -> None:
    user = users.named(office, "county1")

    def work(acting: Acting) -> None:
        on_laptop = Acting(acting.session, acting.writer, user, new_id(), acting.now)
        blacklist.propose(on_laptop, shop.id, "依据", EVIDENCE)

    with pytest.raises(AppError, match="not_allowed"):
        act(office, "county1", work)


def test_f_3_it_is_removed_on_the_day_of_expiry(office: Office, shop: Operator) -> None:
    """Three years; the day before nothing happens, and it cannot be ended by hand either; what was, stays on record."""
    entry = listed(office, shop)
    ends = date(2029, 3, 18)
    assert (entry.listed_on, entry.term_ends_on, entry.id_hmac) == (DAY, ends, "ab" * 32)
    before = date(2029, 3, 17)
    assert desk.expire_blacklist(office, at(before)) == 0
    assert refused(office, "admin1", entry, "expire", before) == [Code.NOT_DUE]
    assert state(office, entry) is BlacklistState.LISTED
    assert desk.expire_blacklist(office, at(ends)) == 1
    assert desk.expire_blacklist(office, at(ends)) == 0
    held = act(office, "admin1", lambda acting: blacklist.of_operator(acting, shop.id), ends)
    assert [(each.state, each.removed_on, each.basis) for each in held] == [
        (BlacklistState.EXPIRED, ends, "食品安全法实施条例第六十六条")
    ]


def test_an_early_removal_takes_a_year_and_a_reason(office: Office, shop: Operator) -> None:
    entry = listed(office, shop)
    assert refused(office, "admin1", entry, "remove", date(2027, 3, 17), reason="已改正") == [Code.NOT_DUE]
    assert refused(office, "admin1", entry, "remove", date(2027, 3, 18)) == [Code.REQUIRED]
    assert refused(office, "county1", entry, "remove", date(2027, 3, 18), reason="已改正") == [Code.MOVE_NOT_ALLOWED]
    gone = step(office, "admin1", entry, "remove", date(2027, 3, 18), reason="已改正")
    assert (gone.state, gone.removed_on) == (BlacklistState.REMOVED, date(2027, 3, 18))
