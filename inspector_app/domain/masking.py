"""What a screen or an export shows of personal fields (domain.md 8.2, 8.3); records themselves stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from inspector_app.records.people import Role
from sync.record import Personal, Record

HIDDEN = "***"
COMPOUND_SURNAMES = frozenset({
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "夏侯", "诸葛", "尉迟", "公羊", "赫连",
    "澹台", "皇甫", "宗政", "濮阳", "申屠", "公孙", "慕容", "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘",
    "令狐", "呼延", "闻人",
})  # fmt: skip
LONGEST_PERSON = 4
"""Characters of a person's name; what is longer names a business, which stays as registered."""
REVEALS = frozenset({Role.INSPECTOR, Role.TEAM_LEAD, Role.COUNTY_ADMIN, Role.HQ_ADMIN})
"""Those who may ask for the full value; each time is logged with its reason."""

EXPORTS_WHOLE = frozenset({Role.TEAM_LEAD, Role.COUNTY_ADMIN, Role.HQ_ADMIN})
"""Those whose exports hold names, telephone numbers and home addresses whole."""

_PLACE = re.compile(r".*?(?:居委会|社区|村)|.*(?:镇|乡|街道)")


def mask_id(number: str) -> str:
    """First 3 and last 2 characters: `990*************33`."""
    return _middle(number, 3, 2)


def mask_id_on_paper(number: str) -> str:
    """Characters 11 to 14 hidden, as licences print it: `9901011980****1233`."""
    return number[:10] + "*" * len(number[10:14]) + number[14:]


def mask_phone(number: str) -> str:
    """First 3 and last 4 digits: `140****0001`."""
    return _middle(number, 3, 4)


def mask_name(name: str) -> str:
    """Surname and 某 for each other character: 张某."""
    if len(name) > LONGEST_PERSON:
        return name
    surname = 2 if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else 1
    return name[:surname] + "某" * max(1, len(name) - surname) if name else ""


def mask_address(address: str) -> str:
    """To the village: 云岭县石桥镇杨柳村."""
    found = _PLACE.match(address)
    return found[0] if found else HIDDEN


def _middle(text: str, first: int, last: int) -> str:
    """What is too short to keep both ends is hidden whole."""
    if len(text) <= first + last:
        return "*" * len(text)
    return text[:first] + "*" * (len(text) - first - last) + text[-last:]


BY_FIELD: Mapping[str, Callable[[str], str]] = {
    "id_number": mask_id,
    "phone": mask_phone,
    "partner_phone": mask_phone,
    "home_address": mask_address,
    "partner_address": mask_address,
}
"""How a personal field is masked; other P1 texts are names, other P2 texts are hidden."""


def masked(cls: type[Record], field: str, value: Any, role: Role) -> Any:
    """The value as the role sees it before it asks for more.

    Public fields as they are; of personal ones numbers and home addresses masked, names in full. Who may only read sees
    masked names and no drawings. Of secret fields nothing is shown. The class of the field is that of its rule.
    """
    personal = cls.rules()[field].personal
    if personal is Personal.P0 or value is None or value == "":
        return value
    if personal is Personal.P3:
        return HIDDEN
    if not isinstance(value, str):
        return value if personal is Personal.P1 and role is not Role.READ_ONLY else None
    if field in BY_FIELD:
        return BY_FIELD[field](value)
    if personal is Personal.P2:
        return HIDDEN
    return mask_name(value) if role is Role.READ_ONLY else value


def exported(cls: type[Record], field: str, value: Any, role: Role, reason: str = "") -> Any:
    """The value in a file that the role exports (domain.md 8.2). Raises PermissionError for who exports nothing.

    Secret fields never leave in bulk; sensitive ones leave whole only for the county's administrator who gives a
    reason; of others who decide get all, officers what they see.
    """
    if not may_export(role):
        raise PermissionError(role)
    personal = cls.rules()[field].personal
    whole = {
        Personal.P0: True,
        Personal.P1: role in EXPORTS_WHOLE,
        Personal.P2: role is Role.COUNTY_ADMIN and bool(reason.strip()),
        Personal.P3: False,
    }
    return value if whole[personal] else masked(cls, field, value, role)


def may_export(role: Role) -> bool:
    return role in REVEALS


def published(cls: type[Record], field: str, value: Any) -> Any:
    """The value in what everybody may read: surname and 某, numbers and places masked, sensitive fields left out."""
    personal = cls.rules()[field].personal
    if personal in (Personal.P2, Personal.P3):
        return None
    return masked(cls, field, value, Role.READ_ONLY)


def sees_people(role: Role) -> bool:
    """Whether names of people are shown whole; who sees them masked does not find anything by them either."""
    return role is not Role.READ_ONLY


def may_reveal(role: Role, personal: Personal) -> bool:
    """Whether the role may ask for the full value. Secret fields are no row on a laptop: nobody reveals them here."""
    return personal is Personal.P0 or (personal is not Personal.P3 and role in REVEALS)


_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])|(?<!\d)\d{15}(?!\d)")
_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)")


def mask_text(text: str, people: Iterable[str], businesses: Iterable[str] = ()) -> str:
    """A text for the public: names of these people as 张某, identity and telephone numbers masked. The names of
    businesses stay as registered, though they hold a person's."""
    kept = [name for name in businesses if name]
    pieces = re.split(f"({'|'.join(map(re.escape, sorted(kept, key=len, reverse=True)))})", text) if kept else [text]
    return "".join(each if each in kept else _masked_piece(each, people) for each in pieces)


def _masked_piece(text: str, people: Iterable[str]) -> str:
    for name in sorted({each.strip() for each in people if len(each.strip()) > 1}, key=len, reverse=True):
        text = text.replace(name, mask_name(name))
    return _PHONE.sub(lambda found: mask_phone(found[0]), _ID_NUMBER.sub(lambda found: mask_id(found[0]), text))
