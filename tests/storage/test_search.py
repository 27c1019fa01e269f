"""Search finds by any substring, by pinyin and its initials in every usual reading, and by the beginning of numbers."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from inspector_app.records.evidence import Document, DocumentType
from inspector_app.records.goods import Product
from inspector_app.records.operators import Licence, LicenceState, LicenceType, Operator, OperatorKind, RiskGrade
from inspector_app.storage import finding, index_text, search
from inspector_app.storage.engine import Sessions
from inspector_app.storage.finding import Nearness
from inspector_app.storage.operators import OperatorFilter, Order, page, search_operators
from inspector_app.storage.products import search_products
from inspector_app.storage.writes import save
from sync.record import new_id

Make = Callable[..., Any]


@pytest.fixture
def find(sessions: Sessions) -> Callable[..., set[str]]:
    """Names of the operators that a typed text finds."""

    def names(typed: str, **filters: Any) -> set[str]:
        with sessions() as session:
            return {each.name for each in page(session, OperatorFilter(text=typed, **filters), None, 1_000)}

    return names


@pytest.fixture
def keep(sessions: Sessions, user: str) -> Callable[..., None]:
    def keep(*records: Any) -> None:
        with sessions.begin() as session:
            for record in records:
                save(session, record, user, 1)

    return keep


@pytest.mark.parametrize(
    "typed",
    ["张", "小卖", "张记小卖部", "卖部", "zjxmb", "zjx", "xm", "b", "zhangji", "zhangjixiao", "xiaomaibu", "maib",
     "ZJX", "张 小卖", "zj 部", "杨柳", "12号", "9211", "92110101MA", "139", "13912345678", "ａ８", "A8"],
)  # fmt: skip
def test_a_shop_is_found_by_what_one_types(keep: Any, find: Any, make_operator: Make, typed: str) -> None:
    keep(make_operator(name="张记小卖部A8", uscc="92110101MA01ABCD5X", phone="139-1234-5678"), make_operator(name="李"))
    assert "张记小卖部A8" in find(typed)


@pytest.mark.parametrize("typed", ["记张", "张小", "zxj", "jizhang", "1234", "张记大", "12345", "x张", "张 李"])
def test_it_is_not_found_by_something_else(keep: Any, find: Any, make_operator: Make, typed: str) -> None:
    keep(make_operator(name="张记小卖部", address="东街", uscc="92110101MA01ABCD5X", phone="13912345678"))
    assert find(typed) == set()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("重庆小面", "cqxm"), ("重庆小面", "zqxm"), ("重庆小面", "chongqing"), ("重庆小面", "zhongqing"),
        ("长乐粮行", "cllh"), ("长乐粮行", "zylx"), ("长乐粮行", "changleliang"), ("长乐粮行", "zhangyueliang"),
        ("单记", "shanji"), ("单记", "danji"), ("解家店", "xjd"), ("曾氏", "zeng"), ("朴家", "piao"),
    ],
)  # fmt: skip
def test_characters_with_several_readings_are_found_by_each(
    keep: Any, find: Any, make_operator: Make, name: str, typed: str
) -> None:
    keep(make_operator(name=name))
    assert find(typed) == {name}


def test_every_substring_finds_and_nothing_else(keep: Any, find: Any, make_operator: Make) -> None:
    chance = random.Random(7)
    names = {"".join(chance.choices("张王小大店铺村口食品", k=chance.randint(1, 7))) for _ in range(120)}
    keep(*(make_operator(name=name, address="无") for name in names))
    for _ in range(80):
        name = chance.choice(sorted(names))
        start = chance.randrange(len(name))
        typed = name[start : start + chance.randint(1, 4)]
        assert find(typed) == {each for each in names if typed in each}


@pytest.mark.parametrize(
    "typed", ['"', "'", '张" OR "李', "a*", "(", "facets:live", "张 AND", "NOT 张", "^", "—", "   "]
)
def test_signs_of_the_query_language_are_only_text(keep: Any, find: Any, make_operator: Make, typed: str) -> None:
    keep(make_operator(name="张记"), make_operator(name="李记"))
    assert find(typed) <= {"张记", "李记"}


def test_an_owner_and_a_licence_number_find_the_shop(
    keep: Any, find: Any, make_operator: Make, make_person: Make, user: str
) -> None:
    shop = make_operator(name="便民店")
    owner = make_person(shop.id, name="欧阳锋", phone="18800001111")
    licence = Licence(
        id=new_id(), operator_id=shop.id, licence_type=LicenceType.FOOD_OPERATION, number="JY13301000000001",
        number_as_printed="JY1330 1000", seen_at=1, seen_by=user,
    )  # fmt: skip
    keep(shop, owner, licence)
    for typed in ("欧阳", "oyf", "ouyangfeng", "1880000", "jy13301"):
        assert find(typed) == {"便民店"}
    keep(owner.changed(name="黄药师"))
    assert find("欧阳") == set()
    assert find("黄药") == {"便民店"}
    keep(owner.changed(name="黄药师", voided_at=9, void_reason="误"))
    assert find("黄药") == set()


def test_the_index_follows_an_edit_and_its_undoing(
    sessions: Sessions, keep: Any, find: Any, make_operator: Make, user: str
) -> None:
    shop = make_operator(name="旧名")
    keep(shop)
    with pytest.raises(ZeroDivisionError):
        fail_after_renaming(sessions, shop, user)
    assert find("旧名") == {"旧名"}
    assert find("新名") == set()
    keep(shop.changed(name="新名"))
    assert find("旧名") == set()
    assert find("xm") == {"新名"}


def fail_after_renaming(sessions: Sessions, shop: Operator, user: str) -> None:
    with sessions.begin() as session:
        save(session, shop.changed(name="新名"), user, 2)
        raise ZeroDivisionError


def test_filters_narrow_the_list(keep: Any, find: Any, make_operator: Make) -> None:
    keep(
        make_operator(name="甲", operator_kind=OperatorKind.CATERING, division_code="990101100200", risk_grade="A"),
        make_operator(name="乙", operator_kind=OperatorKind.CATERING, division_code="990101101"),
        make_operator(name="丙", licence_state=LicenceState.EXPIRED, division_code="990101100201"),
        make_operator(name="丁", voided_at=5, void_reason="误录"),
    )
    for order in Order:
        assert find("", order=order) == {"甲", "乙", "丙"}
        assert find("", kind=OperatorKind.CATERING, order=order) == {"甲", "乙"}
        assert find("", township="990101100", order=order) == {"甲", "丙"}
        assert find("", township="990101100", kind=OperatorKind.CATERING, order=order) == {"甲"}
        assert find("", licence_state=LicenceState.EXPIRED, order=order) == {"丙"}
        assert find("", risk_grade=RiskGrade.A, order=order) == {"甲"}
        assert find("jia", kind=OperatorKind.CATERING, order=order) == {"甲"}


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("typed", ["", "店"])
def test_pages_show_each_row_once_in_order(
    sessions: Sessions, keep: Any, make_operator: Make, order: Order, typed: str
) -> None:
    shops = [make_operator(name=f"店{number % 7}") for number in range(43)]
    keep(*shops)
    shown: list[Operator] = []
    with sessions() as session:
        while batch := page(session, OperatorFilter(text=typed, order=order), shown[-1] if shown else None, 10):
            shown += batch
        newest = search_operators(session, typed, OperatorFilter(), None, 100)
    assert sorted(each.id for each in shown) == sorted(each.id for each in shops)
    if order == Order.NAME:
        assert shown == sorted(shops, key=lambda each: (each.name, each.id))
    else:
        assert shown == newest
        milliseconds = [int(each.id[:8] + each.id[9:13], 16) for each in shown]
        assert milliseconds == sorted(milliseconds, reverse=True)


def test_many_matches_in_the_order_of_names(
    sessions: Sessions, keep: Any, make_operator: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(*(make_operator(name=f"店{number:03}") for number in range(60)))
    monkeypatch.setattr(finding, "_FEW", 10)
    with sessions() as session:
        found = page(session, OperatorFilter(text="店", order=Order.NAME), None, 5)
    assert [each.name for each in found] == [f"店{number:03}" for number in range(5)]


def test_a_rebuilt_index_finds_the_same(sessions: Sessions, keep: Any, find: Any, make_operator: Make) -> None:
    keep(*(make_operator(name=name) for name in ("张记", "李记", "王店")))
    with sessions.begin() as session:
        search.rebuild(session.connection())
    assert find("记") == {"张记", "李记"}
    with sessions() as session:
        session.execute(text("INSERT INTO operator_search (operator_search) VALUES ('integrity-check')"))


@pytest.mark.parametrize(
    "typed",
    ["12", "3号", "203", "1203", "12-1203", "121203", "楼12-12", "b7x", "7x99", "9900112233445566778899", "7eleven",
     "eleven", "lev", "24h", "ven24h", "even24"],
)  # fmt: skip
def test_letters_and_digits_within_names_and_addresses_are_found_from_any_place(
    keep: Any, find: Any, make_operator: Make, typed: str
) -> None:
    address = "杨柳村3号楼12-1203室 B7X9900112233445566778899001122334455"
    keep(make_operator(name="7-ELEVEN 24H便利店", address=address), make_operator(name="甲", address="东街"))
    assert find(typed) == {"7-ELEVEN 24H便利店"}


@pytest.mark.parametrize("typed", ["1204", "3121", "120b", "x99b", "24h1"])
def test_letters_and_digits_that_stand_in_no_number_or_text_find_nothing(
    keep: Any, find: Any, make_operator: Make, typed: str
) -> None:
    keep(make_operator(name="24H便利店", address="杨柳村3号楼12-1203室 B7X99"))
    assert find(typed) == set()


def test_every_part_of_a_mixed_text_finds_it(keep: Any, find: Any, make_operator: Make) -> None:
    chance = random.Random(11)
    addresses = {"".join(chance.choices("村号ab019", k=chance.randint(1, 9))) for _ in range(120)}
    keep(*(make_operator(name=at, address=at, uscc=None, phone=None) for at in addresses))
    for _ in range(120):
        address = chance.choice(sorted(addresses))
        start = chance.randrange(len(address))
        typed = address[start : start + chance.randint(1, 6)]
        assert find(typed) == {each for each in addresses if typed in each}


def test_products_are_found_by_name_maker_and_number(sessions: Sessions, keep: Any) -> None:
    sauce = Product(
        id=new_id(), county_code="990101", name="海天酱油", gtin="06901234567892", maker_name="佛山某厂", brand="海天"
    )
    keep(sauce)
    with sessions() as session:
        for typed in ("酱油", "htjy", "haitian", "690123", "0690123", "佛山"):
            assert search_products(session, typed, None, 10) == [sauce], typed
        assert search_products(session, "醋", None, 10) == []


def test_all_combinations_of_two_unusual_readings_are_indexed() -> None:
    assert {"cqcc", "cqzc", "zqcc", "zqzc"} <= set(index_text.initials(["重庆长城"]).split())


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("张三小超市", "zsxcs"), ("张三小超市", "zhangsan"), ("张三小超市", "张三"), ("张三小超市", "xcs"),
        ("张三小超市", "章三"), ("张三小超市", "章叁小超市"), ("张三小超市", "彰三 超市"), ("张三小超市", "小朝是"),
        ("重庆火锅", "chongqinghuoguo"), ("重庆火锅", "zhongqing"), ("重庆火锅", "cqhg"), ("重庆火锅", "崇庆"),
        ("长乐粮行", "changle"), ("长乐粮行", "zhangle"), ("长乐粮行", "常乐"), ("长乐粮行", "掌乐粮杭"),
    ],
)  # fmt: skip
def test_a_2_initials_polyphones_both_ways_and_homophones_find_the_shop(
    keep: Any, find: Any, make_operator: Make, name: str, typed: str
) -> None:
    keep(make_operator(name=name), make_operator(name="李四粮油店"))
    assert find(typed) == {name}


def test_what_only_sounds_so_is_left_out_where_the_characters_are_found(
    keep: Any, find: Any, make_operator: Make
) -> None:
    keep(make_operator(name="张三食品"), make_operator(name="章三食品"), make_operator(name="彰三食品"))
    assert find("章三") == {"章三食品"}
    assert find("漳三") == {"张三食品", "章三食品", "彰三食品"}


@pytest.mark.parametrize("typed", ["章四", "张山", "章", "张三少", "三章"])
def test_what_sounds_otherwise_is_not_found(keep: Any, find: Any, make_operator: Make, typed: str) -> None:
    keep(make_operator(name="张三小超市", address="东街"))
    assert find(typed) == set()


def test_the_nearest_come_first_and_those_of_the_own_township_before_others(
    sessions: Sessions, keep: Any, make_operator: Make
) -> None:
    here, there = "990101100", "990101101"
    shops = [
        make_operator(name="1388店", phone="13800001111", division_code=there),
        make_operator(name="甲店", phone="1388", division_code=there),
        make_operator(name="1388小店", phone=None, division_code=here),
        make_operator(name="老1388店", phone=None, division_code=here),
        make_operator(name="老老1388店", phone=None, division_code=there),
        make_operator(name="无关", phone=None, division_code=here),
    ]
    keep(*shops)
    names = {shop.id: shop.name for shop in shops}
    with sessions() as session:
        found = finding.nearest(session, "operator", "1388", 10, [here])
        assert [names[row_id] for row_id in found] == ["甲店", "1388小店", "1388店", "老1388店", "老老1388店"]
        assert list(found.values()) == [
            Nearness.EXACT, Nearness.BEGINS, Nearness.BEGINS, Nearness.WITHIN, Nearness.WITHIN
        ]  # fmt: skip
        assert list(finding.nearest(session, "operator", "1388", 3, [here])) == list(found)[:3]


@pytest.mark.parametrize("typed", ["小面", "xm", "xiaomian", "cxm", "chongxiao", "zxm"])
def test_names_that_begin_so_come_before_newer_ones_that_hold_it(
    sessions: Sessions, keep: Any, make_operator: Make, typed: str
) -> None:
    begins = make_operator(name="小面馆" if typed[0] in "小x" else "重小面")
    within = make_operator(name="老" + begins.name)
    keep(begins, within)
    with sessions() as session:
        assert list(finding.nearest(session, "operator", typed, 5)) == [begins.id, within.id]


def test_who_may_only_read_finds_no_shop_by_its_people(
    keep: Any, find: Any, make_operator: Make, make_person: Make
) -> None:
    shop = make_operator(name="便民店", phone="13912345678", uscc="92110101MA01ABCD5X")
    keep(shop, make_person(shop.id, name="欧阳锋", phone="18800001111"))
    for typed in ("欧阳", "oyf", "ouyangfeng", "鸥阳", "188000", "139123", "便民 欧阳"):
        assert find(typed) == {"便民店"}, typed
        assert find(typed, people=False) == set(), typed
    for typed in ("便民", "bmd", "9211"):
        assert find(typed, people=False) == {"便民店"}, typed


def test_documents_are_found_by_their_number(sessions: Sessions, keep: Any, make_operator: Make, user: str) -> None:
    shop = make_operator(name="便民店")
    paper = Document(
        id=new_id(), operator_id=shop.id, document_type=DocumentType.CORRECTION_ORDER, title="责令改正通知书",
        number="990101-CO-2026-0001-0007", html="<p/>", html_sha256="0" * 64, made_at=1, made_by=user,
    )  # fmt: skip
    keep(shop, paper)
    with sessions() as session:
        for typed in ("990101-CO-2026-0001-0007", "990101co2026", "责令", "zlgz"):
            assert list(finding.nearest(session, "document", typed, 5)) == [paper.id], typed
        assert finding.nearest(session, "document", "0007", 5) == {}
