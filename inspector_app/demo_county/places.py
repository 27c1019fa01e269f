"""Townships and villages: their rows, how many operators each has, and where on the map they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inspector_app.demo_county.chance import Chance, Choice, instant
from inspector_app.demo_county.numbers import COUNTY
from inspector_app.demo_county.words import Division, divisions
from inspector_app.records.reference import Region
from sync.record import Wire, defaults

SOUTH, NORTH, WEST, EAST = 25.0, 25.6, 160.0, 160.6
"""Open sea: no map shows a house there."""
ZIPF = 0.7
PUBLISHED_ON = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Village:
    code: str
    name: str
    stem: str
    """The name without 村 or 社区."""
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Township:
    code: str
    name: str
    villages: tuple[Village, ...]


def region_rows(seed: int) -> Iterator[tuple[str, Wire]]:
    chance = Chance.at(seed, "regions")
    published = instant(PUBLISHED_ON, 0)
    for division in divisions():
        own = {"valid_from": PUBLISHED_ON.isoformat(), "published_in": COUNTY, "id": chance.id_at(published)}
        yield Region.kind, defaults(Region) | division.model_dump() | own


def townships(seed: int) -> tuple[Township, ...]:
    """In the order of their codes; the first is the seat of the county."""
    chance = Chance.at(seed, "map")
    return tuple(_township(chance, each) for each in divisions() if len(each.code) == 9)


def _township(chance: Chance, township: Division) -> Township:
    west, south = chance.uniform(WEST + 0.06, EAST - 0.06), chance.uniform(SOUTH + 0.06, NORTH - 0.06)
    villages = (
        Village(
            each.code,
            each.name,
            each.name.removesuffix("社区").removesuffix("村"),
            west + chance.uniform(-0.05, 0.05),
            south + chance.uniform(-0.05, 0.05),
        )
        for each in divisions()
        if each.parent_code == township.code
    )
    return Township(township.code, township.name, tuple(villages))


def by_size(places: tuple[Township, ...]) -> Choice[Township]:
    """Zipf over the order of codes: streets first, the seat largest."""
    return Choice.of({place: rank**-ZIPF for rank, place in enumerate(places, start=1)})
