"""The bureau's people: 100 inspectors, 20 leads, 15 auxiliaries, 5 administrators, and a laptop for each office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.demo_county.chance import Chance, instant
from inspector_app.demo_county.numbers import COUNTY
from inspector_app.demo_county.places import Township
from inspector_app.demo_county.words import words
from inspector_app.records.people import Device, Role, User
from sync.record import Wire, defaults

AUTHORITY = "云岭县市场监督管理局"
INSPECTORS_PER_STATION = 5
STATIONS_WITH_AUXILIARY = 15
ADMINS = (Role.HQ_ADMIN, Role.COUNTY_ADMIN, Role.COUNTY_ADMIN, Role.COUNTY_ADMIN, Role.READ_ONLY)
LEASE_DAYS = 45
WOMEN = 0.46


@dataclass(frozen=True, slots=True)
class Station:
    """The office of one township (市场监管所)."""

    name: str
    inspectors: tuple[Wire, ...]
    lead: Wire
    auxiliaries: tuple[Wire, ...]
    device: Wire

    @property
    def users(self) -> tuple[Wire, ...]:
        return (*self.inspectors, self.lead, *self.auxiliaries)


@dataclass(frozen=True)
class Bureau:
    admins: tuple[Wire, ...]
    stations: dict[str, Station]
    """{township code: station}."""

    def rows(self) -> Iterator[tuple[str, Wire]]:
        users = [*self.admins, *(user for station in self.stations.values() for user in station.users)]
        yield from ((User.kind, user) for user in users)
        yield from ((Device.kind, station.device) for station in self.stations.values())


def person_name(chance: Chance) -> str:
    """Surname and one or two characters."""
    given = words().given_names
    return chance.one(words().surnames) + chance.one(given) + (chance.one(given) if chance.happens(0.7) else "")


def bureau(seed: int, townships: tuple[Township, ...], reference_date: date) -> Bureau:
    chance = Chance.at(seed, "bureau")
    joined = instant(reference_date - timedelta(days=1100), 9 * 60)
    counters: dict[str, int] = {}

    def user(role: Role, login: str, office: str, places: list[str], certificate: bool) -> Wire:
        number = counters[login] = counters.get(login, 0) + 1
        return defaults(User) | {
            "id": chance.id_at(joined),
            "username": f"{login}{number:03}",
            "name": person_name(chance),
            "role": role.value,
            "certificate_no": f"YL{chance.below(90_000_000) + 10_000_000}" if certificate else None,
            "office_code": COUNTY,
            "office_name": office,
            "acting_authority": AUTHORITY,
            "townships": places,
        }

    def station(place: Township, auxiliary: bool) -> Station:
        office, code = f"云岭县{place.name}市场监督管理所", [place.code]
        inspectors = [user(Role.INSPECTOR, "inspector", office, code, True) for _ in range(INSPECTORS_PER_STATION)]
        lead = user(Role.TEAM_LEAD, "lead", office, code, True)
        auxiliaries = [user(Role.AUXILIARY, "auxiliary", office, code, False)] if auxiliary else []
        device = defaults(Device) | {
            "id": chance.id_at(joined),
            "name": f"{place.name}所 1 号机",
            "user_ids": [each["id"] for each in (*inspectors, lead)],
            "lease_days": LEASE_DAYS,
            "enrolled_at": joined,
        }
        return Station(office, tuple(inspectors), lead, tuple(auxiliaries), device)

    everywhere = [place.code for place in townships]
    admins = tuple(user(role, "admin", AUTHORITY, everywhere, False) for role in ADMINS)
    stations = {p.code: station(p, number < STATIONS_WITH_AUXILIARY) for number, p in enumerate(townships)}
    return Bureau(admins, stations)
