"""One call finds everything, the nearest first, and shows each role what it may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from inspector_app.records.complaints import Complaint, ComplaintSource
from inspector_app.records.incidents import Incident
from inspector_app.records.oversight import AccessLog
from inspector_app.records.people import Role
from inspector_app.records.recalls import RecallLevel, RecallNotice
from inspector_app.records.reference import Standard
from inspector_app.records.register import StaffMember
from inspector_app.records.sampling import Sample
from inspector_app.records.suppliers import Supplier, SupplierFile, SupplierPaper
from inspector_app.services import access_log, searching
from inspector_app.services.reference_search import ReferenceSearch
from inspector_app.services.registration import person_hmac
from inspector_app.services.searching import Hit
from inspector_app.storage import rows
from inspector_app.storage import search as index
from inspector_app.storage.finding import Nearness
from inspector_app.storage.searched import SEARCHED, Fields
from sync.record import Personal, Record, new_id
from tests import factories
from tests.replica_fixtures import KEY, Laptop

ID = "990101199001010011"
Find = Callable[..., dict[str, list[Hit]]]


@pytest.fixture(scope="module")
def reference() -> ReferenceSearch:
    return ReferenceSearch()


@pytest.fixture
def find(laptop: Laptop, reference: ReferenceSearch) -> Find:
    """{kind: hits} of what a user types, in the order of the groups."""

    def groups(typed: str, role: Role = Role.INSPECTOR, limit: int = 5) -> dict[str, list[Hit]]:
        with laptop.acting(laptop.wang.changed(role=role)) as act:
            return {group.kind: list(group.hits) for group in searching.search(act, reference, typed, limit)}

    return groups


def keep(laptop: Laptop, *records: Record) -> None:
    laptop.receive(*records)
    with laptop.sessions.begin() as session:
        index.refresh(session, [(each.kind, each.id) for each in records])


def names(hits: list[Hit]) -> list[str]:
    return [hit.name for hit in hits]


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("zsxcs", "operator", "张三小超市"), ("章三小超市", "operator", "张三小超市"), ("htjy", "product", "海天酱油"),
        ("JY1330", "licence", "JY13301010000018"), ("ouyangf", "person", "欧阳锋"), ("13800002222", "person", "欧阳锋"),
        ("吊白块", "substance", "吊白块"), ("dbk", "substance", "吊白块"), ("雕白粉", "substance", "吊白块"),
        ("rongalite", "substance", "吊白块"), ("苯甲酸", "additive", "苯甲酸及其钠盐"),
        ("211", "additive", "苯甲酸及其钠盐"),
        ("anxixiangsuan", "additive", "苯甲酸及其钠盐"), ("gb7718", "standard", "食品安全国家标准 预包装食品标签通则"),
        ("食品安全法", "standard", "食品安全法"), ("食品安全法第三十四条", "clause", "食品安全法 第三十四条"),
        ("禁止生产经营", "clause", "食品安全法 第三十四条"), ("jzscjy", "clause", "食品安全法 第三十四条"),
        ("RS-A02", "checklist_item", "RS-A02 经营者身份、住所、经营地址、联系电话与实名登记信息一致。"),
    ],
)  # fmt: skip
def test_a_2_one_call_finds_shops_people_papers_goods_rules_and_substances(
    laptop: Laptop, find: Find, typed: str, kind: str, name: str
) -> None:
    shop = factories.operator(name="张三小超市")
    paper = factories.licence(shop.id, number="JY13301010000018", number_as_printed="JY13301010000018")
    owner = factories.person(shop.id, name="欧阳锋", phone="13800002222")
    keep(laptop, shop, owner, paper, factories.product(name="海天酱油", brand="海天"))
    found = find(typed)
    assert names(found[kind])[0] == name
    if kind in ("operator", "person", "licence"):
        assert found[kind][0].operator_id == shop.id


def test_the_kind_with_the_nearest_hit_comes_first(laptop: Laptop, find: Find) -> None:
    keep(laptop, factories.operator(name="卖苏丹红的店"), factories.product(name="苏丹红色素"))
    found = find("苏丹红")
    assert next(iter(found)) == "substance"
    assert found["substance"][0].nearness is Nearness.EXACT
    assert found["product"][0].nearness is Nearness.BEGINS
    assert found["operator"][0].nearness is Nearness.WITHIN
    assert list(found).index("product") < list(found).index("operator")


def test_a_person_is_found_by_a_whole_id_number_alone_and_shown_without_it(laptop: Laptop, find: Find) -> None:
    shop = factories.operator(name="便民店")
    owner = factories.person(
        shop.id, name="欧阳锋", id_number=ID, id_hmac=person_hmac(ID, KEY), phone="13800002222"
    )  # fmt: skip
    keep(laptop, shop, owner)
    (hit,) = find(ID)["person"]
    assert (hit.name, hit.note, hit.nearness) == ("欧阳锋", "便民店 · 138****2222", Nearness.EXACT)
    for part in (ID[:17], ID[6:14], ID[-4:], ID[:6]):
        assert "person" not in find(part)


def test_who_may_only_read_finds_no_person_and_no_shop_by_one(laptop: Laptop, find: Find) -> None:
    shop = factories.operator(name="便民店", phone="13800003333")
    owner = factories.person(shop.id, name="欧阳锋", id_number=ID, id_hmac=person_hmac(ID, KEY), phone="13800002222")
    keep(laptop, shop, owner)
    for typed in ("欧阳", "oyf", "13800002222", "13800003333", ID):
        found = find(typed)
        assert "person" in found or "operator" in found, typed
        assert not {"person", "operator"} & set(find(typed, Role.READ_ONLY)), typed
    assert names(find("便民店", Role.READ_ONLY)["operator"]) == ["便民店"]


def test_a_limit_holds_for_each_kind(laptop: Laptop, find: Find) -> None:
    keep(laptop, *(factories.operator(name=f"食品店{number}") for number in range(9)))
    assert all(len(hits) <= 4 for hits in find("食品", limit=4).values())
    assert len(find("食品", limit=4)["operator"]) == 4


def test_an_edition_that_has_ended_is_not_offered(laptop: Laptop, reference: ReferenceSearch) -> None:
    with laptop.acting() as act:
        for day, keys in ((date(2026, 4, 17), ["GB7718", "GB7718N"]), (date(2027, 3, 16), ["GB7718N"])):
            found = reference.find(act.session, "gb7718", day, 5)
            assert [text.id for _, text in found["standard"]] == keys
            assert {text.id.split()[0] for _, text in found["clause"]} <= set(keys)


def test_a_list_that_hq_publishes_is_found_from_then_on(laptop: Laptop, find: Find) -> None:
    assert "checklist_item" not in find("MH-A01")
    keep(laptop, factories.checklist("market-host", published_at=2))
    assert names(find("MH-A01")["checklist_item"])[0].startswith("MH-A01 ")


def test_a_standard_that_hq_publishes_is_found_with_its_clauses(laptop: Laptop, find: Find) -> None:
    edition = Standard(
        id=new_id(),
        published_in="CN",
        number="GB 2717-2018",
        title_zh="食品安全国家标准 酱油",
        clauses={"3.1": "原料要求"},
        valid_from=date(2018, 12, 21),
        published_at=3,
    )
    assert find("gb2717") == {}
    keep(laptop, edition, edition.changed(id=new_id(), number="GB 2717-2003", valid_to=date(2018, 12, 20)))
    assert [hit.note for hit in find("gb2717")["standard"]] == ["GB 2717-2018 · 2018-12-21 –"]
    assert names(find("原料要求")["clause"]) == ["GB 2717-2018 3.1"]


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("副食批发", "supplier", "青山副食批发部"), ("qspf", "supplier", None),
        ("qsfspfb", "supplier", "青山副食批发部"),
        ("钱大海", "supplier", "青山副食批发部"), ("云B12345", "supplier", "青山副食批发部"),
        ("SC1234", "supplier", "青山副食批发部"),
        ("TS2026-0007", "complaint", "TS2026-0007"), ("过期酱油", "complaint", "TS2026-0007"),
        ("SG-3", "incident", "SG-3"), ("红白喜事", "incident", "SG-3"), ("hbxs", "incident", "SG-3"),
        ("CY001", "sample", "CY001"), ("FT-9", "sample", "CY001"), ("ZH20260301", "recall_notice", "召回清河挂面"),
        ("赵小厨", "person", "赵小厨"), ("zxc", "person", "赵小厨"),
    ],
)  # fmt: skip
def test_a_2_suppliers_complaints_incidents_samples_recalls_and_staff_are_found(
    laptop: Laptop, find: Find, typed: str, kind: str, name: str | None
) -> None:
    shop, by, now = laptop.shop, laptop.wang.id, laptop.now
    supplier = Supplier(
        id=new_id(), county_code="990101", name="青山副食批发部", contact_name="钱大海", vehicle_plate="云B·12345"
    )
    keep(
        laptop,
        supplier,
        SupplierFile(
            id=new_id(),
            supplier_id=supplier.id,
            paper=SupplierPaper.PRODUCTION_LICENCE,
            number="SC1234",
            seen_by=by,
            seen_at=1,
        ),
        Complaint(
            id=new_id(),
            operator_id=shop.id,
            number="TS2026-0007",
            source=ComplaintSource.PHONE,
            facts="买到过期酱油",
            received_at=now,
            received_by=by,
        ),
        Incident(
            id=new_id(), operator_id=shop.id, number="SG-3", place="红白喜事礼堂", discovered_at=now, discovered_by=by
        ),
        Sample(
            id=new_id(),
            operator_id=shop.id,
            number="CY001",
            product_name="散装白酒",
            seal_numbers=("FT-8", "FT-9"),
            planned_by=by,
        ),
        RecallNotice(
            id=new_id(),
            published_in="CN",
            number="ZH-1",
            title="召回清河挂面",
            level=RecallLevel.II,
            product_name="清河挂面",
            batches=("ZH20260301",),
            reason="菌落总数超标",
            issuer="省局",
            known_at=1,
            published_at=1,
        ),
        StaffMember(id=new_id(), operator_id=shop.id, name="赵小厨"),
    )
    found = find(typed)
    assert names(found[kind])[:1] == [name] if name else kind not in found


def test_the_name_of_a_shop_that_was_merged_finds_the_one_it_is_now(laptop: Laptop, find: Find) -> None:
    old, new = factories.operator(name="张三小超市"), factories.operator(name="三和超市")
    keep(laptop, old, new)
    assert names(find("zsxcs")["operator"]) == ["张三小超市"]
    keep(laptop, factories.merger(old, new))
    assert names(find("zsxcs")["operator"]) == ["三和超市"]
    assert names(find("超市")["operator"]) == ["三和超市"]


def test_what_a_supplier_keeps_to_itself_is_not_found_by_who_may_only_read(laptop: Laptop, find: Find) -> None:
    keep(
        laptop, Supplier(id=new_id(), county_code="990101", name="青山批发", contact_name="钱大海", phone="13800007777")
    )
    for typed in ("钱大海", "13800007777"):
        assert "supplier" in find(typed)
        assert "supplier" not in find(typed, Role.READ_ONLY)
    assert "supplier" in find("青山", Role.READ_ONLY)


@pytest.mark.parametrize(
    "fields",
    [each for kind in SEARCHED.values() for each in (kind.fields, *kind.parts)],
    ids=lambda each: each.cls.kind,
)
def test_no_sensitive_field_enters_the_index(fields: Fields) -> None:
    classes = {fields.cls.rules()[name].personal for name in fields.all()}
    assert classes <= {Personal.P0, Personal.P1}


@pytest.mark.parametrize("typed", ["", "  ", "—", '"', "zzzzzz", "龘龘龘"])
def test_nothing_is_found_by_nothing_and_by_what_is_nowhere(find: Find, typed: str) -> None:
    assert find(typed) == {}


def test_a_search_is_logged_after_a_clock_that_ran_ahead(laptop: Laptop) -> None:
    seen = new_id()
    for later_min in (4 * 365 * 24 * 60, 0):
        with laptop.acting(later_min=later_min) as act:
            searching.note_people(act, [seen])
            told = rows.records(act.session, AccessLog, rows.columns(AccessLog))
    assert [each.entity_id for each in told] == [seen, seen]


def test_a_search_of_a_person_is_logged_for_each_user_and_again_after_a_while(laptop: Laptop) -> None:
    seen, other = new_id(), new_id()
    with laptop.acting() as act:
        searching.note_people(act, [seen, other])
        searching.note_people(act, [seen])
    with laptop.acting(laptop.li, later_min=1) as act:
        searching.note_people(act, [seen])
    with laptop.acting(later_min=11) as act:
        searching.note_people(act, [seen])
        query = rows.columns(AccessLog)
        entries = sorted(rows.records(act.session, AccessLog, query), key=lambda each: each.seq)
        assert access_log.first_broken(act, laptop.device_id) is None
    wang, li = laptop.wang.id, laptop.li.id
    assert [(each.user_id, each.entity_id) for each in entries] == [
        (wang, seen),
        (wang, other),
        (li, seen),
        (wang, seen),
    ]
