"""Personal fields show no more than their class allows, in every record that there is."""

from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import masking
from inspector_app.records import SCHEMA
from inspector_app.records.evidence import Signature
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.records.operators import Operator, Person
from inspector_app.records.people import Role
from sync.record import Personal, Record, Rule

ID = "990101198002291233"


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (masking.mask_id, ID, "990*************33"),
        (masking.mask_id_on_paper, ID, "9901011980****1233"),
        (masking.mask_phone, "14000000001", "140****0001"),
        (masking.mask_phone, "12315", "*****"),
        (masking.mask_name, "张三", "张某"),
        (masking.mask_name, "张三丰", "张某某"),
        (masking.mask_name, "欧阳修", "欧阳某"),
        (masking.mask_name, "欧阳", "欧某"),
        (masking.mask_name, "张", "张某"),
        (masking.mask_name, "", ""),
        (masking.mask_name, "张三食杂店", "张三食杂店"),
        (masking.mask_address, "云岭县石桥镇杨柳村12号", "云岭县石桥镇杨柳村"),
        (masking.mask_address, "云岭县石桥镇杨柳村三组村东头", "云岭县石桥镇杨柳村"),
        (masking.mask_address, "云岭县城关街道东门社区3栋201", "云岭县城关街道东门社区"),
        (masking.mask_address, "云岭县石桥镇中街8号", "云岭县石桥镇"),
        (masking.mask_address, "中街8号", "***"),
    ],
)
def test_the_masks(mask: Any, value: str, shown: str) -> None:
    assert mask(value) == shown


@pytest.mark.parametrize(
    ("cls", "field", "value", "inspector", "reader"),
    [
        (Person, "id_number", ID, "990*************33", "990*************33"),
        (Person, "name", "张三", "张三", "张某"),
        (Person, "phone", "14000000001", "140****0001", "140****0001"),
        (Person, "home_address", "石桥镇杨柳村12号", "石桥镇杨柳村", "石桥镇杨柳村"),
        (Person, "id_number", None, None, None),
        (Person, "role", "OWNER", "OWNER", "OWNER"),
        (Operator, "name", "张三食杂店", "张三食杂店", "张三食杂店"),
        (Operator, "address", "杨柳村12号", "杨柳村12号", "杨柳村12号"),
        (LedgerEntry, "partner_phone", "14000000002", "140****0002", "140****0002"),
        (Signature, "strokes", (((0, 0),),), (((0, 0),),), None),
    ],
)
def test_a_field_shows_what_its_class_allows(
    cls: type[Record], field: str, value: Any, inspector: Any, reader: Any
) -> None:
    assert masking.masked(cls, field, value, Role.INSPECTOR) == inspector
    assert masking.masked(cls, field, value, Role.READ_ONLY) == reader


class Secret(Record):
    kind = "secret"
    home = ()

    reporter: Annotated[str, Rule(personal=Personal.P3)]
    diagnosis: Annotated[str, Rule(personal=Personal.P2)]


@pytest.mark.parametrize("role", Role)
def test_what_has_no_mask_of_its_own_is_hidden(role: Role) -> None:
    assert masking.masked(Secret, "reporter", "张三", role) == "***"
    assert masking.masked(Secret, "diagnosis", "腹泻", role) == "***"
    assert not masking.may_reveal(role, Personal.P3)


@pytest.mark.parametrize("role", Role)
def test_no_role_sees_a_sensitive_text_whole_before_asking(role: Role) -> None:
    for cls in SCHEMA.kinds.values():
        for field, rule in cls.rules().items():
            if rule.personal in (Personal.P2, Personal.P3):
                assert masking.masked(cls, field, ID, role) != ID


def test_auxiliary_staff_and_readers_reveal_nothing() -> None:
    revealing = {role for role in Role if masking.may_reveal(role, Personal.P2)}
    assert revealing == {Role.INSPECTOR, Role.TEAM_LEAD, Role.COUNTY_ADMIN, Role.HQ_ADMIN}
    assert masking.may_reveal(Role.READ_ONLY, Personal.P0)


@pytest.mark.parametrize(
    ("role", "reason", "id_number", "phone", "name"),
    [
        (Role.INSPECTOR, "", "990*************33", "140****0001", "张三"),
        (Role.INSPECTOR, "核对", "990*************33", "140****0001", "张三"),
        (Role.TEAM_LEAD, "核对", "990*************33", "14000000001", "张三"),
        (Role.COUNTY_ADMIN, "", "990*************33", "14000000001", "张三"),
        (Role.COUNTY_ADMIN, " ", "990*************33", "14000000001", "张三"),
        (Role.COUNTY_ADMIN, "移送公安", ID, "14000000001", "张三"),
        (Role.HQ_ADMIN, "统计", "990*************33", "14000000001", "张三"),
    ],
)
def test_r_4_what_a_role_exports(role: Role, reason: str, id_number: str, phone: str, name: str) -> None:
    assert masking.exported(Person, "id_number", ID, role, reason) == id_number
    assert masking.exported(Person, "phone", "14000000001", role, reason) == phone
    assert masking.exported(Person, "name", "张三", role, reason) == name
    assert masking.exported(Operator, "name", "张三食杂店", role, reason) == "张三食杂店"
    assert masking.exported(Secret, "reporter", "李四", role, reason) == "***"


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.AUXILIARY])
def test_readers_and_auxiliary_staff_export_nothing(role: Role) -> None:
    assert not masking.may_export(role)
    with pytest.raises(PermissionError):
        masking.exported(Operator, "name", "张三食杂店", role)


def test_what_everybody_may_read() -> None:
    assert masking.published(Person, "name", "张三") == "张某"
    assert masking.published(Person, "phone", "14000000001") == "140****0001"
    assert masking.published(Person, "id_number", ID) is None
    assert masking.published(Secret, "reporter", "李四") is None
    assert masking.published(Operator, "name", "张三食杂店") == "张三食杂店"


@pytest.mark.parametrize("role", [role for role in Role if masking.may_export(role)])
def test_no_export_shows_less_than_the_screen_or_a_secret(role: Role) -> None:
    for cls in SCHEMA.kinds.values():
        for field, rule in cls.rules().items():
            shown = masking.exported(cls, field, ID, role)
            assert shown in (ID, masking.masked(cls, field, ID, role))
            assert rule.personal is not Personal.P3 or shown == "***"


DIGITS = st.text("0123456789", min_size=8, max_size=20)
WORDS = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)


@given(DIGITS)
def test_a_masked_number_keeps_its_length_and_hides_its_middle(number: str) -> None:
    for mask, first, last in ((masking.mask_id, 3, 2), (masking.mask_phone, 3, 4)):
        shown = mask(number)
        assert len(shown) == len(number)
        assert shown[:first] == number[:first]
        assert shown[len(number) - last :] == number[len(number) - last :]
        assert set(shown[first : len(number) - last]) == {"*"}
        assert mask(shown) == shown, "masking again shows no more"


@given(WORDS)
def test_a_masked_name_of_a_person_keeps_its_surname_alone(name: str) -> None:
    shown = masking.mask_name(name)
    if len(name) > masking.LONGEST_PERSON:
        assert shown == name
        return
    assert name.startswith(shown.rstrip("某")) or "某" in name
    assert shown.endswith("某")
    assert masking.mask_name(shown) == shown


@given(WORDS, WORDS)
def test_a_masked_address_tells_no_house(place: str, house: str) -> None:
    shown = masking.mask_address(f"{place}村{house}号")
    assert shown.endswith("村")
    assert f"{place}村".startswith(shown)


@given(
    kind=st.sampled_from(sorted(SCHEMA.kinds)),
    role=st.sampled_from(sorted(Role)),
    text=st.text("0123456789X", min_size=12, max_size=18),
    reason=st.sampled_from(["", "  ", "核查"]),
)
def test_r_4_no_role_sees_or_exports_more_than_the_class_of_a_field_allows(
    kind: str, role: Role, text: str, reason: str
) -> None:
    """Of every field of every kind: what is sensitive is never shown whole, leaves whole for one role that says why;
    what is secret never; and nothing that is public is lost."""
    cls = SCHEMA.kinds[kind]
    for field, rule in cls.rules().items():
        shown = masking.masked(cls, field, text, role)
        out = masking.exported(cls, field, text, role, reason) if masking.may_export(role) else None
        if rule.personal is Personal.P0:
            assert shown == text
            assert out in (None, text)
        if rule.personal in (Personal.P2, Personal.P3):
            assert shown != text
            assert masking.published(cls, field, text) is None
        if rule.personal is Personal.P2 and out == text:
            assert role is Role.COUNTY_ADMIN
            assert reason.strip()
        if rule.personal is Personal.P3:
            assert out != text
