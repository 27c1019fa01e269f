"""How hands, ears and habits write a shop's name, address or number another time."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import yaml

from inspector_app.demo_county.chance import Chance
from inspector_app.demo_county.words import words
from inspector_app.records.operators import OperatorKind
from sync.record import Value


class Habits(Value):
    """doubles.yaml"""

    renames: tuple[tuple[str, ...], ...]
    neighbours_of_kind: dict[OperatorKind, OperatorKind]
    slips: str
    prefixes: tuple[str, ...]
    tails: tuple[str, ...]
    house_words: tuple[str, ...]
    numerals: str
    streets: dict[str, str]
    no_number: str


def _renamed(chance: Chance, name: str) -> str:
    for group in habits().renames:
        for word in sorted(group, key=len, reverse=True):
            if name.endswith(word):
                return name.removesuffix(word) + chance.one([each for each in group if each != word])
    return name + chance.one(habits().tails)


def _slipped(chance: Chance, name: str) -> str:
    """A character too many, too few, two exchanged, or a wrong one."""
    place = chance.below(len(name) - 1)
    match chance.below(4):
        case 0:
            return name[:place] + name[place + 1 :]
        case 1:
            return name[:place] + name[place] + name[place:]
        case 2:
            return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
        case _:
            return name[:place] + chance.one(habits().slips) + name[place + 1 :]


def by_ear(chance: Chance, name: str) -> str:
    """A character that sounds alike."""
    places = [place for place, char in enumerate(name) if len(_alike(char)) > 1]
    if not places:
        return name
    place = chance.one(places)
    return name[:place] + chance.one([each for each in _alike(name[place]) if each != name[place]]) + name[place + 1 :]


def _without_village(_: Chance, name: str) -> str:
    return name[2:] if len(name) > 6 else name


def _with_county(chance: Chance, name: str) -> str:
    return chance.one(habits().prefixes) + name


def _wide(_: Chance, text: str) -> str:
    """As an input method in full-width mode writes it."""
    return " ".join((text[:3], text[3:])).translate({48 + digit: 0xFF10 + digit for digit in range(10)})


def _with_tail(chance: Chance, name: str) -> str:
    return name + chance.one(habits().tails)


NAMINGS = (_renamed, _renamed, _slipped, _slipped, by_ear, by_ear, _without_village, _with_county, _wide, _with_tail)


def _short_address(chance: Chance, address: str) -> str:
    """Without county, or without county and township."""
    return address[3:] if chance.happens(0.5) else address[6:]


def _house_moved(chance: Chance, address: str) -> str:
    """Numbers were given anew, or one was read off the neighbour's door."""
    street, number = parted(address)
    return f"{street}{max(1, number + 1 + chance.below(30))}号" if number else address


def _house_in_words(chance: Chance, address: str) -> str:
    street, number = parted(address)
    spelt = "".join(habits().numerals[int(digit)] for digit in str(number))
    return f"{street}{spelt}号" if number else address


def _house_said(chance: Chance, address: str) -> str:
    street, number = parted(address)
    return f"{street}{number}{chance.one(habits().house_words)}" if number else address


def _no_house(_: Chance, address: str) -> str:
    return parted(address)[0]


def _street_said(_: Chance, address: str) -> str:
    for street, said in habits().streets.items():
        address = address.replace(street, said)
    return address


ADDRESSING = (
    _short_address,
    _short_address,
    _wide,
    _house_moved,
    _house_in_words,
    _house_said,
    _no_house,
    _street_said,
)


def parted(address: str) -> tuple[str, int]:
    """Street and house number; 0 where there is none."""
    body = address.removesuffix("号")
    street = body.rstrip("0123456789")
    return street, int(body[len(street) :] or 0)


def digit_slip(chance: Chance, number: str) -> str:
    place = chance.below(len(number))
    return f"{number[:place]}{chance.below(10)}{number[place + 1 :]}"


@cache
def habits() -> Habits:
    text = Path(__file__).with_name("doubles.yaml").read_text(encoding="utf-8")
    return Habits.model_validate(yaml.safe_load(text))


@cache
def _alike(char: str) -> tuple[str, ...]:
    """The county's common characters that sound like this one."""
    return tuple(each for each in dict.fromkeys([*words().given_names, *words().surnames, *habits().slips, char])
                 if _sound(each) == _sound(char))  # fmt: skip


@cache
def _sound(char: str) -> str:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    import pypinyin

    return pypinyin.lazy_pinyin(char)[0]
