"""What a division code says of its place: level, kind, the division above (GB/T 2260, GB/T 10114; domain.md 3.6)."""

from __future__ import annotations

from enum import StrEnum

LEVELS = (2, 4, 6, 9, 12)
"""Digits of a province, prefecture, county, township and village."""


class DivisionKind(StrEnum):
    PROVINCE = "PROVINCE"
    PREFECTURE = "PREFECTURE"
    COUNTY = "COUNTY"
    STREET = "STREET"
    """街道, 001 to 099"""
    TOWN = "TOWN"
    """镇, 100 to 199"""
    TOWNSHIP = "TOWNSHIP"
    """乡, 200 to 399"""
    FARM = "FARM"
    """State farms and the like, 400 to 599."""
    COMMUNITY = "COMMUNITY"
    """居民委员会, 001 to 199"""
    VILLAGE = "VILLAGE"
    """村民委员会, 200 to 399"""


class UrbanRural(StrEnum):
    """The three-digit class of a village or community (城乡分类代码)."""

    MAIN_URBAN = "111"
    URBAN_FRINGE = "112"
    TOWN_CENTRE = "121"
    TOWN_FRINGE = "122"
    TOWNSHIP_CENTRE = "210"
    VILLAGE = "220"


_UPPER = {2: DivisionKind.PROVINCE, 4: DivisionKind.PREFECTURE, 6: DivisionKind.COUNTY}
_TOWNSHIPS = (
    (1, 99, DivisionKind.STREET),
    (100, 199, DivisionKind.TOWN),
    (200, 399, DivisionKind.TOWNSHIP),
    (400, 599, DivisionKind.FARM),
)
_VILLAGES = ((1, 199, DivisionKind.COMMUNITY), (200, 399, DivisionKind.VILLAGE))


def whole(code: str) -> str:
    """A code of 12 digits that ends in 000 is the township itself."""
    return code[:9] if len(code) == 12 and code.endswith("000") else code


def kind_of(code: str) -> DivisionKind | None:
    """None of a code that no division has."""
    code = whole(code)
    if len(code) not in LEVELS or not (code.isascii() and code.isdecimal()):
        return None
    if len(code) in _UPPER:
        return _UPPER[len(code)]
    number, ranges = int(code[-3:]), _TOWNSHIPS if len(code) == 9 else _VILLAGES
    return next((kind for first, last, kind in ranges if first <= number <= last), None)


def parent_of(code: str) -> str | None:
    """The code of the division above; None of a province, and of what is no code."""
    code = whole(code)
    if len(code) not in LEVELS[1:]:
        return None
    return code[: LEVELS[LEVELS.index(len(code)) - 1]]
