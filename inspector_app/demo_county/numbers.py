"""Numbers that are right in form and check digit, and fictitious in region (domain.md 9.3)."""

from __future__ import annotations

from datetime import date

from inspector_app.demo_county.chance import Chance
from inspector_app.domain import identifiers

COUNTY = "990101"
_ALPHABET = identifiers.USCC_ALPHABET
_SPREAD = 400_000_009
"""A prime: multiples of it modulo a number range are all different and look drawn."""


class ResidentIds:
    """Resident id numbers; the sequence is dealt out per day of birth and sex, so no two persons share a number."""

    def __init__(self) -> None:
        self._dealt: dict[tuple[date, bool], int] = {}

    def number(self, chance: Chance, born: date, woman: bool) -> str:
        dealt = self._dealt[born, woman] = self._dealt.get((born, woman), -1) + 1
        sequence = 2 + 2 * dealt if woman else 1 + 2 * dealt
        body = f"9901{1 + chance.below(20):02}{born:%Y%m%d}{sequence:03}"
        return body + identifiers.mod11_2(body)


def uscc(serial: int, first: str) -> str:
    """The `serial`-th credit code; `first` is department and category, such as 92."""
    left, organisation = serial * _SPREAD % len(_ALPHABET) ** 6, ""
    for _ in range(6):
        left, place = divmod(left, len(_ALPHABET))
        organisation = _ALPHABET[place] + organisation
    organisation = f"MA{organisation}"
    body = f"{first}{COUNTY}{organisation}{identifiers.organisation_check(organisation)}"
    return body + identifiers.uscc_check(body)


def reg_no(serial: int) -> str:
    """An old registration number of an individual business."""
    body = f"{COUNTY}6{serial % 10_000_000:07}"
    return body + identifiers.mod11_10(body)


def sc(food_class: str, serial: int) -> str:
    """Food production licence; food_class has two digits."""
    body = f"1{food_class}{COUNTY}{serial % 10_000:04}"
    return f"SC{body}{identifiers.mod11_10(body)}"


def jy(form: str, serial: int) -> str:
    """Food operating licence; form is 1 sales, 2 catering, 3 canteen."""
    body = f"{form}{COUNTY}{serial % 1_000_000:06}"
    return f"JY{body}{identifiers.mod11_10(body)}"


def yb(serial: int) -> str:
    """Filing number of a seller of pre-packed food; no check digit is known for it."""
    return f"YB1{COUNTY}{serial % 10_000_000:07}"


def local(word: str, serial: int) -> str:
    """Number of a county registration, as 云岭作坊登字〔2025〕第00001号; the year stays to be filled in by `format`."""
    return f"云岭{word}字〔{{year}}〕第{serial:05}号"


def gtin13(serial: int) -> str:
    """In the demonstration range, as GTIN-14."""
    body = f"952{serial * _SPREAD % 1_000_000_000:09}"
    return f"0{body}{identifiers.gtin_check(body)}"


def gtin8(serial: int) -> str:
    body = f"952{serial % 10_000:04}"
    return f"000000{body}{identifiers.gtin_check(body)}"


def in_store(item: int) -> str:
    """In-store code of weighed goods: 21, item, five places for weight or price, check digit."""
    body = f"21{item % 100_000:05}00000"
    return body + identifiers.gtin_check(body)


def mobile(chance: Chance) -> str:
    """1400000xxxx: right in form, reaches nobody (the block is for machine numbers of 13 digits)."""
    return f"1400000{chance.below(10_000):04}"


def fixed_line(chance: Chance) -> str:
    return f"0999-0000{chance.below(1_000):03}"
