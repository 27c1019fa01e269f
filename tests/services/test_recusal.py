"""Who has declared an interest in an operator is sent to no visit of it, wherever the same person trades."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inspector_app.domain.officers import Relation
from inspector_app.domain.problems import Code
from inspector_app.records.offices import ConflictOfInterest, InterestKind
from inspector_app.services import inspections, recusal, signing
from inspector_app.services.acting import Refused
from tests import factories
from tests.replica_fixtures import Laptop


def declared(laptop: Laptop, kind: InterestKind = InterestKind.FAMILY, shop: str | None = None) -> ConflictOfInterest:
    with laptop.acting() as act:
        return recusal.declare(act, shop or laptop.shop.id, kind, "表兄")


def absent(laptop: Laptop, days: int = 0) -> set[str]:
    with laptop.acting() as act:
        return set(recusal.away(act.session, laptop.shop.id, act.today + timedelta(days=days)))


def test_b_8_a_declared_interest_stops_that_officer_and_nobody_else(laptop: Laptop) -> None:
    declared(laptop)
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        inspections.start(act, laptop.shop.id)
    assert [(each.code, each.facts["name"]) for each in refused.value.problems] == [(Code.RECUSED, laptop.wang.name)]
    with laptop.acting(laptop.li) as act:
        visit = inspections.start(act, laptop.shop.id)
        with pytest.raises(Refused):
            inspections.change(act, visit.id, inspectors=(*visit.inspectors, factories.officer(laptop.wang)))
        assert inspections.change(act, visit.id, inspectors=(*visit.inspectors, factories.officer(laptop.helper)))


def test_an_interest_that_is_declared_during_the_visit_stops_its_signing(laptop: Laptop) -> None:
    with laptop.acting() as act:
        visit = inspections.start(act, laptop.shop.id)
        assert Code.RECUSED not in [each.code for each in signing.missing(act, visit.id)]
    declared(laptop)
    with laptop.acting() as act:
        assert Code.RECUSED in [each.code for each in signing.missing(act, visit.id)]


def test_it_counts_at_every_shop_of_the_same_person(laptop: Laptop) -> None:
    other, stranger = factories.operator(name="杨柳村粮油店"), factories.operator(name="石桥饭店")
    laptop.receive(
        other, stranger, factories.person(other.id, id_hmac="aa"), factories.person(stranger.id, id_hmac="bb")
    )
    declared(laptop, InterestKind.SHARE, stranger.id)
    declared(laptop, InterestKind.SHARE, other.id)
    assert absent(laptop) == set()
    laptop.receive(factories.person(laptop.shop.id, name="李桂芳", id_hmac="aa"))
    with laptop.acting() as act:
        (interest,) = recusal.away(act.session, laptop.shop.id, act.today).values()
    assert (interest.user_id, interest.relation) == (laptop.wang.id, Relation.OWNER)


def test_it_lasts_from_its_day_through_its_end_which_is_the_officers_own_to_say(laptop: Laptop) -> None:
    interest = declared(laptop)
    with laptop.acting() as act:
        recusal.end(act, interest.id, act.today + timedelta(days=3))
    assert [bool(absent(laptop, days)) for days in (-1, 0, 3, 4)] == [False, True, True, False]
    with pytest.raises(Refused), laptop.acting(laptop.li) as act:
        recusal.end(act, interest.id, act.today)
