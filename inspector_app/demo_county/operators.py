"""Operators with the persons behind them and their papers (domain.md 9.2)."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from inspector_app.demo_county import numbers
from inspector_app.demo_county.chance import Chance, Choice, instant
from inspector_app.demo_county.faults import (
    BAD_CHECK_DIGIT,
    DUPLICATED_PERSON,
    IMPOSSIBLE_COORDINATES,
    SWAPPED_DATES,
    Fault,
    misprinted,
)
from inspector_app.demo_county.papers import papers
from inspector_app.demo_county.places import Township, Village
from inspector_app.demo_county.staff import AUTHORITY, WOMEN, Station, person_name
from inspector_app.demo_county.words import Words
from inspector_app.records.operators import (
    AgriKind,
    CanteenKind,
    Licence,
    LicenceState,
    LicenceType,
    Operator,
    OperatorKind,
    OperatorStatus,
    Person,
    PersonRole,
    RiskGrade,
)
from sync.record import Wire, defaults

KINDS = Choice.of(
    {
        OperatorKind.RURAL_STORE: 42, OperatorKind.SMALL_CATERING: 18, OperatorKind.FOOD_RETAILER: 9,
        OperatorKind.SMALL_WORKSHOP: 6, OperatorKind.FOOD_STALL: 8, OperatorKind.CATERING: 4,
        OperatorKind.COLLECTIVE_CANTEEN: 2, OperatorKind.AGRI_INPUT_SHOP: 5, OperatorKind.FOOD_WHOLESALER: 1.5,
        OperatorKind.CONSUMER_GOODS_SHOP: 4, OperatorKind.FOOD_PRODUCER: 0.5,
    }
)  # fmt: skip
LICENCE_STATES = Choice.of(
    {
        LicenceState.VALID: 90, LicenceState.EXPIRED: 4, LicenceState.NONE: 5,
        LicenceState.SUSPENDED: 0.6, LicenceState.REVOKED: 0.4,
    }
)  # fmt: skip
STATUSES = Choice.of(
    {
        OperatorStatus.ACTIVE: 93, OperatorStatus.CAPTURED: 2, OperatorStatus.VERIFIED: 2,
        OperatorStatus.SUSPENDED: 1, OperatorStatus.CLOSED: 2,
    }
)  # fmt: skip
OLD_NUMBER = "reg_no"
NUMBER_TYPES = Choice.of({"92": 94, "91": 4, "93": 0.5, OLD_NUMBER: 1.5})
"""First two characters of the credit code, or the old 15 digits."""
GRADES = Choice.of({RiskGrade.A: 55, RiskGrade.B: 30, RiskGrade.C: 12, RiskGrade.D: 3})
RISKY_GRADES = Choice.of({RiskGrade.A: 20, RiskGrade.B: 40, RiskGrade.C: 30, RiskGrade.D: 10})
RISKY = frozenset({OperatorKind.SMALL_WORKSHOP, OperatorKind.COLLECTIVE_CANTEEN, OperatorKind.FOOD_PRODUCER})
WITHOUT_BUSINESS_LICENCE = frozenset({OperatorKind.FOOD_STALL})
BUSINESS_LICENCE_SEEN = 0.65
PHONES = Choice.of({"mobile": 93, "fixed": 3, "none": 4})
OWNER_AGE = (20, 75, 45)
STAFF_P = 0.55
SECOND_PERSON = 0.2
NO_ID_NUMBER = 0.01
PLEDGE = "2025"

_OPERATOR, _PERSON, _LICENCE = defaults(Operator), defaults(Person), defaults(Licence)


@dataclass(frozen=True, slots=True)
class Shop:
    """An operator as the rest of the county needs it."""

    row: Wire
    owner: str
    licence_no: str | None
    station: Station


@dataclass
class Registrar:
    """Registers operators one after another; what it remembers is small."""

    seed: int
    reference_date: date
    id_key: bytes
    words: Words
    faults: list[Fault]
    _ids: numbers.ResidentIds = field(default_factory=numbers.ResidentIds)
    _registered: Counter[OperatorKind] = field(default_factory=Counter)

    def register(
        self, serial: int, kind: OperatorKind, place: Township, station: Station
    ) -> tuple[Shop, list[tuple[str, Wire]]]:
        """The shop, and the rows of operator, persons and licences."""
        chance = Chance.at(self.seed, "operator", serial)
        self._registered[kind] += 1
        village = chance.one(place.villages)
        registered_on = self.reference_date - timedelta(days=30 + chance.below(1000))
        registered_at = instant(registered_on, 540 + chance.below(480))
        state = chance.draw(LICENCE_STATES)
        operator = _OPERATOR | {
            "id": chance.id_at(registered_at),
            "operator_kind": kind.value,
            "division_code": village.code,
            "address": f"云岭县{place.name}{village.name}{chance.one(self.words.roads)}{1 + chance.below(199)}号",
            "licence_state": state.value,
            "staff_count": 3 + chance.below(38)
            if kind is OperatorKind.COLLECTIVE_CANTEEN
            else 1 + chance.geometric(STAFF_P),
            "floor_area_m2": max(4, round(chance.lognormvariate(3.7, 0.6))),
            "risk_grade": chance.draw(RISKY_GRADES if kind in RISKY else GRADES).value,
            "tags": [chance.one(self.words.tags)] if chance.happens(0.05) else [],
            "responsible_office": station.name,
            "responsible_user_id": chance.one(station.inspectors)["id"],
            "registered_at": registered_at,
            "registered_by": chance.one(station.inspectors)["id"],
        }
        self._name(chance, operator, kind, village)
        self._number(chance, operator, serial, kind, state)
        self._reach(chance, operator)
        self._stand(chance, operator, state)
        self._locate(chance, operator, village)
        persons = list(self._persons(chance, operator, kind, f"云岭县{place.name}{village.name}"))
        licences = list(self._licences(chance, operator, serial, kind, state))
        rows = [(Operator.kind, operator), *((Person.kind, p) for p in persons), *((Licence.kind, x) for x in licences)]
        trade = next((x["number"] for x in licences if x["licence_type"] != LicenceType.BUSINESS), None)
        return Shop(operator, persons[0]["name"], trade, station), rows

    def _plant(self, chance: Chance, row: Wire, kind: str, name: str) -> None:
        """Now and then misprint a number."""
        if row[name] and chance.happens(BAD_CHECK_DIGIT):
            row[name] = misprinted(row[name])
            self.faults.append(Fault(kind, row["id"], name))

    def _name(self, chance: Chance, operator: Wire, kind: OperatorKind, village: Village) -> None:
        if kind is OperatorKind.COLLECTIVE_CANTEEN:
            canteen = chance.one(tuple(CanteenKind))
            operator["canteen_kind"] = canteen.value
            operator["name"] = f"{village.stem}{self.words.canteens[canteen]}食堂"
            return
        if kind is OperatorKind.AGRI_INPUT_SHOP:
            kinds = [each.value for each in AgriKind if chance.happens(0.45)]
            operator["agri_kinds"] = kinds or [AgriKind.FERTILISER.value]
        word = chance.one(self.words.surnames) + "家" if chance.happens(0.3) else chance.one(self.words.shop_words)
        operator["name"] = f"{village.stem}{word}{chance.one(self.words.shop_types[kind])}"

    def _number(self, chance: Chance, operator: Wire, serial: int, kind: OperatorKind, state: LicenceState) -> None:
        if kind in WITHOUT_BUSINESS_LICENCE:
            operator["number_missing_reason"] = self.words.reasons["stall_number"][0]
        elif state is LicenceState.NONE:
            operator["number_missing_reason"] = chance.one(self.words.reasons["no_number"])
        else:
            first = chance.draw(NUMBER_TYPES)
            if first == OLD_NUMBER:
                operator["reg_no"] = numbers.reg_no(serial)
            else:
                operator["uscc"] = numbers.uscc(serial, first)
            self._plant(chance, operator, Operator.kind, "uscc")
            self._plant(chance, operator, Operator.kind, "reg_no")

    def _reach(self, chance: Chance, operator: Wire) -> None:
        match chance.draw(PHONES):
            case "mobile":
                operator["phone"] = numbers.mobile(chance)
            case "fixed":
                operator["phone"] = numbers.fixed_line(chance)
            case _:
                operator["phone_missing_reason"] = chance.one(self.words.reasons["no_phone"])

    def _stand(self, chance: Chance, operator: Wire, state: LicenceState) -> None:
        status = OperatorStatus.SUSPENDED if state is LicenceState.SUSPENDED else chance.draw(STATUSES)
        operator["status"] = status.value
        if status in (OperatorStatus.SUSPENDED, OperatorStatus.CLOSED):
            operator["status_reason"] = chance.one(self.words.reasons[status.value.lower()])
        if status is not OperatorStatus.CAPTURED and status is not OperatorStatus.VERIFIED:
            operator["pledge_version"], operator["pledge_signed_at"] = PLEDGE, operator["registered_at"]

    def _locate(self, chance: Chance, operator: Wire, village: Village) -> None:
        longitude = round(village.longitude + chance.uniform(-0.008, 0.008), 6)
        latitude = round(village.latitude + chance.uniform(-0.008, 0.008), 6)
        if chance.happens(IMPOSSIBLE_COORDINATES):
            longitude, latitude = latitude, longitude
            self.faults.append(Fault(Operator.kind, operator["id"], "latitude"))
        operator["longitude"], operator["latitude"] = longitude, latitude

    def _persons(self, chance: Chance, operator: Wire, kind: OperatorKind, home: str) -> Iterator[Wire]:
        company = kind in (OperatorKind.COLLECTIVE_CANTEEN, OperatorKind.FOOD_PRODUCER)
        owner = self._person(
            chance, operator, PersonRole.LEGAL_REPRESENTATIVE if company else PersonRole.OWNER, home, operator["phone"]
        )
        yield owner
        if owner["id_number"] and chance.happens(DUPLICATED_PERSON):
            again = owner | {"id": chance.id_at(operator["registered_at"] + 60_000_000)}
            self.faults.append(Fault(Person.kind, again["id"], "id_number"))
            yield again
        if chance.happens(SECOND_PERSON):
            role = PersonRole.FOOD_SAFETY_OFFICER if chance.happens(0.7) else PersonRole.IN_CHARGE
            yield self._person(chance, operator, role, home, None)

    def _person(self, chance: Chance, operator: Wire, role: PersonRole, home: str, phone: str | None) -> Wire:
        woman = chance.happens(WOMEN)
        age_days = int(chance.triangular(*OWNER_AGE) * 365.25)
        born = self.reference_date - timedelta(days=age_days)
        number = self._ids.number(chance, born, woman)
        verified = operator["status"] != OperatorStatus.CAPTURED
        person = _PERSON | {
            "id": chance.id_at(operator["registered_at"]),
            "operator_id": operator["id"],
            "role": role.value,
            "name": person_name(chance),
            "phone": phone or numbers.mobile(chance),
            "home_address": f"{home}{1 + chance.below(60)}号",
            "verified_at": operator["registered_at"] if verified else None,
            "verified_by": operator["registered_by"] if verified else None,
        }
        if chance.happens(NO_ID_NUMBER):
            person["id_missing_reason"] = chance.one(self.words.reasons["no_id_number"])
            person["verified_at"] = person["verified_by"] = None
            return person
        person["id_number"] = number
        self._plant(chance, person, Person.kind, "id_number")
        person["id_hmac"] = hmac.digest(self.id_key, person["id_number"].encode(), hashlib.sha256).hex()
        return person

    def _licences(
        self, chance: Chance, operator: Wire, serial: int, kind: OperatorKind, state: LicenceState
    ) -> Iterator[Wire]:
        if state is LicenceState.NONE:
            return
        business = operator["uscc"] or operator["reg_no"]
        if business and (kind is OperatorKind.CONSUMER_GOODS_SHOP or chance.happens(BUSINESS_LICENCE_SEEN)):
            yield self._licence(chance, operator, LicenceType.BUSINESS, business, "business", 0, state)
        for licence_type, number, scope, years in papers(chance, kind, operator, serial, self._registered[kind]):
            yield self._licence(chance, operator, licence_type, number, scope, years, state)

    def _licence(
        self, chance: Chance, operator: Wire, of: LicenceType, number: str, scope: str, years: int, state: LicenceState
    ) -> Wire:
        """`years` is how long the paper runs, 0 without end; one that has run out had a term in any case."""
        years = years or (5 if state is LicenceState.EXPIRED else 0)
        run = 365 * years + years // 4
        if not years:
            start = self.reference_date - timedelta(days=1100 + chance.below(3000))
        elif state is LicenceState.EXPIRED:
            start = self.reference_date - timedelta(days=run + 2 + chance.below(400))
        else:
            start = self.reference_date - timedelta(days=5 + chance.below(run - 10))
        until = start + timedelta(days=run) if years else None
        seen_at = max(operator["registered_at"], instant(start + timedelta(days=2), 600))
        licence = _LICENCE | {
            "id": chance.id_at(seen_at),
            "operator_id": operator["id"],
            "licence_type": of.value,
            "number": number.format(year=start.year),
            "scope": self.words.licence_scopes[scope],
            "issuer": AUTHORITY,
            "seen_at": seen_at,
            "seen_by": operator["registered_by"],
        }
        if of in (LicenceType.FOOD_OPERATION, LicenceType.FOOD_PRODUCTION):
            self._plant(chance, licence, Licence.kind, "number")
        licence["number_as_printed"] = licence["number"]
        if until and chance.happens(SWAPPED_DATES):
            start, until = until, start
            self.faults.append(Fault(Licence.kind, licence["id"], "valid_from"))
        return licence | {"valid_from": start.isoformat(), "valid_until": until.isoformat() if until else None}
