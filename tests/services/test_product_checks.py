"""A scan tells what stands against the goods: no certificate, no agent, a ban."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspector_app.domain.problems import Code, Severity
from inspector_app.records.goods import Product, ProductField
from inspector_app.records.notices import Alert, AlertKind
from inspector_app.records.suppliers import Certificate, CertificateKind
from inspector_app.services import product_checks
from inspector_app.services.acting import Refused
from inspector_app.storage import operators, products
from inspector_app.storage.operators import OperatorFilter
from tests import factories
from tests.replica_fixtures import Laptop

TODAY = date(2026, 3, 18)


def goods(laptop: Laptop, **fields: Any) -> Product:
    made = factories.product(**fields)
    laptop.receive(made)
    return made


def codes(laptop: Laptop, product: Product, on: date = TODAY) -> list[Code]:
    with laptop.acting() as act:
        return [each.code for each in product_checks.check(act, product, on)]


@pytest.mark.parametrize(
    ("fields", "flagged"),
    [
        ({"name": "五孔插座", "field": ProductField.CONSUMER_GOODS}, True),
        ({"name": "多功能电 饭 煲", "field": ProductField.CONSUMER_GOODS}, True),
        ({"name": "手工布偶", "field": ProductField.CONSUMER_GOODS, "ccc_class": "22"}, True),
        ({"name": "陶瓷碗", "field": ProductField.CONSUMER_GOODS}, False),
        ({"name": "玩具造型糖果"}, False),  # food
    ],
)
def test_listed_goods_without_a_certificate_are_flagged(laptop: Laptop, fields: dict[str, Any], flagged: bool) -> None:
    assert codes(laptop, goods(laptop, **fields)) == [Code.CERTIFICATE_MISSING] * flagged


def test_a_valid_ccc_certificate_takes_the_flag_away(laptop: Laptop) -> None:
    socket = goods(laptop, name="五孔插座", field=ProductField.CONSUMER_GOODS)
    with pytest.raises(Refused), laptop.acting() as act:
        product_checks.add_certificate(act, factories.any_of(Certificate, product_id=socket.id, number=" "))
    organic = factories.any_of(Certificate, product_id=socket.id, certificate_kind=CertificateKind.ORGANIC, number="1")
    with laptop.acting() as act:
        product_checks.add_certificate(act, organic)
    assert codes(laptop, socket) == [Code.CERTIFICATE_MISSING]
    with laptop.acting() as act:
        product_checks.add_certificate(
            act, factories.any_of(Certificate, product_id=socket.id, number="2025010201", valid_until=TODAY)
        )
    assert codes(laptop, socket) == []
    assert codes(laptop, socket, date(2026, 3, 19)) == [Code.CERTIFICATE_MISSING]


def test_imported_goods_without_an_agent_are_flagged(laptop: Laptop) -> None:
    for fields in ({"origin": "新西兰"}, {"customs_no": "220120261000000001"}):
        product = goods(laptop, **fields)
        with laptop.acting() as act:
            (found,) = product_checks.check(act, product, TODAY)
        assert (found.field, found.code) == ("importer", Code.REQUIRED)
        assert codes(laptop, goods(laptop, importer="云岭进出口有限公司", **fields)) == []
    assert codes(laptop, goods(laptop, origin=" 中国 ")) == []


def ban(**fields: Any) -> Alert:
    known = {"alert_kind": AlertKind.IMPORT_BAN, "number": "禁〔2026〕3号", "issued_at": 1}
    return factories.any_of(Alert, **known | fields)


def test_a_banned_origin_on_an_active_list_is_a_red_message_at_the_scan(laptop: Laptop) -> None:
    beef = goods(laptop, name="冷冻牛肉", origin="甲国", importer="某公司", gtin="06901234567892")
    laptop.receive(ban(origin="甲国", product_name="牛肉", expires_on=TODAY))
    with laptop.acting() as act:
        found = product_checks.scanned(act, "6901234567892")
        assert found.product == beef
        (problem,) = found.problems
        assert (problem.code, problem.severity) == (Code.ORIGIN_BANNED, Severity.ERROR)
        assert problem.facts == {"name": "甲国", "number": "禁〔2026〕3号"}
        assert product_checks.scanned(act, "4000000000006").product is None
    assert codes(laptop, beef, date(2026, 3, 19)) == []  # the list has ended
    assert codes(laptop, goods(laptop, name="奶粉", origin="甲国", importer="某公司")) == []
    assert codes(laptop, goods(laptop, name="冷冻牛肉", origin="乙国", importer="某公司")) == []


@pytest.mark.parametrize(
    ("fields", "banned"),
    [
        ({"origin": "甲国"}, True),
        ({"product_name": "牛肉"}, True),
        ({"gtin": "06901234567892"}, True),
        ({"gtin": "06901234567908"}, False),
        ({"origin": "甲国", "cancelled_at": 1}, False),
        ({"origin": "甲国", "issued_at": 1 << 52}, False),  # still to come
        ({"origin": "甲国", "alert_kind": AlertKind.RISK}, False),
        ({}, False),  # a ban that names nothing bans nothing
    ],
)
def test_what_a_ban_means(laptop: Laptop, fields: dict[str, Any], banned: bool) -> None:
    laptop.receive(ban(**fields))
    beef = goods(laptop, name="冷冻牛肉", origin="甲国", importer="某公司")
    assert codes(laptop, beef) == [Code.ORIGIN_BANNED] * banned


def test_an_imported_product_is_found_by_its_customs_declaration(laptop: Laptop) -> None:
    wine = goods(laptop, name="葡萄酒", customs_no="220120261000000001")
    goods(laptop, name="葡萄酒", gtin=None)
    with laptop.sessions() as session:
        assert products.search_products(session, "2201202610", None, 10) == [wine]


def test_bases_of_export_are_filtered_by_their_flag(laptop: Laptop) -> None:
    base = factories.operator(name="云岭出口蔬菜基地", export_base=True, export_base_no="9901-CK-001")
    laptop.receive(base)
    with laptop.sessions() as session:
        assert operators.page(session, OperatorFilter(export_base=True), None, 10) == [base]
        assert operators.page(session, OperatorFilter(export_base=False), None, 10) == [laptop.shop]
        assert len(operators.page(session, OperatorFilter(), None, 10)) == 2
