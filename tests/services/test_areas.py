"""Indicators and score cards are those of a query by hand, and reckoned again they come out the same."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtGui import QTextDocument
from sqlalchemy import text

from inspector_app.domain.areas import AreaCards
from inspector_app.domain.figures import Figures
from inspector_app.domain.local_time import CHINA, instant
from inspector_app.domain.problems import Code
from inspector_app.errors import AppError
from inspector_app.records.inspections import InspectionResult, Rectification, RectificationState
from inspector_app.records.operators import LicenceState, OperatorStatus
from inspector_app.records.people import Role, User
from inspector_app.records.sampling import Sample
from inspector_app.services import areas, quality
from inspector_app.services.acting import NotHere, Refused
from inspector_app.services.rules import latest, rule
from inspector_app.services.statistics import sheet
from inspector_app.storage.figures import Period
from tests import factories
from tests.factories import COUNTY, TOWNSHIP, VILLAGE
from tests.replica_fixtures import Laptop

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 10))
OTHER_TOWNSHIP = "990101101"
LIVE = "o.status IN ('CAPTURED', 'VERIFIED', 'ACTIVE', 'SUSPENDED')"
BEGINS, ENDS = (instant(datetime(2026, month, 1, tzinfo=CHINA)) for month in (3, 4))
VISITS = (
    "SELECT i.id FROM inspection i JOIN operator o ON o.id = i.operator_id "
    f"WHERE i.signed_at >= {BEGINS} AND i.signed_at < {ENDS}"
)
ORDERS = "SELECT r.id FROM rectification r JOIN operator o ON o.id = r.operator_id WHERE r.issued_on LIKE '2026-03-%'"
BY_HAND = {
    "licensed": (f"SELECT o.id FROM operator o WHERE {LIVE} AND o.licence_state IN ('NONE', 'EXPIRED', 'REVOKED')",
                 f"SELECT o.id FROM operator o WHERE {LIVE}"),
    "verified": ("SELECT o.id FROM operator o WHERE o.status = 'CAPTURED'",
                 f"SELECT o.id FROM operator o WHERE {LIVE}"),
    "visits": (VISITS, None),
    "visits-good": (f"{VISITS} AND i.result = 'NONCONFORM'", VISITS),
    "orders-met": (f"{ORDERS} AND r.state IN ('FAILED', 'ESCALATED')", ORDERS),
    "samples-good": ("SELECT o.id FROM operator o WHERE 0", "SELECT o.id FROM operator o WHERE 0"),
    "no-incident": ("SELECT o.id FROM operator o WHERE 0", None),
    "no-delay": ("SELECT r.id FROM rectification r JOIN operator o ON o.id = r.operator_id "
                 "WHERE r.due_on < '2026-04-10' AND r.state IN ('ISSUED', 'OPEN', 'REPORTED', 'OVERDUE')", None),
}  # fmt: skip
"""{indicator: (what it counts, the whole that it is a part of)}, each over a table of operators named o."""


@pytest.fixture
def county(laptop: Laptop) -> Laptop:
    """Three villages in two townships."""
    records: list[Any] = []
    for number, division in enumerate((VILLAGE, VILLAGE, "990101100201", "990101101200", "990101101200")):
        shop = factories.operator(
            division_code=division,
            status=OperatorStatus.ACTIVE if number else OperatorStatus.CAPTURED,
            licence_state=LicenceState.NONE if number == 4 else LicenceState.VALID,
        )
        records.append(shop)
        for day in (5, 20):
            at = instant(datetime(2026, 3, day, 10, tzinfo=CHINA))
            bad = number == 3 and day == 20
            result = InspectionResult.NONCONFORM if bad else InspectionResult.CONFORM
            visit = factories.visit(
                shop, laptop.wang, laptop.device_id, started_at=at, completed_at=at, signed_at=at, result=result
            )
            records.append(visit)
            if bad:
                records.append(
                    factories.any_of(
                        Rectification,
                        operator_id=shop.id,
                        inspection_id=visit.id,
                        state=RectificationState.OPEN,
                        issued_on=date(2026, 3, 20),
                        due_on=date(2026, 4, 9),
                    )
                )
    laptop.receive(*records)
    return laptop


CASES = [("model-county", COUNTY), ("trusted-township", TOWNSHIP), ("trusted-township", OTHER_TOWNSHIP),
         ("trusted-community", VILLAGE), ("trusted-community", "990101101200")]  # fmt: skip


@pytest.mark.parametrize(("card", "division"), CASES)
def test_f_7_every_figure_is_that_of_an_independent_query_and_leads_to_its_rows(
    county: Laptop, card: str, division: str
) -> None:
    with county.sessions() as session:
        shown = areas.indicators(session, card, division, MARCH)
        for line in shown.lines:
            counted, whole = BY_HAND[line.indicator.id]
            ids = sorted(session.scalars(text(f"{counted} AND o.division_code LIKE '{division}%'")))
            assert areas.rows_behind(session, shown, line) == ids, line.indicator.id
            assert line.counted.count == len(ids)
            all_of = session.scalars(text(f"{whole} AND o.division_code LIKE '{division}%'")) if whole else None
            assert line.counted.of == (None if all_of is None else len(list(all_of))), line.indicator.id
            assert line.figure.formula.zh


@pytest.mark.parametrize("division", [COUNTY, TOWNSHIP, OTHER_TOWNSHIP, "990101101200"])
def test_f_7_the_quality_index_is_that_of_independent_queries_and_leads_to_its_rows(
    county: Laptop, division: str
) -> None:
    samples = [
        factories.any_of(Sample, operator_id=shop, taken_at=BEGINS, state=state)
        for state, shop in zip(("PASS", "FAIL", "TESTING", "CLOSED", "OVERTURNED"), shops(county), strict=True)
    ]
    county.receive(*samples)
    taken = "SELECT s.id FROM sample s JOIN operator o ON o.id = s.operator_id WHERE s.state"
    by_hand = {
        "samples": (f"{taken} IN ('FAIL', 'CLOSED')", f"{taken} IN ('PASS', 'FAIL', 'CLOSED', 'OVERTURNED')"),
        "visits": BY_HAND["visits-good"],
        "licences": BY_HAND["licensed"],
        "orders": BY_HAND["orders-met"],
        "quick-tests": ("SELECT o.id FROM operator o WHERE 0", "SELECT o.id FROM operator o WHERE 0"),
    }
    with county.sessions() as session:
        shown = quality.of_area(session, division, MARCH)
        right, weight = 0.0, 0
        for line in shown.lines:
            wrong, whole = (
                sorted(session.scalars(text(f"{sql} AND o.division_code LIKE '{division}%'")))
                for sql in by_hand[line.share.id]
            )
            assert quality.rows_behind(session, shown, line.wrong) == wrong, line.share.id
            assert quality.rows_behind(session, shown, line.of) == whole, line.share.id
            assert (line.counted.count, line.counted.of) == (len(wrong), len(whole))
            if whole:
                right += line.share.weight * (1 - len(wrong) / len(whole))
                weight += line.share.weight
    assert shown.tenths == pytest.approx(1000 * right / weight, abs=0.5 + 1e-9)


def shops(county: Laptop) -> list[str]:
    """Those of the county, in the order in which they were made."""
    with county.sessions() as session:
        found = session.scalars(text("SELECT id FROM operator ORDER BY id")).all()
    return [each for each in found if each != county.shop.id][:5]


def test_a_good_and_a_bad_area_come_out_so(county: Laptop) -> None:
    yes = {"keepers": True, "banquets": True}
    with county.sessions() as session:
        good, bad = (areas.indicators(session, "trusted-township", each, MARCH) for each in (TOWNSHIP, OTHER_TOWNSHIP))
    assert (good.scored(yes).points, good.scored(yes).passed) == (100, True)
    assert (good.scored({}).points, good.scored({}).passed) == (80, True)
    found = bad.scored(yes)
    assert found.lines == {"licensed": 0, "visits": 10, "visits-good": 0, "no-delay": 0, "no-incident": 10} | {
        "keepers": 10,
        "banquets": 10,
    }
    assert (found.points, found.passed) == (sum(found.lines.values()), False)


def test_an_area_of_another_level_is_refused(county: Laptop) -> None:
    with county.sessions() as session, pytest.raises(Refused) as refused:
        areas.indicators(session, "trusted-township", COUNTY, MARCH)
    assert [each.code for each in refused.value.problems] == [Code.DIVISION_LEVEL]


def test_every_indicator_names_a_figure_that_has_what_it_measures() -> None:
    figures = {each.id: each for each in latest(Figures).figures}
    for card in latest(AreaCards).cards:
        for each in card.indicators:
            assert each.figure in figures, each.id
            assert each.measure.value == "COUNT" or figures[each.figure].of, each.id


def words(html: str) -> str:
    document = QTextDocument()
    document.setHtml(html)
    return "".join(document.toPlainText().split())


def test_the_sheet_of_a_township_matches_the_records(county: Laptop, qapp: object) -> None:
    with county.acting() as act:
        shown = areas.dashboard(act.session, TOWNSHIP, MARCH)
        of_county = sheet(act.session, MARCH)
        for figure, counted in shown.lines:
            number = of_county.number(figure.id)
            assert counted.count == number.by_township.get(TOWNSHIP, 0), figure.id
        printed = words(areas.dashboard_paper(act, TOWNSHIP, MARCH, demo=False).html)
    assert "清河镇市场监管情况" in printed
    assert "检查60.0%" not in printed
    figures = {figure.id: counted for figure, counted in shown.lines}
    assert (figures["visits"].count, figures["operators"].count) == (6, 4)
    assert "检查6—本期进行、已签字的检查；更正后仍为一次" in printed
    assert "质量指数：数据不足" in printed  # visits and licences alone were measured: 45 of 100
    assert f"逾期未检查的经营户：{len(shown.overdue)}户" in printed


def test_the_sheet_of_indicators_shows_each_formula(county: Laptop, qapp: object) -> None:
    with county.acting() as act:
        shown = areas.indicators(act.session, "model-county", COUNTY, MARCH)
        printed = words(areas.indicator_paper(act, "model-county", COUNTY, MARCH, demo=True).html)
    assert "云岭县（990101）" in printed
    for line in shown.lines:
        assert line.indicator.title.zh in printed
        assert "".join(line.figure.formula.zh.split()) in printed


@pytest.fixture
def lead(county: Laptop) -> User:
    made = factories.user(username="zhao", name="赵强", certificate_no="YL00000003", role=Role.TEAM_LEAD)
    county.receive(made)
    return made


def test_a_score_is_reproduced_from_what_was_stored(county: Laptop, lead: User) -> None:
    answers = {"keepers": True, "banquets": False}
    with county.acting(lead) as act:
        made = areas.assess(act, "trusted-township", TOWNSHIP, MARCH, answers, "自评")
    county.receive(factories.operator(licence_state=LicenceState.NONE, status=OperatorStatus.ACTIVE))  # counted since
    with county.acting(lead) as act:
        (kept,) = areas.scores_of(act.session, TOWNSHIP)
        found = areas.again(kept)
        assert areas.scores_of(act.session, OTHER_TOWNSHIP) == []
        now = areas.indicators(act.session, "trusted-township", TOWNSHIP, MARCH).scored(answers)
    assert kept == made
    assert (kept.points, kept.passed) == (found.points, found.passed) == (90, True)
    assert kept.answers == answers
    assert kept.rule_version == rule(AreaCards, MARCH.today).version_name
    assert now.points < kept.points


def test_a_score_is_reckoned_again_by_its_own_card_when_hq_publishes_another(
    county: Laptop, lead: User, publish: Any
) -> None:
    with county.acting(lead) as act:
        made = areas.assess(act, "trusted-township", TOWNSHIP, MARCH, {"keepers": True})
    pack = rule(AreaCards, MARCH.today)
    card = pack.card("trusted-township")
    other = card.indicators[0].model_copy(update={"id": "another", "points": 77})
    cards = (card.model_copy(update={"indicators": (other, *card.indicators[1:]), "pass_points": 90}),)
    publish(pack, cards=cards)
    assert rule(AreaCards, MARCH.today).card("trusted-township").indicators[0].points == 77
    assert (areas.again(made).points, areas.again(made).passed) == (made.points, made.passed)
    with pytest.raises(NotHere):
        areas.again(made.changed(rule_version="areas 2025-01-01 00000000"))


def test_who_leads_nobody_scores_no_area_and_a_score_answers_the_cards_questions(county: Laptop, lead: User) -> None:
    with pytest.raises(AppError, match="not_allowed"), county.acting() as act:
        areas.assess(act, "trusted-township", TOWNSHIP, MARCH, {})
    with pytest.raises(ValueError, match="publicity"), county.acting(lead) as act:
        areas.assess(act, "trusted-township", TOWNSHIP, MARCH, {"publicity": True})
