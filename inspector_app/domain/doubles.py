"""Which shops of a whole register may be one business: each is compared with those that share something telling.

Two shops with no number, owner, name proper, house or place in common do not reach the sum from which a person is
asked; of those that share one, `duplicates.compare` decides, as while one registers.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from inspector_app.domain.duplicates import (
    Candidate,
    DuplicateRules,
    Known,
    Shop,
    compare,
    degrees_east,
    degrees_north,
)
from inspector_app.domain.likeness import Sounds, house, name_parts, plain

MOST_TOGETHER = 100
"""Shops that may share a thing; what more share tells nothing, such as the address of a market."""


@dataclass(frozen=True, slots=True)
class Pair:
    one: Shop
    other: Shop
    candidate: Candidate
    """The second as one would see it while registering the first."""

    @property
    def ids(self) -> frozenset[str]:
        return frozenset((self.one.id, self.other.id))


def pairs(
    shops: Sequence[Shop],
    rules_for: Callable[[str], DuplicateRules],
    sounds: Sounds,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> list[Pair]:
    """All that may be one, the likeliest first. `rules_for` gives the rules of a division."""
    holders = Counter(phone for shop in shops for phone in shop.phones)
    near_m = max((rules_for(code).near_m for code in {shop.division_code for shop in shops}), default=0)
    groups: defaultdict[Hashable, list[Shop]] = defaultdict(list)
    found: list[Pair] = []
    for done, shop in enumerate(shops):
        report(done, len(shops))
        known = Known(rules_for(shop.division_code), sounds, holders)
        shared = [group for key in _telling(shop, known.rules, near_m) if len(group := groups[key]) <= MOST_TOGETHER]
        for other in {each.id: each for group in shared for each in group}.values():
            if (candidate := compare(shop, other, known, asked_only=True)) is not None:
                found.append(Pair(shop, other, candidate))
        for group in shared:
            group.append(shop)
    return sorted(found, key=lambda pair: (pair.candidate.rank, pair.one.id))


def _telling(shop: Shop, rules: DuplicateRules, near_m: int) -> Iterator[Hashable]:
    """What the shop shares with others of the same business, each once; with those within `near_m` a cell at least."""
    township = shop.division_code[:9]
    yield from ((number,) for number in {shop.uscc, shop.reg_no, *shop.phones, *shop.id_hmacs} - {None})
    yield from {(township, "owner", plain(owner)) for owner in shop.owners if len(plain(owner)) > 1}
    if name := plain(shop.name):
        parts = name_parts(shop.name, shop.places, rules.sorts)
        yield from {(township, "name", each) for each in (name, parts.proper) if each}
    street, number = house(shop.address, shop.places)
    if number is not None:
        yield township, street[-1:], number
    if shop.latitude is not None and shop.longitude is not None:
        yield from cells(shop.latitude, shop.longitude, near_m)


def cells(latitude: float, longitude: float, near_m: int) -> Iterator[tuple[int, int, bool, bool]]:
    """A place's cell in each of four grids, shifted by half a cell against each other: two places within `near_m` share
    one. A row of cells is as wide in degrees as its end farther from the equator needs."""
    height = 2.1 * degrees_north(max(near_m, 1))
    for is_north in (False, True):
        row = math.floor(latitude / height + is_north / 2)
        ends = ((row + shift - is_north / 2) * height for shift in (0, 1))
        width = 2.1 * degrees_east(max(near_m, 1), max(map(abs, ends)))
        for is_east in (False, True):
            yield row, math.floor(longitude / width + is_east / 2), is_north, is_east
